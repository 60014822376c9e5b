"""An office at work: papers in every state and by every way, a file, a delegation, messages in the boxes."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from app.core.ids import new_id
from app.models.archives import ArchiveCheck, ArchiveFlaw
from app.models.matters import Notification
from app.vocabulary.archives import CheckProperty
from app.vocabulary.documents import IncomingAction as Do
from app.vocabulary.documents import IncomingState as Is
from app.vocabulary.inbox import NotificationKind
from app.vocabulary.seals import SealRequestState as Asked
from tests.factories.archives import SCHEDULE, Archive, ok, seen
from tests.factories.make import Make, Someone
from tests.factories.office import Office
from tests.factories.outgoing import ROUTES as LETTERS
from tests.factories.outgoing import Letter, Letters
from tests.factories.papers import ASKED, AT_WORK, ROUTES, TO_ACT, Paper, Papers
from tests.factories.seals import ROUTES as ASKED_FOR
from tests.factories.seals import Request, Stamps

ORAL = (*TO_ACT, Do.INSTRUCT_ORALLY)
WAYS = (
    (Is.CIRCULATING, (*ROUTES[Is.CIRCULATING], Do.READ)),
    (Is.HANDLING, (*ROUTES[Is.INSTRUCTED], "assign_to_assist")),
    (Is.HANDLING, (*AT_WORK, Do.REQUEST_EXTENSION)),
    (Is.HANDLING, (*ASKED, Do.DECIDE_EXTENSION, Do.URGE)),
    (Is.INSTRUCTED, (*AT_WORK, Do.CIRCULATE, Do.HAND_BACK)),
    (Is.SCREENED, (*TO_ACT, "back_to_triage")),
)
"""Ways that leave marks the shortest ones do not: readers, helpers, an extension, an urging, a return."""


class Desks:
    """Fills the desks of one office; ``client`` is that of whoever holds every role there."""

    def __init__(self, client: httpx.AsyncClient, office: Office, make: Make) -> None:
        self._client, self._office, self._make = client, office, make
        now = make.database.clock.now()
        self._papers = Papers(client, office.everything.id, office.handler, now, make)
        self._handed = Papers(client, office.handler.id, office.clerk, now, make)

    async def papers(self, copies: int = 1) -> list[Paper]:
        """Papers in each state, by each way, and some that wait for the handler."""
        made = []
        for _ in range(copies):
            made += [await self._papers.bring(state) for state in ROUTES]
            made += [await self._papers.bring(state, by=by) for state, by in WAYS]
            made += [await self._papers.bring(Is.HANDLING, by=(*ORAL, Do.ASSIGN), urgency="urgent")]
            made += [await self._handed.bring(Is.HANDLING), await self._handed.bring(Is.CIRCULATING)]
        return made

    async def letters(self) -> list[Letter]:
        """Documents of ours in each state."""
        letters = Letters(self._client, self._office.everything.id, self._office.handler)
        return [await letters.bring(state) for state in LETTERS]

    async def stamps(self) -> list[Request]:
        """Requests for the use of a seal in each state, and a paper of ours that was sealed."""
        stamps = Stamps(self._client, self._office.everything.id, self._office.handler, self._make.database.clock.now())
        return [await stamps.bring(state) for state in ASKED_FOR if state is not Asked.REVIEW]

    async def received(self, count: int, **told: str) -> list[Paper]:
        """So many papers that were just signed for."""
        return [await self._papers.receive(**told) for _ in range(count)]

    async def file(self, paper: Paper) -> str:
        """The id of a file that was put to a paper."""
        sent = await self._client.post("/attachments", files={"file": ("通知.txt", "请做好防汛准备。\n".encode())})
        assert sent.status_code == 201, sent.text
        found: str = sent.json()["id"]
        url, headers = f"/incoming-documents/{paper['id']}/attachments", {"If-Match": f'"{paper["version"]}"'}
        bound = await self._client.post(url, json={"attachment_id": found}, headers=headers)
        assert bound.status_code == 201, bound.text
        return found

    async def delegation(self, to: Someone) -> str:
        """The id of a delegation from whoever fills the desks."""
        today = self._today()
        said = {
            "delegate_id": str(to.id),
            "starts_on": today.isoformat(),
            "ends_on": (today + timedelta(days=5)).isoformat(),
            "reason": "赴省委党校学习",
        }
        answer = await self._client.post("/delegations", json=said)
        assert answer.status_code == 201, answer.text
        found: str = answer.json()["id"]
        return found

    def _today(self) -> date:
        now: datetime = self._make.database.clock.now()
        return (now + timedelta(hours=8)).date()

    async def message(self, to: Someone) -> str:
        """The id of a message in somebody's box."""
        made = Notification(
            id=new_id(),
            person_id=to.id,
            organ_id=to.organ_id,
            event_id=new_id(),
            kind=NotificationKind.TASK,
            title="您有一项新的待办",
            body="登记：关于报送材料的通知",
            at=self._make.database.clock.now(),
        )
        await self._make.add(made)
        return str(made.id)

    async def archive(self) -> None:
        """Records, a loan, a disposal list, a check that found something, a hold, an export, and a paper not filed."""
        office = self._office
        archive = Archive(self._make, self._client, office.organ, office.everything, office.handler)
        record = await archive.filed_of_2010()
        await archive.lent()
        await archive.proposed()
        await archive.sent()
        await ok(await archive.act("archive-records", record, "hold", basis="县纪委监委调查"))
        await ok(await self._client.post(f"/archive-records/{record['id']}/exports", json={"purpose": "编史"}), 201)
        schedule = (await self._client.get("/retention-schedule")).json()
        await ok(await self._client.put("/retention-schedule", json=SCHEDULE, headers=seen(schedule["version"])))
        await self.flawed(record)

    async def flawed(self, record: Mapping[str, Any]) -> None:
        """A check that found a file in a format that does not last."""
        check = ArchiveCheck(
            id=new_id(),
            organ_id=self._office.organ.id,
            at=self._make.database.clock.now(),
            by_id=self._office.everything.id,
            checked_count=1,
            flawed_count=0,
        )
        flaw = ArchiveFlaw(
            id=new_id(),
            check_id=check.id,
            record_id=UUID(record["id"]),
            aspect=CheckProperty.USABILITY,
            position=1,
            is_grave=False,
            detail="不是长期保存格式",
        )
        await self._make.add(check)
        await self._make.add(flaw)
