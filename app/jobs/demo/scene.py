"""What an act finds when its moment has come: the time, who acts, the paper, and the services of the office."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.db.database import Db
from app.jobs.demo.hours import OfficeTime
from app.jobs.demo.papers import Paper
from app.services.incoming.handling import IncomingHandlingService
from app.services.incoming.service import IncomingDocumentService


class _Quiet:
    """Nobody reads the answers while the past is built, so they are not worked out."""

    async def view(self, document_id: UUID) -> dict[str, Any]:
        return {"id": document_id}


class QuietDocuments(_Quiet, IncomingDocumentService):
    pass


class QuietHandling(_Quiet, IncomingHandlingService):
    pass


@dataclass(frozen=True, slots=True)
class Scene:
    """One act's surroundings. ``behalf`` is the principal where a delegate acts in somebody's place."""

    db: Db
    actor: Actor
    paper: Paper
    now: datetime
    time: OfficeTime
    people: dict[str, UUID]
    behalf: UUID | None = None

    @property
    def documents(self) -> IncomingDocumentService:
        return QuietDocuments(self.db, self.actor)

    @property
    def handling(self) -> IncomingHandlingService:
        return QuietHandling(self.db, self.actor)

    @property
    def seen(self) -> tuple[UUID, int]:
        """What every step names: the paper, and the version that is acted on."""
        assert self.paper.id is not None, "a paper is received before anything else happens to it"
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
