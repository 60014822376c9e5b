"""Every query about requests for the use of a seal."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, any_, bindparam, func, literal_column, select

from app.core.actor import Actor
from app.db.database import Db
from app.db.slice import Listing, Slice, Sort, Wanted
from app.models.identity import Department
from app.models.matters import Attachment
from app.models.seals import Seal, SealRequest, SealUse
from app.repositories.matters import ARRAY_TEXT, matters, readable, reading_binds, scope_of
from app.repositories.shown import CURRENT, FAR, MATTER_LIGHT, TASKS, WORDS, is_one_of, name_of, searched
from app.vocabulary.common import MatterKind

requests, seals, uses = SealRequest.__table__, Seal.__table__, SealUse.__table__
departments = Department.__table__

_source = matters.join(requests, requests.c.id == matters.c.id)
_columns = [
    matters.c.id,
    *(column for table in (matters, requests) for column in table.columns if column.name != "id"),
]
_of_kind = matters.c.kind == literal_column(f"'{MatterKind.SEAL_REQUEST}'")
_SCOPES = ("organ", "mine")


def _seal(column: Any) -> Any:
    return select(column).where(seals.c.id == requests.c.seal_id).scalar_subquery()


LISTING = Listing(
    {
        "id": matters.c.id,
        "title": matters.c.title,
        "state": matters.c.state,
        "seal_id": requests.c.seal_id,
        "seal_name": _seal(seals.c.name),
        "use_class": requests.c.use_class,
        "copies": requests.c.copies,
        "is_off_site": requests.c.is_off_site,
        "applicant_id": matters.c.created_by_id,
        "applicant_name": name_of(matters.c.created_by_id),
        "opened_at": matters.c.opened_at,
        "due_at": matters.c.due_at,
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
        "use_class": is_one_of(requests.c.use_class, "use_class"),
        "seal_id": requests.c.seal_id == bindparam("seal_id"),
        "applicant_id": matters.c.created_by_id == bindparam("applicant_id"),
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
_VIEW = {
    scope: _one(scope, lock=False).add_columns(
        TASKS.label("tasks"),
        MATTER_LIGHT.label("light"),
        _seal(seals.c.name).label("seal_name"),
        _seal(seals.c.code).label("seal_code"),
        name_of(matters.c.created_by_id).label("applicant_name"),
        name_of(matters.c.responsible_id).label("responsible_name"),
        name_of(requests.c.escort_id).label("escort_name"),
        name_of(requests.c.approved_by_id).label("approved_by_name"),
        select(uses.c.log_number).where(uses.c.id == requests.c.use_id).scalar_subquery().label("log_number"),
        select(departments.c.name)
        .where(departments.c.id == matters.c.department_id)
        .scalar_subquery()
        .label("department_name"),
        select(func.count()).where(Attachment.matter_id == matters.c.id).scalar_subquery().label("attachment_count"),
    )
    for scope in _SCOPES
}
_EXISTS = {
    scope: select(matters.c.id).where(matters.c.id == bindparam("id"), _of_kind, readable(scope)) for scope in _SCOPES
}
_HASHES = select(Attachment.sha256).where(Attachment.matter_id == bindparam("matter_id"))
_PENDING = (
    select(*_columns)
    .select_from(_source)
    .where(
        matters.c.organ_id == bindparam("organ_id"),
        _of_kind,
        requests.c.seal_id == bindparam("seal_id"),
        matters.c.state == any_(bindparam("states", type_=ARRAY_TEXT)),
    )
    .order_by(matters.c.id)
    .with_for_update(of=matters)
)


class SealRequestRepository:
    """Every query for a person starts from what that person may see."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def lock(self, request_id: UUID, actor: Actor) -> SealRequest | None:
        return await self._db.entity(SealRequest, _LOCK[_scope(actor)], {"id": request_id, **reading_binds(actor)})

    async def view(self, request_id: UUID, actor: Actor) -> Row[Any] | None:
        """The request with everything one answer shows, in one query."""
        binds = {"id": request_id, "now": self._db.clock.now(), **reading_binds(actor)}
        return await self._db.first(_VIEW[_scope(actor)], binds)

    async def is_visible(self, request_id: UUID, actor: Actor) -> bool:
        return await self._db.scalar(_EXISTS[_scope(actor)], {"id": request_id, **reading_binds(actor)}) is not None

    async def search(self, wanted: Wanted, actor: Actor) -> Slice:
        binds = {"now": self._db.clock.now(), **reading_binds(actor)}
        return await LISTING.fetch(self._db, searched(wanted), _scope(actor), binds)

    async def hashes(self, request_id: UUID) -> list[str]:
        """SHA-256 of each attached file."""
        return [row.sha256 for row in await self._db.rows(_HASHES, {"matter_id": request_id})]

    async def pending(self, organ_id: UUID, seal_id: UUID, states: list[str]) -> list[SealRequest]:
        """The requests for a seal in these states, locked; whoever asks changes the seal itself, not one of them."""
        return await self._db.entities(
            SealRequest, _PENDING, {"organ_id": organ_id, "seal_id": seal_id, "states": states}
        )


def _scope(actor: Actor) -> str:
    return scope_of(actor, MatterKind.SEAL_REQUEST)
