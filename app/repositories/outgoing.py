"""Every query about documents of ours."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, any_, bindparam, func, literal_column, select
from sqlalchemy.types import Date, DateTime

from app.core.actor import Actor
from app.db.database import Db
from app.db.slice import Listing, Slice, Sort, Wanted
from app.models.identity import Department
from app.models.matters import Attachment
from app.models.outgoing import (
    Consultation,
    IssuerCode,
    JointIssuer,
    OutgoingDocument,
    Recipient,
    TextVersion,
)
from app.repositories.matters import ARRAY_UUID, matters, people, readable, reading_binds, scope_of
from app.repositories.outgoing_parts import (
    CONSULTATIONS,
    GATES,
    ISSUERS,
    RECIPIENTS,
    REPLIES,
    consultations,
    issuers,
    recipients,
)
from app.repositories.shown import CURRENT, FAR, MATTER_LIGHT, TASKS, WORDS, is_one_of, name_of, searched
from app.vocabulary.common import MatterKind
from app.vocabulary.outgoing import OutgoingState

documents = OutgoingDocument.__table__
departments, codes = Department.__table__, IssuerCode.__table__
texts = TextVersion.__table__

_source = matters.join(documents, documents.c.id == matters.c.id)
_columns = [
    matters.c.id,
    *(column for table in (matters, documents) for column in table.columns if column.name != "id"),
]
_of_kind = matters.c.kind == literal_column(f"'{MatterKind.OUTGOING_DOCUMENT}'")
_SCOPES = ("organ", "mine")
_first_recipient = (
    select(recipients.c.name)
    .where(recipients.c.matter_id == matters.c.id, recipients.c.role == literal_column("'main'"))
    .order_by(recipients.c.position)
    .limit(1)
    .scalar_subquery()
)
_was_valid = func.coalesce(documents.c.void_from, literal_column("'9999-12-31'::date")) > bindparam(
    "valid_on", type_=Date()
)

LISTING = Listing(
    {
        "id": matters.c.id,
        "number": matters.c.number,
        "title": matters.c.title,
        "state": matters.c.state,
        "urgency": matters.c.urgency,
        "doc_type": documents.c.doc_type,
        "direction": documents.c.direction,
        "doc_date": documents.c.doc_date,
        "drafter_id": matters.c.created_by_id,
        "drafter_name": name_of(matters.c.created_by_id),
        "main_recipient": _first_recipient,
        "validity": documents.c.validity,
        "void_from": documents.c.void_from,
        "opened_at": matters.c.opened_at,
        "due_at": matters.c.due_at,
        "dispatched_at": documents.c.dispatched_at,
        "closed_at": matters.c.closed_at,
        "light": MATTER_LIGHT,
        "current": CURRENT,
        "version": matters.c.version,
    },
    _source,
    id_column=matters.c.id,
    scopes={name: readable(name) & _of_kind for name in _SCOPES},
    filters={
        "state": is_one_of(matters.c.state, "state"),
        "urgency": is_one_of(matters.c.urgency, "urgency"),
        "doc_type": is_one_of(documents.c.doc_type, "doc_type"),
        "direction": is_one_of(documents.c.direction, "direction"),
        "department_id": matters.c.department_id == bindparam("department_id"),
        "drafter_id": matters.c.created_by_id == bindparam("drafter_id"),
        "responsible_id": matters.c.responsible_id == bindparam("responsible_id"),
        "number": matters.c.number == bindparam("number"),
        "doc_date_from": documents.c.doc_date >= bindparam("doc_date_from", type_=Date()),
        "doc_date_before": documents.c.doc_date < bindparam("doc_date_before", type_=Date()),
        "valid_on": (documents.c.doc_date <= bindparam("valid_on", type_=Date())) & _was_valid,
        "due_before": matters.c.due_at < bindparam("due_before", type_=DateTime(timezone=True)),
        "open": (matters.c.closed_at.is_(None)) == bindparam("open"),
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


_LOCK = {scope: _one(scope, lock=True) for scope in _SCOPES}
_ONE = {scope: _one(scope, lock=False) for scope in _SCOPES}
_VIEW = {
    scope: _one(scope, lock=False).add_columns(
        TASKS.label("tasks"),
        RECIPIENTS.label("recipients"),
        ISSUERS.label("joint_issuers"),
        CONSULTATIONS.label("consultations"),
        GATES.label("gate_checks"),
        REPLIES.label("replies"),
        MATTER_LIGHT.label("light"),
        name_of(matters.c.created_by_id).label("drafter_name"),
        name_of(matters.c.responsible_id).label("responsible_name"),
        name_of(documents.c.signed_by_id).label("signed_by_name"),
        name_of(documents.c.signed_for_id).label("signed_for_name"),
        select(departments.c.name)
        .where(departments.c.id == matters.c.department_id)
        .scalar_subquery()
        .label("department_name"),
        select(codes.c.code).where(codes.c.id == documents.c.code_id).scalar_subquery().label("issuer_code"),
        select(func.count()).where(Attachment.matter_id == matters.c.id).scalar_subquery().label("attachment_count"),
    )
    for scope in _SCOPES
}
_EXISTS = {
    scope: select(matters.c.id).where(matters.c.id == bindparam("id"), _of_kind, readable(scope)) for scope in _SCOPES
}
_of_matter: Any = bindparam("matter_id")
_RECIPIENTS_OF = select(*recipients.columns).where(recipients.c.matter_id == _of_matter).order_by(recipients.c.position)
_ISSUERS_OF = select(*issuers.columns).where(issuers.c.matter_id == _of_matter).order_by(issuers.c.position)
_CONSULTATIONS_OF = (
    select(*consultations.columns).where(consultations.c.matter_id == _of_matter).order_by(consultations.c.id)
)
_TEXT = select(*texts.columns).where(texts.c.matter_id == _of_matter, texts.c.number == bindparam("number"))
_FILES = select(Attachment.name).where(Attachment.matter_id == _of_matter).order_by(Attachment.bound_at, Attachment.id)
_ENDED = (OutgoingState.TERMINATED, OutgoingState.NUMBER_VOIDED)
_SIMILAR = (
    select(matters.c.number)
    .select_from(_source)
    .where(
        matters.c.organ_id == bindparam("organ_id"),
        _of_kind,
        matters.c.number.is_not(None),
        matters.c.id != bindparam("id"),
        matters.c.title == bindparam("title"),
        matters.c.opened_at >= bindparam("since", type_=DateTime(timezone=True)),
        matters.c.state.not_in(_ENDED),
    )
    .order_by(matters.c.opened_at.desc())
    .limit(5)
)
_ISSUED = (
    select(func.count())
    .select_from(_source)
    .where(
        matters.c.organ_id == bindparam("organ_id"),
        _of_kind,
        documents.c.doc_date >= bindparam("since", type_=Date()),
        documents.c.doc_date < bindparam("before", type_=Date()),
        documents.c.dispatched_at.is_not(None),
    )
)
VERSIONS = Listing(
    {
        "number": texts.c.number,
        "title": texts.c.title,
        "sha256": texts.c.sha256,
        "action": texts.c.action,
        "made_by_id": texts.c.made_by_id,
        "made_by_name": people.c.name,
        "made_at": texts.c.made_at,
    },
    texts.join(people, people.c.id == texts.c.made_by_id),
    id_column=texts.c.id,
    scopes={"matter": texts.c.matter_id == _of_matter},
    filters={},
    sorts={"number": Sort(texts.c.number, int)},
)
_ONE_RECIPIENT = select(*recipients.columns).where(
    recipients.c.matter_id == _of_matter, recipients.c.id == any_(bindparam("ids", type_=ARRAY_UUID))
)


class OutgoingDocumentRepository:
    """Every query for a person starts from what that person may see."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def lock(self, document_id: UUID, actor: Actor) -> OutgoingDocument | None:
        """The document, locked until the transaction ends; None if the caller may not see it."""
        binds = {"id": document_id, **reading_binds(actor)}
        return await self._db.entity(OutgoingDocument, _LOCK[_scope(actor)], binds)

    async def one(self, document_id: UUID, actor: Actor) -> OutgoingDocument | None:
        """The document, to be looked at and not changed; None if the caller may not see it."""
        binds = {"id": document_id, **reading_binds(actor)}
        return await self._db.entity(OutgoingDocument, _ONE[_scope(actor)], binds)

    async def view(self, document_id: UUID, actor: Actor) -> Row[Any] | None:
        """The document with everything one answer shows, in one query."""
        binds = {"id": document_id, "now": self._db.clock.now(), **reading_binds(actor)}
        return await self._db.first(_VIEW[_scope(actor)], binds)

    async def is_visible(self, document_id: UUID, actor: Actor) -> bool:
        return await self._db.scalar(_EXISTS[_scope(actor)], {"id": document_id, **reading_binds(actor)}) is not None

    async def search(self, wanted: Wanted, actor: Actor) -> Slice:
        binds = {"now": self._db.clock.now(), **reading_binds(actor)}
        return await LISTING.fetch(self._db, searched(wanted), _scope(actor), binds)

    async def recipients(self, matter_id: UUID) -> list[Recipient]:
        return await self._db.entities(Recipient, _RECIPIENTS_OF, {"matter_id": matter_id})

    async def recipients_named(self, matter_id: UUID, ids: Collection[UUID]) -> list[Recipient]:
        return await self._db.entities(Recipient, _ONE_RECIPIENT, {"matter_id": matter_id, "ids": list(ids)})

    async def issuers(self, matter_id: UUID) -> list[JointIssuer]:
        return await self._db.entities(JointIssuer, _ISSUERS_OF, {"matter_id": matter_id})

    async def consultations(self, matter_id: UUID) -> list[Consultation]:
        return await self._db.entities(Consultation, _CONSULTATIONS_OF, {"matter_id": matter_id})

    async def text(self, matter_id: UUID, number: int) -> TextVersion | None:
        return await self._db.entity(TextVersion, _TEXT, {"matter_id": matter_id, "number": number})

    async def versions(self, matter_id: UUID, wanted: Wanted) -> Slice:
        return await VERSIONS.fetch(self._db, wanted, "matter", {"matter_id": matter_id})

    async def files(self, matter_id: UUID) -> list[str]:
        """Names of the attachments, in the order they were bound."""
        return [row.name for row in await self._db.rows(_FILES, {"matter_id": matter_id})]

    async def similar(self, organ_id: UUID, document_id: UUID, title: str, since: datetime) -> list[str]:
        """Numbers of other documents of ours with this title since then (DOC-R01)."""
        asked = {"organ_id": organ_id, "id": document_id, "title": title, "since": since}
        return [row.number for row in await self._db.rows(_SIMILAR, asked)]

    async def issued(self, organ_id: UUID, since: Any, before: Any) -> int:
        """How many documents dated in [since, before) were sent out (DOC-P15)."""
        found: int = await self._db.scalar(_ISSUED, {"organ_id": organ_id, "since": since, "before": before})
        return found


def _scope(actor: Actor) -> str:
    return scope_of(actor, MatterKind.OUTGOING_DOCUMENT)
