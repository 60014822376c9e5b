"""用印申请: who approves what, the file and copies that were approved, the seal out of the house."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from app.core.clock import FixedClock
from app.vocabulary.identity import Role
from app.vocabulary.seals import SealRequestAction as Do
from app.vocabulary.seals import SealRequestState as Is
from tests.factories.client import Client, problem
from tests.factories.clockwork import MORNING
from tests.factories.make import Make, Someone
from tests.factories.seals import FILE, OTHER_FILE, PATH, SEALS, Request, Seal, Stamps

ClientAs = Callable[[Someone], Client]


@dataclass
class Place:
    """A clerk asks; the head endorses, the leader approves, the keeper seals."""

    clerk: Stamps
    head: Stamps
    leader: Stamps
    keeper: Stamps
    director: Stamps
    seal: Seal


@pytest.fixture
async def place(client_as: ClientAs, make: Make, clock: FixedClock) -> Place:
    del clock
    organ = await make.organ()
    department = await make.department(organ)
    people = {
        "clerk": await make.person(organ=organ, department=department),
        "head": await make.person(organ=organ, department=department, is_head=True),
        "leader": await make.person(Role.LEADER, organ=organ),
        "keeper": await make.person(Role.SEAL_KEEPER, organ=organ),
        "director": await make.person(Role.OFFICE_DIRECTOR, organ=organ),
    }
    made = {name: Stamps(client_as(one), one.id, people["head"]) for name, one in people.items()}
    seal = await made["director"].seal(keeper_id=made["keeper"].me)
    return Place(**made, seal=seal)


def ids(body: dict[str, Any]) -> list[str]:
    return [one["id"] for one in body["rules"]]


async def approved(place: Place, **told: Any) -> Request:
    request = await place.clerk.create(seal_id=place.seal["id"], **told)
    request = await place.clerk.take(request, Do.SUBMIT)
    request = await place.head.take(request, Do.ENDORSE)
    return await place.leader.take(request, Do.APPROVE)


class TestApproval:
    @pytest.mark.rule("SEAL-R01", "SEAL-R03")
    async def test_goes_from_hand_to_hand_and_comes_before_the_seal(self, place: Place) -> None:
        request = await place.clerk.create(seal_id=place.seal["id"])
        request = await place.clerk.take(request, Do.SUBMIT)
        assert [one["assignee_id"] for one in request["current"]] == [place.head.me]
        problem(await place.keeper.ask(request, Do.USE), 409, "transition_refused")
        request = await place.head.take(request, Do.ENDORSE)
        assert [(one["step"], one["assignee_id"]) for one in request["current"]] == [
            ("approve_certificate", place.leader.me)
        ]
        problem(await place.head.ask(request, Do.APPROVE), 403, "forbidden")
        request = await place.leader.take(request, Do.APPROVE)
        assert (request["state"], request["approved_sha256"]) == ("sealing", FILE)
        request = await place.keeper.take(request, Do.USE)
        assert (request["state"], request["log_number"]) == ("done", f"{place.seal['code']}用〔2026〕1号")

    @pytest.mark.rule("SEAL-R01")
    async def test_is_not_given_by_somebody_it_was_merely_passed_to(self, place: Place) -> None:
        request = await place.clerk.create(seal_id=place.seal["id"])
        request = await place.head.take(await place.clerk.take(request, Do.SUBMIT), Do.ENDORSE)
        task = request["current"][0]["task_id"]
        told = {"task_id": task, "to_person_id": place.head.me, "reason": "出差"}
        request = await place.leader.take(request, Do.HAND_OVER, **told)
        assert ids(problem(await place.head.ask(request, Do.APPROVE), 422, "rule_violated")) == ["SEAL-R01"]

    @pytest.mark.rule("SEAL-R01")
    async def test_is_entrusted_in_writing_class_by_class(self, place: Place) -> None:
        flow = (await place.director.client.get("/flows/seal_request/parameters")).json()
        members = ("step", "limit_value", "limit_unit", "role", "person_id", "enabled", "sign_mode", "sign_count")
        steps = [{name: one[name] for name in members} for one in flow["steps"]]
        for one in steps:
            if one["step"] == "approve_introduction":
                one["role"] = "office_director"
        said = {"reason": "县政府办公室书面授权：介绍信由办公室主任审批", "steps": steps}
        headers = {"If-Match": f'"{flow["version"]}"'}
        answer = await place.director.client.put("/flows/seal_request/parameters", json=said, headers=headers)
        assert answer.status_code == 200, answer.text
        request = await place.clerk.create(seal_id=place.seal["id"], use_class="introduction")
        request = await place.head.take(await place.clerk.take(request, Do.SUBMIT), Do.ENDORSE)
        request = await place.director.take(request, Do.APPROVE)
        assert request["approved_by_id"] == place.director.me

    @pytest.mark.rule("SEAL-R07")
    async def test_and_keeping_by_one_person_is_asked_about(self, client_as: ClientAs, make: Make) -> None:
        organ = await make.organ()
        both = await make.person(*Role, organ=organ)
        stamps = Stamps(client_as(both), both.id, await make.person(Role.LEADER, organ=organ))
        request = await stamps.bring(Is.SEALING)
        assert ids(problem(await stamps.ask(request, Do.USE), 409, "confirmation_required")) == ["SEAL-R07"]
        assert (await stamps.take(request, Do.USE))["state"] == "done"


class TestFile:
    @pytest.mark.rule("SEAL-R04")
    async def test_is_needed_before_anybody_is_asked(self, place: Place) -> None:
        request = await place.clerk.create(seal_id=place.seal["id"], file_sha256=None)
        assert ids(problem(await place.clerk.ask(request, Do.SUBMIT), 422, "rule_violated")) == ["SEAL-R04"]
        sent = await place.clerk.client.post("/attachments", files={"file": ("合同.txt", "定稿\n".encode())})
        headers, url = {"If-Match": f'"{request["version"]}"'}, f"{PATH}/{request['id']}/attachments"
        bound = await place.clerk.client.post(url, json={"attachment_id": sent.json()["id"]}, headers=headers)
        assert bound.status_code == 201, bound.text
        request = (await place.clerk.client.get(f"{PATH}/{request['id']}")).json()
        request = await place.clerk.take(request, Do.SUBMIT)
        assert request["file_sha256"] == sent.json()["sha256"]
        more = await place.clerk.client.post("/attachments", files={"file": ("另一份.txt", b"x\n")})
        late = await place.clerk.client.post(
            url, json={"attachment_id": more.json()["id"]}, headers={"If-Match": f'"{request["version"]}"'}
        )
        problem(late, 409, "transition_refused")

    @pytest.mark.rule("SEAL-R04", "SEAL-R05")
    async def test_in_the_keepers_hand_is_the_one_approved_in_no_more_copies(self, place: Place) -> None:
        request = await approved(place)
        other = await place.keeper.ask(request, Do.USE, file_sha256=OTHER_FILE)
        assert ids(problem(other, 422, "rule_violated")) == ["SEAL-R04"]
        more = await place.keeper.ask(request, Do.USE, copies=3)
        assert ids(problem(more, 422, "rule_violated")) == ["SEAL-R05"]
        uses = await place.keeper.client.get(f"{SEALS}/{place.seal['id']}/uses")
        assert uses.json()["items"] == []
        assert (await place.keeper.take(request, Do.USE, copies=1))["state"] == "done"


class TestRefusal:
    @pytest.mark.rule("SEAL-R07")
    async def test_by_the_keeper_is_on_record_with_its_reason(self, place: Place) -> None:
        request = await place.keeper.take(await approved(place), Do.REFUSE, reason="文件有涂改")
        assert (request["state"], request["closed_at"] is None) == ("refused", False)
        trail = (await place.clerk.client.get(f"{PATH}/{request['id']}/trail")).json()["items"]
        assert (trail[-1]["action"], trail[-1]["note"]) == ("refuse", "文件有涂改")

    async def test_is_nobody_elses(self, place: Place, client_as: ClientAs, make: Make) -> None:
        request = await approved(place)
        problem(await place.director.ask(request, Do.REFUSE), 403, "forbidden")
        problem(await place.head.ask(request, Do.USE), 403, "forbidden")


class TestOuting:
    @pytest.mark.rule("SEAL-R08")
    async def test_is_approved_in_two_and_ends_with_a_look_at_the_seal(self, place: Place) -> None:
        stamps = place.clerk
        request = await approved(place, off_site=stamps.off_site())
        problem(await place.keeper.ask(request, Do.USE), 422, "invalid_combination")
        request = await place.keeper.take(request, Do.TAKE_OUT)
        assert [(one["step"], one["due_at"]) for one in request["current"]] == [("bring_back", request["due_back_at"])]
        assert (await stamps.look(place.seal["id"]))["is_out"] is True
        other = await approved(place)
        assert ids(problem(await place.keeper.ask(other, Do.USE), 422, "rule_violated")) == ["SEAL-R08"]
        request = await place.head.take(request, Do.USE)
        assert request["state"] == "away"
        problem(await place.head.ask(request, Do.USE), 403, "forbidden")
        request = await place.keeper.take(request, Do.BRING_BACK)
        assert request["state"] == "done"
        (outing,) = (await place.keeper.client.get(f"{SEALS}/{place.seal['id']}/outings")).json()["items"]
        assert (outing["checked_by_name"] is None, outing["condition"]) == (False, "完好")
        assert (await place.keeper.take(other, Do.USE))["state"] == "done"

    @pytest.mark.rule("SEAL-R08")
    async def test_without_approval_or_company_or_time_is_refused(self, place: Place) -> None:
        at_home = await approved(place)
        body = problem(await place.keeper.ask(at_home, Do.TAKE_OUT), 422, "rule_violated")
        assert set(ids(body)) == {"SEAL-R08"}
        for told in ({"escort_id": place.clerk.me}, {"due_back_at": (MORNING - timedelta(hours=1)).isoformat()}):
            off_site = place.clerk.off_site(**told)
            said = {
                "title": "合同",
                "seal_id": place.seal["id"],
                "use_class": "other",
                "purpose": "投标",
                "off_site": off_site,
            }
            answer = await place.clerk.client.post(PATH, json=said)
            assert ids(problem(answer, 422, "rule_violated")) == ["SEAL-R08"]

    @pytest.mark.rule("SEAL-R13")
    async def test_of_a_seal_that_is_lost_ends_with_it(self, place: Place) -> None:
        request = await place.keeper.take(await approved(place, off_site=place.clerk.off_site()), Do.TAKE_OUT)
        seal = await place.keeper.look(place.seal["id"])
        lost = (await place.keeper.do(seal, "report-lost", reason="途中遗失")).json()
        assert (lost["state"], lost["is_out"]) == ("lost", False)
        assert (await place.clerk.client.get(f"{PATH}/{request['id']}")).json()["state"] == "refused"
