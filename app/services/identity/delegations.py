"""委托代办: for some days one person acts for another. A delegate passes nothing on."""

from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.clock import local_day
from app.core.errors import AlreadyExists, Forbidden, NotFound, ReferenceNotFound, Senseless, TransitionRefused
from app.core.ids import new_id
from app.db.database import Db
from app.db.slice import Slice, Wanted
from app.models.identity import Delegation
from app.repositories.identity.delegations import DelegationRepository
from app.repositories.identity.people import PeopleRepository
from app.schemas.identity.delegations import DelegationCreate
from app.services.audit.service import AuditService
from app.services.identity.reach import as_seen
from app.vocabulary.identity import Permission, PersonKind


class DelegationService:
    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor = db, actor
        self._delegations, self._people = DelegationRepository(db), PeopleRepository(db)
        self._audit = AuditService(db, actor)
        self._today = local_day(db.clock.now())
        self._oversees = actor.can(Permission.DELEGATIONS_OVERSEE)
        self._scope = "organ" if self._oversees else "mine"

    def _binds(self) -> dict[str, Any]:
        return {"me": self._actor.user_id, "organ_id": self._actor.organ_id, "today": self._today}

    async def search(self, wanted: Wanted) -> Slice:
        """The caller's own, given and taken; for 办公室主任 all of the organ."""
        return await self._delegations.search(wanted, self._scope, self._binds())

    async def view(self, delegation_id: UUID) -> dict[str, Any]:
        """Raises: NotFound."""
        row = await self._delegations.one(delegation_id, self._scope, self._binds())
        if row is None:
            raise NotFound
        return dict(row._mapping)

    async def create(self, said: DelegationCreate) -> dict[str, Any]:
        """Let another person act for the caller; 办公室主任 may arrange it for others.

        On any one day a person has one delegate at most, and nobody who acts for another delegates in turn or has
        delegated: what was handed over would be handed on.
        Raises: Forbidden, ReferenceNotFound (no active member of staff of the organ), Senseless (the days; a chain),
        AlreadyExists (the principal has a delegate on one of these days).
        """
        principal_id = said.principal_id or self._actor.user_id
        if principal_id != self._actor.user_id and not self._oversees:
            raise Forbidden("只有办公室主任可以为他人办理委托")
        self._check_days(said)
        await self._check_people(principal_id, said.delegate_id)
        await self._people.lock_all([principal_id, said.delegate_id])
        await self._check_others(principal_id, said)
        delegation = Delegation(
            id=new_id(),
            organ_id=self._actor.organ_id,
            principal_id=principal_id,
            created_by_id=self._actor.user_id,
            created_at=self._db.clock.now(),
            **said.model_dump(exclude={"principal_id"}),
        )
        self._db.add(delegation)
        self._audit.record("delegation", delegation.id, "create", entity=delegation)
        await self._db.forget()
        return await self.view(delegation.id)

    async def revoke(self, delegation_id: UUID, seen: int) -> dict[str, Any]:
        """End a delegation at once. The principal, the delegate and 办公室主任 may.

        Raises: NotFound, Stale, TransitionRefused (revoked or over).
        """
        await self.view(delegation_id)
        delegation = as_seen(await self._delegations.lock(delegation_id), seen)
        if delegation.revoked_at is not None or delegation.ends_on < self._today:
            raise TransitionRefused("委托已经撤销或者期满")
        delegation.revoked_at = self._db.clock.now()
        self._audit.record("delegation", delegation.id, "revoke", entity=delegation)
        await self._db.forget()
        return await self.view(delegation_id)

    def _check_days(self, said: DelegationCreate) -> None:
        if said.starts_on < self._today:
            raise Senseless("/starts_on", "委托不能从过去的日期开始")
        if said.ends_on < said.starts_on:
            raise Senseless("/ends_on", "末日不能早于首日")

    async def _check_people(self, principal_id: UUID, delegate_id: UUID) -> None:
        if principal_id == delegate_id:
            raise Senseless("/delegate_id", "不能委托给自己")
        members = await self._people.members([principal_id, delegate_id], self._actor.organ_id, self._today)
        for pointer, person_id in (("/principal_id", principal_id), ("/delegate_id", delegate_id)):
            if members.get(person_id) != PersonKind.STAFF:
                raise ReferenceNotFound(pointer)

    async def _check_others(self, principal_id: UUID, said: DelegationCreate) -> None:
        found = await self._delegations.overlapping(
            [principal_id, said.delegate_id], self._actor.organ_id, said.starts_on, said.ends_on
        )
        for other in found:
            if other.principal_id == principal_id:
                raise AlreadyExists("委托人在此期间已有委托")
            if other.delegate_id == principal_id:
                raise Senseless("/principal_id", "委托人在此期间正代他人办理，不得转委托")
            if other.principal_id == said.delegate_id:
                raise Senseless("/delegate_id", "受托人在此期间已委托他人，不能再受托")
