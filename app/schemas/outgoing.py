"""Documents of ours over HTTP: drafts, lists, one paper."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from app.schemas.common import (
    Count,
    Day,
    Flag,
    Ident,
    In,
    Line,
    ListQuery,
    Moment,
    Out,
    QueryFlag,
    Text,
    Version,
    unsent,
)
from app.schemas.documents import Due, HolderBase, Opinion, Overrides, TaskBase
from app.schemas.outgoing_parts import (
    Annexes,
    AttachmentNotes,
    Body,
    ConsultationRead,
    DocNumber,
    GateCheckRead,
    JointIssuerIn,
    JointIssuerRead,
    MeetingName,
    Names,
    OrganName,
    RecipientIn,
    RecipientRead,
    Remark,
    Title,
)
from app.vocabulary.common import Classification, Urgency
from app.vocabulary.deadlines import Light
from app.vocabulary.documents import DocType
from app.vocabulary.outgoing import (
    Direction,
    Disclosure,
    Layout,
    OutgoingAction,
    OutgoingState,
    OutgoingStep,
    SignMeans,
    Validity,
)


class OutgoingSort(StrEnum):
    NEWEST = "-opened_at"
    OLDEST = "opened_at"
    DUE = "due_at"


class DraftFacts(In):
    """What a draft says of itself besides its text."""

    code_id: Annotated[Ident, Field(description="机关代字")] | None = None
    note: Annotated[Line, Field(description="附注", examples=["联系人：李明，电话：0571-88000000"])] | None = None
    disclosure_reason: Annotated[Remark, Field(description="不予公开的理由")] | None = None
    necessity: Annotated[Remark, Field(description="行文必要性")] | None = None
    basis: Annotated[Remark, Field(description="行文依据")] | None = None
    skip_level_reason: Annotated[Remark, Field(description="越级行文的理由")] | None = None
    own_opinion: Annotated[Remark, Field(description="转报下级请示时本机关的倾向性意见")] | None = None
    consent_reference: Annotated[Remark, Field(description="党委、政府同意或者授权的依据")] | None = None
    assignment_reference: Annotated[Remark, Field(description="上级机关负责人直接交办的依据")] | None = None
    forwarded_text: Annotated[Text, Field(min_length=1, description="所转报的下级请示原文")] | None = None
    decision_needed_on: Annotated[Day, Field(description="需要上级答复的日期")] | None = None
    lead_time_reason: Annotated[Remark, Field(description="报送时间不足的理由")] | None = None
    meeting_name: MeetingName | None = None
    adopted_on: Annotated[Day, Field(description="会议通过日期")] | None = None
    answers_id: Annotated[Ident, Field(description="所答复的收文（请示、函）")] | None = None
    replaces_id: Annotated[Ident, Field(description="所更正、替代的发文")] | None = None
    due_at: Due | None = None


class OutgoingDocumentCreate(DraftFacts):
    """拟稿。"""

    title: Title
    doc_type: DocType
    direction: Direction
    layout: Layout = Layout.DOCUMENT
    body: Body
    attachment_notes: AttachmentNotes = []
    annexes: Annexes = []
    recipients: Annotated[list[RecipientIn], Field(max_length=200, description="主送、抄送机关，按排列次序")] = []
    joint_issuers: Annotated[
        list[JointIssuerIn], Field(max_length=20, description="联合行文的其他机关；本机关为主办")
    ] = []
    urgency: Urgency = Urgency.NONE
    classification: Classification = Classification.INTERNAL
    disclosure: Disclosure = Disclosure.ON_REQUEST
    is_important: Annotated[Flag, Field(description="是否重要公文")] = False
    is_exempt: Annotated[Flag, Field(description="法规规章、外事公文，不适用条例的检查")] = False
    is_comprehensive: Annotated[Flag, Field(description="是否综合性政策文件")] = False
    is_unsealed: Annotated[Flag, Field(description="不加盖印章：纪要，以及有特定发文机关标志的普发性公文")] = False
    attendees: Annotated[Names, Field(description="纪要的出席人员")] = []
    absentees: Annotated[Names, Field(description="纪要的请假人员")] = []
    observers: Annotated[Names, Field(description="纪要的列席人员")] = []
    overrides: Overrides = []


class OutgoingDocumentUpdate(DraftFacts):
    """修改稿件；未出现的成员不变，正文、标题或附件说明的修改成为新的一稿。"""

    title: Title = unsent()
    doc_type: DocType = unsent()
    direction: Direction = unsent()
    layout: Layout = unsent()
    body: Body = unsent()
    attachment_notes: AttachmentNotes = unsent()
    annexes: Annexes = unsent()
    recipients: Annotated[list[RecipientIn], Field(max_length=200, description="主送、抄送机关，整体替换")] = unsent()
    joint_issuers: Annotated[list[JointIssuerIn], Field(max_length=20, description="联合行文机关，整体替换")] = unsent()
    urgency: Urgency = unsent()
    disclosure: Disclosure = unsent()
    is_important: Flag = unsent()
    is_exempt: Flag = unsent()
    is_comprehensive: Flag = unsent()
    is_unsealed: Flag = unsent()
    attendees: Names = unsent()
    absentees: Names = unsent()
    observers: Names = unsent()
    overrides: Overrides = []


class OutgoingDocumentQuery(ListQuery):
    """发文列表的条件；同名参数重复表示“或”，不同参数之间为“且”。"""

    sort: OutgoingSort = OutgoingSort.NEWEST
    state: Annotated[list[OutgoingState], Field(max_length=20, description="状态")] = []
    urgency: Annotated[list[Urgency], Field(max_length=10, description="紧急程度")] = []
    doc_type: Annotated[list[DocType], Field(max_length=20, description="文种")] = []
    direction: Annotated[list[Direction], Field(max_length=5, description="行文方向")] = []
    department_id: Annotated[Ident, Field(description="拟稿部门")] | SkipJsonSchema[None] = None
    drafter_id: Annotated[Ident, Field(description="拟稿人")] | SkipJsonSchema[None] = None
    responsible_id: Annotated[Ident, Field(description="现在的责任人")] | SkipJsonSchema[None] = None
    number: DocNumber | SkipJsonSchema[None] = None
    doc_date_from: Annotated[Day, Field(description="成文日期不早于")] | SkipJsonSchema[None] = None
    doc_date_before: Annotated[Day, Field(description="成文日期早于")] | SkipJsonSchema[None] = None
    valid_on: Annotated[Day, Field(description="在这一天有效的公文（DOC-M04）")] | SkipJsonSchema[None] = None
    due_before: Annotated[Moment, Field(description="时限早于")] | SkipJsonSchema[None] = None
    open: Annotated[QueryFlag, Field(description="是否未办结")] | SkipJsonSchema[None] = None
    q: (
        Annotated[Line, Field(max_length=100, description="标题或文号中的词", examples=["防汛"])] | SkipJsonSchema[None]
    ) = None


class OutgoingHolder(HolderBase):
    """Who holds the paper now, since when, until when."""

    step: OutgoingStep


class OutgoingDocumentRow(Out):
    """列表中的一件发文。"""

    id: Ident
    number: DocNumber | None
    title: Title
    state: OutgoingState
    urgency: Urgency
    doc_type: DocType
    direction: Direction
    doc_date: Day | None
    drafter_id: Ident
    drafter_name: Line | None
    main_recipient: Annotated[OrganName, Field(description="第一个主送机关")] | None
    validity: Validity
    void_from: Day | None
    opened_at: Moment
    due_at: Moment | None
    dispatched_at: Moment | None
    closed_at: Moment | None
    light: Light | None
    current: Annotated[list[OutgoingHolder], Field(max_length=500, description="现在由谁办理")]
    version: Version


class OutgoingTask(TaskBase):
    """发文中的一项任务。"""

    step: OutgoingStep


class OutgoingAllowed(Out):
    """当前用户现在可以执行的操作。"""

    action: OutgoingAction
    label: Annotated[Line, Field(max_length=40, examples=["送审"])]


class ReplyCame(Out):
    """对方对本件的一件答复。"""

    incoming_id: Annotated[Ident, Field(description="送达本机关的收文")]
    number: DocNumber | None
    title: Title
    delivered_at: Moment


class OutgoingDocumentRead(Out):
    """一件发文的全部内容。"""

    id: Ident
    number: DocNumber | None
    title: Title
    state: OutgoingState
    urgency: Urgency
    classification: Classification
    department_id: Ident | None
    department_name: Line | None
    responsible_id: Ident | None
    responsible_name: Line | None
    drafter_id: Ident
    drafter_name: Line | None
    opened_at: Moment
    due_at: Moment | None
    closed_at: Moment | None
    light: Light | None
    version: Version
    doc_type: DocType
    direction: Direction
    layout: Layout
    code_id: Ident | None
    issuer_code: Annotated[Line, Field(max_length=16, description="机关代字", examples=["清政发"])] | None
    body: Body
    text_number: Annotated[int, Field(ge=1, le=2**31 - 1, description="第几稿", examples=[3])]
    attachment_notes: AttachmentNotes
    annexes: Annexes
    note: Line | None
    disclosure: Disclosure
    disclosure_reason: Remark | None
    necessity: Remark | None
    basis: Remark | None
    is_important: bool
    is_exempt: bool
    is_comprehensive: bool
    is_unsealed: bool
    skip_level_reason: Remark | None
    own_opinion: Remark | None
    consent_reference: Remark | None
    assignment_reference: Remark | None
    forwarded_text: Text | None
    decision_needed_on: Day | None
    lead_time_reason: Remark | None
    meeting_name: Annotated[Line, Field(max_length=100)] | None
    adopted_on: Day | None
    attendees: Names
    absentees: Names
    observers: Names
    answers_id: Ident | None
    replaces_id: Ident | None
    replies: Annotated[list[ReplyCame], Field(max_length=100, description="对方的答复，已送达本机关")]
    resolution: Opinion | None
    is_split: Annotated[bool, Field(description="会商未取得一致")]
    signer_id: Ident | None
    sign_means: SignMeans | None
    signed_at: Moment | None
    signed_by_id: Ident | None
    signed_by_name: Line | None
    signed_for_id: Ident | None
    signed_for_name: Line | None
    sign_mandate: Remark | None
    signed_text: Annotated[int, Field(ge=1, le=2**31 - 1, description="签发的是第几稿", examples=[3])] | None
    doc_date: Annotated[Day, Field(description="成文日期")] | None
    copies: Annotated[int, Field(ge=1, le=100_000, description="印数", examples=[30])] | None
    print_org: OrganName | None
    print_date: Annotated[Day, Field(description="印发日期")] | None
    proofed_by_id: Ident | None
    seal_id: Annotated[Ident, Field(description="本机关所用的印章")] | None
    seal_use_id: Annotated[Ident, Field(description="本机关的用印登记")] | None
    sealed_at: Annotated[Moment, Field(description="各机关用印完毕的时间")] | None
    dispatched_at: Moment | None
    validity: Validity
    void_from: Day | None
    void_basis: Remark | None
    replaced_by_id: Ident | None
    attachment_count: Count
    recipients: Annotated[list[RecipientRead], Field(max_length=200)]
    joint_issuers: Annotated[list[JointIssuerRead], Field(max_length=20)]
    consultations: Annotated[list[ConsultationRead], Field(max_length=1_000)]
    gate_checks: Annotated[list[GateCheckRead], Field(max_length=1_000)]
    tasks: Annotated[list[OutgoingTask], Field(max_length=2_000)]
    current: Annotated[list[OutgoingHolder], Field(max_length=500, description="现在由谁办理")]
    allowed_actions: Annotated[list[OutgoingAllowed], Field(max_length=50)]
