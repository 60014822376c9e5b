"""What a limit is, and when an office is open. Values only; :mod:`app.engine.calendar` counts with them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from app.core.clock import SHANGHAI
from app.vocabulary.calendar import LimitUnit


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount of time, such as 3 workdays. Negative only as the offset of an urging rung, where it means "before"."""

    value: int
    unit: LimitUnit


@dataclass(frozen=True)
class WorkHours:
    """The office hours of an organ on a workday, local time (Asia/Shanghai), to the minute.

    An office without a lunch break has ``lunch_start == lunch_end``; that moment still parts morning from afternoon.

    Raises: ValueError when the times are out of order or carry seconds or a zone of their own.
    """

    start: time = time(8, 30)
    lunch_start: time = time(12)
    lunch_end: time = time(14)
    end: time = time(17, 30)

    def __post_init__(self) -> None:
        if any(t.second or t.microsecond or t.tzinfo for t in (self.start, self.lunch_start, self.lunch_end, self.end)):
            raise ValueError("office hours are whole minutes of local time")
        if not self.start < self.lunch_start <= self.lunch_end < self.end:
            raise ValueError("office hours must be in order: start, lunch_start, lunch_end, end")

    @cached_property
    def morning(self) -> timedelta:
        """Working time before lunch."""
        return _between(self.start, self.lunch_start)

    @cached_property
    def length(self) -> timedelta:
        """Working time of a whole workday."""
        return self.morning + _between(self.lunch_end, self.end)

    def elapsed(self, at: time) -> timedelta:
        """Working time of a workday that has passed at ``at``: nothing before the start, all of it after the end."""
        if at <= self.lunch_end:
            return _between(self.start, min(max(at, self.start), self.lunch_start))
        return self.morning + _between(self.lunch_end, min(at, self.end))


STANDARD_HOURS = WorkHours()


def local(moment: datetime) -> datetime:
    """The moment on the wall clock of the office.

    Raises: ValueError for a naive moment, which would silently be read in the zone of the machine.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs an offset")
    return moment.astimezone(SHANGHAI)


def at(on: date, clock: time) -> datetime:
    """The moment of a local day and time."""
    return datetime.combine(on, clock, SHANGHAI)


def _between(earlier: time, later: time) -> timedelta:
    return datetime.combine(date.min, later) - datetime.combine(date.min, earlier)
