"""待办、待阅、已办: what waits for whom, in which order, and how much of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import event

from app.core.clock import FixedClock
from app.db.database import Database
from app.vocabulary.identity import Role
from tests.factories.client import Client, problem
from tests.factories.make import Make, Someone
from tests.scenarios.office import Office, moment, open_office, task_of, told
from tests.scenarios.todo import TASKS, another, counts, desk


@pytest_asyncio.fixture
async def office(make: Make, client_as: Callable[[Someone], Client]) -> Office:
    return await open_office(make, client_as)


class TestList:
    async def test_shows_what_waits_with_its_paper(self, office: Office) -> None:
        seen = await office.screened(urgency="urgent")
        (row,) = await desk(office.director)
        assert row == {
            "id": task_of(seen, "triage")["id"],
            "kind": "step",
            "step": "triage",
            "part": "sole",
            "state": "open",
            "role": Role.OFFICE_DIRECTOR,
            "assignee_id": office.director.id,
            "assignee_name": office.director.name,
            "delegated": False,
            "opened_at": "2026-11-20T10:00:00+08:00",
            "due_at": "2026-11-23T17:30:00+08:00",
            "seen_at": None,
            "done_at": None,
            "outcome": None,
            "light": "green",
            "matter_id": seen["id"],
            "matter_kind": "incoming_document",
            "matter_number": seen["number"],
            "matter_title": seen["title"],
            "matter_state": "screened",
            "matter_version": seen["version"],
            "urgency": "urgent",
        }
        assert await desk(office.clerk) == []

    async def test_keeps_the_three_heaps_apart(self, office: Office) -> None:
        seen = await office.handled()
        seen = await office.circulation.take("circulate", seen, reader_ids=[office.lead.id], order="parallel")
        assert [row["step"] for row in await desk(office.lead)] == ["handle"]
        assert [row["step"] for row in await desk(office.lead, state="to_read")] == ["read"]
        assert await desk(office.lead, state="done") == []
        await office.lead.take("read", seen, opinion="已阅")
        assert await desk(office.lead, state="to_read") == []
        (done,) = await desk(office.lead, state="done")
        assert (done["step"], done["outcome"], done["state"]) == ("read", "read", "done")

    async def test_is_in_order_of_time(self, office: Office, clock: FixedClock) -> None:
        for mark in range(3):
            clock.advance(days=1)
            await office.screened(**another(mark))
        waiting = await desk(office.director)
        assert [row["due_at"] for row in waiting] == sorted(row["due_at"] for row in waiting)
        done = await desk(office.clerk, state="done")
        assert [row["done_at"] for row in done] == sorted((row["done_at"] for row in done), reverse=True)
        assert len(waiting) == len(done) == 3

    async def test_goes_on_from_page_to_page(self, office: Office) -> None:
        for mark in range(5):
            await office.screened(**another(mark))
        for state, who in (("pending", office.director), ("done", office.clerk)):
            rows, cursor = [], None
            for _ in range(3):
                asked = {"limit": 2, "state": state, "with_total": True} | ({"cursor": cursor} if cursor else {})
                page = (await who.client.get(TASKS, params=asked)).json()
                assert (page["total"], page["total_is_exact"]) == (5, True)
                rows, cursor = rows + page["items"], page["next_cursor"]
            assert cursor is None
            assert rows == await desk(who, state=state)
        page = (await office.director.client.get(TASKS, params={"limit": 2})).json()
        other = {"limit": 2, "state": "to_read", "cursor": page["next_cursor"]}
        problem(await office.director.client.get(TASKS, params=other), 422, "invalid_cursor")

    async def test_shows_the_lights(self, office: Office, clock: FixedClock) -> None:
        await office.screened()
        for at, light in [("11-20 10:00", "green"), ("11-23 17:30", "yellow"), ("11-23 17:31", "red")]:
            clock.at = moment(at)
            assert [row["light"] for row in await desk(office.director)] == [light]
            assert len(await desk(office.director, light=light)) == 1
            assert await desk(office.director, light=[one for one in ("green", "yellow", "red") if one != light]) == []

    async def test_is_filtered(self, office: Office) -> None:
        await office.handled(office.co)
        assert len(await desk(office.lead, kind=["handle", "read"], matter_kind="incoming_document")) == 1
        assert await desk(office.lead, kind="report") == []
        due = told(moment("12-01 17:30"))
        assert await desk(office.lead, due_before=due) == []
        assert len(await desk(office.lead, due_before=told(moment("12-01 17:31")))) == 1

    async def test_costs_as_many_queries_for_many_as_for_one(self, office: Office, database: Database) -> None:
        await office.screened()
        await desk(office.director)
        with statements(database) as one:
            await desk(office.director)
        for mark in range(4):
            await office.screened(**another(mark))
        with statements(database) as many:
            assert len(await desk(office.director)) == 5
        assert len(one) == len(many) == 1

    async def test_knows_which_orders_and_heaps_go_together(self, office: Office) -> None:
        ask = office.director.client.get
        for asked in ({"sort": "-done_at"}, {"sort": "due_at", "state": "done"}):
            body = problem(await ask(TASKS, params=asked), 422, "invalid_combination")
            assert body["errors"][0]["pointer"] == "/sort"
        body = problem(await ask(TASKS, params={"state": "done", "scope": "pool"}), 422, "invalid_combination")
        assert body["errors"][0]["pointer"] == "/scope"
        for asked in ({"sort": "due_at"}, {"sort": "-done_at", "state": "done"}):
            assert (await ask(TASKS, params=asked)).status_code == 200


class TestCounts:
    async def test_agree_with_the_lists(self, office: Office, clock: FixedClock) -> None:
        for mark in range(3):
            seen = await office.handled(**another(mark))
        await office.circulation.take("circulate", seen, reader_ids=[office.lead.id], order="parallel")
        fresh = {"pending": 3, "to_read": 1, "red": 0, "yellow": 0, "is_exact": True}
        assert await counts(office.lead) == fresh
        clock.at = moment("12-01 17:30")
        assert await counts(office.lead) == fresh | {"red": 1, "yellow": 3}
        clock.advance(minutes=1)
        assert await counts(office.lead) == fresh | {"red": 4}
        for light, count in (("red", 4), ("yellow", 0)):
            found = [await desk(office.lead, state=state, light=light) for state in ("pending", "to_read")]
            assert sum(map(len, found)) == count

    async def test_stop_at_the_first_thousand(
        self, office: Office, monkeypatch: pytest.MonkeyPatch, database: Database
    ) -> None:
        monkeypatch.setattr("app.services.tasks.service.COUNT_CAP", 1)
        for mark in range(2):
            await office.screened(**another(mark))
        assert (await counts(office.director))["is_exact"] is False


@contextmanager
def statements(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """What is sent meanwhile, with its parameters."""
    sent: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *rest: Any) -> None:
        sent.append((statement, parameters))

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)
