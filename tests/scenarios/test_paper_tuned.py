"""An organ tunes its flow: limits, owners and when co-handlers are enough; what runs already keeps what it began with."""

from typing import Any

import pytest

from tests.scenarios.office import Office, holders, moment, task_of, told

FLOW = "/flows/incoming_document/parameters"


async def tune(office: Office, **steps: dict[str, Any]) -> None:
    """Change some steps, named by their value, and leave the others as they are."""
    read = (await office.director.client.get(FLOW)).json()
    settable = ("step", "limit_value", "limit_unit", "role", "person_id", "enabled", "sign_mode", "sign_count")
    wanted = [{name: one[name] for name in settable} | steps.get(one["step"], {}) for one in read["steps"]]
    said = {"reason": "按本机关实际调整", "steps": wanted}
    answer = await office.director.client.put(FLOW, json=said, headers={"If-Match": f'"{read["version"]}"'})
    assert answer.status_code == 200, answer.text


@pytest.mark.rule("DOC-T03")
async def test_a_running_paper_keeps_the_limits_it_began_with(office: Office) -> None:
    running = await office.instructed()
    await tune(office, handle={"limit_value": 3, "limit_unit": "workday"}, screen={"limit_value": 4})
    running = await office.circulation.take("assign", running, lead_handler_id=office.lead.id)
    assert running["due_at"] == told(moment("12-01 17:30")), "seven workdays, as shipped"
    fresh = await office.registered(title="关于冬季供暖的通知", sender_number="江政办发〔2026〕19号")
    assert task_of(fresh, "screen")["due_at"] == told(moment("11-26 17:30"))
    later = await office.handled(title="关于春季造林的通知", sender_number="江政办发〔2026〕20号")
    assert later["due_at"] == told(moment("11-25 17:30"))
    assert task_of(later, "handle")["due_at"] == later["due_at"]


async def test_a_named_person_does_a_step_before_the_role(office: Office) -> None:
    await tune(office, triage={"person_id": office.supervisor.id, "role": None})
    seen = await office.screened()
    assert holders(seen) == {("triage", office.supervisor.id)}
    said = {"handling_kind": "for_action", "proposal": "拟请综合科办理。"}
    await office.director.refused("triage", seen, 403, "forbidden", **said)
    await office.supervisor.take("triage", seen, **said)


async def test_one_of_several_co_handlers_may_be_enough(office: Office) -> None:
    await tune(office, report={"sign_mode": "any"})
    seen = await office.handled(office.co, office.other)
    await office.lead.refused("reply", seen, 409, "transition_refused", opinion="已办理。")
    seen = await office.co.take("report", seen, opinion="已核实")
    seen = await office.lead.take("reply", seen, opinion="已办理。")
    assert holders(seen) == {("close", office.lead.id)}, "whoever did not report is let go"


async def test_reports_of_an_earlier_round_are_not_enough_for_the_next(office: Office) -> None:
    await tune(office, report={"sign_mode": "any"})
    seen = await office.co.take("report", await office.handled(office.co), opinion="已核实")
    seen = await office.lead.take("hand-back", seen, reason="不属于本科职责")
    again = {"lead_handler_id": office.head.id, "co_handler_ids": [office.other.id]}
    seen = await office.circulation.take("assign", seen, **again)
    await office.head.refused("reply", seen, 409, "transition_refused", opinion="已办理。")
    seen = await office.other.take("report", seen, opinion="已核实")
    await office.head.take("reply", seen, opinion="已办理。")


async def test_the_office_may_leave_out_its_own_handing_out(office: Office) -> None:
    await tune(office, assign={"enabled": False})
    seen = await office.triaged()
    said = {"opinion": "请抓紧办理。", "lead_handler_id": office.lead.id, "co_handler_ids": [office.co.id]}
    moved = await office.principal.take("instruct", seen, **said)
    assert moved["state"] == "handling"
    assert moved["due_at"] is not None
    assert holders(moved) == {("handle", office.lead.id), ("report", office.co.id)}


async def test_nobody_named_the_office_still_hands_out(office: Office) -> None:
    await tune(office, assign={"enabled": False})
    moved = await office.principal.take("instruct", await office.triaged(), opinion="请抓紧办理。")
    assert moved["state"] == "instructed"
    assert {step for step, _ in holders(moved)} == {"assign"}
