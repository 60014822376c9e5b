"""Every query about incoming documents."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, any_, bindparam, func, literal_column, select, union
from sqlalchemy.types import DateTime

from app.core.actor import Actor
from app.db.database import Db
from app.db.slice import Listing, Slice, Sort, Wanted
from app.models.identity import Department
from app.models.incoming import IncomingDocument
from app.models.matters import Attachment
from app.models.outgoing import OutgoingDocument
from app.repositories.matters import ARRAY_TEXT, matters, readable, reading_binds, scope_of
from app.repositories.outgoing_parts import listed
from app.repositories.shown import CURRENT, FAR, MATTER_LIGHT, TASKS, WORDS, is_one_of, name_of, searched
from app.vocabulary.common import MatterKind
from app.vocabulary.documents import IncomingState

documents = IncomingDocument.__table__
departments = Department.__table__
_source = matters.join(documents, documents.c.id == matters.c.id)
_columns = [
    matters.c.id,
    *(column for table in (matters, documents) for column in table.columns if column.name != "id"),
]
_ROW = {
    "id": matters.c.id,
    "number": matters.c.number,
    "title": matters.c.title,
    "state": matters.c.state,
    "urgency": matters.c.urgency,
    "sender_name": documents.c.sender_name,
    "sender_number": documents.c.sender_number,
    "doc_type": documents.c.doc_type,
    "handling_kind": documents.c.handling_kind,
    "received_at": documents.c.received_at,
    "opened_at": matters.c.opened_at,
    "due_at": matters.c.due_at,
    "closed_at": matters.c.closed_at,
    "light": MATTER_LIGHT,
    "current": CURRENT,
    "version": matters.c.version,
}
_of_kind = matters.c.kind == literal_column(f"'{MatterKind.INCOMING_DOCUMENT}'")
LISTING = Listing(
    _ROW,
    _source,
    id_column=matters.c.id,
    scopes={name: readable(name) & _of_kind for name in ("organ", "mine")},
    filters={
        "state": is_one_of(matters.c.state, "state"),
        "urgency": is_one_of(matters.c.urgency, "urgency"),
        "doc_type": is_one_of(documents.c.doc_type, "doc_type"),
        "sender_class": is_one_of(documents.c.sender_class, "sender_class"),
        "handling_kind": is_one_of(documents.c.handling_kind, "handling_kind"),
        "department_id": matters.c.department_id == bindparam("department_id"),
        "responsible_id": matters.c.responsible_id == bindparam("responsible_id"),
        "number": matters.c.number == bindparam("number"),
        "sender_number": documents.c.sender_number == bindparam("sender_number"),
        "received_from": documents.c.received_at >= bindparam("received_from", type_=DateTime(timezone=True)),
        "received_before": documents.c.received_at < bindparam("received_before", type_=DateTime(timezone=True)),
        "due_from": matters.c.due_at >= bindparam("due_from", type_=DateTime(timezone=True)),
        "due_before": matters.c.due_at < bindparam("due_before", type_=DateTime(timezone=True)),
        "open": (matters.c.closed_at.is_(None)) == bindparam("open"),
        "light": any_(bindparam("light", type_=ARRAY_TEXT)) == MATTER_LIGHT,
        **WORDS,
    },
    sorts={
        "-opened_at": Sort(matters.c.opened_at, datetime, descending=True),
        "opened_at": Sort(matters.c.opened_at, datetime),
        "due_at": Sort(func.coalesce(matters.c.due_at, FAR), datetime),
    },
)


def _one(scope: str, *, lock: bool) -> Select[Any]:
    found: Select[Any] = select(*_columns).select_from(_source)
    found = found.where(matters.c.id == bindparam("id"), _of_kind, readable(scope))
    return found.with_for_update(of=matters) if lock else found


_ours, _answer = matters.alias("ours"), OutgoingDocument.__table__
_ANSWERS = listed(
    _answer.join(_ours, _ours.c.id == _answer.c.id),
    {"id": _ours.c.id, "number": _ours.c.number, "title": _ours.c.title, "dispatched_at": _answer.c.dispatched_at},
    _ours.c.id,
    _answer.c.answers_id == matters.c.id,
    _answer.c.dispatched_at.is_not(None),
)
"""Documents of ours that answered the paper (DOC-I09, DOC-K12)."""

_LOCK = {scope: _one(scope, lock=True) for scope in ("organ", "mine")}
_VIEW = {
    scope: _one(scope, lock=False).add_columns(
        TASKS.label("tasks"),
        _ANSWERS.label("answered_by"),
        MATTER_LIGHT.label("light"),
        name_of(matters.c.responsible_id).label("responsible_name"),
        name_of(documents.c.lead_handler_id).label("lead_handler_name"),
        select(departments.c.name)
        .where(departments.c.id == matters.c.department_id)
        .scalar_subquery()
        .label("department_name"),
        select(func.count()).where(Attachment.matter_id == matters.c.id).scalar_subquery().label("attachment_count"),
    )
    for scope in ("organ", "mine")
}
_EXISTS = {
    scope: select(matters.c.id).where(matters.c.id == bindparam("id"), _of_kind, readable(scope))
    for scope in ("organ", "mine")
}

_EARLIER = {
    scope: select(matters.c.state, documents.c.sender_name)
    .select_from(_source)
    .where(matters.c.id == bindparam("id"), _of_kind, readable(scope))
    for scope in ("organ", "mine")
}


_GONE = (IncomingState.VOIDED, IncomingState.RETURNED_TO_SENDER, IncomingState.RECALLED)


def _twin(same: ColumnElement[bool]) -> Select[Any]:
    """Papers of a sender that are the same in one respect; each respect has an index of its own."""
    found: Select[Any] = select(matters.c.id, matters.c.number).select_from(_source)
    return found.where(
        same,
        matters.c.organ_id == bindparam("organ_id"),
        matters.c.state.not_in(_GONE),
        documents.c.sender_name == bindparam("sender_name"),
    )


_alike = union(
    _twin(documents.c.sender_number == bindparam("sender_number")), _twin(matters.c.title == bindparam("title"))
).subquery("alike")
_TWINS = select(_alike.c.id, _alike.c.number).order_by(_alike.c.id.desc()).limit(5)
_RETURNS = (
    select(
        documents.c.sender_name,
        func.count().label("returned_count"),
        func.max(documents.c.returned_at).label("last_returned_at"),
    )
    .select_from(_source)
    .where(
        matters.c.organ_id == bindparam("organ_id"),
        matters.c.state == IncomingState.RETURNED_TO_SENDER,
        documents.c.returned_at >= bindparam("since", type_=DateTime(timezone=True)),
        documents.c.returned_at < bindparam("before", type_=DateTime(timezone=True)),
    )
    .group_by(documents.c.sender_name)
    .order_by(func.count().desc(), documents.c.sender_name)
    .limit(200)
)


class IncomingDocumentRepository:
    """Every query for a person starts from what that person may see."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def lock(self, document_id: UUID, actor: Actor) -> IncomingDocument | None:
        """The document, locked until the transaction ends; None if the caller may not see it."""
        binds = {"id": document_id, **reading_binds(actor)}
        return await self._db.entity(IncomingDocument, _LOCK[_scope(actor)], binds)

    async def view(self, document_id: UUID, actor: Actor) -> Row[Any] | None:
        """The document with its tasks as JSON, names and light: everything one answer shows, in one query."""
        binds = {"id": document_id, "now": self._db.clock.now(), **reading_binds(actor)}
        return await self._db.first(_VIEW[_scope(actor)], binds)

    async def is_visible(self, document_id: UUID, actor: Actor) -> bool:
        found = await self._db.scalar(_EXISTS[_scope(actor)], {"id": document_id, **reading_binds(actor)})
        return found is not None

    async def earlier(self, document_id: UUID, actor: Actor) -> Row[Any] | None:
        """State and sender of a paper that came before; None if the caller may not see it."""
        return await self._db.first(_EARLIER[_scope(actor)], {"id": document_id, **reading_binds(actor)})

    async def search(self, wanted: Wanted, actor: Actor) -> Slice:
        binds = {"now": self._db.clock.now(), **reading_binds(actor)}
        return await LISTING.fetch(self._db, searched(wanted), _scope(actor), binds)

    async def twins(self, organ_id: UUID, sender: str, number: str | None, title: str) -> Sequence[Row[Any]]:
        """Documents that may be the same paper: same sender, and the same number or title."""
        asked = {"organ_id": organ_id, "sender_name": sender, "sender_number": number, "title": title}
        return await self._db.rows(_TWINS, asked)

    async def returns_by_sender(self, organ_id: UUID, since: datetime, before: datetime) -> Sequence[Row[Any]]:
        return await self._db.rows(_RETURNS, {"organ_id": organ_id, "since": since, "before": before})


def _scope(actor: Actor) -> str:
    return scope_of(actor, MatterKind.INCOMING_DOCUMENT)
