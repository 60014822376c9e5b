"""The ways out and back: 退文, 重报, 重复, 撤回, 退回, 作废."""

from datetime import datetime

import pytest

from app.core.clock import FixedClock
from tests.factories.client import problem
from tests.scenarios.office import PAPERS, PASSED, Office, holders, paper, task_of


@pytest.mark.rule("DOC-X01", "DOC-I03")
class TestReturn:
    async def test_names_a_reason_and_gives_a_notice(self, office: Office) -> None:
        seen = await office.registered()
        await office.registrar.refused("return-to-sender", seen, 403, "forbidden", reasons=["no_seal"])
        await office.clerk.refused("return-to-sender", seen, 400, "validation_failed", reasons=[])
        await office.clerk.refused("return-to-sender", seen, 422, "rule_violated", "DOC-X01", reasons=["other"])
        seen = await office.clerk.take("return-to-sender", seen, reasons=["no_seal", "other"], note="缺主管部门意见")
        assert (seen["state"], seen["current"], seen["allowed_actions"]) == ("returned_to_sender", [], [])
        notice = (await office.clerk.client.get(f"{PAPERS}/{seen['id']}/return-notice")).json()
        assert [one["value"] for one in notice["reasons"]] == ["no_seal", "other"]
        assert (notice["number"], notice["note"]) == (seen["number"], "缺主管部门意见")

    async def test_tells_which_of_the_five_questions_the_paper_fails(self, office: Office) -> None:
        """A paper that fails is not screened; its answers belong to what is done about it."""
        seen = await office.registered()
        answers = PASSED | {"form": False, "ours": False}
        await office.clerk.refused("screen", seen, 422, "rule_violated", "DOC-I03", **answers)
        assert (await office.clerk.see(seen))["screen_failed"] == []
        asked = {"wanted": "请补附件2", "due_on": "2026-11-27", "screen_failed": ["form", "ours", "form"]}
        unknown = asked | {"screen_failed": ["weather"]}
        await office.clerk.refused("request-correction", seen, 400, "validation_failed", **unknown)
        seen = await office.clerk.take("request-correction", seen, **asked)
        assert seen["screen_failed"] == ["ours", "form"]
        mended = await office.clerk.take("record-correction", seen, note="附件2已补齐")
        passed = await office.clerk.take("screen", mended, **PASSED)
        assert passed["screen_failed"] == [], "what was mended fails no more"
        back = await office.director.take("return-to-sender", passed, reasons=["not_our_remit"], screen_failed=["ours"])
        assert (back["state"], back["screen_failed"]) == ("returned_to_sender", ["ours"])

    async def test_is_counted_by_sender(self, office: Office) -> None:
        for number in ("江教〔2026〕1号", "江教〔2026〕2号"):
            seen = await office.registered(sender_name="江州市教育局", title=f"关于{number}", sender_number=number)
            await office.clerk.take("return-to-sender", seen, reasons=["no_seal"])
        asked = {"since": "2026-11-01T00:00:00+08:00", "before": "2026-12-01T00:00:00+08:00"}
        answer = await office.director.client.get(f"{PAPERS}/returns-by-sender", params=asked)
        counted = {one["sender_name"]: one["returned_count"] for one in answer.json()["items"]}
        assert counted == {"江州市教育局": 2}

    @pytest.mark.rule("DOC-X02")
    async def test_comes_again_as_a_new_paper_that_points_at_the_old(self, office: Office) -> None:
        old = await office.registered()
        old = await office.clerk.take("return-to-sender", old, reasons=["no_seal"])
        new = await office.registered(resubmission_of_id=old["id"])
        assert (new["resubmission_of_id"], new["number"]) == (old["id"], "上收〔2026〕2号")
        unknown = paper(resubmission_of_id=office.lead.id)
        problem(await office.receiver.client.post(PAPERS, json=unknown), 422, "reference_not_found")

    @pytest.mark.rule("DOC-X02", "OFF-D01")
    async def test_only_what_was_returned_to_the_same_sender_comes_again(self, office: Office) -> None:
        """A paper still at work is no earlier try: naming it must not spare the question about a second copy."""
        client = office.receiver.client
        old = await office.registered()
        at_work = problem(
            await client.post(PAPERS, json=paper(resubmission_of_id=old["id"])), 422, "invalid_combination"
        )
        assert at_work["errors"][0]["pointer"] == "/resubmission_of_id"
        await office.clerk.take("return-to-sender", old, reasons=["no_seal"])
        others = paper(resubmission_of_id=old["id"], sender_name="江州市教育局")
        problem(await client.post(PAPERS, json=others), 422, "invalid_combination")
        await office.receiver.receive(resubmission_of_id=old["id"])
        twice = await client.post(PAPERS, json=paper(resubmission_of_id=old["id"]))
        assert [one["id"] for one in problem(twice, 409, "confirmation_required")["rules"]] == ["OFF-D01"]


@pytest.mark.rule("OFF-D01")
class TestDuplicate:
    async def test_is_asked_about_and_put_down_with_its_reason(self, office: Office) -> None:
        first = await office.registered()
        body = problem(await office.receiver.client.post(PAPERS, json=paper()), 409, "confirmation_required")
        assert [one["id"] for one in body["rules"]] == ["OFF-D01"]
        assert first["number"] in body["detail"]
        assert len(await office.director.all(PAPERS)) == 1, "a question stores nothing"
        answer = [{"rule": "OFF-D01", "reason": "另有一份正本，经核对为补寄"}]
        second = await office.receiver.receive(overrides=answer)
        (row,) = await office.director.history("overrides", second)
        assert (row["rule_id"], row["action"], row["reason"]) == ("OFF-D01", "receive", answer[0]["reason"])
        assert (row["by_id"], row["by_name"]) == (office.receiver.id, office.receiver.name)
        assert first["number"] in row["finding"]

    async def test_is_no_question_for_other_papers_or_other_organs(self, office: Office) -> None:
        await office.registered()
        await office.receiver.receive(title="关于冬季供暖的通知", sender_number="江政办发〔2026〕19号")
        await office.stranger.receive()

    async def test_does_not_set_a_rule_of_law_aside(self, office: Office) -> None:
        asked = paper(copies=1, listed_copies=2, overrides=[{"rule": "DOC-I01", "reason": "无需注明"}])
        body = problem(await office.receiver.client.post(PAPERS, json=asked), 422, "rule_violated")
        assert [one["id"] for one in body["rules"]] == ["DOC-I01"]


class TestWithdrawal:
    async def test_before_the_next_holder_has_seen_it(self, office: Office) -> None:
        seen = await office.screened()
        await office.registrar.refused("withdraw", seen, 403, "forbidden")
        await office.director.refused("withdraw", seen, 403, "forbidden")
        seen = await office.clerk.take("withdraw", seen, opinion="初审意见有误")
        assert (seen["state"], holders(seen)) == ("registered", {("screen", office.clerk.id)})
        seen = await office.clerk.take("screen", seen, **PASSED)
        assert seen["state"] == "screened"

    async def test_not_after_the_next_holder_has_seen_it(self, office: Office) -> None:
        seen = await office.screened()
        task = task_of(seen, "triage")
        answer = await office.director.client.post(f"/tasks/{task['id']}/see")
        assert answer.status_code == 200, answer.text
        seen = await office.clerk.see(seen)
        assert task_of(seen, "triage")["seen_at"] is not None
        await office.clerk.refused("withdraw", seen, 403, "forbidden")

    async def test_gives_nobody_a_step_that_was_never_theirs(self, office: Office) -> None:
        seen = await office.handled()
        seen = await office.lead.take("hand-back", seen, reason="不属于本科职责")
        await office.circulation.refused("withdraw", seen, 403, "forbidden")
        seen = await office.director.take("send-back", seen, to_state="triaged", reason="重新批办")
        for player in (office.circulation, office.director, office.clerk):
            await player.refused("withdraw", seen, 403, "forbidden")
        assert holders(seen) == {("instruct", office.principal.id)}


class TestSendBack:
    async def test_leads_to_an_earlier_step_with_the_reason(self, office: Office) -> None:
        seen = await office.handled()
        await office.clerk.refused("send-back", seen, 403, "forbidden", to_state="screened", reason="重新拟办")
        await office.lead.refused("send-back", seen, 409, "transition_refused", to_state="closed", reason="已完成")
        await office.lead.refused("send-back", seen, 409, "transition_refused", to_state="handling", reason="重办")
        await office.lead.refused("send-back", seen, 400, "validation_failed", to_state="screened")
        seen = await office.lead.take("send-back", seen, to_state="screened", reason="请重新拟办")
        assert (seen["state"], holders(seen)) == ("screened", {("triage", office.director.id)})
        trail = await office.director.history("trail", seen)
        assert (trail[-1]["action"], trail[-1]["note"]) == ("send_back", "请重新拟办")

    @pytest.mark.rule("DOC-I05")
    async def test_before_the_instruction_asks_the_leader_chosen_for_the_paper(self, office: Office) -> None:
        named = {"proposal": "拟请综合科牵头办理。", "instructor_id": office.leader.id}
        seen = await office.director.take("triage", await office.screened(), handling_kind="for_action", **named)
        seen = await office.leader.take("instruct", seen, opinion="同意", lead_handler_id=office.lead.id)
        seen = await office.circulation.take("assign", seen)
        seen = await office.lead.take("send-back", seen, to_state="triaged", reason="请重新批示")
        assert holders(seen) == {("instruct", office.leader.id)}
        to = {"task_id": task_of(seen, "instruct")["id"], "to_person_id": office.principal.id, "reason": "出差"}
        seen = await office.leader.take("hand-over", seen, **to)
        seen = await office.principal.take("instruct", seen, opinion="同意")
        seen = await office.director.take("send-back", seen, to_state="triaged", reason="请重新批示")
        assert holders(seen) == {("instruct", office.principal.id)}, "whoever held it last"

    @pytest.mark.rule("DOC-I04")
    async def test_of_a_paper_for_information_does_not_ask_for_an_instruction(self, office: Office) -> None:
        seen = await office.director.take("triage", await office.screened(), handling_kind="for_information")
        assert holders(seen) == {("circulate", office.circulation.id)}
        seen = await office.circulation.take("circulate", seen, reader_ids=[office.lead.id])
        seen = await office.director.take("send-back", seen, to_state="triaged", reason="传阅范围有误")
        assert holders(seen) == {("circulate", office.circulation.id)}
        seen = await office.circulation.take("circulate", seen, reader_ids=[office.other.id])
        seen = await office.other.take("read", seen)
        seen = await office.circulation.take("close", seen, result="已传阅")
        assert seen["state"] == "closed"


@pytest.mark.rule("DOC-N06")
class TestVoid:
    async def test_keeps_the_number_and_gives_the_next_paper_the_next(self, office: Office, clock: FixedClock) -> None:
        first = await office.registered()
        await office.registrar.refused("void", first, 403, "forbidden", reason="登记有误")
        clock.advance(minutes=5)
        first = await office.director.take("void", first, reason="重复登记")
        assert (first["state"], first["number"], first["void_reason"]) == ("voided", "上收〔2026〕1号", "重复登记")
        second = await office.registered()
        assert second["number"] == "上收〔2026〕2号"
        (series,) = await office.director.all("/number-series", series="incoming:superior", year=2026)
        assert (series["last_value"], series["voided_count"]) == (2, 1)
        rows = await office.director.all(f"/number-series/{series['id']}/numbers")
        by_text = {row["text"]: row for row in rows}
        assert [row["value"] for row in rows] == [1, 2]
        assert by_text["上收〔2026〕1号"]["void_reason"] == "重复登记"
        assert datetime.fromisoformat(by_text["上收〔2026〕1号"]["voided_at"]) == clock.now()
        assert by_text["上收〔2026〕2号"]["voided_at"] is None

    async def test_before_registration_takes_no_number(self, office: Office) -> None:
        seen = await office.receiver.receive()
        seen = await office.registrar.take("void", seen, reason="误收")
        assert (seen["state"], seen["number"]) == ("voided", None)
        assert (await office.registered())["number"] == "上收〔2026〕1号"
