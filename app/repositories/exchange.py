"""What the exchange between organs asks of both sides. Nothing here is asked for a person: the caller's side was checked."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select

from app.db.database import Db
from app.models.incoming import IncomingDocument
from app.models.matters import Attachment, Matter
from app.models.outgoing import OutgoingDocument, Recipient

matters, incoming, outgoing = Matter.__table__, IncomingDocument.__table__, OutgoingDocument.__table__
recipients, attachments = Recipient.__table__, Attachment.__table__


def _whole(table: Any) -> Any:
    """A document of one table with its matter, locked by its matter until the transaction ends."""
    own = [column for column in table.columns if column.name != "id"]
    return (
        select(*matters.columns, *own)
        .select_from(matters.join(table, table.c.id == matters.c.id))
        .where(matters.c.id == bindparam("id"))
        .with_for_update(of=matters)
    )


_OUTGOING, _INCOMING = _whole(outgoing), _whole(incoming)
_SOURCE = select(incoming.c.source_id, incoming.c.recipient_id).where(incoming.c.id == bindparam("id"))
_RECIPIENT = select(*recipients.columns).where(recipients.c.id == bindparam("id")).with_for_update()
_FILES = (
    select(*attachments.columns)
    .where(attachments.c.matter_id == bindparam("matter_id"))
    .order_by(attachments.c.bound_at, attachments.c.id)
)


class ExchangeRepository:
    """Locks are taken in one order everywhere: the sender's document before the paper it became elsewhere."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def lock_outgoing(self, document_id: UUID) -> OutgoingDocument | None:
        return await self._db.entity(OutgoingDocument, _OUTGOING, {"id": document_id})

    async def lock_incoming(self, document_id: UUID) -> IncomingDocument | None:
        return await self._db.entity(IncomingDocument, _INCOMING, {"id": document_id})

    async def source_of(self, incoming_id: UUID) -> Row[Any] | None:
        """``source_id`` and ``recipient_id`` of a paper; both null if it came another way."""
        return await self._db.first(_SOURCE, {"id": incoming_id})

    async def recipient(self, recipient_id: UUID) -> Recipient | None:
        return await self._db.entity(Recipient, _RECIPIENT, {"id": recipient_id})

    async def files(self, matter_id: UUID) -> list[Attachment]:
        """The files of a document in the order they came to it."""
        return await self._db.entities(Attachment, _FILES, {"matter_id": matter_id})
