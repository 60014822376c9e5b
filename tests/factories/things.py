"""A router of the tests' own: one small operation for each shape of request, on a table that asks for nothing else."""

import asyncio
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from pydantic import Field
from pydantic.json_schema import SkipJsonSchema
from sqlalchemy import func, select
from starlette.requests import Request
from starlette.responses import Response

from app.core.actor import Actor
from app.core.errors import NotFound, Stale
from app.core.ids import new_id
from app.db.database import Db
from app.db.faults import Retry
from app.http.answers import answers, created, nothing, reply
from app.http.dependencies import IfMatch, UnitOfWork, provide, requires
from app.http.routing import office_router
from app.models.identity import LoginFailure
from app.schemas.common import (
    WHOLE,
    Count,
    Day,
    Flag,
    Ident,
    In,
    Line,
    ListQuery,
    Moment,
    Out,
    QueryFlag,
    Text,
    Version,
    unsent,
)
from app.vocabulary.common import Urgency
from app.vocabulary.identity import Permission

Title = Annotated[Line, Field(max_length=20, description="标题", examples=["防汛工作"])]
Copies = Annotated[int, Field(ge=1, le=99, description="份数", examples=[2]), WHOLE]


class Inner(In):
    note: Annotated[Line, Field(examples=["说明"])] | None = None


class ThingCreate(In):
    title: Title
    body: Annotated[Text, Field(examples=["正文"])] = ""
    at: Moment | None = None
    on: Day | None = None
    copies: Copies = 1
    urgent: Flag = False
    urgency: Urgency = Urgency.NONE
    owner_id: Ident | None = None
    inner: Inner | None = None
    tags: Annotated[list[Title], Field(max_length=3)] = Field(default_factory=list)


class ThingUpdate(In):
    title: Title = unsent()
    on: Annotated[Day, Field(description="日期")] | None = None


class ThingRead(Out):
    id: Ident
    version: Version
    title: Title
    sent: Annotated[list[Annotated[str, Field(max_length=20)]], Field(max_length=10, examples=[["title"]])]


class ThingsRead(Out):
    limit: Count
    tags: Annotated[list[Title], Field(max_length=10)]


class ThingQuery(ListQuery):
    tags: Annotated[list[Title], Field(max_length=3)] = Field(default_factory=list)
    q: Annotated[Line, Field(max_length=10, examples=["防汛"])] | SkipJsonSchema[None] = None
    due_from: Day | SkipJsonSchema[None] = None
    late: QueryFlag | SkipJsonSchema[None] = None


@dataclass
class Gate:
    """Lets a test hold a request in the middle: it says when it is there and waits to be let on."""

    reached: asyncio.Event = field(default_factory=asyncio.Event)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    retries: int = 0

    async def pass_through(self) -> None:
        self.reached.set()
        await self.open.wait()


gates: dict[str, Gate] = {}


class ThingService:
    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor = db, actor

    async def create(self, title: str) -> dict[str, Any]:
        thing_id = new_id()
        self._db.add(LoginFailure(id=thing_id, subject=title, at=self._db.clock.now()))
        return {"id": thing_id, "version": 1, "title": title, "sent": []}


async def count(db: Db, title: str) -> int:
    """How many things of a title were created."""
    found: int = await db.scalar(select(func.count()).select_from(LoginFailure).where(LoginFailure.subject == title))
    return found


Things = Annotated[ThingService, Depends(provide(ThingService))]
ThingId = Annotated[Ident, Path(description="标识")]
STAFF = [Depends(requires(Permission.STAFF))]
router: APIRouter = office_router("/things", "things")


@router.get("", summary="列表 List things", response_model=ThingsRead, dependencies=STAFF)
async def list_things(wanted: Annotated[ThingQuery, Query()]) -> Response:
    """列表。 Touches no data."""
    return reply({"limit": wanted.limit, "tags": wanted.tags})


@router.post("", summary="新建 Create a thing", status_code=201, response_model=ThingRead, dependencies=STAFF)
async def create_thing(said: ThingCreate, things: Things) -> Response:
    """新建。 One row."""
    return created(await things.create(said.title), "/api/v1/things")


@router.get(
    "/{thing_id}", summary="查看 Get a thing", response_model=ThingRead, responses=answers(NotFound), dependencies=STAFF
)
async def get_thing(thing_id: ThingId) -> Response:
    """查看。 Version 3, always."""
    return reply({"id": thing_id, "version": 3, "title": "防汛工作", "sent": []})


@router.patch("/{thing_id}", summary="修改 Change a thing", response_model=ThingRead, dependencies=STAFF)
async def update_thing(thing_id: ThingId, seen: IfMatch, said: ThingUpdate) -> Response:
    """修改。 The present version is 3."""
    if seen != 3:
        raise Stale(3)
    sent = list(said.model_dump(exclude_unset=True))
    return reply({"id": thing_id, "version": 4, "title": said.title or "防汛工作", "sent": sent})


@router.delete("/{thing_id}", summary="删除 Delete a thing", status_code=204, dependencies=STAFF)
async def delete_thing(thing_id: ThingId, seen: IfMatch) -> Response:
    """删除。 Nothing is deleted."""
    return nothing()


@router.post("/hold/{name}", summary="等待 Hold a request", response_model=ThingRead, dependencies=STAFF)
async def hold_thing(name: Annotated[Line, Path()], said: ThingCreate, things: Things) -> Response:
    """等待。 Writes, then waits for the test."""
    view = await things.create(said.title)
    await gates[name].pass_through()
    return reply(view)


@router.get("/peek/{name}", summary="查看后等待 Read and hold", response_model=ThingsRead, dependencies=STAFF)
async def peek_thing(name: Annotated[Line, Path()], db: UnitOfWork) -> Response:
    """查看后等待。 Reads, then waits for the test with its connection in hand."""
    found = await count(db, name)
    await gates[name].pass_through()
    return reply({"limit": found, "tags": []})


@router.post("/retry/{name}", summary="重试 Retry a request", response_model=ThingRead, dependencies=STAFF)
async def retry_thing(name: Annotated[Line, Path()], said: ThingCreate, things: Things) -> Response:
    """重试。 Fails to serialize as often as the test wants."""
    view = await things.create(said.title)
    if gates[name].retries:
        gates[name].retries -= 1
        raise Retry
    return reply(view)


@router.post("/fault", summary="出错 Fail", dependencies=STAFF)
async def fail_thing(said: ThingCreate, things: Things) -> Response:
    """出错。 Writes, then fails as nobody expected."""
    await things.create(said.title)
    raise ZeroDivisionError("a fault nobody foresaw")


@router.post("/open", summary="公开 Open to all", dependencies=[Depends(requires(Permission.PUBLIC))])
async def open_thing(request: Request, said: ThingCreate) -> Response:
    """公开。 Has no caller."""
    return reply({"caller": getattr(request.state, "actor", None), "title": said.title})
