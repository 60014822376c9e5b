"""Alembic, without an ini file. Loaded only when a migration is run, because it takes long to load."""

import asyncio

from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from alembic import command
from app.db.migrate import SCRIPTS

_LOCK = 5_410_237_011  # one migration at a time, whoever starts first


def config(url: str | None = None) -> Config:
    made = Config()
    made.set_main_option("script_location", str(SCRIPTS))
    made.set_main_option("file_template", "%%(year)d-%%(month).2d-%%(day).2d-%%(hour).2d%%(minute).2d_%%(slug)s")
    made.attributes["url"] = url
    return made


async def move(url: str, revision: str, *, down: bool = False) -> None:
    """Bring the database up to a revision, or down to it."""
    engine = create_async_engine(url, poolclass=NullPool)

    def locked(connection: Connection) -> None:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        made = config(url)
        made.attributes["connection"] = connection
        (command.downgrade if down else command.upgrade)(made, revision)

    async with asyncio.timeout(600), engine.begin() as connection:
        await connection.run_sync(locked)
    await engine.dispose()
