"""A PostgreSQL for the tests: the embedded one, or the server of OFFICE_TEST_DATABASE_URL with databases of our own on it."""

import os
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
from sqlalchemy import URL, make_url

from app.db import migrate
from app.db.embedded import EmbeddedPostgres

FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "max_wal_size": "2GB",
}


class TestServer:
    """Makes databases that hold the present schema, each by copying one that was migrated once."""

    __test__ = False

    def __init__(self, url: str) -> None:
        self._admin = make_url(url).set(drivername="postgresql+asyncpg")
        self._mark = f"shuniu_test_{secrets.token_hex(4)}"
        self._template = f"{self._mark}_template"
        self._made: list[str] = []

    def _url(self, name: str) -> str:
        return self._admin.set(database=name).render_as_string(hide_password=False)

    async def _run(self, *statements: str) -> None:
        connection = await asyncpg.connect(**arguments(self._admin))
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    async def prepare(self) -> None:
        """Make and migrate the template."""
        await self._run(f'CREATE DATABASE "{self._template}"')
        self._made.append(self._template)
        await migrate.upgrade(self._url(self._template))

    async def empty(self) -> str:
        """The URL of a new database without tables."""
        return await self._create("template1")

    async def fresh(self) -> str:
        """The URL of a new database with the present schema (about 40 ms)."""
        return await self._create(self._template)

    async def _create(self, template: str) -> str:
        name = f"{self._mark}_{len(self._made)}"
        await self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        self._made.append(name)
        return self._url(name)

    async def tidy(self) -> None:
        await self._run(*(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)' for name in reversed(self._made)))


def arguments(url: URL) -> dict[str, object]:
    """What asyncpg wants to hear of a SQLAlchemy URL."""
    return {**url.translate_connect_args(username="user"), **url.query}


@asynccontextmanager
async def server() -> AsyncIterator[TestServer]:
    """A server with its template; everything made on it is gone afterwards."""
    given = os.environ.get("OFFICE_TEST_DATABASE_URL")
    if given:
        made = TestServer(given)
        try:
            await made.prepare()
            yield made
        finally:
            await made.tidy()
        return
    folder = Path(tempfile.mkdtemp(prefix="shuniu-"))
    folder.chmod(0o755)
    try:
        with EmbeddedPostgres(folder, settings=FAST) as embedded:
            made = TestServer(embedded.url)
            await made.prepare()
            yield made
    finally:
        shutil.rmtree(folder, ignore_errors=True)
