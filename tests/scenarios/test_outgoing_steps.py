"""What stands in the way of a document of ours at each step, and what happens when it is cleared away."""

from collections.abc import Callable
from typing import Any

import pytest

from app.core.clock import FixedClock
from app.vocabulary.identity import Role
from app.vocabulary.outgoing import OutgoingAction as Do
from app.vocabulary.outgoing import OutgoingState as Is
from tests.factories.client import Client, problem
from tests.factories.make import Make, Someone
from tests.factories.office import Office, staffed
from tests.factories.outgoing import GATES, PATH, REVIEWED, SIGNED, Letter, Letters


@pytest.fixture
async def office(make: Make) -> Office:
    return await staffed(make)


@pytest.fixture
async def letters(client_as: Callable[[Someone], Client], office: Office) -> Letters:
    return Letters(client_as(office.everything), office.everything.id, office.handler)


async def refused(letters: Letters, letter: Letter, step: Do, rule: str, **told: Any) -> dict[str, Any]:
    """The step is refused by this rule, which no override sets aside; nothing changed."""
    overrides = [{"rule": rule, "reason": "已核"}]
    said = problem(await letters.ask(letter, step, **told, overrides=overrides), 422, "rule_violated")
    assert rule in [one["id"] for one in said["rules"]], said
    seen = (await letters.client.get(f"{PATH}/{letter['id']}")).json()
    assert seen["version"] == letter["version"]
    return said


def named(letter: Letter) -> list[tuple[str, str]]:
    """Who holds the paper: step and person."""
    return [(one["step"], one["assignee_id"]) for one in letter["current"]]


class TestReview:
    @pytest.mark.rule("DOC-P02", "DOC-P03")
    async def test_comes_before_the_signature_and_passes_four_gates(self, letters: Letters) -> None:
        letter = await letters.bring(Is.REVIEW)
        problem(await letters.ask(letter, Do.SIGN), 409, "transition_refused")
        await refused(letters, letter, Do.APPROVE, "DOC-P03", gates=GATES[:3])
        await refused(letters, letter, Do.APPROVE, "DOC-P03", gates=[*GATES[:3], {"gate": "routing", "passed": False}])
        first = await letters.take(letter, Do.APPROVE)
        assert [step for step, _ in named(first)] == ["final_review"]
        second = await letters.take(first, Do.APPROVE)
        assert second["state"] == Is.SIGN
        assert len(second["gate_checks"]) == 8

    @pytest.mark.rule("DOC-P05")
    async def test_returns_with_a_reason_and_the_draft_comes_back_as_a_new_text(self, letters: Letters) -> None:
        letter = await letters.bring(Is.RETURNED)
        assert named(letter) == [("draft", letters.me)]
        changed = await letters.take(letter, Do.UPDATE, body="经研究，现通知如下。\n请遵照执行。")
        assert changed["text_number"] == 2
        assert (await letters.take(changed, Do.SUBMIT))["state"] == Is.REVIEW
        opinions = (await letters.client.get(f"{PATH}/{letter['id']}/opinions")).json()["items"]
        assert [one["text"] for one in opinions if one["kind"] == "review"] == ["内容重复"]


class TestSigning:
    @pytest.mark.rule("DOC-P06")
    async def test_of_an_important_paper_is_for_the_principal_leader(self, letters: Letters, office: Office) -> None:
        leader = str(office.roles[Role.LEADER].id)
        letter = await letters.bring(Is.REVIEW, is_important=True)
        await refused(letters, letter, Do.APPROVE, "DOC-P06", signer_id=leader)
        ordinary = await letters.bring(Is.REVIEW)
        seen = await letters.take(await letters.take(ordinary, Do.APPROVE), Do.APPROVE, signer_id=leader)
        assert named(seen) == [("sign", leader)]

    @pytest.mark.rule("DOC-P08", "DOC-E12")
    async def test_puts_opinion_name_and_date_and_dates_the_paper(self, letters: Letters) -> None:
        letter = await letters.bring(Is.RECHECK)
        assert (letter["signed_by_id"], letter["doc_date"], letter["signed_text"]) == (letters.me, "2026-11-20", 1)
        opinions = (await letters.client.get(f"{PATH}/{letter['id']}/opinions")).json()["items"]
        assert [one["text"] for one in opinions if one["kind"] == "signature"] == ["同意"]

    @pytest.mark.rule("DOC-X12")
    async def test_of_an_adopted_paper_takes_the_day_of_the_meeting(self, letters: Letters) -> None:
        letter = await letters.bring(Is.SIGN)
        await refused(letters, letter, Do.SIGN, "DOC-X12", meeting_name="县政府第12次常务会议")
        adopted = {"meeting_name": "县政府第12次常务会议", "adopted_on": "2026-11-18"}
        signed = await letters.take(letter, Do.SIGN, **adopted)
        assert (signed["doc_date"], signed["sign_means"]) == ("2026-11-18", "meeting")

    @pytest.mark.rule("DOC-P10")
    async def test_for_another_names_the_mandate(
        self, letters: Letters, office: Office, client_as: Callable[[Someone], Client], make: Make
    ) -> None:
        leader, deputy = office.roles[Role.PRINCIPAL_LEADER], office.roles[Role.LEADER]
        letter = await letters.bring(Is.REVIEW, is_important=True)
        letter = await letters.take(await letters.take(letter, Do.APPROVE), Do.APPROVE, signer_id=str(leader.id))
        told = {"delegate_id": str(deputy.id), "starts_on": "2026-11-20", "ends_on": "2026-11-21", "reason": "出差"}
        assert (await client_as(leader).post("/delegations", json=told)).status_code == 201
        theirs = Letters(client_as(deputy), deputy.id, office.handler)
        await refused(theirs, letter, Do.SIGN, "DOC-P10", on_behalf_of_id=str(leader.id))
        signed = await theirs.take(letter, Do.SIGN, on_behalf_of_id=str(leader.id), mandate="出差期间委托")
        assert (signed["signed_by_id"], signed["signed_for_id"]) == (str(deputy.id), str(leader.id))

    @pytest.mark.rule("DOC-P09", "DOC-X06")
    async def test_of_a_joint_paper_waits_for_every_issuer(self, letters: Letters) -> None:
        joint = {"joint_issuers": [{"name": "江州市第一局"}, {"name": "江州市第二局"}]}
        letter = await letters.bring(Is.SIGN, by=(*REVIEWED, Do.SIGN), **joint)
        assert [step for step, _ in named(letter)] == ["joint_sign"]
        assert letter["doc_date"] is None
        for issuer, place in zip(letter["joint_issuers"], ("sign", "recheck"), strict=True):
            letter = await letters.take(letter, Do.RECORD_JOINT_SIGNATURE, joint_issuer_id=issuer["id"])
            assert letter["state"] == place
        assert letter["doc_date"] == "2026-11-20"


class TestRecheck:
    @pytest.mark.rule("DOC-P12", "DOC-X04")
    async def test_mends_slips_and_sends_the_rest_back_to_its_signer(self, letters: Letters) -> None:
        letter = await letters.bring(Is.RECHECK)
        other = letter["body"].replace("二十四小时", "十二小时")
        await refused(letters, letter, Do.RECHECK, "DOC-P12", body=other)
        again = await letters.take(letter, Do.RECHECK, body=other, must_resign=True)
        assert named(again) == [("sign", letters.me)]
        assert again["signed_at"] is None
        signed = await letters.take(again, Do.SIGN)
        assert signed["signed_text"] == 2
        mended = await letters.take(signed, Do.RECHECK, body=other.replace("，责任到人", "、责任到人"))
        assert (mended["state"], mended["text_number"]) == (Is.REGISTRATION, 3)
        url = f"{PATH}/{letter['id']}/differences"
        told = (await letters.client.get(url)).json()
        assert (told["before"], told["after"], told["is_substantive"]) == (2, 3, False)
        told = (await letters.client.get(url, params={"before": "1", "after": "3"})).json()
        assert told["is_substantive"]
        assert (await letters.client.get(f"{url}?before=9")).status_code == 404


class TestConsultation:
    @pytest.mark.rule("DOC-P01", "DOC-T05")
    async def test_waits_for_all_and_takes_silence_for_consent_when_time_is_over(
        self, letters: Letters, clock: FixedClock
    ) -> None:
        letter = await letters.create()
        asked = {"cosigner_ids": [letters.colleague], "organs": [{"name": "清河县水利局"}]}
        letter = await letters.take(letter, Do.SUBMIT, **asked)
        assert letter["state"] == Is.CONSULTATION
        await refused(letters, letter, Do.CONCLUDE, "DOC-P01")
        theirs = next(one for one in letter["consultations"] if one["task_id"] is None)
        letter = await letters.take(letter, Do.COSIGN, consultation_id=theirs["id"], answer="agree")
        await refused(letters, letter, Do.CONCLUDE, "DOC-P01")
        clock.advance(days=20)
        letter = await letters.take(letter, Do.CONCLUDE)
        assert letter["state"] == Is.REVIEW
        assert sorted(one["answer"] for one in letter["consultations"]) == ["agree", "deemed_consent"]

    @pytest.mark.rule("DOC-X03")
    async def test_that_stays_split_never_goes_down(self, letters: Letters) -> None:
        letter = await letters.take(await letters.create(), "submit_to_me")
        problem(await letters.ask(letter, Do.COSIGN, answer="disagree"), 422, "invalid_combination")
        letter = await letters.take(letter, Do.COSIGN, answer="disagree", opinion="与本单位职责不符")
        await refused(letters, letter, Do.CONCLUDE, "DOC-X03")
        await refused(letters, letter, Do.CONCLUDE, "DOC-X03", resolution="两方意见如下", is_split=True)
        settled = await letters.take(letter, Do.CONCLUDE, resolution="已按水利局意见修改")
        assert settled["state"] == Is.REVIEW


class TestRegistration:
    @pytest.mark.rule("DOC-P13", "DOC-N08")
    async def test_wants_a_code_and_copies_for_everybody(self, letters: Letters) -> None:
        letter = await letters.bring(Is.REGISTRATION, by=(*SIGNED, Do.RECHECK), code_id=None)
        await refused(letters, letter, Do.REGISTER, "DOC-N08")
        letter = await letters.bring(Is.REGISTRATION)
        await refused(letters, letter, Do.REGISTER, "DOC-P13", copies=11)
        numbered = await letters.take(letter, Do.REGISTER)
        assert numbered["copies"] == 12
        assert [one["first_copy"] for one in numbered["recipients"]] == [1]

    @pytest.mark.rule("DOC-E17")
    async def test_is_followed_by_a_print_date_that_fits(self, letters: Letters) -> None:
        letter = await letters.take(await letters.bring(Is.PRINTING), Do.PROOF)
        await refused(letters, letter, Do.PRINT, "DOC-E17", print_date="2026-11-19")
        assert (await letters.take(letter, Do.PRINT, print_date="2026-11-20"))["print_date"] == "2026-11-20"

    async def test_a_proof_that_differs_goes_back_to_the_recheck(self, letters: Letters) -> None:
        letter = await letters.bring(Is.PRINTING)
        problem(await letters.ask(letter, Do.PROOF, passed=False), 422, "invalid_combination")
        back = await letters.take(letter, Do.PROOF, passed=False, differences="第二段漏一字")
        assert back["state"] == Is.RECHECK
        again = await letters.take(await letters.take(back, Do.RECHECK), Do.REGISTER)
        assert again["number"] == letter["number"]


class TestWarnings:
    async def test_set_aside_at_the_review_are_not_asked_about_again(self, letters: Letters) -> None:
        told = {"title": "关于做好防汛工作的通知。"}
        letter = await letters.bring(Is.REVIEW, **told)
        asked = problem(await letters.ask(letter, Do.APPROVE), 409, "confirmation_required")
        assert "DOC-E07" in [one["id"] for one in asked["rules"]]
        for step in (Do.APPROVE, Do.APPROVE):
            letter = await letters.take(letter, step)
        answer = await letters.ask(letter, Do.SIGN)
        rules = [one["id"] for one in answer.json().get("rules", [])]
        assert "DOC-E07" not in rules, answer.text

    async def test_of_a_kept_draft_are_told_before_anybody_asks(self, letters: Letters) -> None:
        letter = await letters.create(title="关于做好防汛工作的通知。")
        told = (await letters.client.get(f"{PATH}/{letter['id']}/findings")).json()
        assert told["moment"] == "drafting"
        assert "DOC-E07" in [one["rule"] for one in told["findings"]]
        assert told["block_count"] == 0


class TestValidity:
    @pytest.mark.rule("DOC-M04")
    async def test_of_a_revoked_paper_never_was_and_of_a_repealed_one_ends_on_its_day(self, letters: Letters) -> None:
        revoked, repealed = [await letters.bring(Is.DISPATCHED) for _ in range(2)]
        replaced = {"basis": "县政府常务会议决定", "replaced_by_id": repealed["id"]}
        revoked = await letters.take(revoked, Do.REVOKE, **replaced)
        assert (revoked["validity"], revoked["void_from"]) == ("revoked", revoked["doc_date"])
        assert (revoked["state"], revoked["replaced_by_id"]) == (Is.DISPATCHED, repealed["id"])
        early = await letters.ask(repealed, Do.REPEAL, void_from=repealed["doc_date"])
        problem(early, 422, "invalid_combination")
        repealed = await letters.take(repealed, Do.REPEAL, void_from="2027-01-01")
        problem(await letters.ask(repealed, Do.REVOKE), 403, "forbidden")
        for day, valid in (("2026-11-19", False), ("2026-12-31", True), ("2027-01-01", False)):
            found = (await letters.client.get(PATH, params={"valid_on": day})).json()["items"]
            assert ([one["id"] for one in found] == [repealed["id"]]) is valid, day


@pytest.mark.rule("DOC-P04")
async def test_what_a_meeting_is_to_adopt_passed_the_review_before(letters: Letters) -> None:
    adopted = {"meeting_name": "县政府第12次常务会议", "adopted_on": "2026-11-20"}
    for state in (Is.DRAFT, Is.REVIEW):
        problem(await letters.ask(await letters.bring(state), Do.SIGN, **adopted), 409, "transition_refused")
    assert (await letters.take(await letters.bring(Is.SIGN), Do.SIGN, **adopted))["sign_means"] == "meeting"
