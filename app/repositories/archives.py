"""Every query about filed records (档案), the fonds of an organ and its retention schedule."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, any_, bindparam, exists, func, literal_column, or_, select
from sqlalchemy.types import Date, Text

from app.core.actor import Actor
from app.db.database import Db
from app.db.slice import Listing, Slice, Sort, Wanted
from app.models.archives import (
    ArchiveComponent,
    ArchiveExport,
    ArchiveHold,
    ArchiveKeeping,
    ArchiveLoan,
    ArchiveRecord,
    ArchiveSettings,
    RetentionClass,
    RetentionSchedule,
)
from app.models.matters import Attachment, Opinion
from app.models.trail import AuditEntry
from app.repositories.matters import ARRAY_UUID, matters, people, readable, reading_binds
from app.repositories.shown import is_one_of, name_of
from app.vocabulary.archives import KeepingState, LoanState
from app.vocabulary.identity import Permission

records, keeping = ArchiveRecord.__table__, ArchiveKeeping.__table__
components, holds = ArchiveComponent.__table__, ArchiveHold.__table__
schedules, classes = RetentionSchedule.__table__, RetentionClass.__table__
exports, settings = ArchiveExport.__table__, ArchiveSettings.__table__
loans, opinions, entries = ArchiveLoan.__table__, Opinion.__table__, AuditEntry.__table__
attachments = Attachment.__table__
_loan_matters = matters.alias("loan_matters")

KEPT = records.join(keeping, keeping.c.record_id == records.c.id).join(matters, matters.c.id == records.c.matter_id)
_lent = exists().where(
    loans.c.record_id == records.c.id,
    loans.c.id == _loan_matters.c.id,
    _loan_matters.c.state == literal_column(f"'{LoanState.LENT}'"),
    loans.c.borrower_id == any_(bindparam("my_people", type_=ARRAY_UUID)),
)
SCOPES = {
    "organ": records.c.organ_id == bindparam("organ_id"),
    "mine": and_(records.c.organ_id == bindparam("organ_id"), or_(readable("mine"), _lent)),
}
"""Every record of the organ; or those of matters one may see, and what one has borrowed."""

_COLUMNS = {
    "id": records.c.id,
    "item_number": records.c.item_number,
    "code": records.c.code,
    "document_number": records.c.document_number,
    "responsible_party": records.c.responsible_party,
    "title": records.c.title,
    "doc_date": records.c.doc_date,
    "classification": records.c.classification,
    "pages": records.c.pages,
    "note": records.c.note,
    "year": records.c.year,
    "retention": keeping.c.retention,
    "unit_code": records.c.unit_code,
    "class_code": records.c.class_code,
    "matter_id": records.c.matter_id,
    "state": keeping.c.state,
    "expires_on": keeping.c.expires_on,
    "hold_count": keeping.c.hold_count,
    "is_flawed": keeping.c.is_flawed,
    "filed_at": records.c.filed_at,
    "version": keeping.c.version,
}
_escaped: Any = bindparam("like", type_=Text())
RECORDS = Listing(
    _COLUMNS,
    KEPT,
    id_column=records.c.id,
    scopes=SCOPES,
    filters={
        "year": records.c.year == bindparam("year"),
        "retention": is_one_of(keeping.c.retention, "retention"),
        "unit_code": records.c.unit_code == bindparam("unit_code"),
        "class_code": records.c.class_code == bindparam("class_code"),
        "state": is_one_of(keeping.c.state, "state"),
        "code": records.c.code == bindparam("code"),
        "matter_id": records.c.matter_id == bindparam("matter_id"),
        "expires_before": keeping.c.expires_on < bindparam("expires_before", type_=Date()),
        "held": (keeping.c.hold_count > literal_column("0")) == bindparam("held"),
        "flawed": keeping.c.is_flawed == bindparam("flawed"),
        "like": or_(records.c.title.ilike(_escaped), records.c.document_number.ilike(_escaped)),
    },
    sorts={
        "code": Sort(records.c.code, str),
        "-filed_at": Sort(records.c.filed_at, datetime, descending=True),
    },
)
_parts = (
    select(
        func.coalesce(
            func.json_agg(
                func.json_build_object(
                    "id", components.c.id, "position", components.c.position, "role", components.c.role,
                    "name", components.c.name, "media_type", components.c.media_type, "size", components.c.size,
                    "sha256", components.c.sha256,
                    "file_id", components.c.file_id,
                ).op("ORDER BY")(components.c.position)
            ),
            literal_column("'[]'::json"),
        )
    )
    .where(components.c.record_id == records.c.id)
    .correlate(records)
    .scalar_subquery()
)  # fmt: skip
_VIEW = {
    scope: select(
        *records.columns,
        *(column for column in keeping.columns if column.name not in ("record_id", "retention")),
        keeping.c.retention.label("present_retention"),
        _parts.label("components"),
        name_of(records.c.filed_by_id).label("filed_by_name"),
    )
    .select_from(KEPT)
    .where(records.c.id == bindparam("id"), condition)
    for scope, condition in SCOPES.items()
}
_EXISTS = {
    scope: select(records.c.id).select_from(KEPT).where(records.c.id == bindparam("id"), condition)
    for scope, condition in SCOPES.items()
}
_id: Any = bindparam("id")
_RECORD = select(*records.columns).where(records.c.id == _id)
_KEEPING = select(*keeping.columns).where(keeping.c.record_id == _id).with_for_update()
_KEEPINGS = (
    select(*keeping.columns)
    .where(keeping.c.record_id == any_(bindparam("ids", type_=ARRAY_UUID)))
    .order_by(keeping.c.record_id)
    .with_for_update()
)
_OWN = select(records.c.id, records.c.code).where(
    records.c.id == any_(bindparam("ids", type_=ARRAY_UUID)), records.c.organ_id == bindparam("organ_id")
)
_COMPONENTS = (
    select(*components.columns)
    .where(components.c.record_id == any_(bindparam("ids", type_=ARRAY_UUID)))
    .order_by(components.c.record_id, components.c.position)
)
_COMPONENT = (
    select(*components.columns)
    .select_from(components.join(keeping, keeping.c.record_id == components.c.record_id))
    .where(
        components.c.id == bindparam("component_id"),
        keeping.c.state == literal_column(f"'{KeepingState.KEPT}'"),
    )
)
_HOLD = select(*holds.columns).where(holds.c.record_id == _id, holds.c.id == bindparam("hold_id")).with_for_update()
HOLDS = Listing(
    {
        **{name: holds.c[name] for name in ("id", "basis", "placed_by_id", "placed_at", "lifted_at", "lift_reason")},
        "placed_by_name": name_of(holds.c.placed_by_id),
        "lifted_by_name": name_of(holds.c.lifted_by_id),
    },
    holds,
    id_column=holds.c.id,
    scopes={"record": holds.c.record_id == bindparam("record_id")},
    filters={},
    sorts={"placed_at": Sort(holds.c.placed_at, datetime)},
)
EXPORTS = Listing(
    {
        **{name: exports.c[name] for name in ("id", "record_id", "purpose", "by_id", "at")},
        "code": records.c.code,
        "by_name": people.c.name,
    },
    exports.join(records, records.c.id == exports.c.record_id).join(people, people.c.id == exports.c.by_id),
    id_column=exports.c.id,
    scopes={"organ": records.c.organ_id == bindparam("organ_id")},
    filters={"record_id": exports.c.record_id == bindparam("record_id")},
    sorts={"-at": Sort(exports.c.at, datetime, descending=True)},
)
_EXPORT = (
    select(*exports.columns, settings.c.fonds_name, settings.c.archive_name)
    .select_from(
        exports.join(records, records.c.id == exports.c.record_id).join(
            settings, settings.c.organ_id == records.c.organ_id
        )
    )
    .where(exports.c.id == _id)
)
_SETTINGS = select(*settings.columns).where(settings.c.organ_id == bindparam("organ_id"))
_LATEST = (
    select(*schedules.columns)
    .where(schedules.c.organ_id == bindparam("organ_id"))
    .order_by(schedules.c.version.desc())
    .limit(1)
)
_CLASSES = (
    select(*classes.columns).where(classes.c.schedule_id == bindparam("schedule_id")).order_by(classes.c.position)
)
SCHEDULES = Listing(
    {
        **{
            name: schedules.c[name]
            for name in ("version", "approved_by", "approval_reference", "approved_on", "reason", "created_by_id", "created_at")
        },
        "created_by_name": people.c.name,
    },
    schedules.join(people, people.c.id == schedules.c.created_by_id),
    id_column=schedules.c.id,
    scopes={"organ": schedules.c.organ_id == bindparam("organ_id")},
    filters={},
    sorts={"-version": Sort(schedules.c.version, int, descending=True)},
)  # fmt: skip
_HAS_RECORDS = select(records.c.id).where(records.c.organ_id == bindparam("organ_id")).limit(1)
_OF_MATTER = select(records.c.id).where(records.c.matter_id == _id)
_FILES = (
    select(*attachments.columns)
    .where(attachments.c.matter_id == _id)
    .order_by(attachments.c.bound_at, attachments.c.id)
)
_author, _principal = people.alias("opinion_author"), people.alias("opinion_principal")
_OPINIONS = (
    select(opinions.c.kind, opinions.c.text, opinions.c.at, _author.c.name, _principal.c.name.label("principal"))
    .select_from(
        opinions.join(_author, _author.c.id == opinions.c.author_id).outerjoin(
            _principal, _principal.c.id == opinions.c.on_behalf_of_id
        )
    )
    .where(opinions.c.matter_id == _id)
    .order_by(opinions.c.id)
)
_TRAIL = (
    select(entries.c.action, entries.c.actor_name, entries.c.state_after, entries.c.note, entries.c.at)
    .where(entries.c.matter_id == _id)
    .order_by(entries.c.id)
)


class ArchiveRepository:
    """Every query for a person starts from what that person may see."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def search(self, wanted: Wanted, actor: Actor) -> Slice:
        return await RECORDS.fetch(self._db, _phrased(wanted), scope(actor), reading_binds(actor))

    async def view(self, record_id: UUID, actor: Actor) -> Row[Any] | None:
        """The record with its files and how it is kept, in one query."""
        return await self._db.first(_VIEW[scope(actor)], {"id": record_id, **reading_binds(actor)})

    async def is_visible(self, record_id: UUID, actor: Actor) -> bool:
        return await self._db.scalar(_EXISTS[scope(actor)], {"id": record_id, **reading_binds(actor)}) is not None

    async def record(self, record_id: UUID) -> ArchiveRecord | None:
        return await self._db.entity(ArchiveRecord, _RECORD, {"id": record_id})

    async def of_matter(self, matter_id: UUID) -> UUID | None:
        found: UUID | None = await self._db.scalar(_OF_MATTER, {"id": matter_id})
        return found

    async def lock(self, record_id: UUID) -> ArchiveKeeping | None:
        """How the record is kept, locked until the transaction ends."""
        return await self._db.entity(ArchiveKeeping, _KEEPING, {"id": record_id})

    async def lock_all(self, ids: Collection[UUID]) -> list[ArchiveKeeping]:
        """The same for several, in one order, so that two who want the same wait for one another."""
        return await self._db.entities(ArchiveKeeping, _KEEPINGS, {"ids": list(ids)})

    async def own(self, ids: Collection[UUID], organ_id: UUID) -> Sequence[Row[Any]]:
        """Those of the ids that are records of the organ, with their 档号."""
        return await self._db.rows(_OWN, {"ids": list(ids), "organ_id": organ_id})

    async def components(self, ids: Collection[UUID]) -> list[ArchiveComponent]:
        return await self._db.entities(ArchiveComponent, _COMPONENTS, {"ids": list(ids)})

    async def component(self, component_id: UUID) -> ArchiveComponent | None:
        """A file of a record that is not destroyed. Whether the record may be seen is not asked here."""
        return await self._db.entity(ArchiveComponent, _COMPONENT, {"component_id": component_id})

    async def holds(self, record_id: UUID, wanted: Wanted) -> Slice:
        return await HOLDS.fetch(self._db, wanted, "record", {"record_id": record_id})

    async def hold(self, record_id: UUID, hold_id: UUID) -> ArchiveHold | None:
        return await self._db.entity(ArchiveHold, _HOLD, {"id": record_id, "hold_id": hold_id})

    async def exports(self, organ_id: UUID, wanted: Wanted) -> Slice:
        return await EXPORTS.fetch(self._db, wanted, "organ", {"organ_id": organ_id})

    async def export(self, export_id: UUID) -> Row[Any] | None:
        """An export, with the names of the fonds."""
        return await self._db.first(_EXPORT, {"id": export_id})

    async def opinions(self, matter_id: UUID) -> Sequence[Row[Any]]:
        return await self._db.rows(_OPINIONS, {"id": matter_id})

    async def trail(self, matter_id: UUID) -> Sequence[Row[Any]]:
        return await self._db.rows(_TRAIL, {"id": matter_id})

    async def attachments(self, matter_id: UUID) -> list[Attachment]:
        """Every attachment of a matter, in the order they came to it."""
        return await self._db.entities(Attachment, _FILES, {"id": matter_id})

    # What an organ set

    async def settings(self, organ_id: UUID) -> ArchiveSettings | None:
        return await self._db.entity(ArchiveSettings, _SETTINGS, {"organ_id": organ_id})

    async def schedule(self, organ_id: UUID) -> RetentionSchedule | None:
        """The newest version the organ set."""
        return await self._db.entity(RetentionSchedule, _LATEST, {"organ_id": organ_id})

    async def classes(self, schedule_id: UUID) -> Sequence[Row[Any]]:
        return await self._db.rows(_CLASSES, {"schedule_id": schedule_id})

    async def schedules(self, organ_id: UUID, wanted: Wanted) -> Slice:
        return await SCHEDULES.fetch(self._db, wanted, "organ", {"organ_id": organ_id})

    async def has_records(self, organ_id: UUID) -> bool:
        return await self._db.scalar(_HAS_RECORDS, {"organ_id": organ_id}) is not None


def scope(actor: Actor) -> str:
    return "organ" if actor.can(Permission.ARCHIVES_READ_ALL) else "mine"


def _phrased(wanted: Wanted) -> Wanted:
    """``q`` is a phrase in title or number."""
    if "q" not in wanted.filters:
        return wanted
    asked = wanted.filters["q"].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    kept = {name: value for name, value in wanted.filters.items() if name != "q"} | {"like": f"%{asked}%"}
    return Wanted(wanted.sort, wanted.limit, wanted.cursor, kept, wanted.with_total)
