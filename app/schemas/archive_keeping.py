"""How records are kept over HTTP: holds, checks, export packages."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from app.schemas.archives import ArchiveCode, ClassCode, Remark, YearAsked
from app.schemas.common import Count, Ident, In, Line, ListQuery, Moment, Out, QueryFlag
from app.schemas.documents import Overrides, Reason
from app.vocabulary.archives import CheckProperty


class PlaceHold(In):
    """封存（冻结）：解除之前任何人不得销毁。"""

    basis: Annotated[Remark, Field(description="依据", examples=["县纪委监委调查函〔2026〕8号"])]
    overrides: Overrides = []


class LiftHold(In):
    """解除封存（冻结）。"""

    reason: Annotated[Reason, Field(examples=["调查已结束"])]
    overrides: Overrides = []


class HoldRow(Out):
    """一次封存（冻结）。"""

    id: Ident
    basis: Remark
    placed_by_id: Ident
    placed_by_name: Line
    placed_at: Moment
    lifted_by_name: Line | None
    lifted_at: Moment | None
    lift_reason: Reason | None


class CheckRecords(In):
    """四性检测的范围：最久未检测的若干件，或者指定的档案。"""

    record_ids: Annotated[list[Ident], Field(max_length=100, description="指定的档案；空表示最久未检测的")] = []
    year: Annotated[YearAsked, Field(description="只检测该年度")] | None = None
    class_code: ClassCode | None = None


class CheckSort(StrEnum):
    NEWEST = "-at"


class CheckQuery(ListQuery):
    """检测报告的条件。"""

    sort: CheckSort = CheckSort.NEWEST
    flawed: Annotated[QueryFlag, Field(description="是否发现问题")] | SkipJsonSchema[None] = None


class CheckRow(Out):
    """一次四性检测的结果。"""

    id: Ident
    at: Moment
    by_id: Ident | None
    by_name: Annotated[Line, Field(description="发起人；定期检测为 null")] | None
    checked_count: Annotated[Count, Field(description="检测件数")]
    flawed_count: Annotated[Count, Field(description="有问题的件数")]


class FlawSort(StrEnum):
    CODE = "code"


class FlawQuery(ListQuery):
    """检测发现的条件。"""

    sort: FlawSort = FlawSort.CODE
    grave: Annotated[QueryFlag, Field(description="是否严重")] | SkipJsonSchema[None] = None


class FlawRow(Out):
    """检测发现的一个问题。"""

    record_id: Ident
    code: ArchiveCode
    aspect: CheckProperty
    position: Annotated[Count, Field(description="第几个文件")] | None
    file_name: Annotated[Line, Field(max_length=255)] | None
    is_grave: Annotated[bool, Field(description="严重：内容或者记录已被改动、丢失")]
    detail: Remark


class ExportRecord(In):
    """导出一件档案：写明用途（ARC-R21）。"""

    purpose: Annotated[Line, Field(max_length=200, description="用途", examples=["移交县档案馆"])]
    overrides: Overrides = []


class ExportRead(Out):
    """一次导出；内容由 path 取得。"""

    id: Ident
    record_id: Ident
    purpose: Line
    by_id: Ident
    at: Moment
    path: Annotated[
        str, Field(max_length=200, description="下载路径", examples=["/api/v1/archive-exports/019a9d2e/content"])
    ]


class ExportRow(Out):
    """一次导出的登记。"""

    id: Ident
    record_id: Ident
    code: ArchiveCode
    purpose: Line
    by_id: Ident
    by_name: Line
    at: Moment


class ExportSort(StrEnum):
    NEWEST = "-at"


class ExportQuery(ListQuery):
    """导出登记的条件。"""

    sort: ExportSort = ExportSort.NEWEST
    record_id: Annotated[Ident, Field(description="档案")] | SkipJsonSchema[None] = None
