"""Incoming documents over HTTP."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from app.schemas.common import (
    WHOLE,
    Count,
    Day,
    Flag,
    Ident,
    In,
    Label,
    Line,
    ListQuery,
    Moment,
    Out,
    Override,
    Problem,
    QueryFlag,
    Text,
    Version,
    unsent,
)
from app.vocabulary.common import Classification, Urgency
from app.vocabulary.deadlines import Light
from app.vocabulary.documents import (
    Channel,
    Disposal,
    DocType,
    HandlingKind,
    IncomingAction,
    IncomingState,
    IncomingStep,
    Medium,
    Retention,
    Screening,
    SenderClass,
)
from app.vocabulary.returns import ReturnReason
from app.vocabulary.tasks import Order, Part, TaskKind, TaskState

Title = Annotated[Line, Field(description="标题，照录来文", examples=["关于做好2026年防汛工作的通知"])]
Sender = Annotated[
    Line, Field(max_length=100, description="来文单位全称或规范化简称", examples=["江州市人民政府办公室"])
]
SenderNumber = Annotated[
    Line, Field(max_length=60, description="来文字号，照录原文", examples=["江政办发〔2026〕18号"])
]
Note = Annotated[Line, Field(description="情况说明", examples=["第3页右下角破损，内容完整"])]
Copies = Annotated[int, Field(ge=1, le=10_000, description="份数", examples=[1]), WHOLE]
Pages = Annotated[int, Field(ge=1, le=100_000, description="页数", examples=[6]), WHOLE]
CopyNumber = Annotated[
    str, Field(min_length=1, max_length=6, pattern="^[0-9]{1,6}$", description="份号", examples=["000012"])
]
Number = Annotated[Line, Field(max_length=60, description="收文编号", examples=["上收〔2026〕12号"])]
Opinion = Annotated[
    Text, Field(min_length=1, max_length=4_000, description="意见", examples=["请综合科牵头办理，按期反馈。"])
]
Reason = Annotated[Line, Field(max_length=500, description="理由", examples=["不属于本股室职责"])]
Due = Annotated[Moment, Field(description="办理时限", examples=["2026-11-27T17:30:00+08:00"])]
Overrides = Annotated[list[Override], Field(max_length=20, description="对提醒的确认，逐条说明理由")]
People = Annotated[list[Ident], Field(max_length=200, description="人员")]
Principal = Annotated[Ident, Field(description="代谁办理；须有有效委托")]


class IncomingSort(StrEnum):
    NEWEST = "-opened_at"
    OLDEST = "opened_at"
    DUE = "due_at"


class IncomingDocumentCreate(In):
    """签收一件来文。 A paper as it is counted and signed for at the counter."""

    title: Title
    sender_name: Sender
    sender_class: SenderClass = SenderClass.SUPERIOR
    sender_number: SenderNumber | None = None
    doc_type: DocType
    medium: Medium = Medium.DOCUMENT
    urgency: Urgency = Urgency.NONE
    classification: Classification = Classification.INTERNAL
    doc_date: Annotated[Day, Field(description="成文日期")] | None = None
    received_at: Annotated[Moment, Field(description="收到时间，精确到分", examples=["2026-11-20T09:10:00+08:00"])]
    channel: Channel
    copies: Copies = 1
    listed_copies: Annotated[Copies, Field(description="交接单所列份数")] | None = None
    pages: Pages | None = None
    copy_number: CopyNumber | None = None
    damage_note: Note | None = None
    handed_by: Annotated[Line, Field(max_length=50, description="送达人", examples=["李明"])] | None = None
    due_at: Due | None = None
    resubmission_of_id: Annotated[Ident, Field(description="此前退文的收文，重新报送时填写")] | None = None
    overrides: Overrides = []


class IncomingDocumentUpdate(In):
    """修改登记内容；未出现的成员不变。"""

    title: Title = unsent()
    sender_name: Sender = unsent()
    sender_class: SenderClass = unsent()
    sender_number: SenderNumber | None = None
    doc_type: DocType = unsent()
    medium: Medium = unsent()
    urgency: Urgency = unsent()
    doc_date: Annotated[Day, Field(description="成文日期")] | None = None
    copies: Copies = unsent()
    pages: Pages | None = None
    copy_number: CopyNumber | None = None
    damage_note: Note | None = None
    due_at: Due | None = None
    overrides: Overrides = []


class Said(In):
    """办理一个环节：可附意见，可代他人办理。"""

    opinion: Opinion | None = None
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class ScreenIncoming(Said):
    """初审五问；全部符合方可转出。"""

    ours: Annotated[Flag, Field(description=Screening.OURS.label)]
    routing: Annotated[Flag, Field(description=Screening.ROUTING.label)]
    form: Annotated[Flag, Field(description=Screening.FORM.label)]
    consulted: Annotated[Flag, Field(description=Screening.CONSULTED.label)]
    drafting: Annotated[Flag, Field(description=Screening.DRAFTING.label)]

    def answers(self) -> dict[Screening, bool]:
        return {question: getattr(self, question) for question in Screening}


class ReturnToSender(In):
    """退文：至少一项原因，选“其他”须写明。"""

    reasons: Annotated[list[ReturnReason], Field(min_length=1, max_length=16, description="退文原因")]
    note: Annotated[Line, Field(max_length=500, description="具体说明", examples=["请经主管部门报送"])] | None = None
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class CorrectionRequest(In):
    """要求来文单位补正。"""

    wanted: Annotated[Line, Field(max_length=500, description="需要补正的内容", examples=["请补附件2"])]
    due_on: Annotated[Day, Field(description="补正期限")]
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class CorrectionRecord(In):
    """来文单位已补正。"""

    note: Annotated[Line, Field(max_length=500, description="补正情况", examples=["附件2已补齐"])]
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class TriageIncoming(In):
    """拟办：区分阅知件、批办件；批办件提出拟办意见；紧急公文明确时限。"""

    handling_kind: HandlingKind
    proposal: Annotated[Opinion, Field(description="拟办意见")] | None = None
    instructor_id: Annotated[Ident, Field(description="呈送哪位领导批示；不填按流程设置")] | None = None
    supervisor_id: Annotated[Ident, Field(description="催办责任人")] | None = None
    due_at: Due | None = None
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class InstructIncoming(In):
    """批办：批示意见，可指定主办、协办和时限。"""

    opinion: Annotated[Opinion, Field(description="批示")]
    lead_handler_id: Annotated[Ident, Field(description="主办人")] | None = None
    co_handler_ids: Annotated[People, Field(description="协办人")] = []
    due_at: Due | None = None
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class InstructOrally(In):
    """记录领导口头批示（仅限紧急公文），二十四小时内书面确认。"""

    opinion: Annotated[Opinion, Field(description="口头批示内容")]
    leader_id: Annotated[Ident, Field(description="作出口头批示的领导")]
    said_at: Annotated[Moment, Field(description="口头批示时间", examples=["2026-11-20T09:30:00+08:00"])]
    lead_handler_id: Annotated[Ident, Field(description="主办人")] | None = None
    co_handler_ids: Annotated[People, Field(description="协办人")] = []
    due_at: Due | None = None
    overrides: Overrides = []


class AssignIncoming(In):
    """交办：不填时按批示确定的主办、协办和时限。"""

    lead_handler_id: Annotated[Ident, Field(description="主办人")] | None = None
    co_handler_ids: Annotated[People, Field(description="协办人")] = []
    supervisor_id: Annotated[Ident, Field(description="催办责任人")] | None = None
    due_at: Due | None = None
    opinion: Opinion | None = None
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class CirculateIncoming(In):
    """组织传阅：依次或者并行。"""

    reader_ids: Annotated[People, Field(description="传阅人，依次传阅时按此顺序")]
    order: Order = Order.IN_TURN
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class ReadIncoming(Said):
    """阅毕签名，可附意见。"""


class ReportIncoming(In):
    """协办反馈办理情况。"""

    opinion: Opinion
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class HandBack(In):
    """退回承办事项，说明理由。"""

    reason: Reason
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class HandOver(In):
    """把一项待办转给他人办理。"""

    task_id: Annotated[Ident, Field(description="待办")]
    to_person_id: Annotated[Ident, Field(description="接办人")]
    reason: Reason
    overrides: Overrides = []


class RequestExtension(In):
    """申请延期到一个确定的时间。"""

    to_due_at: Annotated[Due, Field(description="延期至")]
    reason: Reason
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class DecideExtension(In):
    """审批延期申请。"""

    approved: Annotated[Flag, Field(description="是否同意")]
    opinion: Opinion | None = None
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class ReplyIncoming(In):
    """把办理结果告知来文单位；请示须填批复或者复函的文号。"""

    opinion: Annotated[Opinion, Field(description="答复内容")]
    reply_number: Annotated[SenderNumber, Field(description="批复或者复函的发文字号")] | None = None
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class CloseIncoming(In):
    """注办：注明办理结果。"""

    result: Annotated[Line, Field(max_length=500, description="办理结果", examples=["已复函，问题解决"])]
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class DisposeIncoming(In):
    """处置：归档须定保管期限，销毁须经批准。"""

    disposal: Disposal
    retention: Retention | None = None
    basis: (
        Annotated[Line, Field(max_length=500, description="依据或说明", examples=["机关文书档案保管期限表"])] | None
    ) = None
    approver_id: Annotated[Ident, Field(description="批准人（销毁）")] | None = None
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class Urge(In):
    """催办：提醒现在的办理人。"""

    note: Annotated[Line, Field(max_length=500, description="催办内容", examples=["请于今日下班前反馈"])]
    overrides: Overrides = []


class Comment(In):
    """批注、书面确认。"""

    opinion: Opinion
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class SendBack(In):
    """退回到此前的环节。"""

    to_state: Annotated[IncomingState, Field(description="退回到的状态：registered、screened、triaged 或 instructed")]
    reason: Reason
    overrides: Overrides = []


class VoidIncoming(In):
    """登记有误，作废；编号保留，不再使用。"""

    reason: Reason
    overrides: Overrides = []


class BulkItem(In):
    """批量办理中的一件。"""

    id: Ident
    version: Version


class BulkRegister(In):
    """批量登记，每件各自成败。"""

    items: Annotated[list[BulkItem], Field(min_length=1, max_length=100, description="待登记的来文")]


class BulkResult(Out):
    """一件的结果。"""

    id: Ident
    status: Annotated[int, Field(ge=200, le=599, description="该件的 HTTP 状态码", examples=[200])]
    number: Number | None
    version: Version | None
    problem: Problem | None


class BulkResults(Out):
    """逐件结果，次序同请求。"""

    items: Annotated[list[BulkResult], Field(max_length=100)]


class Holder(Out):
    """Who holds the paper now, since when, until when."""

    task_id: Ident
    step: IncomingStep
    assignee_id: Ident
    assignee_name: Line
    opened_at: Moment | None
    due_at: Moment
    light: Light | None


class IncomingDocumentRow(Out):
    """列表中的一件收文。"""

    id: Ident
    number: Number | None
    title: Title
    state: IncomingState
    urgency: Urgency
    sender_name: Sender
    sender_number: SenderNumber | None
    doc_type: DocType
    handling_kind: HandlingKind | None
    received_at: Moment
    opened_at: Moment
    due_at: Moment | None
    closed_at: Moment | None
    light: Light | None
    current: Annotated[list[Holder], Field(max_length=500, description="现在由谁办理")]
    version: Version


class TaskOfMatter(Out):
    """事项中的一项任务。"""

    id: Ident
    kind: TaskKind
    step: IncomingStep
    part: Part
    state: TaskState
    turn: Count
    group_id: Ident | None
    role: Annotated[Line, Field(max_length=40)] | None
    assignee_id: Ident
    assignee_name: Line
    opened_at: Moment | None
    due_at: Moment
    seen_at: Moment | None
    done_at: Moment | None
    done_by_id: Ident | None
    outcome: Annotated[Line, Field(max_length=40)] | None
    light: Light | None


class AllowedAction(Out):
    """当前用户现在可以执行的操作。"""

    action: IncomingAction
    label: Annotated[Line, Field(max_length=40, examples=["登记"])]


class IncomingDocumentRead(Out):
    """一件收文的全部内容。"""

    id: Ident
    number: Number | None
    title: Title
    state: IncomingState
    urgency: Urgency
    classification: Classification
    department_id: Ident | None
    department_name: Line | None
    responsible_id: Ident | None
    responsible_name: Line | None
    created_by_id: Ident
    opened_at: Moment
    due_at: Moment | None
    paused_at: Moment | None
    closed_at: Moment | None
    light: Light | None
    version: Version
    received_at: Moment
    channel: Channel
    copies: Copies
    damage_note: Note | None
    handed_by: Line | None
    sender_name: Sender
    sender_class: SenderClass
    sender_number: SenderNumber | None
    sender_number_flaw: Annotated[Line, Field(max_length=500, description="来文字号的不规范之处")] | None
    doc_type: DocType
    medium: Medium
    doc_date: Day | None
    copy_number: CopyNumber | None
    pages: Pages | None
    screen_failed: Annotated[list[Screening], Field(max_length=5)]
    return_reasons: Annotated[list[ReturnReason], Field(max_length=16)]
    return_note: Annotated[Line, Field(max_length=500)] | None
    returned_at: Moment | None
    correction_wanted: Annotated[Line, Field(max_length=500)] | None
    correction_due_on: Day | None
    resubmission_of_id: Ident | None
    handling_kind: HandlingKind | None
    proposal: Opinion | None
    lead_handler_id: Ident | None
    lead_handler_name: Line | None
    co_handler_ids: People
    supervisor_id: Ident | None
    oral_approval_at: Moment | None
    oral_approval_by_id: Ident | None
    oral_confirm_by: Moment | None
    reply_number: SenderNumber | None
    replied_at: Moment | None
    result: Annotated[Line, Field(max_length=500)] | None
    disposal: Disposal | None
    retention: Retention | None
    disposal_basis: Annotated[Line, Field(max_length=500)] | None
    disposal_approver_id: Ident | None
    disposed_at: Moment | None
    void_reason: Annotated[Line, Field(max_length=500)] | None
    attachment_count: Count
    tasks: Annotated[list[TaskOfMatter], Field(max_length=2_000)]
    current: Annotated[list[Holder], Field(max_length=500, description="现在由谁办理")]
    allowed_actions: Annotated[list[AllowedAction], Field(max_length=50)]


class ReturnNotice(Out):
    """退文告知单的内容。"""

    document_id: Ident
    number: Number | None
    title: Title
    sender_name: Sender
    sender_number: SenderNumber | None
    received_at: Moment
    returned_at: Moment
    reasons: Annotated[list[Label], Field(max_length=16)]
    note: Annotated[Line, Field(max_length=500)] | None


class ReturnCount(Out):
    """一个来文单位的退文次数。"""

    sender_name: Sender
    returned_count: Count
    last_returned_at: Moment


class ReturnCounts(Out):
    """按来文单位统计的退文，次数多的在前。"""

    items: Annotated[list[ReturnCount], Field(max_length=200)]


class IncomingDocumentQuery(ListQuery):
    """收文列表的条件；同名参数重复表示“或”，不同参数之间为“且”。"""

    sort: IncomingSort = IncomingSort.NEWEST
    state: Annotated[list[IncomingState], Field(max_length=20, description="状态")] = []
    urgency: Annotated[list[Urgency], Field(max_length=10, description="紧急程度")] = []
    doc_type: Annotated[list[DocType], Field(max_length=20, description="文种")] = []
    sender_class: Annotated[list[SenderClass], Field(max_length=10, description="来文单位类别")] = []
    handling_kind: Annotated[list[HandlingKind], Field(max_length=5, description="阅知件、批办件")] = []
    light: Annotated[list[Light], Field(max_length=5, description="红黄绿灯")] = []
    department_id: Annotated[Ident, Field(description="承办部门")] | SkipJsonSchema[None] = None
    responsible_id: Annotated[Ident, Field(description="责任人")] | SkipJsonSchema[None] = None
    number: Number | SkipJsonSchema[None] = None
    sender_number: SenderNumber | SkipJsonSchema[None] = None
    received_from: Annotated[Moment, Field(description="收到时间不早于")] | SkipJsonSchema[None] = None
    received_before: Annotated[Moment, Field(description="收到时间早于")] | SkipJsonSchema[None] = None
    due_from: Annotated[Moment, Field(description="时限不早于")] | SkipJsonSchema[None] = None
    due_before: Annotated[Moment, Field(description="时限早于")] | SkipJsonSchema[None] = None
    open: Annotated[QueryFlag, Field(description="是否未办结")] | SkipJsonSchema[None] = None
    q: (
        Annotated[Line, Field(max_length=100, description="标题或编号中的词", examples=["防汛"])] | SkipJsonSchema[None]
    ) = None


class ReturnsQuery(In):
    """统计期间。"""

    since: Annotated[Moment, Field(description="退文时间不早于")]
    before: Annotated[Moment, Field(description="退文时间早于")]
