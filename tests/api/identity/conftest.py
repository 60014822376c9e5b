"""A small office for each test: an organ with its three administrators, and whoever else the test asks for."""

import ipaddress
import secrets
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest_asyncio
from fastapi import FastAPI
from fastapi.routing import APIRoute
from pydantic import BaseModel

from app.core.clock import FixedClock, local_day
from app.core.ids import new_id
from app.db.database import Database
from app.main import routes
from app.models.identity import Department, LoginSession, Organ, Person, Post, RoleGrant
from app.services.identity.hashing import digest, hashed
from app.services.identity.tokens import access_token, refresh_token
from app.vocabulary.common import Profile
from app.vocabulary.identity import PersonKind, Role

PASSWORD = "Jiang-Zhou-2026"


def elsewhere() -> str:
    """An address nobody called from before: failures are counted by address."""
    return str(ipaddress.IPv6Address((0xFD << 120) | secrets.randbits(64)))


@dataclass
class Answer:
    """An answer with its body read as JSON."""

    status: int
    body: Any
    headers: httpx.Headers

    @property
    def code(self) -> str:
        return str(self.body["code"])


def promised(method: str, url: str) -> type[BaseModel]:
    """The schema the published document promises for an answer."""
    for route in routes():
        if isinstance(route, APIRoute) and method in route.methods and route.path_regex.match(url):
            model: type[BaseModel] = route.response_model
            return model
    raise LookupError(f"{method} {url}")


class Caller:
    """Somebody with a token, or nobody, at one network address."""

    def __init__(self, app: FastAPI, address: str, token: str | None = None) -> None:
        self.token = token or ""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        transport = httpx.ASGITransport(app, client=(address, 40_000))
        self._http = httpx.AsyncClient(transport=transport, base_url="http://localhost", headers=headers)

    async def ask(self, method: str, path: str, said: Any = None, *, seen: int | None = None, **query: Any) -> Answer:
        headers = {} if seen is None else {"If-Match": f'"{seen}"'}
        url = f"/api/v1{path}"
        found = await self._http.request(method, url, json=said, headers=headers, params=query or None)
        if found.status_code < 300 and found.content:
            promised(method, url).model_validate_json(found.content)
        return Answer(found.status_code, found.json() if found.content else None, found.headers)

    async def get(self, path: str, **query: Any) -> Answer:
        return await self.ask("GET", path, **query)

    async def post(self, path: str, said: Any = None, *, seen: int | None = None) -> Answer:
        return await self.ask("POST", path, said, seen=seen)

    async def put(self, path: str, said: Any = None, *, seen: int | None = None) -> Answer:
        return await self.ask("PUT", path, said, seen=seen)

    async def patch(self, path: str, said: Any, *, seen: int | None = None) -> Answer:
        return await self.ask("PATCH", path, said, seen=seen)


class Office:
    """Makes organs and people directly, so that a test pays for what it is about alone."""

    def __init__(self, app: FastAPI, database: Database, clock: FixedClock, password_hash: str) -> None:
        self.app, self.database, self.clock, self._hash = app, database, clock, password_hash
        self.address = elsewhere()
        self.organ_id = UUID(int=0)

    @property
    def today(self) -> date:
        return local_day(self.clock.now())

    async def save(self, *rows: Any) -> None:
        """Several statements one after the other, so that rows may refer to earlier ones."""
        async with self.database.open(writes=True) as db:
            for row in rows:
                db.add(row)
                await db.flush()
            await db.commit()

    async def organ(self, superior_id: UUID | None = None) -> UUID:
        name = f"机关{new_id().hex[-12:]}"
        organ = Organ(
            id=new_id(), name=name, short_name=name, code=name[2:], profile=Profile.PARTY_GOV, superior_id=superior_id
        )
        await self.save(organ)
        return organ.id

    async def department(self, organ_id: UUID | None = None, **more: Any) -> UUID:
        name = f"科室{new_id().hex[-12:]}"
        department = Department(id=new_id(), organ_id=organ_id or self.organ_id, name=name, **more)
        await self.save(department)
        return department.id

    async def person(
        self,
        kind: PersonKind = PersonKind.STAFF,
        *,
        roles: Sequence[Role] = (),
        organ_id: UUID | None = None,
        name: str = "张伟",
        phone: str | None = None,
        **more: Any,
    ) -> Person:
        now = self.clock.now()
        known = {"password_hash": self._hash, "password_changed_at": now, "password_history": []} | more
        person = Person(
            id=new_id(),
            organ_id=organ_id or self.organ_id,
            username=f"u{new_id().hex[-16:]}",
            name=name,
            kind=kind,
            phone=phone,
            created_at=now,
            **known,
        )
        await self.save(person, *(self.granted(person, role) for role in roles))
        return person

    def granted(self, person: Person, role: Role, organ_id: UUID | None = None) -> RoleGrant:
        return RoleGrant(
            id=new_id(),
            person_id=person.id,
            person_kind=person.kind,
            organ_id=organ_id or person.organ_id,
            role=role,
            granted_at=self.clock.now(),
        )

    async def post(self, person: Person, organ_id: UUID, department_id: UUID | None = None, **more: Any) -> UUID:
        known = {"title": "科长", "starts_on": self.today} | more
        post = Post(id=new_id(), person_id=person.id, organ_id=organ_id, department_id=department_id, **known)
        await self.save(post)
        return post.id

    def nobody(self, address: str | None = None) -> Caller:
        return Caller(self.app, address or self.address)

    def bearer(self, token: str, address: str | None = None) -> Caller:
        return Caller(self.app, address or self.address, token)

    async def as_(self, person: Person, organ_id: UUID | None = None) -> Caller:
        """A log-in without the cost of a password."""
        token, now, session_id = access_token(), self.clock.now(), new_id()
        session = LoginSession(
            id=session_id,
            person_id=person.id,
            organ_id=organ_id or person.organ_id,
            access_hash=digest(token),
            access_until=now + timedelta(hours=12),
            refresh_hash=digest(refresh_token(session_id)),
            used_refresh_hashes=[],
            opened_at=now,
            seen_at=now,
            ends_at=now + timedelta(hours=12),
            address=self.address,
        )
        await self.save(session)
        return self.bearer(token)

    async def admin(self, kind: PersonKind) -> Caller:
        return await self.as_(await self.person(kind, name=kind.label))

    async def log_in(self, person: Person, password: str = PASSWORD, **more: Any) -> Answer:
        said = {"username": person.username, "password": password} | more
        return await self.nobody().post("/auth/login", said)


@pytest_asyncio.fixture(scope="session")
async def password_hash() -> str:
    return await hashed(PASSWORD)


@pytest_asyncio.fixture
async def office(app: FastAPI, database: Database, clock: FixedClock, password_hash: str) -> AsyncIterator[Office]:
    """An organ of its own on a Friday morning; what is kept in memory survives from request to request."""
    made = Office(app, database, clock, password_hash)
    made.organ_id = await made.organ()
    yield made
    database.caches.clear()
