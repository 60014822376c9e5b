"""Organs (机关、单位) and their departments."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Row, Select, and_, any_, bindparam, func, or_, select
from sqlalchemy.types import Text, Uuid

from app.db.database import Db
from app.db.slice import Listing, Slice, Sort, Wanted
from app.models.identity import Department, Organ
from app.repositories.identity.terms import ARRAY_UUID, belongs, departments, organs, people
from app.vocabulary.identity import PersonKind

_TREE_LOCK = 5_410_237_012
_ID: ColumnElement[UUID] = bindparam("id", type_=Uuid())
_ORGAN: ColumnElement[UUID] = bindparam("organ_id", type_=Uuid())
_REACH = any_(bindparam("organs", type_=ARRAY_UUID))
_Q: ColumnElement[str] = func.lower(bindparam("q", type_=Text()))


def _below() -> Select[Any]:
    """An organ and everything under it by direct superior."""
    tree = select(organs.c.id).where(organs.c.id == _ID).cte("tree", recursive=True)
    tree = tree.union(select(organs.c.id).join(tree, organs.c.superior_id == tree.c.id))
    return select(tree.c.id)


def _is_above(table: FromClause, *parents: str) -> Select[Any]:
    """Whether ``:other`` is the row ``:id`` or anything above it, by any of its parents."""
    here, up = table.alias("here"), table.alias("up")
    chain = select(table.c.id).where(table.c.id == _ID).cte("chain", recursive=True)
    step = (
        select(up.c.id)
        .select_from(chain.join(here, here.c.id == chain.c.id))
        .join(up, or_(*(up.c.id == here.c[parent] for parent in parents)))
    )
    chain = chain.union(step)
    return select(chain.c.id).where(chain.c.id == bindparam("other", type_=Uuid()))


_ORGANS = {"id": organs.c.id} | {column.name: column for column in organs.columns}
_ORGAN_LIST = Listing(
    _ORGANS,
    organs,
    id_column=organs.c.id,
    scopes={"all": organs.c.id.is_not(None)},
    filters={
        "superior_id": organs.c.superior_id == bindparam("superior_id", type_=Uuid()),
        "active": organs.c.active == bindparam("active"),
        "q": or_(func.strpos(func.lower(organs.c.name), _Q) > 0, func.strpos(func.lower(organs.c.short_name), _Q) > 0),
    },
    sorts={"name": Sort(organs.c.name, str), "code": Sort(organs.c.code, str)},
)
_leader = people.alias("leader")
_DEPARTMENTS = {
    "id": departments.c.id,
    **{column.name: column for column in departments.columns},
    "leader_name": _leader.c.name,
}
_departments = departments.outerjoin(_leader, _leader.c.id == departments.c.leader_id)
_in_reach = departments.c.organ_id == _REACH
_DEPARTMENT_LIST = Listing(
    _DEPARTMENTS,
    _departments,
    id_column=departments.c.id,
    scopes={"reach": _in_reach},
    filters={
        "organ_id": departments.c.organ_id == _ORGAN,
        "parent_id": departments.c.parent_id == bindparam("parent_id", type_=Uuid()),
        "leader_id": departments.c.leader_id == bindparam("leader_id", type_=Uuid()),
        "active": departments.c.active == bindparam("active"),
        "q": func.strpos(func.lower(departments.c.name), _Q) > 0,
    },
    sorts={"position": Sort(departments.c.position, int), "name": Sort(departments.c.name, str)},
)
_REACH_OF = _below()
_ORGAN_ONE = select(*_ORGANS.values()).where(organs.c.id == _ID)
_ORGAN_LOCK = _ORGAN_ONE.with_for_update(key_share=True)
_ORGAN_CYCLE = _is_above(organs, "superior_id", "second_superior_id")
_DEPARTMENT_CYCLE = _is_above(departments, "parent_id")
_DEPARTMENT_ONE = (
    select(*(column.label(name) for name, column in _DEPARTMENTS.items()))
    .select_from(_departments)
    .where(departments.c.id == _ID, _in_reach)
)
_DEPARTMENT_LOCK = (
    select(*departments.columns).where(departments.c.id == _ID, _in_reach).with_for_update(key_share=True)
)
_DEPARTMENT_IN = select(departments.c.id).where(
    departments.c.id == _ID, departments.c.organ_id == _ORGAN, departments.c.active
)
_MEMBER = select(people.c.id).where(
    and_(people.c.id == _ID, people.c.active, people.c.kind == PersonKind.STAFF, belongs(people, _ORGAN))
)
_LOCK_TREES = select(func.pg_advisory_xact_lock(_TREE_LOCK))


class OrganRepository:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def reach(self, organ_id: UUID) -> list[UUID]:
        """An organ and all organs under it."""
        return [row.id for row in await self._db.rows(_REACH_OF, {"id": organ_id})]

    async def search(self, wanted: Wanted) -> Slice:
        return await _ORGAN_LIST.fetch(self._db, wanted, "all", {})

    async def one(self, organ_id: UUID) -> Row[Any] | None:
        return await self._db.first(_ORGAN_ONE, {"id": organ_id})

    async def lock(self, organ_id: UUID) -> Organ | None:
        return await self._db.entity(Organ, _ORGAN_LOCK, {"id": organ_id})

    async def lock_trees(self) -> None:
        """Let nobody else move an organ or department until the end of the transaction."""
        await self._db.rows(_LOCK_TREES)

    async def closes_a_circle(self, organ_id: UUID, superiors: Sequence[UUID]) -> bool:
        """Whether an organ stands above one of its superiors to be."""
        for superior in superiors:
            if await self._db.first(_ORGAN_CYCLE, {"id": superior, "other": organ_id}) is not None:
                return True
        return False


class DepartmentRepository:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def search(self, wanted: Wanted, organ_ids: Sequence[UUID]) -> Slice:
        return await _DEPARTMENT_LIST.fetch(self._db, wanted, "reach", {"organs": list(organ_ids)})

    async def one(self, department_id: UUID, organ_ids: Sequence[UUID]) -> Row[Any] | None:
        return await self._db.first(_DEPARTMENT_ONE, {"id": department_id, "organs": list(organ_ids)})

    async def lock(self, department_id: UUID, organ_ids: Sequence[UUID]) -> Department | None:
        binds = {"id": department_id, "organs": list(organ_ids)}
        return await self._db.entity(Department, _DEPARTMENT_LOCK, binds)

    async def is_in(self, department_id: UUID, organ_id: UUID) -> bool:
        """Whether it is a department in use of that organ."""
        return await self._db.first(_DEPARTMENT_IN, {"id": department_id, "organ_id": organ_id}) is not None

    async def closes_a_circle(self, department_id: UUID, parent_id: UUID) -> bool:
        return await self._db.first(_DEPARTMENT_CYCLE, {"id": parent_id, "other": department_id}) is not None

    async def has_member(self, organ_id: UUID, person_id: UUID, today: date) -> bool:
        """Whether an active member of staff belongs to the organ today."""
        binds = {"id": person_id, "organ_id": organ_id, "today": today}
        return await self._db.first(_MEMBER, binds) is not None
