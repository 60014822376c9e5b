"""Checking a draft of ours over HTTP, without keeping it."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.schemas.common import Count, Day, Flag, Ident, In, Line, Out, RuleId, Text
from app.schemas.documents import Due
from app.schemas.outgoing_parts import AttachmentNotes, DocNumber, MeetingName, OrganName, Remark
from app.vocabulary.common import Classification, Urgency
from app.vocabulary.documents import DocType, Medium
from app.vocabulary.drafting import CheckMoment, CosignState, OrganKind, OrganLevel
from app.vocabulary.outgoing import Direction, Layout, Relation
from app.vocabulary.rules import RuleLevel, Severity

OrganIn = Annotated[Ident, Field(description="本系统内的机关；名称、关系从名录取得")]
Kind = Annotated[OrganKind, Field(description="机关类别；不填由名称推定")]
Level = Annotated[OrganLevel, Field(description="行政层级")]
PersonName = Annotated[Line, Field(max_length=50, examples=["张建国"])]
FileName = Annotated[Line, Field(description="附件的标题或者文件名", examples=["2026年防汛责任人名单.xlsx"])]


class CheckedRecipient(In):
    """一个主送或抄送机关：本系统内的填 organ_id，其他填名称。"""

    organ_id: OrganIn | None = None
    name: OrganName | None = None
    relation: Annotated[Relation, Field(description="与发文机关的关系；名录中的机关由隶属关系推定")] | None = None
    kind: Kind | None = None
    level: Level | None = None


class CheckedIssuer(In):
    """一个发文机关：本系统内的填 organ_id，其他填名称。"""

    organ_id: OrganIn | None = None
    name: OrganName | None = None
    kind: Kind | None = None
    level: Level | None = None
    is_office: Annotated[Flag, Field(description="是否办公厅（室）")] = False
    is_internal_unit: Annotated[Flag, Field(description="是否内设机构")] = False
    is_person: Annotated[Flag, Field(description="是否负责人个人")] = False
    may_order: Annotated[Flag, Field(description="法律是否授权其发布命令（令）")] = False


class CheckedReasons(In):
    """稿件所附的理由和依据。"""

    necessity: Annotated[Remark, Field(description="行文必要性")] | None = None
    basis: Annotated[Remark, Field(description="行文依据")] | None = None
    skip_level_reason: Annotated[Remark, Field(description="越级行文的理由")] | None = None
    forwarded_text: Annotated[Text, Field(description="所转报的下级请示原文")] | None = None
    own_opinion: Annotated[Remark, Field(description="转报下级请示时本机关的倾向性意见")] | None = None
    consent_reference: Annotated[Remark, Field(description="党委、政府同意或者授权的依据")] | None = None
    assignment_reference: Annotated[Remark, Field(description="上级机关负责人直接交办的依据")] | None = None
    decision_needed_on: Annotated[Day, Field(description="需要上级答复的日期")] | None = None
    lead_time_reason: Annotated[Remark, Field(description="报送时间不足的理由")] | None = None
    growth_reason: Annotated[Remark, Field(description="年度发文数超过上年的理由")] | None = None
    meeting_name: MeetingName | None = None
    adopted_on: Annotated[Day, Field(description="会议通过日期")] | None = None
    replies_to: Annotated[list[DocNumber], Field(max_length=20, description="批复所答复的请示，每件一项")] = []
    expects_reply: Annotated[Flag, Field(description="是否跟踪上级的答复")] = True
    cosign: CosignState = CosignState.NOT_NEEDED


class CheckedIssue(In):
    """签发、编号、用印、印制时才有的内容。"""

    number: DocNumber | None = None
    order_number: Annotated[DocNumber, Field(description="令号", examples=["第12号"])] | None = None
    doc_date: Annotated[Day, Field(description="成文日期")] | None = None
    signed_on: Annotated[Day, Field(description="最后签发的日期")] | None = None
    signers: Annotated[list[PersonName], Field(max_length=20, description="签发人，按发文机关的次序")] = []
    issuer_marks: Annotated[list[OrganName], Field(max_length=20, description="发文机关标志，每个机关一项")] = []
    issuer_signatures: Annotated[list[OrganName], Field(max_length=20, description="发文机关署名")] = []
    seals: Annotated[list[OrganName], Field(max_length=20, description="所盖印章刻的名称")] = []
    is_unsealed_mass_issue: Annotated[Flag, Field(description="有特定发文机关标志的普发性公文，不加盖印章")] = False
    print_org: OrganName | None = None
    print_date: Annotated[Day, Field(description="印发日期")] | None = None
    copy_number: Annotated[Line, Field(max_length=20, description="份号", examples=["000012"])] | None = None
    secrecy_term: Annotated[Line, Field(max_length=40, description="保密期限", examples=["5年"])] | None = None


class DraftCheck(CheckedReasons, CheckedIssue):
    """要检查的稿件。除文种和标题外都可以不填；到了检查环节应当有而没有的，作为问题指出。"""

    tells_doubts: ClassVar[bool] = True
    moment: Annotated[CheckMoment, Field(description="检查的环节，以后的环节查得更多")] = CheckMoment.DRAFTING
    doc_type: DocType
    title: Annotated[Line, Field(description="标题", examples=["清河县人民政府关于做好2026年防汛工作通知"])]
    body: Annotated[
        Text,
        Field(
            description="正文：纯文本，一行一段；不含标题、主送机关、附件说明、署名和成文日期",
            examples=["为做好2026年防汛工作,现将有关事项通知如下。\n一、压实责任\n各乡镇要落实防汛责任制。"],
        ),
    ] = ""
    direction: Direction = Direction.DOWNWARD
    layout: Layout = Layout.DOCUMENT
    medium: Medium = Medium.DOCUMENT
    issuers: Annotated[list[CheckedIssuer], Field(max_length=20, description="发文机关，主办的在前；不填为本机关")] = []
    main_recipients: Annotated[list[CheckedRecipient], Field(max_length=200, description="主送机关")] = []
    cc_recipients: Annotated[list[CheckedRecipient], Field(max_length=200, description="抄送机关")] = []
    attachment_notes: AttachmentNotes = []
    attachments: Annotated[list[FileName], Field(max_length=50, description="实有的附件，按顺序")] = []
    note: Annotated[Line, Field(description="附注", examples=["联系人：李明，电话：0571-88000000"])] | None = None
    urgency: Urgency = Urgency.NONE
    due_at: Due | None = None
    classification: Classification = Classification.INTERNAL
    is_important: Annotated[Flag, Field(description="是否重要公文")] = False
    is_exempt: Annotated[Flag, Field(description="法规规章、外事公文，只查文字")] = False
    is_comprehensive: Annotated[Flag, Field(description="是否综合性政策文件")] = False


class DraftFinding(Out):
    """稿件中的一个问题：违反哪条规则，在哪里，怎么改。"""

    rule: RuleId
    level: RuleLevel
    severity: Annotated[Severity, Field(description="在本机关的效力")]
    message: Annotated[str, Field(max_length=500, description="哪里不符合", examples=["中文中的标点应当用全角"])]
    statement: Annotated[str, Field(max_length=2_000, description="规则", examples=["中文使用全角标点。"])]
    source: Annotated[str, Field(max_length=2_000, description="依据", examples=["GB/T 15834《标点符号用法》"])]
    pointer: Annotated[str, Field(max_length=500, description="涉及的内容（JSON Pointer）", examples=["/body"])]
    paragraph: Annotated[int, Field(ge=1, le=20_001, description="所在行，从1起", examples=[1])] | None
    offset: (
        Annotated[
            int, Field(ge=0, le=20_000, description="起始位置：该项文字中的第几个字符（码点），从0起", examples=[13])
        ]
        | None
    )
    length: Annotated[int, Field(ge=0, le=20_000, description="涉及几个字符", examples=[1])] | None
    suggestion: Annotated[str, Field(max_length=2_000, description="应当如何", examples=["改为“，”"])] | None
    replacement: (
        Annotated[str, Field(max_length=2_000, description="可以直接替换上去的文字；空串为删去", examples=["，"])]
        | None
    )


class DraftChecked(Out):
    """检查结果。"""

    moment: CheckMoment
    block_count: Annotated[Count, Field(description="拦截的问题数")]
    warn_count: Annotated[Count, Field(description="提醒的问题数")]
    findings: Annotated[
        list[DraftFinding], Field(max_length=4_000, description="全部问题：先要素和行文规则，后文字，文字按位置排列")
    ]
