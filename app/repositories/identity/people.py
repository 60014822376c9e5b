"""People, their posts and their roles."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, any_, bindparam, case, exists, func, literal_column, or_, select, union
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by
from sqlalchemy.types import Boolean, Text, Uuid

from app.db.database import Db
from app.db.slice import Listing, Slice, Sort, Wanted
from app.models.identity import Person, Post, RoleGrant
from app.repositories.identity.terms import ARRAY_UUID, belongs, departments, grants, held, organs, people, posts

_ME: ColumnElement[UUID] = bindparam("me", type_=Uuid())
_PLAIN: ColumnElement[bool] = bindparam("plain", type_=Boolean())
_REACH = any_(bindparam("organs", type_=ARRAY_UUID))
_counterpart = people.alias("counterpart")
_home = organs.alias("home")

_open = or_(people.c.id == _ME, _PLAIN)
_mask = func.substr(people.c.phone, 1, 3) + "****" + func.right(people.c.phone, 4)
PHONE = case((_open, people.c.phone), else_=_mask)
"""In full for the person and whoever keeps the accounts, else 138****5678."""
MASKED = case(
    (or_(_open, people.c.phone.is_(None)), literal_column("'{}'::text[]")),
    else_=literal_column("'{phone}'::text[]", type_=ARRAY(Text())),
)
USERNAME = case((or_(people.c.id == _ME, bindparam("administers", type_=Boolean())), people.c.username))


def _posts(*conditions: ColumnElement[bool]) -> ColumnElement[Any]:
    """Posts of a person in the organs within reach, as JSON, the first by position first."""
    organ, department = organs.alias(), departments.alias()
    shown = func.json_build_object(
        "id", posts.c.id, "organ_id", posts.c.organ_id, "organ_name", organ.c.name,
        "department_id", posts.c.department_id, "department_name", department.c.name,
        "title", posts.c.title, "is_head", posts.c.is_head, "position", posts.c.position,
        "starts_on", posts.c.starts_on, "ends_on", posts.c.ends_on,
    )  # fmt: skip
    around = posts.join(organ, organ.c.id == posts.c.organ_id)
    found = (
        select(func.json_agg(aggregate_order_by(shown, posts.c.position, posts.c.id)))
        .select_from(around.outerjoin(department, department.c.id == posts.c.department_id))
        .where(posts.c.person_id == people.c.id, *conditions)
        .correlate(people)
        .scalar_subquery()
    )
    return func.coalesce(found, literal_column("'[]'::json"))


_at_home = people.alias("at_home")
_in_reach = people.c.id.in_(
    union(
        select(_at_home.c.id).where(_at_home.c.organ_id == _REACH),
        select(posts.c.person_id).where(posts.c.organ_id == _REACH),
    )
)
"""Two index scans instead of a look at everybody in the deployment."""
_source = people.join(_home, _home.c.id == people.c.organ_id).outerjoin(
    _counterpart, _counterpart.c.id == people.c.counterpart_id
)
_ROW = {
    "id": people.c.id,
    "name": people.c.name,
    "username": USERNAME,
    "kind": people.c.kind,
    "organ_id": people.c.organ_id,
    "organ_name": _home.c.name,
    "phone": PHONE,
    "masked": MASKED,
    "active": people.c.active,
    "posts": _posts(posts.c.organ_id == _REACH, held(posts)),
    "version": people.c.version,
}
_LIST = Listing(
    _ROW,
    _source,
    id_column=people.c.id,
    scopes={"reach": _in_reach},
    filters={
        "organ_id": belongs(people, bindparam("organ_id", type_=Uuid())),
        "department_id": exists().where(
            posts.c.person_id == people.c.id, posts.c.department_id == bindparam("department_id"), held(posts)
        ),
        "role": exists().where(
            grants.c.person_id == people.c.id, grants.c.organ_id == _REACH, grants.c.role == bindparam("role")
        ),
        "kind": people.c.kind == bindparam("kind"),
        "active": people.c.active == bindparam("active"),
        "q": func.strpos(func.lower(people.c.name), func.lower(bindparam("q", type_=Text()))) > 0,
    },
    sorts={
        "name": Sort(people.c.name, str),
        "-created_at": Sort(people.c.created_at, datetime, descending=True),
    },
)
_ONE = (
    select(
        *(column.label(name) for name, column in _ROW.items() if name != "posts"),
        people.c.counterpart_id,
        _counterpart.c.name.label("counterpart_name"),
        people.c.created_at,
        (people.c.password_hash.is_not(None)).label("has_password"),
        _posts(or_(people.c.id == _ME, posts.c.organ_id == _REACH)).label("posts"),
    )
    .select_from(_source)
    .where(people.c.id == bindparam("person_id"), or_(people.c.id == _ME, _in_reach))
)
_MINE = select(
    people.c.id,
    people.c.name,
    people.c.username,
    people.c.kind,
    people.c.phone,
    people.c.password_changed_at,
    people.c.password_hash.is_not(None).label("has_password"),
    _posts(posts.c.organ_id == bindparam("organ_id", type_=Uuid()), held(posts)).label("posts"),
).where(people.c.id == _ME)
_VISIBLE = select(people.c.id).where(people.c.id == bindparam("person_id"), or_(people.c.id == _ME, _in_reach))
_READ = select(*people.columns).where(people.c.id == bindparam("person_id"))
_LOCK = _READ.with_for_update(key_share=True)
_MEMBERS = select(people.c.id, people.c.kind).where(
    people.c.id == any_(bindparam("ids", type_=ARRAY_UUID)), people.c.active, belongs(people, bindparam("organ_id"))
)
_LOCK_TWO = (
    select(people.c.id)
    .where(people.c.id == any_(bindparam("ids", type_=ARRAY_UUID)))
    .order_by(people.c.id)
    .with_for_update(key_share=True)
)
_POST = select(*posts.columns).where(posts.c.id == bindparam("post_id"), posts.c.person_id == bindparam("person_id"))
_GRANTS = (
    select(*grants.columns)
    .where(grants.c.person_id == bindparam("person_id"), grants.c.organ_id == bindparam("organ_id"))
    .order_by(grants.c.role)
)
_OTHERS = select(func.count()).where(
    people.c.organ_id == bindparam("organ_id"),
    people.c.kind == bindparam("kind"),
    people.c.active,
    people.c.id != bindparam("person_id"),
)
_ENTERABLE = (
    select(organs.c.id, organs.c.name)
    .where(
        organs.c.active,
        organs.c.id.in_(
            union(
                select(people.c.organ_id).where(people.c.id == _ME),
                select(posts.c.organ_id).where(posts.c.person_id == _ME, held(posts)),
            )
        ),
    )
    .order_by(organs.c.name, organs.c.id)
)


class PeopleRepository:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def search(self, wanted: Wanted, binds: dict[str, Any]) -> Slice:
        return await _LIST.fetch(self._db, wanted, "reach", binds)

    async def one(self, person_id: UUID, binds: dict[str, Any]) -> Row[Any] | None:
        return await self._db.first(_ONE, {**binds, "person_id": person_id})

    async def me(self, binds: dict[str, Any]) -> Row[Any] | None:
        """The caller as the caller sees it: nothing masked, the posts held today in the organ of the log-in."""
        return await self._db.first(_MINE, binds)

    async def is_visible(self, person_id: UUID, binds: dict[str, Any]) -> bool:
        return await self._db.first(_VISIBLE, {**binds, "person_id": person_id}) is not None

    async def read(self, person_id: UUID) -> Person | None:
        """The account as it is, for whoever changes nothing in it."""
        return await self._db.entity(Person, _READ, {"person_id": person_id})

    async def lock(self, person_id: UUID) -> Person | None:
        """The account, against every other change of it until the end of the transaction."""
        return await self._db.entity(Person, _LOCK, {"person_id": person_id})

    async def lock_all(self, ids: Iterable[UUID]) -> None:
        """Lock several accounts in one order, so that two callers cannot wait for each other."""
        await self._db.rows(_LOCK_TWO, {"ids": list(ids)})

    async def members(self, ids: Iterable[UUID], organ_id: UUID, today: date) -> dict[UUID, Any]:
        """Of these people, those active who belong to the organ today, with their kind."""
        rows = await self._db.rows(_MEMBERS, {"ids": list(ids), "organ_id": organ_id, "today": today})
        return {row.id: row.kind for row in rows}

    async def post(self, person_id: UUID, post_id: UUID) -> Post | None:
        return await self._db.entity(Post, _POST, {"person_id": person_id, "post_id": post_id})

    async def grants(self, person_id: UUID, organ_id: UUID) -> list[RoleGrant]:
        return await self._db.entities(RoleGrant, _GRANTS, {"person_id": person_id, "organ_id": organ_id})

    async def others_of_kind(self, person: Person) -> int:
        """How many other active people of the organ are of this person's kind."""
        binds = {"organ_id": person.organ_id, "kind": person.kind, "person_id": person.id}
        found: int = await self._db.scalar(_OTHERS, binds)
        return found

    async def enterable(self, person_id: UUID, today: date) -> Sequence[Row[Any]]:
        """The organs a person may log in to today."""
        return await self._db.rows(_ENTERABLE, {"me": person_id, "today": today})
