"""急件可以先办: a leader's word by phone carries an urgent paper on, and is put in writing within a day (DOC-X07)."""

from typing import Any

import pytest

from app.core.clock import FixedClock
from tests.scenarios.office import Office, holders, moment, task_of, told

pytestmark = pytest.mark.rule("DOC-X07")
URGENT = {"urgency": "urgent", "due_at": "2026-11-27T17:30:00+08:00"}


def by_phone(office: Office, **said: Any) -> dict[str, Any]:
    return {
        "opinion": "请综合科马上办，我回来补签。",
        "leader_id": office.principal.id,
        "said_at": told(moment("11-20 09:40")),
        "lead_handler_id": office.lead.id,
        **said,
    }


async def instructed(office: Office) -> dict[str, Any]:
    return await office.director.take("instruct-orally", await office.triaged(**URGENT), **by_phone(office))


async def closed(office: Office, seen: dict[str, Any]) -> dict[str, Any]:
    seen = await office.circulation.take("assign", seen)
    return await office.lead.take("close", seen, result="已办结")


class TestByPhone:
    async def test_is_for_urgent_papers_only(self, office: Office) -> None:
        seen = await office.triaged()
        await office.director.refused("instruct-orally", seen, 403, "forbidden", **by_phone(office))

    async def test_is_recorded_by_the_office_for_a_leader_at_a_possible_time(self, office: Office) -> None:
        seen = await office.triaged(**URGENT)
        await office.supervisor.refused("instruct-orally", seen, 403, "forbidden", **by_phone(office))
        nobody = by_phone(office, leader_id=office.lead.id)
        await office.director.refused("instruct-orally", seen, 422, "reference_not_found", **nobody)
        for wrong in ("11-20 10:01", "11-20 09:00"):
            said = by_phone(office, said_at=told(moment(wrong)))
            await office.director.refused("instruct-orally", seen, 422, "invalid_combination", **said)

    async def test_goes_on_and_waits_for_the_leader_in_writing(self, office: Office, clock: FixedClock) -> None:
        seen = await instructed(office)
        assert (seen["state"], seen["oral_approval_by_id"]) == ("instructed", office.principal.id)
        assert holders(seen) == {("assign", office.circulation.id), ("confirm_instruction", office.principal.id)}
        assert task_of(seen, "confirm_instruction")["due_at"] == told(moment("11-21 09:40"))
        await office.director.refused("confirm-instruction", seen, 403, "forbidden", opinion="同意")
        seen = await office.circulation.take("assign", seen)
        clock.advance(hours=20)
        seen = await office.principal.take("confirm-instruction", seen, opinion="同意，此前口头意见属实。")
        assert seen["oral_confirm_by"] is None
        clock.at = moment("11-25 10:00")
        seen = await office.lead.take("close", seen, result="已办结")
        assert seen["state"] == "closed"


class TestUnconfirmed:
    async def test_after_a_day_the_paper_cannot_be_closed_until_it_is_confirmed(
        self, office: Office, clock: FixedClock
    ) -> None:
        seen = await office.circulation.take("assign", await instructed(office))
        clock.at = moment("11-21 09:41")
        await office.lead.refused("close", seen, 422, "rule_violated", "DOC-X07", result="已办结")
        seen = await office.principal.take("confirm-instruction", seen, opinion="同意")
        assert (await office.lead.take("close", seen, result="已办结"))["state"] == "closed"

    async def test_within_the_day_it_may_be_closed_but_not_put_away(self, office: Office, clock: FixedClock) -> None:
        seen = await closed(office, await instructed(office))
        away = {"disposal": "archive", "retention": "y10"}
        await office.archivist.refused("dispose", seen, 409, "transition_refused", **away)
        seen = await office.principal.take("confirm-instruction", seen, opinion="同意")
        assert (await office.archivist.take("dispose", seen, **away))["state"] == "disposed"

    async def test_outlives_a_hand_back(self, office: Office) -> None:
        seen = await office.circulation.take("assign", await instructed(office))
        seen = await office.lead.take("hand-back", seen, reason="不属于本科职责")
        assert ("confirm_instruction", office.principal.id) in holders(seen)

    async def test_falls_with_the_instruction_when_the_paper_is_sent_back_behind_it(
        self, office: Office, clock: FixedClock
    ) -> None:
        seen = await office.director.take("send-back", await instructed(office), to_state="triaged", reason="重新批办")
        assert holders(seen) == {("instruct", office.principal.id)}
        assert (seen["oral_approval_at"], seen["oral_confirm_by"]) == (None, None)
        seen = await office.principal.take("instruct", seen, opinion="同意", lead_handler_id=office.lead.id)
        clock.at = moment("11-23 10:00")
        assert (await closed(office, seen))["state"] == "closed"

    async def test_stays_when_the_paper_is_sent_back_to_be_assigned_again(self, office: Office) -> None:
        seen = await office.circulation.take("assign", await instructed(office))
        seen = await office.lead.take("send-back", seen, to_state="instructed", reason="改由他科办理")
        assert holders(seen) == {("assign", office.circulation.id), ("confirm_instruction", office.principal.id)}

    async def test_cannot_be_taken_back_by_whoever_did_the_step_before(self, office: Office) -> None:
        seen = await instructed(office)
        await office.director.refused("withdraw", seen, 403, "forbidden")
