"""The service under settings of a test's own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI

from app.db.database import Database
from app.main import ROUTERS, create_app
from app.settings import Settings
from tests.conftest import make_settings
from tests.factories import things


@asynccontextmanager
async def running(database: Database, folder: Path, **told: object) -> AsyncIterator[FastAPI]:
    """The service under other settings."""
    settings: Settings = make_settings(database.url, folder, **told)
    app = create_app(settings, database, routers=[*ROUTERS, things.router])
    async with app.router.lifespan_context(app):
        yield app
