"""The one source of time. Business days are days in Asia/Shanghai, where 2026-11-21 16:30 UTC is already the 22nd."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, aware, in UTC, in whole seconds; order within a second is the ids'."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC).replace(microsecond=0)


class FixedClock:
    """A clock that stands still until it is moved: for tests and for building a plausible past."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def advance(self, **by: float) -> None:
        self.at += timedelta(**by)


def local_day(moment: datetime) -> date:
    """The business day a moment falls on."""
    return moment.astimezone(SHANGHAI).date()
