"""What a route asks for: a service for this caller, a permission, the version the caller has seen."""

import re
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Header
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError
from starlette.requests import Request

from app.core.actor import Actor
from app.db.database import Db
from app.schemas.common import Published
from app.vocabulary.identity import Permission

S = TypeVar("S")
IF_MATCH = '^"[1-9][0-9]{0,8}"$'
_is_version = re.compile(IF_MATCH).fullmatch


class Permit:
    """The permission an operation asks for. The route reads it; it never runs as a dependency."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission

    async def __call__(self) -> None:
        raise RuntimeError("requires() works on routes of office_router alone")


class Trace:
    """A reading that is put on record, so that its unit of work writes (SEC-R43). The route reads it; it never runs."""

    async def __call__(self) -> None:
        raise RuntimeError("TRACED works on routes of office_router alone")


TRACED = Trace()


def requires(permission: Permission) -> Permit:
    """Declares what the caller must be allowed: ``dependencies=[Depends(requires(Permission.X))]``. 401, 403 follow from it."""
    return Permit(permission)


async def unit_of_work(request: Request) -> Db:
    """The request's unit of work. The route commits it before the answer leaves."""
    db: Db = request.state.db
    return db


async def current_actor(request: Request) -> Actor:
    """Who is asking. Routes that are open to everybody have no actor."""
    actor: Actor = request.state.actor
    return actor


def provide(service: Callable[[Db, Actor], S]) -> Callable[[Request], Awaitable[S]]:
    """A dependency that makes a service for this request and caller."""

    async def made(request: Request) -> S:
        return service(request.state.db, request.state.actor)

    return made


UnitOfWork = Annotated[Db, Depends(unit_of_work)]
CurrentActor = Annotated[Actor, Depends(current_actor)]


def _read_version(value: Any) -> int:
    if not isinstance(value, str) or not _is_version(value):
        raise PydanticCustomError("string_pattern_mismatch", "one version in double quotes")
    return int(value[1:-1])


IfMatch = Annotated[
    int,
    Header(alias="If-Match", description="所见版本，即上次答复的 ETag；* 不被接受"),
    BeforeValidator(_read_version),
    Published({"type": "string", "pattern": IF_MATCH, "minLength": 3, "maxLength": 11, "examples": ['"3"']}),
]
"""The version the caller has seen. Missing is 428, malformed 400, stale 412 (by the service)."""
