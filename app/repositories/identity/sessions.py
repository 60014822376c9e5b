"""Log-ins, keys and failures; and with each caller, in the same query, what the caller may do."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Row, Select, any_, bindparam, delete, func, select, update
from sqlalchemy.types import LargeBinary, Uuid

from app.db.database import Db
from app.models.identity import LoginFailure, LoginSession
from app.repositories.identity.terms import (
    ARRAY_TEXT,
    ARRAY_UUID,
    NOW,
    belongs,
    delegations,
    grants,
    held,
    in_force,
    keys,
    organs,
    people,
    posts,
    sessions,
)

failures = LoginFailure.__table__
_principal = people.alias("principal")


def _list(statement: Select[Any], kind: Any) -> ColumnElement[Any]:
    return func.array(statement.scalar_subquery(), type_=kind)


def _rights(organ_id: ColumnElement[UUID], *outer: FromClause) -> tuple[ColumnElement[Any], ...]:
    """What decides the rights of a row of ``people`` in an organ, today."""
    mine = select(posts.c.department_id).where(
        posts.c.person_id == people.c.id, posts.c.organ_id == organ_id, posts.c.department_id.is_not(None), held(posts)
    )
    roles = select(grants.c.role).where(grants.c.person_id == people.c.id, grants.c.organ_id == organ_id)
    principals = (
        select(delegations.c.principal_id)
        .join(_principal, _principal.c.id == delegations.c.principal_id)
        .where(
            delegations.c.delegate_id == people.c.id,
            delegations.c.organ_id == organ_id,
            in_force(delegations),
            _principal.c.active,
        )
    )
    around = (people, *outer)
    return (
        people.c.id.label("person_id"),
        people.c.name,
        people.c.kind,
        organ_id.label("organ_id"),
        people.c.password_changed_at,
        (people.c.active & organs.c.active & belongs(people, organ_id)).label("welcome"),
        _list(mine.correlate(*around), ARRAY_UUID).label("department_ids"),
        _list(mine.where(posts.c.is_head).correlate(*around), ARRAY_UUID).label("headed_ids"),
        _list(roles.correlate(*around), ARRAY_TEXT).label("roles"),
        _list(principals.correlate(*around), ARRAY_UUID).label("principal_ids"),
    )


_BY_ACCESS = (
    select(
        sessions.c.id.label("session_id"),
        sessions.c.access_until,
        sessions.c.seen_at,
        sessions.c.ends_at,
        *_rights(sessions.c.organ_id, sessions),
    )
    .select_from(
        sessions.join(people, people.c.id == sessions.c.person_id).join(organs, organs.c.id == sessions.c.organ_id)
    )
    .where(sessions.c.access_hash == bindparam("hash", type_=LargeBinary()), sessions.c.ended_at.is_(None))
)
_BY_KEY = (
    select(
        keys.c.id.label("key_id"),
        keys.c.name.label("key_name"),
        keys.c.scopes,
        keys.c.networks,
        keys.c.expires_at,
        *_rights(keys.c.organ_id, keys),
    )
    .select_from(keys.join(people, people.c.id == keys.c.person_id).join(organs, organs.c.id == keys.c.organ_id))
    .where(keys.c.secret_hash == bindparam("hash", type_=LargeBinary()), keys.c.revoked_at.is_(None))
)
_BY_NAME = (
    select(*_rights(people.c.organ_id))
    .select_from(people.join(organs, organs.c.id == people.c.organ_id))
    .where(func.lower(people.c.username) == bindparam("username"))
)
_ACCOUNT = select(people.c.id, people.c.organ_id, people.c.active, people.c.password_hash).where(
    func.lower(people.c.username) == bindparam("username")
)
_STANDING = select(people.c.active, people.c.password_changed_at).where(people.c.id == bindparam("person_id"))
_MAY_ENTER = (
    select(organs.c.id)
    .select_from(people.join(organs, belongs(people, organs.c.id)))
    .where(people.c.id == bindparam("person_id"), organs.c.id == bindparam("organ_id"), organs.c.active)
)
_LIVE = (
    select(*sessions.columns)
    .where(
        sessions.c.person_id == bindparam("person_id"),
        sessions.c.ended_at.is_(None),
        sessions.c.ends_at > NOW,
        sessions.c.seen_at > bindparam("idle_since"),
    )
    .order_by(sessions.c.opened_at, sessions.c.id)
)
_LOCK = select(*sessions.columns).where(sessions.c.id == bindparam("session_id")).with_for_update()
_TOUCH = update(LoginSession).where(sessions.c.id == bindparam("session_id")).values(seen_at=NOW)
_END_ALL = (
    update(LoginSession)
    .where(
        sessions.c.person_id == bindparam("of_person"),
        sessions.c.ended_at.is_(None),
        sessions.c.id.is_distinct_from(bindparam("kept_id", type_=Uuid())),
    )
    .values(ended_at=NOW)
)
_SUBJECTS = bindparam("subjects", type_=ARRAY_TEXT)
_LATEST = (
    select(failures.c.subject, failures.c.at)
    .where(failures.c.subject == any_(_SUBJECTS), failures.c.at > bindparam("since"))
    .order_by(failures.c.subject, failures.c.at.desc())
)
_DROP = delete(LoginFailure).where(failures.c.subject == any_(_SUBJECTS), failures.c.at <= bindparam("until"))


class SessionRepository:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def by_access(self, hashed: bytes, today: date) -> Row[Any] | None:
        """The log-in of an access token, with the rights of its person in its organ."""
        return await self._db.first(_BY_ACCESS, {"hash": hashed, "today": today})

    async def by_key(self, hashed: bytes, today: date) -> Row[Any] | None:
        """A service key that is not revoked, with the rights of the person it acts for."""
        return await self._db.first(_BY_KEY, {"hash": hashed, "today": today})

    async def by_name(self, username: str, today: date) -> Row[Any] | None:
        """A person's rights in the home organ."""
        return await self._db.first(_BY_NAME, {"username": username.lower(), "today": today})

    async def account(self, username: str) -> Row[Any] | None:
        return await self._db.first(_ACCOUNT, {"username": username.lower()})

    async def standing(self, person_id: UUID) -> Row[Any] | None:
        """Whether an account is active, and since when its password."""
        return await self._db.first(_STANDING, {"person_id": person_id})

    async def may_enter(self, person_id: UUID, organ_id: UUID, today: date) -> bool:
        """Whether the person belongs to the organ today and the organ is in use."""
        return (
            await self._db.first(_MAY_ENTER, {"person_id": person_id, "organ_id": organ_id, "today": today}) is not None
        )

    async def live(self, person_id: UUID, now: datetime, idle_since: datetime) -> list[LoginSession]:
        """The open log-ins of a person, the oldest first."""
        binds = {"person_id": person_id, "now": now, "idle_since": idle_since}
        return await self._db.entities(LoginSession, _LIVE, binds)

    async def lock(self, session_id: UUID) -> LoginSession | None:
        return await self._db.entity(LoginSession, _LOCK, {"session_id": session_id})

    async def touch(self, session_id: UUID, now: datetime) -> None:
        await self._db.rows(_TOUCH, {"session_id": session_id, "now": now})

    async def end_all(self, person_id: UUID, now: datetime, *, but: UUID | None = None) -> None:
        """End every open log-in of a person, one excepted."""
        await self._db.rows(_END_ALL, {"of_person": person_id, "now": now, "kept_id": but})


class FailureRepository:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def latest(self, subjects: Sequence[str], since: datetime, most: int) -> list[list[datetime]]:
        """For each subject, the moments of its last failures after ``since``, the newest first, at most so many."""
        found: dict[str, list[datetime]] = {}
        for row in await self._db.rows(_LATEST, {"subjects": list(subjects), "since": since}):
            found.setdefault(row.subject, []).append(row.at)
        return [at[:most] for at in found.values()]

    async def drop(self, subjects: Sequence[str], until: datetime) -> None:
        await self._db.rows(_DROP, {"subjects": list(subjects), "until": until})
