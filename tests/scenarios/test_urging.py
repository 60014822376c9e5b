"""催办 by the clock: who is told, when, once; whatever happened to the worker meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from app.core.clock import FixedClock
from app.core.ids import new_id
from app.jobs import scan
from app.models.identity import Delegation
from app.models.office import LadderRung
from app.services.deadlines.superiors import Superiors
from app.services.identity.directory import Directory
from app.vocabulary.calendar import LimitUnit
from app.vocabulary.deadlines import RungTarget
from app.vocabulary.identity import Role
from tests.factories.clockwork import MORNING
from tests.factories.own import Own, own_service
from tests.scenarios.office import Office, Player, moment, open_office, told

DUE = moment("12-01 17:30")
LADDER = [
    ("day_before", moment("11-30 08:30"), "lead"),
    ("due", DUE, "lead"),
    ("day_after", moment("12-02 17:30"), "head"),
    ("three_days_after", moment("12-04 17:30"), "director"),
]
"""The rungs of a paper that is handled from the morning on: what, when, to whom."""


@pytest_asyncio.fixture(scope="module")
async def service(database_server: Any, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Own]:
    async with own_service(await database_server.fresh(), tmp_path_factory.mktemp("data")) as made:
        yield made


@pytest.fixture
def clock(service: Own) -> FixedClock:
    service.clock.at = MORNING
    return service.clock


@pytest_asyncio.fixture
async def office(service: Own, clock: FixedClock) -> Office:
    return await open_office(service.make, service.client_as)


def another(mark: int) -> dict[str, Any]:
    """What tells one paper from another."""
    return {"title": f"关于第{mark}号事项的通知", "sender_number": f"江政〔2026〕{mark}号"}


async def urged(office: Office, seen: dict[str, Any]) -> list[tuple[str, str]]:
    """(rung, person) of the urgings of a paper, in order."""
    return [(row["rung"], row["person_id"]) for row in await office.director.history("urgings", seen)]


@pytest.mark.rule("DOC-I08")
class TestLadder:
    async def test_climbs_from_the_handler_to_the_head_to_the_director(self, service: Own, office: Office) -> None:
        seen = await office.handled()
        assert seen["due_at"] == told(DUE)
        expected: list[tuple[str, str]] = []
        for rung, at, who in LADDER:
            await service.scan(at - timedelta(seconds=1))
            assert await urged(office, seen) == expected, f"{rung} came early"
            await service.scan(at)
            expected.append((rung, getattr(office, who).id))
            assert await urged(office, seen) == expected
        await service.scan(DUE + timedelta(days=15))
        assert await urged(office, seen) == expected, "there is nobody above"

    async def test_tells_all_of_it_once_after_days_of_downtime(self, service: Own, office: Office) -> None:
        seen = await office.handled()
        await service.scan(moment("12-20 03:00"))
        assert await urged(office, seen) == [(rung, getattr(office, who).id) for rung, _, who in LADDER]
        assert await service.scan() == 0
        trail = [row for row in await office.director.history("trail", seen) if row["action"] == "urge"]
        assert [(row["actor_id"], row["actor_name"]) for row in trail] == [(None, "系统")] * 4
        assert trail[-1]["note"] == "逾期后催办，送办公室主任"
        assert {row["state_after"] for row in trail} == {"handling"}
        assert (await office.lead.see(seen))["version"] == seen["version"], "an urging changes nothing in the paper"

    async def test_fires_each_rung_once_when_scans_race(self, service: Own, office: Office) -> None:
        papers = [
            await office.handled(title=f"关于第{mark}号事项的通知", sender_number=f"江政〔2026〕{mark}号")
            for mark in range(3)
        ]
        service.clock.at = moment("12-20 03:00")
        await asyncio.gather(*(service.scan() for _ in range(4)))
        for seen in papers:
            assert await urged(office, seen) == [(rung, getattr(office, who).id) for rung, _, who in LADDER]
            binds = {"id": UUID(seen["id"])}
            entries = await service.sql(
                "SELECT 1 FROM audit_entries WHERE matter_id = :id AND action = 'urge'", **binds
            )
            events = await service.sql("SELECT 1 FROM outbox_events WHERE subject_id = :id AND data ? 'rung'", **binds)
            assert (len(entries), len(events)) == (4, 4), "whoever came second wrote nothing"

    async def test_goes_on_over_pages_and_batches(
        self, service: Own, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(scan, "_PAGE", 3)
        monkeypatch.setattr(scan, "_BATCH", 2)
        seen = await office.handled(office.co, office.other)
        await service.scan(moment("12-20 03:00"))
        assert len(await urged(office, seen)) == 12

    async def test_asks_as_often_for_many_tasks_as_for_few(self, service: Own, office: Office) -> None:
        await service.scan(moment("12-20 03:00"))
        service.clock.at = MORNING
        counts = []
        for papers in (1, 6):
            for mark in range(papers):
                await office.handled(
                    title=f"关于第{papers}{mark}号事项的通知", sender_number=f"清政〔2026〕{papers}{mark}号"
                )
            service.clock.at = moment("12-20 03:00")
            with service.counted() as sent:
                assert await service.scan() == 4 * papers
            counts.append(len(sent))
            service.clock.at = MORNING
        assert counts[0] == counts[1]


@pytest.mark.rule("DOC-I08")
class TestClock:
    async def test_that_stands_urges_nobody(self, service: Own, office: Office) -> None:
        seen = await office.registered()
        seen = await office.clerk.take("request-correction", seen, wanted="请补附件2", due_on="2026-11-24")
        await service.scan(moment("12-20 03:00"))
        assert await urged(office, seen) == []

    async def test_of_a_done_task_urges_nobody(self, service: Own, office: Office) -> None:
        seen = await office.handled()
        seen = await office.lead.take("reply", seen, opinion="已办结")
        await service.scan(moment("12-20 03:00"))
        steps = {row["step"] for row in await office.director.history("urgings", seen)}
        assert steps == {"close"}, "the handling is over, its note is not written yet"

    async def test_that_was_set_on_begins_a_ladder_of_its_own(self, service: Own, office: Office) -> None:
        seen = await office.handled()
        await service.scan(moment("11-30 08:30"))
        until = told(moment("12-08 17:30"))
        seen = await office.lead.take("request-extension", seen, to_due_at=until, reason="需要核实")
        seen = await office.director.take("decide-extension", seen, approved=True)
        await service.scan(moment("12-05 10:00"))
        assert await urged(office, seen) == [("day_before", office.lead.id)]
        await service.scan(moment("12-08 17:30"))
        assert await urged(office, seen) == [(rung, office.lead.id) for rung in ("day_before", "day_before", "due")]

    async def test_too_short_for_a_reminder_ahead_gets_none(self, service: Own, office: Office) -> None:
        seen = await office.receiver.receive()
        await service.scan(moment("11-20 17:30"))
        assert await urged(office, seen) == [("due", office.registrar.id)], "registered the same day, or else"


@pytest.mark.rule("DOC-I08")
class TestRecipients:
    async def test_are_also_who_stands_in_for_the_handler(self, service: Own, office: Office) -> None:
        seen = await office.handled()
        await service.make.add(delegation(office, office.lead, office.other, date(2026, 11, 30)))
        await service.scan(moment("11-30 08:30"))
        assert sorted(await urged(office, seen)) == sorted(
            ("day_before", one.id) for one in (office.lead, office.other)
        )
        await service.make.add(delegation(office, office.lead, office.co, date(2026, 12, 1)))
        await service.scan(DUE)
        assert ("day_before", office.co.id) not in await urged(office, seen), "what was told is not told again"
        assert ("due", office.co.id) in await urged(office, seen)

    async def test_are_the_next_above_where_a_place_is_empty(self, service: Own, office: Office) -> None:
        seen = await office.handled()
        person = office.head.id
        await service.sql("UPDATE people SET active = false WHERE id = :id", id=UUID(person))
        await service.scan(moment("12-02 17:30"))
        rows = [row for row in await office.director.history("urgings", seen) if row["rung"] == "day_after"]
        assert [(row["person_id"], row["note"]) for row in rows] == [
            (office.director.id, "部门负责人空缺，改送办公室主任")
        ]
        trail = await office.director.history("trail", seen)
        assert "逾期后催办，部门负责人空缺，改送办公室主任" in [row["note"] for row in trail]

    async def test_are_never_their_own_superiors(self, service: Own, office: Office) -> None:
        seen = await office.screened()
        assert seen["current"][0]["assignee_id"] == office.director.id
        await service.scan(moment("12-20 03:00"))
        by_rung = dict(await urged(office, seen))
        assert by_rung["due"] == office.director.id
        assert by_rung["three_days_after"] == office.principal.id

    async def test_are_at_last_the_handler_alone(self, service: Own, office: Office) -> None:
        seen = await office.handled()
        await service.sql(
            "UPDATE people SET active = false WHERE organ_id = :organ AND id <> :lead",
            organ=office.organ.id,
            lead=UUID(office.lead.id),
        )
        await service.make.add()
        await service.scan(moment("12-20 03:00"))
        rows = await service.sql("SELECT rung, person_id, note FROM urgings WHERE matter_id = :id", id=UUID(seen["id"]))
        assert {str(row.person_id) for row in rows} == {office.lead.id}
        notes = {row.rung: row.note for row in rows}
        assert notes["three_days_after"] == "办公室主任、主要负责人空缺，改送责任人"

    async def test_who_left_pass_it_on(self, service: Own, office: Office) -> None:
        seen = await office.handled()
        await service.sql("UPDATE people SET active = false WHERE id = :id", id=UUID(office.lead.id))
        await service.scan(DUE)
        assert set(await urged(office, seen)) == {("day_before", office.head.id), ("due", office.head.id)}

    async def test_follow_the_organ_s_own_ladder(self, service: Own, office: Office) -> None:
        await service.make.add(
            LadderRung(organ_id=office.organ.id, key="two_hours", position=1, offset_value=2,
                       offset_unit=LimitUnit.HOUR, target=RungTarget.HEAD)
        )  # fmt: skip
        seen = await office.handled()
        await service.scan(DUE + timedelta(hours=2) - timedelta(seconds=1))
        assert await urged(office, seen) == []
        await service.scan(DUE + timedelta(hours=2))
        assert await urged(office, seen) == [("two_hours", office.head.id)]


def delegation(office: Office, principal: Player, delegate: Player, on: date) -> Delegation:
    return Delegation(
        id=new_id(),
        organ_id=office.organ.id,
        principal_id=UUID(principal.id),
        delegate_id=UUID(delegate.id),
        starts_on=on,
        ends_on=on + timedelta(days=7),
        reason="出差",
        created_by_id=UUID(principal.id),
        created_at=MORNING,
    )


class TestSuperiors:
    """In bulk they are who they are one by one."""

    async def test_agree_with_the_directory(self, service: Own, clock: FixedClock) -> None:
        organ = await service.make.organ()
        leader = await service.make.person(Role.LEADER, organ=organ)
        top = await service.make.department(organ, leader_id=leader.id)
        middle = await service.make.department(organ, parent_id=top.id)
        low = await service.make.department(organ, parent_id=middle.id)
        alone = await service.make.department(organ)
        people = [await service.make.person(organ=organ)]
        for department in (top, middle, low, alone):
            people += [await service.make.person(organ=organ, department=department) for _ in range(2)]
        for department in (top, low):
            people += [await service.make.person(organ=organ, department=department, is_head=True) for _ in range(2)]
        people.append(await service.make.person(organ=organ, department=alone, is_head=True, active=False))
        people.append(await service.make.person(organ=organ, department=top, is_head=True, active=False))
        async with service.database.open() as db:
            directory = Directory(db)
            cards = await directory.people([one.id for one in [*people, leader]])
            with service.counted() as sent:
                superiors = await Superiors.load(db, cards)
            assert len(sent) == 2
            one_by_one = {one.id: await directory.head_of(one.id) for one in [*people, leader]}
        assert {one: superiors.head_of(one) for one in one_by_one} == one_by_one
        assert len(set(one_by_one.values())) > 3, "the arrangement tells them apart"
