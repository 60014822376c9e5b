"""Every query about attachments and their tickets."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, any_, bindparam, delete, exists, func, literal_column, select, union, update

from app.db.database import Db
from app.db.slice import Listing, Slice, Sort, Wanted
from app.models.archives import ArchiveComponent, ArchiveKeeping, ArchiveRecord
from app.models.matters import Attachment, AttachmentTicket
from app.repositories.matters import ARRAY_UUID, matters, people
from app.vocabulary.archives import KeepingState

attachments, tickets = Attachment.__table__, AttachmentTicket.__table__
components, records, keeping = ArchiveComponent.__table__, ArchiveRecord.__table__, ArchiveKeeping.__table__
_uploaded = attachments.join(people, people.c.id == attachments.c.uploaded_by_id)

_is_destroyed = exists().where(
    records.c.matter_id == attachments.c.matter_id,
    keeping.c.record_id == records.c.id,
    keeping.c.state == literal_column(f"'{KeepingState.DESTROYED}'"),
)
_ONE = (
    select(
        *attachments.columns,
        people.c.name.label("uploaded_by_name"),
        matters.c.kind.label("matter_kind"),
        _is_destroyed.label("is_destroyed"),
    )
    .select_from(_uploaded.outerjoin(matters, matters.c.id == attachments.c.matter_id))
    .where(attachments.c.id == bindparam("attachment_id"))
)
_LOCK = select(*attachments.columns).where(attachments.c.id == bindparam("attachment_id")).with_for_update()
_UNBOUND = _LOCK.where(
    attachments.c.matter_id.is_(None),
    attachments.c.organ_id == bindparam("organ_id"),
    attachments.c.uploaded_by_id == bindparam("person_id"),
)
_BOUND = _LOCK.where(attachments.c.matter_id == bindparam("matter_id"))
_COUNT = select(func.count()).where(attachments.c.matter_id == bindparam("matter_id"))
OF_MATTER = Listing(
    {
        "id": attachments.c.id,
        "name": attachments.c.name,
        "file_kind": attachments.c.file_kind,
        "media_type": attachments.c.media_type,
        "size": attachments.c.size,
        "sha256": attachments.c.sha256,
        "has_macros": attachments.c.has_macros,
        "uploaded_by_id": attachments.c.uploaded_by_id,
        "uploaded_by_name": people.c.name,
        "uploaded_at": attachments.c.uploaded_at,
        "bound_at": attachments.c.bound_at,
    },
    _uploaded,
    id_column=attachments.c.id,
    scopes={"matter": attachments.c.matter_id == bindparam("matter_id")},
    filters={},
    sorts={"bound_at": Sort(attachments.c.bound_at, datetime)},
)
_STALE = (
    select(attachments.c.id)
    .where(attachments.c.matter_id.is_(None), attachments.c.uploaded_at < bindparam("before"))
    .order_by(attachments.c.uploaded_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_IDS: Any = bindparam("ids", type_=ARRAY_UUID)
_DROP_TICKETS = delete(AttachmentTicket).where(tickets.c.attachment_id == any_(_IDS))
_DROP = delete(Attachment).where(attachments.c.id == any_(_IDS))
_KNOWN = union(
    select(attachments.c.id).where(attachments.c.id == any_(_IDS)),
    select(attachments.c.content_id).where(attachments.c.content_id == any_(_IDS)),
    select(components.c.file_id).where(components.c.file_id == any_(_IDS)),
)

_HOLDER = select(people.c.name, people.c.active).where(people.c.id == tickets.c.person_id).correlate(tickets)
_TICKET_COLUMNS = (
    tickets.c.id,
    tickets.c.attachment_id,
    tickets.c.person_id,
    _HOLDER.with_only_columns(people.c.name).scalar_subquery().label("person_name"),
)
_holder_is_active = _HOLDER.with_only_columns(people.c.active).scalar_subquery()
_valid = (
    tickets.c.secret_hash == bindparam("hash", type_=tickets.c.secret_hash.type),
    tickets.c.used_at.is_(None),
    tickets.c.expires_at > bindparam("now", type_=tickets.c.expires_at.type),
    _holder_is_active,
)
_PEEK = select(*_TICKET_COLUMNS).where(*_valid)
_USE = update(AttachmentTicket).where(*_valid).values(used_at=bindparam("now")).returning(*_TICKET_COLUMNS)


class AttachmentRepository:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def one(self, attachment_id: UUID) -> Row[Any] | None:
        """The attachment with its uploader's name and the kind of its matter. Whether it may be seen is not asked here."""
        return await self._db.first(_ONE, {"attachment_id": attachment_id})

    async def lock_unbound(self, attachment_id: UUID, organ_id: UUID, person_id: UUID) -> Attachment | None:
        """The attachment, if it belongs to no matter yet and this person uploaded it."""
        binds = {"attachment_id": attachment_id, "organ_id": organ_id, "person_id": person_id}
        return await self._db.entity(Attachment, _UNBOUND, binds)

    async def lock_bound(self, attachment_id: UUID, matter_id: UUID) -> Attachment | None:
        return await self._db.entity(Attachment, _BOUND, {"attachment_id": attachment_id, "matter_id": matter_id})

    async def count(self, matter_id: UUID) -> int:
        found: int = await self._db.scalar(_COUNT, {"matter_id": matter_id})
        return found

    async def of_matter(self, matter_id: UUID, wanted: Wanted) -> Slice:
        return await OF_MATTER.fetch(self._db, wanted, "matter", {"matter_id": matter_id})

    async def lock_stale(self, before: datetime, most: int) -> Sequence[UUID]:
        """Ids of attachments that were uploaded before a moment and belong to nothing; those in use are passed over."""
        return [row.id for row in await self._db.rows(_STALE, {"before": before, "most": most})]

    async def drop(self, ids: Collection[UUID]) -> None:
        """Delete the rows and whatever tickets there are for them."""
        await self._db.rows(_DROP_TICKETS, {"ids": list(ids)})
        await self._db.rows(_DROP, {"ids": list(ids)})

    async def known(self, ids: Collection[UUID]) -> set[UUID]:
        """Those of the ids that have a row, or whose bytes belong to the row of another."""
        return {row.id for row in await self._db.rows(_KNOWN, {"ids": list(ids)})}

    async def ticket(self, hashed: bytes, now: datetime) -> Row[Any] | None:
        """A ticket that still holds, by the hash of its secret; its person must be active."""
        return await self._db.first(_PEEK, {"hash": hashed, "now": now})

    async def use_ticket(self, hashed: bytes, now: datetime) -> Row[Any] | None:
        """The same, used up by this very statement: of two at once only one gets it."""
        return await self._db.first(_USE, {"hash": hashed, "now": now})
