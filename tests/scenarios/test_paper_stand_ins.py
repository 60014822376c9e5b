"""Whose step it is when somebody else did it: delegates, colleagues of the same role."""

from collections.abc import Callable

import pytest

from app.vocabulary.identity import Role
from tests.factories.client import Client
from tests.factories.make import Make, Someone
from tests.scenarios.office import PASSED, Office, Player, holders, task_of

ClientAs = Callable[[Someone], Client]


async def colleague(office: Office, make: Make, client_as: ClientAs) -> Player:
    """A second clerk of the office."""
    who = await make.person(Role.OFFICE_CLERK, organ=office.organ, department=office.office_department)
    return Player(who, client_as(who))


class TestStepTakenBack:
    async def test_from_a_delegate_waits_for_the_principal_again(self, office: Office) -> None:
        seen = await office.screened()
        days = {"starts_on": "2026-11-20", "ends_on": "2026-11-20", "reason": "外出培训"}
        answer = await office.director.client.post("/delegations", json={"delegate_id": office.other.id, **days})
        assert answer.status_code == 201, answer.text
        told = {"handling_kind": "for_action", "proposal": "拟请综合科牵头办理。"}
        seen = await office.other.take("triage", seen, **told)
        seen = await office.other.take("withdraw", seen, opinion="漏列协办单位")
        assert holders(seen) == {("triage", office.director.id)}
        assert seen["responsible_id"] == office.director.id
        assert (await office.director.history("trail", seen))[-1]["on_behalf_of_id"] == office.director.id
        seen = await office.other.take("triage", seen, **told)
        assert seen["state"] == "triaged"

    async def test_from_a_colleague_waits_for_its_owner_and_for_the_role(
        self, office: Office, make: Make, client_as: ClientAs
    ) -> None:
        second = await colleague(office, make, client_as)
        seen = await second.take("screen", await office.registered(), **PASSED)
        seen = await second.take("withdraw", seen)
        assert holders(seen) == {("screen", office.clerk.id)}
        assert task_of(seen, "screen")["role"] == Role.OFFICE_CLERK
        seen = await second.take("screen", seen, **PASSED)
        assert seen["state"] == "screened"


@pytest.mark.rule("DOC-X02")
async def test_a_correction_a_colleague_asked_for_waits_for_the_owner_of_the_step(
    office: Office, make: Make, client_as: ClientAs
) -> None:
    second = await colleague(office, make, client_as)
    seen = await office.registered()
    seen = await second.take("request-correction", seen, wanted="请补附件2", due_on="2026-11-25")
    assert holders(seen) == {("record_correction", office.clerk.id)}
    assert seen["responsible_id"] == office.clerk.id
    seen = await second.take("record-correction", seen, note="附件2已补齐")
    assert holders(seen) == {("screen", office.clerk.id)}
