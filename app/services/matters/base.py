"""What every flow shares: finding and locking the matter, its flow, its judge, its gate, its view."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Generic, Protocol, TypeVar
from uuid import UUID

from app.core.actor import Actor
from app.core.errors import NotFound, ReferenceNotFound, Stale
from app.db.database import Db
from app.engine.steps import StepSetting
from app.engine.workflow import Step, Workflow
from app.models.matters import Matter, Task
from app.repositories.matters import MatterRepository
from app.services.audit.service import AuditService
from app.services.identity.directory import Directory, PersonCard
from app.services.matters.case import Case
from app.services.matters.flow import Flow, Settings
from app.services.matters.said import Spoken, told
from app.services.office.desk import Desk, DeskService
from app.services.rules.judge import Judge
from app.services.secrecy.gate import SecrecyGate
from app.services.secrecy.texts import texts
from app.vocabulary.labelled import Labelled

M = TypeVar("M", bound=Matter)
M_co = TypeVar("M_co", bound=Matter, covariant=True)


class Kept(Protocol[M_co]):
    """What a flow asks of the repository of its kind."""

    async def lock(self, document_id: UUID, actor: Actor, /) -> M_co | None: ...
    async def view(self, document_id: UUID, actor: Actor, /) -> Any: ...
    async def is_visible(self, document_id: UUID, actor: Actor, /) -> bool: ...


class MatterBase(ABC, Generic[M]):
    """Made for one request from ``(db, actor)``. A kind names its workflow, the defaults of its steps and its repository."""

    workflow: ClassVar[Workflow[Any]]
    defaults: ClassVar[Mapping[Labelled, StepSetting]]

    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor, self._matters = db, actor, MatterRepository(db)
        self._desks, self._gate = DeskService(db), SecrecyGate(db, actor)

    @property
    @abstractmethod
    def _kept(self) -> Kept[M]:
        """The repository of this kind."""

    @abstractmethod
    def _shown(self, row: Any) -> dict[str, Any]:
        """A row of the repository's view as answers show it."""

    async def view(self, document_id: UUID) -> dict[str, Any]:
        """The matter as the caller sees it now. Raises: NotFound."""
        row = await self._kept.view(document_id, self._actor)
        if row is None:
            raise NotFound
        return self._shown(row)

    async def must_see(self, document_id: UUID) -> None:
        """Raises: NotFound."""
        if not await self._kept.is_visible(document_id, self._actor):
            raise NotFound

    async def _locked(self, document_id: UUID, seen: int) -> tuple[M, Flow, Desk]:
        """The matter, locked, with its flow.

        Raises: NotFound (or not visible), Stale (``seen`` is not the present version).
        """
        document = await self._kept.lock(document_id, self._actor)
        if document is None:
            raise NotFound
        if document.version != seen:
            raise Stale(document.version)
        desk = await self._desks.of(document.organ_id)
        return document, self._flow(document, await self._matters.tasks(document_id), desk), desk

    def _flow(self, document: M, tasks: list[Task], desk: Desk) -> Flow:
        return Flow(self._db, self._actor, desk, document, tasks, Settings(desk, document, self.defaults))

    def _case(self, document: M, flow: Flow) -> Case[M]:
        return Case(document, flow.tasks)

    def _check(self, document: M, flow: Flow, action: Labelled, said: Spoken, to: Labelled | None = None) -> Step:
        """The step an action is. Whatever is said with it passes the gate first, so no action can forget it (SEC-R04).

        Raises: TransitionRefused, Forbidden, ClassifiedNotAllowed, RuleViolated, ConfirmationRequired (SEC-R02).
        """
        step = self.workflow.check(self._case(document, flow), document.state, action, self._actor, to=to)
        self._judge(flow.desk).weigh(document.id, action, self._gate.check(texts(said)), told(said.overrides))
        return step

    def _judge(self, desk: Desk) -> Judge:
        return Judge(self._db, self._actor, desk)

    def _begin(self, flow: Flow, document: M, action: Labelled) -> None:
        """Trail and event of a matter's first moment."""
        AuditService(self._db, self._actor).record(
            document.kind, document.id, action, entity=document, matter_id=document.id, state_after=document.state
        )
        flow.announce(action)

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
