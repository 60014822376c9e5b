"""收文办理: what may happen next to an incoming document (DOC-I01 … DOC-I11, DOC-X01, DOC-X02, DOC-X07)."""

from app.engine.steps import StepSetting
from app.engine.workflow import Transition, Workflow
from app.engine.worktime import Limit
from app.services.incoming import policy as may
from app.services.incoming.policy import IncomingCase
from app.services.matters.case import holds, may_withdraw
from app.vocabulary.calendar import LimitUnit
from app.vocabulary.common import MatterKind
from app.vocabulary.documents import HandlingKind
from app.vocabulary.documents import IncomingAction as Do
from app.vocabulary.documents import IncomingState as Is
from app.vocabulary.documents import IncomingStep as Step
from app.vocabulary.identity import Role
from app.vocabulary.labelled import Labelled

T = Transition[IncomingCase]
FINAL = (Is.DISPOSED, Is.RETURNED_TO_SENDER, Is.VOIDED, Is.RECALLED)
OPEN = frozenset(Is) - {*FINAL}
SIGNED_FOR = OPEN - {Is.DELIVERED}
WORKING = OPEN - {Is.CLOSED}
INSTRUCTED = frozenset({Is.INSTRUCTED, Is.HANDLING})
"""After the instruction the office hands the paper out, or it goes straight to its handlers where that step is left out."""
RUNNING = WORKING - {Is.DELIVERED, Is.RECEIVED, Is.AWAITING_CORRECTION}

INCOMING = Workflow[IncomingCase](
    MatterKind.INCOMING_DOCUMENT,
    Is,
    initial=Is.RECEIVED,
    also=(Is.DELIVERED,),
    final=FINAL,
    table=[
        T(Do.SIGN_FOR, frozenset({Is.DELIVERED}), holds(Step.SIGN_FOR), Is.RECEIVED),
        T(Do.RETURN_TO_SENDER, frozenset({Is.DELIVERED}), holds(Step.SIGN_FOR), Is.RETURNED_TO_SENDER),
        T(Do.RECALL, frozenset({Is.DELIVERED}), may.by_sender, Is.RECALLED),
        T(Do.ASK_RECALL, SIGNED_FOR, may.by_sender, keeps_tasks=True),
        T(Do.ACCEPT_RECALL, SIGNED_FOR, holds(Step.ANSWER_RECALL), Is.RECALLED),
        T(Do.DECLINE_RECALL, SIGNED_FOR, holds(Step.ANSWER_RECALL), keeps_tasks=True),
        T(Do.REGISTER, frozenset({Is.RECEIVED}), holds(Step.REGISTER), Is.REGISTERED),
        T(Do.UPDATE, frozenset({Is.RECEIVED, Is.REGISTERED}), holds(Step.REGISTER, Step.SCREEN), keeps_tasks=True),
        T(Do.SCREEN, frozenset({Is.REGISTERED}), holds(Step.SCREEN), Is.SCREENED),
        T(Do.RETURN_TO_SENDER, frozenset({Is.REGISTERED, Is.SCREENED}), holds(Step.SCREEN, Step.TRIAGE), Is.RETURNED_TO_SENDER),
        T(Do.REQUEST_CORRECTION, frozenset({Is.REGISTERED, Is.SCREENED}), holds(Step.SCREEN, Step.TRIAGE),
          Is.AWAITING_CORRECTION),
        T(Do.RECORD_CORRECTION, frozenset({Is.AWAITING_CORRECTION}), holds(Step.RECORD_CORRECTION),
          choice=frozenset({Is.REGISTERED, Is.SCREENED})),
        T(Do.RETURN_TO_SENDER, frozenset({Is.AWAITING_CORRECTION}), holds(Step.RECORD_CORRECTION), Is.RETURNED_TO_SENDER),
        T(Do.TRIAGE, frozenset({Is.SCREENED}), holds(Step.TRIAGE), Is.TRIAGED),
        T(Do.INSTRUCT, frozenset({Is.TRIAGED}), holds(Step.INSTRUCT), choice=INSTRUCTED),
        T(Do.INSTRUCT_ORALLY, frozenset({Is.TRIAGED}), may.may_instruct_orally, choice=INSTRUCTED),
        T(Do.CONFIRM_INSTRUCTION, RUNNING | {Is.CLOSED}, holds(Step.CONFIRM_INSTRUCTION), keeps_tasks=True),
        T(Do.ASSIGN, frozenset({Is.INSTRUCTED, Is.CIRCULATING}), may.may_assign, Is.HANDLING),
        T(Do.CIRCULATE, frozenset({Is.TRIAGED, Is.INSTRUCTED}), may.may_circulate_first, Is.CIRCULATING),
        T(Do.CIRCULATE, frozenset({Is.CIRCULATING, Is.HANDLING, Is.REPLIED}), may.may_circulate_beside, keeps_tasks=True),
        T(Do.READ, RUNNING | {Is.CLOSED}, holds(Step.READ), keeps_tasks=True),
        T(Do.REPORT, frozenset({Is.HANDLING}), holds(Step.REPORT), keeps_tasks=True),
        T(Do.HAND_BACK, frozenset({Is.HANDLING}), holds(Step.HANDLE), Is.INSTRUCTED),
        T(Do.REQUEST_EXTENSION, frozenset({Is.HANDLING}), may.may_ask_for_time, keeps_tasks=True),
        T(Do.DECIDE_EXTENSION, frozenset({Is.HANDLING}), may.may_decide_extension, keeps_tasks=True),
        T(Do.REPLY, frozenset({Is.HANDLING}), holds(Step.HANDLE), Is.REPLIED),
        T(Do.CLOSE, frozenset({Is.CIRCULATING, Is.HANDLING, Is.REPLIED}), may.may_close, Is.CLOSED),
        T(Do.DISPOSE, frozenset({Is.CLOSED}), holds(Step.DISPOSE), Is.DISPOSED),
        T(Do.HAND_OVER, OPEN, may.may_hand_over, keeps_tasks=True),
        T(Do.URGE, WORKING, may.may_urge, keeps_tasks=True),
        T(Do.COMMENT, OPEN, may.may_comment, keeps_tasks=True),
        T(Do.SEND_BACK, frozenset({Is.SCREENED, Is.TRIAGED, Is.INSTRUCTED, Is.CIRCULATING, Is.HANDLING, Is.REPLIED}),
          may.may_send_back, choice=frozenset({Is.REGISTERED, Is.SCREENED, Is.TRIAGED, Is.INSTRUCTED})),
        T(Do.WITHDRAW, frozenset({Is.SCREENED}), may_withdraw(Step.SCREEN), Is.REGISTERED),
        T(Do.WITHDRAW, frozenset({Is.TRIAGED}), may_withdraw(Step.TRIAGE), Is.SCREENED),
        T(Do.WITHDRAW, frozenset({Is.INSTRUCTED}), may_withdraw(Step.INSTRUCT), Is.TRIAGED),
        T(Do.VOID, frozenset({Is.RECEIVED}), holds(Step.REGISTER), Is.VOIDED),
        T(Do.VOID, frozenset({Is.REGISTERED}), may.is_director, Is.VOIDED),
    ],
)  # fmt: skip

AWAITS: dict[Labelled, Step] = {
    Is.DELIVERED: Step.SIGN_FOR,
    Is.RECEIVED: Step.REGISTER,
    Is.REGISTERED: Step.SCREEN,
    Is.SCREENED: Step.TRIAGE,
    Is.TRIAGED: Step.INSTRUCT,
    Is.INSTRUCTED: Step.ASSIGN,
    Is.REPLIED: Step.CLOSE,
    Is.CLOSED: Step.DISPOSE,
    Is.AWAITING_CORRECTION: Step.RECORD_CORRECTION,
}
"""The step that waits in a state. In `CIRCULATING` and `HANDLING` the readers and handlers have tasks of their own."""


def awaits(state: Labelled, handling_kind: HandlingKind | None) -> Step:
    """The step that waits in a state for this kind of paper: one to read goes from triage to its readers (DOC-I04)."""
    to_readers = state == Is.TRIAGED and handling_kind == HandlingKind.FOR_INFORMATION
    return Step.CIRCULATE if to_readers else AWAITS[state]


RANK = {
    state: place
    for place, state in enumerate(
        (
            Is.RECEIVED,
            Is.REGISTERED,
            Is.SCREENED,
            Is.TRIAGED,
            Is.INSTRUCTED,
            Is.CIRCULATING,
            Is.HANDLING,
            Is.REPLIED,
            Is.CLOSED,
        )
    )
}
"""The main line, in order; sending back leads to a lower place."""


def _days(count: int, role: Role | None = None) -> StepSetting:
    return StepSetting(Limit(count, LimitUnit.WORKDAY), role)


DEFAULTS: dict[Labelled, StepSetting] = {
    Step.SIGN_FOR: _days(0, Role.RECEIVER),
    Step.REGISTER: _days(0, Role.REGISTRAR),
    Step.SCREEN: _days(1, Role.OFFICE_CLERK),
    Step.RECORD_CORRECTION: _days(5, Role.OFFICE_CLERK),
    Step.TRIAGE: _days(1, Role.OFFICE_DIRECTOR),
    Step.INSTRUCT: _days(2, Role.PRINCIPAL_LEADER),
    Step.CONFIRM_INSTRUCTION: StepSetting(Limit(24, LimitUnit.HOUR), Role.PRINCIPAL_LEADER),
    Step.ASSIGN: _days(1, Role.CIRCULATION_CLERK),
    Step.CIRCULATE: _days(1, Role.CIRCULATION_CLERK),
    Step.READ: _days(2),
    Step.HANDLE: _days(7),
    Step.REPORT: _days(3),
    Step.DECIDE_EXTENSION: _days(1, Role.OFFICE_DIRECTOR),
    Step.CLOSE: _days(2, Role.CIRCULATION_CLERK),
    Step.DISPOSE: _days(10, Role.ARCHIVIST),
    Step.ANSWER_RECALL: _days(1, Role.RECEIVER),
}
"""Owners and limits where an organ tuned nothing (DOC-T03, DOC-T04: practice, so they may all be tuned)."""

OPTIONAL = frozenset({Step.ASSIGN})
"""Steps an organ may switch off; the law wants all the others."""
