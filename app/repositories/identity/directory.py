"""Who is who, for every other part of the service."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, any_, bindparam, func, select
from sqlalchemy.types import Uuid

from app.db.database import Db
from app.repositories.identity.terms import ARRAY_UUID, belongs, departments, grants, held, organs, people, posts
from app.vocabulary.identity import PersonKind

_ORGAN: ColumnElement[UUID] = bindparam("organ_id", type_=Uuid())
_PERSON: ColumnElement[UUID] = bindparam("person_id", type_=Uuid())
_place = (
    select(func.min(posts.c.position))
    .where(posts.c.person_id == people.c.id, posts.c.organ_id == _ORGAN, held(posts))
    .correlate(people)
    .scalar_subquery()
)
_HOLDERS = (
    select(grants.c.role, grants.c.person_id)
    .join_from(grants, people, people.c.id == grants.c.person_id)
    .where(grants.c.organ_id == _ORGAN, people.c.active, belongs(people, _ORGAN))
    .order_by(grants.c.role, _place.asc().nulls_last(), people.c.id)
)


def _department(organ_id: Any) -> Any:
    """The department of a person's first post in an organ."""
    return (
        select(posts.c.department_id)
        .where(
            posts.c.person_id == people.c.id,
            posts.c.organ_id == organ_id,
            posts.c.department_id.is_not(None),
            held(posts),
        )
        .order_by(posts.c.position, posts.c.id)
        .limit(1)
        .correlate(people)
        .scalar_subquery()
    )


_PEOPLE = select(
    people.c.id,
    people.c.name,
    people.c.organ_id,
    _department(people.c.organ_id).label("department_id"),
    people.c.active,
).where(people.c.id == any_(bindparam("ids", type_=ARRAY_UUID)))
_STAFF = select(
    people.c.id, people.c.name, people.c.organ_id, _department(_ORGAN).label("department_id"), people.c.active
).where(
    people.c.id == any_(bindparam("ids", type_=ARRAY_UUID)),
    people.c.active,
    people.c.kind == PersonKind.STAFF,
    belongs(people, _ORGAN),
)
_DEPARTMENT_OF = select(_department(_ORGAN)).select_from(people).where(people.c.id == _PERSON)

_TITLE_OF = (
    select(posts.c.title, people.c.name)
    .select_from(
        people.outerjoin(posts, and_(posts.c.person_id == people.c.id, posts.c.organ_id == _ORGAN, held(posts)))
    )
    .where(people.c.id == _PERSON)
    .order_by(posts.c.position, posts.c.id)
    .limit(1)
)

_head = people.alias("head")
_head_posts = posts.alias("head_posts")
_HEADS = (
    select(_head.c.id)
    .join_from(_head_posts, _head, _head.c.id == _head_posts.c.person_id)
    .where(
        _head_posts.c.department_id == bindparam("department_id"),
        _head_posts.c.is_head,
        held(_head_posts),
        _head.c.active,
        _head.c.kind == PersonKind.STAFF,
        _head.c.id != _PERSON,
    )
    .order_by(_head_posts.c.position, _head.c.id)
    .limit(1)
)
_ABOVE = (
    select(departments.c.parent_id, _head.c.id.label("leader_id"))
    .select_from(departments.outerjoin(_head, and_(_head.c.id == departments.c.leader_id, _head.c.active)))
    .where(departments.c.id == bindparam("department_id"))
)
_HEADED = select(posts.c.id).where(
    posts.c.person_id == _PERSON, posts.c.department_id == bindparam("department_id"), posts.c.is_head, held(posts)
)

_MAP = (
    "id",
    "name",
    "short_name",
    "profile",
    "superior_id",
    "second_superior_id",
    "registered_from",
    "registered_to",
    "active",
)
_ORGANS = select(*(organs.c[name] for name in _MAP))


class DirectoryRepository:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def holders(self, organ_id: UUID, today: date) -> Sequence[Row[Any]]:
        """(role, person) of everybody active who belongs to the organ, in order of position."""
        return await self._db.rows(_HOLDERS, {"organ_id": organ_id, "today": today})

    async def people(self, ids: Iterable[UUID], today: date) -> Sequence[Row[Any]]:
        return await self._db.rows(_PEOPLE, {"ids": list(ids), "today": today})

    async def staff(self, ids: Iterable[UUID], organ_id: UUID, today: date) -> Sequence[Row[Any]]:
        """Of these people the active staff of an organ, each with the department of the first post there."""
        return await self._db.rows(_STAFF, {"ids": list(ids), "organ_id": organ_id, "today": today})

    async def department_of(self, person_id: UUID, organ_id: UUID, today: date) -> UUID | None:
        found: UUID | None = await self._db.scalar(
            _DEPARTMENT_OF, {"person_id": person_id, "organ_id": organ_id, "today": today}
        )
        return found

    async def title_of(self, person_id: UUID, organ_id: UUID, today: date) -> Row[Any] | None:
        """``title`` of the first post in the organ, None without one, and ``name``."""
        return await self._db.first(_TITLE_OF, {"person_id": person_id, "organ_id": organ_id, "today": today})

    async def heads(self, department_id: UUID, person_id: UUID, today: date) -> bool:
        """Whether the person heads the department."""
        binds = {"department_id": department_id, "person_id": person_id, "today": today}
        return await self._db.first(_HEADED, binds) is not None

    async def head_beside(self, department_id: UUID, person_id: UUID, today: date) -> UUID | None:
        """The first head of a department who is not this person."""
        binds = {"department_id": department_id, "person_id": person_id, "today": today}
        found: UUID | None = await self._db.scalar(_HEADS, binds)
        return found

    async def above(self, department_id: UUID) -> Row[Any] | None:
        """``parent_id`` and ``leader_id`` (the active leader in charge) of a department."""
        return await self._db.first(_ABOVE, {"department_id": department_id})

    async def organs(self) -> Sequence[Row[Any]]:
        """Every organ in short; there are as many as a county has, so they are kept in memory."""
        return await self._db.rows(_ORGANS)
