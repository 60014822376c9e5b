"""待办、待阅、已办: what waits for a person, whatever the matter."""

from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.errors import Forbidden, NotFound, Senseless, TransitionRefused
from app.db.database import Db
from app.db.slice import Slice, Wanted
from app.repositories.matters import MatterRepository
from app.repositories.tasks import COUNT_CAP, TaskRepository
from app.repositories.visibility import VisibilityRepository
from app.services.audit.service import AuditService
from app.vocabulary.identity import Permission
from app.vocabulary.inbox import Box, Reach
from app.vocabulary.tasks import TaskState

SEE = "see"


class TaskService:
    """Rights are those of the matter: whoever cannot see it sees no task of it."""

    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor, self._found = db, actor, TaskRepository(db)

    async def search(self, wanted: Wanted, box: Box, reach: Reach) -> Slice:
        """One heap of tasks: open ones by due time, done ones newest first.

        Raises: Forbidden (all tasks of the organ are for who oversees them), Senseless (done tasks are shown to whoever
        did them alone; an order that does not go with the heap), InvalidCursor.
        """
        if reach is Reach.ORGAN and not self._actor.can(Permission.TASKS_OVERSEE):
            raise Forbidden
        if box is Box.DONE and reach is not Reach.MINE:
            raise Senseless("/scope", "已办只能查看本人的")
        if (wanted.sort == "-done_at") is not (box is Box.DONE):
            raise Senseless("/sort", "待办、待阅按时限排列，已办按办结时间排列")
        return await self._found.search(wanted, box, reach, self._actor)

    async def counts(self) -> dict[str, Any]:
        """How much waits for the caller and those the caller stands in for. Raises nothing."""
        row = await self._found.counts(self._actor)
        shown = {name: getattr(row, name) for name in ("pending", "to_read", "red", "yellow")}
        return {**shown, "is_exact": row.looked_at <= COUNT_CAP}

    async def view(self, task_id: UUID) -> dict[str, Any]:
        """Raises: NotFound."""
        row = await self._found.view(task_id, self._actor)
        if row is None:
            raise NotFound
        return dict(row._mapping)

    async def see(self, task_id: UUID) -> dict[str, Any]:
        """Take note of a task: from now on the step before cannot be withdrawn. Only the first time counts.

        Raises: NotFound, Forbidden (not the assignee or who stands in), TransitionRefused (not the reader's turn yet, or
        cancelled).
        """
        shown = await self.view(task_id)
        if await VisibilityRepository(self._db, self._actor).lock(shown["matter_kind"], shown["matter_id"]) is None:
            raise NotFound
        task = await MatterRepository(self._db).task(task_id)
        if task is None or task.assignee_id not in self._actor.stands_for:
            raise Forbidden("只有经办人或其受托人可以签阅任务")
        if task.seen_at is None and task.state in (TaskState.WAITING, TaskState.CANCELLED):
            raise TransitionRefused(f"任务{task.state.label}，不能签阅", action=SEE, state=task.state)
        if task.seen_at is None and task.state == TaskState.OPEN:
            task.seen_at = self._db.clock.now()
            principal_id = task.assignee_id if task.assignee_id != self._actor.user_id else None
            AuditService(self._db, self._actor).record(
                "task", task.id, SEE, entity=task, matter_id=task.matter_id, on_behalf_of_id=principal_id
            )
        return await self.view(task_id)
