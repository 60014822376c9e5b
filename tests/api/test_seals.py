"""印章: the register, its keepers, its end, and the log of its uses."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from app.db.database import Database
from app.models.seals import SealUse
from app.vocabulary.identity import Role
from app.vocabulary.seals import SealRequestState as Is
from tests.factories.client import Client, problem
from tests.factories.make import Make, Someone
from tests.factories.office import Office, staffed
from tests.factories.seals import PATH, SEALS, Stamps, seal_body

ClientAs = Callable[[Someone], Client]


@dataclass
class Place:
    office: Office
    stamps: Stamps
    keeper: Someone
    second: Someone


@pytest.fixture
async def place(client_as: ClientAs, make: Make) -> Place:
    office = await staffed(make)
    keeper, second = [await make.person(Role.SEAL_KEEPER, organ=office.organ) for _ in range(2)]
    stamps = Stamps(client_as(office.everything), office.everything.id, office.roles[Role.LEADER])
    return Place(office, stamps, keeper, second)


def ids(body: dict[str, Any]) -> list[str]:
    return [one["id"] for one in body["rules"]]


@pytest.mark.usefixtures("clock")
class TestRegister:
    @pytest.mark.rule("SEAL-R09")
    async def test_keeps_what_is_said_and_the_first_keeper(self, place: Place) -> None:
        seal = await place.stamps.seal(keeper_id=str(place.keeper.id))
        assert (seal["state"], seal["keeper_name"], seal["is_out"]) == ("in_use", place.keeper.name, False)
        books = (await place.stamps.client.get(f"{SEALS}/{seal['id']}/handovers")).json()["items"]
        assert [(one["from_id"], one["to_id"]) for one in books] == [(None, str(place.keeper.id))]

    @pytest.mark.rule("SEAL-R09")
    async def test_wants_a_keeper_by_post(self, place: Place) -> None:
        said = seal_body(str(place.office.handler.id))
        assert ids(problem(await place.stamps.client.post(SEALS, json=said), 422, "rule_violated")) == ["SEAL-R09"]

    @pytest.mark.rule("SEAL-R11")
    async def test_asks_about_a_size_that_is_not_the_standard(self, place: Place) -> None:
        said = seal_body(place.stamps.me, width_mm=60, height_mm=60)
        body = problem(await place.stamps.client.post(SEALS, json=said), 409, "confirmation_required")
        assert ids(body) == ["SEAL-R11"]
        said["overrides"] = [{"rule": "SEAL-R11", "reason": "沿用旧制印章"}]
        assert (await place.stamps.client.post(SEALS, json=said)).status_code == 201

    @pytest.mark.rule("SEAL-R10")
    async def test_refuses_a_special_seal_with_the_name_of_the_official_one(self, place: Place) -> None:
        official = await place.stamps.seal()
        said = seal_body(place.stamps.me, name=official["name"], seal_type="contract")
        assert ids(problem(await place.stamps.client.post(SEALS, json=said), 422, "rule_violated")) == ["SEAL-R10"]
        said["name"] += "合同专用章"
        assert (await place.stamps.client.post(SEALS, json=said)).status_code == 201

    @pytest.mark.rule("SEAL-R15", "SEAL-R16")
    async def test_holds_electronic_seals_as_references_only(self, place: Place) -> None:
        bare = seal_body(place.stamps.me, seal_type="electronic", shape="none", width_mm=0, height_mm=0)
        assert ids(problem(await place.stamps.client.post(SEALS, json=bare), 422, "rule_violated")) == ["SEAL-R16"]
        whole = {**bare, "provider": "江州市电子印章平台", "provider_reference": "SEAL-1"}
        assert (await place.stamps.client.post(SEALS, json=whole)).status_code == 201
        picture = {**whole, "code": "另印", "image": "iVBORw0KGgo="}
        problem(await place.stamps.client.post(SEALS, json=picture), 400, "validation_failed")

    async def test_gives_a_code_once(self, place: Place) -> None:
        seal = await place.stamps.seal()
        said = seal_body(place.stamps.me, code=seal["code"])
        problem(await place.stamps.client.post(SEALS, json=said), 409, "already_exists")

    async def test_is_written_by_the_office_director_and_shown_to_the_organ(
        self, place: Place, client_as: ClientAs, make: Make
    ) -> None:
        seal = await place.stamps.seal()
        clerk, stranger = client_as(place.office.clerk), client_as(await make.person(*Role))
        problem(await clerk.post(SEALS, json=seal_body(place.stamps.me)), 403, "forbidden")
        assert (await clerk.get(f"{SEALS}/{seal['id']}")).status_code == 200
        problem(await stranger.get(f"{SEALS}/{seal['id']}"), 404, "not_found")
        problem(await client_as(place.office.handler).get(f"{SEALS}/{seal['id']}/uses"), 403, "forbidden")


@pytest.mark.usefixtures("clock")
class TestLife:
    @pytest.mark.rule("SEAL-R09")
    async def test_passes_to_another_keeper_with_what_waits_for_it(self, place: Place, client_as: ClientAs) -> None:
        stamps = place.stamps
        seal = await stamps.seal(keeper_id=str(place.keeper.id))
        request = await stamps.bring(Is.SEALING, seal_id=seal["id"])
        assert [one["assignee_id"] for one in request["current"]] == [str(place.keeper.id)]
        said = {"to_id": str(place.second.id), "witness_id": str(place.second.id)}
        keeper = Stamps(client_as(place.keeper), place.keeper.id, place.second)
        assert ids(problem(await keeper.do(seal, "hand-over", **said), 422, "rule_violated")) == ["SEAL-R09"]
        said["witness_id"] = str(place.office.clerk.id)
        after = (await keeper.do(seal, "hand-over", **said)).json()
        assert (after["keeper_id"], after["version"]) == (str(place.second.id), seal["version"] + 1)
        moved = (await stamps.client.get(f"{PATH}/{request['id']}")).json()
        assert [one["assignee_id"] for one in moved["current"]] == [str(place.second.id)]
        assert moved["current"][0]["due_at"] == request["current"][0]["due_at"]
        problem(await keeper.do(after, "hand-over", **said), 403, "forbidden")

    @pytest.mark.rule("SEAL-R13")
    async def test_ends_with_a_loss_and_so_does_what_waits_for_it(self, place: Place, client_as: ClientAs) -> None:
        stamps = place.stamps
        seal = await stamps.seal(keeper_id=str(place.keeper.id))
        waiting = [await stamps.bring(state, seal_id=seal["id"]) for state in (Is.APPROVAL, Is.SEALING)]
        draft = await stamps.create(seal_id=seal["id"])
        problem(await Stamps(client_as(place.office.handler), place.office.handler.id, place.keeper).do(
            seal, "report-lost", reason="外出时被盗"), 403, "forbidden")  # fmt: skip
        keeper = Stamps(client_as(place.keeper), place.keeper.id, place.second)
        lost = await keeper.do(seal, "report-lost", reason="外出时被盗")
        assert lost.json()["state"] == "lost"
        for one in waiting:
            found = (await stamps.client.get(f"{PATH}/{one['id']}")).json()
            assert (found["state"], found["current"]) == ("refused", [])
        body = problem(await stamps.ask(draft, "submit"), 422, "rule_violated")
        assert ids(body) == ["SEAL-R13"]

    @pytest.mark.rule("SEAL-R12")
    async def test_ends_with_stopping_and_giving_back(self, place: Place) -> None:
        stamps, seal = place.stamps, await place.stamps.seal()
        where = {"reason": "机构更名", "disposal": "缴回江州市人民政府封存"}
        problem(await stamps.do(seal, "surrender", **where), 409, "transition_refused")
        stopped = (await stamps.do(seal, "stop", reason="机构更名")).json()
        assert (stopped["state"], stopped["ended_on"]) == ("stopped", "2026-11-20")
        assert ids(problem(await stamps.do(stopped, "resume", reason="误操作"), 422, "rule_violated")) == ["SEAL-R12"]
        request = await stamps.create(seal_id=seal["id"])
        assert ids(problem(await stamps.ask(request, "submit"), 422, "rule_violated")) == ["SEAL-R12"]
        given = (await stamps.do(stopped, "surrender", **where)).json()
        assert (given["state"], given["disposal"]) == ("surrendered", where["disposal"])

    @pytest.mark.rule("SEAL-R16")
    async def test_of_an_electronic_seal_may_go_on(self, place: Place) -> None:
        told = {"seal_type": "electronic", "shape": "none", "width_mm": 0, "height_mm": 0}
        seal = await place.stamps.seal(**told, provider="江州市电子印章平台", provider_reference="SEAL-1")
        stopped = (await place.stamps.do(seal, "stop", reason="证书更新")).json()
        resumed = (await place.stamps.do(stopped, "resume", reason="证书已更新")).json()
        assert (resumed["state"], resumed["ended_on"]) == ("in_use", None)


@pytest.mark.usefixtures("clock")
class TestLog:
    @pytest.mark.rule("SEAL-R06")
    async def test_is_numbered_without_gaps_and_says_everything(self, place: Place) -> None:
        stamps, seal = place.stamps, await place.stamps.seal()
        done = [await stamps.bring(Is.DONE, seal_id=seal["id"]) for _ in range(3)]
        uses = (await stamps.client.get(f"{SEALS}/{seal['id']}/uses", params={"sort": "used_at"})).json()["items"]
        assert [one["log_number"] for one in uses] == [f"{seal['code']}用〔2026〕{n}号" for n in (1, 2, 3)]
        assert [one["matter_id"] for one in uses] == [one["id"] for one in done]
        assert {name for name, value in uses[0].items() if value is None} == {
            "document_reference", "provider_reference", "remarks", "corrects_id", "correction_reason",
        }  # fmt: skip

    @pytest.mark.rule("SEAL-R06")
    async def test_is_never_rewritten(self, place: Place, database: Database) -> None:
        request = await place.stamps.bring(Is.DONE)
        statement = update(SealUse).where(SealUse.id == UUID(request["use_id"])).values(copies=1)
        async with database.open(writes=True) as db:
            with pytest.raises(Exception, match="permission denied"):
                await db.rows(statement)

    @pytest.mark.rule("SEAL-R05", "SEAL-R06")
    async def test_is_corrected_by_another_entry(self, place: Place, client_as: ClientAs) -> None:
        stamps, seal = place.stamps, await place.stamps.seal()
        use = (await stamps.bring(Is.DONE, seal_id=seal["id"]))["use_id"]
        url = f"/seal-uses/{use}/correct"
        problem(await client_as(place.keeper).post(url, json={"reason": "份数误记"}), 403, "forbidden")
        more = problem(await stamps.client.post(url, json={"reason": "份数误记", "copies": 3}), 422, "rule_violated")
        assert ids(more) == ["SEAL-R05"]
        right = (await stamps.client.post(url, json={"reason": "份数误记", "copies": 1})).json()
        assert (right["corrects_id"], right["copies"]) == (use, 1)
        problem(await stamps.client.post(url, json={"reason": "份数误记", "copies": 2}), 409, "already_exists")
        uses = (await stamps.client.get(f"{SEALS}/{seal['id']}/uses", params={"sort": "used_at"})).json()["items"]
        assert [(one["copies"], one["correction_reason"]) for one in uses] == [(2, None), (1, "份数误记")]
