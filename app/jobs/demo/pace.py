"""When the acts of a life happen, counted in office time from its beginning or back from now."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from app.jobs.demo.hours import OfficeTime
from app.jobs.demo.scene import Act


def forwards(time: OfficeTime, acts: Sequence[Act], start: datetime) -> list[datetime]:
    """The moments of acts of which the first is at ``start``."""
    moments = [start]
    for act in acts[1:]:
        moments.append(time.later(moments[-1], act.after))
    return moments


def backwards(
    time: OfficeTime, acts: Sequence[Act], now: datetime, idle: int, *, by_clock: bool = False
) -> list[datetime]:
    """The moments of acts of which the last was so many minutes ago."""
    moments, moment = [], now
    for pause in (idle, *(act.after for act in reversed(acts[1:]))):
        moment = moment - timedelta(minutes=pause) if by_clock else time.earlier(moment, pause)
        moments.append(moment)
    return moments[::-1]


def exact(rng: Random, moments: Sequence[datetime]) -> list[datetime]:
    """Nobody acts on the minute; acts lie minutes apart, so their order stays."""
    return [moment.replace(second=rng.randrange(60), microsecond=0) for moment in moments]
