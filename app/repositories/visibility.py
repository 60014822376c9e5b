"""Whether a caller may see a matter, whatever its kind: one line for each kind. Shared services ask here."""

from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol
from uuid import UUID

from app.core.actor import Actor
from app.db.database import Db
from app.models.matters import Matter
from app.repositories.archive_flows import DisposalRepository, LoanRepository
from app.repositories.incoming import IncomingDocumentRepository
from app.repositories.outgoing import OutgoingDocumentRepository
from app.repositories.seal_requests import SealRequestRepository
from app.vocabulary.common import MatterKind
from app.vocabulary.identity import Permission


class Sighted(Protocol):
    """What the repository of a kind of matter answers."""

    async def is_visible(self, matter_id: UUID, actor: Actor, /) -> bool: ...
    async def lock(self, matter_id: UUID, actor: Actor, /) -> Matter | None: ...


class Door(NamedTuple):
    """Who may look at a kind at all, and who knows which of them."""

    permission: Permission
    repository: Callable[[Db], Sighted]


DOORS: Mapping[MatterKind, Door] = {
    MatterKind.INCOMING_DOCUMENT: Door(Permission.INCOMING_READ, IncomingDocumentRepository),
    MatterKind.OUTGOING_DOCUMENT: Door(Permission.OUTGOING_READ, OutgoingDocumentRepository),
    MatterKind.SEAL_REQUEST: Door(Permission.SEAL_REQUESTS_READ, SealRequestRepository),
    MatterKind.ARCHIVE_LOAN: Door(Permission.ARCHIVES_READ, LoanRepository),
    MatterKind.ARCHIVE_DISPOSAL: Door(Permission.ARCHIVES_READ, DisposalRepository),
}
"""A new domain adds one line."""


class VisibilityRepository:
    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor = db, actor

    async def is_visible(self, kind: MatterKind, matter_id: UUID) -> bool:
        door = DOORS[kind]
        return self._actor.can(door.permission) and await door.repository(self._db).is_visible(matter_id, self._actor)

    async def lock(self, kind: MatterKind, matter_id: UUID) -> Matter | None:
        """The matter, locked until the transaction ends; None if the caller may not see it."""
        door = DOORS[kind]
        return (
            await door.repository(self._db).lock(matter_id, self._actor) if self._actor.can(door.permission) else None
        )
