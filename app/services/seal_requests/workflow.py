"""用印申请: what may happen next to a request for the use of a seal (SEAL-R01, SEAL-R03, SEAL-R07, SEAL-R08)."""

from app.engine.steps import StepSetting
from app.engine.workflow import Transition, Workflow
from app.engine.worktime import Limit
from app.services.matters.case import holds
from app.services.seal_requests import policy as may
from app.services.seal_requests.policy import RequestCase
from app.vocabulary.calendar import LimitUnit
from app.vocabulary.common import MatterKind
from app.vocabulary.identity import Role
from app.vocabulary.labelled import Labelled
from app.vocabulary.seals import SealRequestAction as Do
from app.vocabulary.seals import SealRequestState as Is
from app.vocabulary.seals import SealRequestStep as Step
from app.vocabulary.seals import UseClass

T = Transition[RequestCase]
WRITING = frozenset({Is.DRAFT, Is.WITHDRAWN})
FINAL = (Is.DONE, Is.REJECTED, Is.REFUSED, Is.CANCELLED)
OPEN = frozenset(Is) - set(FINAL)

APPROVE_STEP: dict[UseClass, Step] = {
    UseClass.CERTIFICATE: Step.APPROVE_CERTIFICATE,
    UseClass.CONTRACT: Step.APPROVE_CONTRACT,
    UseClass.INTRODUCTION: Step.APPROVE_INTRODUCTION,
    UseClass.STATEMENT: Step.APPROVE_STATEMENT,
    UseClass.OTHER: Step.APPROVE_OTHER,
}
"""Each class of use has an approval step of its own: its owner is the leader, or who is entrusted with it (SEAL-R01)."""
APPROVING = tuple(APPROVE_STEP.values())

SEAL_REQUESTS = Workflow[RequestCase](
    MatterKind.SEAL_REQUEST,
    Is,
    initial=Is.DRAFT,
    final=FINAL,
    table=[
        T(Do.UPDATE, WRITING, holds(Step.DRAFT), keeps_tasks=True),
        T(Do.SUBMIT, WRITING, holds(Step.DRAFT), choice=frozenset({Is.REVIEW, Is.APPROVAL})),
        T(Do.ENDORSE, frozenset({Is.REVIEW}), holds(Step.REVIEW), Is.APPROVAL),
        T(Do.APPROVE, frozenset({Is.APPROVAL}), holds(*APPROVING), Is.SEALING),
        T(Do.REJECT, frozenset({Is.REVIEW, Is.APPROVAL}), holds(Step.REVIEW, *APPROVING), Is.REJECTED),
        T(Do.WITHDRAW, frozenset({Is.REVIEW, Is.APPROVAL}), may.is_applicant, Is.WITHDRAWN),
        T(Do.CANCEL, WRITING | {Is.SEALING}, may.is_applicant, Is.CANCELLED),
        T(Do.USE, frozenset({Is.SEALING}), may.may_use, Is.DONE),
        T(Do.USE, frozenset({Is.AWAY}), may.may_use, keeps_tasks=True),
        T(Do.REFUSE, frozenset({Is.SEALING}), holds(Step.SEAL), Is.REFUSED),
        T(Do.TAKE_OUT, frozenset({Is.SEALING}), holds(Step.SEAL), Is.AWAY),
        T(Do.BRING_BACK, frozenset({Is.AWAY}), may.may_bring_back, choice=frozenset({Is.DONE, Is.SEALING})),
        T(Do.VOID, OPEN - WRITING, may.follows_its_seal, Is.REFUSED),
        T(Do.CHANGE_KEEPER, frozenset({Is.SEALING}), may.follows_its_seal, keeps_tasks=True),
        T(Do.HAND_OVER, OPEN, may.may_hand_over, keeps_tasks=True),
        T(Do.URGE, OPEN, may.may_urge, keeps_tasks=True),
        T(Do.COMMENT, OPEN, may.may_comment, keeps_tasks=True),
    ],
)

REACTIONS = frozenset({Do.VOID, Do.CHANGE_KEEPER})
"""What happens to a request because something happened to its seal; nobody asks for it by itself."""


def _days(count: int, role: Role | None = None) -> StepSetting:
    return StepSetting(Limit(count, LimitUnit.WORKDAY), role)


DEFAULTS: dict[Labelled, StepSetting] = {
    Step.DRAFT: _days(3),
    Step.REVIEW: _days(1),
    Step.APPROVE_CERTIFICATE: _days(1, Role.LEADER),
    Step.APPROVE_CONTRACT: _days(2, Role.PRINCIPAL_LEADER),
    Step.APPROVE_INTRODUCTION: _days(1, Role.LEADER),
    Step.APPROVE_STATEMENT: _days(1, Role.LEADER),
    Step.APPROVE_OTHER: _days(1, Role.PRINCIPAL_LEADER),
    Step.SEAL: _days(1),
    Step.BRING_BACK: _days(1),
}
"""Owners and limits where an organ tuned nothing. Whose turn sealing is, the seal itself says."""

OPTIONAL: frozenset[Labelled] = frozenset()
PARALLEL: frozenset[Labelled] = frozenset()
