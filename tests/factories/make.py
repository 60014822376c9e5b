"""Organs and people for tests, written straight into the tables. Names are random, so tests share one database."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from app.core.actor import Origin
from app.core.clock import local_day
from app.core.ids import new_id
from app.db.base import Base
from app.db.database import Database
from app.models.identity import Department, LoginSession, Organ, Person, Post, RoleGrant
from app.vocabulary.common import Profile
from app.vocabulary.identity import PersonKind, Role

_FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
_GIVEN = "建国志强晓燕文静海涛雪梅永红丽华"


@dataclass(frozen=True, slots=True)
class Someone:
    """A person with an open log-in to one organ."""

    id: UUID
    name: str
    username: str
    organ_id: UUID
    department_id: UUID | None
    token: str


def digest(token: str) -> bytes:
    """How tokens are kept."""
    return hashlib.sha256(token.encode()).digest()


class Make:
    """``await make.person(Role.REGISTRAR, organ=organ)``: tell only what the test is about."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def add(self, *rows: Base) -> None:
        """Write rows in one transaction, and let everybody forget what they kept of rights and parameters."""
        async with self.database.open(writes=True, origin=Origin("test")) as db:
            db.add(*rows)
            await db.forget()
            await db.commit()

    async def organ(self, **told: Any) -> Organ:
        mark = secrets.token_hex(4)
        values = {"name": f"江州市第{mark}局", "short_name": f"{mark}局", "code": mark, "profile": Profile.PARTY_GOV}
        made = Organ(id=new_id(), **{**values, **told})
        await self.add(made)
        return made

    async def department(self, organ: Organ, **told: Any) -> Department:
        values = {"name": f"综合{secrets.token_hex(3)}科", "is_office": False}
        made = Department(id=new_id(), organ_id=organ.id, **{**values, **told})
        await self.add(made)
        return made

    async def person(
        self,
        *roles: Role,
        organ: Organ | None = None,
        department: Department | None = None,
        kind: PersonKind = PersonKind.STAFF,
        is_head: bool = False,
        **told: Any,
    ) -> Someone:
        """A person with a post in the organ (a new one unless told), these roles there, and an open log-in."""
        organ = organ or await self.organ()
        now = self.database.clock.now()
        values = {
            "username": f"u{secrets.token_hex(6)}",
            "name": secrets.choice(_FAMILY) + secrets.choice(_GIVEN) + secrets.choice(_GIVEN),
            "password_changed_at": now,
            "password_history": [],
            "created_at": now,
        }
        person = Person(id=new_id(), organ_id=organ.id, kind=kind, **{**values, **told})
        post = Post(
            id=new_id(),
            person_id=person.id,
            organ_id=organ.id,
            department_id=department.id if department else None,
            title="科长" if is_head else "科员",
            is_head=is_head,
            starts_on=local_day(now),
        )
        grants = [
            RoleGrant(id=new_id(), person_id=person.id, person_kind=kind, organ_id=organ.id, role=role, granted_at=now)
            for role in roles
        ]
        token, session = self._session(person.id, person.organ_id)
        await self.add(person, post, *grants, session)
        department_id = department.id if department else None
        return Someone(person.id, person.name, person.username, organ.id, department_id, token)

    async def tokens(self, who: Someone, count: int) -> list[str]:
        """More log-ins of a person."""
        made = [self._session(who.id, who.organ_id) for _ in range(count)]
        await self.add(*(session for _, session in made))
        return [token for token, _ in made]

    def _session(self, person_id: UUID, organ_id: UUID) -> tuple[str, LoginSession]:
        now, token = self.database.clock.now(), secrets.token_urlsafe(32)
        session = LoginSession(
            id=new_id(),
            person_id=person_id,
            organ_id=organ_id,
            access_hash=digest(token),
            access_until=now + timedelta(days=30),
            refresh_hash=digest(secrets.token_urlsafe(32)),
            used_refresh_hashes=[],
            opened_at=now,
            seen_at=now + timedelta(days=30),
            ends_at=now + timedelta(days=30),
            address="127.0.0.1",
        )
        return token, session
