"""What an act finds when its moment has come: the time, who acts, the paper, and the services of the office."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from app.core.actor import Actor
from app.db.database import Db
from app.jobs.demo.hours import OfficeTime
from app.jobs.demo.letters import Letter
from app.jobs.demo.papers import Paper
from app.services.attachments.intake import Intake
from app.services.chains.exchange import ExchangeService
from app.services.chains.receipts import ReceiptService
from app.services.incoming.handling import IncomingHandlingService
from app.services.incoming.service import IncomingDocumentService
from app.services.outgoing.sending import SendingService
from app.services.outgoing.service import OutgoingDocumentService

Thing: TypeAlias = Paper | Letter


class _Quiet:
    """Nobody reads the answers while the past is built, so they are not worked out."""

    async def view(self, document_id: UUID) -> dict[str, Any]:
        return {"id": document_id}


class QuietDocuments(_Quiet, IncomingDocumentService):
    pass


class QuietHandling(_Quiet, IncomingHandlingService):
    pass


class QuietLetters(_Quiet, OutgoingDocumentService):
    pass


class QuietSending(_Quiet, SendingService):
    pass


@dataclass(frozen=True, slots=True)
class House:
    """What the organs have by their keys: themselves, 机关代字 by code, seals by kind, a store for files if there is one."""

    organs: Mapping[str, UUID]
    codes: Mapping[str, UUID]
    seals: Mapping[tuple[str, str], UUID]
    files: Intake | None


@dataclass(frozen=True, slots=True)
class Scene:
    """One act's surroundings. ``behalf`` is the principal where a delegate acts in somebody's place."""

    db: Db
    actor: Actor
    paper: Thing
    now: datetime
    time: OfficeTime
    people: dict[str, UUID]
    house: House
    behalf: UUID | None = None

    @property
    def documents(self) -> IncomingDocumentService:
        return QuietDocuments(self.db, self.actor)

    @property
    def handling(self) -> IncomingHandlingService:
        return QuietHandling(self.db, self.actor)

    @property
    def letters(self) -> OutgoingDocumentService:
        return QuietLetters(self.db, self.actor)

    @property
    def sending(self) -> SendingService:
        return QuietSending(self.db, self.actor)

    @property
    def exchange(self) -> ExchangeService:
        return ExchangeService(self.db, self.actor)

    @property
    def receipts(self) -> ReceiptService:
        return ReceiptService(self.db, self.actor)

    @property
    def seen(self) -> tuple[UUID, int]:
        """What every step names: the paper, and the version that is acted on."""
        assert self.paper.id is not None, "a paper exists before anything else happens to it"
        return self.paper.id, self.paper.version

    def ids(self, names: list[str]) -> list[UUID]:
        return [self.people[name] for name in names]


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody does something, so many office minutes after the act before."""

    name: str
    who: str
    after: int
    do: Callable[[Scene], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Cue:
    """An act and its moment."""

    at: datetime
    paper_no: int
    act_no: int
    act: Act
    paper: Thing


def in_order(cue: Cue) -> tuple[datetime, int, int]:
    """By time; at the same moment by paper, then by act."""
    return cue.at, cue.paper_no, cue.act_no
