"""A person's box of messages."""

from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.errors import NotFound
from app.db.database import Db
from app.db.slice import Slice, Wanted
from app.repositories.notifications import NotificationRepository


class NotificationService:
    def __init__(self, db: Db, actor: Actor) -> None:
        self._actor, self._found = actor, NotificationRepository(db)

    async def search(self, wanted: Wanted, *, unread: bool | None) -> Slice:
        """The caller's messages, newest first; only unread or only read ones if asked."""
        scope = {None: "all", True: "unread", False: "read"}[unread]
        return await self._found.search(wanted, scope, self._actor)

    async def read(self, notification_id: UUID) -> dict[str, Any]:
        """Mark one message as read; again changes nothing. Raises: NotFound (or another person's)."""
        row = await self._found.read(notification_id, self._actor)
        if row is None:
            raise NotFound
        return dict(row._mapping)

    async def read_all(self) -> dict[str, Any]:
        """Mark everything as read that lies in the box now; how many were unread."""
        return {"read_count": await self._found.read_all(self._actor)}
