"""What every test may ask for: a database with the present schema, the app on it, clients of people, a clock that stands."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from fastapi import FastAPI

from app.core.clock import FixedClock
from app.db.database import Database
from app.main import create_app
from app.settings import Settings
from tests.factories.client import Client
from tests.factories.clockwork import MORNING
from tests.factories.make import Make, Someone
from tests.factories.server import TestServer, server


@pytest_asyncio.fixture(scope="session")
async def database_server() -> AsyncIterator[TestServer]:
    """One PostgreSQL for the whole run."""
    async with server() as made:
        yield made


@pytest_asyncio.fixture(scope="session")
async def database_url(database_server: TestServer) -> str:
    """A migrated database that all tests share; each makes organs and people of its own in it."""
    return await database_server.fresh()


@pytest.fixture
def fresh_database(database_server: TestServer) -> Callable[[], Awaitable[str]]:
    """``await fresh_database()``: the URL of a migrated database of the test's own."""
    return database_server.fresh


@pytest.fixture(scope="session")
def settings(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_settings(database_url, tmp_path_factory.mktemp("data"))


def make_settings(url: str | None, data_dir: Path, **told: object) -> Settings:
    """Settings of a test: nothing from the environment, no limit on how often one may ask."""
    plenty = {"rate_limit": 10_000_000, "login_rate_limit": 10_000_000}
    values = {"database_url": url, "data_dir": data_dir, "signing_key": "k" * 32, **plenty, **told}
    return Settings(_env_file=None, **values)


@pytest.fixture(scope="session")
def _clock() -> FixedClock:
    return FixedClock(MORNING)


@pytest.fixture
def clock(_clock: FixedClock) -> Iterator[FixedClock]:
    """The clock of the shared app; it stands at ``MORNING`` when a test begins."""
    yield _clock
    _clock.at = MORNING


@pytest_asyncio.fixture(scope="session")
async def database(database_url: str, _clock: FixedClock) -> AsyncIterator[Database]:
    """The database of the shared app, as the service itself opens it."""
    made = Database(database_url, clock=_clock, role="shuniu_app", cursor_key=b"k" * 32)
    made.caches.start(database_url)
    await made.caches.ready()
    yield made
    await made.close()


@pytest_asyncio.fixture(scope="session")
async def app(settings: Settings, database: Database) -> AsyncIterator[FastAPI]:
    """The running service."""
    made = create_app(settings, database)
    async with made.router.lifespan_context(made):
        yield made


@pytest_asyncio.fixture
async def client(app: FastAPI) -> AsyncIterator[Client]:
    """A client nobody knows."""
    async with Client(app) as made:
        yield made


@pytest_asyncio.fixture
async def client_as(app: FastAPI) -> AsyncIterator[Callable[[Someone], Client]]:
    """``client_as(person)``: the client of a person who is logged in."""
    opened: list[Client] = []

    def made(who: Someone) -> Client:
        opened.append(Client(app, who.token))
        return opened[-1]

    yield made
    for one in opened:
        await one.aclose()


@pytest.fixture
def make(database: Database) -> Make:
    """Makes organs, departments and people."""
    return Make(database)
