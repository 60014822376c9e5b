"""Too little of everything: no free connection, a lock nobody lets go of, a deadlock. Waiting is bounded, nothing is 500."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy import text

from app.db.database import Database
from app.main import create_app
from tests.conftest import make_settings
from tests.factories.client import Client, problem
from tests.factories.make import Make, Someone
from tests.scenarios.office import PAPERS, Office, open_office, unlit

POOL, POOL_SECONDS, STATEMENT_SECONDS, SLACK = 2, 0.4, 0.8, 5


@pytest_asyncio.fixture(scope="module")
async def url(database_server: Any) -> str:
    fresh: str = await database_server.fresh()
    return fresh


@asynccontextmanager
async def poor(url: str, folder: Path, statement_seconds: float) -> AsyncIterator[FastAPI]:
    """The service with two connections and little patience."""
    milliseconds = int(statement_seconds * 1000)
    database = Database(url, pool_size=POOL, timeout=POOL_SECONDS, statement_ms=milliseconds, role="shuniu_app")
    app = create_app(make_settings(url, folder), database)
    async with app.router.lifespan_context(app):
        database.caches.start(url)
        await database.caches.ready()
        yield app
    await database.close()


@pytest_asyncio.fixture
async def app(url: str, tmp_path: Path) -> AsyncIterator[FastAPI]:
    async with poor(url, tmp_path, STATEMENT_SECONDS) as made:
        yield made


@pytest_asyncio.fixture
async def office(url: str, app: FastAPI, client_as: Callable[[Someone], Client]) -> AsyncIterator[Office]:
    rich = Database(url)
    yield await open_office(Make(rich), client_as)
    await rich.close()


@asynccontextmanager
async def somebody_else(url: str, *statements: str, **binds: Any) -> AsyncIterator[Any]:
    """Another program in a transaction of its own, in which it did this."""
    other = Database(url, pool_size=2)
    async with other.open(writes=True) as db:
        for statement in statements:
            await db.rows(text(statement), binds)
        yield db
    await other.close()


async def test_whoever_finds_no_connection_waits_a_little_and_is_told(url: str, office: Office) -> None:
    await office.director.all(PAPERS)
    async with somebody_else(url, "LOCK TABLE matters IN ACCESS EXCLUSIVE MODE"):
        began = time.monotonic()
        answers = await asyncio.gather(*(office.director.client.get(PAPERS) for _ in range(5 * POOL)))
        assert time.monotonic() - began < POOL_SECONDS + STATEMENT_SECONDS + SLACK
        for answer in answers:
            assert problem(answer, 503, "unavailable")
            assert answer.headers["retry-after"] == "1"
        busy = [answer for answer in answers if answer.json()["detail"] == "数据库连接繁忙"]
        assert len(busy) >= 2 * POOL, "others than those who held the connections"
        assert (await office.director.client.get("http://localhost/livez")).status_code == 200
    assert await office.director.all(PAPERS) == []


async def test_a_statement_that_takes_too_long_is_given_up_and_leaves_nothing(url: str, office: Office) -> None:
    first = await office.registered(sender_number=None)
    seen = await office.registrar.see(await office.receiver.receive(title="另一件", sender_number=None))
    async with somebody_else(
        url, "SELECT FROM number_series WHERE organ_id = :organ FOR UPDATE", organ=office.organ.id
    ):
        began = time.monotonic()
        await office.registrar.refused("register", seen, 503, "unavailable")
        assert STATEMENT_SECONDS <= time.monotonic() - began < STATEMENT_SECONDS + SLACK
    assert unlit(await office.registrar.see(seen)) == unlit(seen)
    seen = await office.registrar.take("register", seen)
    assert [one["number"].rpartition("〕")[2] for one in (first, seen)] == ["1号", "2号"]


async def test_who_hangs_up_gives_the_connection_back(url: str, office: Office) -> None:
    async with somebody_else(url, "LOCK TABLE matters IN ACCESS EXCLUSIVE MODE"):
        for _ in range(3 * POOL):
            asking = asyncio.create_task(office.director.client.get(PAPERS))
            await asyncio.sleep(0.05)
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
    assert await office.director.all(PAPERS) == []


async def test_the_loser_of_a_deadlock_is_run_again(url: str, tmp_path: Path, office: Office) -> None:
    await office.registered(sender_number=None)
    seen = await office.receiver.receive(title="另一件", sender_number=None)
    lock_series = "SELECT FROM number_series WHERE organ_id = :organ FOR UPDATE"
    async with poor(url, tmp_path, 10) as app, somebody_else(url, lock_series, organ=office.organ.id) as other:
        token = office.registrar.client.headers["authorization"].partition(" ")[2]
        async with Client(app, token) as patient:
            asking = asyncio.create_task(patient.act(PAPERS, seen, "register"))
            await asyncio.sleep(0.3)
            await other.rows(text("SELECT FROM matters WHERE id = :id FOR UPDATE"), {"id": seen["id"]})
            await other.commit()
            answer = await asking
    assert answer.status_code == 200, answer.text
    assert answer.json()["version"] == seen["version"] + 1
    assert len(await office.director.history("trail", seen)) == answer.json()["version"]
