"""档案 over HTTP: the fonds, the retention schedule, records and what is said when one is filed."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from app.schemas.calendar import Year
from app.schemas.common import (
    WHOLE_TEXT,
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
)
from app.schemas.documents import Overrides, Pages, Principal, Reason
from app.vocabulary.archives import ArchiveCategory, ComponentRole, Exclusion, KeepingState
from app.vocabulary.common import Classification, MatterKind
from app.vocabulary.documents import Retention

FondsNumber = Annotated[
    str, Field(min_length=1, max_length=16, pattern="^[A-Z0-9]{1,16}$", description="全宗号", examples=["X043"])
]
UnitCode = Annotated[
    str,
    Field(min_length=1, max_length=8, pattern="^[A-Z]{1,8}$", description="机构（问题）代码", examples=["BGS"]),
]
ClassCode = Annotated[
    str,
    Field(
        min_length=1,
        max_length=16,
        pattern=r"^[0-9A-Za-z]+(?:\.[0-9A-Za-z]+){0,4}$",
        description="归档范围和保管期限表的类目号",
        examples=["1.3"],
    ),
]
ArchiveCode = Annotated[Line, Field(max_length=80, description="档号", examples=["X043-WS·2026-D30-BGS-0001"])]
Name = Annotated[Line, Field(max_length=100, examples=["清河县人民政府办公室"])]
Title = Annotated[Line, Field(description="题名", examples=["清河县人民政府关于做好防汛工作的通知"])]
Remark = Annotated[Line, Field(max_length=500, examples=["缺附件2，原件未附"])]
ItemNumber = Annotated[int, Field(ge=1, le=9_999, description="件号", examples=[1])]
YearAsked = Annotated[int, Field(ge=1900, le=2099, description="年度", examples=[2026]), WHOLE_TEXT]
Sha256 = Annotated[str, Field(min_length=64, max_length=64, pattern="^[0-9a-f]{64}$", examples=["0" * 64])]


class ArchiveSettingsChange(In):
    """设定立档单位的全宗；已有归档文件后全宗号不能再改（ARC-R12）。"""

    fonds_number: FondsNumber
    fonds_name: Annotated[Name, Field(description="全宗名称")]
    archive_name: Annotated[Name, Field(description="档案馆名称")] | None = None


class ArchiveSettingsRead(Out):
    """立档单位的全宗；未设定时各项为 null，不能归档。"""

    version: Version
    fonds_number: FondsNumber | None
    fonds_name: Name | None
    archive_name: Name | None
    set_by_id: Ident | None
    set_at: Moment | None


class RetentionClassSaid(In):
    """一个类目：归档的定期限和机构（问题）代码，不归档的写明原因。"""

    code: ClassCode
    title: Annotated[Line, Field(description="类目名称", examples=["本机关重要业务文件"])]
    retention: Retention | None = None
    unit_code: UnitCode | None = None
    exclusion: Exclusion | None = None


class RetentionScheduleChange(In):
    """启用经审核同意的归档范围和保管期限表（ARC-R04）。"""

    approved_by: Annotated[Name, Field(description="审核同意的档案主管部门", examples=["清河县档案局"])]
    approval_reference: Annotated[Line, Field(max_length=100, description="批复文号", examples=["清档发〔2026〕3号"])]
    approved_on: Annotated[Day, Field(description="审核同意日期")]
    reason: Annotated[Reason, Field(examples=["机构改革后职能调整"])]
    classes: Annotated[list[RetentionClassSaid], Field(min_length=1, max_length=200, description="类目")]


class RetentionClassRead(Out):
    """一个类目。"""

    code: ClassCode
    title: Line
    retention: Retention | None
    unit_code: UnitCode | None
    exclusion: Exclusion | None


class RetentionScheduleRead(Out):
    """现用的归档范围和保管期限表；版本 1 为系统默认表，未经审核。"""

    version: Version
    approved_by: Name | None
    approval_reference: Annotated[Line, Field(max_length=100)] | None
    approved_on: Day | None
    reason: Reason | None
    created_by_id: Ident | None
    created_at: Moment | None
    classes: Annotated[list[RetentionClassRead], Field(max_length=200)]


class ScheduleSort(StrEnum):
    NEWEST = "-version"


class ScheduleQuery(ListQuery):
    """历次期限表的条件。"""

    sort: ScheduleSort = ScheduleSort.NEWEST


class RetentionScheduleRow(Out):
    """一次启用的期限表。"""

    version: Version
    approved_by: Name
    approval_reference: Annotated[Line, Field(max_length=100)]
    approved_on: Day
    reason: Reason
    created_by_id: Ident
    created_by_name: Line
    created_at: Moment


class FilingSaid(In):
    """归档：类目决定保管期限；缺件的另行确认并说明理由。"""

    class_code: ClassCode
    made_title: Annotated[Title, Field(description="自拟题名；原件无题名或题名不达意时填，著录时加方括号")] | None = (
        None
    )
    year: Annotated[Year, Field(description="归档年度；不填为形成（办结）年度")] | None = None
    pages: Pages | None = None
    note: Annotated[Remark, Field(description="备注")] | None = None
    is_copy: Annotated[Flag, Field(description="是否复制件（联合行文非主办机关）")] = False
    paper_location: Annotated[Remark, Field(description="纸质件存放位置", examples=["综合档案室3排2列"])] | None = None


class ArchiveOutgoing(FilingSaid):
    """归档一件已分发的发文。"""

    on_behalf_of_id: Principal | None = None
    overrides: Overrides = []


class FileRecord(FilingSaid):
    """补归档一件已决定归档、尚未编号的收文。"""

    matter_id: Annotated[Ident, Field(description="收文")]
    retention: Retention | None = None
    overrides: Overrides = []


class ComponentRead(Out):
    """一件档案中的一个文件。"""

    id: Ident
    position: Count
    role: ComponentRole
    name: Annotated[Line, Field(max_length=255)]
    media_type: Annotated[str, Field(max_length=200, examples=["text/plain"])]
    size: Count
    sha256: Sha256


class StampRead(Out):
    """归档章（ARC-R15）。"""

    fonds_number: FondsNumber
    year: Year
    item_number: ItemNumber
    unit_code: UnitCode
    retention: Annotated[str, Field(max_length=10, examples=["30年"])]
    pages: Pages | None


class ArchiveRecordRow(Out):
    """归档文件目录的一行（ARC-R14）。"""

    id: Ident
    item_number: ItemNumber
    code: ArchiveCode
    document_number: Annotated[Line, Field(max_length=60, description="文号")] | None
    responsible_party: Annotated[Name, Field(description="责任者")]
    title: Annotated[Line, Field(max_length=202, description="题名")]
    doc_date: Day | None
    classification: Classification
    pages: Pages | None
    note: Remark | None
    year: Year
    retention: Annotated[Retention, Field(description="现在的保管期限")]
    unit_code: UnitCode
    class_code: ClassCode
    matter_id: Ident
    state: KeepingState
    expires_on: Annotated[Day, Field(description="保管期限届满日；永久为 null")] | None
    hold_count: Annotated[Count, Field(description="未解除的封存（冻结）数")]
    is_flawed: Annotated[bool, Field(description="最近一次检测是否发现问题")]
    filed_at: Moment
    version: Version


class ArchiveRecordRead(Out):
    """一件档案：著录项、组成文件、保管状况。"""

    id: Ident
    matter_id: Ident
    code: ArchiveCode
    fonds_number: FondsNumber
    category: ArchiveCategory
    year: Year
    retention: Annotated[Retention, Field(description="归档时的保管期限")]
    present_retention: Annotated[Retention, Field(description="现在的保管期限")]
    unit_code: UnitCode
    item_number: ItemNumber
    class_code: ClassCode
    class_title: Line
    schedule_version: Version
    title: Annotated[Line, Field(max_length=202)]
    document_number: Annotated[Line, Field(max_length=60)] | None
    responsible_party: Name
    doc_date: Day | None
    classification: Classification
    pages: Pages | None
    note: Remark | None
    is_copy: Annotated[bool, Field(description="是否复制件")]
    paper_location: Remark | None
    missing: Annotated[list[Line], Field(max_length=20, description="归档时缺少的，理由见确认记录")]
    filed_by_id: Ident
    filed_by_name: Line
    filed_at: Moment
    components: Annotated[list[ComponentRead], Field(max_length=200)]
    stamp: StampRead
    state: KeepingState
    expires_on: Day | None
    hold_count: Count
    disposal_id: Annotated[Ident, Field(description="所在的鉴定销毁清单")] | None
    destroyed_at: Moment | None
    emptied_at: Annotated[Moment, Field(description="文件内容从存储中清除的时间")] | None
    checked_at: Moment | None
    is_flawed: Annotated[bool, Field(description="最近一次检测是否发现问题")]
    version: Version


class RecordSort(StrEnum):
    CODE = "code"
    NEWEST = "-filed_at"


class ArchiveRecordQuery(ListQuery):
    """归档文件目录的条件。"""

    sort: RecordSort = RecordSort.CODE
    year: YearAsked | SkipJsonSchema[None] = None
    retention: Annotated[list[Retention], Field(max_length=3, description="保管期限")] = []
    unit_code: UnitCode | SkipJsonSchema[None] = None
    class_code: ClassCode | SkipJsonSchema[None] = None
    state: Annotated[list[KeepingState], Field(max_length=2, description="保管状况")] = []
    code: ArchiveCode | SkipJsonSchema[None] = None
    matter_id: Annotated[Ident, Field(description="由哪个事项归档")] | SkipJsonSchema[None] = None
    expires_before: Annotated[Day, Field(description="保管期限在此日之前届满")] | SkipJsonSchema[None] = None
    held: Annotated[QueryFlag, Field(description="是否封存（冻结）")] | SkipJsonSchema[None] = None
    flawed: Annotated[QueryFlag, Field(description="检测是否有问题")] | SkipJsonSchema[None] = None
    q: (
        Annotated[Line, Field(max_length=100, description="题名、文号中的词", examples=["防汛"])] | SkipJsonSchema[None]
    ) = None


class CandidateSort(StrEnum):
    OLDEST = "ready_at"


class CandidateQuery(ListQuery):
    """待归档清单的条件。"""

    sort: CandidateSort = CandidateSort.OLDEST
    kind: Annotated[list[MatterKind], Field(max_length=10, description="事项种类")] = []
    year: YearAsked | SkipJsonSchema[None] = None
    overdue: Annotated[QueryFlag, Field(description="是否逾期")] | SkipJsonSchema[None] = None


class CandidateRow(Out):
    """一件办毕而未归档的公文（ARC-R01、ARC-R02）。"""

    id: Ident
    kind: MatterKind
    number: Annotated[Line, Field(max_length=60)] | None
    title: Line
    state: Annotated[str, Field(max_length=40, pattern="^[a-z_]+$", examples=["dispatched"])]
    responsible_id: Ident | None
    responsible_name: Line | None
    ready_at: Moment
    due_on: Annotated[Day, Field(description="次年6月30日")]
    is_overdue: Annotated[bool, Field(description="是否逾期未归档")]
