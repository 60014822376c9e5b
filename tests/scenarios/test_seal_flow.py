"""用印申请 from 填写申请 to 用印登记, as an office does it."""

from collections.abc import Callable

import pytest

from app.vocabulary.identity import Role
from app.vocabulary.seals import SealRequestAction as Do
from app.vocabulary.seals import SealRequestState as Is
from tests.factories.client import Client
from tests.factories.make import Make, Someone
from tests.factories.office import staffed
from tests.factories.seals import ROUTES, Stamps


@pytest.fixture
async def stamps(client_as: Callable[[Someone], Client], make: Make) -> Stamps:
    office = await staffed(make)
    return Stamps(client_as(office.everything), office.everything.id, office.roles[Role.LEADER])


@pytest.mark.usefixtures("clock")
class TestEveryState:
    @pytest.mark.parametrize("state", [one for one in ROUTES if one is not Is.REVIEW], ids=str)
    async def test_is_reached(self, stamps: Stamps, state: Is) -> None:
        request = await stamps.bring(state)
        assert bool(request["current"]) is (request["closed_at"] is None)
        assert (request["log_number"] is not None) is (state == Is.DONE)
        if state == Is.DONE:
            again = (await stamps.client.get(f"/seals/{request['seal_id']}/uses")).json()["items"]
            assert [one["id"] for one in again] == [request["use_id"]]
        assert Do.VOID not in {one["action"] for one in request["allowed_actions"]}
