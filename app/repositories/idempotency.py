"""Requests already answered, found again by who sent them, what they asked and their key."""

import hashlib
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, func, literal, select

from app.core.errors import IdempotencyInFlight
from app.db.database import Db
from app.models.trail import IdempotencyKey

_one = select(func.pg_try_advisory_xact_lock(bindparam("lock")).label("mine")).cte("one")
_CLAIM = select(
    _one.c.mine,
    IdempotencyKey.fingerprint,
    IdempotencyKey.status,
    IdempotencyKey.headers,
    IdempotencyKey.body,
).select_from(
    _one.outerjoin(
        IdempotencyKey,
        and_(
            literal(True),
            IdempotencyKey.caller_id == bindparam("caller_id"),
            IdempotencyKey.operation == bindparam("operation"),
            IdempotencyKey.key == bindparam("key"),
        ),
    )
)
_KEPT = select(IdempotencyKey.fingerprint, IdempotencyKey.status, IdempotencyKey.headers, IdempotencyKey.body).where(
    IdempotencyKey.caller_id == bindparam("caller_id"),
    IdempotencyKey.operation == bindparam("operation"),
    IdempotencyKey.key == bindparam("key"),
)


class IdempotencyRepository:
    """Keys of one unit of work."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def claim(
        self, caller_id: UUID, operation: str, key: str
    ) -> Row[tuple[bytes, int, dict[str, str], bytes]] | None:
        """The kept answer; or nothing, and then the key is this transaction's until it ends.

        The statement looks before it locks: a twin that commits in between is not seen. Who then succeeds is refused by the
        primary key, who is refused looks again with `kept`; the usual request so pays for one look alone.

        Raises: IdempotencyInFlight (another transaction has the key).
        """
        seal = hashlib.sha256(f"{caller_id} {operation} {key}".encode()).digest()
        lock = int.from_bytes(seal[:8], "big", signed=True)
        found = await self._db.first(_CLAIM, {"lock": lock, "caller_id": caller_id, "operation": operation, "key": key})
        assert found is not None
        if found.fingerprint is not None:
            return found
        if not found.mine:
            raise IdempotencyInFlight
        return None

    async def kept(
        self, caller_id: UUID, operation: str, key: str
    ) -> Row[tuple[bytes, int, dict[str, str], bytes]] | None:
        """The kept answer, as of now; the key is claimed by nobody."""
        return await self._db.first(_KEPT, {"caller_id": caller_id, "operation": operation, "key": key})
