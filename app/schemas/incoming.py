"""Incoming documents (收文) over HTTP: what is put down of one, and how it is shown."""

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
    Version,
    unsent,
)
from app.schemas.documents import (
    Copies,
    CopyNumber,
    Due,
    HolderBase,
    Note,
    Number,
    Opinion,
    Overrides,
    Pages,
    People,
    Sender,
    SenderNumber,
    TaskBase,
    Title,
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
    is_copied: Annotated[Flag, Field(description="是否抄送本机关；抄送的请示不必答复")] = False
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


class Holder(HolderBase):
    """Who holds the paper now, since when, until when."""

    step: IncomingStep


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


class TaskOfMatter(TaskBase):
    """事项中的一项任务。"""

    step: IncomingStep


class AllowedAction(Out):
    """当前用户现在可以执行的操作。"""

    action: IncomingAction
    label: Annotated[Line, Field(max_length=40, examples=["登记"])]


class AnswerGiven(Out):
    """答复来文的一件发文。"""

    id: Ident
    number: Number | None
    title: Title
    dispatched_at: Moment


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
    delivered_at: Annotated[Moment, Field(description="电子交换送达的时间")] | None
    received_at: Annotated[Moment, Field(description="签收时间；待签收的为送达时间")]
    channel: Channel
    copies: Copies
    damage_note: Note | None
    handed_by: Line | None
    body: (
        Annotated[
            str,
            Field(
                max_length=1_100_000,
                description="电子交换送达的正文，附件正文附后",
                examples=["现将有关事项通知如下。"],
            ),
        ]
        | None
    )
    reply_to_id: Annotated[Ident, Field(description="所答复的本机关发文（请示、函）")] | None
    answered_by: Annotated[list[AnswerGiven], Field(max_length=100, description="答复此件的本机关发文")]
    recall_asked_at: Annotated[Moment, Field(description="来文单位提出撤回的时间")] | None
    recall_reason: Annotated[Line, Field(max_length=500, description="来文单位撤回的理由")] | None
    recall_answered_at: Moment | None
    recall_note: Opinion | None
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
    is_copied: Annotated[bool, Field(description="是否抄送本机关")]
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
