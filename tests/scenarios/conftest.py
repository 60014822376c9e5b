"""What the stories share."""

from collections.abc import Callable

import pytest_asyncio

from tests.factories.client import Client
from tests.factories.make import Make, Someone
from tests.scenarios.office import Office, open_office


@pytest_asyncio.fixture
async def office(make: Make, client_as: Callable[[Someone], Client]) -> Office:
    """An organ of the test's own, with everybody in it."""
    return await open_office(make, client_as)
