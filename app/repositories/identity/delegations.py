"""Who acts for whom, and when."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, any_, bindparam, case, or_, select
from sqlalchemy.types import Boolean, Uuid

from app.db.database import Db
from app.db.slice import Listing, Slice, Sort, Wanted
from app.models.identity import Delegation
from app.repositories.identity.terms import ARRAY_UUID, TODAY, delegations, in_force, people

_ME: ColumnElement[UUID] = bindparam("me", type_=Uuid())
_ORGAN: ColumnElement[UUID] = bindparam("organ_id", type_=Uuid())
_principal, _delegate = people.alias("principal"), people.alias("delegate")
_mine = or_(delegations.c.principal_id == _ME, delegations.c.delegate_id == _ME)
_SCOPES: dict[str, ColumnElement[bool]] = {
    "mine": and_(delegations.c.organ_id == _ORGAN, _mine),
    "organ": delegations.c.organ_id == _ORGAN,
}
_source = delegations.join(_principal, _principal.c.id == delegations.c.principal_id).join(
    _delegate, _delegate.c.id == delegations.c.delegate_id
)
_ROW = {
    "id": delegations.c.id,
    **{column.name: column for column in delegations.columns},
    "principal_name": _principal.c.name,
    "delegate_name": _delegate.c.name,
    "in_force": in_force(delegations),
}
_LIST = Listing(
    _ROW,
    _source,
    id_column=delegations.c.id,
    scopes=_SCOPES,
    filters={
        "principal_id": delegations.c.principal_id == bindparam("principal_id", type_=Uuid()),
        "delegate_id": delegations.c.delegate_id == bindparam("delegate_id", type_=Uuid()),
        "in_force": case((in_force(delegations), True), else_=False) == bindparam("in_force", type_=Boolean()),
    },
    sorts={
        "-starts_on": Sort(delegations.c.starts_on, date, descending=True),
        "-created_at": Sort(delegations.c.created_at, datetime, descending=True),
    },
)
_ONE = {
    scope: select(*(column.label(name) for name, column in _ROW.items()))
    .select_from(_source)
    .where(delegations.c.id == bindparam("id"), condition)
    for scope, condition in _SCOPES.items()
}
_LOCK = select(*delegations.columns).where(delegations.c.id == bindparam("id")).with_for_update()
_OVERLAPPING = (
    select(delegations.c.principal_id, delegations.c.delegate_id)
    .where(
        delegations.c.organ_id == _ORGAN,
        delegations.c.revoked_at.is_(None),
        delegations.c.starts_on <= bindparam("last"),
        delegations.c.ends_on >= bindparam("first"),
        or_(
            delegations.c.principal_id == any_(bindparam("ids", type_=ARRAY_UUID)),
            delegations.c.delegate_id == any_(bindparam("ids", type_=ARRAY_UUID)),
        ),
    )
    .order_by(delegations.c.id)
)
_NOW_MINE = (
    select(*(column.label(name) for name, column in _ROW.items()))
    .select_from(_source)
    .where(_SCOPES["mine"], in_force(delegations), delegations.c.ends_on >= TODAY)
    .order_by(delegations.c.starts_on, delegations.c.id)
)


class DelegationRepository:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def search(self, wanted: Wanted, scope: str, binds: dict[str, Any]) -> Slice:
        return await _LIST.fetch(self._db, wanted, scope, binds)

    async def one(self, delegation_id: UUID, scope: str, binds: dict[str, Any]) -> Row[Any] | None:
        return await self._db.first(_ONE[scope], {**binds, "id": delegation_id})

    async def lock(self, delegation_id: UUID) -> Delegation | None:
        return await self._db.entity(Delegation, _LOCK, {"id": delegation_id})

    async def overlapping(self, ids: Sequence[UUID], organ_id: UUID, first: date, last: date) -> Sequence[Row[Any]]:
        """Delegations these people take part in, on either side, on any of these days."""
        binds = {"ids": list(ids), "organ_id": organ_id, "first": first, "last": last}
        return await self._db.rows(_OVERLAPPING, binds)

    async def now_of(self, binds: dict[str, Any]) -> Sequence[Row[Any]]:
        """The delegations in force today that a person takes part in."""
        return await self._db.rows(_NOW_MINE, binds)
