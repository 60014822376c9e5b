"""公文交换: a 请示 goes up and its 批复 comes down, receipts and returns flow back, what was sent is recalled."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from app.models.identity import Organ
from app.vocabulary.identity import Role
from app.vocabulary.outgoing import OutgoingAction as Do
from app.vocabulary.outgoing import OutgoingState as Is
from tests.factories.client import Client, problem
from tests.factories.make import Make, Someone
from tests.factories.outgoing import Letter, Letters
from tests.factories.papers import Paper, Papers

PAPERS = "/incoming-documents"
ASKING = "经研究，我县拟新建防汛物资储备库一座，所需资金请市财政予以补助。\n妥否，请批示。"


@dataclass
class Side:
    """One organ: whoever holds every role there, and what they write and receive."""

    organ: Organ
    who: Someone
    client: Client
    letters: Letters
    papers: Papers

    async def arrived(self) -> list[dict[str, Any]]:
        """What waits for 签收 here, newest first."""
        answer = await self.client.get(PAPERS, params={"state": "delivered"})
        rows: list[dict[str, Any]] = answer.json()["items"]
        return rows

    async def paper(self, paper_id: str) -> Paper:
        answer = await self.client.get(f"{PAPERS}/{paper_id}")
        assert answer.status_code == 200, answer.text
        found: Paper = answer.json()
        return found

    async def latest(self) -> Paper:
        return await self.paper((await self.arrived())[0]["id"])

    async def letter(self, letter: Letter) -> Letter:
        found: Letter = (await self.client.get(f"/outgoing-documents/{letter['id']}")).json()
        return found

    async def take(self, paper: Paper, action: str, **said: Any) -> Paper:
        answer = await self.client.act(PAPERS, paper, action, **said)
        assert answer.status_code == 200, answer.text
        moved: Paper = answer.json()
        return moved

    def to(self, other: "Side", **told: Any) -> dict[str, Any]:
        """Addressed to the other organ, by its id."""
        return {"recipients": [{"organ_id": str(other.organ.id), "copies": 2}], **told}


@dataclass
class Pair:
    city: Side
    county: Side

    async def sent(self, **told: Any) -> tuple[Letter, Paper]:
        """A notice of the city that arrived in the county."""
        letter = await self.city.letters.bring(Is.DISPATCHED, **self.city.to(self.county, **told))
        return letter, await self.county.latest()


@pytest_asyncio.fixture
async def pair(make: Make, client_as: Callable[[Someone], Client]) -> Pair:
    async def side(organ: Organ) -> Side:
        who, colleague = await make.person(*Role, organ=organ), await make.person(Role.LEADER, organ=organ)
        client = client_as(who)
        papers = Papers(client, who.id, colleague, make.database.clock.now())
        return Side(organ, who, client, Letters(client, who.id, colleague), papers)

    city = await make.organ()
    return Pair(await side(city), await side(await make.organ(superior_id=city.id)))


class TestDelivery:
    async def test_brings_the_paper_to_the_receiver_of_the_other_organ(self, pair: Pair) -> None:
        letter, paper = await pair.sent()
        assert {name: paper[name] for name in ("title", "doc_type", "urgency", "doc_date", "body")} == {
            name: letter[name] for name in ("title", "doc_type", "urgency", "doc_date", "body")
        }
        assert (paper["sender_name"], paper["sender_number"]) == (pair.city.organ.name, letter["number"])
        assert (paper["sender_class"], paper["copies"], paper["copy_number"]) == ("superior", 2, "000001")
        assert paper["number"] is None
        assert [one["step"] for one in paper["current"]] == ["sign_for"]
        assert (letter["recipients"][0]["state"], letter["state"]) == ("sent", "dispatched")
        assert [one["step"] for one in letter["current"]] == ["archive"]

    async def test_takes_files_along_without_copying_them(self, pair: Pair) -> None:
        city, county = pair.city, pair.county
        letter = await city.letters.create(**city.to(county, is_unsealed=True, attachment_notes=["防汛责任人名单"]))
        file = await city.client.post("/attachments", files={"file": ("防汛责任人名单.txt", "周明".encode())})
        bound = await city.client.post(
            f"/outgoing-documents/{letter['id']}/attachments",
            json={"attachment_id": file.json()["id"]},
            headers={"If-Match": '"1"'},
        )
        assert bound.status_code == 201, bound.text
        letter = await city.letter(letter)
        for step in (
            Do.SUBMIT,
            Do.APPROVE,
            Do.APPROVE,
            Do.SIGN,
            Do.RECHECK,
            Do.REGISTER,
            Do.PROOF,
            Do.PRINT,
            Do.DISPATCH,
        ):
            letter = await city.letters.take(letter, step)
        paper = await county.latest()
        (copy,) = (await county.client.get(f"{PAPERS}/{paper['id']}/attachments")).json()["items"]
        assert copy["id"] != file.json()["id"]
        assert (await county.client.get(f"/attachments/{copy['id']}/content")).text == "周明"
        assert (await county.client.get(f"/attachments/{file.json()['id']}")).status_code == 404
        assert (await city.client.get(f"/attachments/{copy['id']}")).status_code == 404
        refused = await county.client.delete(
            f"{PAPERS}/{paper['id']}/attachments/{copy['id']}", headers={"If-Match": f'"{paper["version"]}"'}
        )
        assert refused.status_code in (403, 409)

    async def test_brings_the_annexes_and_says_who_was_only_copied_in(self, pair: Pair) -> None:
        city, county = pair.city, pair.county
        told = {"attachment_notes": ["防汛责任人名单"], "annexes": ["周明"]}
        told["recipients"] = [
            {"name": "各直属单位", "relation": "collective"},
            {"role": "cc", "organ_id": str(county.organ.id)},
        ]
        await city.letters.bring(Is.DISPATCHED, **city.to(county, is_unsealed=True) | told)
        paper = await county.latest()
        assert paper["body"].endswith("\n\n附件：防汛责任人名单\n周明")
        assert paper["is_copied"]

    async def test_is_refused_where_nobody_receives(self, pair: Pair, make: Make) -> None:
        empty = await make.organ()
        letter = await pair.city.letters.bring(Is.DISPATCH, recipients=[{"organ_id": str(empty.id)}])
        answer = await pair.city.letters.ask(letter, Do.DISPATCH, overrides=[{"rule": "DOC-E11", "reason": "已核"}])
        assert "没有收发员" in problem(answer, 422, "invalid_combination")["detail"]
        assert (await pair.city.letter(letter))["state"] == "dispatch"

    async def test_needs_each_recipient_once(self, pair: Pair) -> None:
        city = pair.city
        letter = await city.letters.bring(Is.DISPATCH, **city.to(pair.county))
        (one,) = letter["recipients"]
        sending = {"recipient_id": one["id"], "channel": "exchange"}
        for sendings in ([], [sending, sending], [sending | {"copies": 3}]):
            answer = await city.letters.ask(
                letter, Do.DISPATCH, sendings=sendings, overrides=[{"rule": "DOC-E11", "reason": "已核"}]
            )
            problem(answer, 422, "invalid_combination")
        unknown = [{"recipient_id": letter["id"], "channel": "post"}]
        problem(await city.letters.ask(letter, Do.DISPATCH, sendings=unknown), 422, "reference_not_found")
        assert await pair.county.arrived() == []

    async def test_by_the_exchange_reaches_no_organ_outside(self, pair: Pair) -> None:
        letter = await pair.city.letters.bring(Is.DISPATCH)
        sendings = [{"recipient_id": letter["recipients"][0]["id"], "channel": "exchange"}]
        answer = await pair.city.letters.ask(
            letter, Do.DISPATCH, sendings=sendings, overrides=[{"rule": "DOC-E11", "reason": "已核"}]
        )
        assert problem(answer, 422, "invalid_combination")["errors"][0]["pointer"] == "/sendings/0/channel"


class TestReceipt:
    @pytest.mark.rule("DOC-I01")
    async def test_counts_and_flows_back(self, pair: Pair) -> None:
        letter, paper = await pair.sent()
        refused = await pair.county.client.act(PAPERS, paper, "sign-for", copies=1)
        assert "DOC-I01" in [one["id"] for one in problem(refused, 422, "rule_violated")["rules"]]
        signed = await pair.county.take(paper, "sign-for", copies=1, damage_note="少一份，已电话告知")
        assert (signed["state"], signed["copies"]) == ("received", 1)
        assert [one["step"] for one in signed["current"]] == ["register"]
        (row,) = (await pair.city.letter(letter))["recipients"]
        assert (row["state"], row["received_by"], row["received_at"]) == (
            "received",
            pair.county.who.name,
            signed["received_at"],
        )
        trail = (await pair.city.client.get(f"/outgoing-documents/{letter['id']}/trail")).json()["items"]
        assert (trail[-1]["action"], trail[-1]["actor_name"], trail[-1]["actor_id"]) == (
            "receipt_came",
            pair.county.organ.name,
            None,
        )
        assert (await pair.county.take(signed, "register"))["number"].startswith("上收")

    @pytest.mark.rule("DOC-X01")
    async def test_refused_goes_back_with_its_reasons(self, pair: Pair) -> None:
        letter, paper = await pair.sent()
        back = await pair.county.take(paper, "return-to-sender", reasons=["no_seal"], note="请补盖印章")
        assert back["state"] == "returned_to_sender"
        (row,) = (await pair.city.letter(letter))["recipients"]
        assert (row["state"], row["return_reasons"], row["return_note"]) == ("returned", ["no_seal"], "请补盖印章")

    async def test_is_not_entered_by_the_sender(self, pair: Pair) -> None:
        letter, _ = await pair.sent()
        problem(await pair.city.letters.ask(letter, Do.RECORD_RECEIPT), 422, "invalid_combination")

    async def test_of_a_paper_copy_is_entered_by_the_sender(self, pair: Pair) -> None:
        letter = await pair.city.letters.bring(Is.DISPATCHED)
        early = await pair.city.letters.ask(letter, Do.RECORD_RECEIPT, received_at="2026-11-19T09:00:00+08:00")
        problem(early, 422, "invalid_combination")
        letter = await pair.city.letters.take(letter, Do.RECORD_RECEIPT)
        assert (letter["recipients"][0]["state"], letter["recipients"][0]["received_by"]) == ("received", "周明")


@pytest.mark.rule("DOC-X05")
class TestRecall:
    async def test_takes_back_at_once_what_nobody_signed_for(self, pair: Pair) -> None:
        letter, paper = await pair.sent()
        letter = await pair.city.letters.take(letter, Do.RECALL)
        assert letter["recipients"][0]["state"] == "recalled"
        gone = await pair.county.paper(paper["id"])
        assert (gone["state"], gone["recall_reason"], gone["current"]) == ("recalled", "附件有误", [])
        problem(await pair.county.client.act(PAPERS, gone, "sign-for"), 409, "transition_refused")
        problem(await pair.city.letters.ask(letter, Do.RECALL), 422, "invalid_combination")

    async def test_asks_whoever_signed_for_it_and_goes_on_if_declined(self, pair: Pair) -> None:
        letter, paper = await pair.sent()
        paper = await pair.county.take(paper, "sign-for")
        letter = await pair.city.letters.take(await pair.city.letter(letter), Do.RECALL)
        assert letter["recipients"][0]["state"] == "recalling"
        asked = await pair.county.take(await pair.county.paper(paper["id"]), "register")
        assert [one["step"] for one in asked["current"]] == ["answer_recall", "screen"]
        refused = await pair.county.client.act(PAPERS, asked, "return-to-sender", reasons=["no_seal"])
        assert "请先答复" in problem(refused, 409, "transition_refused")["detail"]
        kept = await pair.county.take(asked, "decline-recall", reason="已转办")
        assert [one["step"] for one in kept["current"]] == ["screen"]
        (row,) = (await pair.city.letter(letter))["recipients"]
        assert (row["state"], row["recall_note"]) == ("received", "已转办")
        letter = await pair.city.letters.take(await pair.city.letter(letter), Do.RECALL)
        back = await pair.county.take(await pair.county.paper(paper["id"]), "accept-recall", opinion="同意")
        assert (back["state"], back["current"]) == ("recalled", [])
        (row,) = (await pair.city.letter(letter))["recipients"]
        assert row["state"] == "recalled"

    async def test_of_a_paper_copy_is_tracked_until_it_is_back(self, pair: Pair) -> None:
        letter = await pair.city.letters.bring(Is.DISPATCHED)
        problem(await pair.city.letters.ask(letter, Do.RECORD_RECALL), 422, "invalid_combination")
        letter = await pair.city.letters.take(letter, Do.RECALL)
        problem(await pair.city.letters.ask(letter, Do.RECORD_RECALL, is_returned=False), 422, "invalid_combination")
        letter = await pair.city.letters.take(letter, Do.RECORD_RECALL, is_returned=False, note="对方已归档")
        assert letter["recipients"][0]["state"] == "sent"
        letter = await pair.city.letters.take(letter, Do.RECALL)
        letter = await pair.city.letters.take(letter, Do.RECORD_RECALL)
        assert (letter["recipients"][0]["state"], letter["number"] is not None) == ("recalled", True)


class TestAnswer:
    @pytest.mark.rule("DOC-K12", "DOC-I09")
    async def test_of_a_request_is_linked_in_both_organs(self, pair: Pair) -> None:
        city, county = pair.city, pair.county
        request = await county.letters.bring(
            Is.DISPATCHED,
            **county.to(
                city,
                title="关于新建防汛物资储备库的请示",
                doc_type="request_instruction",
                direction="upward",
                body=ASKING,
                note="联系人：周明，电话：0578-1234567",
            ),
        )
        asked = await city.take(await city.latest(), "sign-for")
        assert asked["answered_by"] == []
        reply = await city.letters.bring(
            Is.DISPATCHED,
            **city.to(
                county,
                title="关于新建防汛物资储备库的批复",
                doc_type="reply_to_request",
                body="你县《关于新建防汛物资储备库的请示》收悉。经研究，批复如下。\n一、原则同意。\n此复。",
                answers_id=asked["id"],
            ),
        )
        came = await county.latest()
        assert came["reply_to_id"] == request["id"]
        (shown,) = (await county.letter(request))["replies"]
        assert (shown["incoming_id"], shown["number"]) == (came["id"], reply["number"])
        answered = await city.paper(asked["id"])
        assert answered["reply_number"] == reply["number"]
        assert [one["id"] for one in answered["answered_by"]] == [reply["id"]]

    @pytest.mark.rule("DOC-K12")
    async def test_called_a_reply_answers_a_request_and_nothing_else(self, pair: Pair) -> None:
        _, paper = await pair.sent()
        letter = await pair.county.letters.bring(
            Is.DISPATCH,
            **pair.county.to(
                pair.city, doc_type="reply_to_request", title="关于防汛工作的批复", answers_id=paper["id"]
            ),
        )
        overrides = [{"rule": one, "reason": "已核"} for one in ("DOC-E11", "DOC-K12", "DOC-R02", "DOC-E07")]
        answer = await pair.county.letters.ask(letter, Do.DISPATCH, overrides=overrides)
        assert "DOC-K12" in [one["id"] for one in problem(answer, 422, "rule_violated")["rules"]]
