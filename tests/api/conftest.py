"""The service with the tests' own router beside the real ones."""

from collections.abc import AsyncIterator

import pytest_asyncio
from fastapi import FastAPI

from app.db.database import Database
from app.main import ROUTERS, create_app
from app.settings import Settings
from app.vocabulary.identity import Role
from tests.factories import things
from tests.factories.client import Client
from tests.factories.make import Make, Someone


@pytest_asyncio.fixture(scope="session")
async def plumbing(settings: Settings, database: Database) -> AsyncIterator[FastAPI]:
    """The running service with ``/things``."""
    made = create_app(settings, database, routers=[*ROUTERS, things.router])
    async with made.router.lifespan_context(made):
        yield made


@pytest_asyncio.fixture(scope="session")
async def clerk(database: Database) -> Someone:
    """Somebody who may do what all staff may."""
    return await Make(database).person(Role.OFFICE_CLERK)


@pytest_asyncio.fixture
async def things_client(plumbing: FastAPI, clerk: Someone) -> AsyncIterator[Client]:
    async with Client(plumbing, clerk.token) as made:
        yield made
