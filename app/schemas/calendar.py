"""The working calendar over HTTP."""

from typing import Annotated, Literal

from pydantic import Field

from app.schemas.common import (
    WHOLE,
    Day,
    Ident,
    In,
    Line,
    Moment,
    Out,
    Version,
)
from app.schemas.office import LimitValue, Name
from app.vocabulary.calendar import DayKind, LimitUnit, Roll

DayName = Annotated[Line, Field(max_length=50, description="名称", examples=["国庆节"])]
Source = Annotated[
    Line, Field(max_length=200, description="通知全称", examples=["国务院办公厅关于2027年部分节假日安排的通知"])
]
Year = Annotated[int, Field(ge=1900, le=2099, description="年度", examples=[2027]), WHOLE]


class NoticeDay(In):
    """放假或者调休上班的一天。"""

    on: Day
    kind: Literal[DayKind.HOLIDAY, DayKind.MADE_UP]
    name: DayName


class YearImport(In):
    """一个年度的放假安排：全部放假日和调休上班日。"""

    source: Source
    days: Annotated[list[NoticeDay], Field(min_length=1, max_length=100, description="与平常周不同的每一天")]


class NoticeDayRead(Out):
    """放假或者调休上班的一天。"""

    on: Day
    kind: DayKind
    name: DayName


class YearRead(Out):
    """一个年度的放假安排；尚未导入的为版本 1，没有日期。"""

    year: Year
    confirmed: Annotated[bool, Field(description="是否已导入放假安排")]
    version: Version
    source: Source | None
    imported_by_id: Ident | None
    imported_by_name: Name | None
    imported_at: Moment | None
    days: Annotated[list[NoticeDayRead], Field(max_length=100)]


class CalendarDayRead(Out):
    """工作日历中的一天。"""

    on: Day
    kind: DayKind
    name: DayName
    is_workday: bool
    confirmed: Annotated[bool, Field(description="该年度的放假安排是否已导入")]


class CalendarDays(Out):
    """工作日历的一段。"""

    items: Annotated[list[CalendarDayRead], Field(max_length=400)]


class CalendarQuery(In):
    """要看的日期：从某日起，至某日前，最多 400 天。"""

    first: Annotated[Day, Field(alias="from", description="开始日期")]
    before: Annotated[Day, Field(description="结束日期（不含）")]


class DueQuestion(In):
    """试算：从何时起，多长时限。"""

    start: Annotated[Moment, Field(description="起算时间", examples=["2026-09-29T16:00:00+08:00"])]
    limit_value: LimitValue
    limit_unit: LimitUnit
    roll: Annotated[Roll, Field(description="到期日为休息日时如何处理")] = Roll.NONE


class DueAnswer(Out):
    """试算结果及逐日说明。"""

    due_at: Moment
    confirmed: Annotated[bool, Field(description="所涉年度的放假安排是否均已导入")]
    explanation: Annotated[
        list[Annotated[Line, Field(examples=["2026-09-30（星期三） 工作日，第1个"])]], Field(max_length=500)
    ]
