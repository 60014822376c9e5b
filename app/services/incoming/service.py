"""收文: receiving, registering and screening; the steps in the office before anybody handles the paper."""

from typing import Any
from uuid import UUID

from app.core.clock import local_day
from app.core.errors import ReferenceNotFound, TransitionRefused
from app.core.ids import new_id
from app.models.incoming import IncomingDocument
from app.rules.checks.handling import check_proposal, check_supervisor
from app.rules.checks.limits import check_urgency_word, check_urgent_deadline
from app.rules.checks.numbers import check_sender_number
from app.rules.checks.receipt import Receipt, Registration, check_receipt, check_registration
from app.rules.checks.registering import check_duplicates
from app.rules.checks.screening import check_correction, check_return, check_screening
from app.rules.finding import Finding
from app.schemas.documents import Said
from app.schemas.incoming import IncomingDocumentCreate, IncomingDocumentUpdate
from app.schemas.incoming_steps import (
    CorrectionRecord,
    CorrectionRequest,
    ReturnToSender,
    ScreenIncoming,
    SendBack,
    TriageIncoming,
    VoidIncoming,
)
from app.services.incoming.base import IncomingBase
from app.services.incoming.policy import MAIN
from app.services.incoming.workflow import AWAITS, INCOMING, RANK, awaits
from app.services.matters.said import texts, told
from app.services.numbering.service import NumberingService
from app.vocabulary.common import MatterKind, Urgency
from app.vocabulary.documents import HandlingKind
from app.vocabulary.documents import IncomingAction as Do
from app.vocabulary.documents import IncomingState as Is
from app.vocabulary.documents import IncomingStep as Step
from app.vocabulary.tasks import OpinionKind, TaskKind

SERIES = "incoming"
TEMPLATES = {
    "superior": "上收〔{year}〕{seq}号",
    "peer": "平收〔{year}〕{seq}号",
    "subordinate": "下收〔{year}〕{seq}号",
}
OTHER_TEMPLATE = "收〔{year}〕{seq}号"


class IncomingDocumentService(IncomingBase):
    """签收, 登记, 初审, 拟办 and the ways out of them: 退文, 补正, 退回, 撤回, 作废."""

    async def receive(self, said: IncomingDocumentCreate) -> dict[str, Any]:
        """签收: count, sign, and put the paper on record (DOC-I01). What looks like a paper already here needs a word.

        Raises: ClassifiedNotAllowed, RuleViolated, ConfirmationRequired, ReferenceNotFound.
        """
        desk, now = await self._desks.of(self._actor.organ_id), self._db.clock.now()
        document = IncomingDocument(
            id=new_id(),
            kind=MatterKind.INCOMING_DOCUMENT,
            organ_id=self._actor.organ_id,
            state=INCOMING.initial,
            created_by_id=self._actor.user_id,
            opened_at=now,
            parameters_version=desk.latest(MatterKind.INCOMING_DOCUMENT),
            screen_failed=[],
            return_reasons=[],
            co_handler_ids=[],
            **said.model_dump(exclude={"overrides", "listed_copies"}),
        )
        findings = self._gate.check(texts(said), said.classification)
        findings += await self._on_receipt(document, said)
        document.sender_number_flaw = next((one.message for one in findings if one.rule == "DOC-N09"), None)
        if said.resubmission_of_id and not await self._documents.is_visible(said.resubmission_of_id, self._actor):
            raise ReferenceNotFound("/resubmission_of_id")
        flow = self._flow(document, [], desk)
        kept = [one for one in findings if one.rule != "DOC-N09"]
        self._judge(desk).weigh(document.id, Do.RECEIVE, kept, told(said.overrides))
        if document.due_at is not None:
            document.warn_at = desk.warn(document.due_at, now)
        register_by = desk.calendar.registration_due(document.received_at, desk.hours)
        self._db.add(document)
        task = flow.open(Step.REGISTER, due_at=max(register_by, now))
        document.responsible_id = task.assignee_id
        flow.enter(self._actor.user_id)
        self._begin(flow, document, Do.RECEIVE)
        return await self.view(document.id)

    async def _on_receipt(self, document: IncomingDocument, said: IncomingDocumentCreate) -> list[Finding]:
        found = [
            *check_receipt(
                Receipt(
                    said.listed_copies or said.copies,
                    said.copies,
                    said.received_at,
                    is_urgent=said.urgency != Urgency.NONE,
                    is_intact=said.damage_note is None,
                    remark=said.damage_note,
                )
            ),
            *check_urgency_word(said.urgency, said.medium),
            *check_sender_number(said.sender_number, said.doc_type),
        ]
        if said.resubmission_of_id is None:
            twins = await self._documents.twins(document.organ_id, said.sender_name, said.sender_number, said.title)
            found += check_duplicates([one.number for one in twins])
        return found

    async def update(self, document_id: UUID, seen: int, said: IncomingDocumentUpdate) -> dict[str, Any]:
        """Correct the particulars of a paper that is not past screening.

        Raises: NotFound, Stale, Forbidden, TransitionRefused, ClassifiedNotAllowed, RuleViolated.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.UPDATE, said)
        sent = said.model_dump(exclude_unset=True, exclude={"overrides"})
        for name, value in sent.items():
            setattr(document, name, value)
        if {"due_at"} & sent.keys():
            document.warn_at = desk.warn(document.due_at, flow.now) if document.due_at else None
        if {"sender_number", "doc_type"} & sent.keys():
            flaws = check_sender_number(document.sender_number, document.doc_type)
            document.sender_number_flaw = flaws[0].message if flaws else None
        findings = check_urgency_word(document.urgency, document.medium)
        self._judge(desk).weigh(document.id, Do.UPDATE, findings, told(said.overrides))
        flow.take(step)
        return await self.view(document_id)

    async def register(self, document_id: UUID, seen: int, said: Said) -> dict[str, Any]:
        """登记: complete particulars and the incoming number (收文编号), taken last so that there is no gap (DOC-I02, DOC-N09).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated, ConfirmationRequired.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.REGISTER, said)
        task = flow.mine(Step.REGISTER, said.on_behalf_of_id)
        entry = Registration(
            document.title,
            document.sender_name,
            document.doc_type,
            document.copies,
            document.doc_date,
            document.received_at,
            document.channel,
        )
        self._judge(desk).weigh(document.id, Do.REGISTER, check_registration(entry), told(said.overrides))
        template = TEMPLATES.get(document.sender_class, OTHER_TEMPLATE)
        year = local_day(flow.now).year
        document.number = await self._numbers.give(document.id, f"{SERIES}:{document.sender_class}", year, template)
        flow.say(OpinionKind.REMARK, said.opinion, task)
        document.responsible_id = flow.open(AWAITS[step.after]).assignee_id
        flow.take(step, task=task)
        return await self.view(document_id)

    async def screen(self, document_id: UUID, seen: int, said: ScreenIncoming) -> dict[str, Any]:
        """初审: five answers; only a paper that passes all of them goes on (DOC-I03).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated (return it or ask for a correction instead).
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.SCREEN, said)
        task = flow.mine(Step.SCREEN, said.on_behalf_of_id)
        self._judge(desk).weigh(document.id, Do.SCREEN, check_screening(said.answers()), told(said.overrides))
        document.screen_failed = [question for question, answer in said.answers().items() if not answer]
        flow.say(OpinionKind.REMARK, said.opinion, task)
        document.responsible_id = flow.open(AWAITS[step.after]).assignee_id
        flow.take(step, task=task)
        return await self.view(document_id)

    async def triage(self, document_id: UUID, seen: int, said: TriageIncoming) -> dict[str, Any]:
        """拟办: to be read or to be acted on, with a proposal; an urgent paper gets its limit here (DOC-I04, DOC-T01).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated, ConfirmationRequired, ReferenceNotFound.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.TRIAGE, said)
        task = flow.mine(Step.TRIAGE, said.on_behalf_of_id)
        await self._known_people(instructor_id=said.instructor_id, supervisor_id=said.supervisor_id)
        document.handling_kind, document.proposal = said.handling_kind, said.proposal
        document.supervisor_id = said.supervisor_id or document.supervisor_id
        if said.due_at is not None:
            self._set_due(document, desk, said.due_at)
        findings = [
            *check_proposal(said.handling_kind, said.proposal),
            *check_urgent_deadline(document.urgency, document.due_at),
            *check_supervisor(document.urgency, document.supervisor_id),
        ]
        self._judge(desk).weigh(document.id, Do.TRIAGE, findings, told(said.overrides))
        flow.say(OpinionKind.PROPOSAL, said.proposal, task)
        flow.enter(document.supervisor_id)
        if said.handling_kind == HandlingKind.FOR_INFORMATION:
            following = flow.open(Step.CIRCULATE)
        else:
            following = flow.open(Step.INSTRUCT, assignee_id=said.instructor_id)
        document.responsible_id = following.assignee_id
        flow.take(step, task=task)
        return await self.view(document_id)

    async def return_to_sender(self, document_id: UUID, seen: int, said: ReturnToSender) -> dict[str, Any]:
        """退文: back to the sender with the reasons (DOC-X01); what the return notice needs is at `return-notice`.

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.RETURN_TO_SENDER, said)
        self._judge(desk).weigh(document.id, step.action, check_return(said.reasons, said.note), told(said.overrides))
        document.return_reasons, document.return_note = list(dict.fromkeys(said.reasons)), said.note
        document.returned_at = document.closed_at = flow.now
        document.paused_at = None
        waiting = (Step.SCREEN, Step.TRIAGE, Step.RECORD_CORRECTION)
        held = next((one for one in waiting if flow.open_tasks(one)), Step.SCREEN)
        flow.take(step, task=flow.mine(held, said.on_behalf_of_id), note=said.note)
        return await self.view(document_id)

    async def request_correction(self, document_id: UUID, seen: int, said: CorrectionRequest) -> dict[str, Any]:
        """补正: small defects are mended without a full return; the clock of the paper stands meanwhile (DOC-X02).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.REQUEST_CORRECTION, said)
        findings = check_correction(said.due_on, local_day(flow.now))
        self._judge(desk).weigh(document.id, step.action, findings, told(said.overrides))
        held = AWAITS[step.before]
        task = flow.mine(held, said.on_behalf_of_id)
        document.correction_wanted, document.correction_due_on = said.wanted, said.due_on
        document.resume_state, document.paused_at = step.before, flow.now
        due_at = desk.closing(said.due_on)
        document.responsible_id = flow.open(Step.RECORD_CORRECTION, like=task, due_at=due_at).assignee_id
        flow.take(step, task=task, note=said.wanted)
        return await self.view(document_id)

    async def record_correction(self, document_id: UUID, seen: int, said: CorrectionRecord) -> dict[str, Any]:
        """补正完成: the clock runs on with what was left of it when it stopped (DOC-X02).

        Raises: NotFound, Stale, TransitionRefused, Forbidden.
        """
        document, flow, desk = await self._locked(document_id, seen)
        back = Is(document.resume_state) if document.resume_state else Is.REGISTERED
        step = self._check(document, flow, Do.RECORD_CORRECTION, said, to=back)
        task = flow.mine(Step.RECORD_CORRECTION, said.on_behalf_of_id)
        if document.due_at is not None and document.paused_at is not None:
            unit = self._limit(document, flow).unit
            resumed = desk.calendar.resumed_due(document.due_at, document.paused_at, flow.now, unit, desk.hours)
            document.due_at, document.warn_at = resumed, desk.warn(resumed, flow.now)
        document.paused_at, document.resume_state = None, None
        flow.say(OpinionKind.REMARK, said.note, task)
        document.responsible_id = flow.open(AWAITS[step.after]).assignee_id
        flow.take(step, task=task, note=said.note)
        return await self.view(document_id)

    async def send_back(self, document_id: UUID, seen: int, said: SendBack) -> dict[str, Any]:
        """退回: to an earlier step of the caller's choice, with the reason. An instruction by phone that the paper is sent
        back behind falls; otherwise it still waits to be confirmed (DOC-X07).

        Raises: NotFound, Stale, TransitionRefused (not an earlier step), Forbidden.
        """
        document, flow, _ = await self._locked(document_id, seen)
        to = Is(said.to_state)
        step = self._check(document, flow, Do.SEND_BACK, said, to=to)
        if RANK[to] >= RANK[step.before]:
            raise TransitionRefused("只能退回到此前的环节", action=step.action, state=step.before)
        flow.nearest([one for one in flow.open_tasks() if one.step in MAIN])
        await self._drop_extension(document, flow)
        stands = RANK[to] >= RANK[Is.INSTRUCTED]
        if not stands:
            document.oral_approval_at = document.oral_approval_by_id = document.oral_confirm_by = None
        flow.say(OpinionKind.REMARK, said.reason)
        document.responsible_id = flow.open(awaits(to, document.handling_kind)).assignee_id
        flow.take(step, note=said.reason, spare=(TaskKind.DECIDE,) if stands else ())
        return await self.view(document_id)

    async def withdraw(self, document_id: UUID, seen: int, said: Said) -> dict[str, Any]:
        """撤回: the last step is taken back, as long as nobody has looked at the next one; it waits for its owner again.

        Raises: NotFound, Stale, TransitionRefused, Forbidden.
        """
        document, flow, _ = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.WITHDRAW, said)
        held = AWAITS[step.after]
        document.responsible_id = flow.open(held, like=flow.taken_back(held)).assignee_id
        flow.take(step, note=said.opinion)
        return await self.view(document_id)

    async def void(self, document_id: UUID, seen: int, said: VoidIncoming) -> dict[str, Any]:
        """作废: entered by mistake. Its number stays in the register as voided and is never given again (DOC-N06).

        Raises: NotFound, Stale, TransitionRefused, Forbidden.
        """
        document, flow, _ = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.VOID, said)
        await self._numbers.void(document.id, said.reason)
        document.void_reason, document.closed_at = said.reason, flow.now
        flow.take(step, note=said.reason)
        return await self.view(document_id)

    @property
    def _numbers(self) -> NumberingService:
        return NumberingService(self._db, self._actor)
