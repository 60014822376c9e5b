"""发文用印: the right seal on the right text, by the right hand, in no more copies; each issuer for itself."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from app.core.clock import FixedClock
from app.db.database import Database
from app.models.matters import Matter
from app.models.seals import SealUse
from app.vocabulary.identity import Role
from app.vocabulary.outgoing import OutgoingAction as Do
from app.vocabulary.outgoing import OutgoingState as Is
from tests.factories.client import Client, problem
from tests.factories.make import Make, Someone
from tests.factories.office import Office, staffed
from tests.factories.outgoing import PATH, Letter, Letters
from tests.factories.seals import Seal, Stamps

ClientAs = Callable[[Someone], Client]
SIGNED_ALONE = [{"rule": "SEAL-R07", "reason": "机关人少，一人兼任"}]


@dataclass
class Place:
    office: Office
    letters: Letters
    stamps: Stamps
    keeper: Client
    seal: Seal

    async def ask(self, letter: Letter, **said: Any) -> Any:
        """The keeper, who signed nothing, puts the seal."""
        return await self.keeper.act(PATH, letter, "seal", **{"seal_id": self.seal["id"], **said})


@pytest.fixture
async def place(client_as: ClientAs, make: Make, clock: FixedClock) -> Place:
    del clock
    office = await staffed(make)
    client, keeper = client_as(office.everything), office.roles[Role.SEAL_KEEPER]
    stamps = Stamps(client, office.everything.id, office.handler)
    seal = await stamps.seal(name=office.organ.name, keeper_id=str(keeper.id))
    return Place(office, Letters(client, office.everything.id, office.handler), stamps, client_as(keeper), seal)


@pytest.fixture
async def letter(place: Place) -> Letter:
    """A paper that waits for its seal."""
    return await waiting(place)


async def waiting(place: Place, **told: Any) -> Letter:
    """It waits for whoever keeps our seal."""
    found = await place.letters.bring(Is.SEALING, **told)
    assert [one["assignee_id"] for one in found["current"]] == [str(place.office.roles[Role.SEAL_KEEPER].id)]
    return found


def ids(body: dict[str, Any]) -> list[str]:
    return [one["id"] for one in body["rules"]]


class TestSeal:
    @pytest.mark.rule("SEAL-R02", "SEAL-R03", "SEAL-R06", "DOC-E13")
    async def test_that_bears_our_name_sends_the_paper_on_and_is_logged(self, place: Place, letter: Letter) -> None:
        answer = await place.ask(letter, riding_seal=True)
        assert answer.status_code == 200, answer.text
        sealed = answer.json()
        assert (sealed["state"], sealed["seal_id"], sealed["sealed_at"] is None) == (
            "dispatch",
            place.seal["id"],
            False,
        )
        (use,) = (await place.stamps.client.get(f"/seals/{place.seal['id']}/uses")).json()["items"]
        text = (await place.stamps.client.get(f"{PATH}/{letter['id']}/texts/{letter['text_number']}")).json()
        assert (use["id"], use["document_reference"]) == (sealed["seal_use_id"], letter["number"])
        assert (use["sha256"], use["copies"], use["riding_seal"]) == (text["sha256"], letter["copies"], True)
        assert use["approver_id"] == letter["signed_by_id"]

    @pytest.mark.rule("SEAL-R02")
    @pytest.mark.parametrize("told", [{"name": "清河县水利局"}, {"seal_type": "finance"}])
    async def test_of_another_name_or_kind_is_refused(self, place: Place, letter: Letter, told: dict[str, str]) -> None:
        keeper = str(place.office.roles[Role.SEAL_KEEPER].id)
        name = place.office.organ.name + "财务专用章"
        other = await place.stamps.seal(**{"name": name, "keeper_id": keeper, **told})
        body = problem(await place.ask(letter, seal_id=other["id"]), 422, "rule_violated")
        assert ids(body) == ["SEAL-R02"]

    async def test_is_put_by_its_keeper_and_nobody_else(self, place: Place, letter: Letter) -> None:
        answer = await place.letters.ask(letter, Do.SEAL, seal_id=place.seal["id"])
        problem(answer, 403, "forbidden")

    @pytest.mark.rule("SEAL-R07")
    async def test_by_who_signed_is_asked_about(self, place: Place) -> None:
        found = await place.letters.bring(Is.SEALING)
        own = await place.stamps.seal(name=place.office.organ.name)
        asked = await place.letters.ask(found, Do.SEAL, seal_id=own["id"])
        assert ids(problem(asked, 409, "confirmation_required")) == ["SEAL-R07"]
        sealed = await place.letters.ask(found, Do.SEAL, seal_id=own["id"], overrides=SIGNED_ALONE)
        assert sealed.json()["state"] == "dispatch"

    @pytest.mark.rule("SEAL-R05")
    async def test_in_more_copies_than_printed_is_refused(self, place: Place, letter: Letter) -> None:
        body = problem(await place.ask(letter, copies=letter["copies"] + 1), 422, "rule_violated")
        assert ids(body) == ["SEAL-R05"]
        assert (await place.ask(letter, copies=letter["copies"])).status_code == 200

    @pytest.mark.rule("SEAL-R03")
    async def test_on_a_text_that_is_not_the_rechecked_one_is_refused(
        self, place: Place, letter: Letter, database: Database
    ) -> None:
        async with database.open(writes=True) as db:
            await db.rows(update(Matter).where(Matter.id == UUID(letter["id"])).values(title="另一个标题"))
            await db.commit()
        assert ids(problem(await place.ask(letter), 422, "rule_violated")) == ["SEAL-R03"]

    @pytest.mark.rule("SEAL-R12", "SEAL-R13")
    @pytest.mark.parametrize(("action", "rule"), [("stop", "SEAL-R12"), ("report-lost", "SEAL-R13")])
    async def test_that_is_stopped_or_lost_is_refused(
        self, place: Place, letter: Letter, action: str, rule: str
    ) -> None:
        assert (await place.stamps.do(place.seal, action, reason="机构更名")).status_code == 200
        assert ids(problem(await place.ask(letter), 422, "rule_violated")) == [rule]

    @pytest.mark.rule("SEAL-R15")
    async def test_that_is_electronic_needs_the_word_of_its_provider(self, place: Place, letter: Letter) -> None:
        told = {
            "seal_type": "electronic",
            "shape": "none",
            "width_mm": 0,
            "height_mm": 0,
            "provider": "江州市电子印章平台",
        }
        keeper = str(place.office.roles[Role.SEAL_KEEPER].id)
        name = place.office.organ.name
        seal = await place.stamps.seal(**told, provider_reference="SEAL-1", name=name, keeper_id=keeper)
        picture = problem(await place.ask(letter, seal_id=seal["id"]), 422, "rule_violated")
        assert ids(picture) == ["SEAL-R15"]
        sealed = await place.ask(letter, seal_id=seal["id"], provider_reference="ES-2026-1")
        assert sealed.json()["state"] == "dispatch"


class TestJointPaper:
    @pytest.mark.rule("SEAL-R14")
    async def test_goes_on_with_the_last_seal(self, place: Place) -> None:
        way = (Do.SUBMIT, Do.APPROVE, Do.APPROVE, Do.SIGN, Do.RECORD_JOINT_SIGNATURE, Do.RECHECK, Do.REGISTER, Do.PROOF)
        found = await waiting(place, by=(*way, Do.PRINT), joint_issuers=[{"name": "清河县水利局"}])
        (other,) = [one["id"] for one in found["joint_issuers"]]
        ours = (await place.ask(found)).json()
        assert (ours["state"], ours["sealed_at"]) == ("sealing", None)
        problem(await place.ask(ours), 422, "invalid_combination")
        nobody = await place.keeper.act(PATH, ours, "seal", joint_issuer_id=other)
        assert ids(problem(nobody, 422, "rule_violated")) == ["SEAL-R14"]
        theirs = await place.keeper.act(PATH, ours, "seal", joint_issuer_id=other, sealed_by="李强")
        assert theirs.status_code == 200, theirs.text
        whole = theirs.json()
        assert (whole["state"], whole["joint_issuers"][0]["sealed_by"], whole["sealed_at"] is None) == (
            "dispatch", "李强", False,
        )  # fmt: skip


class TestRefusal:
    @pytest.mark.rule("SEAL-R07")
    async def test_sends_the_paper_back_to_the_recheck_with_the_reason(self, place: Place, letter: Letter) -> None:
        answer = await place.keeper.act(PATH, letter, "refuse-seal", reason="附件缺第2页")
        assert (answer.json()["state"], answer.json()["sealed_at"]) == ("recheck", None)
        trail = (await place.stamps.client.get(f"{PATH}/{letter['id']}/trail")).json()["items"]
        assert (trail[-1]["action"], trail[-1]["note"]) == ("refuse_seal", "附件缺第2页")
        again = answer.json()
        for step in (Do.RECHECK, Do.REGISTER, Do.PROOF, Do.PRINT):
            again = await place.letters.take(again, step)
        assert (again["state"], again["number"]) == ("sealing", letter["number"])


class TestRace:
    @pytest.mark.rule("SEAL-R06")
    async def test_of_keepers_has_one_winner_and_one_entry(
        self, place: Place, make: Make, client_as: ClientAs, database: Database
    ) -> None:
        roles = (Role.SEAL_KEEPER, Role.OFFICE_CLERK)
        keepers = [await make.person(*roles, organ=place.office.organ) for _ in range(4)]
        made = [await place.stamps.seal(name=place.office.organ.name, keeper_id=str(one.id)) for one in keepers]
        found, people = await place.letters.bring(Is.SEALING), [client_as(one) for one in keepers]
        asked = [one.act(PATH, found, "seal", seal_id=seal["id"]) for one, seal in zip(people, made, strict=True)]
        twice = [people[0].act(PATH, found, "seal", seal_id=made[0]["id"]) for _ in range(3)]
        answers = await asyncio.gather(*asked, *twice)
        assert sorted(one.status_code for one in answers) == [200, *[412] * 6]
        async with database.open() as db:
            of_paper = select(func.count()).where(SealUse.matter_id == UUID(found["id"]))
            assert await db.scalar(of_paper) == 1
