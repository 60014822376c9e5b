"""What a caller may not see leaves no trace: a paper more behind their back changes no byte of anything they can read."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
import pytest_asyncio
from fastapi import FastAPI

from app.core.clock import FixedClock
from app.db.database import Database
from app.http.openapi import describe
from app.main import routes
from app.vocabulary.documents import IncomingState as Is
from app.vocabulary.identity import ADMINISTRATORS, Role
from tests.contract.crawl import Known, read
from tests.contract.house import Side, callers, side
from tests.contract.rights import OVERVIEW, STAFF
from tests.factories.client import Client
from tests.factories.make import Make

DOCUMENT = describe(routes())
SECRET = "关于内部整顿事项的通报"
"""Words no other paper has, so that a search for them tells of nothing else."""
LISTS = [
    path
    for path, one in DOCUMENT["paths"].items()
    if "get" in one and "{" not in path and any(query["name"] == "limit" for query in one["get"].get("parameters", ()))
]
ASKED = (
    {"q": SECRET[2:6]},
    {"state": "registered"},
    {"open": "true", "sort": "due_at"},
    {"sender_number": "秘〔2026〕1号"},
)
WITHOUT_OVERVIEW = sorted(STAFF - OVERVIEW)
"""Staff who see only what they have a part in."""
AGAIN = [{"rule": "OFF-D01", "reason": "经核对不是同一件"}]
"""The word that goes with a paper like one that is here already."""
Snapshot = dict[tuple[str, str], bytes]


@pytest_asyncio.fixture(scope="module")
async def sides(app: FastAPI, database: Database, _clock: FixedClock) -> AsyncIterator[tuple[Side, Side]]:
    """An office at work and one of strangers."""
    make = Make(database)
    async with AsyncExitStack() as stack:
        home, abroad = await side(app, make, stack), await side(app, make, stack)
        await home.desks.papers()
        await home.desks.letters()
        await home.desks.stamps()
        await abroad.desks.papers()
        yield home, abroad


async def snapshot(client: Client) -> Snapshot:
    """The bytes of every answer there is for this caller, refusals aside from what names the request."""
    seen: Snapshot = {}
    async for reading in read(client, DOCUMENT, Known(DOCUMENT)):
        seen[reading.path, str(reading.query)] = telling(reading.answer)
    for path in LISTS:
        for query in ({"with_total": "true", "limit": "1"}, *ASKED):
            answer = await client.get(f"http://localhost{path}", params=query)
            seen[path, str(query)] = telling(answer)
    return seen


def telling(answer: Any) -> bytes:
    """What an answer tells; problems without the number of the request they answer."""
    if answer.status_code >= 400:
        body = answer.json()
        return str((answer.status_code, body["code"], body["detail"], body.get("errors"))).encode()
    content: bytes = answer.content
    return content


@pytest.mark.usefixtures("clock")
class TestStrangers:
    @pytest.mark.parametrize("caller", sorted({"staff", *map(str, Role), *map(str, ADMINISTRATORS)}))
    async def test_leave_no_trace(self, app: FastAPI, sides: tuple[Side, Side], caller: str) -> None:
        home, abroad = sides
        async with Client(app, callers(home.office)[caller].token) as client:
            before = await snapshot(client)
            paper = await abroad.papers.bring(
                Is.REGISTERED, title=SECRET, sender_number="秘〔2026〕1号", overrides=AGAIN
            )
            assert paper["title"] == SECRET
            assert await snapshot(client) == before


@pytest.mark.usefixtures("clock")
class TestColleagues:
    @pytest.mark.parametrize("caller", WITHOUT_OVERVIEW)
    async def test_leave_no_trace_where_one_has_no_part(
        self, app: FastAPI, sides: tuple[Side, Side], caller: str
    ) -> None:
        home, _ = sides
        async with Client(app, callers(home.office)[caller].token) as client:
            before = await snapshot(client)
            await home.papers.bring(Is.REGISTERED, title=SECRET, sender_number="秘〔2026〕1号", overrides=AGAIN)
            assert await snapshot(client) == before

    async def test_are_seen_by_those_who_have_the_overview(self, app: FastAPI, sides: tuple[Side, Side]) -> None:
        """The same comparison does find what may be seen: it is not blind."""
        home, _ = sides
        async with Client(app, callers(home.office)[Role.OFFICE_CLERK].token) as client:
            before = await snapshot(client)
            await home.papers.bring(Is.REGISTERED)
            changed = {
                path for (path, query), told in (await snapshot(client)).items() if told != before.get((path, query))
            }
            assert "/api/v1/incoming-documents" in changed
