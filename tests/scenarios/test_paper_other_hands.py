"""What must be somebody else's to do: nobody grants their own extension, only a leader gives a leader's instruction."""

from typing import Any

import pytest

from app.vocabulary.identity import Role
from tests.factories.make import Make
from tests.scenarios.office import Office, Player, holders, moment, task_of, told

EXTENSION = {"to_due_at": told(moment("12-04 17:30")), "reason": "需要到现场核实"}


@pytest.fixture
def join(office: Office, make: Make, client_as: Any) -> Any:
    """Another person of the office with these roles."""

    async def joined(*roles: Role) -> Player:
        who = await make.person(*roles, organ=office.organ, department=office.office_department)
        return Player(who, client_as(who))

    return joined


async def handled_by(office: Office, who: Player) -> dict[str, Any]:
    return await office.circulation.take("assign", await office.instructed(), lead_handler_id=who.id)


@pytest.mark.rule("DOC-I07")
class TestExtension:
    async def test_of_the_director_is_decided_by_the_next_director(self, office: Office, join: Any) -> None:
        second = await join(Role.OFFICE_DIRECTOR)
        seen = await office.director.take("request-extension", await handled_by(office, office.director), **EXTENSION)
        assert task_of(seen, "decide_extension")["assignee_id"] == second.id
        assert "decide_extension" not in {one["action"] for one in seen["allowed_actions"]}
        await office.director.refused("decide-extension", seen, 403, "forbidden", approved=True)
        seen = await second.take("decide-extension", seen, approved=True)
        assert seen["due_at"] == EXTENSION["to_due_at"]

    async def test_where_there_is_no_other_is_decided_by_the_leader_who_gave_the_instruction(
        self, office: Office
    ) -> None:
        seen = await office.director.take("request-extension", await handled_by(office, office.director), **EXTENSION)
        assert task_of(seen, "decide_extension")["assignee_id"] == office.principal.id
        seen = await office.principal.take("decide-extension", seen, approved=False)
        assert seen["due_at"] != EXTENSION["to_due_at"]

    async def test_asked_for_in_the_handlers_stead_is_not_decided_by_who_asked(self, office: Office, join: Any) -> None:
        second = await join(Role.OFFICE_DIRECTOR)
        days = {"starts_on": "2026-11-20", "ends_on": "2026-11-21", "reason": "外出培训"}
        answer = await office.lead.client.post("/delegations", json={"delegate_id": office.director.id, **days})
        assert answer.status_code == 201, answer.text
        asked = EXTENSION | {"on_behalf_of_id": office.lead.id}
        seen = await office.director.take("request-extension", await office.handled(), **asked)
        assert task_of(seen, "decide_extension")["assignee_id"] == second.id
        body = await office.director.refused("decide-extension", seen, 403, "forbidden", approved=True)
        assert body["detail"] == "不能审批自己提出的延期申请"

    async def test_is_not_handed_to_who_handles_the_paper(self, office: Office) -> None:
        seen = await office.lead.take("request-extension", await office.handled(), **EXTENSION)
        to = {"task_id": task_of(seen, "decide_extension")["id"], "reason": "外出"}
        lead = to | {"to_person_id": office.lead.id}
        await office.director.refused("hand-over", seen, 422, "invalid_combination", **lead)
        seen = await office.director.take("hand-over", seen, **to, to_person_id=office.leader.id)
        assert ("decide_extension", office.leader.id) in holders(seen)


@pytest.mark.rule("DOC-I05")
class TestHandingOutAgain:
    async def test_names_others_to_assist_or_nobody(self, office: Office) -> None:
        named = {"lead_handler_id": office.lead.id, "co_handler_ids": [office.co.id]}
        seen = await office.principal.take("instruct", await office.triaged(), opinion="同意", **named)
        seen = await office.circulation.take("assign", seen)
        assert ("report", office.co.id) in holders(seen), "nothing said of them: as instructed"
        seen = await office.lead.take("send-back", seen, to_state="instructed", reason="无需协办")
        seen = await office.circulation.take("assign", seen, co_handler_ids=[])
        assert (seen["co_handler_ids"], holders(seen)) == ([], {("handle", office.lead.id)})
        null = await office.director.take("send-back", seen, to_state="instructed", reason="重新交办")
        await office.circulation.refused("assign", null, 400, "validation_failed", co_handler_ids=None)


@pytest.mark.rule("DOC-I05", "DOC-X07")
class TestInstruction:
    async def test_is_handed_over_to_leaders_only(self, office: Office) -> None:
        seen = await office.triaged()
        to = {"task_id": task_of(seen, "instruct")["id"], "reason": "外出开会"}
        clerk = to | {"to_person_id": office.clerk.id}
        await office.principal.refused("hand-over", seen, 422, "invalid_combination", **clerk)
        seen = await office.principal.take("hand-over", seen, **to, to_person_id=office.leader.id)
        assert holders(seen) == {("instruct", office.leader.id)}

    async def test_by_phone_is_confirmed_by_a_leader_whoever_hands_it_over(self, office: Office) -> None:
        seen = await office.triaged(urgency="urgent", due_at=told(moment("11-27 17:30")))
        said = {"opinion": "马上办。", "leader_id": office.principal.id, "said_at": told(moment("11-20 09:40"))}
        seen = await office.director.take("instruct-orally", seen, **said)
        to = {"task_id": task_of(seen, "confirm_instruction")["id"], "reason": "外出开会"}
        clerk = to | {"to_person_id": office.clerk.id}
        await office.supervisor.refused("hand-over", seen, 422, "invalid_combination", **clerk)
        seen = await office.supervisor.take("hand-over", seen, **to, to_person_id=office.leader.id)
        assert ("confirm_instruction", office.leader.id) in holders(seen)
