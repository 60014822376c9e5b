"""Who may take which action on a loan or a disposal list. Pure: the case is all it looks at."""

from app.core.actor import Actor
from app.models.archives import ArchiveDisposal, ArchiveLoan
from app.services.matters.case import Case, holds
from app.vocabulary.archives import DisposalStep, LoanStep
from app.vocabulary.identity import Permission

LoanCase = Case[ArchiveLoan]
DisposalCase = Case[ArchiveDisposal]


def may_decide_loan(case: LoanCase, actor: Actor) -> bool:
    """Whoever has the approval in hand, but never for their own borrowing (ARC-R21)."""
    return holds(LoanStep.APPROVE)(case, actor) and case.document.borrower_id != actor.user_id


def may_withdraw_loan(case: LoanCase, actor: Actor) -> bool:
    """The borrower, or whoever asked for them, before anything was handed out."""
    return {case.document.borrower_id, case.document.created_by_id} & actor.stands_for != set()


def may_take_back(_: LoanCase, actor: Actor) -> bool:
    """What was lent is counted back in by the archive, not by the borrower."""
    return actor.can(Permission.ARCHIVES_WRITE)


def may_decide_disposal(case: DisposalCase, actor: Actor) -> bool:
    """The leader who has the list, but never whoever drew it up (ARC-R18)."""
    return holds(DisposalStep.APPROVE)(case, actor) and case.document.created_by_id != actor.user_id


def may_terminate(_: DisposalCase, actor: Actor) -> bool:
    return actor.can(Permission.ARCHIVES_WRITE)


def may_execute(case: DisposalCase, actor: Actor) -> bool:
    """Whoever has the task, and never one of those who watch (ARC-R18)."""
    return holds(DisposalStep.EXECUTE)(case, actor) and actor.user_id not in case.document.watcher_ids
