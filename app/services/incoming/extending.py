"""延期: asked for in time, decided by somebody, lapsing when the handling ends."""

from collections.abc import Set
from typing import Any
from uuid import UUID

from app.core.errors import Forbidden, NotFound, ReferenceNotFound
from app.core.ids import new_id
from app.models.matters import Extension, Task
from app.rules.checks.handling import (
    check_extension,
)
from app.schemas.documents import DecideExtension, RequestExtension
from app.services.incoming.base import LED, IncomingBase, leaders_of
from app.services.matters.flow import Flow
from app.services.matters.said import told
from app.vocabulary.documents import IncomingAction as Do
from app.vocabulary.documents import IncomingStep as Step
from app.vocabulary.tasks import OpinionKind, TaskKind


class Extending(IncomingBase):
    """延期."""

    async def request_extension(self, document_id: UUID, seen: int, said: RequestExtension) -> dict[str, Any]:
        """申请延期: before the limit is over, to one exact later moment, for somebody to decide (DOC-I07).

        Raises: NotFound, Stale, TransitionRefused, Forbidden (also while one is being decided), RuleViolated.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.REQUEST_EXTENSION, said)
        task = flow.mine(Step.HANDLE, said.on_behalf_of_id)
        self._judge(desk).weigh(
            document.id, step.action, check_extension(task.due_at, flow.now, said.to_due_at), told(said.overrides)
        )
        decision = self._ask(flow, {self._actor.user_id, task.assignee_id})
        self._db.add(
            Extension(
                id=new_id(),
                matter_id=document.id,
                task_id=task.id,
                decision_task_id=decision.id,
                requested_by_id=self._actor.user_id,
                requested_at=flow.now,
                reason=said.reason,
                from_due_at=task.due_at,
                to_due_at=said.to_due_at,
            )
        )
        flow.take(step, note=said.reason)
        return await self.view(document_id)

    def _ask(self, flow: Flow, asking: Set[UUID]) -> Task:
        """Somebody else decides: the next who holds the role, else the leader who gave the instruction, else a leader.

        Raises: ReferenceNotFound (there is nobody else).
        """
        if flow.settings.owners(Step.DECIDE_EXTENSION, asking):
            return flow.open(Step.DECIDE_EXTENSION, kind=TaskKind.DECIDE, but=asking)
        instructed = [one.assignee_id for one in reversed(flow.tasks) if one.step in LED]
        leaders = [one for one in (*instructed, *leaders_of(flow.desk)) if one not in asking]
        if not leaders:
            raise ReferenceNotFound(f"/steps/{Step.DECIDE_EXTENSION}")
        return flow.open(Step.DECIDE_EXTENSION, kind=TaskKind.DECIDE, assignee_id=leaders[0])

    async def decide_extension(self, document_id: UUID, seen: int, said: DecideExtension) -> dict[str, Any]:
        """审批延期: granted, the handler's limit and the paper's move to the moment asked for. Nobody decides what they asked
        for themselves, or for a paper they handle.

        Raises: NotFound, Stale, TransitionRefused, Forbidden.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.DECIDE_EXTENSION, said)
        task = flow.mine(Step.DECIDE_EXTENSION, said.on_behalf_of_id)
        extension = await self._matters.open_extension(document_id)
        if extension is None:
            raise NotFound
        if extension.requested_by_id == self._actor.user_id:
            raise Forbidden("不能审批自己提出的延期申请")
        extension.decided_by_id, extension.decided_at, extension.approved = self._actor.user_id, flow.now, said.approved
        if said.approved:
            for one in flow.open_tasks(Step.HANDLE):
                one.due_at, one.warn_at = extension.to_due_at, desk.warn(extension.to_due_at, flow.now)
            self._set_due(document, desk, extension.to_due_at)
        flow.told.add(extension.requested_by_id)
        flow.say(OpinionKind.REMARK, said.opinion, task)
        flow.take(step, task=task, note="同意延期" if said.approved else "不同意延期")
        return await self.view(document_id)
