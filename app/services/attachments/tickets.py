"""Tickets: a path for viewers and plain links that works once, for sixty seconds, without a log-in; audited."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.ids import new_id
from app.db.database import Db
from app.models.matters import AttachmentTicket
from app.repositories.attachments import AttachmentRepository
from app.services.attachments.service import AttachmentService
from app.services.audit.service import AuditService

VALID_FOR: Final = timedelta(seconds=60)
PATH: Final = "/api/v1/attachment-tickets"


class TicketOffice:
    """Issues tickets to callers who may see an attachment."""

    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor = db, actor

    async def issue(self, attachment_id: UUID) -> dict[str, Any]:
        """A fresh path; only the hash of its secret is kept. Raises: NotFound."""
        shown = await AttachmentService(self._db, self._actor).one(attachment_id)
        secret = secrets.token_urlsafe(32)
        ticket = AttachmentTicket(
            id=new_id(),
            secret_hash=_hashed(secret),
            attachment_id=attachment_id,
            person_id=self._actor.user_id,
            expires_at=self._db.clock.now() + VALID_FOR,
            used_at=None,
        )
        self._db.add(ticket)
        AuditService(self._db, self._actor).record(
            "attachment", attachment_id, "issue_ticket", matter_id=shown["matter_id"]
        )
        return {"path": f"{PATH}/{secret}", "expires_at": ticket.expires_at}


class TicketGate:
    """Lets in whoever brings a ticket. There is no caller: the ticket names the person it was issued to."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def look(self, secret: str) -> dict[str, Any]:
        """The attachment a ticket opens, leaving the ticket good. Raises: NotFound (used, expired, or none)."""
        ticket = await AttachmentRepository(self._db).ticket(_hashed(secret), self._db.clock.now())
        return await self._opened(self._db, ticket)

    async def use(self, secret: str) -> dict[str, Any]:
        """The attachment a ticket opens, once: the ticket is used up, durably and on record, before a byte is sent.

        In a unit of its own, because what asks for it only reads. Raises: NotFound.
        """
        async with self._db.database.open(writes=True, origin=self._db.origin) as own:
            ticket = await AttachmentRepository(own).use_ticket(_hashed(secret), own.clock.now())
            shown = await self._opened(own, ticket)
            assert ticket is not None
            person = Actor(ticket.person_id, ticket.person_name, shown["organ_id"])
            AuditService(own, person).record(
                "attachment", ticket.attachment_id, "use_ticket", matter_id=shown["matter_id"]
            )
            await own.commit()
        return shown

    @staticmethod
    async def _opened(db: Db, ticket: Any) -> dict[str, Any]:
        found = await AttachmentRepository(db).one(ticket.attachment_id) if ticket is not None else None
        if found is None or found.is_destroyed:
            raise NotFound
        return dict(found._mapping)


def _hashed(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
