"""What documents of ours are made of over HTTP: their words, recipients, issuers, consultations."""

from typing import Annotated

from pydantic import Field

from app.schemas.common import (
    Count,
    Ident,
    In,
    Line,
    Moment,
    Out,
    Text,
)
from app.schemas.documents import Copies, Opinion
from app.vocabulary.documents import Channel
from app.vocabulary.outgoing import (
    Answer,
    Delivery,
    Gate,
    RecipientRole,
    Relation,
)
from app.vocabulary.returns import ReturnReason

Title = Annotated[Line, Field(description="标题", examples=["清河县人民政府关于做好2026年防汛工作的通知"])]
Body = Annotated[
    Text,
    Field(
        min_length=1,
        description="正文：纯文本，一行一段；不含标题、主送机关、附件说明、署名和成文日期",
        examples=["为做好2026年防汛工作，现将有关事项通知如下。\n一、压实责任\n各乡镇要落实防汛责任制。"],
    ),
]
AttachmentNotes = Annotated[
    list[Annotated[Line, Field(examples=["2026年防汛责任人名单"])]],
    Field(max_length=50, description="附件说明：附件标题，按顺序，不写“附件”二字和序号"),
]
Annexes = Annotated[
    list[Annotated[Text, Field(examples=["序号\t姓名\t职务\n1\t周明\t局长"])]],
    Field(
        max_length=50,
        description="各附件的正文，次序同附件说明；另附文件的写空字符串。含制表符的连续各行排成表格",
    ),
]
Names = Annotated[list[Annotated[Line, Field(max_length=100, examples=["县水利局 周明"])]], Field(max_length=200)]
Remark = Annotated[Line, Field(max_length=500, examples=["按照市政府工作部署"])]
OrganName = Annotated[Line, Field(max_length=100, description="机关全称或规范化简称", examples=["江州市人民政府"])]
DocNumber = Annotated[Line, Field(max_length=60, description="发文字号或令号", examples=["清政发〔2026〕12号"])]
Sha256 = Annotated[str, Field(min_length=64, max_length=64, pattern="^[0-9a-f]{64}$", examples=["0" * 64])]


MeetingName = Annotated[Line, Field(max_length=100, description="通过本文的会议", examples=["县政府第12次常务会议"])]


class RecipientIn(In):
    """一个主送或抄送机关。本系统内的机关填 organ_id，可直接送达；其他填名称。"""

    role: RecipientRole = RecipientRole.MAIN
    organ_id: Annotated[Ident, Field(description="本系统内的机关")] | None = None
    name: OrganName | None = None
    relation: Annotated[Relation, Field(description="与本机关的关系；本系统内的机关由隶属关系推定")] | None = None
    copies: Copies = 1


class JointIssuerIn(In):
    """联合行文的其他机关，按排列次序。"""

    organ_id: Annotated[Ident, Field(description="本系统内的机关")] | None = None
    name: OrganName | None = None


class RecipientRead(Out):
    """一个主送或抄送机关，及其文件现在何处。"""

    id: Ident
    role: RecipientRole
    organ_id: Ident | None
    name: OrganName
    relation: Relation
    copies: Copies
    channel: Channel | None
    first_copy: Annotated[int, Field(ge=1, le=1_000_000, description="首份份号", examples=[1])] | None
    state: Delivery
    sent_at: Moment | None
    received_at: Moment | None
    received_by: Annotated[Line, Field(max_length=50)] | None
    returned_at: Moment | None
    return_reasons: Annotated[list[ReturnReason], Field(max_length=16)]
    return_note: Annotated[Line, Field(max_length=500)] | None
    recall_asked_at: Moment | None
    recall_reason: Remark | None
    recalled_at: Moment | None
    recall_declined_at: Moment | None
    recall_note: Annotated[Opinion, Field(description="对方对撤回的答复")] | None


class JointIssuerRead(Out):
    """联合行文的一个机关及其签发情况。"""

    id: Ident
    organ_id: Ident | None
    name: OrganName
    signer_name: Annotated[Line, Field(max_length=50)] | None
    opinion: Opinion | None
    signed_at: Moment | None
    sealed_by: Annotated[Line, Field(max_length=50, description="用印人（SEAL-R14）")] | None
    sealed_at: Moment | None


class ConsultationRead(Out):
    """一次会签、征求意见。"""

    id: Ident
    round: Count
    name: OrganName
    person_id: Ident | None
    organ_id: Ident | None
    task_id: Ident | None
    asked_at: Moment
    due_at: Moment
    answer: Answer | None
    opinion: Opinion | None
    answered_at: Moment | None
    answered_by_name: Line | None


class GateCheckRead(Out):
    """一次核稿的一关。"""

    gate: Gate
    text_number: Count
    passed: Annotated[bool, Field(description="是否通过")]
    comment: Remark | None
    at: Moment
    by_name: Line
