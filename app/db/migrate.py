"""Alembic without an ini file: one configuration for the command line, the tests and the service."""

import asyncio
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from alembic import command

SCRIPTS = Path(__file__).resolve().parents[2] / "alembic"
_LOCK = 5_410_237_011  # one migration at a time, whoever starts first


def config(url: str | None = None) -> Config:
    made = Config()
    made.set_main_option("script_location", str(SCRIPTS))
    made.set_main_option("file_template", "%%(year)d-%%(month).2d-%%(day).2d-%%(hour).2d%%(minute).2d_%%(slug)s")
    made.attributes["url"] = url
    return made


def head() -> str:
    """The revision this code was written for."""
    found = ScriptDirectory.from_config(config()).get_current_head()
    assert found is not None
    return found


async def upgrade(url: str, revision: str = "head") -> None:
    await _run(url, lambda made: command.upgrade(made, revision))


async def downgrade(url: str, revision: str) -> None:
    await _run(url, lambda made: command.downgrade(made, revision))


async def _run(url: str, act: object) -> None:
    assert callable(act)
    engine = create_async_engine(url, poolclass=NullPool)

    def locked(connection: Connection) -> None:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        made = config(url)
        made.attributes["connection"] = connection
        act(made)

    async with asyncio.timeout(600), engine.begin() as connection:
        await connection.run_sync(locked)
    await engine.dispose()
