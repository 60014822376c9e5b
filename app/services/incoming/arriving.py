"""收文: papers that come by the exchange: 送达, 签收, and their recall by the sender (DOC-I01, DOC-X05)."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from app.core.ids import new_id
from app.models.incoming import IncomingDocument
from app.rules.checks.numbers import check_sender_number
from app.rules.checks.receipt import Receipt, check_receipt
from app.rules.checks.registering import check_duplicates
from app.schemas.documents import Said
from app.schemas.incoming_steps import DeclineRecall, SignFor
from app.services.incoming.base import IncomingBase
from app.services.incoming.workflow import AWAITS, INCOMING
from app.services.matters.flow import Flow
from app.services.matters.outside import Outside
from app.services.matters.said import told
from app.vocabulary.common import Classification, MatterKind, Urgency
from app.vocabulary.documents import Channel, DocType, Medium, SenderClass
from app.vocabulary.documents import IncomingAction as Do
from app.vocabulary.documents import IncomingState as Is
from app.vocabulary.documents import IncomingStep as Step
from app.vocabulary.tasks import TaskKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What another organ sends us. The ids are those of its own documents, where it is one of this deployment."""

    title: str
    sender_name: str
    sender_class: SenderClass
    sender_number: str | None
    doc_type: DocType
    urgency: Urgency
    classification: Classification
    doc_date: date | None
    copies: int
    copy_number: str | None
    body: str | None
    is_copied: bool = False
    sender_organ_id: UUID | None = None
    source_id: UUID | None = None
    recipient_id: UUID | None = None
    reply_to_id: UUID | None = None


class Arriving(IncomingBase):
    """送达, 签收, 撤回."""

    async def deliver(self, organ_id: UUID, parcel: Parcel, outside: Outside) -> IncomingDocument:
        """Put a paper on the desk of an organ's receiver, where it waits for 签收. The caller need not belong there.

        Raises: ReferenceNotFound (nobody there receives papers).
        """
        desk, now = await self._desks.of(organ_id), self._db.clock.now()
        flaws = check_sender_number(parcel.sender_number, parcel.doc_type)
        document = IncomingDocument(
            id=new_id(),
            kind=MatterKind.INCOMING_DOCUMENT,
            organ_id=organ_id,
            state=Is.DELIVERED,
            opened_at=now,
            delivered_at=now,
            received_at=now,
            channel=Channel.EXCHANGE,
            medium=Medium.DOCUMENT,
            parameters_version=desk.latest(MatterKind.INCOMING_DOCUMENT),
            screen_failed=[],
            return_reasons=[],
            co_handler_ids=[],
            sender_number_flaw=flaws[0].message if flaws else None,
            **asdict(parcel),
        )
        flow = self._flow(document, [], desk)
        task = flow.open(AWAITS[Is.DELIVERED])
        document.created_by_id = document.responsible_id = task.assignee_id
        self._db.add(document)
        outside.begin(document, Do.DELIVER, flow.opened)
        return document

    async def sign_for(self, document_id: UUID, seen: int, said: SignFor) -> dict[str, Any]:
        """签收: count, note damage, sign; the time is that of the server, exact to the second (DOC-I01).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated, ConfirmationRequired (OFF-D01).
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.SIGN_FOR, said)
        task = flow.mine(Step.SIGN_FOR, said.on_behalf_of_id)
        counted = said.copies or document.copies
        receipt = Receipt(
            document.copies,
            counted,
            flow.now,
            is_urgent=document.urgency != Urgency.NONE,
            is_intact=said.damage_note is None,
            remark=said.damage_note,
        )
        twins = await self._documents.twins(
            document.organ_id, document.sender_name, document.sender_number, document.title
        )
        others = [one.number for one in twins if one.id != document.id]
        findings = [*check_receipt(receipt), *check_duplicates(others)]
        self._judge(desk).weigh(document.id, Do.SIGN_FOR, findings, told(said.overrides))
        document.copies, document.damage_note, document.received_at = counted, said.damage_note, flow.now
        by = desk.calendar.registration_due(flow.now, desk.hours)
        document.responsible_id = flow.open(AWAITS[step.after], due_at=max(by, flow.now)).assignee_id
        flow.take(step, task=task, note=said.damage_note)
        return await self.view(document_id)

    async def accept_recall(self, document_id: UUID, seen: int, said: Said) -> dict[str, Any]:
        """同意撤回: the paper goes back; what was done with it stays on record, and nothing more is done (DOC-X05).

        Raises: NotFound, Stale, TransitionRefused, Forbidden.
        """
        document, flow, _ = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.ACCEPT_RECALL, said)
        await self._drop_extension(document, flow)
        self._recalled(document, flow)
        document.recall_answered_at, document.recall_note = flow.now, said.opinion
        flow.take(step, task=flow.mine(Step.ANSWER_RECALL, said.on_behalf_of_id), note=said.opinion)
        return await self.view(document_id)

    async def decline_recall(self, document_id: UUID, seen: int, said: DeclineRecall) -> dict[str, Any]:
        """不同意撤回, with the reason; the work goes on (DOC-X05).

        Raises: NotFound, Stale, TransitionRefused, Forbidden.
        """
        document, flow, _ = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.DECLINE_RECALL, said)
        document.recall_answered_at, document.recall_note = flow.now, said.reason
        flow.take(step, task=flow.mine(Step.ANSWER_RECALL, said.on_behalf_of_id), note=said.reason)
        return await self.view(document_id)

    async def recall(self, document: IncomingDocument, reason: str, outside: Outside) -> bool:
        """The sender, who is the caller, wants a locked paper back. Whether it is back at once: nobody had signed for it.

        Otherwise whoever receives papers there is asked. Raises: TransitionRefused (the paper has come to its end there).
        """
        desk = await self._desks.of(document.organ_id)
        flow = self._flow(document, await self._matters.tasks(document.id), desk)
        is_unsigned = document.state == Is.DELIVERED
        action = Do.RECALL if is_unsigned else Do.ASK_RECALL
        step = INCOMING.check(self._case(document, flow), document.state, action, self._actor)
        document.recall_asked_at, document.recall_reason = flow.now, reason
        document.recall_answered_at = flow.now if is_unsigned else None
        document.recall_note = None
        if is_unsigned:
            told_to = {one.assignee_id for one in flow.open_tasks()}
            flow.cancel(flow.tasks, action)
            self._recalled(document, flow)
        else:
            told_to = {document.responsible_id} if document.responsible_id else set()
            flow.open(Step.ANSWER_RECALL, kind=TaskKind.DECIDE)
        outside.act(document, action, state=step.after, note=reason, opened=flow.opened, told=told_to)
        return is_unsigned

    def _recalled(self, document: IncomingDocument, flow: Flow) -> None:
        document.closed_at, document.responsible_id, document.paused_at = flow.now, None, None
