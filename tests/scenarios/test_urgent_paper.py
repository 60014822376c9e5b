"""An urgent paper cannot slip: it gets a due time, somebody always has it, and everybody above hears when it is late."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from app.core.clock import FixedClock
from tests.factories.client import problem
from tests.factories.clockwork import MORNING
from tests.factories.own import Own, own_service
from tests.scenarios.office import PAPERS, Office, Player, moment, open_office, paper, task_of, told

DUE = moment("11-24 17:30")
"""Tuesday; the stories begin on Friday the 20th."""


@pytest_asyncio.fixture(scope="module")
async def service(database_server: Any, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Own]:
    """A database of our own: the scan looks at every organ in it."""
    async with own_service(await database_server.fresh(), tmp_path_factory.mktemp("data")) as made:
        yield made


@pytest.fixture
def clock(service: Own) -> FixedClock:
    service.clock.at = MORNING
    return service.clock


@pytest_asyncio.fixture
async def office(service: Own, clock: FixedClock) -> Office:
    return await open_office(service.make, service.client_as)


async def by_the_clock(service: Own) -> None:
    """What the worker does every minute, twice at the same time: two hosts may both run it."""
    await asyncio.gather(service.scan(), service.scan())
    await service.relay()


async def urgings(office: Office, seen: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(rung, person, moment) of each reminder for whoever handles the paper, oldest first."""
    rows = await office.director.history("urgings", seen)
    return [(row["rung"], row["person_id"], row["at"]) for row in rows if row["step"] == "handle"]


async def messages(player: Player, seen: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return await player.all("/notifications", matter_id=seen["id"], kind=kind)


async def at_work(office: Office, service: Own) -> dict[str, Any]:
    """An urgent paper that the lead handler has, due on Tuesday."""
    seen = await office.screened(urgency="urgent")
    said = {"handling_kind": "for_action", "proposal": "拟请综合科马上办理。", "supervisor_id": office.supervisor.id}
    seen = await office.director.take("triage", seen, **said, due_at=told(DUE))
    seen = await office.principal.take("instruct", seen, opinion="同意，请抓紧办理。")
    seen = await office.circulation.take("assign", seen, lead_handler_id=office.lead.id)
    await service.relay()
    return seen


@pytest.mark.rule("DOC-T01", "DOC-E03", "DOC-I08", "DOC-I05")
class TestTriage:
    async def test_lets_no_urgent_paper_go_without_a_due_time(self, office: Office) -> None:
        seen = await office.screened(urgency="urgent")
        said = {"handling_kind": "for_action", "proposal": "拟请综合科办理。", "supervisor_id": office.supervisor.id}
        body = await office.director.refused("triage", seen, 422, "rule_violated", "DOC-T01", **said)
        (rule,) = body["rules"]
        assert rule["source"].startswith("《党政机关公文处理工作条例》第二十四条")
        assert (rule["level"], rule["pointer"]) == ("law", "/due_at")
        assert "办理时限" in rule["statement"]
        overridden = said | {"overrides": [{"rule": "DOC-T01", "reason": "时限另行明确"}]}
        await office.director.refused("triage", seen, 422, "rule_violated", "DOC-T01", **overridden)
        past = said | {"due_at": told(moment("11-20 09:00"))}
        await office.director.refused("triage", seen, 422, "invalid_combination", **past)
        assert (await office.director.see(seen))["version"] == seen["version"]
        assert (await office.director.take("triage", seen, **said, due_at=told(DUE)))["due_at"] == told(DUE)

    async def test_names_somebody_who_urges_it_on(self, office: Office) -> None:
        seen = await office.screened(urgency="urgent", due_at=told(DUE))
        said = {"handling_kind": "for_action", "proposal": "拟请综合科办理。"}
        await office.director.refused("triage", seen, 422, "rule_violated", "DOC-I08", **said)
        seen = await office.director.take("triage", seen, **said, supervisor_id=office.other.id)
        await office.other.take("urge", seen, note="请领导今日批示")

    async def test_a_word_of_urgency_belongs_to_its_medium(self, office: Office) -> None:
        odd = {"title": "电报", "urgency": "flash", "medium": "document"}
        answer = await office.receiver.client.post(PAPERS, json=paper(**odd))
        assert problem(answer, 422, "rule_violated")["rules"][0]["id"] == "DOC-E03"
        assert (await office.receiver.receive(**odd | {"medium": "telegram"}))["urgency"] == "flash"


@pytest.mark.rule("DOC-I06", "DOC-I08", "DOC-T08")
class TestWhoHoldsIt:
    async def test_stands_in_the_directors_list_with_since_when_and_the_light(
        self, office: Office, clock: FixedClock, service: Own
    ) -> None:
        clock.at = moment("11-20 11:20")
        seen = await at_work(office, service)
        lights = []
        for now in ("11-20 11:20", "11-23 08:29", "11-23 08:30", "11-24 17:30", "11-24 17:31"):
            clock.at = moment(now)
            (row,) = await office.director.all(PAPERS, urgency="urgent", open="true")
            (holder,) = row["current"]
            assert (holder["assignee_id"], holder["assignee_name"]) == (office.lead.id, office.lead.name)
            assert (holder["opened_at"], holder["due_at"]) == (told(moment("11-20 11:20")), told(DUE))
            assert holder["light"] == row["light"]
            assert [one["id"] for one in await office.director.all(PAPERS, light=row["light"])] == [seen["id"]]
            (task,) = await office.lead.all("/tasks")
            assert (task["matter_id"], task["light"]) == (seen["id"], row["light"])
            lights.append(row["light"])
        assert lights == ["green", "green", "yellow", "yellow", "red"]

    async def test_a_paper_that_was_closed_late_stays_red(
        self, office: Office, clock: FixedClock, service: Own
    ) -> None:
        seen = await at_work(office, service)
        clock.at = moment("11-25 09:00")
        seen = await office.lead.take("close", seen, result="已办结")
        clock.at = moment("12-15 09:00")
        assert (await office.director.see(seen))["light"] == "red"
        done = next(task for task in seen["tasks"] if task["step"] == "handle")
        assert (done["state"], done["light"]) == ("done", "red")


@pytest.mark.rule("DOC-I08")
class TestLadder:
    async def test_fires_rung_by_rung_once_each_and_reaches_the_director(
        self, office: Office, clock: FixedClock, service: Own
    ) -> None:
        seen = await at_work(office, service)
        rungs = [
            ("day_before", office.lead, "11-23 08:30"),
            ("due", office.lead, "11-24 17:30"),
            ("day_after", office.head, "11-25 17:30"),
            ("three_days_after", office.director, "11-27 17:30"),
        ]
        for place, (_, _, at) in enumerate(rungs):
            clock.at = moment(at)
            clock.advance(minutes=-1)
            await by_the_clock(service)
            assert len(await urgings(office, seen)) == place
            clock.at = moment(at)
            for _ in range(2):
                await by_the_clock(service)
            fired = [(key, who.id, told(moment(when))) for key, who, when in rungs[: place + 1]]
            assert await urgings(office, seen) == fired
        assert len(await messages(office.lead, seen, "urging")) == 2
        assert len(await messages(office.head, seen, "urging")) == 1
        (last,) = await messages(office.director, seen, "urging")
        assert "尚未办结" in last["body"]
        assert office.lead.name in last["body"]
        assert await messages(office.stranger, seen, "urging") == []

    async def test_catches_up_in_order_after_the_worker_was_away(
        self, office: Office, clock: FixedClock, service: Own
    ) -> None:
        seen = await at_work(office, service)
        clock.at = moment("12-10 09:00")
        await by_the_clock(service)
        fired = [rung for rung, _, _ in await urgings(office, seen)]
        assert fired == ["day_before", "due", "day_after", "three_days_after"]

    async def test_stops_with_the_task_and_begins_anew_for_whoever_takes_over(
        self, office: Office, clock: FixedClock, service: Own
    ) -> None:
        seen = await at_work(office, service)
        clock.at = moment("11-23 09:00")
        await by_the_clock(service)
        to = {"task_id": task_of(seen, "handle")["id"], "to_person_id": office.other.id, "reason": "出差"}
        seen = await office.lead.take("hand-over", seen, **to)
        clock.at = moment("11-24 17:30")
        await by_the_clock(service)
        fired = [(rung, person) for rung, person, _ in await urgings(office, seen)]
        assert fired == [("day_before", office.lead.id), ("due", office.other.id)]
        await office.other.take("close", seen, result="已办结")
        clock.at = moment("12-10 09:00")
        await by_the_clock(service)
        assert len(await urgings(office, seen)) == 2

    async def test_stands_still_while_the_clock_of_the_paper_does(
        self, office: Office, clock: FixedClock, service: Own
    ) -> None:
        seen = await office.registered(urgency="urgent", due_at=told(DUE))
        seen = await office.clerk.take("request-correction", seen, wanted="请补附件2", due_on="2026-11-23")
        clock.at = moment("12-10 09:00")
        await by_the_clock(service)
        assert await office.director.history("urgings", seen) == []


@pytest.mark.rule("DOC-I08", "DOC-I06")
async def test_each_holder_is_told_of_the_task_when_it_comes(office: Office, clock: FixedClock, service: Own) -> None:
    seen = await at_work(office, service)
    for player in (office.registrar, office.clerk, office.director, office.principal, office.circulation, office.lead):
        (message,) = await messages(player, seen, "task")
        assert seen["title"] in message["title"]
        assert message["read_at"] is None
    assert await messages(office.co, seen, "task") == []
