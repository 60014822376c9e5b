"""Loans (借阅) and disposal lists (鉴定销毁) over HTTP."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from app.schemas.archives import ArchiveCode, Remark
from app.schemas.calendar import Year
from app.schemas.common import WHOLE, Count, Day, Flag, Ident, In, Line, ListQuery, Moment, Out, QueryFlag, Version
from app.schemas.documents import HolderBase, Opinion, Overrides, Pages, Principal, Reason, Said, TaskBase
from app.vocabulary.archives import (
    Conclusion,
    DisposalAction,
    DisposalState,
    DisposalStep,
    KeepingState,
    LoanAction,
    LoanState,
    LoanStep,
)
from app.vocabulary.deadlines import Light
from app.vocabulary.documents import Retention

Purpose = Annotated[Line, Field(max_length=200, description="利用目的", examples=["编写年鉴"])]
PersonName = Annotated[Line, Field(max_length=50, examples=["周明"])]
UnitName = Annotated[Line, Field(max_length=100, examples=["清河县水利局"])]
DueOn = Annotated[Day, Field(description="应还日期")]


class RequestLoan(In):
    """申请借阅；档案员可代他人登记，外单位利用写明利用人和单位（ARC-R21）。"""

    record_id: Annotated[Ident, Field(description="档案")]
    purpose: Purpose
    due_on: DueOn
    borrower_id: Annotated[Ident, Field(description="借阅人；不填为本人")] | None = None
    reader_name: Annotated[PersonName, Field(description="外单位利用人")] | None = None
    reader_unit: Annotated[UnitName, Field(description="外单位利用人所在单位")] | None = None
    wants_copy: Annotated[Flag, Field(description="是否需要复制")] = False
    overrides: Overrides = []


class RefuseSaid(In):
    """不同意、撤回、终止：说明理由。"""

    reason: Reason
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class ReturnLoan(In):
    """归还：清点无误，登记复制份数。"""

    copies_made: Annotated[int, Field(ge=0, le=10_000, description="复制份数", examples=[0]), WHOLE] = 0
    note: Annotated[Remark, Field(description="归还情况", examples=["完好"])] | None = None
    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class LoanHolder(HolderBase):
    """现在由谁办理。"""

    step: LoanStep


class LoanTask(TaskBase):
    """借阅的一项任务。"""

    step: LoanStep


class LoanOffered(Out):
    """现在可以做的操作。"""

    action: LoanAction
    label: Annotated[str, Field(max_length=20, examples=["归还"])]


class LoanRow(Out):
    """一次借阅。"""

    id: Ident
    title: Line
    state: LoanState
    opened_at: Moment
    due_at: Moment | None
    closed_at: Moment | None
    version: Version
    record_id: Ident
    code: ArchiveCode
    borrower_id: Ident
    borrower_name: Line
    reader_name: PersonName | None
    reader_unit: UnitName | None
    due_on: Day
    lent_at: Moment | None
    returned_at: Moment | None
    is_overdue: Annotated[bool, Field(description="是否逾期未还")]
    light: Light | None
    current: Annotated[list[LoanHolder], Field(max_length=10)]


class LoanRead(Out):
    """一次借阅的全部内容。"""

    id: Ident
    title: Line
    state: LoanState
    opened_at: Moment
    due_at: Moment | None
    closed_at: Moment | None
    version: Version
    responsible_id: Ident | None
    record_id: Ident
    code: ArchiveCode
    borrower_id: Ident
    borrower_name: Line
    purpose: Purpose
    reader_name: PersonName | None
    reader_unit: UnitName | None
    wants_copy: Annotated[bool, Field(description="是否需要复制")]
    due_on: Day
    lent_at: Moment | None
    returned_at: Moment | None
    copies_made: Count | None
    return_note: Remark | None
    light: Light | None
    tasks: Annotated[list[LoanTask], Field(max_length=50)]
    current: Annotated[list[LoanHolder], Field(max_length=10)]
    allowed_actions: Annotated[list[LoanOffered], Field(max_length=10)]


class LoanSort(StrEnum):
    NEWEST = "-opened_at"
    DUE = "due_on"


class LoanQuery(ListQuery):
    """借阅列表的条件；borrower_id 加 open=true 即某人借阅未还的清单（DOC-X13）。"""

    sort: LoanSort = LoanSort.NEWEST
    state: Annotated[list[LoanState], Field(max_length=6, description="状态")] = []
    record_id: Annotated[Ident, Field(description="档案")] | SkipJsonSchema[None] = None
    borrower_id: Annotated[Ident, Field(description="借阅人")] | SkipJsonSchema[None] = None
    open: Annotated[QueryFlag, Field(description="是否未办结")] | SkipJsonSchema[None] = None
    overdue: Annotated[QueryFlag, Field(description="是否逾期未还")] | SkipJsonSchema[None] = None


class EntrySaid(In):
    """对一件届满档案的鉴定意见。"""

    record_id: Annotated[Ident, Field(description="档案")]
    conclusion: Conclusion
    retention: Annotated[Retention, Field(description="续存的新期限")] | None = None
    reason: Annotated[Reason, Field(examples=["已无查考价值"])]


class ProposeDisposal(In):
    """提出鉴定意见：逐件写明续存或者销毁，附鉴定报告；有销毁的指定两名监销人（ARC-R18）。"""

    title: Annotated[Line, Field(max_length=100, description="标题", examples=["2016年度到期档案鉴定销毁清册"])]
    report: Annotated[Opinion, Field(description="鉴定报告", examples=["经鉴定小组逐件审查，下列档案已无保存价值。"])]
    entries: Annotated[list[EntrySaid], Field(min_length=1, max_length=200, description="逐件意见")]
    watcher_ids: Annotated[list[Ident], Field(max_length=2, description="监销人")] = []
    approver_id: Annotated[Ident, Field(description="送哪位领导批准；不填按流程设置")] | None = None
    overrides: Overrides = []


class ApproveDisposal(Said):
    """批准鉴定意见。"""


class WitnessDisposal(Said):
    """监销人逐件核对无误。"""


class DisposalHolder(HolderBase):
    """现在由谁办理。"""

    step: DisposalStep


class DisposalTask(TaskBase):
    """鉴定销毁的一项任务。"""

    step: DisposalStep


class DisposalOffered(Out):
    """现在可以做的操作。"""

    action: DisposalAction
    label: Annotated[str, Field(max_length=20, examples=["销毁"])]


class DisposalRow(Out):
    """一份鉴定销毁清单。"""

    id: Ident
    title: Line
    state: DisposalState
    opened_at: Moment
    due_at: Moment | None
    closed_at: Moment | None
    version: Version
    created_by_name: Line
    entry_count: Count
    approved_at: Moment | None
    executed_at: Moment | None
    light: Light | None
    current: Annotated[list[DisposalHolder], Field(max_length=10)]


class DisposalRead(Out):
    """一份鉴定销毁清单；逐件意见见 entries。"""

    id: Ident
    title: Line
    state: DisposalState
    opened_at: Moment
    due_at: Moment | None
    closed_at: Moment | None
    version: Version
    responsible_id: Ident | None
    created_by_id: Ident
    created_by_name: Line
    report: Opinion
    watcher_ids: Annotated[list[Ident], Field(max_length=2)]
    entry_count: Count
    approved_by_id: Ident | None
    approved_by_name: Line | None
    approved_at: Moment | None
    executed_at: Moment | None
    light: Light | None
    tasks: Annotated[list[DisposalTask], Field(max_length=50)]
    current: Annotated[list[DisposalHolder], Field(max_length=10)]
    allowed_actions: Annotated[list[DisposalOffered], Field(max_length=10)]


class DisposalSort(StrEnum):
    NEWEST = "-opened_at"


class DisposalQuery(ListQuery):
    """鉴定销毁清单列表的条件。"""

    sort: DisposalSort = DisposalSort.NEWEST
    state: Annotated[list[DisposalState], Field(max_length=6, description="状态")] = []
    open: Annotated[QueryFlag, Field(description="是否未办结")] | SkipJsonSchema[None] = None


class EntrySort(StrEnum):
    POSITION = "position"


class EntryQuery(ListQuery):
    """销毁清册的条件。"""

    sort: EntrySort = EntrySort.POSITION
    conclusion: Annotated[list[Conclusion], Field(max_length=2, description="鉴定意见")] = []


class EntryRow(Out):
    """销毁清册的一行。"""

    position: Count
    record_id: Ident
    code: ArchiveCode
    document_number: Annotated[Line, Field(max_length=60)] | None
    title: Annotated[Line, Field(max_length=202)]
    doc_date: Day | None
    year: Year
    filed_retention: Retention
    pages: Pages | None
    conclusion: Conclusion
    retention: Retention | None
    reason: Reason
    state: KeepingState
    destroyed_at: Moment | None
