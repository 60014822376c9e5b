"""What is not filed yet, what is to be checked, what checks found, and what is to be emptied."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    and_,
    any_,
    bindparam,
    cast,
    exists,
    func,
    literal_column,
    or_,
    select,
    union,
)
from sqlalchemy.types import Date, DateTime, Integer, Text

from app.db.database import Db
from app.db.slice import Listing, Slice, Sort, Wanted
from app.models.archives import ArchiveCheck, ArchiveFlaw, ArchiveKeeping, ArchiveRecord
from app.models.incoming import IncomingDocument
from app.models.matters import Attachment
from app.models.outgoing import OutgoingDocument
from app.models.trail import AuditEntry
from app.repositories.archives import components, keeping, records
from app.repositories.matters import ARRAY_UUID, matters
from app.repositories.shown import is_one_of, name_of
from app.vocabulary.archives import KeepingState
from app.vocabulary.common import MatterKind
from app.vocabulary.documents import Disposal, IncomingState
from app.vocabulary.outgoing import OutgoingState

checks, flaws, entries = ArchiveCheck.__table__, ArchiveFlaw.__table__, AuditEntry.__table__
attachments = Attachment.__table__
incoming, outgoing = IncomingDocument.__table__, OutgoingDocument.__table__
FILE_ACTION, SUBJECT = "file", "archive_record"
"""How the trail calls the filing of a record."""


def _word(value: str) -> ColumnElement[Any]:
    return literal_column(f"'{value}'")


_ready_at: ColumnElement[Any] = func.coalesce(outgoing.c.dispatched_at, matters.c.closed_at, matters.c.opened_at)
_year = func.extract("year", _ready_at)
_due_on: ColumnElement[Any] = cast(func.make_date(cast(_year, records.c.year.type) + 1, 6, 30), Date())
_waits = or_(
    and_(matters.c.kind == _word(MatterKind.OUTGOING_DOCUMENT), matters.c.state == _word(OutgoingState.DISPATCHED)),
    and_(
        matters.c.kind == _word(MatterKind.INCOMING_DOCUMENT),
        or_(
            matters.c.state == _word(IncomingState.CLOSED),
            and_(matters.c.state == _word(IncomingState.DISPOSED), incoming.c.disposal == _word(Disposal.ARCHIVE)),
        ),
    ),
)
CANDIDATES = Listing(
    {
        "id": matters.c.id,
        "kind": matters.c.kind,
        "number": matters.c.number,
        "title": matters.c.title,
        "state": matters.c.state,
        "responsible_id": matters.c.responsible_id,
        "responsible_name": name_of(matters.c.responsible_id),
        "ready_at": _ready_at,
        "due_on": _due_on,
        "is_overdue": _due_on < bindparam("today", type_=Date()),
    },
    matters.outerjoin(incoming, incoming.c.id == matters.c.id).outerjoin(outgoing, outgoing.c.id == matters.c.id),
    id_column=matters.c.id,
    scopes={
        "organ": and_(
            matters.c.organ_id == bindparam("organ_id"), _waits, ~exists().where(records.c.matter_id == matters.c.id)
        )
    },
    filters={
        "kind": is_one_of(matters.c.kind, "kind"),
        "year": _year == bindparam("year"),
        "overdue": (_due_on < bindparam("today", type_=Date())) == bindparam("overdue"),
    },
    sorts={"ready_at": Sort(_ready_at, datetime)},
)
CHECKS = Listing(
    {
        **{name: checks.c[name] for name in ("id", "at", "by_id", "checked_count", "flawed_count")},
        "by_name": name_of(checks.c.by_id),
    },
    checks,
    id_column=checks.c.id,
    scopes={"organ": checks.c.organ_id == bindparam("organ_id")},
    filters={"flawed": (checks.c.flawed_count > literal_column("0")) == bindparam("flawed")},
    sorts={"-at": Sort(checks.c.at, datetime, descending=True)},
)
FLAWS = Listing(
    {
        **{name: flaws.c[name] for name in ("record_id", "aspect", "position", "is_grave", "detail")},
        "code": records.c.code,
        "file_name": components.c.name,
    },
    flaws.join(records, records.c.id == flaws.c.record_id).outerjoin(
        components, and_(components.c.record_id == flaws.c.record_id, components.c.position == flaws.c.position)
    ),
    id_column=flaws.c.id,
    scopes={"check": flaws.c.check_id == bindparam("check_id")},
    filters={"grave": flaws.c.is_grave == bindparam("grave")},
    sorts={"code": Sort(records.c.code, str)},
)
_CHECK = select(checks.c.id).where(checks.c.id == bindparam("check_id"), checks.c.organ_id == bindparam("organ_id"))
_never: ColumnElement[Any] = literal_column("'1900-01-01 00:00:00+08'::timestamptz")
_checked_at = func.coalesce(keeping.c.checked_at, _never)
_DUE = (
    select(*keeping.columns)
    .where(
        keeping.c.state == _word(KeepingState.KEPT),
        _checked_at < bindparam("before", type_=DateTime(timezone=True)),
    )
    .order_by(_checked_at, keeping.c.record_id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_NEXT = (
    select(*keeping.columns)
    .select_from(keeping.join(records, records.c.id == keeping.c.record_id))
    .where(
        keeping.c.state == _word(KeepingState.KEPT),
        records.c.organ_id == bindparam("organ_id"),
        func.coalesce(cast(bindparam("year"), Integer()), records.c.year) == records.c.year,
        func.coalesce(cast(bindparam("class_code"), Text()), records.c.class_code) == records.c.class_code,
    )
    .order_by(_checked_at, keeping.c.record_id)
    .limit(bindparam("most"))
    .with_for_update(of=keeping, skip_locked=True)
)
_RECORDS = select(*records.columns).where(records.c.id == any_(bindparam("ids", type_=ARRAY_UUID)))
_FILED = select(entries.c.subject_id, entries.c.changes).where(
    entries.c.matter_id == any_(bindparam("matters", type_=ARRAY_UUID)),
    entries.c.subject == _word(SUBJECT),
    entries.c.action == _word(FILE_ACTION),
)
_EMPTYING = (
    select(*keeping.columns)
    .where(keeping.c.state == _word(KeepingState.DESTROYED), keeping.c.emptied_at.is_(None))
    .order_by(keeping.c.record_id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)

_other, _others = components.alias("other_components"), keeping.alias("other_keeping")
_FILES: Any = bindparam("files", type_=ARRAY_UUID)
_SHARED = union(
    select(_other.c.file_id)
    .select_from(_other.join(_others, _others.c.record_id == _other.c.record_id))
    .where(_other.c.file_id == any_(_FILES), _others.c.state == _word(KeepingState.KEPT)),
    select(attachments.c.content_id)
    .select_from(
        attachments.outerjoin(records, records.c.matter_id == attachments.c.matter_id).outerjoin(
            keeping, keeping.c.record_id == records.c.id
        )
    )
    .where(
        attachments.c.content_id == any_(_FILES),
        func.coalesce(keeping.c.state, _word(KeepingState.KEPT)) == _word(KeepingState.KEPT),
    ),
    select(attachments.c.id)
    .select_from(
        attachments.outerjoin(records, records.c.matter_id == attachments.c.matter_id).outerjoin(
            keeping, keeping.c.record_id == records.c.id
        )
    )
    .where(
        attachments.c.id == any_(_FILES),
        func.coalesce(keeping.c.state, _word(KeepingState.KEPT)) == _word(KeepingState.KEPT),
    ),
)
"""Of these contents the ones another paper still needs: a record that is kept, or a paper that is not filed."""


class ArchiveCheckRepository:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def candidates(self, organ_id: UUID, today: date, wanted: Wanted) -> Slice:
        return await CANDIDATES.fetch(self._db, wanted, "organ", {"organ_id": organ_id, "today": today})

    async def checks(self, organ_id: UUID, wanted: Wanted) -> Slice:
        return await CHECKS.fetch(self._db, wanted, "organ", {"organ_id": organ_id})

    async def is_of(self, check_id: UUID, organ_id: UUID) -> bool:
        return await self._db.scalar(_CHECK, {"check_id": check_id, "organ_id": organ_id}) is not None

    async def flaws(self, check_id: UUID, wanted: Wanted) -> Slice:
        return await FLAWS.fetch(self._db, wanted, "check", {"check_id": check_id})

    async def due(self, before: datetime, most: int) -> list[ArchiveKeeping]:
        """Kept records last checked before a moment, the longest ago first; those in use are passed over."""
        return await self._db.entities(ArchiveKeeping, _DUE, {"before": before, "most": most})

    async def next_of(self, organ_id: UUID, most: int, year: int | None, code: str | None) -> list[ArchiveKeeping]:
        """Kept records of an organ, of a year and class if they are named, those checked longest ago first."""
        asked = {"organ_id": organ_id, "most": most, "year": year, "class_code": code}
        return await self._db.entities(ArchiveKeeping, _NEXT, asked)

    async def records(self, ids: Collection[UUID]) -> list[ArchiveRecord]:
        return await self._db.entities(ArchiveRecord, _RECORDS, {"ids": list(ids)})

    async def filings(self, matter_ids: Collection[UUID]) -> Sequence[Row[Any]]:
        """What the trail says of the filing of these matters."""
        return await self._db.rows(_FILED, {"matters": list(matter_ids)})

    async def emptying(self, most: int) -> list[ArchiveKeeping]:
        """Destroyed records whose files still lie in the store."""
        return await self._db.entities(ArchiveKeeping, _EMPTYING, {"most": most})

    async def shared(self, files: Collection[UUID]) -> set[UUID]:
        """Of these contents the ones another paper still needs. What is destroyed needs nothing."""
        return {row[0] for row in await self._db.rows(_SHARED, {"files": list(files)})}
