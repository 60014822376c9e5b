"""Clerks who work on and on, never give up on a request, and remember every answer they got."""

import asyncio
import itertools
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from tests.scenarios.office import PAPERS, PASSED, Office, Player, paper

Paper = dict[str, Any]
_TRANSIENT = {502, 503, 504}
_PAUSE = 0.05


@dataclass
class Deed:
    """One thing a person did: the request, always the same however often it was sent, and the answer it got in the end."""

    player: Player
    url: str
    options: Mapping[str, Any]
    sent: int = 0
    answer: httpx.Response | None = None

    @property
    def request_id(self) -> str:
        return str(self.options["headers"]["X-Request-Id"])

    async def insist(self) -> httpx.Response:
        """Send until there is an answer that is one. A broken connection tells nothing, so it is sent again."""
        while True:
            self.sent += 1
            try:
                answer = await self.player.client.post(self.url, **self.options)
            except httpx.TransportError:
                await asyncio.sleep(_PAUSE)
                continue
            if answer.status_code in _TRANSIENT:
                assert answer.headers["retry-after"]
            elif answer.status_code != 409 or answer.json()["code"] != "idempotency_in_flight":
                self.answer = answer
                return answer
            await asyncio.sleep(_PAUSE)


@dataclass
class Load:
    """A number of desks, each taking one paper after the other through the flow until told to stop."""

    office: Office
    deeds: list[Deed] = field(default_factory=list)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    _mark: "itertools.count[int]" = field(default_factory=itertools.count)

    async def run(self, desks: int) -> None:
        try:
            await self._one_paper()  # opens the year's series
            await asyncio.gather(*(self._desk() for _ in range(desks)))
        finally:
            self.over.set()

    async def busy(self, answers: int) -> None:
        """Wait until so many more requests were answered, and a moment longer: the next ones are on their way."""
        wanted = self._answered() + answers
        while self._answered() < wanted and not self.over.is_set():
            await asyncio.sleep(0.02)
        await asyncio.sleep(random.uniform(0, 0.05))

    async def finish(self, working: "asyncio.Task[None]") -> None:
        """Let everybody get the answer they wait for, and no more."""
        self.over.set()
        await working

    def _answered(self) -> int:
        return sum(deed.answer is not None for deed in self.deeds)

    async def _desk(self) -> None:
        while not self.over.is_set():
            await self._one_paper()

    async def _one_paper(self) -> None:
        office, mark = self.office, next(self._mark)
        body = paper(title=f"关于第{mark}号事项的通知", sender_number=f"江政办发〔2026〕{mark + 1}号")
        seen = await self._do(office.receiver, PAPERS, {"json": body}, 201)
        triage = {"handling_kind": "for_action", "proposal": f"拟办第{mark}号。", "instructor_id": office.principal.id}
        steps = [
            (office.registrar, "register", {}),
            (office.clerk, "screen", PASSED),
            (office.director, "triage", triage),
            (office.principal, "instruct", {"opinion": "同意。", "lead_handler_id": office.lead.id}),
            (office.supervisor, "urge", {"note": "请抓紧"}),
            (office.circulation, "assign", {"co_handler_ids": [office.co.id]}),
            (office.co, "report", {"opinion": "已核实"}),
            (office.lead, "close", {"result": "已办结"}),
        ]
        for player, action, said in steps[: 3 + mark % 6]:
            if self.over.is_set():
                return
            seen = await self._act(player, seen, action, said)
        if mark % 3 == 0 and seen["closed_at"] is None:
            await self._attach(office.clerk, seen, f"第{mark}号附件".encode())

    async def _attach(self, player: Player, seen: Paper, content: bytes) -> None:
        file = await self._do(player, "/attachments", {"files": {"file": ("附件.txt", content)}}, 201)
        await self._act(player, seen, "attachments", {"attachment_id": file["id"]}, 201)

    async def _act(self, player: Player, seen: Paper, action: str, said: Mapping[str, Any], status: int = 200) -> Paper:
        headers = {"If-Match": f'"{seen["version"]}"'}
        return await self._do(player, f"{PAPERS}/{seen['id']}/{action}", {"json": said, "headers": headers}, status)

    async def _do(self, player: Player, url: str, options: Mapping[str, Any], status: int) -> Paper:
        names = {"Idempotency-Key": str(uuid4()), "X-Request-Id": uuid4().hex}
        deed = Deed(player, url, {**options, "headers": {**options.get("headers", {}), **names}})
        self.deeds.append(deed)
        answer = await deed.insist()
        assert answer.status_code == status, (url, answer.status_code, answer.text)
        body: Paper = answer.json()
        return body
