"""Whose hands a paper is in: 代理, 转办, 退回承办, 协办, 并行传阅."""

from typing import Any

import pytest

from app.core.clock import FixedClock
from tests.scenarios.office import PASSED, Office, Player, holders, task_of


async def delegate(principal: Player, to: Player) -> dict[str, Any]:
    """``to`` may act for ``principal`` today and tomorrow."""
    days = {"starts_on": "2026-11-20", "ends_on": "2026-11-21"}
    answer = await principal.client.post("/delegations", json={"delegate_id": to.id, "reason": "外出培训", **days})
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


class TestDelegation:
    async def test_lets_another_person_act_and_the_trail_names_both(self, office: Office) -> None:
        seen = await office.triaged()
        said = {"opinion": "同意。", "on_behalf_of_id": office.principal.id}
        await office.leader.refused("instruct", seen, 404, "not_found", **said)
        await delegate(office.principal, office.leader)
        seen = await office.leader.take("instruct", seen, **said)
        instruction = (await office.director.history("opinions", seen))[-1]
        entry = (await office.director.history("trail", seen))[-1]
        for row, person in [(instruction, "author_id"), (entry, "actor_id")]:
            assert (row[person], row["on_behalf_of_id"]) == (office.leader.id, office.principal.id)
            assert row["on_behalf_of_name"] == office.principal.name
        done = next(task for task in seen["tasks"] if task["step"] == "instruct")
        assert (done["assignee_id"], done["done_by_id"]) == (office.principal.id, office.leader.id)

    async def test_is_over_when_its_days_are_or_somebody_ends_it(self, office: Office, clock: FixedClock) -> None:
        seen = await office.registered()
        made = await delegate(office.clerk, office.archivist)
        answer = await office.clerk.client.post(
            f"/delegations/{made['id']}/revoke", headers={"If-Match": f'"{made["version"]}"'}
        )
        assert answer.status_code == 200, answer.text
        await office.archivist.refused("screen", seen, 403, "forbidden", **PASSED)
        await delegate(office.clerk, office.archivist)
        clock.advance(days=2)
        await office.archivist.refused("screen", seen, 403, "forbidden", **PASSED)

    async def test_does_not_let_one_speak_for_somebody_else(self, office: Office) -> None:
        seen = await office.registered()
        body = await office.clerk.refused("screen", seen, 403, "forbidden", **PASSED, on_behalf_of_id=office.lead.id)
        assert body["detail"] == "没有该人员的有效委托"

    async def test_shows_when_the_delegate_hands_over_or_sends_back(self, office: Office) -> None:
        seen = await office.handled()
        await delegate(office.lead, office.other)
        task = task_of(seen, "handle")["id"]
        seen = await office.other.take("hand-over", seen, task_id=task, to_person_id=office.co.id, reason="出差")
        await delegate(office.co, office.head)
        seen = await office.head.take("send-back", seen, to_state="instructed", reason="改由他科办理")
        trail = await office.director.history("trail", seen)
        assert [(one["action"], one["actor_id"], one["on_behalf_of_id"]) for one in trail[-2:]] == [
            ("hand_over", office.other.id, office.lead.id),
            ("send_back", office.head.id, office.co.id),
        ]


class TestHandOver:
    async def test_passes_a_task_on_with_its_clock_running(self, office: Office) -> None:
        seen = await office.handled(office.co)
        task = task_of(seen, "handle")
        to = {"task_id": task["id"], "to_person_id": office.other.id, "reason": "下乡一周"}
        await office.other.refused("hand-over", seen, 404, "not_found", **to)
        await office.co.refused("hand-over", seen, 403, "forbidden", **to)
        outside = to | {"to_person_id": office.stranger.id}
        await office.lead.refused("hand-over", seen, 422, "reference_not_found", **outside)
        self_ = to | {"to_person_id": office.lead.id}
        await office.lead.refused("hand-over", seen, 422, "invalid_combination", **self_)
        seen = await office.lead.take("hand-over", seen, **to)
        assert holders(seen) == {("handle", office.other.id), ("report", office.co.id)}
        assert task_of(seen, "handle")["due_at"] == task["due_at"]
        assert (seen["lead_handler_id"], seen["responsible_id"]) == (office.other.id, office.other.id)
        await office.lead.refused("close", seen, 403, "forbidden", result="已办结")
        seen = await office.co.take("report", seen, opinion="已核实")
        assert (await office.other.take("close", seen, result="已办结"))["state"] == "closed"

    async def test_of_a_reader_in_turn_keeps_the_order(self, office: Office) -> None:
        readers = [office.lead, office.co, office.head]
        seen = await office.circulation.take(
            "circulate", await office.instructed(), reader_ids=[one.id for one in readers]
        )
        to = {"task_id": task_of(seen, "read")["id"], "to_person_id": office.other.id, "reason": "请病假"}
        seen = await office.lead.take("hand-over", seen, **to)
        assert holders(seen) == {("read", office.other.id)}
        for reader in (office.other, office.co, office.head):
            assert holders(seen) == {("read", reader.id)}
            seen = await reader.take("read", seen)
        assert holders(seen) == {("assign", office.circulation.id)}


@pytest.mark.rule("DOC-I07")
class TestHandBack:
    async def test_goes_to_the_office_with_the_reason(self, office: Office) -> None:
        seen = await office.handled(office.co)
        await office.co.refused("hand-back", seen, 403, "forbidden", reason="不属于本科职责")
        await office.lead.refused("hand-back", seen, 400, "validation_failed", reason=" ")
        seen = await office.lead.take("hand-back", seen, reason="不属于本科职责")
        assert (seen["state"], seen["lead_handler_id"], seen["co_handler_ids"]) == ("instructed", None, [])
        assert holders(seen) == {("assign", office.circulation.id)}
        await office.circulation.refused("assign", seen, 422, "reference_not_found")
        seen = await office.circulation.take("assign", seen, lead_handler_id=office.other.id)
        assert holders(seen) == {("handle", office.other.id)}


@pytest.mark.rule("DOC-I06")
class TestParallelReading:
    async def test_goes_to_all_at_once_and_on_after_the_last(self, office: Office) -> None:
        readers = [office.lead, office.co, office.other]
        named = {"reader_ids": [one.id for one in readers], "order": "parallel"}
        seen = await office.circulation.take("circulate", await office.instructed(), **named)
        assert holders(seen) == {("read", one.id) for one in readers}
        seen = await office.other.take("read", seen)
        seen = await office.lead.take("read", seen)
        await office.lead.refused("read", seen, 403, "forbidden")
        assert holders(seen) == {("read", office.co.id)}
        seen = await office.co.take("read", seen)
        assert holders(seen) == {("assign", office.circulation.id)}

    async def test_beside_other_work_holds_nothing_up(self, office: Office) -> None:
        seen = await office.handled()
        seen = await office.clerk.take("circulate", seen, reader_ids=[office.other.id, office.head.id])
        assert seen["state"] == "handling"
        seen = await office.lead.take("close", seen, result="已办结")
        assert holders(seen) == {("dispose", office.archivist.id), ("read", office.other.id)}
        seen = await office.other.take("read", seen)
        assert ("read", office.head.id) in holders(seen)
        away = {"disposal": "archive", "retention": "y10"}
        body = await office.archivist.refused("dispose", seen, 409, "transition_refused", **away)
        assert body["detail"] == "传阅尚未完毕"
        seen = await office.head.take("read", seen)
        assert (await office.archivist.take("dispose", seen, **away))["state"] == "disposed"

    async def test_of_one_more_copy_opens_the_closing_step_once(self, office: Office) -> None:
        seen = await office.director.take("triage", await office.screened(), handling_kind="for_information")
        seen = await office.circulation.take("circulate", seen, reader_ids=[office.lead.id])
        seen = await office.lead.take("read", seen)
        seen = await office.circulation.take("circulate", seen, reader_ids=[office.co.id])
        seen = await office.co.take("read", seen)
        assert holders(seen) == {("close", office.circulation.id)}


@pytest.mark.rule("DOC-I09")
async def test_a_request_is_closed_only_when_it_was_answered(office: Office) -> None:
    seen = await office.handled(doc_type="request_instruction")
    await office.lead.refused("close", seen, 422, "rule_violated", "DOC-I09", result="已口头答复")
    await office.lead.refused("reply", seen, 422, "rule_violated", "DOC-I09", opinion="已口头答复")
    seen = await office.lead.take("reply", seen, opinion="已批复", reply_number="江综批〔2026〕3号")
    assert (await office.lead.take("close", seen, result="已批复"))["state"] == "closed"


@pytest.mark.rule("DOC-I08")
async def test_urging_reminds_everybody_who_holds_the_paper(office: Office) -> None:
    seen = await office.handled(office.co)
    await office.lead.refused("urge", seen, 403, "forbidden", note="请抓紧")
    await office.archivist.refused("urge", seen, 403, "forbidden", note="请抓紧")
    seen = await office.supervisor.take("urge", seen, note="请于今日反馈")
    rows = await office.lead.history("urgings", seen)
    assert {(row["rung"], row["person_id"], row["by_id"], row["note"]) for row in rows} == {
        ("manual", one.id, office.supervisor.id, "请于今日反馈") for one in (office.lead, office.co)
    }
