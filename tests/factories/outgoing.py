"""Documents of ours for tests, brought through the API to any state of their flow by whoever may."""

import itertools
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import httpx

from app.vocabulary.outgoing import Gate
from app.vocabulary.outgoing import OutgoingAction as Do
from app.vocabulary.outgoing import OutgoingState as Is
from tests.factories.make import Someone
from tests.factories.seals import seal_body
from tests.factories.segments import segment

PATH = "/outgoing-documents"
Letter = dict[str, Any]
_number = itertools.count(1)
_codes: dict[str, str] = {}
_seals: dict[str, str] = {}

GATES = [{"gate": gate, "passed": True} for gate in Gate]
REVIEWED: tuple[Do | str, ...] = (Do.SUBMIT, Do.APPROVE, Do.APPROVE)
SIGNED: tuple[Do | str, ...] = (*REVIEWED, Do.SIGN)
NUMBERED: tuple[Do | str, ...] = (*SIGNED, Do.RECHECK, Do.REGISTER)

UNSEALED: tuple[Do | str, ...] = (*NUMBERED, Do.PROOF, Do.PRINT)
"""The way of a paper that goes without a seal; tell it ``is_unsealed``, as `Letters.bring` does for these states."""
UNSEALED_STATES = frozenset({Is.DISPATCH, Is.DISPATCHED, Is.ARCHIVED})

ROUTES: Mapping[Is, tuple[Do | str, ...]] = {
    Is.DRAFT: (),
    Is.CONSULTATION: ("submit_to_colleague",),
    Is.REVIEW: (Do.SUBMIT,),
    Is.SIGN: REVIEWED,
    Is.RECHECK: SIGNED,
    Is.REGISTRATION: (*SIGNED, Do.RECHECK),
    Is.PRINTING: NUMBERED,
    Is.SEALING: (*NUMBERED, Do.PROOF, Do.PRINT),
    Is.DISPATCH: UNSEALED,
    Is.DISPATCHED: (*UNSEALED, Do.DISPATCH),
    Is.ARCHIVED: (*UNSEALED, Do.DISPATCH, Do.ARCHIVE),
    Is.RETURNED: (Do.SUBMIT, Do.RETURN),
    Is.WITHDRAWN: (Do.SUBMIT, Do.WITHDRAW),
    Is.HELD: (*REVIEWED, Do.HOLD),
    Is.TERMINATED: (Do.TERMINATE,),
    Is.NUMBER_VOIDED: (*NUMBERED, Do.VOID_NUMBER),
}
"""The shortest way from 拟稿 to each state: the actions, or a variant of one, in order."""

BODY = (
    "为做好2026年防汛工作，现将有关事项通知如下。\n"
    "一、压实防汛责任\n"
    "各单位要落实防汛责任制，责任到人。\n"
    "二、加强值班值守\n"
    "汛期实行二十四小时值班，遇有险情立即报告。"
)


def draft(**told: Any) -> dict[str, Any]:
    """The body of a plausible draft; tell only what the test is about."""
    mark = next(_number)
    return {
        "title": f"关于做好第{mark}号防汛工作的通知",
        "doc_type": "notice",
        "direction": "downward",
        "body": BODY,
        "recipients": [{"role": "main", "name": "各直属单位", "relation": "collective", "copies": 12}],
        "necessity": "落实上级部署",
        "basis": "江政办发〔2026〕18号",
        **told,
    }


def sending(recipient: Mapping[str, Any]) -> dict[str, Any]:
    """How a recipient is reached: by the exchange where it is an organ of this deployment."""
    return {"recipient_id": recipient["id"], "channel": "exchange" if recipient["organ_id"] else "courier"}


class Letters:
    """The documents of one office. ``me`` is whose client this is: they hold every role; ``colleague`` sits next to them."""

    def __init__(self, client: httpx.AsyncClient, me: UUID, colleague: Someone) -> None:
        self.client, self.me, self.colleague = client, str(me), str(colleague.id)

    async def code(self) -> str:
        """A 机关代字 of the office, made once."""
        organ = self.colleague
        if organ not in _codes:
            letters = "".join(chr(ord("A") + int(digit, 16)) for digit in self.colleague.replace("-", "")[-10:])
            said = {"code": f"清{letters}发", "mark": "清河县人民政府"}
            answer = await self.client.post("/issuer-codes", json=said)
            assert answer.status_code == 201, answer.text
            _codes[organ] = answer.json()["id"]
        return _codes[organ]

    async def create(self, **told: Any) -> Letter:
        """拟稿 one more document; no two are alike."""
        said = draft(**{"code_id": await self.code(), **told})
        answer = await self.client.post(PATH, json=said)
        assert answer.status_code == 201, answer.text
        made: Letter = answer.json()
        return made

    async def bring(self, state: Is, *, by: tuple[Do | str, ...] | None = None, **told: Any) -> Letter:
        """A document in that state, the shortest way unless told another one."""
        unsealed = {"is_unsealed": True} if state in UNSEALED_STATES else {}
        letter = await self.create(**{**unsealed, **told})
        for step in ROUTES[state] if by is None else by:
            letter = await self.take(letter, step)
        assert letter["state"] == state, (letter["state"], state)
        return letter

    async def seal(self) -> str:
        """A seal of the office that bears its name, kept by ``me``; made once."""
        organ = self.colleague
        if organ not in _seals:
            name = (await self.client.get("/me")).json()["organ"]["name"]
            answer = await self.client.post("/seals", json=seal_body(self.me, name=name))
            assert answer.status_code == 201, answer.text
            _seals[organ] = answer.json()["id"]
        return _seals[organ]

    async def take(self, letter: Letter, step: Do | str, **told: Any) -> Letter:
        """One step that must succeed; warnings are set aside."""
        answer = await self.ask(letter, step, **told)
        if answer.status_code == 409 and answer.json()["code"] == "confirmation_required":
            rules = dict.fromkeys(one["id"] for one in answer.json()["rules"])
            answer = await self.ask(letter, step, **told, overrides=[{"rule": one, "reason": "已核"} for one in rules])
        assert answer.status_code == 200, (step, answer.text)
        moved: Letter = answer.json()
        return moved

    async def ask(self, letter: Letter, step: Do | str, **told: Any) -> httpx.Response:
        """Try a step with a body that is right for it."""
        action, said = self.words(letter, step)
        if action == Do.SEAL and not told.keys() & {"seal_id", "joint_issuer_id"}:
            said = {"seal_id": await self.seal()}
        if action == Do.ARCHIVE:
            await self.fonds()
        headers, url = {"If-Match": f'"{letter["version"]}"'}, f"{PATH}/{letter['id']}"
        if action == Do.UPDATE:
            return await self.client.patch(url, json=said | told, headers=headers)
        return await self.client.post(f"{url}/{segment(action)}", json=said | told, headers=headers)

    async def fonds(self) -> None:
        """The office has a fonds, so that it can file."""
        found = (await self.client.get("/archive-settings")).json()
        if found["fonds_number"] is None:
            said = {"fonds_number": "X043", "fonds_name": "清河县人民政府办公室"}
            headers = {"If-Match": f'"{found["version"]}"'}
            assert (await self.client.put("/archive-settings", json=said, headers=headers)).status_code == 200

    @staticmethod
    def _now(letter: Letter) -> str:
        return str(letter["dispatched_at"] or letter["opened_at"])

    def words(self, letter: Letter, step: Do | str) -> tuple[Do, dict[str, Any]]:
        """The action of a step and what is said with it."""
        special = {
            "submit_to_colleague": (Do.SUBMIT, {"cosigner_ids": [self.colleague]}),
            "submit_to_me": (Do.SUBMIT, {"cosigner_ids": [self.me]}),
        }
        if step in special:
            return special[step]
        action = Do(step)
        return action, self._bodies(letter).get(action, {})

    def _bodies(self, letter: Letter) -> dict[Do, dict[str, Any]]:
        waiting = [task["id"] for task in letter["tasks"] if task["state"] == "open"]
        reason = {"reason": "内容重复"}
        first = {"recipient_id": next((one["id"] for one in letter["recipients"]), letter["id"])}
        return {
            Do.UPDATE: {"note": "此件公开发布"},
            Do.COSIGN: {"answer": "agree"},
            Do.APPROVE: {"gates": GATES},
            Do.RETURN: reason,
            Do.WITHDRAW: reason,
            Do.HOLD: reason,
            Do.TERMINATE: reason,
            Do.VOID_NUMBER: reason,
            Do.REFUSE_SEAL: reason,
            Do.RECORD_JOINT_SIGNATURE: {
                "joint_issuer_id": next((one["id"] for one in letter["joint_issuers"]), letter["id"]),
                "signer_name": "周明",
                "signed_on": "2026-11-20",
            },
            Do.PROOF: {"passed": True},
            Do.HAND_OVER: {"task_id": (waiting or [letter["id"]])[0], "to_person_id": self.colleague, "reason": "出差"},
            Do.URGE: {"note": "请抓紧"},
            Do.COMMENT: {"opinion": "已阅"},
            Do.DISPATCH: {"sendings": [sending(one) for one in letter["recipients"]]},
            Do.RECORD_RECEIPT: {**first, "received_at": self._now(letter), "received_by": "周明"},
            Do.RECALL: {"recipient_ids": [one["id"] for one in letter["recipients"]], "reason": "附件有误"},
            Do.ARCHIVE: {"class_code": "2.1", "overrides": [{"rule": "ARC-R04", "reason": "期限表待批"}]},
            Do.RECORD_RECALL: {**first, "is_returned": True},
            Do.REVOKE: {"basis": "县政府常务会议决定"},
            Do.REPEAL: {"basis": "县政府常务会议决定", "void_from": "2027-01-01"},
        }
