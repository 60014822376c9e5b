"""What is said with each step of a document of ours."""

from typing import Annotated

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from app.schemas.common import WHOLE_TEXT, Day, Flag, Ident, In, Line, ListQuery, Moment, Out
from app.schemas.documents import Copies, Opinion, Overrides, Principal, Reason, Said
from app.schemas.outgoing_parts import Annexes, AttachmentNotes, Body, MeetingName, OrganName, Remark, Sha256, Title
from app.vocabulary.documents import Channel
from app.vocabulary.outgoing import Answer, Gate

PersonName = Annotated[Line, Field(max_length=50, examples=["周明"])]
TextNumber = Annotated[int, Field(ge=1, le=2**31 - 1, description="第几稿", examples=[2]), WHOLE_TEXT]


class ConsultedOrgan(In):
    """征求意见的其他机关；其答复由本机关登记。"""

    organ_id: Annotated[Ident, Field(description="本系统内的机关")] | None = None
    name: OrganName | None = None


class SubmitOutgoing(Said):
    """送审：需要会签的，写明会签人和征求意见的机关。"""

    cosigner_ids: Annotated[list[Ident], Field(max_length=50, description="会签人（内设机构负责人）")] = []
    organs: Annotated[list[ConsultedOrgan], Field(max_length=50, description="征求意见的其他机关")] = []
    answer_by: Annotated[Moment, Field(description="答复期限；不填按流程设置")] | None = None


class CosignOutgoing(In):
    """会签意见；登记其他机关的答复时写明是哪一个。"""

    answer: Answer
    opinion: Opinion | None = None
    consultation_id: Annotated[Ident, Field(description="登记哪个机关的答复")] | None = None
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class ConcludeConsultation(In):
    """结束会商：意见如何采纳；未取得一致的，列明各方理据和主办建议（DOC-X03）。"""

    resolution: Annotated[Opinion, Field(description="意见采纳情况；未取得一致的，写明各方理据和建议")] | None = None
    is_split: Annotated[Flag, Field(description="是否未取得一致")] = False
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class GateSaid(In):
    """四关之一。"""

    gate: Gate
    passed: Annotated[Flag, Field(description="是否通过")]
    comment: Remark | None = None


class ApproveOutgoing(Said):
    """核稿通过：四关逐一填写（DOC-P03），可指定签发人。"""

    gates: Annotated[list[GateSaid], Field(min_length=1, max_length=4, description="四关核稿意见")]
    signer_id: Annotated[Ident, Field(description="送哪位领导签发；不填按流程设置")] | None = None


class ReasonSaid(In):
    """须说明理由的操作。"""

    reason: Reason
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class SignOutgoing(In):
    """签发：意见不填即为“同意”（DOC-P08）。经会议通过的，写明会议和日期（DOC-X12）。"""

    opinion: Opinion = "同意"
    meeting_name: MeetingName | None = None
    adopted_on: Annotated[Day, Field(description="会议通过日期")] | None = None
    mandate: Annotated[Remark, Field(description="代签的授权依据；代他人签发时必填（DOC-P10）")] | None = None
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class JointSignature(In):
    """登记一个联合行文机关的签发（DOC-P09）。"""

    joint_issuer_id: Annotated[Ident, Field(description="联合行文机关")]
    signer_name: Annotated[PersonName, Field(description="签发人")]
    opinion: Opinion = "同意"
    signed_on: Annotated[Day, Field(description="签发日期")]
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class RecheckOutgoing(Said):
    """复核：可改正差错；改动涉及实质内容的，退回原签发人重新签发（DOC-P12）。"""

    title: Title | None = None
    body: Body | None = None
    attachment_notes: AttachmentNotes | None = None
    annexes: Annexes | None = None
    must_resign: Annotated[Flag, Field(description="复核人认为须重新签发")] = False


class RegisterOutgoing(Said):
    """登记：取得发文字号，确定印数和印发机关（DOC-P13）。"""

    copies: Annotated[Copies, Field(description="印数；不填为各主送、抄送份数之和")] | None = None
    print_org: Annotated[OrganName, Field(description="印发机关；不填为本机关办公室")] | None = None


class ProofOutgoing(Said):
    """校对：与签发稿一致的，付印；有出入的，退回复核。"""

    passed: Annotated[Flag, Field(description="校样与签发稿是否一致")]
    differences: Annotated[Remark, Field(description="出入之处")] | None = None


class PrintOutgoing(Said):
    """印制完成。"""

    print_date: Annotated[Day, Field(description="印发日期（送印日期）；不填为当日")] | None = None


class Sending(In):
    """一个主送或抄送机关的送达方式。"""

    recipient_id: Annotated[Ident, Field(description="主送、抄送机关")]
    channel: Channel
    copies: Copies | None = None


class DispatchOutgoing(Said):
    """分发：逐一写明送达方式，不得遗漏。"""

    sendings: Annotated[list[Sending], Field(max_length=200, description="各机关的送达方式；公布性公文可为空")]


class RecordReceipt(In):
    """登记对方签收。"""

    recipient_id: Annotated[Ident, Field(description="主送、抄送机关")]
    received_at: Annotated[Moment, Field(description="签收时间")]
    received_by: Annotated[PersonName, Field(description="签收人")]
    overrides: Overrides = []


class RecallOutgoing(In):
    """撤回已发公文：向所列机关逐一提出（DOC-X05）。"""

    recipient_ids: Annotated[list[Ident], Field(min_length=1, max_length=200, description="向哪些机关撤回")]
    reason: Reason
    overrides: Overrides = []


class RecordRecall(In):
    """登记其他渠道发出的公文是否追回。"""

    recipient_id: Annotated[Ident, Field(description="主送、抄送机关")]
    is_returned: Annotated[Flag, Field(description="是否已追回")]
    note: Annotated[Remark, Field(description="未追回的，说明理由")] | None = None
    overrides: Overrides = []


class DecideValidity(In):
    """撤销或者废止的决定（DOC-M04）。"""

    basis: Annotated[Remark, Field(description="决定机关和依据", examples=["县政府2026年第8次常务会议决定"])]
    replaced_by_id: Annotated[Ident, Field(description="替代它的发文")] | None = None
    overrides: Overrides = []


class RepealOutgoing(DecideValidity):
    """废止：自某日起失效。"""

    void_from: Annotated[Day, Field(description="自哪一天起失效")]


class TextVersionRow(Out):
    """一稿。"""

    number: Annotated[int, Field(ge=1, le=2**31 - 1, description="第几稿", examples=[2])]
    title: Title
    sha256: Sha256
    action: Annotated[Line, Field(max_length=64, examples=["update"])]
    made_by_id: Ident
    made_by_name: Line
    made_at: Moment


class TextVersionRead(TextVersionRow):
    """一稿的全文。"""

    body: Body
    attachment_notes: AttachmentNotes
    annexes: Annexes


class TextVersionQuery(ListQuery):
    """各稿列表的条件。"""


class DifferenceQuery(In):
    """比较哪两稿；不填为签发稿与现稿。"""

    before: Annotated[TextNumber, Field(description="较早的一稿")] | SkipJsonSchema[None] = None
    after: Annotated[TextNumber, Field(description="较晚的一稿")] | SkipJsonSchema[None] = None


class Difference(Out):
    """一处改动。"""

    part: Annotated[str, Field(pattern="^(title|body|attachment_notes|annexes)$", max_length=20, examples=["body"])]
    paragraph: Annotated[int, Field(ge=0, le=20_000, description="第几段，从0起；标题为0", examples=[2])]
    before: Annotated[str, Field(max_length=20_000, description="原文", examples=["五日"])]
    after: Annotated[str, Field(max_length=20_000, description="改为", examples=["五个工作日"])]
    is_substantive: Annotated[bool, Field(description="是否涉及实质内容（DOC-P12）")]


class Differences(Out):
    """两稿之间的改动。"""

    before: Annotated[int, Field(ge=1, le=2**31 - 1, examples=[2])]
    after: Annotated[int, Field(ge=1, le=2**31 - 1, examples=[3])]
    items: Annotated[list[Difference], Field(max_length=2_000)]
    is_substantive: Annotated[bool, Field(description="是否有实质性改动")]
