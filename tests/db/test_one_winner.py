"""Several people do the same thing at the same moment: one of them did it, the others are told, and it happened once."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import func, select

from app.models.matters import Extension, Opinion
from app.models.trail import AuditEntry, IdempotencyKey, OutboxEvent
from app.vocabulary.identity import Role
from tests.factories.client import problem
from tests.factories.own import Own, own_service
from tests.scenarios.office import PAPERS, PASSED, Office, Player, holders, moment, open_office, paper, task_of, told

MANY = 12
Paper = dict[str, Any]


@pytest_asyncio.fixture(scope="module")
async def service(database_server: Any, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Own]:
    async with own_service(await database_server.fresh(), tmp_path_factory.mktemp("data")) as made:
        yield made


@pytest_asyncio.fixture
async def office(service: Own) -> Office:
    return await open_office(service.make, service.client_as)


async def colleagues(service: Own, office: Office, role: Role, count: int = MANY) -> list[Player]:
    people = [await service.make.person(role, organ=office.organ) for _ in range(count)]
    return [Player(who, service.client_as(who)) for who in people]


async def count(service: Own, model: Any, **matching: Any) -> int:
    """How many rows of a table have these values."""
    async with service.database.open() as db:
        wanted = [getattr(model, name) == value for name, value in matching.items()]
        return int(await db.scalar(select(func.count()).select_from(model).where(*wanted)))


async def at_once(*asking: Any) -> tuple[list[Paper], list[httpx.Response]]:
    """What the winners saw, and the answers of all others."""
    answers: Sequence[httpx.Response] = await asyncio.gather(*asking)
    return [one.json() for one in answers if one.is_success], [one for one in answers if not one.is_success]


async def assert_once(service: Own, seen: Paper, action: str) -> None:
    """The paper's last step is this action, and it stands once in the trail and once in the outbox."""
    matter_id = UUID(seen["id"])
    assert await count(service, AuditEntry, matter_id=matter_id, action=action) == 1
    assert await count(service, AuditEntry, matter_id=matter_id) == seen["version"]
    assert await count(service, OutboxEvent, subject_id=matter_id) == seen["version"]


class TestSameStep:
    async def test_of_the_same_version_has_one_winner(self, service: Own, office: Office) -> None:
        clerks = await colleagues(service, office, Role.OFFICE_CLERK)
        seen = await office.registered()
        won, lost = await at_once(*(one.client.act(PAPERS, seen, "screen", **PASSED) for one in clerks))
        assert (len(won), len(lost)) == (1, MANY - 1)
        for answer in lost:
            assert problem(answer, 412, "precondition_failed")["current_version"] == won[0]["version"]
        await assert_once(service, won[0], "screen")
        assert holders(won[0]) == {("triage", office.director.id)}
        assert [task["state"] for task in won[0]["tasks"]] == ["done", "done", "open"]

    async def test_with_a_word_of_ones_own_keeps_the_winners(self, service: Own, office: Office) -> None:
        clerks = await colleagues(service, office, Role.OFFICE_CLERK)
        seen = await office.registered()
        asking = (one.client.act(PAPERS, seen, "screen", **PASSED, opinion=one.name) for one in clerks)
        won, _ = await at_once(*asking)
        (opinion,) = await office.director.history("opinions", won[0])
        assert opinion["text"] == opinion["author_name"]

    async def test_different_steps_of_one_version_have_one_winner(self, service: Own, office: Office) -> None:
        seen = await office.registered()
        won, lost = await at_once(
            office.clerk.client.act(PAPERS, seen, "screen", **PASSED),
            office.clerk.client.act(PAPERS, seen, "return-to-sender", reasons=["no_seal"]),
            office.clerk.client.act(PAPERS, seen, "request-correction", wanted="补附件", due_on="2026-11-25"),
            office.director.client.act(PAPERS, seen, "void", reason="登记有误"),
            office.director.client.act(PAPERS, seen, "comment", opinion="请从速"),
        )
        assert (len(won), {answer.status_code for answer in lost}) == (1, {412})
        assert (await office.director.see(seen))["version"] == seen["version"] + 1


class TestSameKey:
    @pytest.mark.parametrize("round_", range(4))
    async def test_of_a_step_has_one_effect_and_one_answer(self, service: Own, office: Office, round_: int) -> None:
        seen = await office.registered()
        headers = {"If-Match": f'"{seen["version"]}"', "Idempotency-Key": str(uuid4())}
        url = f"{PAPERS}/{seen['id']}/screen"
        answers = await asyncio.gather(
            *(office.clerk.client.post(url, json=PASSED, headers=headers) for _ in range(MANY))
        )
        assert {answer.status_code for answer in answers} <= {200, 409}
        for answer in answers:
            if answer.status_code == 409:
                problem(answer, 409, "idempotency_in_flight")
                assert answer.headers["retry-after"] == "1"
        later = await office.clerk.client.post(url, json=PASSED, headers=headers)
        assert later.headers["idempotency-replayed"] == "true"
        assert {answer.content for answer in answers if answer.is_success} == {later.content}
        await assert_once(service, later.json(), "screen")

    async def test_of_a_receipt_makes_one_paper(self, service: Own, office: Office) -> None:
        key = {"Idempotency-Key": str(uuid4())}
        asking = (office.receiver.client.post(PAPERS, json=paper(), headers=key) for _ in range(MANY))
        won, lost = await at_once(*asking)
        assert {answer.status_code for answer in lost} <= {409}
        assert len({one["id"] for one in won}) == 1
        assert len(await office.director.all(PAPERS)) == 1
        assert await count(service, IdempotencyKey, key=key["Idempotency-Key"]) == 1

    async def test_of_two_people_is_two_requests(self, service: Own, office: Office) -> None:
        key = {"Idempotency-Key": str(uuid4())}
        bodies = [
            paper(title="甲件", sender_number="甲〔2026〕1号"),
            paper(title="乙件", sender_number="乙〔2026〕1号"),
        ]
        won, _ = await at_once(
            office.receiver.client.post(PAPERS, json=bodies[0], headers=key),
            office.clerk.client.post(PAPERS, json=bodies[1], headers=key),
        )
        assert {one["title"] for one in won} == {"甲件", "乙件"}


@pytest.mark.rule("DOC-I06")
class TestReaders:
    async def test_of_one_list_in_turn_do_not_overtake(self, office: Office) -> None:
        readers = [office.lead, office.co, office.other]
        named = {"reader_ids": [one.id for one in readers]}
        seen = await office.circulation.take("circulate", await office.instructed(), **named)
        won, lost = await at_once(*(one.client.act(PAPERS, seen, "read") for one in readers))
        assert len(won) == 1
        assert {answer.status_code for answer in lost} <= {403, 412}
        assert holders(won[0]) == {("read", office.co.id)}
        assert [task["state"] for task in won[0]["tasks"] if task["step"] == "read"] == ["done", "open", "waiting"]

    async def test_in_parallel_all_come_through_when_they_look_again(self, service: Own, office: Office) -> None:
        readers = [office.lead, office.co, office.other, office.head]
        named = {"reader_ids": [one.id for one in readers], "order": "parallel"}
        seen = await office.circulation.take("circulate", await office.instructed(), **named)

        async def read(reader: Player) -> int:
            for tries in range(1, 20):
                answer = await reader.client.act(PAPERS, await reader.see(seen), "read", opinion=reader.name)
                if answer.is_success:
                    return tries
                problem(answer, 412, "precondition_failed")
            raise AssertionError("never came through")

        await asyncio.gather(*map(read, readers))
        last = await office.circulation.see(seen)
        assert holders(last) == {("assign", office.circulation.id)}, "the step after the last reader was opened once"
        assert await count(service, AuditEntry, matter_id=UUID(seen["id"]), action="read") == len(readers)
        assert await count(service, Opinion, matter_id=UUID(seen["id"]), kind="reading") == len(readers)


@pytest.mark.rule("DOC-I07")
class TestHandling:
    async def test_an_extension_is_decided_once(self, service: Own, office: Office) -> None:
        (second,) = await colleagues(service, office, Role.OFFICE_DIRECTOR, 1)
        until = told(moment("12-08 17:30"))
        seen = await office.lead.take("request-extension", await office.handled(), to_due_at=until, reason="需要核实")
        won, lost = await at_once(
            office.director.client.act(PAPERS, seen, "decide-extension", approved=True),
            second.client.act(PAPERS, seen, "decide-extension", approved=False),
        )
        assert [answer.status_code for answer in lost] == [412]
        (extension,) = await office.director.history("extensions", seen)
        assert (won[0]["due_at"] == until) is extension["approved"]
        assert await count(service, Extension, matter_id=UUID(seen["id"])) == 1
        await assert_once(service, won[0], "decide_extension")

    async def test_is_asked_for_once(self, service: Own, office: Office) -> None:
        seen = await office.handled()
        asked = {"to_due_at": told(moment("12-08 17:30")), "reason": "需要核实"}
        won, lost = await at_once(
            *(office.lead.client.act(PAPERS, seen, "request-extension", **asked) for _ in range(MANY))
        )
        assert (len(won), {answer.status_code for answer in lost}) == (1, {412})
        assert await count(service, Extension, matter_id=UUID(seen["id"])) == 1

    @pytest.mark.parametrize("round_", range(3))
    async def test_hand_over_and_close_do_not_both_happen(self, service: Own, office: Office, round_: int) -> None:
        seen = await office.handled()
        to = {"task_id": task_of(seen, "handle")["id"], "to_person_id": office.other.id, "reason": "出差"}
        won, lost = await at_once(
            office.lead.client.act(PAPERS, seen, "close", result="已办结"),
            office.supervisor.client.act(PAPERS, seen, "hand-over", **to),
        )
        assert [answer.status_code for answer in lost] == [412]
        closed = {("dispose", office.archivist.id)}
        assert holders(won[0]) == (closed if won[0]["state"] == "closed" else {("handle", office.other.id)})
        assert await count(service, AuditEntry, matter_id=UUID(seen["id"])) == won[0]["version"]


class TestWithdrawal:
    @pytest.mark.parametrize("round_", range(4))
    async def test_and_the_next_holders_look_exclude_each_other(self, office: Office, round_: int) -> None:
        seen = await office.screened()
        task = task_of(seen, "triage")["id"]
        withdrawn, looked = await asyncio.gather(
            office.clerk.client.act(PAPERS, seen, "withdraw"), office.director.client.post(f"/tasks/{task}/see")
        )
        assert withdrawn.is_success is not looked.is_success, (withdrawn.text, looked.text)
        if withdrawn.is_success:
            problem(looked, 409, "transition_refused")
        else:
            problem(withdrawn, 403, "forbidden")
