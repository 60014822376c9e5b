"""Who may take which action on an incoming document. Pure: the case is all it looks at."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from app.core.actor import Actor
from app.models.incoming import IncomingDocument
from app.vocabulary.documents import HandlingKind, IncomingState
from app.vocabulary.documents import IncomingStep as Step
from app.vocabulary.identity import Permission, Role
from app.vocabulary.tasks import TaskKind, TaskState

OFFICE = frozenset({Role.OFFICE_CLERK, Role.OFFICE_DIRECTOR, Role.CIRCULATION_CLERK})


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


@dataclass(frozen=True, slots=True)
class IncomingCase:
    """A document and its tasks, oldest first."""

    document: IncomingDocument
    tasks: Sequence[Pending]

    def open(self, *steps: Step) -> list[Pending]:
        return [one for one in self.tasks if one.state == TaskState.OPEN and (not steps or one.step in steps)]


Allow = Callable[[IncomingCase, Actor], bool]


def acts_on(task: Pending, actor: Actor) -> bool:
    """The task is the caller's, a principal's, or their role may step in."""
    return task.assignee_id in actor.stands_for or task.role in actor.roles


def holds(*steps: Step) -> Allow:
    """An open task of one of these steps is the caller's to do."""
    return lambda case, actor: any(acts_on(task, actor) for task in case.open(*steps))


def in_office(_: IncomingCase, actor: Actor) -> bool:
    return bool(OFFICE & actor.roles)


def is_director(_: IncomingCase, actor: Actor) -> bool:
    return Role.OFFICE_DIRECTOR in actor.roles


def may_urge(case: IncomingCase, actor: Actor) -> bool:
    """Supervisors of the organ, and whoever was named for this paper (DOC-I08)."""
    named = case.document.supervisor_id in actor.stands_for
    return (named or actor.can(Permission.INCOMING_OVERSEE)) and bool(case.open())


def may_hand_over(case: IncomingCase, actor: Actor) -> bool:
    """Whoever has an open task here, or oversees all tasks."""
    return any(acts_on(task, actor) for task in case.open()) or (
        actor.can(Permission.TASKS_OVERSEE) and bool(case.open())
    )


def may_comment(_: IncomingCase, actor: Actor) -> bool:
    return actor.can(Permission.INCOMING_READ)


def for_action(case: IncomingCase) -> bool:
    return case.document.handling_kind == HandlingKind.FOR_ACTION


def may_circulate_first(case: IncomingCase, actor: Actor) -> bool:
    """A paper for information goes straight to its readers; one for action when its instruction is there."""
    return holds(Step.CIRCULATE, Step.ASSIGN)(case, actor)


def may_circulate_beside(case: IncomingCase, actor: Actor) -> bool:
    """Reading copies may go round while others work (DOC-X07)."""
    return in_office(case, actor)


def may_close(case: IncomingCase, actor: Actor) -> bool:
    """The lead handler, or after a circulation the clerk; the record is whose step waits."""
    state = case.document.state
    return holds(Step.HANDLE)(case, actor) if state == IncomingState.HANDLING else holds(Step.CLOSE)(case, actor)


def may_assign(case: IncomingCase, actor: Actor) -> bool:
    return for_action(case) and holds(Step.ASSIGN)(case, actor)


def may_ask_for_time(case: IncomingCase, actor: Actor) -> bool:
    """The lead handler, one request at a time."""
    return holds(Step.HANDLE)(case, actor) and not case.open(Step.DECIDE_EXTENSION)


MAIN = (Step.TRIAGE, Step.INSTRUCT, Step.ASSIGN, Step.CIRCULATE, Step.HANDLE, Step.CLOSE)
"""The steps of the main line that somebody may send a paper back from."""


def may_send_back(case: IncomingCase, actor: Actor) -> bool:
    """Whoever holds the present step, or the office director."""
    return holds(*MAIN)(case, actor) or is_director(case, actor)


def may_withdraw(step: Step) -> Allow:
    """Whoever led the paper here by this step may take it back while nobody has looked at the next one.

    A paper that came here by another way, sent back or at a leader's word by phone, has no such step to take back.
    """

    def may(case: IncomingCase, actor: Actor) -> bool:
        done = [one for one in case.tasks if one.state == TaskState.DONE and one.kind == TaskKind.STEP]
        theirs = bool(done) and (done[-1].step, done[-1].done_by_id) == (step, actor.user_id)
        return theirs and all(one.seen_at is None for one in case.open())

    return may


def may_instruct_orally(case: IncomingCase, actor: Actor) -> bool:
    """Only for urgent papers: the office records what a leader said by phone (DOC-X07)."""
    return case.document.urgency != "none" and bool(OFFICE & actor.roles) and bool(case.open(Step.INSTRUCT))
