"""How long a limit may be that somebody sets by hand: long enough for every office, too short to be a slip of the pen."""

from collections.abc import Mapping
from typing import Final

from app.core.errors import Senseless
from app.engine.worktime import Limit
from app.vocabulary.calendar import LimitUnit

MOST: Final[Mapping[LimitUnit, int]] = {
    LimitUnit.WORKDAY: 365,
    LimitUnit.CALENDAR_DAY: 365,
    LimitUnit.HOUR: 8_760,
    LimitUnit.WORK_HOUR: 2_000,
    LimitUnit.MINUTE: 10_000,
}
"""The largest amount of each unit: about a year, a week in minutes."""

_DAYS: Final = frozenset({LimitUnit.WORKDAY, LimitUnit.CALENDAR_DAY})


def check_limit(limit: Limit, pointer: str) -> None:
    """A limit lies within `MOST`; zero (当日) is a limit of days, but of nothing that runs on the clock.

    Raises: Senseless.
    """
    if abs(limit.value) > MOST[limit.unit]:
        raise Senseless(pointer, f"以{limit.unit.label}计的时限不得超过{MOST[limit.unit]}")
    if limit.value == 0 and limit.unit not in _DAYS:
        raise Senseless(pointer, f"以{limit.unit.label}计的时限应当大于零")
