"""What both halves of the incoming flow share: finding and locking the paper, its flow, its judge, its view."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from app.core.actor import Actor
from app.core.errors import NotFound, ReferenceNotFound, Senseless, Stale
from app.db.database import Db
from app.engine.workflow import Step
from app.engine.worktime import Limit
from app.models.incoming import IncomingDocument
from app.models.matters import Task
from app.repositories.incoming import IncomingDocumentRepository
from app.repositories.matters import MatterRepository
from app.rules.checks.limits import default_limit
from app.services.audit.service import AuditService
from app.services.identity.directory import Directory, PersonCard
from app.services.incoming.policy import IncomingCase
from app.services.incoming.views import incoming_view
from app.services.incoming.workflow import DEFAULTS, INCOMING
from app.services.matters.flow import Flow, Settings
from app.services.office.desk import Desk, DeskService
from app.services.rules.judge import Judge
from app.services.secrecy.gate import SecrecyGate
from app.vocabulary.common import Urgency
from app.vocabulary.documents import IncomingAction as Do
from app.vocabulary.documents import IncomingStep as Waiting
from app.vocabulary.labelled import Labelled
from app.vocabulary.tasks import TaskKind

BESIDE = (TaskKind.READ, TaskKind.DECIDE)
"""Tasks that go on while the paper moves ahead: copies being read, an oral instruction to be confirmed."""


class Overriding(Protocol):
    @property
    def rule(self) -> str: ...
    @property
    def reason(self) -> str: ...


class Spoken(Protocol):
    """The body of an action."""

    @property
    def overrides(self) -> Sequence[Overriding]: ...
    def model_dump(self) -> dict[str, Any]: ...


def texts(said: Spoken) -> dict[str, str]:
    """Every text of a body by its place in it, the reasons of overrides too; words of a vocabulary are no texts."""
    return dict(_texts(said.model_dump(), ""))


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str) and not isinstance(value, Labelled):
        yield place, value
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in members:
        yield from _texts(one, f"{place}/{name}" if place else str(name))


def told(overrides: Iterable[Overriding]) -> Mapping[str, str]:
    """Overrides as the judge wants them: rule id → reason."""
    return {one.rule: one.reason for one in overrides}


class IncomingBase:
    """Made for one request from ``(db, actor)``."""

    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor = db, actor
        self._documents, self._matters = IncomingDocumentRepository(db), MatterRepository(db)
        self._desks, self._gate = DeskService(db), SecrecyGate(db, actor)

    async def view(self, document_id: UUID) -> dict[str, Any]:
        """The document as the caller sees it now. Raises: NotFound."""
        row = await self._documents.view(document_id, self._actor)
        if row is None:
            raise NotFound
        return incoming_view(row, self._actor)

    async def must_see(self, document_id: UUID) -> None:
        """Raises: NotFound."""
        if not await self._documents.is_visible(document_id, self._actor):
            raise NotFound

    async def _locked(self, document_id: UUID, seen: int) -> tuple[IncomingDocument, Flow, Desk]:
        """The paper, locked, with its flow.

        Raises: NotFound (or not visible), Stale (``seen`` is not the present version).
        """
        document = await self._documents.lock(document_id, self._actor)
        if document is None:
            raise NotFound
        if document.version != seen:
            raise Stale(document.version)
        desk = await self._desks.of(document.organ_id)
        return document, self._flow(document, await self._matters.tasks(document_id), desk), desk

    def _flow(self, document: IncomingDocument, tasks: list[Task], desk: Desk) -> Flow:
        return Flow(self._db, self._actor, desk, document, tasks, Settings(desk, document, DEFAULTS))

    def _case(self, document: IncomingDocument, flow: Flow) -> IncomingCase:
        return IncomingCase(document, flow.tasks)

    def _check(
        self, document: IncomingDocument, flow: Flow, action: Do, said: Spoken, to: Labelled | None = None
    ) -> Step:
        """The step an action is. Whatever is said with it passes the gate first, so no action can forget it (SEC-R04).

        Raises: TransitionRefused, Forbidden, ClassifiedNotAllowed, RuleViolated, ConfirmationRequired (SEC-R02).
        """
        step = INCOMING.check(self._case(document, flow), document.state, action, self._actor, to=to)
        self._judge(flow.desk).weigh(document.id, action, self._gate.check(texts(said)), told(said.overrides))
        return step

    def _judge(self, desk: Desk) -> Judge:
        return Judge(self._db, self._actor, desk)

    def _begin(self, flow: Flow, document: IncomingDocument) -> None:
        """Trail and event of a paper's first moment."""
        AuditService(self._db, self._actor).record(
            document.kind, document.id, Do.RECEIVE, entity=document, matter_id=document.id, state_after=document.state
        )
        flow.announce(Do.RECEIVE)

    def _limit(self, document: IncomingDocument, flow: Flow) -> Limit:
        """How long handling the paper may take: by its urgency (DOC-T02, DOC-T03), for others as the organ tuned it."""
        if document.urgency == Urgency.NONE:
            return flow.settings.of(Waiting.HANDLE).limit
        return default_limit(document.urgency, document.medium)

    def _set_due(self, document: IncomingDocument, desk: Desk, due_at: datetime) -> None:
        """The limit of the whole paper. Raises: Senseless (it is not ahead of us)."""
        if due_at <= self._db.clock.now():
            raise Senseless("/due_at", "办理时限应当晚于现在")
        document.due_at, document.warn_at = due_at, desk.warn(due_at, self._db.clock.now())

    async def _drop_extension(self, document: IncomingDocument, flow: Flow) -> None:
        """An extension nobody decided lapses when the handling ends, whoever was to decide it by then."""
        extension = await self._matters.open_extension(document.id)
        if extension is not None:
            extension.decided_by_id, extension.decided_at, extension.approved = self._actor.user_id, flow.now, False
            flow.cancel(flow.open_tasks(Waiting.DECIDE_EXTENSION), "lapsed")

    async def _known_people(self, **people: UUID | None) -> Mapping[UUID, PersonCard]:
        """The people a request names, by id, each with the department they work in here.

        Raises: ReferenceNotFound (unknown, inactive, of another organ, or an administrator, SEC-R42).
        """
        wanted = {person_id for person_id in people.values() if person_id is not None}
        found = await Directory(self._db).staff(wanted, self._actor.organ_id)
        for member, person_id in people.items():
            if person_id is not None and person_id not in found:
                raise ReferenceNotFound(f"/{member.partition('__')[0]}")
        return found
