"""What moves the limit of a paper: an extension somebody grants, a correction that stops its clock."""

from datetime import timedelta

import pytest

from app.core.clock import FixedClock
from tests.scenarios.office import Office, holders, moment, task_of, told


@pytest.mark.rule("DOC-I07")
class TestExtension:
    async def test_is_asked_for_before_the_limit_and_granted_by_the_director(self, office: Office) -> None:
        seen = await office.handled(office.co)
        due, until = moment("12-01 17:30"), told(moment("12-08 17:30"))
        assert seen["due_at"] == told(due)
        early = {"to_due_at": told(due), "reason": "需要核实"}
        await office.lead.refused("request-extension", seen, 422, "rule_violated", "DOC-I07", **early)
        await office.co.refused("request-extension", seen, 403, "forbidden", to_due_at=until, reason="需要核实")
        seen = await office.lead.take("request-extension", seen, to_due_at=until, reason="需要到现场核实")
        assert seen["due_at"] == told(due), "nothing moves before somebody decided"
        again = {"to_due_at": until, "reason": "再次申请"}
        await office.lead.refused("request-extension", seen, 403, "forbidden", **again)
        await office.lead.refused("decide-extension", seen, 403, "forbidden", approved=True)
        seen = await office.director.take("decide-extension", seen, approved=True, opinion="同意")
        assert seen["due_at"] == until
        assert task_of(seen, "handle")["due_at"] == until
        (row,) = await office.lead.history("extensions", seen)
        assert (row["approved"], row["from_due_at"], row["to_due_at"]) == (True, told(due), until)
        assert (row["requested_by_id"], row["reason"]) == (office.lead.id, "需要到现场核实")

    async def test_is_too_late_when_the_limit_is_over(self, office: Office, clock: FixedClock) -> None:
        seen = await office.handled()
        clock.at = moment("12-01 17:30")
        late = {"to_due_at": told(moment("12-08 17:30")), "reason": "未能办结"}
        await office.lead.refused("request-extension", seen, 422, "rule_violated", "DOC-I07", **late)

    async def test_that_is_declined_moves_nothing(self, office: Office) -> None:
        seen = await office.handled()
        due = seen["due_at"]
        asked = {"to_due_at": told(moment("12-08 17:30")), "reason": "需要核实"}
        seen = await office.lead.take("request-extension", seen, **asked)
        seen = await office.director.take("decide-extension", seen, approved=False, opinion="请按期办结")
        assert (seen["due_at"], task_of(seen, "handle")["due_at"]) == (due, due)
        seen = await office.lead.take("request-extension", seen, **asked)
        assert len(await office.lead.history("extensions", seen)) == 2

    async def test_moves_the_limit_of_whoever_handles_the_paper_by_then(self, office: Office) -> None:
        seen = await office.handled()
        until = told(moment("12-08 17:30"))
        seen = await office.lead.take("request-extension", seen, to_due_at=until, reason="需要核实")
        for giver, taker in [(office.lead, office.co), (office.co, office.other)]:
            task = task_of(seen, "handle")["id"]
            seen = await giver.take("hand-over", seen, task_id=task, to_person_id=taker.id, reason="出差")
        seen = await office.director.take("decide-extension", seen, approved=True)
        assert task_of(seen, "handle", office.other)["due_at"] == until
        assert seen["due_at"] == until

    async def test_lapses_when_the_paper_is_sent_back_and_may_be_asked_again(self, office: Office) -> None:
        seen = await office.handled()
        asked = {"to_due_at": told(moment("12-08 17:30")), "reason": "需要核实"}
        seen = await office.lead.take("request-extension", seen, **asked)
        seen = await office.director.take("send-back", seen, to_state="instructed", reason="主办单位有误")
        assert holders(seen) == {("assign", office.circulation.id)}
        seen = await office.circulation.take("assign", seen, lead_handler_id=office.other.id)
        seen = await office.other.take("request-extension", seen, **asked)
        rows = await office.director.history("extensions", seen)
        assert [row["approved"] for row in rows] == [False, None]

    async def test_waits_for_nobody_once_the_paper_is_answered(self, office: Office) -> None:
        seen = await office.handled()
        asked = {"to_due_at": told(moment("12-08 17:30")), "reason": "需要核实"}
        seen = await office.lead.take("request-extension", seen, **asked)
        deciding = task_of(seen, "decide_extension")["id"]
        handed = {"task_id": deciding, "to_person_id": office.supervisor.id, "reason": "外出"}
        seen = await office.director.take("hand-over", seen, **handed)
        seen = await office.lead.take("reply", seen, opinion="已办结")
        assert holders(seen) == {("close", office.lead.id)}


@pytest.mark.rule("DOC-X02")
class TestCorrection:
    async def test_stops_the_clock_and_gives_back_exactly_what_was_left(
        self, office: Office, clock: FixedClock
    ) -> None:
        due = moment("11-27 17:30")
        seen = await office.registered(due_at=told(due))
        past = {"wanted": "请补附件2", "due_on": "2026-11-20"}
        await office.clerk.refused("request-correction", seen, 422, "rule_violated", "DOC-X02", **past)
        wanted = {"wanted": "请补附件2", "due_on": "2026-11-25"}
        await office.registrar.refused("request-correction", seen, 403, "forbidden", **wanted)
        clock.at = moment("11-23 09:00")
        seen = await office.clerk.take("request-correction", seen, **wanted)
        assert (seen["state"], seen["light"]) == ("awaiting_correction", "paused")
        assert seen["current"][0]["light"] == "paused"
        assert seen["responsible_id"] == office.clerk.id
        assert task_of(seen, "record_correction")["due_at"] == told(moment("11-25 17:30"))
        clock.at = moment("12-02 11:00")
        assert (await office.clerk.see(seen))["light"] == "paused", "not red, however long the sender takes"
        await office.director.refused("triage", seen, 409, "transition_refused", handling_kind="for_information")
        seen = await office.clerk.take("record-correction", seen, note="附件2已补齐")
        assert seen["state"] == "registered"
        assert seen["due_at"] == told(moment("12-08 17:30")), "five workdays were left, this one included"
        assert seen["paused_at"] is None
        assert holders(seen) == {("screen", office.clerk.id)}

    async def test_returns_to_the_step_it_came_from(self, office: Office) -> None:
        seen = await office.screened()
        seen = await office.director.take("request-correction", seen, wanted="请补联系人", due_on="2026-11-25")
        assert seen["responsible_id"] == office.director.id
        seen = await office.director.take("record-correction", seen, note="已补")
        assert (seen["state"], holders(seen)) == ("screened", {("triage", office.director.id)})

    async def test_of_a_paper_that_was_late_already_leaves_it_late(self, office: Office, clock: FixedClock) -> None:
        seen = await office.registered(due_at=told(moment("11-23 17:30")))
        clock.at = moment("11-24 09:00")
        seen = await office.clerk.take("request-correction", seen, wanted="请补附件2", due_on="2026-11-27")
        clock.at = moment("11-26 09:00")
        seen = await office.clerk.take("record-correction", seen, note="已补")
        assert seen["due_at"] == told(moment("11-25 17:30")), "late by one night then, late by one night now"
        assert seen["light"] == "red"

    @pytest.mark.rule("DOC-T07")
    async def test_of_a_paper_that_runs_on_the_clock_counts_hours(self, office: Office, clock: FixedClock) -> None:
        due = moment("11-21 09:30")
        seen = await office.registered(urgency="extra_urgent", due_at=told(due))
        clock.at = moment("11-20 11:00")
        seen = await office.clerk.take("request-correction", seen, wanted="请补附件2", due_on="2026-11-21")
        clock.advance(hours=7)
        seen = await office.clerk.take("record-correction", seen, note="已补")
        assert seen["due_at"] == told(due + timedelta(hours=7))

    async def test_that_never_comes_ends_in_a_return(self, office: Office, clock: FixedClock) -> None:
        seen = await office.registered()
        seen = await office.clerk.take("request-correction", seen, wanted="请补附件2", due_on="2026-11-25")
        clock.at = moment("11-26 09:00")
        seen = await office.clerk.take("return-to-sender", seen, reasons=["attachments_missing"])
        assert (seen["state"], seen["paused_at"], seen["current"]) == ("returned_to_sender", None, [])
