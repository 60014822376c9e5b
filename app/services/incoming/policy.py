"""Who may take which action on an incoming document. Pure: the case is all it looks at."""

from app.core.actor import Actor
from app.models.incoming import IncomingDocument
from app.services.matters.case import Case, acts_on, holds
from app.vocabulary.documents import HandlingKind, IncomingState
from app.vocabulary.documents import IncomingStep as Step
from app.vocabulary.identity import Permission, Role

OFFICE = frozenset({Role.OFFICE_CLERK, Role.OFFICE_DIRECTOR, Role.CIRCULATION_CLERK})


IncomingCase = Case[IncomingDocument]


def in_office(_: IncomingCase, actor: Actor) -> bool:
    return bool(OFFICE & actor.roles)


def is_director(_: IncomingCase, actor: Actor) -> bool:
    return Role.OFFICE_DIRECTOR in actor.roles


def by_sender(case: IncomingCase, actor: Actor) -> bool:
    """What only the organ may do that sent the paper by the exchange (DOC-X05)."""
    return case.document.sender_organ_id == actor.organ_id


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


def may_decide_extension(case: IncomingCase, actor: Actor) -> bool:
    """Somebody else than who handles the paper."""
    return holds(Step.DECIDE_EXTENSION)(case, actor) and case.document.lead_handler_id != actor.user_id


MAIN = (Step.TRIAGE, Step.INSTRUCT, Step.ASSIGN, Step.CIRCULATE, Step.HANDLE, Step.CLOSE)
"""The steps of the main line that somebody may send a paper back from."""


def may_send_back(case: IncomingCase, actor: Actor) -> bool:
    """Whoever holds the present step, or the office director."""
    return holds(*MAIN)(case, actor) or is_director(case, actor)


def may_instruct_orally(case: IncomingCase, actor: Actor) -> bool:
    """Only for urgent papers: the office records what a leader said by phone (DOC-X07)."""
    return case.document.urgency != "none" and bool(OFFICE & actor.roles) and bool(case.open(Step.INSTRUCT))
