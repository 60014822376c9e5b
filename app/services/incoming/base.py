"""What both halves of the incoming flow share: finding and locking the paper, its flow, its judge, its view."""

from datetime import datetime
from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.errors import Senseless, TransitionRefused
from app.db.database import Db
from app.engine.workflow import Step
from app.engine.worktime import Limit
from app.models.incoming import IncomingDocument
from app.models.matters import Task
from app.repositories.incoming import IncomingDocumentRepository
from app.rules.checks.limits import default_limit
from app.services.incoming.views import incoming_view
from app.services.incoming.workflow import DEFAULTS, INCOMING
from app.services.matters.base import MatterBase
from app.services.matters.flow import Flow
from app.services.office.desk import Desk
from app.vocabulary.common import Urgency
from app.vocabulary.documents import IncomingStep as Waiting
from app.vocabulary.identity import Role
from app.vocabulary.tasks import TaskKind

BESIDE = (TaskKind.READ, TaskKind.DECIDE)
"""Tasks that go on while the paper moves ahead: copies being read, an oral instruction to be confirmed."""

LED = (Waiting.INSTRUCT, Waiting.CONFIRM_INSTRUCTION)
"""Steps that are a leader's own (DOC-I05, DOC-X07)."""


def leaders_of(desk: Desk) -> list[UUID]:
    """领导 of the organ, the principal first."""
    return [*desk.holders.get(Role.PRINCIPAL_LEADER, ()), *desk.holders.get(Role.LEADER, ())]


class IncomingBase(MatterBase[IncomingDocument]):
    """Made for one request from ``(db, actor)``."""

    workflow, defaults = INCOMING, DEFAULTS

    def __init__(self, db: Db, actor: Actor) -> None:
        super().__init__(db, actor)
        self._documents = IncomingDocumentRepository(db)

    @property
    def _kept(self) -> IncomingDocumentRepository:
        return self._documents

    def _shown(self, row: Any) -> dict[str, Any]:
        return incoming_view(row, self._actor)

    def _flow(self, document: IncomingDocument, tasks: list[Task], desk: Desk) -> Flow:
        flow = super()._flow(document, tasks, desk)
        flow.lasting = frozenset({Waiting.ANSWER_RECALL})
        return flow

    def _must_not_be_recalled(self, flow: Flow, step: Step) -> None:
        """A paper its sender wants back does not end before that is answered (DOC-X05). Raises: TransitionRefused."""
        if flow.open_tasks(Waiting.ANSWER_RECALL):
            raise TransitionRefused("来文单位请求撤回，请先答复", action=step.action, state=step.before)

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
