"""Departments (内设机构) and the leaders in charge of them."""

from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.clock import local_day
from app.core.errors import NotFound, ReferenceNotFound, Senseless
from app.core.ids import new_id
from app.db.database import Db
from app.db.slice import Slice, Wanted
from app.models.identity import Department
from app.repositories.identity.organs import DepartmentRepository, OrganRepository
from app.schemas.identity.organs import DepartmentCreate, DepartmentUpdate
from app.services.audit.service import AuditService
from app.services.identity.reach import as_seen, reach_of


class DepartmentService:
    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor = db, actor
        self._departments, self._audit = DepartmentRepository(db), AuditService(db, actor)

    async def search(self, wanted: Wanted) -> Slice:
        return await self._departments.search(wanted, await reach_of(self._db, self._actor))

    async def view(self, department_id: UUID) -> dict[str, Any]:
        """Raises: NotFound (also in an organ the caller does not reach)."""
        row = await self._departments.one(department_id, await reach_of(self._db, self._actor))
        if row is None:
            raise NotFound
        return dict(row._mapping)

    async def create(self, said: DepartmentCreate) -> dict[str, Any]:
        """Raises: ReferenceNotFound, AlreadyExists (the name, in that organ)."""
        organ_id = said.organ_id or self._actor.organ_id
        if organ_id not in await reach_of(self._db, self._actor):
            raise ReferenceNotFound("/organ_id")
        await self._check_parent(organ_id, said.parent_id)
        department = Department(id=new_id(), **said.model_dump() | {"organ_id": organ_id})
        self._db.add(department)
        self._audit.record("department", department.id, "create", entity=department)
        await self._db.forget()
        return await self.view(department.id)

    async def update(self, department_id: UUID, seen: int, said: DepartmentUpdate) -> dict[str, Any]:
        """Raises: NotFound, Stale, ReferenceNotFound, AlreadyExists, Senseless (a circle of departments)."""
        if "parent_id" in said.model_fields_set:
            await OrganRepository(self._db).lock_trees()
        department = await self._locked(department_id, seen)
        if said.parent_id is not None:
            await self._check_parent(department.organ_id, said.parent_id)
            if await self._departments.closes_a_circle(department_id, said.parent_id):
                raise Senseless("/parent_id", "上一级内设机构不能是本机构或者它的下级机构")
        for name, value in said.model_dump(exclude_unset=True).items():
            setattr(department, name, value)
        self._audit.record("department", department_id, "update", entity=department)
        await self._db.forget()
        return await self.view(department_id)

    async def put_leader(self, department_id: UUID, seen: int, person_id: UUID | None) -> dict[str, Any]:
        """Name the leader in charge (分管领导), or nobody.

        Raises: NotFound, Stale, ReferenceNotFound (no active member of staff of that organ).
        """
        department = await self._locked(department_id, seen)
        today = local_day(self._db.clock.now())
        if person_id is not None and not await self._departments.has_member(department.organ_id, person_id, today):
            raise ReferenceNotFound("/person_id")
        department.leader_id = person_id
        self._audit.record("department", department_id, "put_leader", entity=department)
        await self._db.forget()
        return await self.view(department_id)

    async def _locked(self, department_id: UUID, seen: int) -> Department:
        reach = await reach_of(self._db, self._actor)
        return as_seen(await self._departments.lock(department_id, reach), seen)

    async def _check_parent(self, organ_id: UUID, parent_id: UUID | None) -> None:
        if parent_id is not None and not await self._departments.is_in(parent_id, organ_id):
            raise ReferenceNotFound("/parent_id")
