"""收文: receiving and registering; what is put down of a paper at the counter."""

from typing import Any
from uuid import UUID

from app.core.clock import local_day
from app.core.errors import ReferenceNotFound, Senseless
from app.core.ids import new_id
from app.models.incoming import IncomingDocument
from app.rules.checks.limits import check_urgency_word
from app.rules.checks.numbers import check_sender_number
from app.rules.checks.receipt import Receipt, Registration, check_receipt, check_registration
from app.rules.checks.registering import check_duplicates
from app.rules.finding import Finding
from app.schemas.documents import Said
from app.schemas.incoming import IncomingDocumentCreate, IncomingDocumentUpdate
from app.schemas.incoming_steps import (
    VoidIncoming,
)
from app.services.incoming.base import IncomingBase
from app.services.incoming.workflow import AWAITS, INCOMING
from app.services.matters.said import told
from app.services.numbering.service import NumberingService
from app.services.secrecy.texts import texts
from app.vocabulary.common import MatterKind, Urgency
from app.vocabulary.documents import IncomingAction as Do
from app.vocabulary.documents import IncomingState as Is
from app.vocabulary.documents import IncomingStep as Step
from app.vocabulary.tasks import OpinionKind

SERIES = "incoming"
TEMPLATES = {
    "superior": "上收〔{year}〕{seq}号",
    "peer": "平收〔{year}〕{seq}号",
    "subordinate": "下收〔{year}〕{seq}号",
}
OTHER_TEMPLATE = "收〔{year}〕{seq}号"


class Receiving(IncomingBase):
    """签收, 登记, and the corrections and the voiding of what was put down."""

    async def receive(self, said: IncomingDocumentCreate) -> dict[str, Any]:
        """签收: count, sign, and put the paper on record (DOC-I01). What looks like a paper already here needs a word.

        Raises: ClassifiedNotAllowed, RuleViolated, ConfirmationRequired, ReferenceNotFound, Senseless.
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
        if said.resubmission_of_id is not None:
            await self._must_have_been_returned(said.resubmission_of_id, said.sender_name)
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
        twins = await self._documents.twins(document.organ_id, said.sender_name, said.sender_number, said.title)
        return [*found, *check_duplicates([one.number for one in twins])]

    async def _must_have_been_returned(self, earlier_id: UUID, sender_name: str) -> None:
        """What comes again was sent back to this sender before (DOC-X02).

        Raises: ReferenceNotFound, Senseless (another sender's, or never returned).
        """
        earlier = await self._documents.earlier(earlier_id, self._actor)
        if earlier is None:
            raise ReferenceNotFound("/resubmission_of_id")
        if (earlier.state, earlier.sender_name) != (Is.RETURNED_TO_SENDER, sender_name):
            raise Senseless("/resubmission_of_id", "应当是此前退给同一来文单位的收文")

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

    async def void(self, document_id: UUID, seen: int, said: VoidIncoming) -> dict[str, Any]:
        """作废: entered by mistake. Its number stays in the register as voided and is never given again (DOC-N06).

        Raises: NotFound, Stale, TransitionRefused, Forbidden.
        """
        document, flow, _ = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.VOID, said)
        self._must_not_be_recalled(flow, step)
        await self._numbers.void(document.id, document.number, said.reason)
        document.void_reason, document.closed_at = said.reason, flow.now
        flow.take(step, note=said.reason)
        return await self.view(document_id)

    @property
    def _numbers(self) -> NumberingService:
        return NumberingService(self._db, self._actor)
