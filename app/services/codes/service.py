"""机关代字 (DOC-N08): the office director keeps the list; each code has its own series of numbers."""

from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.errors import NotFound, Stale
from app.core.ids import new_id
from app.db.database import Db
from app.db.slice import Slice, Wanted
from app.models.outgoing import IssuerCode
from app.repositories.codes import CodeRepository
from app.schemas.codes import IssuerCodeCreate, IssuerCodeUpdate
from app.services.audit.service import AuditService

SHOWN = ("id", "code", "layout", "direction", "mark", "active", "version")


class IssuerCodeService:
    """Made for one request from ``(db, actor)``."""

    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor = db, actor
        self._codes, self._audit = CodeRepository(db), AuditService(db, actor)

    async def search(self, wanted: Wanted) -> Slice:
        return await self._codes.search(self._actor.organ_id, wanted)

    async def view(self, code_id: UUID) -> dict[str, Any]:
        """Raises: NotFound."""
        found = await self._codes.one(code_id, self._actor.organ_id)
        if found is None:
            raise NotFound
        return _shown(found)

    async def create(self, said: IssuerCodeCreate) -> dict[str, Any]:
        """A new code of the caller's organ. Raises: AlreadyExists (the database keeps them apart)."""
        code = IssuerCode(id=new_id(), organ_id=self._actor.organ_id, **said.model_dump())
        self._db.add(code)
        self._audit.record("issuer_code", code.id, "create", entity=code)
        await self._db.flush()
        return _shown(code)

    async def update(self, code_id: UUID, seen: int, said: IssuerCodeUpdate) -> dict[str, Any]:
        """Raises: NotFound, Stale."""
        code = await self._codes.lock(code_id, self._actor.organ_id)
        if code is None:
            raise NotFound
        if code.version != seen:
            raise Stale(code.version)
        for name, value in said.model_dump(exclude_unset=True).items():
            setattr(code, name, value)
        code.version += 1
        self._audit.record("issuer_code", code.id, "update", entity=code)
        return _shown(code)


def _shown(code: IssuerCode) -> dict[str, Any]:
    return {name: getattr(code, name) for name in SHOWN}
