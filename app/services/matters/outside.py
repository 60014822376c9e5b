"""What an act elsewhere does to a matter: a new version, an entry in its trail, an event.

The trail names the other organ and no person of it; who it was stands in the trail of that organ's own matter.
"""

from collections.abc import Iterable
from uuid import UUID

from app.db.database import Db
from app.events.matters import MatterMoved, OpenedTask
from app.models.matters import Matter, Task
from app.services.audit.service import AuditService
from app.services.events.service import EventService


class Outside:
    """Made for one act of an organ on matters of others."""

    def __init__(self, db: Db, organ_name: str) -> None:
        self._db, self._organ_name = db, organ_name

    def begin(self, matter: Matter, action: str, opened: Iterable[Task]) -> None:
        """Trail and event of the first moment of a matter that another organ caused."""
        self._record(matter, action, None, None)
        self._announce(matter, action, opened, ())

    def act(
        self,
        matter: Matter,
        action: str,
        *,
        state: str | None = None,
        note: str | None = None,
        opened: Iterable[Task] = (),
        told: Iterable[UUID] = (),
    ) -> None:
        """Something happened to the matter; its state becomes ``state``, if one is given."""
        before = matter.state
        matter.state = state or before
        matter.version += 1
        self._record(matter, action, before, note)
        self._announce(matter, action, opened, told)

    def _record(self, matter: Matter, action: str, before: str | None, note: str | None) -> None:
        entry = AuditService(self._db, None).record(
            matter.kind,
            matter.id,
            action,
            entity=matter,
            matter_id=matter.id,
            state_before=before,
            state_after=matter.state,
            note=note,
        )
        entry.organ_id, entry.actor_name, entry.address = matter.organ_id, self._organ_name, ""

    def _announce(self, matter: Matter, action: str, opened: Iterable[Task], told: Iterable[UUID]) -> None:
        EventService(self._db).add(
            MatterMoved(
                organ_id=matter.organ_id,
                matter_id=matter.id,
                kind=matter.kind,
                action=action,
                state=matter.state,
                version=matter.version,
                actor_id=None,
                opened=tuple(OpenedTask(t.id, t.assignee_id, t.kind, t.step) for t in opened),
                told=tuple(sorted(set(told))),
            )
        )
