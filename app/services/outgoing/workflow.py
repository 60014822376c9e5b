"""发文办理: what may happen next to a document of ours (DOC-P01 … DOC-P14, DOC-X03 … DOC-X06, DOC-M04)."""

from app.engine.steps import StepSetting
from app.engine.workflow import Transition, Workflow
from app.engine.worktime import Limit
from app.services.matters.case import holds
from app.services.outgoing import policy as may
from app.services.outgoing.policy import OutgoingCase
from app.vocabulary.calendar import LimitUnit
from app.vocabulary.common import MatterKind
from app.vocabulary.identity import Role
from app.vocabulary.labelled import Labelled
from app.vocabulary.outgoing import OutgoingAction as Do
from app.vocabulary.outgoing import OutgoingState as Is
from app.vocabulary.outgoing import OutgoingStep as Step

T = Transition[OutgoingCase]
WRITING = frozenset({Is.DRAFT, Is.RETURNED, Is.WITHDRAWN})
"""The paper is with its drafter."""
FINAL = (Is.TERMINATED, Is.NUMBER_VOIDED)
OPEN = frozenset(Is) - {*FINAL, Is.ARCHIVED}
SENT = frozenset({Is.DISPATCHED, Is.ARCHIVED})
NUMBERED = frozenset({Is.PRINTING, Is.SEALING, Is.DISPATCH})

OUTGOING = Workflow[OutgoingCase](
    MatterKind.OUTGOING_DOCUMENT,
    Is,
    initial=Is.DRAFT,
    final=FINAL,
    table=[
        T(Do.UPDATE, WRITING, holds(Step.DRAFT), keeps_tasks=True),
        T(Do.UPDATE, frozenset({Is.REVIEW}), holds(Step.REVIEW, Step.FINAL_REVIEW), keeps_tasks=True),
        T(Do.SUBMIT, WRITING, holds(Step.DRAFT), choice=frozenset({Is.CONSULTATION, Is.REVIEW})),
        T(Do.COSIGN, frozenset({Is.CONSULTATION}), holds(Step.COSIGN, Step.CONCLUDE), keeps_tasks=True),
        T(Do.CONCLUDE, frozenset({Is.CONSULTATION}), holds(Step.CONCLUDE), Is.REVIEW),
        T(Do.APPROVE, frozenset({Is.REVIEW}), holds(Step.REVIEW, Step.FINAL_REVIEW),
          choice=frozenset({Is.REVIEW, Is.SIGN})),
        T(Do.RETURN, frozenset({Is.REVIEW, Is.SIGN, Is.RECHECK}),
          holds(Step.REVIEW, Step.FINAL_REVIEW, Step.SIGN, Step.RECHECK), Is.RETURNED),
        T(Do.WITHDRAW, frozenset({Is.CONSULTATION, Is.REVIEW}), may.may_withdraw, Is.WITHDRAWN),
        T(Do.HOLD, frozenset({Is.SIGN, Is.RECHECK, Is.REGISTRATION}), may.may_hold, Is.HELD),
        T(Do.RESUME, frozenset({Is.HELD}), holds(Step.RESUME),
          choice=frozenset({Is.SIGN, Is.RECHECK, Is.REGISTRATION})),
        T(Do.TERMINATE, frozenset({Is.REVIEW, Is.SIGN, Is.RECHECK, Is.REGISTRATION, Is.HELD}), may.may_terminate,
          Is.TERMINATED),
        T(Do.TERMINATE, WRITING, holds(Step.DRAFT), Is.TERMINATED),
        T(Do.SIGN, frozenset({Is.SIGN}), holds(Step.SIGN), choice=frozenset({Is.SIGN, Is.RECHECK})),
        T(Do.RECORD_JOINT_SIGNATURE, frozenset({Is.SIGN}), holds(Step.JOINT_SIGN),
          choice=frozenset({Is.SIGN, Is.RECHECK})),
        T(Do.RECHECK, frozenset({Is.RECHECK}), holds(Step.RECHECK), choice=frozenset({Is.SIGN, Is.REGISTRATION})),
        T(Do.REGISTER, frozenset({Is.REGISTRATION}), holds(Step.REGISTER), Is.PRINTING),
        T(Do.PROOF, frozenset({Is.PRINTING}), holds(Step.PROOF), choice=frozenset({Is.PRINTING, Is.RECHECK})),
        T(Do.PRINT, frozenset({Is.PRINTING}), holds(Step.PRINT), choice=frozenset({Is.SEALING, Is.DISPATCH})),
        T(Do.VOID_NUMBER, NUMBERED, may.may_void_number, Is.NUMBER_VOIDED),
        T(Do.SEAL, frozenset({Is.SEALING}), holds(Step.SEAL), choice=frozenset({Is.SEALING, Is.DISPATCH})),
        T(Do.REFUSE_SEAL, frozenset({Is.SEALING}), holds(Step.SEAL), Is.RECHECK),
        T(Do.DISPATCH, frozenset({Is.DISPATCH}), holds(Step.DISPATCH), Is.DISPATCHED),
        T(Do.RECORD_RECEIPT, SENT, may.may_record_receipt, keeps_tasks=True),
        T(Do.RECALL, SENT, may.may_recall, keeps_tasks=True),
        T(Do.RECORD_RECALL, SENT, may.may_recall, keeps_tasks=True),
        T(Do.ARCHIVE, frozenset({Is.DISPATCHED}), holds(Step.ARCHIVE), Is.ARCHIVED),
        T(Do.REVOKE, SENT, may.may_decide_validity, keeps_tasks=True),
        T(Do.REPEAL, SENT, may.may_decide_validity, keeps_tasks=True),
        T(Do.HAND_OVER, OPEN, may.may_hand_over, keeps_tasks=True),
        T(Do.URGE, OPEN, may.may_urge, keeps_tasks=True),
        T(Do.COMMENT, frozenset(Is) - set(FINAL), may.may_comment, keeps_tasks=True),
    ],
)  # fmt: skip

AWAITS: dict[Labelled, Step] = {
    Is.DRAFT: Step.DRAFT,
    Is.RETURNED: Step.DRAFT,
    Is.WITHDRAWN: Step.DRAFT,
    Is.CONSULTATION: Step.CONCLUDE,
    Is.REVIEW: Step.REVIEW,
    Is.SIGN: Step.SIGN,
    Is.RECHECK: Step.RECHECK,
    Is.REGISTRATION: Step.REGISTER,
    Is.PRINTING: Step.PROOF,
    Is.SEALING: Step.SEAL,
    Is.DISPATCH: Step.DISPATCH,
    Is.DISPATCHED: Step.ARCHIVE,
    Is.HELD: Step.RESUME,
}
"""The step that begins when a state is entered."""


def _days(count: int, role: Role | None = None) -> StepSetting:
    return StepSetting(Limit(count, LimitUnit.WORKDAY), role)


DEFAULTS: dict[Labelled, StepSetting] = {
    Step.DRAFT: _days(5),
    Step.COSIGN: _days(7),
    Step.CONCLUDE: _days(8),
    Step.REVIEW: _days(2, Role.REVIEWER),
    Step.FINAL_REVIEW: _days(1, Role.OFFICE_DIRECTOR),
    Step.SIGN: _days(2, Role.PRINCIPAL_LEADER),
    Step.JOINT_SIGN: _days(5, Role.OFFICE_CLERK),
    Step.RECHECK: _days(0, Role.REVIEWER),
    Step.REGISTER: _days(0, Role.REGISTRAR),
    Step.PROOF: _days(1),
    Step.PRINT: _days(1, Role.PRINT_CLERK),
    Step.SEAL: _days(0, Role.SEAL_KEEPER),
    Step.DISPATCH: _days(0, Role.DISPATCHER),
    Step.RESUME: _days(10),
    Step.ARCHIVE: _days(10, Role.ARCHIVIST),
}
"""Owners and limits where an organ tuned nothing (documents of practice; DOC-T05 for consultations: seven workdays)."""

OPTIONAL = frozenset({Step.FINAL_REVIEW})
"""Steps an organ may switch off; the law wants all the others."""

PARALLEL = frozenset({Step.COSIGN})
