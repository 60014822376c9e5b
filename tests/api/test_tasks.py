"""待办、待阅、已办: what waits for whom, and who is never shown it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from sqlalchemy import event

from app.core.clock import FixedClock, local_day
from app.core.ids import new_id
from app.db.database import Database
from app.models.identity import Delegation
from app.repositories import tasks as listed
from app.schemas.common import Page
from app.schemas.tasks import TaskCounts, TaskRead, TaskRow
from app.vocabulary.identity import Role
from tests.factories.client import Client, problem
from tests.factories.make import Make, Someone
from tests.scenarios.office import Office, Player, moment, open_office, task_of, told

TASKS = "/tasks"


@pytest_asyncio.fixture
async def office(make: Make, client_as: Callable[[Someone], Client]) -> Office:
    return await open_office(make, client_as)


async def desk(who: Player, **asked: Any) -> list[dict[str, Any]]:
    """The rows of one heap, checked against the published schema."""
    answer = await who.client.get(TASKS, params={"limit": 200, **asked})
    assert answer.status_code == 200, answer.text
    Page[TaskRow].model_validate(answer.json())
    rows: list[dict[str, Any]] = answer.json()["items"]
    return rows


async def counts(who: Player) -> dict[str, Any]:
    answer = await who.client.get(f"{TASKS}/counts")
    assert answer.status_code == 200, answer.text
    TaskCounts.model_validate(answer.json())
    body: dict[str, Any] = answer.json()
    return body


def another(mark: int) -> dict[str, Any]:
    """What tells one paper from another."""
    return {"title": f"关于第{mark}号事项的通知", "sender_number": f"江政〔2026〕{mark}号"}


async def stand_in(make: Make, office: Office, principal: Player, delegate: Player, **told: Any) -> None:
    now = make.database.clock.now()
    values = {"starts_on": local_day(now), "ends_on": local_day(now), "reason": "出差"}
    await make.add(
        Delegation(
            id=new_id(),
            organ_id=office.organ.id,
            principal_id=UUID(principal.id),
            delegate_id=UUID(delegate.id),
            created_by_id=UUID(principal.id),
            created_at=now,
            **{**values, **told},
        )
    )


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


class TestScopes:
    async def test_the_desk_of_who_is_away_is_on_mine(self, office: Office, make: Make) -> None:
        await office.screened()
        assert await desk(office.supervisor) == []
        await stand_in(make, office, office.director, office.supervisor)
        (row,) = await desk(office.supervisor)
        assert (row["delegated"], row["assignee_id"]) == (True, office.director.id)
        assert [one["delegated"] for one in await desk(office.director)] == [False]
        assert (await counts(office.supervisor))["pending"] == 1

    async def test_a_delegation_that_is_over_shows_nothing(self, office: Office, make: Make, clock: FixedClock) -> None:
        await office.screened()
        await stand_in(make, office, office.director, office.supervisor)
        clock.advance(days=1)
        assert await desk(office.supervisor) == []

    async def test_the_pool_is_everybody_of_my_posts(
        self, office: Office, make: Make, client_as: Callable[[Someone], Client]
    ) -> None:
        other = await make.person(Role.OFFICE_CLERK, organ=office.organ)
        second = Player(other, client_as(other))
        await office.registered()
        assert await desk(second) == []
        (row,) = await desk(second, scope="pool")
        assert (row["role"], row["assignee_id"], row["delegated"]) == (Role.OFFICE_CLERK, office.clerk.id, False)
        assert await desk(office.archivist, scope="pool") == []
        assert await desk(office.lead, scope="pool") == [], "whoever has no post has no pool"

    async def test_the_organ_is_for_who_oversees_it(self, office: Office) -> None:
        seen = await office.handled(office.co)
        await office.circulation.take("circulate", seen, reader_ids=[office.other.id], order="parallel")
        rows = await desk(office.supervisor, scope="organ")
        assert {(row["step"], row["assignee_id"]) for row in rows} == {
            ("handle", office.lead.id),
            ("report", office.co.id),
        }
        assert [row["step"] for row in await desk(office.supervisor, scope="organ", state="to_read")] == ["read"]
        for who in (office.lead, office.clerk):
            problem(await who.client.get(TASKS, params={"scope": "organ"}), 403, "forbidden")
        assert await desk(office.stranger, scope="organ") == [], "another organ's tasks are its own"


class TestRights:
    async def test_are_those_of_the_paper(self, office: Office) -> None:
        seen = await office.handled()
        task = task_of(seen, "handle")["id"]
        for who, status in [
            (office.lead, 200),
            (office.head, 200),
            (office.clerk, 200),
            (office.other, 404),
            (office.stranger, 404),
        ]:
            answer = await who.client.get(f"{TASKS}/{task}")
            assert answer.status_code == status, who.name
        problem(await office.lead.client.get(f"{TASKS}/{new_id()}"), 404, "not_found")

    async def test_a_task_of_a_paper_that_is_no_longer_mine_is_gone(self, office: Office, database: Database) -> None:
        seen = await office.handled()
        async with database.open(writes=True) as db:
            await db.rows(
                listed.tasks.update()
                .where(listed.tasks.c.matter_id == UUID(seen["id"]), listed.tasks.c.assignee_id == UUID(office.lead.id))
                .values(assignee_id=UUID(office.other.id))
            )
            await db.commit()
        assert await desk(office.other) == [], "an assignee who has no part in the paper sees nothing of it"
        assert (await counts(office.other))["pending"] == 0

    async def test_administrators_have_no_desk(
        self, office: Office, make: Make, client_as: Callable[[Someone], Client]
    ) -> None:
        admin = await make.person(organ=office.organ, kind="sec_admin")
        for path in (TASKS, f"{TASKS}/counts"):
            problem(await client_as(admin).get(path), 403, "forbidden")


class TestRead:
    async def test_tells_all_of_a_task(self, office: Office) -> None:
        seen = await office.handled()
        task = task_of(seen, "handle")["id"]
        handed = {"task_id": task, "to_person_id": office.other.id, "reason": "出差"}
        seen = await office.lead.take("hand-over", seen, **handed)
        body = (await office.other.client.get(f"{TASKS}/{task_of(seen, 'handle')['id']}")).json()
        TaskRead.model_validate(body)
        assert (body["from_task_id"], body["limit_value"], body["limit_unit"]) == (task, 7, "workday")
        await office.other.take("reply", seen, opinion="已办结")
        body = (await office.other.client.get(f"{TASKS}/{body['id']}")).json()
        assert (body["state"], body["done_by_id"], body["done_by_name"]) == ("done", office.other.id, office.other.name)


class TestSee:
    async def test_marks_the_first_look(self, office: Office, clock: FixedClock) -> None:
        seen = await office.screened()
        path = f"{TASKS}/{task_of(seen, 'triage')['id']}/see"
        first = await office.director.client.post(path)
        assert (first.status_code, first.json()["seen_at"]) == (200, "2026-11-20T10:00:00+08:00")
        clock.advance(hours=1)
        again = await office.director.client.post(path)
        assert again.json()["seen_at"] == first.json()["seen_at"]
        trail = [row for row in await office.director.history("trail", seen) if row["action"] == "see"]
        assert [(row["actor_id"], row["on_behalf_of_id"]) for row in trail] == [(office.director.id, None)]

    @pytest.mark.parametrize("looked", [True, False])
    async def test_ends_the_time_to_withdraw(self, office: Office, looked: bool) -> None:
        seen = await office.screened()
        if looked:
            await office.director.client.post(f"{TASKS}/{task_of(seen, 'triage')['id']}/see")
            await office.clerk.refused("withdraw", seen, 403, "forbidden")
        else:
            assert (await office.clerk.take("withdraw", seen))["state"] == "registered"

    async def test_is_for_the_assignee_and_who_stands_in(self, office: Office, make: Make) -> None:
        seen = await office.screened()
        path = f"{TASKS}/{task_of(seen, 'triage')['id']}/see"
        problem(await office.clerk.client.post(path), 403, "forbidden")
        problem(await office.other.client.post(path), 404, "not_found")
        problem(await office.stranger.client.post(path), 404, "not_found")
        await stand_in(make, office, office.director, office.supervisor)
        assert (await office.supervisor.client.post(path)).json()["seen_at"]
        trail = [row for row in await office.director.history("trail", seen) if row["action"] == "see"]
        assert [row["on_behalf_of_id"] for row in trail] == [office.director.id]

    async def test_waits_for_the_reader_s_turn(self, office: Office) -> None:
        seen = await office.handled()
        readers = [office.leader.id, office.principal.id]
        seen = await office.circulation.take("circulate", seen, reader_ids=readers, order="in_turn")
        waiting = next(task for task in seen["tasks"] if task["state"] == "waiting")
        assert waiting["assignee_id"] == office.principal.id
        problem(await office.principal.client.post(f"{TASKS}/{waiting['id']}/see"), 409, "transition_refused")

    async def test_of_what_is_done_changes_nothing(self, office: Office) -> None:
        seen = await office.screened()
        task = task_of(seen, "triage")["id"]
        await office.director.take("triage", seen, handling_kind="for_action", proposal="拟请综合科办理")
        answer = await office.director.client.post(f"{TASKS}/{task}/see")
        assert (answer.status_code, answer.json()["seen_at"]) == (200, None)


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
