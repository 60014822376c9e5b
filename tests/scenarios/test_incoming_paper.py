"""The whole life of one incoming paper, from 签收 to 处置, and at each step who and what is refused."""

from typing import Any

import pytest

from app.core.clock import FixedClock
from tests.scenarios.office import PAPERS, PASSED, Office, holders, moment, paper, task_of, told

pytestmark = pytest.mark.rule("DOC-T08", "SEC-R43")
Paper = dict[str, Any]


async def receive(office: Office) -> Paper:
    """签收, by whoever may; loss and damage are noted."""
    answer = await office.lead.client.post(PAPERS, json=paper())
    assert answer.status_code == 403
    broken = paper(copies=2, listed_copies=3)
    answer = await office.receiver.client.post(PAPERS, json=broken)
    assert (answer.status_code, answer.json()["rules"][0]["id"]) == (422, "DOC-I01")
    seen = await office.receiver.receive(
        copies=2, listed_copies=3, damage_note="少一份，已电话告知来文单位", sender_number="江政办发[2026]018号"
    )
    assert seen["state"] == "received"
    assert seen["number"] is None
    assert holders(seen) == {("register", office.registrar.id)}
    assert seen["sender_number"] == "江政办发[2026]018号"
    assert "〔" in seen["sender_number_flaw"] or seen["sender_number_flaw"]
    return seen


async def register(office: Office, seen: Paper) -> Paper:
    """登记: the register's number, once, by whom it waits for."""
    await office.receiver.refused("register", seen, 403, "forbidden")
    await office.lead.refused("register", seen, 404, "not_found")
    await office.stranger.refused("register", seen, 404, "not_found")
    await office.registrar.refused("screen", seen, 409, "transition_refused", **PASSED)
    before = seen
    seen = await office.registrar.take("register", seen)
    assert (seen["state"], seen["number"]) == ("registered", "上收〔2026〕1号")
    stale = await office.registrar.refused("register", before, 412, "precondition_failed")
    assert stale["current_version"] == seen["version"]
    await office.registrar.refused("register", seen, 409, "transition_refused")
    return seen


async def screen(office: Office, seen: Paper) -> Paper:
    """初审: five questions, all of them with yes."""
    await office.registrar.refused("screen", seen, 403, "forbidden", **PASSED)
    await office.clerk.refused("screen", seen, 422, "rule_violated", "DOC-I03", **PASSED | {"routing": False})
    seen = await office.clerk.take("screen", seen, **PASSED)
    assert seen["state"] == "screened"
    assert holders(seen) == {("triage", office.director.id)}
    return seen


async def triage(office: Office, seen: Paper) -> Paper:
    """拟办: a paper to be acted on carries a proposal."""
    action = {"handling_kind": "for_action"}
    await office.clerk.refused("triage", seen, 403, "forbidden", **action, proposal="拟请综合科办理。")
    await office.director.refused("triage", seen, 422, "rule_violated", "DOC-I04", **action)
    await office.director.refused("triage", seen, 422, "rule_violated", "DOC-I04", **action, proposal=" \n")
    seen = await office.director.take("triage", seen, **action, proposal="拟请综合科牵头办理。")
    assert (seen["state"], seen["proposal"]) == ("triaged", "拟请综合科牵头办理。")
    assert holders(seen) == {("instruct", office.principal.id)}
    return seen


async def instruct(office: Office, seen: Paper) -> Paper:
    """批办: the leader's word, one lead, the others assist."""
    await office.director.refused("instruct", seen, 403, "forbidden", opinion="同意。")
    await office.leader.refused("instruct", seen, 404, "not_found", opinion="同意。")
    twice = {"lead_handler_id": office.lead.id, "co_handler_ids": [office.co.id, office.co.id]}
    await office.principal.refused("instruct", seen, 422, "rule_violated", "DOC-I05", opinion="同意。", **twice)
    nobody_leads = {"co_handler_ids": [office.co.id, office.other.id]}
    await office.principal.refused("instruct", seen, 422, "rule_violated", "DOC-I05", opinion="同意。", **nobody_leads)
    outsider = {"lead_handler_id": office.stranger.id}
    await office.principal.refused("instruct", seen, 422, "reference_not_found", opinion="同意。", **outsider)
    seen = await office.principal.take(
        "instruct", seen, opinion="同意，先请三位同志阅。", lead_handler_id=office.lead.id
    )
    assert seen["state"] == "instructed"
    assert holders(seen) == {("assign", office.circulation.id)}
    return seen


async def circulate(office: Office, seen: Paper, clock: FixedClock) -> Paper:
    """传阅: three readers, one after the other; at any moment one of them has it."""
    readers = [office.leader, office.head, office.other]
    names = [one.id for one in readers]
    await office.clerk.refused("circulate", seen, 403, "forbidden", reader_ids=names)
    await office.circulation.refused("circulate", seen, 422, "rule_violated", "DOC-I06", reader_ids=[])
    await office.circulation.refused("circulate", seen, 422, "rule_violated", "DOC-I06", reader_ids=[*names, names[0]])
    seen = await office.circulation.take("circulate", seen, reader_ids=names)
    for place, reader in enumerate(readers):
        assert seen["state"] == "circulating"
        assert holders(seen) == {("read", reader.id)}
        for later in readers[place + 1 :]:
            await later.refused("read", seen, 403, "forbidden")
        clock.advance(hours=1)
        seen = await reader.take("read", seen, opinion=f"{reader.name}已阅。")
    assert holders(seen) == {("assign", office.circulation.id)}
    read = [task for task in seen["tasks"] if task["step"] == "read"]
    assert [(one["turn"], one["assignee_id"], one["done_by_id"]) for one in read] == [
        (place, name, name) for place, name in enumerate(names, start=1)
    ]
    assert len({one["done_at"] for one in read}) == 3, "each signed with a time of their own"
    return seen


async def assign(office: Office, seen: Paper) -> Paper:
    """交办: one lead, one co-handler, and a limit from the calendar since nobody set one."""
    await office.lead.refused("assign", seen, 403, "forbidden")
    seen = await office.circulation.take("assign", seen, co_handler_ids=[office.co.id])
    assert seen["state"] == "handling"
    assert holders(seen) == {("handle", office.lead.id), ("report", office.co.id)}
    assert seen["due_at"] == told(moment("12-01 17:30")), "seven workdays after a Friday"
    assert task_of(seen, "handle")["due_at"] == seen["due_at"]
    assert (seen["responsible_id"], seen["department_name"]) == (office.lead.id, "综合科")
    return seen


async def report_and_reply(office: Office, seen: Paper) -> Paper:
    """协办反馈 before 答复, and the answer only by the lead."""
    await office.lead.refused("reply", seen, 409, "transition_refused", opinion="已办理。")
    await office.lead.refused("report", seen, 403, "forbidden", opinion="已核实。")
    seen = await office.co.take("report", seen, opinion="已核实，情况属实。")
    await office.co.refused("reply", seen, 403, "forbidden", opinion="已办理。")
    seen = await office.lead.take("reply", seen, opinion="已按要求部署。", reply_number="江综函〔2026〕7号")
    assert (seen["state"], seen["reply_number"]) == ("replied", "江综函〔2026〕7号")
    assert holders(seen) == {("close", office.lead.id)}
    return seen


async def close_and_dispose(office: Office, seen: Paper) -> Paper:
    """注办 says what came of it; 归档 says for how long."""
    await office.co.refused("close", seen, 403, "forbidden", result="办结。")
    await office.lead.refused("dispose", seen, 409, "transition_refused", disposal="archive", retention="y30")
    seen = await office.lead.take("close", seen, result="已部署并答复，问题解决")
    assert (seen["state"], seen["light"]) == ("closed", "green")
    assert seen["closed_at"] is not None
    await office.lead.refused("dispose", seen, 403, "forbidden", disposal="archive", retention="y30")
    await office.archivist.refused("dispose", seen, 422, "rule_violated", "DOC-I11", disposal="archive")
    await office.archivist.refused("dispose", seen, 422, "rule_violated", "DOC-I11", disposal="destroy")
    seen = await office.archivist.take("dispose", seen, disposal="archive", retention="y30", basis="保管期限表第12条")
    assert (seen["state"], seen["disposal"], seen["retention"]) == ("disposed", "archive", "y30")
    assert seen["current"] == []
    return seen


@pytest.mark.rule("DOC-I01", "DOC-I02", "DOC-I03", "DOC-I04", "DOC-I05", "DOC-I06", "DOC-I07", "DOC-I09", "DOC-I10")
@pytest.mark.rule("DOC-I11", "DOC-N09", "DOC-T03")
async def test_a_paper_lives_from_receipt_to_the_archive(office: Office, clock: FixedClock) -> None:
    seen = await receive(office)
    seen = await register(office, seen)
    seen = await screen(office, seen)
    seen = await triage(office, seen)
    seen = await instruct(office, seen)
    seen = await circulate(office, seen, clock)
    seen = await assign(office, seen)
    seen = await report_and_reply(office, seen)
    seen = await close_and_dispose(office, seen)
    for action in ("comment", "urge", "hand_over", "send_back", "withdraw", "register"):
        assert action not in [one["action"] for one in seen["allowed_actions"]]
    await office.director.refused("comment", seen, 409, "transition_refused", opinion="补充说明")
    await assert_history(office, seen)


async def assert_history(office: Office, seen: Paper) -> None:
    """One entry for each version, in order, each with the hand that made it; every word is kept."""
    trail = await office.director.history("trail", seen)
    assert [(one["action"], one["actor_id"], one["state_after"]) for one in trail] == [
        ("receive", office.receiver.id, "received"),
        ("register", office.registrar.id, "registered"),
        ("screen", office.clerk.id, "screened"),
        ("triage", office.director.id, "triaged"),
        ("instruct", office.principal.id, "instructed"),
        ("circulate", office.circulation.id, "circulating"),
        ("read", office.leader.id, "circulating"),
        ("read", office.head.id, "circulating"),
        ("read", office.other.id, "circulating"),
        ("assign", office.circulation.id, "handling"),
        ("report", office.co.id, "handling"),
        ("reply", office.lead.id, "replied"),
        ("close", office.lead.id, "closed"),
        ("dispose", office.archivist.id, "disposed"),
    ]
    assert len(trail) == seen["version"]
    assert [one["state_before"] for one in trail[1:]] == [one["state_after"] for one in trail[:-1]]
    opinions = await office.director.history("opinions", seen)
    assert [(one["kind"], one["author_id"]) for one in opinions] == [
        ("proposal", office.director.id),
        ("instruction", office.principal.id),
        ("reading", office.leader.id),
        ("reading", office.head.id),
        ("reading", office.other.id),
        ("handling", office.co.id),
        ("handling", office.lead.id),
        ("result", office.lead.id),
    ]
    answer = await office.stranger.client.get(f"{PAPERS}/{seen['id']}/trail")
    assert answer.status_code == 404
