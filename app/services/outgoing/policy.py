"""Who may take which action on a document of ours. Pure: the case is all it looks at."""

from app.core.actor import Actor
from app.models.outgoing import OutgoingDocument
from app.services.matters.case import Case, acts_on, holds
from app.vocabulary.identity import Permission, Role
from app.vocabulary.outgoing import OutgoingStep as Step
from app.vocabulary.outgoing import Validity

OutgoingCase = Case[OutgoingDocument]
LEADERS = frozenset({Role.LEADER, Role.PRINCIPAL_LEADER})


def is_director(_: OutgoingCase, actor: Actor) -> bool:
    return Role.OFFICE_DIRECTOR in actor.roles


def is_drafter(case: OutgoingCase, actor: Actor) -> bool:
    """Whoever wrote it, or somebody they entrusted."""
    return case.document.created_by_id in actor.stands_for


def may_withdraw(case: OutgoingCase, actor: Actor) -> bool:
    """The drafter, before the paper waits for its signature."""
    return is_drafter(case, actor)


def may_hold(case: OutgoingCase, actor: Actor) -> bool:
    """Whoever is to sign, and the office director."""
    return holds(Step.SIGN)(case, actor) or is_director(case, actor)


def may_terminate(case: OutgoingCase, actor: Actor) -> bool:
    """不宜发文: the reviewers, whoever is to sign, the office director, whoever held it (DOC-P05)."""
    return holds(Step.REVIEW, Step.FINAL_REVIEW, Step.SIGN, Step.RESUME)(case, actor) or is_director(case, actor)


def may_void_number(case: OutgoingCase, actor: Actor) -> bool:
    return is_director(case, actor)


def may_recall(case: OutgoingCase, actor: Actor) -> bool:
    """分发员 and the office director (DOC-X05)."""
    return Role.DISPATCHER in actor.roles or is_director(case, actor)


def may_record_receipt(_: OutgoingCase, actor: Actor) -> bool:
    return Role.DISPATCHER in actor.roles


def may_decide_validity(case: OutgoingCase, actor: Actor) -> bool:
    """撤销, 废止: a leader of the organ, or the office that enters a decision made elsewhere (DOC-M04)."""
    return case.document.validity == Validity.VALID and (bool(LEADERS & actor.roles) or is_director(case, actor))


def may_urge(case: OutgoingCase, actor: Actor) -> bool:
    """The drafter, who waits for it, and the supervisors of the organ."""
    return (is_drafter(case, actor) or actor.can(Permission.OUTGOING_OVERSEE)) and bool(case.open())


def may_hand_over(case: OutgoingCase, actor: Actor) -> bool:
    """Whoever has an open task here, or oversees all tasks."""
    mine = any(acts_on(task, actor) for task in case.open())
    return mine or (actor.can(Permission.TASKS_OVERSEE) and bool(case.open()))


def may_comment(_: OutgoingCase, actor: Actor) -> bool:
    return actor.can(Permission.OUTGOING_READ)
