"""Organs: who is whose superior. The system administrator keeps them, within the own organ and those under it."""

from datetime import date
from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.errors import Forbidden, NotFound, ReferenceNotFound, Senseless
from app.core.ids import new_id
from app.db.database import Db
from app.db.slice import Slice, Wanted
from app.models.identity import Organ
from app.repositories.identity.organs import OrganRepository
from app.schemas.identity.organs import OrganCreate, OrganUpdate
from app.services.audit.service import AuditService
from app.services.identity.reach import as_seen, reach_of


class OrganService:
    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor = db, actor
        self._organs, self._audit = OrganRepository(db), AuditService(db, actor)

    async def search(self, wanted: Wanted) -> Slice:
        """All organs of the deployment: everybody may know who is there to write to."""
        return await self._organs.search(wanted)

    async def view(self, organ_id: UUID) -> dict[str, Any]:
        """Raises: NotFound."""
        row = await self._organs.one(organ_id)
        if row is None:
            raise NotFound
        return dict(row._mapping)

    async def create(self, said: OrganCreate) -> dict[str, Any]:
        """Set up an organ under the caller's own or one below it.

        Raises: ReferenceNotFound, AlreadyExists (name or code), Senseless.
        """
        given = said.model_dump() | {"superior_id": said.superior_id or self._actor.organ_id}
        organ = Organ(id=new_id(), **given)
        await self._organs.lock_trees()
        await self._check_superiors(organ, given)
        _check_registration(organ.registered_from, organ.registered_to)
        self._db.add(organ)
        self._audit.record("organ", organ.id, "create", entity=organ)
        await self._db.forget()
        return await self.view(organ.id)

    async def update(self, organ_id: UUID, seen: int, said: OrganUpdate) -> dict[str, Any]:
        """Raises: NotFound, Forbidden (not the caller's organ nor below it), Stale, ReferenceNotFound, AlreadyExists,
        Senseless (a circle of superiors; closing oneself).
        """
        if organ_id not in await reach_of(self._db, self._actor):
            await self.view(organ_id)
            raise Forbidden("只能修改本机关和下级机关")
        await self._organs.lock_trees()
        organ = as_seen(await self._organs.lock(organ_id), seen)
        given = said.model_dump(exclude_unset=True)
        await self._check_superiors(organ, given)
        if given.get("active") is False and organ_id == self._actor.organ_id:
            raise Senseless("/active", "不能停用自己所在的机关")
        for name, value in given.items():
            setattr(organ, name, value)
        _check_registration(organ.registered_from, organ.registered_to)
        self._audit.record("organ", organ.id, "update", entity=organ)
        await self._db.forget()
        return await self.view(organ_id)

    async def _check_superiors(self, organ: Organ, given: dict[str, Any]) -> None:
        superior, second = given.get("superior_id"), given.get("second_superior_id")
        if superior is not None and superior not in await reach_of(self._db, self._actor):
            raise ReferenceNotFound("/superior_id")
        if second is not None and await self._organs.one(second) is None:
            raise ReferenceNotFound("/second_superior_id")
        named = [one for one in (superior, second) if one is not None]
        if await self._organs.closes_a_circle(organ.id, named):
            raise Senseless("/superior_id", "上级机关不能是本机关或者本机关的下级机关")


def _check_registration(since: date | None, until: date | None) -> None:
    if since is not None and until is not None and until <= since:
        raise Senseless("/registered_to", "撤销日期应当晚于立户日期")
