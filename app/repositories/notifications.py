"""Every query about messages to people, and what is needed to word them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, Row, Select, any_, bindparam, func, literal_column, select, text, update

from app.core.actor import Actor
from app.db.database import Db
from app.db.slice import Listing, Slice, Sort, Wanted
from app.models.matters import Notification
from app.repositories.matters import ARRAY_TEXT, ARRAY_UUID, matters, people, tasks

notifications = Notification.__table__
_shown = {name: notifications.c[name] for name in ("id", "kind", "matter_id", "title", "body", "at", "read_at")}
_is_unread = notifications.c.read_at.is_(None)
_mine = (notifications.c.person_id == bindparam("of_person")) & (notifications.c.organ_id == bindparam("of_organ"))
_IDS: ColumnElement[Any] = any_(bindparam("ids", type_=ARRAY_UUID))

LISTING = Listing(
    _shown,
    notifications,
    id_column=notifications.c.id,
    scopes={"all": _mine, "unread": _mine & _is_unread, "read": _mine & ~_is_unread},
    filters={
        "kind": any_(bindparam("kind", type_=ARRAY_TEXT)) == notifications.c.kind,
        "matter_id": notifications.c.matter_id == bindparam("matter_id"),
    },
    sorts={"-at": Sort(notifications.c.at, datetime, descending=True)},
)
_READ = (
    update(Notification)
    .where(notifications.c.id == bindparam("notification_id"), _mine)
    .values(read_at=func.coalesce(notifications.c.read_at, bindparam("now", type_=notifications.c.read_at.type)))
    .returning(*_shown.values())
)
_read_now: Any = (
    update(Notification)
    .where(_mine, _is_unread)
    .values(read_at=bindparam("now"))
    .returning(literal_column("1"))
    .cte("read_now")
)
_READ_ALL: Select[Any] = select(func.count()).select_from(_read_now)
_RECEIPTS = (
    select(
        notifications.c.person_id,
        people.c.name.label("person_name"),
        notifications.c.kind,
        notifications.c.at,
        notifications.c.read_at,
    )
    .join_from(notifications, people, people.c.id == notifications.c.person_id)
    .where(notifications.c.matter_id == bindparam("matter_id"))
    .order_by(notifications.c.at, notifications.c.id)
    .limit(2_000)
)
_MATTERS = select(matters.c.id, matters.c.kind, matters.c.number, matters.c.title).where(matters.c.id == _IDS)
_TASKS = (
    select(
        tasks.c.id,
        tasks.c.kind,
        tasks.c.step,
        tasks.c.due_at,
        tasks.c.assignee_id,
        people.c.name.label("assignee_name"),
    )
    .join_from(tasks, people, people.c.id == tasks.c.assignee_id)
    .where(tasks.c.id == _IDS)
)
_ENTER = text(
    """
    INSERT INTO notifications (id, person_id, organ_id, event_id, kind, matter_id, title, body, at)
    SELECT id, person_id, organ_id, event_id, kind, matter_id, title, body, at
      FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (
        id uuid, person_id uuid, organ_id uuid, event_id uuid, kind text, matter_id uuid, title text, body text,
        at timestamptz
      )
    ON CONFLICT (event_id, person_id) DO NOTHING
    """
)


class NotificationRepository:
    """Everybody sees their own messages, in the organ they are logged in to, and nobody else's."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def search(self, wanted: Wanted, scope: str, actor: Actor) -> Slice:
        """``scope`` is all, unread or read."""
        return await LISTING.fetch(self._db, wanted, scope, _owner(actor))

    async def read(self, notification_id: UUID, actor: Actor) -> Row[Any] | None:
        """Mark one as read; the first time counts. None if it is not the caller's."""
        asked = {"notification_id": notification_id, "now": self._db.clock.now()}
        return await self._db.first(_READ, asked | _owner(actor))

    async def read_all(self, actor: Actor) -> int:
        count: int = await self._db.scalar(_READ_ALL, {"now": self._db.clock.now()} | _owner(actor))
        return count

    async def receipts(self, matter_id: UUID) -> Sequence[Row[Any]]:
        """Who was told something about a matter, when, and when they read it; the oldest first, at most 2 000.

        ``person_id person_name kind at read_at``. The caller has been found to see the matter.
        """
        return await self._db.rows(_RECEIPTS, {"matter_id": matter_id})

    async def matters(self, ids: Iterable[UUID]) -> Mapping[UUID, Row[Any]]:
        return {row.id: row for row in await self._db.rows(_MATTERS, {"ids": list(ids)})}

    async def tasks(self, ids: Iterable[UUID]) -> Mapping[UUID, Row[Any]]:
        return {row.id: row for row in await self._db.rows(_TASKS, {"ids": list(ids)})}

    async def enter(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Put messages into boxes; one for the same event and person that is there already stays as it is."""
        await self._db.rows(_ENTER, {"rows": orjson.dumps(list(rows), default=str).decode()})


def _owner(actor: Actor) -> dict[str, Any]:
    return {"of_person": actor.user_id, "of_organ": actor.organ_id}
