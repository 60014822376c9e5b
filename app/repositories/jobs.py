"""What the jobs ask: events to be handed on, rows that are kept no longer, jobs that killed their workers."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    any_,
    bindparam,
    column,
    delete,
    func,
    literal_column,
    select,
    table,
    text,
    update,
)
from sqlalchemy.types import DateTime

from app.db.database import Db
from app.events.outbox import Recorded
from app.models.identity import LoginFailure, LoginSession
from app.models.matters import AttachmentTicket
from app.models.trail import IdempotencyKey, OutboxEvent
from app.repositories.matters import ARRAY_UUID

_events = OutboxEvent.__table__
_IDS: ColumnElement[Any] = any_(bindparam("ids", type_=ARRAY_UUID))
_WAITS = _events.c.relayed_at.is_(None)
SWEEP = 5_000
"""Rows deleted by one statement."""

_EVENT = select(
    *(getattr(_events.c, name) for name in ("id", "seq", "type", "organ_id", "subject_id", "data", "at", "attempts"))
)
_TAKE = (
    _EVENT.where(_WAITS, _events.c.attempts < bindparam("attempts"), _events.c.seq > bindparam("after"))
    .order_by(_events.c.seq)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_TAKE_ONE = _EVENT.where(_events.c.id == bindparam("event_id"), _WAITS).with_for_update(skip_locked=True)
_RELAYED = update(OutboxEvent).where(_events.c.id == _IDS).values(relayed_at=bindparam("now"))
_FAILED = (
    update(OutboxEvent)
    .where(_events.c.id == bindparam("event_id"))
    .values(attempts=_events.c.attempts + 1)
    .returning(_events.c.attempts)
)
_NEWS: Select[Any] = select(literal_column("1")).where(_WAITS, _events.c.attempts == literal_column("0")).limit(1)

_PICKS = text("SELECT count(*) FROM jobs.pgqueuer_log WHERE job_id = :job_id AND status = 'picked'")
_ENDED_BY = text(
    """
    SELECT 1
      FROM jobs.pgqueuer_log
     WHERE created > now() - make_interval(mins => :minutes) AND status = 'exception' AND entrypoint = :name
       AND traceback ->> 'exception_type' = :error
     LIMIT 1
    """
)


def _sweep(rows: Any, age: str) -> Select[Any]:
    """Deletes at most `SWEEP` rows older than ``:before`` and says how many."""
    place: ColumnElement[Any] = literal_column("ctid")
    is_old = rows.c[age] < bindparam("before", type_=DateTime(timezone=True))
    old = select(place).select_from(rows).where(is_old).limit(SWEEP).scalar_subquery()
    gone: Any = delete(rows).where(place == any_(func.array(old))).returning(literal_column("1")).cte("gone")
    return select(func.count()).select_from(gone)


_SWEEPS: Mapping[str, Select[Any]] = {
    "idempotency_keys": _sweep(IdempotencyKey.__table__, "at"),
    "login_sessions": _sweep(LoginSession.__table__, "ends_at"),
    "login_failures": _sweep(LoginFailure.__table__, "at"),
    "attachment_tickets": _sweep(AttachmentTicket.__table__, "expires_at"),
    "outbox_events": _sweep(_events, "relayed_at"),
    "job_log": _sweep(table("pgqueuer_log", column("created"), schema="jobs"), "created"),
    "job_statistics": _sweep(table("pgqueuer_statistics", column("created"), schema="jobs"), "created"),
}


class OutboxRepository:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def take(self, *, attempts: int, after: int, limit: int) -> Sequence[Recorded]:
        """Waiting events that failed fewer times than ``attempts``, in order, locked; other relays pass them by."""
        rows = await self._db.rows(_TAKE, {"attempts": attempts, "after": after, "limit": limit})
        return [Recorded(**row._mapping) for row in rows]

    async def take_one(self, event_id: UUID) -> Recorded | None:
        """One event, locked; None if it waits no more or another relay has it."""
        row = await self._db.first(_TAKE_ONE, {"event_id": event_id})
        return Recorded(**row._mapping) if row else None

    async def relayed(self, ids: Iterable[UUID], now: datetime) -> None:
        await self._db.rows(_RELAYED, {"ids": list(ids), "now": now})

    async def failed(self, event_id: UUID) -> int:
        """Count a failure; how many there are now."""
        count: int = await self._db.scalar(_FAILED, {"event_id": event_id})
        return count

    async def has_news(self) -> bool:
        """Whether an event waits that nobody has tried yet."""
        return await self._db.first(_NEWS) is not None


class CleaningRepository:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def sweep(self, name: str, before: datetime) -> int:
        """Delete at most `SWEEP` rows of one of the sweeps that are older than a moment; how many went."""
        count: int = await self._db.scalar(_SWEEPS[name], {"before": before})
        return count


class QueueRepository:
    """What the queue's own log tells about jobs."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def picks(self, job_id: int) -> int:
        """How often workers have begun a job, this time included."""
        count: int = await self._db.scalar(_PICKS, {"job_id": job_id})
        return count

    async def ended_by(self, name: str, error: str, minutes: int) -> bool:
        """Whether a job of this name ended with an error of this type within so many minutes."""
        return await self._db.first(_ENDED_BY, {"name": name, "error": error, "minutes": minutes}) is not None
