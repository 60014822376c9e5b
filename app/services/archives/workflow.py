"""借阅, 鉴定销毁: what may happen next to a loan and to a disposal list (ARC-R18, ARC-R21, DOC-M06)."""

from app.engine.steps import StepSetting
from app.engine.workflow import Transition, Workflow
from app.engine.worktime import Limit
from app.services.archives import policy as may
from app.services.archives.policy import DisposalCase, LoanCase
from app.services.matters.case import holds
from app.vocabulary.archives import DisposalAction, DisposalState, DisposalStep, LoanAction, LoanState, LoanStep
from app.vocabulary.calendar import LimitUnit
from app.vocabulary.common import MatterKind
from app.vocabulary.identity import Role
from app.vocabulary.labelled import Labelled

L = Transition[LoanCase]
D = Transition[DisposalCase]
_ASKED = frozenset({LoanState.REQUESTED})
_BEFORE = frozenset({DisposalState.APPROVAL, DisposalState.WITNESSING, DisposalState.EXECUTION})

LOAN = Workflow[LoanCase](
    MatterKind.ARCHIVE_LOAN,
    LoanState,
    initial=LoanState.REQUESTED,
    final=(LoanState.RETURNED, LoanState.REFUSED, LoanState.WITHDRAWN),
    table=[
        L(LoanAction.APPROVE, _ASKED, may.may_decide_loan, LoanState.APPROVED),
        L(LoanAction.REFUSE, _ASKED, may.may_decide_loan, LoanState.REFUSED),
        L(LoanAction.WITHDRAW, _ASKED | {LoanState.APPROVED}, may.may_withdraw_loan, LoanState.WITHDRAWN),
        L(LoanAction.LEND, frozenset({LoanState.APPROVED}), holds(LoanStep.LEND), LoanState.LENT),
        L(LoanAction.RETURN, frozenset({LoanState.LENT}), may.may_take_back, LoanState.RETURNED),
    ],
)
DISPOSAL = Workflow[DisposalCase](
    MatterKind.ARCHIVE_DISPOSAL,
    DisposalState,
    initial=DisposalState.APPROVAL,
    final=(DisposalState.DONE, DisposalState.REFUSED, DisposalState.TERMINATED),
    table=[
        D(DisposalAction.APPROVE, frozenset({DisposalState.APPROVAL}), may.may_decide_disposal,
          choice=frozenset({DisposalState.WITNESSING, DisposalState.DONE})),
        D(DisposalAction.REFUSE, frozenset({DisposalState.APPROVAL}), may.may_decide_disposal, DisposalState.REFUSED),
        D(DisposalAction.WITNESS, frozenset({DisposalState.WITNESSING}), holds(DisposalStep.WITNESS),
          choice=frozenset({DisposalState.WITNESSING, DisposalState.EXECUTION})),
        D(DisposalAction.EXECUTE, frozenset({DisposalState.EXECUTION}), may.may_execute, DisposalState.DONE),
        D(DisposalAction.TERMINATE, _BEFORE, may.may_terminate, DisposalState.TERMINATED),
    ],
)  # fmt: skip


def _days(count: int, role: Role | None = None) -> StepSetting:
    return StepSetting(Limit(count, LimitUnit.WORKDAY), role)


LOAN_DEFAULTS: dict[Labelled, StepSetting] = {
    LoanStep.APPROVE: _days(2, Role.OFFICE_DIRECTOR),
    LoanStep.LEND: _days(2, Role.ARCHIVIST),
    LoanStep.RETURN: _days(10),
}
DISPOSAL_DEFAULTS: dict[Labelled, StepSetting] = {
    DisposalStep.APPROVE: _days(10, Role.PRINCIPAL_LEADER),
    DisposalStep.WITNESS: _days(5),
    DisposalStep.EXECUTE: _days(5, Role.ARCHIVIST),
}
"""Owners and limits where an organ tuned nothing (practice)."""
NOTHING: frozenset[Labelled] = frozenset()
"""No step may be left out, and none is settled by fewer than all."""
