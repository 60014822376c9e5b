"""Working days with 调休, and every time limit counted on them (DOC-T04, DOC-T07). Pure and exact; years 1900-2099.

How limits end:

- **Workdays**: the day of the start is not counted, whatever its hour and whether or not it is a workday; the limit
  ends with the office hours of the n-th workday after it. Received on a Saturday, one workday: Monday at the close.
- **Calendar days**: likewise, n days after the start, at the hour the office closes, **not** moved off a rest day;
  whoever wants that asks :meth:`WorkingCalendar.rolled`, because petitions roll forward and supervision backward.
- **Zero days** (当日): the first such day whose closing hour is still to come.
- **Hours and minutes** run on the clock, through nights and holidays, as 特提 and 特急 papers do (DOC-T07).
- **Work hours** are counted in office hours only and end as early as they can: at the close, not at the next opening.
"""

from array import array
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate, compress
from typing import Final

from app.core.errors import AppError, ErrorKind
from app.engine.worktime import STANDARD_HOURS, Limit, WorkHours, at, local
from app.vocabulary.calendar import DayKind, LimitUnit, Roll

__all__ = [
    "FIRST_DAY",
    "LAST_DAY",
    "STANDARD_HOURS",
    "CalendarRangeError",
    "Day",
    "Limit",
    "WorkHours",
    "WorkingCalendar",
]

FIRST_DAY: Final = date(1900, 1, 1)  # a Monday
LAST_DAY: Final = date(2099, 12, 31)

_ORIGIN: Final = FIRST_DAY.toordinal()
_SPAN: Final = LAST_DAY.toordinal() - _ORIGIN + 1
_DAY: Final = timedelta(days=1)
_CLOCK: Final = {LimitUnit.HOUR: timedelta(hours=1), LimitUnit.MINUTE: timedelta(minutes=1)}
_NAMES: Final = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
_FIXED: Final = {(1, 1): "元旦", (5, 1): "劳动节", (5, 2): "劳动节"} | {(10, day): "国庆节" for day in (1, 2, 3)}
_FIXED_SOURCE: Final = "全国年节及纪念日放假办法"
_WEEK_SOURCE: Final = "国务院关于职工工作时间的规定"


class CalendarRangeError(AppError, ValueError):
    """A day before 1900 or after 2099 was asked for or counted to."""

    kind, code, title = ErrorKind.RULE, "outside_calendar", "超出工作日历的年份（1900年至2099年）"
    title_en = "Outside the years of the working calendar, 1900 to 2099"


@dataclass(frozen=True, slots=True)
class Day:
    """What one date is, how it is called, and which text says so."""

    on: date
    kind: DayKind
    name: str
    source: str


class WorkingCalendar:
    """The days an office works: the plain week, changed by the ``days`` of the yearly notices.

    A later day replaces an earlier one of the same date, so corrections and an organ's own days go after the shipped
    ones. In a year that is not among ``confirmed_years`` the weekends and the statutory days with a fixed date (New
    Year, Labour Day, National Day) are off; the lunar ones and 调休 are unknown until the notice is imported, and
    :meth:`is_confirmed` tells. Immutable once made: making one costs milliseconds, an answer microseconds, however
    long the span.
    """

    def __init__(self, days: Iterable[Day] = (), confirmed_years: Collection[int] = frozenset()) -> None:
        self.confirmed_years = frozenset(confirmed_years)
        self._days = {day.on: day for day in days}
        works = bytearray(b"\1\1\1\1\1\0\0" * (_SPAN // 7 + 1))[:_SPAN]
        for year in range(FIRST_DAY.year, LAST_DAY.year + 1):
            if year not in self.confirmed_years:
                for month, day in _FIXED:
                    works[_index(date(year, month, day))] = False
        for on, exception in self._days.items():
            works[_index(on)] = exception.kind.is_workday
        self._before = array("i", accumulate(works, initial=0))  # workdays before each day
        self._workdays = array("i", compress(range(_SPAN), works))  # the indices of all workdays

    # Days

    def is_confirmed(self, year: int) -> bool:
        """Whether the State Council's notice for the year was imported."""
        return year in self.confirmed_years

    def day(self, on: date) -> Day:
        """What the date is: by a notice, else by statute, else by the plain week."""
        _index(on)
        if given := self._days.get(on):
            return given
        if not self.is_confirmed(on.year) and (name := _FIXED.get((on.month, on.day))):
            return Day(on, DayKind.HOLIDAY, name, _FIXED_SOURCE)
        kind = DayKind.WORKDAY if on.weekday() < 5 else DayKind.WEEKEND
        return Day(on, kind, _NAMES[on.weekday()], _WEEK_SOURCE)

    def is_workday(self, on: date) -> bool:
        index = _index(on)
        return self._before[index] < self._before[index + 1]

    def next_workday(self, on: date, *, include_self: bool) -> date:
        """The first workday after the date, or at it if it may be the date itself."""
        return self._workday(self._before[_index(on) + (not include_self)])

    def previous_workday(self, on: date, *, include_self: bool) -> date:
        """The last workday before the date, or at it if it may be the date itself."""
        return self._workday(self._before[_index(on) + include_self] - 1)

    def add_workdays(self, on: date, n: int) -> date:
        """The n-th workday after the date (before it, if n is negative); for 0 the date, or the next workday."""
        return self._workday(self._before[_index(on) + (n > 0)] + n - (n > 0))

    def workdays_between(self, a: date, b: date) -> int:
        """How many workdays lie in the half-open span from ``a`` to before ``b``; negative if ``b`` is earlier."""
        return self._before[_index(b, edge=1)] - self._before[_index(a, edge=1)]

    # Moments

    def due(self, start: datetime, limit: Limit, hours: WorkHours) -> datetime:
        """When a limit that starts now runs out, never before its start; see the module for how each unit ends.

        Raises: ValueError for a negative limit or a naive start, CalendarRangeError beyond 2099.
        """
        _not_negative(limit)
        if step := _CLOCK.get(limit.unit):
            return local(start) + limit.value * step
        if limit.unit is LimitUnit.WORK_HOUR:
            worked = self._worked(start, hours) + timedelta(hours=limit.value)
            return max(local(start), self._moment(worked, hours, early=True))
        first = local(start).date() + _DAY if limit.value else _first_open(start, hours.end)
        return at(self._nth(first, max(limit.value, 1), limit.unit), hours.end)

    def ahead_of(self, due: datetime, limit: Limit, hours: WorkHours) -> datetime:
        """The moment a limit's length before ``due``, for warnings and reminders.

        Days lead to the opening hour of the n-th such day before, so that whoever is warned has that day too; hours and
        minutes, and work hours in office time, are exact. Zero is ``due`` itself.

        Raises: ValueError for a negative limit or a naive moment, CalendarRangeError before 1900.
        """
        _not_negative(limit)
        if not limit.value:
            return local(due)
        if step := _CLOCK.get(limit.unit):
            return local(due) - limit.value * step
        if limit.unit is LimitUnit.WORK_HOUR:
            return self._moment(self._worked(due, hours) - timedelta(hours=limit.value), hours, early=False)
        if limit.unit is LimitUnit.WORKDAY:
            return at(self.add_workdays(local(due).date(), -limit.value), hours.start)
        return at(_checked(local(due).date() - limit.value * _DAY), hours.start)

    def rolled(self, due: datetime, roll: Roll, hours: WorkHours) -> datetime:
        """``due``, or if it falls on a rest day the close of the next or the previous workday, as ``roll`` says."""
        on = local(due).date()
        if roll is Roll.NONE or self.is_workday(on):
            return local(due)
        move = self.next_workday if roll is Roll.FORWARD else self.previous_workday
        return at(move(on, include_self=False), hours.end)

    def registration_due(self, received_at: datetime, hours: WorkHours) -> datetime:
        """By when a paper is registered and has its 拟办 opinion (DOC-T04).

        Received before the lunch break: the close of the same day. Later: noon (the start of the lunch break) of the
        next workday. On a rest day: as if it lay there when the next workday opens, so the close of that day.
        """
        on = local(received_at).date()
        if self.is_workday(on) and local(received_at).time() >= hours.lunch_start:
            return at(self.next_workday(on, include_self=False), hours.lunch_start)
        return at(self.next_workday(on, include_self=True), hours.end)

    def resumed_due(
        self, due: datetime, paused_at: datetime, resumed_at: datetime, unit: LimitUnit, hours: WorkHours
    ) -> datetime:
        """The due moment after a pause (暂停计时), with exactly as much left as before it, in the unit's own measure.

        Hours and minutes: the same span on the clock. Work hours: the same office time. Days: the same number of days
        of the kind on which the hour of ``due`` is still to come; so a pause within one day gives nothing back, and
        nobody resumes into a limit that is over unless it was over already. A ``due`` that no such limit gives, say a
        Sunday for workdays, is never moved to before itself.

        Raises: ValueError if the pause ends before it starts.
        """
        if resumed_at < paused_at:
            raise ValueError("a pause cannot end before it starts")
        if unit in _CLOCK:
            return local(due) + (resumed_at - paused_at)
        if unit is LimitUnit.WORK_HOUR:
            worked = self._worked(resumed_at, hours) + self.remaining(paused_at, due, hours)
            return max(local(due), self._moment(worked, hours, early=True))
        close = local(due).time()
        left = self._count(_first_open(paused_at, close), local(due).date() + _DAY, unit)
        return max(local(due), at(self._nth(_first_open(resumed_at, close), left, unit), close))

    def remaining(self, now: datetime, due: datetime, hours: WorkHours) -> timedelta:
        """Office time from ``now`` until ``due``; negative when overdue."""
        return self._worked(due, hours) - self._worked(now, hours)

    # The machinery: workdays by rank, and moments by the office time that passed since 1900

    def _workday(self, rank: int) -> date:
        if not 0 <= rank < len(self._workdays):
            raise CalendarRangeError
        return date.fromordinal(_ORIGIN + self._workdays[rank])

    def _nth(self, first: date, n: int, unit: LimitUnit) -> date:
        """The n-th day of the kind from ``first`` on (itself the first, if it is one); 0 is the last before it."""
        if unit is LimitUnit.CALENDAR_DAY:
            return _checked(first + (n - 1) * _DAY)
        return self._workday(self._before[_index(first)] + n - 1)

    def _count(self, a: date, b: date, unit: LimitUnit) -> int:
        return (b - a).days if unit is LimitUnit.CALENDAR_DAY else self.workdays_between(a, b)

    def _worked(self, moment: datetime, hours: WorkHours) -> timedelta:
        here = local(moment)
        whole = self._before[_index(here.date())] * hours.length
        return whole + hours.elapsed(here.time()) if self.is_workday(here.date()) else whole

    def _moment(self, worked: timedelta, hours: WorkHours, *, early: bool) -> datetime:
        """The earliest or latest moment at which so much office time has passed; they differ only at a break."""
        rank, rest = divmod(worked, hours.length)
        if early and not rest:
            rank, rest = rank - 1, hours.length
        before_lunch = rest <= hours.morning if early else rest < hours.morning
        opened = at(self._workday(rank), hours.start if before_lunch else hours.lunch_end)
        return opened + (rest if before_lunch else rest - hours.morning)


def _index(on: date, *, edge: int = 0) -> int:
    """Days since 1900; ``edge`` 1 lets a half-open span end where the calendar does."""
    index = on.toordinal() - _ORIGIN
    if not 0 <= index < _SPAN + edge:
        raise CalendarRangeError
    return index


def _checked(on: date) -> date:
    _index(on)
    return on


def _first_open(moment: datetime, close: time) -> date:
    """The first day whose hour ``close`` is still to come."""
    here = local(moment)
    return here.date() if here.time() < close else here.date() + _DAY


def _not_negative(limit: Limit) -> None:
    if limit.value < 0:
        raise ValueError("a limit cannot be negative")
