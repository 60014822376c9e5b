"""Which tasks have reached a rung of the ladder: the question of the engine, asked the other way round.

The engine tells when a rung of one task fires. To ask that of every open task every minute would read them all. But a
later limit never fires earlier, so there is one due time up to which all have fired, and an index finds those tasks.
"""

from datetime import datetime, timedelta

from app.engine.calendar import CalendarRangeError, WorkingCalendar
from app.engine.ladder import Rung, fire_at
from app.engine.worktime import WorkHours

_SECOND = timedelta(seconds=1)


def latest_due(rung: Rung, now: datetime, calendar: WorkingCalendar, hours: WorkHours) -> datetime:
    """The latest due time, to the second, whose rung has fired by ``now``. Beyond the calendar's years nothing fires."""

    def has_fired(due: datetime) -> bool:
        try:
            return fire_at(rung, due, calendar, hours) <= now
        except CalendarRangeError:
            return due < now

    fired = waiting = now.replace(microsecond=0)
    step = timedelta(days=1)
    if has_fired(fired):
        while has_fired(waiting := waiting + step):
            fired, step = waiting, step * 2
    else:
        while not has_fired(fired := fired - step):
            waiting, step = fired, step * 2
    while waiting - fired > _SECOND:
        middle = fired + (waiting - fired) // 2 // _SECOND * _SECOND
        fired, waiting = (middle, waiting) if has_fired(middle) else (fired, middle)
    return fired
