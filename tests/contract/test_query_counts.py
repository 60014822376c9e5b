"""What a request costs in statements: a list the same for one row as for a hundred, one thing and one act a stated number."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy import event

from app.db.database import Database
from app.http.openapi import describe
from app.main import routes
from app.vocabulary.documents import IncomingAction as Do
from app.vocabulary.documents import IncomingState as Is
from app.vocabulary.identity import Role
from tests.contract.crawl import ALWAYS, Known, read
from tests.contract.test_exhaustive_actions import BY_WAY_OF, HELD_BY_NOBODY, PERMITTED
from tests.factories.client import Client
from tests.factories.desks import Desks
from tests.factories.make import Make
from tests.factories.office import Office, staffed
from tests.factories.papers import Papers

DOCUMENT = describe(routes())
LISTS = {
    path: one["get"]["operationId"]
    for path, one in DOCUMENT["paths"].items()
    if "get" in one and any(query["name"] == "limit" for query in one["get"].get("parameters", ()))
}
READ_AT_MOST = 3
"""Statements of a GET when what is kept in memory is kept: the thing, whether it may be seen, and its count."""
_OUTGOING = "/api/v1/outgoing-documents/{outgoing_id}"
MORE = {
    "/api/v1/me": 4,
    f"{_OUTGOING}/findings": 11,
    f"{_OUTGOING}/rendition": 6,
    f"{_OUTGOING}/rendition-report": 6,
}
"""What puts several things together: a person, the organ, where else they may log in, delegations; all that a rule may ask
of a draft; all that is printed on it."""
ACT_AT_MOST = 12
"""Statements of an act: the lock, its tasks, people that are named, what is written (one statement), and the answer."""
RECEIVE_AT_MOST = 8


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements sent while inside, apart from those that open and close transactions."""
    sent: list[str] = []

    def note(*told: Any) -> None:
        sent.append(told[2])

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)


@pytest_asyncio.fixture(scope="module")
async def office(database: Database) -> Office:
    return await staffed(Make(database))


@pytest_asyncio.fixture(scope="module")
async def client(app: FastAPI, database: Database, office: Office) -> AsyncIterator[Client]:
    """Of whoever holds everything, in an office with more than a hundred of whatever there can be so many of."""
    make = Make(database)
    async with Client(app, office.everything.token) as made:
        desks = Desks(made, office, make)
        papers = await desks.received(105)
        await desks.papers()
        await desks.letters()
        await desks.stamps()
        await desks.archive()
        await desks.file(papers[0])
        await desks.delegation(office.handler)
        await desks.message(office.everything)
        for _ in range(100):
            await make.person(organ=office.organ, department=office.department)
        yield made


@pytest_asyncio.fixture(scope="module")
async def known(client: Client) -> Known:
    """Everything looked at once: what is kept in memory is there, and the ids are known."""
    found = Known(DOCUMENT)
    async for _ in read(client, DOCUMENT, found):
        pass
    return found


async def cost(database: Database, client: Client, path: str, **query: str) -> int:
    with counted(database) as sent:
        answer = await client.get(f"http://localhost{path}", params=query)
    assert answer.status_code in (200, 403, 404), answer.text
    return len(sent)


def filled(path: str, known: Known) -> str:
    names = {part[1:-1] for part in path.split("/") if part.startswith("{")}
    return path.format(**{name: (ALWAYS.get(name) or known.ids(name))[0] for name in names})


class TestReading:
    @pytest.mark.parametrize("path", sorted(LISTS))
    async def test_a_list_costs_the_same_for_any_number_of_rows(
        self, database: Database, client: Client, known: Known, path: str
    ) -> None:
        costs = {limit: await cost(database, client, filled(path, known), limit=limit) for limit in ("1", "20", "100")}
        assert len(set(costs.values())) == 1, costs
        assert max(costs.values()) <= READ_AT_MOST - 1, costs
        counted_too = await cost(database, client, filled(path, known), limit="1", with_total="true")
        assert counted_too <= costs["1"] + 1

    async def test_one_thing_costs_a_stated_number(self, database: Database, client: Client, known: Known) -> None:
        async for reading in read(client, DOCUMENT, known):
            if reading.answer.status_code == 200 and "secret" not in reading.template:
                spent = await cost(database, client, reading.path, **reading.query)
                assert spent <= MORE.get(reading.template, READ_AT_MOST), (reading.path, spent)

    async def test_papers_cost_the_same_with_many_tasks_as_with_few(
        self, database: Database, client: Client, office: Office, known: Known
    ) -> None:
        papers = Papers(client, office.everything.id, office.roles[Role.LEADER], database.clock.now())
        few, many = await papers.bring(Is.RECEIVED), await papers.bring(Is.DISPOSED)
        costs = [await cost(database, client, f"/api/v1/incoming-documents/{one['id']}") for one in (few, many)]
        assert costs[0] == costs[1]


class TestActing:
    @pytest.mark.parametrize(("state", "action"), sorted(PERMITTED - HELD_BY_NOBODY))
    async def test_costs_a_stated_number(
        self, database: Database, client: Client, office: Office, known: Known, state: Is, action: Do
    ) -> None:
        papers = Papers(client, office.everything.id, office.roles[Role.LEADER], database.clock.now())
        urgent = action in (Do.INSTRUCT_ORALLY, Do.CONFIRM_INSTRUCTION)
        paper = await papers.bring(
            state, by=BY_WAY_OF.get((state, action)), **({"urgency": "urgent"} if urgent else {})
        )
        with counted(database) as sent:
            await papers.take(paper, action)
        assert len(sent) <= ACT_AT_MOST, sent

    async def test_of_receiving_costs_a_stated_number(
        self, database: Database, client: Client, office: Office, known: Known
    ) -> None:
        papers = Papers(client, office.everything.id, office.roles[Role.LEADER], database.clock.now())
        with counted(database) as sent:
            await papers.receive()
        assert len(sent) <= RECEIVE_AT_MOST, sent
