"""Who may take which action on a request for the use of a seal. Pure: the case is all it looks at."""

from app.core.actor import Actor
from app.models.seals import SealRequest
from app.services.matters.case import Case, acts_on, holds
from app.vocabulary.identity import Permission, Role
from app.vocabulary.seals import SealRequestState as Is
from app.vocabulary.seals import SealRequestStep as Step

RequestCase = Case[SealRequest]


def is_applicant(case: RequestCase, actor: Actor) -> bool:
    """Whoever asks for the seal, or somebody they entrusted."""
    return case.document.created_by_id in actor.stands_for


def may_use(case: RequestCase, actor: Actor) -> bool:
    """Whoever keeps the seal; away from the house also the escort. Once only."""
    if case.document.state == Is.AWAY:
        there = Role.SEAL_KEEPER in actor.roles or case.document.escort_id in actor.stands_for
        return there and case.document.use_id is None
    return holds(Step.SEAL)(case, actor)


def may_bring_back(_: RequestCase, actor: Actor) -> bool:
    """The keeper looks the seal over when it is back (SEAL-R08)."""
    return Role.SEAL_KEEPER in actor.roles


def follows_its_seal(_: RequestCase, actor: Actor) -> bool:
    """Whoever may stop the seal, report it lost or hand it over ends or passes on what waits for it; that is asked there."""
    return actor.can(Permission.SEALS_READ)


def may_urge(case: RequestCase, actor: Actor) -> bool:
    """The applicant, who waits for it, and the supervisors of the organ."""
    return (is_applicant(case, actor) or actor.can(Permission.SEAL_REQUESTS_OVERSEE)) and bool(case.open())


def may_hand_over(case: RequestCase, actor: Actor) -> bool:
    """Whoever has an open task here, or oversees all tasks. The seal itself is handed over with the seal."""
    passable = [task for task in case.open() if task.step not in (Step.SEAL, Step.BRING_BACK)]
    mine = any(acts_on(task, actor) for task in passable)
    return mine or (actor.can(Permission.TASKS_OVERSEE) and bool(passable))


def may_comment(_: RequestCase, actor: Actor) -> bool:
    return actor.can(Permission.SEAL_REQUESTS_READ)
