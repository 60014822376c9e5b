"""Somebody who uploads, and a look at what was left behind."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import func, select

from app.db.database import Database
from app.models.matters import Attachment
from app.settings import Settings
from app.vocabulary.identity import Role
from tests.api.attachments.uploads import left_behind
from tests.factories.client import Client
from tests.factories.make import Make, Someone


@pytest_asyncio.fixture
async def clerk(make: Make) -> Someone:
    return await make.person(Role.OFFICE_CLERK)


@pytest.fixture
def mine(clerk: Someone, client_as: Callable[[Someone], Client]) -> Client:
    """The clerk's client."""
    return client_as(clerk)


@pytest_asyncio.fixture
async def nothing_left(settings: Settings, database: Database) -> AsyncIterator[None]:
    """The test must leave neither a file nor a row behind."""

    async def rows() -> Any:
        async with database.open() as db:
            return await db.scalar(select(func.count()).select_from(Attachment))

    files, count = left_behind(settings.data_dir), await rows()
    yield
    assert left_behind(settings.data_dir) == files
    assert await rows() == count
