"""An archive for tests: the fonds, the approved schedule, and records filed through the API."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx

from app.core.clock import local_day
from app.models.identity import Organ
from app.vocabulary.documents import IncomingState as In
from app.vocabulary.identity import Role
from app.vocabulary.outgoing import OutgoingState as Out
from tests.factories.client import Client
from tests.factories.make import Make, Someone
from tests.factories.outgoing import Letter, Letters
from tests.factories.papers import Paper, Papers

Record = dict[str, Any]
FONDS = {"fonds_number": "X043", "fonds_name": "清河县人民政府办公室", "archive_name": "清河县档案馆"}
CLASSES = [
    {"code": "1", "title": "重要业务文件", "retention": "permanent", "unit_code": "BGS"},
    {"code": "2", "title": "一般业务文件", "retention": "y30", "unit_code": "BGS"},
    {"code": "3", "title": "一般事务文件", "retention": "y10", "unit_code": "BGS"},
    {"code": "9.1", "title": "上级供知晓的文件", "exclusion": "for_information"},
    {"code": "9.7", "title": "兼职单位形成的文件", "exclusion": "other_post"},
]
SCHEDULE = {
    "approved_by": "清河县档案局",
    "approval_reference": "清档发〔2026〕3号",
    "approved_on": "2026-03-01",
    "reason": "首次编制",
    "classes": CLASSES,
}


def seen(version: int) -> dict[str, str]:
    return {"If-Match": f'"{version}"'}


async def ok(answer: httpx.Response, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


class Archive:
    """The archive of one office. ``client`` is that of whoever holds every role, ``colleague`` sits next to them."""

    def __init__(self, make: Make, client: Client, organ: Organ, me: Someone, colleague: Someone) -> None:
        self.make, self.client, self.organ, self.me, self.colleague = make, client, organ, me, colleague
        self.letters = Letters(client, me.id, colleague)
        self.papers = Papers(client, me.id, colleague, make.database.clock.now())

    async def set_up(self) -> "Archive":
        """With fonds and approved schedule."""
        await ok(await self.client.put("/archive-settings", json=FONDS, headers=seen(1)))
        await ok(await self.client.put("/retention-schedule", json=SCHEDULE, headers=seen(1)))
        return self

    async def sent(self, **told: Any) -> Letter:
        """A document of ours that was sent out."""
        return await self.letters.bring(Out.DISPATCHED, **told)

    async def archive(self, letter: Mapping[str, Any], **told: Any) -> httpx.Response:
        """Try to file a document of ours."""
        said = {"class_code": "2", **told}
        url = f"/outgoing-documents/{letter['id']}/archive"
        return await self.client.post(url, json=said, headers=seen(letter["version"]))

    async def filed(self, letter: Mapping[str, Any] | None = None, **told: Any) -> Record:
        """A record made of a document of ours."""
        letter = letter or await self.sent()
        await ok(await self.archive(letter, **told))
        return await self.of_matter(letter["id"])

    async def of_matter(self, matter_id: str) -> Record:
        rows = await ok(await self.client.get("/archive-records", params={"matter_id": matter_id}))
        return await self.record(rows["items"][0]["id"])

    async def record(self, record_id: str) -> Record:
        return await ok(await self.client.get(f"/archive-records/{record_id}"))

    async def received(self, **told: Any) -> Paper:
        """A paper of others that was handled and closed."""
        return await self.papers.bring(In.CLOSED, **told)

    async def dispose(self, paper: Mapping[str, Any], **told: Any) -> httpx.Response:
        said = {"disposal": "archive", "retention": "y10", "basis": "期限表", **told}
        url = f"/incoming-documents/{paper['id']}/dispose"
        return await self.client.post(url, json=said, headers=seen(paper["version"]))

    async def filed_of_2010(self) -> Record:
        """A record whose ten years are over."""
        await self.letters.fonds()
        return await self.filed(class_code="3.1", year=2010, overrides=[{"rule": "ARC-R04", "reason": "期限表待批"}])

    async def lent(self) -> dict[str, Any]:
        """A loan that is out."""
        record = await self.filed_of_2010()
        borrower = await self.make.person(organ=self.organ)
        said = {
            "record_id": record["id"],
            "purpose": "编写年鉴",
            "due_on": tomorrow(self.make, 3),
            "borrower_id": str(borrower.id),
        }
        loan = await ok(await self.client.post("/archive-loans", json=said), 201)
        for action in ("approve", "lend"):
            loan = await ok(await self.act("archive-loans", loan, action))
        return loan

    async def proposed(self) -> dict[str, Any]:
        """A disposal list that waits for its approval."""
        record = await self.filed_of_2010()
        eyes = [await self.make.person(organ=self.organ) for _ in range(2)]
        leader = await self.make.person(Role.PRINCIPAL_LEADER, organ=self.organ)
        said = {
            "title": "2010年度到期档案鉴定销毁清册",
            "report": "经鉴定小组逐件审查，下列档案已无保存价值。",
            "entries": [{"record_id": record["id"], "conclusion": "destroy", "reason": "已无查考价值"}],
            "watcher_ids": [str(one.id) for one in eyes],
            "approver_id": str(leader.id),
        }
        return await ok(await self.client.post("/archive-disposals", json=said), 201)

    async def checked(self) -> str:
        """The id of a check that found nothing."""
        found: str = (await ok(await self.client.post("/archive-checks", json={}), 201))["id"]
        return found

    async def act(self, where: str, thing: Mapping[str, Any], action: str, **said: Any) -> httpx.Response:
        """An action on a record, loan or disposal list, by whoever holds every role."""
        return await acted(self.client, where, thing, action, **said)


async def acted(client: Client, where: str, thing: Mapping[str, Any], action: str, **said: Any) -> httpx.Response:
    return await client.post(f"/{where}/{thing['id']}/{action}", json=said, headers=seen(thing["version"]))


async def opened(make: Make, client_of: Any, **told: Any) -> Archive:
    """A new office with an archive."""
    organ = await make.organ(**told)
    me, colleague = await make.person(*Role, organ=organ), await make.person(Role.LEADER, organ=organ)
    return await Archive(make, client_of(me), organ, me, colleague).set_up()


def tomorrow(make: Make, days: int = 1) -> str:
    return (local_day(make.database.clock.now()) + timedelta(days=days)).isoformat()
