"""机关代字: the short codes an organ numbers its documents with."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select

from app.db.database import Db
from app.db.slice import Listing, Slice, Sort, Wanted
from app.models.outgoing import IssuerCode
from app.repositories.shown import is_one_of

codes = IssuerCode.__table__
_of_organ = codes.c.organ_id == bindparam("organ_id")

LISTING = Listing(
    {name: codes.c[name] for name in ("id", "code", "layout", "direction", "mark", "active", "version")},
    codes,
    id_column=codes.c.id,
    scopes={"organ": _of_organ},
    filters={"layout": is_one_of(codes.c.layout, "layout"), "active": codes.c.active == bindparam("active")},
    sorts={"code": Sort(codes.c.code, str)},
)
_ONE: Select[Any] = select(*codes.columns).where(codes.c.id == bindparam("code_id"), _of_organ)
_LOCK = _ONE.with_for_update()


class CodeRepository:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def search(self, organ_id: UUID, wanted: Wanted) -> Slice:
        return await LISTING.fetch(self._db, wanted, "organ", {"organ_id": organ_id})

    async def one(self, code_id: UUID, organ_id: UUID) -> IssuerCode | None:
        return await self._db.entity(IssuerCode, _ONE, {"code_id": code_id, "organ_id": organ_id})

    async def lock(self, code_id: UUID, organ_id: UUID) -> IssuerCode | None:
        return await self._db.entity(IssuerCode, _LOCK, {"code_id": code_id, "organ_id": organ_id})
