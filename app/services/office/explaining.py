"""How a limit was counted, in Chinese, day by day in short: so that nobody has to believe a due time."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby

from app.engine.calendar import Day, Limit, WorkHours, WorkingCalendar
from app.engine.worktime import local
from app.vocabulary.calendar import DayKind, LimitUnit

_WEEK = "一二三四五六日"
_REST = {DayKind.WEEKEND: "周末休息", DayKind.WORKDAY: "工作日"}


def explained(calendar: WorkingCalendar, start: datetime, limit: Limit, due: datetime, hours: WorkHours) -> list[str]:
    """The lines that lead from ``start`` to ``due``: what was counted, what was not, and why."""
    lines = [*_counted(calendar, local(start), limit, due, hours), f"{_moment(due)}届满"]
    unsettled = [year for year in range(local(start).year, due.year + 1) if not calendar.is_confirmed(year)]
    if unsettled and limit.unit not in (LimitUnit.HOUR, LimitUnit.MINUTE):
        years = "、".join(f"{year}年" for year in unsettled)
        lines.append(f"{years}的放假安排尚未导入，结果可能变动")
    return lines


def _counted(
    calendar: WorkingCalendar, start: datetime, limit: Limit, due: datetime, hours: WorkHours
) -> Iterator[str]:
    if limit.unit in (LimitUnit.HOUR, LimitUnit.MINUTE):
        yield f"自{_moment(start)}起连续计算{limit.value}{limit.unit.label}，夜间、休息日、节假日照常计入"
    elif limit.unit is LimitUnit.WORK_HOUR:
        yield f"自{_moment(start)}起计{limit.value}个工作小时，只计上班时间（{_office_hours(hours)}）"
        yield from _runs(calendar, start.date(), due.date(), LimitUnit.WORKDAY, counts=False)
    elif limit.value == 0:
        yield f"{_moment(start)}起算，当日办结" + ("" if due.date() == start.date() else "；当日已下班或者休息，顺延")
        yield from _runs(calendar, start.date() + timedelta(days=1), due.date(), limit.unit, counts=False)
    else:
        yield f"{_day(start.date())}起算，当日不计"
        yield from _runs(calendar, start.date() + timedelta(days=1), due.date(), limit.unit, counts=True)


def _runs(calendar: WorkingCalendar, first: date, last: date, unit: LimitUnit, *, counts: bool) -> Iterator[str]:
    """Neighbouring days of the same sort, one line each; counted days with their place in the count."""
    days = [calendar.day(first + timedelta(days=n)) for n in range((last - first).days + 1)]
    place = 0
    for (is_counted, what), group in groupby(days, lambda day: _sort_of(day, unit)):
        run = list(group)
        line = f"{_span(run)} {what}"
        if not counts:
            yield line
        elif is_counted:
            yield f"{line}，第{place + 1}个" if len(run) == 1 else f"{line}，第{place + 1}至{place + len(run)}个"
            place += len(run)
        else:
            yield f"{line}，不计"


def _sort_of(day: Day, unit: LimitUnit) -> tuple[bool, str]:
    if unit is LimitUnit.CALENDAR_DAY:
        return True, "自然日"
    if day.kind is DayKind.HOLIDAY:
        return False, f"{day.name}放假"
    return day.kind.is_workday, f"{day.name}，上班" if day.kind is DayKind.MADE_UP else _REST[day.kind]


def _span(run: list[Day]) -> str:
    first, last = run[0].on, run[-1].on
    return _day(first) if first == last else f"{first.isoformat()}至{last.isoformat()}"


def _day(on: date) -> str:
    return f"{on.isoformat()}（星期{_WEEK[on.weekday()]}）"


def _moment(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M}"


def _office_hours(hours: WorkHours) -> str:
    return f"{hours.start:%H:%M}—{hours.lunch_start:%H:%M}、{hours.lunch_end:%H:%M}—{hours.end:%H:%M}"
