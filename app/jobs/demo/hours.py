"""Office time: people of the demo work when offices do, so moments are counted in minutes of office hours."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from app.engine.calendar import STANDARD_HOURS, Limit, WorkHours, WorkingCalendar
from app.engine.worktime import at, local
from app.vocabulary.calendar import LimitUnit

WORKDAY = 450
"""Minutes of office time in a workday."""

_DAY = timedelta(days=1)
Span = tuple[datetime, datetime]


class OfficeTime:
    """Moments before and after others, as an office lives them."""

    def __init__(self, calendar: WorkingCalendar, hours: WorkHours = STANDARD_HOURS) -> None:
        self.calendar, self._hours = calendar, hours

    def later(self, start: datetime, minutes: float) -> datetime:
        """The moment after so much office time; ``start`` may lie outside of it."""
        left, here = timedelta(minutes=minutes), local(start)
        for opened, closed in self._sessions(here.date(), 1):
            begin = max(opened, here)
            if closed - begin > left:
                return begin + left
            left -= max(closed - begin, timedelta())
        raise AssertionError("workdays never end")

    def earlier(self, end: datetime, minutes: float) -> datetime:
        """The moment before which so much office time is left until ``end``."""
        left, here = timedelta(minutes=minutes), local(end)
        for opened, closed in self._sessions(here.date(), -1):
            begin = min(closed, here)
            if begin - opened > left:
                return begin - left
            left -= max(begin - opened, timedelta())
        raise AssertionError("workdays never end")

    def opening(self, day: date) -> datetime:
        """When the office opens on a workday."""
        return at(day, self._hours.start)

    def closing(self, moment: datetime, workdays: int) -> datetime:
        """The close of the n-th workday after the day of a moment; before it, if ``workdays`` is negative."""
        if workdays < 0:
            return at(self.calendar.add_workdays(local(moment).date(), workdays), self._hours.end)
        return self.calendar.due(moment, Limit(workdays, LimitUnit.WORKDAY), self._hours)

    def arrival(self, day: date, rng: Random, *, by_night: bool) -> datetime:
        """When the post of a day comes: in office hours, mornings more than afternoons; or between seven and midnight."""
        if by_night:
            return at(day, time(19)) + timedelta(seconds=rng.randrange(5 * 3600))
        return self.later(self.opening(day), rng.triangular(5, 440, 60))

    def workdays(self, first: date, last: date) -> list[date]:
        """The workdays of a span, both ends included."""
        span = (first + _DAY * n for n in range((last - first).days + 1))
        return [day for day in span if self.calendar.is_workday(day)]

    def _sessions(self, day: date, step: int) -> Iterator[Span]:
        """Mornings and afternoons of workdays, from a day on, forwards (1) or backwards (-1)."""
        while True:
            if self.calendar.is_workday(day):
                hours = self._hours
                spans = [(hours.start, hours.lunch_start), (hours.lunch_end, hours.end)][::step]
                yield from ((at(day, begin), at(day, end)) for begin, end in spans)
            day += _DAY * step
