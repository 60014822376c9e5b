"""待办: who is shown which task, and who may take note of it."""

from collections.abc import Callable
from uuid import UUID

import pytest
import pytest_asyncio

from app.core.clock import FixedClock
from app.core.ids import new_id
from app.db.database import Database
from app.repositories import tasks as listed
from app.schemas.tasks import TaskRead
from app.vocabulary.identity import Role
from tests.factories.client import Client, problem
from tests.factories.make import Make, Someone
from tests.scenarios.office import Office, Player, open_office, task_of
from tests.scenarios.todo import TASKS, counts, desk, stand_in


@pytest_asyncio.fixture
async def office(make: Make, client_as: Callable[[Someone], Client]) -> Office:
    return await open_office(make, client_as)


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
