"""What policy looks at: a matter and its tasks, and the questions every kind asks of them. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from app.core.actor import Actor
from app.vocabulary.tasks import TaskKind, TaskState


class Pending(Protocol):
    """What policy needs to know of a task."""

    @property
    def step(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def assignee_id(self) -> UUID: ...
    @property
    def role(self) -> str | None: ...
    @property
    def seen_at(self) -> object: ...
    @property
    def done_by_id(self) -> UUID | None: ...


M_co = TypeVar("M_co", covariant=True)


@dataclass(frozen=True)
class Case(Generic[M_co]):
    """A matter and its tasks, oldest first. No slots: a frozen generic class with slots cannot be called by its alias."""

    document: M_co
    tasks: Sequence[Pending]

    def open(self, *steps: str) -> list[Pending]:
        return [one for one in self.tasks if one.state == TaskState.OPEN and (not steps or one.step in steps)]


Allow = Callable[[Case[Any], Actor], bool]


def acts_on(task: Pending, actor: Actor) -> bool:
    """The task is the caller's, a principal's, or their role may step in."""
    return task.assignee_id in actor.stands_for or task.role in actor.roles


def holds(*steps: str) -> Allow:
    """An open task of one of these steps is the caller's to do."""
    return lambda case, actor: any(acts_on(task, actor) for task in case.open(*steps))


def may_withdraw(step: str) -> Allow:
    """Whoever led the matter here by this step may take it back while nobody has looked at the next one.

    A matter that came here by another way, sent back or at a leader's word by phone, has no such step to take back.
    """

    def may(case: Case[Any], actor: Actor) -> bool:
        done = [one for one in case.tasks if one.state == TaskState.DONE and one.kind == TaskKind.STEP]
        theirs = bool(done) and (done[-1].step, done[-1].done_by_id) == (step, actor.user_id)
        return theirs and all(one.seen_at is None for one in case.open())

    return may
