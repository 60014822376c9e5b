"""The hash chain over the trail, and which entries may be sealed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, BigInteger, LargeBinary, Row, Select, bindparam, func, insert, select, text
from sqlalchemy.types import DateTime, Uuid

from app.db.database import Db
from app.models.trail import AuditEntry, AuditSeal

entries, seals = AuditEntry.__table__, AuditSeal.__table__
_SEALING = 5_410_237_101
_ONLY_SEALER = select(func.pg_try_advisory_xact_lock(_SEALING))
_WRITERS = text(
    """
    SELECT virtualtransaction
      FROM pg_locks
     WHERE locktype = 'relation' AND granted AND mode = 'RowExclusiveLock'
       AND relation = CAST('audit_entries' AS regclass)
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    """
)
_TOP: Select[Any] = select(func.coalesce(func.max(entries.c.seq), 0))
_HEAD = select(seals.c.number, seals.c.digest).order_by(seals.c.number.desc()).limit(1)
_SEALED_UP_TO: Select[Any] = (
    select(entries.c.seq)
    .join_from(seals, entries, entries.c.id == seals.c.entry_id)
    .order_by(seals.c.number.desc())
    .limit(1)
)
_BETWEEN = (entries.c.seq > bindparam("after"), entries.c.seq <= bindparam("top"))
_NEXT = select(*entries.columns).where(*_BETWEEN).order_by(entries.c.seq).limit(bindparam("limit"))
_SEAL = insert(AuditSeal).from_select(
    ["number", "entry_id", "previous", "digest", "sealed_at"],
    select(
        func.unnest(bindparam("numbers", type_=ARRAY(BigInteger))),
        func.unnest(bindparam("entry_ids", type_=ARRAY(Uuid()))),
        func.unnest(bindparam("previous", type_=ARRAY(LargeBinary))),
        func.unnest(bindparam("digests", type_=ARRAY(LargeBinary))),
        bindparam("now", type_=DateTime(timezone=True)),
    ),
)
_CHAIN = (
    select(seals.c.number, seals.c.entry_id, seals.c.previous, seals.c.digest, *entries.columns)
    .join_from(seals, entries, entries.c.id == seals.c.entry_id, isouter=True)
    .where(seals.c.number > bindparam("after"))
    .order_by(seals.c.number)
    .limit(bindparam("limit"))
)
_is_unsealed = ~select(seals.c.number).where(seals.c.entry_id == entries.c.id).exists()
_SLIPPED_IN = select(entries.c.id).where(*_BETWEEN, _is_unsealed).order_by(entries.c.seq).limit(1)
_WAITING: Any = select(func.count().label("waiting"), func.min(entries.c.at).label("oldest_at")).where(
    entries.c.seq > bindparam("after")
)


class TrailRepository:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def top(self) -> int:
        """The highest place in the trail that can be seen; 0 if it is empty."""
        found: int = await self._db.scalar(_TOP)
        return found

    async def writers(self) -> frozenset[str]:
        """The transactions that may have taken a place in the trail and not committed yet."""
        return frozenset(row.virtualtransaction for row in await self._db.rows(_WRITERS))

    async def only_sealer(self) -> bool:
        """Whether nobody else seals until this transaction ends."""
        return bool(await self._db.scalar(_ONLY_SEALER))

    async def head(self) -> Row[Any] | None:
        """The last link: ``number`` and ``digest``."""
        return await self._db.first(_HEAD)

    async def sealed_up_to(self) -> int:
        """The place in the trail of the last sealed entry."""
        return await self._db.scalar(_SEALED_UP_TO) or 0

    async def next(self, after: int, top: int, limit: int) -> Sequence[Row[Any]]:
        """Entries in (after, top], in order."""
        return await self._db.rows(_NEXT, {"after": after, "top": top, "limit": limit})

    async def seal(self, links: Sequence[tuple[int, Any, bytes, bytes]]) -> None:
        """Add links: number, entry, previous digest, digest."""
        numbers, entry_ids, previous, digests = map(list, zip(*links, strict=True))
        binds = {"numbers": numbers, "entry_ids": entry_ids, "previous": previous, "digests": digests}
        await self._db.rows(_SEAL, binds | {"now": self._db.clock.now()})

    async def chain(self, after: int, limit: int) -> Sequence[Row[Any]]:
        """Links after a number with their entries: the link's four columns first, then the entry's, null if it is gone."""
        return await self._db.rows(_CHAIN, {"after": after, "limit": limit})

    async def slipped_in(self, after: int, top: int) -> Any:
        """The first entry of (after, top] without a link, which the sealing never saw there; None if there is none."""
        return await self._db.scalar(_SLIPPED_IN, {"after": after, "top": top})

    async def waiting(self, after: int) -> Row[Any]:
        """``waiting`` (how many) and ``oldest_at`` of the entries beyond a place."""
        row = await self._db.first(_WAITING, {"after": after})
        assert row is not None
        return row
