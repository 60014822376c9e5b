"""Running a flow: one place where a step closes and opens tasks, moves the state, and writes trail and event."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from app.core.actor import Actor
from app.core.errors import Forbidden, ReferenceNotFound
from app.core.ids import new_id
from app.db.database import Db
from app.engine.groups import next_in_turn
from app.engine.steps import StepSetting
from app.engine.workflow import Step
from app.events.matters import MatterMoved, OpenedTask
from app.models.matters import Matter, Opinion, Participant, Task
from app.services.audit.service import AuditService
from app.services.events.service import EventService
from app.services.office.desk import Desk
from app.vocabulary.labelled import Labelled
from app.vocabulary.tasks import OpinionKind, Part, TaskKind, TaskState


class Flow:
    """The running flow of one locked matter, for one caller and one step."""

    def __init__(
        self, db: Db, actor: Actor, desk: Desk, matter: Matter, tasks: list[Task], settings: "Settings"
    ) -> None:
        self.db, self.actor, self.desk, self.matter, self.tasks, self.settings = (
            db,
            actor,
            desk,
            matter,
            tasks,
            settings,
        )
        self.now = db.clock.now()
        self.opened: list[Task] = []
        self.told: set[UUID] = set()
        self.principal_id: UUID | None = None
        self.lasting: frozenset[str] = frozenset()
        """Steps that wait for their own answer, whatever is done on the main line meanwhile."""

    def open_tasks(self, step: str | None = None) -> list[Task]:
        return [one for one in self.tasks if one.state == TaskState.OPEN and step in (None, one.step)]

    def mine(self, step: str, principal_id: UUID | None = None) -> Task:
        """The open task of a step that the caller acts on: their own, a principal's, or one of their pool.

        Raises: Forbidden (``principal_id`` names nobody the caller may act for here, or no such task is theirs).
        """
        found = self.open_tasks(step)
        if principal_id is not None:
            if principal_id not in self.actor.principals:
                raise Forbidden("没有该人员的有效委托")
            found = [one for one in found if one.assignee_id == principal_id]
        nearest = self.nearest(found)
        if nearest is None:
            raise Forbidden("该环节没有待您办理的任务")
        return nearest

    def nearest(self, tasks: Iterable[Task]) -> Task | None:
        """Of these tasks the one the caller acts on: their own, a principal's (which the trail will say), or their pool's."""
        task = min(tasks, key=self._nearness, default=None)
        if task is None or self._nearness(task) > 2:
            return None
        if task.assignee_id in self.actor.principals:
            self.principal_id = task.assignee_id
        return task

    def taken_back(self, step: str) -> Task:
        """The task of a step that the caller, or the caller for a principal, did last and now takes back."""
        done = next(one for one in reversed(self.tasks) if one.step == step and one.state == TaskState.DONE)
        self.nearest([done])
        return done

    def _nearness(self, task: Task) -> int:
        if task.assignee_id == self.actor.user_id:
            return 0
        if task.assignee_id in self.actor.principals:
            return 1
        return 2 if task.role in self.actor.roles else 3

    def finish(self, task: Task, outcome: str) -> None:
        task.state, task.done_at, task.done_by_id, task.outcome = TaskState.DONE, self.now, self.actor.user_id, outcome

    def cancel(self, tasks: Iterable[Task], outcome: str) -> None:
        for one in tasks:
            if one.state in (TaskState.OPEN, TaskState.WAITING):
                one.state, one.outcome = TaskState.CANCELLED, outcome

    def open(
        self,
        step: Labelled,
        *,
        kind: TaskKind = TaskKind.STEP,
        part: Part = Part.SOLE,
        assignee_id: UUID | None = None,
        due_at: datetime | None = None,
        group_id: UUID | None = None,
        turn: int = 0,
        from_task_id: UUID | None = None,
        like: Task | None = None,
        but: Collection[UUID] = (),
    ) -> Task:
        """Begin a step: find its owner, start its clock. From ``turn`` 2 on the task waits for its turn. ``like`` gives it to
        whoever had another task, and to the same pool. ``but`` are people it must not fall to by itself.

        Raises: ReferenceNotFound (nobody holds the role that does this step, or nobody else does).
        """
        setting = self.settings.of(step)
        named = like.assignee_id if like else assignee_id
        owner = named or self.settings.owner(step, but)
        waits = turn > 1
        due = due_at or self.due(setting)
        task = Task(
            id=new_id(),
            matter_id=self.matter.id,
            organ_id=self.matter.organ_id,
            kind=kind,
            step=step,
            part=part,
            assignee_id=owner,
            role=like.role if like else None if named else setting.role,
            group_id=group_id,
            turn=turn,
            state=TaskState.WAITING if waits else TaskState.OPEN,
            opened_at=None if waits else self.now,
            due_at=due,
            warn_at=self.desk.warn(due, self.now),
            limit_value=setting.limit.value,
            limit_unit=setting.limit.unit,
            from_task_id=from_task_id,
        )
        self.db.add(task)
        self.enter(owner)
        self.tasks.append(task)
        if not waits:
            self.opened.append(task)
        return task

    def due(self, setting: StepSetting) -> datetime:
        """When a step that begins now must be done; never later than the matter itself while that is open and its limit
        ahead."""
        due = self.desk.due(self.now, setting.limit)
        limit = self.matter.due_at
        return min(due, limit) if limit is not None and limit > self.now and self.matter.closed_at is None else due

    def pass_on(self, group_id: UUID) -> Task | None:
        """Hand the paper to the next reader in turn; None when nobody waits."""
        following = next_in_turn([one for one in self.tasks if one.group_id == group_id])
        if following is not None:
            following.state, following.opened_at = TaskState.OPEN, self.now
            following.due_at = self.due(self.settings.of_name(following.step))
            following.warn_at = self.desk.warn(following.due_at, self.now)
            self.opened.append(following)
        return following

    def enter(self, *people: UUID | None) -> None:
        """These people have a part in the matter from now on."""
        for person_id in people:
            if person_id is not None:
                self.db.add(Participant(person_id=person_id, matter_id=self.matter.id))

    def say(self, kind: OpinionKind, text: str | None, task: Task | None = None) -> None:
        """Write an opinion; opinions are never changed afterwards."""
        if text:
            self.db.add(
                Opinion(
                    id=new_id(),
                    matter_id=self.matter.id,
                    task_id=task.id if task else None,
                    kind=kind,
                    author_id=self.actor.user_id,
                    on_behalf_of_id=self.principal_id,
                    text=text,
                    at=self.now,
                )
            )

    def take(
        self, step: Step, *, note: str | None = None, task: Task | None = None, spare: Collection[TaskKind] = ()
    ) -> None:
        """Do the step: finish the caller's task, cancel what the move makes void, assign the state, write trail and event.

        Tasks of the kinds in ``spare`` go on beside the move, such as copies still being read.
        """
        matter = self.matter
        if task is not None:
            self.finish(task, step.action)
        if not step.keeps_tasks:
            void = [one for one in self.tasks if one not in self.opened and one.kind not in spare]
            self.cancel([one for one in void if one.step not in self.lasting], step.action)
        matter.state = step.after
        matter.version += 1
        self.enter(self.actor.user_id, self.principal_id)
        AuditService(self.db, self.actor).record(
            matter.kind,
            matter.id,
            step.action,
            entity=matter,
            matter_id=matter.id,
            state_before=step.before,
            state_after=step.after,
            note=note,
            on_behalf_of_id=self.principal_id,
        )
        self.announce(step.action)

    def announce(self, action: str) -> None:
        matter = self.matter
        EventService(self.db).add(
            MatterMoved(
                organ_id=matter.organ_id,
                matter_id=matter.id,
                kind=matter.kind,
                action=action,
                state=matter.state,
                version=matter.version,
                actor_id=self.actor.user_id,
                opened=tuple(OpenedTask(t.id, t.assignee_id, t.kind, t.step) for t in self.opened),
                told=tuple(sorted(self.told)),
            )
        )


class Settings:
    """The steps of one matter, by the parameter version it started with."""

    def __init__(self, desk: Desk, matter: Matter, defaults: Mapping[Labelled, StepSetting]) -> None:
        self._desk, self._matter, self._defaults = desk, matter, defaults
        self._by_name = {str(step): step for step in defaults}

    def of(self, step: Labelled) -> StepSetting:
        return self._desk.setting(self._matter.kind, self._matter.parameters_version, step, self._defaults[step])

    def of_name(self, step: str) -> StepSetting:
        return self.of(self._by_name[step])

    def step(self, name: str) -> Labelled:
        """The step of this name. Raises: KeyError."""
        return self._by_name[name]

    def owner(self, step: Labelled, but: Collection[UUID] = ()) -> UUID:
        """The one responsible person: who is named, else the first who holds the role; nobody of ``but``.

        Raises: ReferenceNotFound.
        """
        found = self.owners(step, but)
        if not found:
            raise ReferenceNotFound(f"/steps/{step}")
        return found[0]

    def owners(self, step: Labelled, but: Collection[UUID] = ()) -> Sequence[UUID]:
        """Who may answer for a step, the nearest first."""
        setting = self.of(step)
        named = [setting.person_id] if setting.person_id is not None else []
        holders = self._desk.holders.get(setting.role, ()) if setting.role else ()
        return [one for one in (*named, *holders) if one not in but]
