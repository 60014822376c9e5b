"""The database goes away and comes back; the service stays."""

import asyncio
import shutil
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy import text

from app.core.errors import Unavailable
from app.db.database import APP_ROLE
from app.db.embedded import EmbeddedPostgres
from app.http.signing import signing_key
from app.main import create_app, opened
from tests.conftest import make_settings
from tests.factories.client import Client, problem
from tests.factories.make import Make
from tests.factories.server import FAST

pytestmark = pytest.mark.embedded
ROOT = "http://localhost"


@pytest_asyncio.fixture(scope="module")
async def folder() -> AsyncIterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="shuniu-")).resolve()
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest_asyncio.fixture(scope="module")
async def app(folder: Path) -> AsyncIterator[FastAPI]:
    """The service as it is started without any setting: with a server, a schema and a key of its own."""
    made = create_app(make_settings(None, folder, signing_key=None))
    async with made.router.lifespan_context(made):
        yield made


async def test_first_start_makes_all_it_needs(app: FastAPI, folder: Path) -> None:
    async with Client(app) as client:
        assert (await client.get(f"{ROOT}/readyz")).status_code == 200
    key = folder / "signing.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(key.read_bytes()) == 64
    assert app.state.database.cursor_key == signing_key(app.state.settings) == key.read_bytes()
    async with app.state.database.open() as db:
        assert await db.scalar(text("SELECT current_user")) == APP_ROLE


async def test_requests_are_refused_while_the_database_is_away_and_served_when_it_is_back(
    app: FastAPI, folder: Path
) -> None:
    make = Make(app.state.database)
    who = await make.person()
    server = EmbeddedPostgres(folder / "postgres", settings=FAST)
    async with Client(app, who.token) as client:
        assert (await client.get("/incoming-documents")).status_code == 200
        await asyncio.to_thread(stop_for_all, server)
        started = time.monotonic()
        answers = await asyncio.gather(*(client.get("/incoming-documents") for _ in range(20)))
        assert time.monotonic() - started < 10
        for answer in answers:
            problem(answer, 503, "unavailable")
            assert answer.headers["retry-after"] == "1"
        for path, status in [("/livez", 200), ("/openapi.json", 200), ("/api/v1/enums", 200), ("/readyz", 503)]:
            answer = await client.get(ROOT + path)
            assert answer.status_code == status
        assert problem(answer, 503, "unavailable")["missing"] == ["database"]
        await asyncio.to_thread(server.start)
        try:
            assert (await client.get("/incoming-documents")).status_code == 200
            assert (await client.get(f"{ROOT}/readyz")).status_code == 200
            async with asyncio.timeout(10):
                await app.state.database.caches.ready()
        finally:
            await asyncio.to_thread(server.stop)


def stop_for_all(server: EmbeddedPostgres) -> None:
    """Halt the server although the service still uses it."""
    server._halt()


async def test_start_gives_up_when_no_database_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.main._PATIENCE", 1)
    nowhere = make_settings(f"postgresql://nobody@/nothing?host={tmp_path}", tmp_path)
    with pytest.raises(Unavailable):
        async with opened(nowhere):
            raise AssertionError("it opened")
