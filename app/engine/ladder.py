"""The urging ladder (催办) and the lights (红黄绿灯): who is told how long before or after a limit runs out (DOC-I08).

Before the due moment a rung lies where :meth:`WorkingCalendar.ahead_of` leads: a rung one workday ahead fires when that
day opens. After it, a rung is a limit of its own that starts at the due moment: one workday overdue is the close of the
next workday. The rungs of a step that moved its due moment are new ones: whoever moves it forgets what was fired.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.engine.calendar import WorkingCalendar
from app.engine.worktime import Limit, WorkHours
from app.vocabulary.calendar import LimitUnit
from app.vocabulary.deadlines import Light, RungTarget, RungWhen


@dataclass(frozen=True, slots=True)
class Rung:
    """One reminder: ``offset`` from the due moment (negative is before it), told to ``target``.

    ``key`` names it in the record of what was fired.

    Raises: ValueError for a key that is no lower snake_case word of at most 32 characters.
    """

    key: str
    offset: Limit
    target: RungTarget

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,31}", self.key):
            raise ValueError(f"{self.key!r} is no key for a rung")

    @property
    def when(self) -> RungWhen:
        """On which side of the due moment it lies."""
        if not self.offset.value:
            return RungWhen.AT
        return RungWhen.BEFORE if self.offset.value < 0 else RungWhen.AFTER


def ladder(rungs: Iterable[Rung]) -> tuple[Rung, ...]:
    """The rungs as one ladder.

    Raises: ValueError if two share a key, because the second would pass for fired and never fire.
    """
    made = tuple(rungs)
    if len({rung.key for rung in made}) < len(made):
        raise ValueError("the rungs of a ladder need different keys")
    return made


DEFAULT_WARN: Final = Limit(1, LimitUnit.WORKDAY)
DEFAULT_LADDER: Final = ladder(
    [
        Rung("day_before", Limit(-1, LimitUnit.WORKDAY), RungTarget.RESPONSIBLE),
        Rung("due", Limit(0, LimitUnit.WORKDAY), RungTarget.RESPONSIBLE),
        Rung("day_after", Limit(1, LimitUnit.WORKDAY), RungTarget.HEAD),
        Rung("three_days_after", Limit(3, LimitUnit.WORKDAY), RungTarget.OFFICE_DIRECTOR),
    ]
)


def fire_at(rung: Rung, due: datetime, calendar: WorkingCalendar, hours: WorkHours) -> datetime:
    """The moment a rung is reached."""
    if rung.when is RungWhen.AFTER:
        return calendar.due(due, rung.offset, hours)
    return calendar.ahead_of(due, Limit(-rung.offset.value, rung.offset.unit), hours)


def due_rungs(
    rungs: Sequence[Rung],
    *,
    opened_at: datetime,
    due: datetime,
    now: datetime,
    fired: Collection[str],
    calendar: WorkingCalendar,
    hours: WorkHours,
) -> list[Rung]:
    """The rungs that are reached by ``now`` and not among the keys ``fired``, in ladder order.

    A reminder ahead of the due moment is left out if it lay before the step was opened: who was given one day needs no
    reminder a day ahead the moment it begins.
    """

    def is_reached(rung: Rung) -> bool:
        moment = fire_at(rung, due, calendar, hours)
        return moment <= now and not (rung.when is RungWhen.BEFORE and moment < opened_at)

    return [rung for rung in rungs if rung.key not in fired and is_reached(rung)]


def warn_at(due: datetime, warn: Limit, calendar: WorkingCalendar, hours: WorkHours) -> datetime:
    """From when on a limit is near its end; stored beside ``due`` so that SQL can compute the light too."""
    return calendar.ahead_of(due, warn, hours)


def light(*, now: datetime, warn_at: datetime, due: datetime, paused: bool = False) -> Light:
    """How a limit stands: red after ``due``, yellow from ``warn_at`` up to and including ``due``, green before.

    For a step that is done ``now`` is the moment it was done.
    """
    if paused:
        return Light.PAUSED
    if now > due:
        return Light.RED
    return Light.YELLOW if now >= warn_at else Light.GREEN
