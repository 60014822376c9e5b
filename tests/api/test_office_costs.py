"""A list costs as many queries for many rows as for one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import event

from app.db.database import Database
from tests.api.attachments.uploads import seen, uploaded
from tests.factories.client import Client
from tests.factories.make import Make, Someone
from tests.scenarios.office import PAPERS, Office, open_office

PARAMETERS = "/flows/incoming_document/parameters"


@pytest_asyncio.fixture
async def office(make: Make, client_as: Callable[[Someone], Client]) -> Office:
    return await open_office(make, client_as)


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements sent meanwhile."""
    sent: list[str] = []

    def note(*args: Any) -> None:
        sent.append(str(args[2]))

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)


async def grow(office: Office, paper: dict[str, Any], n: int) -> None:
    """One more row for each of the lists."""
    client = office.director.client
    shown = (await client.get(PARAMETERS)).json()
    shipped = ("label", "owner_id", "owner_name", "is_optional")
    steps = [{name: value for name, value in step.items() if name not in shipped} for step in shown["steps"]]
    answer = await client.put(PARAMETERS, json={"reason": f"第{n}次", "steps": steps}, headers=seen(shown))
    assert answer.status_code == 200, answer.text
    taken = await uploaded(client)
    now = await office.director.see(paper)
    answer = await client.post(
        f"{PAPERS}/{paper['id']}/attachments", json={"attachment_id": taken["id"]}, headers=seen(now)
    )
    assert answer.status_code == 201, answer.text
    await office.registered(title=f"来文{n}", sender_number=f"江政办发〔2026〕{n}号")


async def test_lists_cost_the_same_for_one_row_and_for_many(office: Office, database: Database) -> None:
    paper = await office.registered(title="来文", sender_number="江政办发〔2026〕100号")
    (series,) = await office.clerk.all("/number-series")
    paths = [
        f"{PAPERS}/{paper['id']}/attachments",
        "/number-series",
        f"/number-series/{series['id']}/numbers",
        f"{PARAMETERS}/versions",
        "/rules?limit=200",
        "/calendar/days?from=2026-01-01&before=2026-12-31",
    ]
    costs: list[dict[str, int]] = []
    for rows in (1, 5):
        while len(await office.director.all(paths[0])) < rows:
            await grow(office, paper, len(await office.director.all(paths[0])) + 1)
        cost = {}
        for path in paths:
            await office.director.client.get(path)
            with counted(database) as sent:
                assert (await office.director.client.get(path)).status_code == 200
            cost[path] = len(sent)
        costs.append(cost)
    assert costs[0] == costs[1]
    assert max(costs[1].values()) <= 2, costs[1]


@pytest.mark.parametrize("path", ["/rules/DOC-I04", "/workflows/incoming_document", PARAMETERS, "/calendar/years/2026"])
async def test_reading_one_thing_costs_few(office: Office, database: Database, path: str) -> None:
    await office.director.client.get(path)
    with counted(database) as sent:
        assert (await office.director.client.get(path)).status_code == 200
    assert len(sent) <= 3, sent
