"""Service keys, without their secrets."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, any_, bindparam, case, func, select
from sqlalchemy.types import Boolean, Uuid

from app.db.database import Db
from app.db.slice import Listing, Slice, Sort, Wanted
from app.models.identity import ServiceKey
from app.repositories.identity.terms import ARRAY_UUID, NOW, keys, people

_open = keys.c.revoked_at.is_(None) & (keys.c.expires_at > NOW) & (keys.c.prefix != "")
_ROW = {
    "id": keys.c.id,
    "organ_id": keys.c.organ_id,
    "person_id": keys.c.person_id,
    "person_name": people.c.name,
    "name": keys.c.name,
    "prefix": func.nullif(keys.c.prefix, ""),
    "scopes": keys.c.scopes,
    "networks": keys.c.networks,
    "expires_at": keys.c.expires_at,
    "usable": _open,
    "created_by_id": keys.c.created_by_id,
    "created_at": keys.c.created_at,
    "revoked_at": keys.c.revoked_at,
    "version": keys.c.version,
}
_source = keys.join(people, people.c.id == keys.c.person_id)
_in_reach = keys.c.organ_id == any_(bindparam("organs", type_=ARRAY_UUID))
_LIST = Listing(
    _ROW,
    _source,
    id_column=keys.c.id,
    scopes={"reach": _in_reach},
    filters={
        "person_id": keys.c.person_id == bindparam("person_id", type_=Uuid()),
        "usable": case((_open, True), else_=False) == bindparam("usable", type_=Boolean()),
    },
    sorts={
        "-created_at": Sort(keys.c.created_at, datetime, descending=True),
        "expires_at": Sort(keys.c.expires_at, datetime),
    },
)
_ONE = (
    select(*(column.label(name) for name, column in _ROW.items()))
    .select_from(_source)
    .where(keys.c.id == bindparam("id"), _in_reach)
)
_LOCK = select(*keys.columns).where(keys.c.id == bindparam("id"), _in_reach).with_for_update()


class KeyRepository:
    def __init__(self, db: Db) -> None:
        self._db = db

    def _binds(self, organ_ids: Sequence[UUID]) -> dict[str, Any]:
        return {"organs": list(organ_ids), "now": self._db.clock.now()}

    async def search(self, wanted: Wanted, organ_ids: Sequence[UUID]) -> Slice:
        return await _LIST.fetch(self._db, wanted, "reach", self._binds(organ_ids))

    async def one(self, key_id: UUID, organ_ids: Sequence[UUID]) -> Row[Any] | None:
        return await self._db.first(_ONE, self._binds(organ_ids) | {"id": key_id})

    async def lock(self, key_id: UUID, organ_ids: Sequence[UUID]) -> ServiceKey | None:
        return await self._db.entity(ServiceKey, _LOCK, {"organs": list(organ_ids), "id": key_id})
