"""Every query about loans (借阅) and disposal lists (鉴定销毁) of records."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, any_, bindparam, func, literal_column, select
from sqlalchemy.types import Date

from app.core.actor import Actor
from app.db.database import Db
from app.db.slice import Listing, Slice, Sort, Wanted
from app.models.archives import ArchiveDisposal, ArchiveLoan, DisposalEntry
from app.repositories.archives import keeping, records
from app.repositories.matters import ARRAY_UUID, matters, readable, reading_binds, scope_of
from app.repositories.shown import CURRENT, MATTER_LIGHT, TASKS, is_one_of, name_of
from app.vocabulary.archives import LoanState
from app.vocabulary.common import MatterKind

loans, disposals = ArchiveLoan.__table__, ArchiveDisposal.__table__
entries = DisposalEntry.__table__
_lent = matters.join(loans, loans.c.id == matters.c.id).join(records, records.c.id == loans.c.record_id)
_listed = matters.join(disposals, disposals.c.id == matters.c.id)
_SCOPES = ("organ", "mine")
_MATTER = {name: matters.c[name] for name in ("id", "title", "state", "opened_at", "due_at", "closed_at", "version")}
_is_out = matters.c.state == literal_column(f"'{LoanState.LENT}'")
_entry_count = select(func.count()).where(entries.c.disposal_id == matters.c.id).correlate(matters).scalar_subquery()

LOANS = Listing(
    {
        **_MATTER,
        "record_id": loans.c.record_id,
        "code": records.c.code,
        "borrower_id": loans.c.borrower_id,
        "borrower_name": name_of(loans.c.borrower_id),
        "reader_name": loans.c.reader_name,
        "reader_unit": loans.c.reader_unit,
        "due_on": loans.c.due_on,
        "lent_at": loans.c.lent_at,
        "returned_at": loans.c.returned_at,
        "is_overdue": _is_out & (loans.c.due_on < bindparam("today", type_=Date())),
        "light": MATTER_LIGHT,
        "current": CURRENT,
    },
    _lent,
    id_column=matters.c.id,
    scopes={name: readable(name) for name in _SCOPES},
    filters={
        "state": is_one_of(matters.c.state, "state"),
        "record_id": loans.c.record_id == bindparam("record_id"),
        "borrower_id": loans.c.borrower_id == bindparam("borrower_id"),
        "open": (matters.c.closed_at.is_(None)) == bindparam("open"),
        "overdue": (_is_out & (loans.c.due_on < bindparam("today", type_=Date()))) == bindparam("overdue"),
    },
    sorts={
        "-opened_at": Sort(matters.c.opened_at, datetime, descending=True),
        "due_on": Sort(func.coalesce(matters.c.due_at, matters.c.opened_at), datetime),
    },
)  # fmt: skip
DISPOSALS = Listing(
    {
        **_MATTER,
        "created_by_name": name_of(matters.c.created_by_id),
        "entry_count": _entry_count,
        "approved_at": disposals.c.approved_at,
        "executed_at": disposals.c.executed_at,
        "light": MATTER_LIGHT,
        "current": CURRENT,
    },
    _listed,
    id_column=matters.c.id,
    scopes={name: readable(name) for name in _SCOPES},
    filters={
        "state": is_one_of(matters.c.state, "state"),
        "open": (matters.c.closed_at.is_(None)) == bindparam("open"),
    },
    sorts={"-opened_at": Sort(matters.c.opened_at, datetime, descending=True)},
)
ENTRIES = Listing(
    {
        "position": entries.c.position,
        "record_id": entries.c.record_id,
        "code": records.c.code,
        "document_number": records.c.document_number,
        "title": records.c.title,
        "doc_date": records.c.doc_date,
        "year": records.c.year,
        "filed_retention": records.c.retention,
        "pages": records.c.pages,
        "conclusion": entries.c.conclusion,
        "retention": entries.c.retention,
        "reason": entries.c.reason,
        "state": keeping.c.state,
        "destroyed_at": keeping.c.destroyed_at,
    },
    entries.join(records, records.c.id == entries.c.record_id).join(
        keeping, keeping.c.record_id == entries.c.record_id
    ),
    id_column=entries.c.id,
    scopes={"disposal": entries.c.disposal_id == bindparam("disposal_id")},
    filters={"conclusion": is_one_of(entries.c.conclusion, "conclusion")},
    sorts={"position": Sort(entries.c.position, int)},
)


def _columns(own: Any) -> list[Any]:
    return [
        matters.c.id,
        *(column for table in (matters, own) for column in table.columns if column.name != "id"),
    ]


def _one(own: Any, source: Any, scope: str, *, lock: bool) -> Select[Any]:
    found: Select[Any] = select(*_columns(own)).select_from(source)
    found = found.where(matters.c.id == bindparam("id"), readable(scope))
    return found.with_for_update(of=matters) if lock else found


_LOAN_LOCK = {scope: _one(loans, _lent, scope, lock=True) for scope in _SCOPES}
_LOAN_VIEW = {
    scope: _one(loans, _lent, scope, lock=False).add_columns(
        TASKS.label("tasks"),
        MATTER_LIGHT.label("light"),
        records.c.code.label("code"),
        name_of(loans.c.borrower_id).label("borrower_name"),
    )
    for scope in _SCOPES
}
_LOAN_SEEN = {
    scope: select(matters.c.id).select_from(_lent).where(matters.c.id == bindparam("id"), readable(scope))
    for scope in _SCOPES
}
_DISPOSAL_LOCK = {scope: _one(disposals, _listed, scope, lock=True) for scope in _SCOPES}
_DISPOSAL_VIEW = {
    scope: _one(disposals, _listed, scope, lock=False).add_columns(
        TASKS.label("tasks"),
        MATTER_LIGHT.label("light"),
        _entry_count.label("entry_count"),
        name_of(matters.c.created_by_id).label("created_by_name"),
        name_of(disposals.c.approved_by_id).label("approved_by_name"),
    )
    for scope in _SCOPES
}
_DISPOSAL_SEEN = {
    scope: select(matters.c.id).select_from(_listed).where(matters.c.id == bindparam("id"), readable(scope))
    for scope in _SCOPES
}
_ENTRIES_OF = select(*entries.columns).where(entries.c.disposal_id == bindparam("id")).order_by(entries.c.position)
_OUT = (
    select(loans.c.record_id, func.count().label("open"))
    .select_from(matters.join(loans, loans.c.id == matters.c.id))
    .where(loans.c.record_id == any_(bindparam("ids", type_=ARRAY_UUID)), _is_out)
    .group_by(loans.c.record_id)
)
_OUT_WITH = (
    select(func.count())
    .select_from(matters.join(loans, loans.c.id == matters.c.id))
    .where(loans.c.borrower_id == bindparam("person_id"), _is_out)
)


class LoanRepository:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def lock(self, loan_id: UUID, actor: Actor) -> ArchiveLoan | None:
        binds = {"id": loan_id, **reading_binds(actor)}
        return await self._db.entity(ArchiveLoan, _LOAN_LOCK[_loan_scope(actor)], binds)

    async def view(self, loan_id: UUID, actor: Actor) -> Row[Any] | None:
        binds = {"id": loan_id, "now": self._db.clock.now(), **reading_binds(actor)}
        return await self._db.first(_LOAN_VIEW[_loan_scope(actor)], binds)

    async def is_visible(self, loan_id: UUID, actor: Actor) -> bool:
        binds = {"id": loan_id, **reading_binds(actor)}
        return await self._db.scalar(_LOAN_SEEN[_loan_scope(actor)], binds) is not None

    async def search(self, wanted: Wanted, actor: Actor, today: Any) -> Slice:
        binds = {"now": self._db.clock.now(), "today": today, **reading_binds(actor)}
        return await LOANS.fetch(self._db, wanted, _loan_scope(actor), binds)

    async def lent(self, ids: Collection[UUID]) -> Mapping[UUID, int]:
        """How many loans of each record are out; records that are in are absent."""
        return {row.record_id: row.open for row in await self._db.rows(_OUT, {"ids": list(ids)})}

    async def lent_to(self, person_id: UUID) -> int:
        """How many records a person has in hand, in all organs (DOC-X13)."""
        found: int = await self._db.scalar(_OUT_WITH, {"person_id": person_id})
        return found


class DisposalRepository:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def lock(self, disposal_id: UUID, actor: Actor) -> ArchiveDisposal | None:
        binds = {"id": disposal_id, **reading_binds(actor)}
        return await self._db.entity(ArchiveDisposal, _DISPOSAL_LOCK[_disposal_scope(actor)], binds)

    async def view(self, disposal_id: UUID, actor: Actor) -> Row[Any] | None:
        binds = {"id": disposal_id, "now": self._db.clock.now(), **reading_binds(actor)}
        return await self._db.first(_DISPOSAL_VIEW[_disposal_scope(actor)], binds)

    async def is_visible(self, disposal_id: UUID, actor: Actor) -> bool:
        binds = {"id": disposal_id, **reading_binds(actor)}
        return await self._db.scalar(_DISPOSAL_SEEN[_disposal_scope(actor)], binds) is not None

    async def search(self, wanted: Wanted, actor: Actor) -> Slice:
        binds = {"now": self._db.clock.now(), **reading_binds(actor)}
        return await DISPOSALS.fetch(self._db, wanted, _disposal_scope(actor), binds)

    async def entries(self, disposal_id: UUID) -> list[DisposalEntry]:
        return await self._db.entities(DisposalEntry, _ENTRIES_OF, {"id": disposal_id})

    async def listed(self, disposal_id: UUID, wanted: Wanted) -> Slice:
        return await ENTRIES.fetch(self._db, wanted, "disposal", {"disposal_id": disposal_id})


def _loan_scope(actor: Actor) -> str:
    return scope_of(actor, MatterKind.ARCHIVE_LOAN)


def _disposal_scope(actor: Actor) -> str:
    return scope_of(actor, MatterKind.ARCHIVE_DISPOSAL)
