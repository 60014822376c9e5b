"""Seals and requests for their use, brought through the API to any state of their flow by whoever may."""

import hashlib
import itertools
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from app.core.clock import SHANGHAI
from app.vocabulary.seals import SealRequestAction as Do
from app.vocabulary.seals import SealRequestState as Is
from tests.factories.clockwork import MORNING
from tests.factories.make import Someone

SEALS, PATH = "/seals", "/seal-requests"
Seal = dict[str, Any]
Request = dict[str, Any]
_mark = itertools.count(1)
FILE = hashlib.sha256("车辆转让合同".encode()).hexdigest()
OTHER_FILE = hashlib.sha256("另一份合同".encode()).hexdigest()
APPROVED: tuple[Do | str, ...] = (Do.SUBMIT, Do.APPROVE)

ROUTES: Mapping[Is, tuple[Do | str, ...]] = {
    Is.DRAFT: (),
    Is.REVIEW: (Do.SUBMIT,),
    Is.APPROVAL: (Do.SUBMIT,),
    Is.SEALING: APPROVED,
    Is.AWAY: (*APPROVED, Do.TAKE_OUT),
    Is.DONE: (*APPROVED, Do.USE),
    Is.WITHDRAWN: (Do.SUBMIT, Do.WITHDRAW),
    Is.REJECTED: (Do.SUBMIT, Do.REJECT),
    Is.REFUSED: (*APPROVED, Do.REFUSE),
    Is.CANCELLED: (Do.CANCEL,),
}
"""The shortest way to each state, where the applicant has no head of department beside whoever approves."""


def segment(action: Do) -> str:
    """The last part of an action's address."""
    return str(action).replace("_", "-")


def letters(number: int) -> str:
    """A number in letters, as codes of seals have no digits."""
    return "".join(chr(ord("A") + int(digit)) for digit in str(number))


def seal_body(keeper: str, **told: Any) -> dict[str, Any]:
    """What the register asks for; tell only what the test is about."""
    mark = next(_mark)
    return {
        "code": f"清{letters(mark)}印",
        "name": f"清河县第{mark}办公室",
        "seal_type": "official",
        "emblem": "star",
        "width_mm": 42,
        "height_mm": 42,
        "material": "铜",
        "maker": "江州市公安局指定刻章单位",
        "issuing_organ": "江州市人民政府",
        "approval_reference": "江政办发〔2020〕7号",
        "started_on": "2020-01-01",
        "keeper_id": keeper,
        **told,
    }


def request_body(seal_id: str, **told: Any) -> dict[str, Any]:
    return {
        "title": f"第{next(_mark)}号车辆转让合同",
        "seal_id": seal_id,
        "use_class": "certificate",
        "purpose": "办理车辆过户",
        "copies": 2,
        "file_sha256": FILE,
        **told,
    }


class Stamps:
    """The seals of one office and what is asked of them. ``me`` holds every role; ``colleague`` sits next to them."""

    def __init__(self, client: httpx.AsyncClient, me: UUID, colleague: Someone, now: datetime = MORNING) -> None:
        self._now = now
        self.client, self.me, self.colleague = client, str(me), str(colleague.id)
        self._seal: str | None = None

    async def seal(self, **told: Any) -> Seal:
        """One more seal, kept by ``me`` unless told."""
        said = seal_body(told.pop("keeper_id", self.me), **told)
        answer = await self.client.post(SEALS, json=said)
        assert answer.status_code == 201, answer.text
        made: Seal = answer.json()
        return made

    async def usual(self) -> str:
        """The id of a seal of the office, made once."""
        if self._seal is None:
            self._seal = (await self.seal())["id"]
        return self._seal

    async def look(self, seal_id: str) -> Seal:
        found: Seal = (await self.client.get(f"{SEALS}/{seal_id}")).json()
        return found

    async def do(self, seal: Seal, action: str, **said: Any) -> httpx.Response:
        headers = {"If-Match": f'"{seal["version"]}"'}
        return await self.client.post(f"{SEALS}/{seal['id']}/{action}", json=said, headers=headers)

    def off_site(self, **told: Any) -> dict[str, Any]:
        """Where a seal is to go, tomorrow noon back."""
        back = (self._now.astimezone(SHANGHAI) + timedelta(days=1)).replace(hour=12)
        return {"place": "江州市公共资源交易中心", "escort_id": self.colleague, "due_back_at": back.isoformat(), **told}

    async def create(self, **told: Any) -> Request:
        seal_id = told.pop("seal_id", None) or await self.usual()
        answer = await self.client.post(PATH, json=request_body(seal_id, **told))
        assert answer.status_code == 201, answer.text
        made: Request = answer.json()
        return made

    async def bring(self, state: Is, *, by: tuple[Do | str, ...] | None = None, **told: Any) -> Request:
        """A request in that state, the shortest way unless told another one."""
        if state == Is.AWAY and "seal_id" not in told:
            told = {"off_site": self.off_site(), "seal_id": (await self.seal())["id"], **told}
        request = await self.create(**told)
        for step in ROUTES[state] if by is None else by:
            request = await self.take(request, step)
        assert request["state"] == state, (request["state"], state)
        return request

    async def take(self, request: Request, step: Do | str, **told: Any) -> Request:
        """One step that must succeed; warnings are set aside."""
        answer = await self.ask(request, step, **told)
        if answer.status_code == 409 and answer.json()["code"] == "confirmation_required":
            rules = dict.fromkeys(one["id"] for one in answer.json()["rules"])
            answer = await self.ask(request, step, **told, overrides=[{"rule": one, "reason": "已核"} for one in rules])
        assert answer.status_code == 200, (step, answer.text)
        moved: Request = answer.json()
        return moved

    async def ask(self, request: Request, step: Do | str, **told: Any) -> httpx.Response:
        """Try a step with a body that is right for it."""
        action = Do(step)
        said = self._bodies(request).get(action, {}) | told
        headers, url = {"If-Match": f'"{request["version"]}"'}, f"{PATH}/{request['id']}"
        if action == Do.UPDATE:
            return await self.client.patch(url, json=said, headers=headers)
        return await self.client.post(f"{url}/{segment(action)}", json=said, headers=headers)

    def _bodies(self, request: Request) -> dict[Do, dict[str, Any]]:
        waiting = [task for task in request["tasks"] if task["state"] == "open"]
        task, holder = (waiting[0]["id"], waiting[0]["assignee_id"]) if waiting else (request["id"], self.me)
        other = self.me if holder == self.colleague else self.colleague
        reason = {"reason": "情况有变"}
        return {
            Do.UPDATE: {"counterpart": "清河县车辆管理所"},
            Do.REJECT: reason,
            Do.WITHDRAW: reason,
            Do.CANCEL: reason,
            Do.REFUSE: reason,
            Do.USE: {"file_sha256": FILE},
            Do.BRING_BACK: {"condition": "完好"},
            Do.HAND_OVER: {"task_id": task, "to_person_id": other, "reason": "出差"},
            Do.URGE: {"note": "请抓紧"},
            Do.COMMENT: {"opinion": "已阅"},
        }
