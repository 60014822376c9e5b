"""What may be done beside the main line of any flow: 催办, 批注, 转办."""

from typing import Any, Protocol, TypeVar
from uuid import UUID

from app.core.errors import Forbidden, ReferenceNotFound, Senseless
from app.core.ids import new_id
from app.models.matters import Matter, Task, Urging
from app.services.identity.directory import PersonCard
from app.services.matters.base import MatterBase
from app.services.matters.case import acts_on
from app.services.matters.flow import Flow
from app.services.matters.said import Spoken
from app.vocabulary.identity import Permission
from app.vocabulary.labelled import Labelled
from app.vocabulary.tasks import OpinionKind, TaskState

MANUAL = "manual"
M = TypeVar("M", bound=Matter)


class Noted(Spoken, Protocol):
    @property
    def note(self) -> str: ...


class Remarked(Spoken, Protocol):
    @property
    def opinion(self) -> str: ...


class Passed(Spoken, Protocol):
    @property
    def task_id(self) -> UUID: ...
    @property
    def to_person_id(self) -> UUID: ...
    @property
    def reason(self) -> str: ...


class Beside(MatterBase[M]):
    """Each public method is an action of the kind's own workflow; a kind names which."""

    async def _urged(self, action: Labelled, document_id: UUID, seen: int, said: Noted) -> dict[str, Any]:
        """催办: everybody who holds the matter now is reminded, by name, with a word (DOC-I08)."""
        document, flow, _ = await self._locked(document_id, seen)
        step = self._check(document, flow, action, said)
        for task in flow.open_tasks():
            flow.told.add(task.assignee_id)
            self._db.add(
                Urging(
                    id=new_id(),
                    matter_id=document.id,
                    task_id=task.id,
                    due_at=task.due_at,
                    rung=MANUAL,
                    person_id=task.assignee_id,
                    by_id=self._actor.user_id,
                    note=said.note,
                    at=flow.now,
                )
            )
        flow.take(step, note=said.note)
        return await self.view(document_id)

    async def _commented(self, action: Labelled, document_id: UUID, seen: int, said: Remarked) -> dict[str, Any]:
        """批注: a word on the record by anybody who sees the matter; it changes nothing else."""
        document, flow, _ = await self._locked(document_id, seen)
        step = self._check(document, flow, action, said)
        flow.say(OpinionKind.REMARK, said.opinion)
        flow.take(step)
        return await self.view(document_id)

    async def _handed_over(self, action: Labelled, document_id: UUID, seen: int, said: Passed) -> dict[str, Any]:
        """转办: an open task goes to another person with its clock running; both stand in the trail.

        Raises: NotFound, Stale, TransitionRefused, Forbidden (not the caller's task), ReferenceNotFound, Senseless.
        """
        document, flow, _ = await self._locked(document_id, seen)
        step = self._check(document, flow, action, said)
        task = next((one for one in flow.open_tasks() if one.id == said.task_id), None)
        if task is None:
            raise ReferenceNotFound("/task_id")
        if not (acts_on(task, self._actor) or self._actor.can(Permission.TASKS_OVERSEE)):
            raise Forbidden("只能转办自己的任务")
        found = await self._known_people(to_person_id=said.to_person_id)
        if said.to_person_id == task.assignee_id:
            raise Senseless("/to_person_id", "该任务已由此人办理")
        self._may_take_over(document, task, said.to_person_id, flow)
        flow.nearest([task])
        task.state, task.outcome = TaskState.CANCELLED, action
        replacement = self._copy(task, said.to_person_id, flow)
        if document.responsible_id == task.assignee_id:
            document.responsible_id = replacement.assignee_id
        self._passed_on(document, task, said.to_person_id, found[said.to_person_id])
        flow.take(step, note=said.reason)
        return await self.view(document_id)

    def _may_take_over(self, document: M, task: Task, person_id: UUID, flow: Flow) -> None:
        """Whether the person may have this task; a kind refuses here what only some may do."""

    def _passed_on(self, document: M, task: Task, person_id: UUID, card: PersonCard) -> None:
        """What else changes with the hands; a kind says so here."""

    def _copy(self, task: Task, person_id: UUID, flow: Flow) -> Task:
        return flow.open(
            flow.settings.step(task.step),
            kind=task.kind,
            part=task.part,
            assignee_id=person_id,
            due_at=task.due_at,
            group_id=task.group_id,
            turn=0,
            from_task_id=task.id,
        )
