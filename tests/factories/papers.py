"""Incoming documents for tests, brought through the API to any state of their flow by whoever may."""

import itertools
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from app.vocabulary.documents import IncomingAction as Do
from app.vocabulary.documents import IncomingState as Is
from tests.factories.make import Make, Someone
from tests.factories.segments import segment
from tests.factories.senders import Sender

PATH = "/incoming-documents"
Paper = dict[str, Any]
_number = itertools.count(1)

TO_ACT: tuple[Do, ...] = (Do.REGISTER, Do.SCREEN, Do.TRIAGE)
TO_READ: tuple[Do | str, ...] = (Do.REGISTER, Do.SCREEN, "triage_to_read")
AT_WORK: tuple[Do | str, ...] = (*TO_ACT, Do.INSTRUCT, Do.ASSIGN)
ASKED: tuple[Do | str, ...] = (*TO_ACT, Do.INSTRUCT, "assign_to_colleague", "colleague_asks_for_time")

ROUTES: Mapping[Is, tuple[Do | str, ...]] = {
    Is.DELIVERED: (Do.DELIVER,),
    Is.RECALLED: (Do.DELIVER, Do.RECALL),
    Is.RECEIVED: (),
    Is.REGISTERED: TO_ACT[:1],
    Is.SCREENED: TO_ACT[:2],
    Is.TRIAGED: TO_ACT,
    Is.INSTRUCTED: (*TO_ACT, Do.INSTRUCT),
    Is.CIRCULATING: (*TO_READ, Do.CIRCULATE),
    Is.HANDLING: AT_WORK,
    Is.REPLIED: (*AT_WORK, Do.REPLY),
    Is.CLOSED: (*AT_WORK, Do.REPLY, Do.CLOSE),
    Is.DISPOSED: (*AT_WORK, Do.REPLY, Do.CLOSE, Do.DISPOSE),
    Is.AWAITING_CORRECTION: (*TO_ACT[:1], Do.REQUEST_CORRECTION),
    Is.RETURNED_TO_SENDER: (*TO_ACT[:1], Do.RETURN_TO_SENDER),
    Is.VOIDED: (Do.VOID,),
}
"""The shortest way from 签收 or 送达 to each state: the actions, or a variant of one, in order."""

BY_SENDER = frozenset({Do.DELIVER, Do.RECALL, Do.ASK_RECALL})
"""What only the organ may do that sent the paper by the exchange."""


class Papers:
    """The papers of one office. ``me`` is whose client this is: they hold every role; ``colleague`` sits next to them."""

    def __init__(
        self, client: httpx.AsyncClient, me: UUID, colleague: Someone, now: datetime, make: Make | None = None
    ) -> None:
        self.client, self.me, self.colleague, self.now = client, str(me), str(colleague.id), now
        self._organ_id = colleague.organ_id
        self._sender: Sender | None = None
        self._make = make
        self._as_colleague = {"Authorization": f"Bearer {colleague.token}"}

    async def receive(self, **told: Any) -> Paper:
        """签收 one more paper; no two are alike."""
        mark = next(_number)
        said = {
            "title": f"关于报送第{mark}号材料的通知",
            "sender_name": "江州市人民政府办公室",
            "sender_number": f"江政办发〔2026〕{mark}号",
            "doc_type": "notice",
            "doc_date": "2026-11-18",
            "received_at": self._at(hours=-1),
            "channel": "exchange",
        }
        answer = await self.client.post(PATH, json=said | told)
        assert answer.status_code == 201, answer.text
        paper: Paper = answer.json()
        return paper

    async def deliver(self, **told: Any) -> Paper:
        """A paper that another organ sent and that waits for 签收."""
        number = await (await self._other()).send(self._organ_id, **told)
        found = (await self.client.get(PATH, params={"sender_number": number})).json()["items"]
        return await self._seen(found[0]["id"])

    async def _other(self) -> Sender:
        if self._sender is None:
            self._sender = await Sender.beside(self.client, self._make)
        return self._sender

    async def _seen(self, paper_id: str) -> Paper:
        answer = await self.client.get(f"{PATH}/{paper_id}")
        assert answer.status_code == 200, answer.text
        paper: Paper = answer.json()
        return paper

    async def bring(self, state: Is, *, by: tuple[Do | str, ...] | None = None, **told: Any) -> Paper:
        """A paper in that state, the shortest way unless told another one."""
        way = ROUTES[state] if by is None else by
        is_sent = way[:1] == (Do.DELIVER,)
        paper = await (self.deliver(**told) if is_sent else self.receive(**told))
        for step in way[1:] if is_sent else way:
            paper = await self.take(paper, step)
        assert paper["state"] == state, (paper["state"], state)
        return paper

    async def take(self, paper: Paper, step: Do | str) -> Paper:
        """One step that must succeed."""
        if step in BY_SENDER:
            await (await self._other()).recall(paper["sender_number"])
            return await self._seen(paper["id"])
        answer = await self.ask(paper, step)
        assert answer.status_code == 200, (step, answer.text)
        moved: Paper = answer.json()
        return moved

    async def ask(self, paper: Paper, step: Do | str) -> httpx.Response:
        """Try a step with a body that is right for it."""
        action, said = self.words(paper, step)
        headers = {"If-Match": f'"{paper["version"]}"'} | (self._as_colleague if step == ASKED[-1] else {})
        url = f"{PATH}/{paper['id']}"
        if action == Do.UPDATE:
            return await self.client.patch(url, json=said, headers=headers)
        return await self.client.post(f"{url}/{segment(action)}", json=said, headers=headers)

    def _at(self, **by: float) -> str:
        return (self.now + timedelta(**by)).isoformat(timespec="seconds")

    def words(self, paper: Paper, step: Do | str) -> tuple[Do, dict[str, Any]]:
        """The action of a step and what is said with it."""
        if step in (special := self._variants()):
            return special[step]
        action = Do(step)
        return action, self._bodies(paper).get(action, {})

    def _variants(self) -> dict[str, tuple[Do, dict[str, Any]]]:
        """Steps that go another way than usual."""
        return {
            "triage_to_read": (Do.TRIAGE, {"handling_kind": "for_information"}),
            "assign_to_assist": (Do.ASSIGN, {"lead_handler_id": self.colleague, "co_handler_ids": [self.me]}),
            "assign_to_colleague": (Do.ASSIGN, {"lead_handler_id": self.colleague}),
            "colleague_asks_for_time": (Do.REQUEST_EXTENSION, {"to_due_at": self._at(days=60), "reason": "需要核实"}),
            "decide": (Do.DECIDE_EXTENSION, {"approved": False}),
            "back_to_triage": (Do.SEND_BACK, {"to_state": Is.SCREENED, "reason": "请重新拟办"}),
        }

    def _bodies(self, paper: Paper) -> dict[Do, dict[str, Any]]:
        waiting = [task["id"] for task in paper["tasks"] if task["state"] == "open"]
        return {
            Do.UPDATE: {"pages": 7},
            Do.SCREEN: dict.fromkeys(("ours", "routing", "form", "consulted", "drafting"), True),
            Do.RETURN_TO_SENDER: {"reasons": ["no_seal"]},
            Do.REQUEST_CORRECTION: {"wanted": "请补附件2", "due_on": self._at(days=3)[:10]},
            Do.RECORD_CORRECTION: {"note": "附件2已补齐"},
            Do.TRIAGE: {
                "handling_kind": "for_action",
                "proposal": "拟请综合科办理",
                "due_at": self._at(days=9),
                "supervisor_id": self.me,
            },
            Do.INSTRUCT: {"opinion": "同意", "lead_handler_id": self.me},
            Do.INSTRUCT_ORALLY: {
                "opinion": "先办",
                "leader_id": self.me,
                "said_at": self._at(),
                "lead_handler_id": self.me,
            },
            Do.CONFIRM_INSTRUCTION: {"opinion": "同意"},
            Do.CIRCULATE: {"reader_ids": [self.me], "order": "parallel"},
            Do.DECLINE_RECALL: {"reason": "已转办"},
            Do.REPORT: {"opinion": "已办"},
            Do.HAND_BACK: {"reason": "不属于本股室职责"},
            Do.HAND_OVER: {"task_id": (waiting or [paper["id"]])[0], "to_person_id": self.colleague, "reason": "出差"},
            Do.REQUEST_EXTENSION: {"to_due_at": self._at(days=60), "reason": "需要核实"},
            Do.DECIDE_EXTENSION: {"approved": True},
            Do.REPLY: {"opinion": "已办", "reply_number": "清政函〔2026〕3号"},
            Do.CLOSE: {"result": "已办结"},
            Do.DISPOSE: {"disposal": "archive", "retention": "y10"},
            Do.URGE: {"note": "请抓紧"},
            Do.COMMENT: {"opinion": "已阅"},
            Do.SEND_BACK: {"to_state": Is.REGISTERED, "reason": "请重新办理"},
            Do.VOID: {"reason": "重复登记"},
        }
