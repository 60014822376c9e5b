"""The registers of numbers over HTTP."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from app.schemas.calendar import Year
from app.schemas.common import (
    WHOLE,
    WHOLE_TEXT,
    Count,
    Ident,
    Line,
    ListQuery,
    Moment,
    Out,
    QueryFlag,
)
from app.schemas.office import Name


class SeriesSort(StrEnum):
    NEWEST = "-year"
    OLDEST = "year"


class NumberSort(StrEnum):
    FIRST = "value"
    LAST = "-value"


Sequence = Annotated[int, Field(ge=1, le=999_999_999, description="顺序号", examples=[12]), WHOLE]


class SeriesRow(Out):
    """一个编号系列。"""

    id: Ident
    series: Annotated[str, Field(max_length=64, description="系列", examples=["incoming.superior"])]
    year: Year
    template: Annotated[str, Field(max_length=48, description="格式", examples=["上收〔{year}〕{seq}号"])]
    last_value: Count
    voided_count: Count


class SeriesQuery(ListQuery):
    """编号系列的条件。"""

    sort: SeriesSort = SeriesSort.NEWEST
    series: (
        Annotated[Line, Field(max_length=64, description="系列", examples=["incoming.superior"])] | SkipJsonSchema[None]
    ) = None
    year: (
        Annotated[int, Field(ge=1900, le=2099, description="年度", examples=[2026]), WHOLE_TEXT] | SkipJsonSchema[None]
    ) = None


class NumberRow(Out):
    """登记簿中的一个编号；作废的保留并注明原因。"""

    value: Sequence
    text: Annotated[Line, Field(max_length=60, examples=["上收〔2026〕12号"])]
    matter_id: Ident
    given_at: Moment
    given_by_id: Ident
    given_by_name: Name
    voided_at: Moment | None
    void_reason: Annotated[Line, Field(max_length=500)] | None


class NumberQuery(ListQuery):
    """登记簿的条件。"""

    sort: NumberSort = NumberSort.FIRST
    voided: Annotated[QueryFlag, Field(description="是否作废")] | SkipJsonSchema[None] = None
