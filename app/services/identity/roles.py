"""Business roles: given by the security administrator and nobody else (SEC-R42)."""

from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.clock import local_day
from app.core.errors import NotFound, ReferenceNotFound
from app.core.ids import new_id
from app.db.database import Db
from app.models.identity import RoleGrant
from app.repositories.identity.people import PeopleRepository
from app.rules.checks.administrators import check_person
from app.schemas.identity.people import RolesWrite
from app.services.audit.service import AuditService
from app.services.identity.people import PeopleService
from app.services.identity.reach import as_seen, reach_of, refuse
from app.vocabulary.identity import PersonKind, Role


class RoleService:
    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor = db, actor
        self._people, self._audit = PeopleRepository(db), AuditService(db, actor)

    async def view(self, person_id: UUID, organ_id: UUID | None = None) -> dict[str, Any]:
        """What a person is in an organ, the caller's own unless another is named.

        Raises: NotFound (the person, or an organ the caller does not reach).
        """
        organ_id = organ_id or self._actor.organ_id
        person = await PeopleService(self._db, self._actor).view(person_id)
        if organ_id not in await reach_of(self._db, self._actor):
            raise NotFound
        granted = await self._people.grants(person_id, organ_id)
        roles = [grant.role for grant in granted]
        return {"person_id": person_id, "organ_id": organ_id, "roles": roles, "version": person["version"]}

    async def put(self, person_id: UUID, seen: int, said: RolesWrite) -> dict[str, Any]:
        """Replace the roles of a person in an organ; felt by that person's next request.

        Raises: NotFound, Stale, ReferenceNotFound (the organ; or the person does not belong to it), RuleViolated (an
        administrator holds no business role, SEC-R42).
        """
        organ_id = said.organ_id or self._actor.organ_id
        await PeopleService(self._db, self._actor).view(person_id)
        if organ_id not in await reach_of(self._db, self._actor):
            raise ReferenceNotFound("/organ_id")
        person = as_seen(await self._people.lock(person_id), seen)
        refuse(check_person([person.kind], said.roles))
        today = local_day(self._db.clock.now())
        if said.roles and not await self._people.members([person_id], organ_id, today):
            raise ReferenceNotFound("/organ_id")
        granted = {grant.role: grant for grant in await self._people.grants(person_id, organ_id)}
        wanted = set(said.roles)
        for role in set(granted) - wanted:
            self._db.remove(granted[role])
        self._db.add(*(self._grant(person_id, organ_id, role) for role in sorted(wanted - set(granted))))
        changed = {"roles": (sorted(granted), sorted(wanted)), "organ_id": (None, organ_id)}
        self._audit.record("role_grants", person_id, "put", changes=changed)
        await self._db.forget()
        return await self.view(person_id, organ_id)

    def _grant(self, person_id: UUID, organ_id: UUID, role: Role) -> RoleGrant:
        return RoleGrant(
            id=new_id(),
            person_id=person_id,
            person_kind=PersonKind.STAFF,
            organ_id=organ_id,
            role=role,
            granted_by_id=self._actor.user_id,
            granted_at=self._db.clock.now(),
        )
