"""What the service is measured against: the same answers and the same rows by hand, on FastAPI, asyncpg and orjson.

It is written as well as we can, with prepared statements, one a row, and a pool of the same size. It checks no log-in, no
right, no rule and no repeated request: what it does faster than the service is what those cost.
"""

import asyncio
import base64
import contextlib
import gc
import os
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

import asyncpg
import orjson
from fastapi import FastAPI, Header, HTTPException, Query, Request, Response
from pydantic import BaseModel

from app.services.incoming.workflow import INCOMING
from app.vocabulary.documents import IncomingState
from bench import reference_sql as sql
from bench.reference_writes import REGISTER, SCREEN, Connection, Desk, Move, Paper, People

POOL = 10
"""As many connections as the service has."""

SESSION = {"TimeZone": "Asia/Shanghai", "jit": "off"}
"""As the service sets them."""

OFFERED = {
    state: orjson.dumps([{"action": one, "label": one.label} for one in dict.fromkeys(offered)]).decode()
    for state in IncomingState
    for offered in [[row.action for row in INCOMING.table if state in row.sources]]
}
"""What each state offers, to nobody in particular."""

_JSON = "application/json"


class Office:
    """The pool with a fair gate before it, and the people."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", people: People) -> None:
        self.people = people
        self._pool, self._gate = pool, asyncio.Semaphore(POOL)

    @contextlib.asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        async with self._gate, self._pool.acquire() as connection:
            yield connection

    async def moved(self, document_id: UUID, seen: str, move: Move, opinion: str | None) -> Response:
        async with self.connection() as db:
            async with db.transaction():
                await Desk(db, self.people).move(document_id, seen, move, opinion)
            return await _view(db, document_id)


async def _with_json(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    await connection.set_type_codec(
        "jsonb", schema="pg_catalog", encoder=lambda value: orjson.dumps(value).decode(), decoder=orjson.loads
    )


@contextlib.asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    url = os.environ["BENCH_DATABASE_URL"]
    async with asyncpg.create_pool(url, min_size=POOL, max_size=POOL, server_settings=SESSION, init=_with_json) as pool:
        granted = await pool.fetch("SELECT role, person_id, organ_id FROM role_grants ORDER BY id DESC")
        holders = {row["role"]: row["person_id"] for row in granted}
        app.state.office = Office(pool, People(granted[0]["organ_id"], holders))
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 50)
        yield


app = FastAPI(lifespan=_life, openapi_url=None)


def _office(request: Request) -> Office:
    office: Office = request.app.state.office
    return office


async def _view(db: Connection, document_id: UUID, status: int = 200, location: str | None = None) -> Response:
    row = await db.fetchrow(sql.VIEW, document_id)
    if row is None:
        raise HTTPException(404)
    body = f'{row["body"][:-1]},"allowed_actions":{OFFERED[row["state"]]}}}'
    headers = {"ETag": f'"{row["version"]}"'} | ({"Location": location} if location else {})
    return Response(body, status, headers, _JSON)


def _page(rows: "Sequence[asyncpg.Record]", limit: int) -> Response:
    cursor = "null"
    if len(rows) > limit:
        last = rows[limit - 1]
        cursor = f'"{base64.urlsafe_b64encode(orjson.dumps([last["at"], str(last["id"])])).decode()}"'
    items = ",".join([row["body"] for row in rows[:limit]])
    body = f'{{"items":[{items}],"next_cursor":{cursor},"total":null,"total_is_exact":null}}'
    return Response(body, 200, None, _JSON)


def _after(cursor: str | None) -> tuple[datetime | None, str | None]:
    if cursor is None:
        return None, None
    at, last_id = orjson.loads(base64.urlsafe_b64decode(cursor))
    return datetime.fromisoformat(at), last_id


@app.get("/incoming-documents/{document_id}")
async def get_document(request: Request, document_id: UUID) -> Response:
    async with _office(request).connection() as db:
        return await _view(db, document_id)


@app.get("/incoming-documents")
async def list_documents(
    request: Request, state: IncomingState, limit: Annotated[int, Query(ge=1, le=200)] = 20, cursor: str | None = None
) -> Response:
    office = _office(request)
    async with office.connection() as db:
        rows = await db.fetch(sql.LIST, office.people.organ_id, state, limit + 1, *_after(cursor))
    return _page(rows, limit)


@app.get("/tasks/{person_id}")
async def list_tasks(
    request: Request, person_id: UUID, limit: Annotated[int, Query(ge=1, le=200)] = 20, cursor: str | None = None
) -> Response:
    """The to-do list. Whose it is stands in the path, because nobody logs in here."""
    async with _office(request).connection() as db:
        rows = await db.fetch(sql.TASKS, person_id, limit + 1, *_after(cursor))
    return _page(rows, limit)


@app.post("/incoming-documents")
async def receive_document(request: Request, paper: Paper) -> Response:
    office = _office(request)
    async with office.connection() as db:
        async with db.transaction():
            document_id = await Desk(db, office.people).receive(paper)
        return await _view(db, document_id, 201, f"/incoming-documents/{document_id}")


class Said(BaseModel):
    """What may be said with a step."""

    opinion: str | None = None


class Screening(Said):
    """The five answers."""

    ours: bool
    routing: bool
    form: bool
    consulted: bool
    drafting: bool


@app.post("/incoming-documents/{document_id}/register")
async def register_document(
    request: Request, document_id: UUID, said: Said, if_match: Annotated[str, Header()]
) -> Response:
    return await _office(request).moved(document_id, if_match, REGISTER, said.opinion)


@app.post("/incoming-documents/{document_id}/screen")
async def screen_document(
    request: Request, document_id: UUID, said: Screening, if_match: Annotated[str, Header()]
) -> Response:
    return await _office(request).moved(document_id, if_match, SCREEN, said.opinion)
