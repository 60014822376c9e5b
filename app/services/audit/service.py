"""The trail (留痕): one entry for each change, in the transaction of the change (SEC-R43)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.ids import new_id
from app.db.base import Base
from app.db.database import Db
from app.models.trail import AuditEntry

HIDDEN = frozenset({"password_hash", "password_history", "secret_hash", "access_hash", "refresh_hash"})
"""Columns whose values never reach the trail; that they changed does."""


class AuditService:
    """Writes entries for one caller. Without an actor the entry is the service's own."""

    def __init__(self, db: Db, actor: Actor | None) -> None:
        self._db, self._actor = db, actor

    def record(
        self,
        subject: str,
        subject_id: UUID | None,
        action: str,
        *,
        entity: Base | None = None,
        matter_id: UUID | None = None,
        state_before: str | None = None,
        state_after: str | None = None,
        note: str | None = None,
        on_behalf_of_id: UUID | None = None,
        changes: Mapping[str, tuple[Any, Any]] | None = None,
    ) -> AuditEntry:
        """Enter one act. ``entity`` adds what changed in it since it was loaded; call this before the flush."""
        found = dict(changes or {}) | (self._db.changes(entity) if entity is not None else {})
        origin, actor = self._db.origin, self._actor
        entry = AuditEntry(
            id=new_id(),
            organ_id=actor.organ_id if actor else None,
            matter_id=matter_id,
            subject=subject,
            subject_id=subject_id,
            action=action,
            actor_id=actor.user_id if actor else None,
            actor_name=actor.name if actor else "系统",
            on_behalf_of_id=on_behalf_of_id,
            state_before=state_before,
            state_after=state_after,
            note=note,
            changes={name: [None, None] if name in HIDDEN else [plain(a), plain(b)] for name, (a, b) in found.items()},
            at=self._db.clock.now(),
            request_id=origin.request_id,
            address=origin.address,
        )
        self._db.add(entry)
        return entry


def plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, bytes):
        return None
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)
