"""分发, 签收登记, 撤回: where the copy of each recipient is (DOC-X05). What arrives elsewhere is a story of two domains."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from app.core.errors import ReferenceNotFound, Senseless
from app.models.outgoing import OutgoingDocument, Recipient
from app.schemas.outgoing_steps import DispatchOutgoing, RecallOutgoing, RecordRecall, RecordReceipt, Sending
from app.services.matters.flow import Flow
from app.services.matters.said import told
from app.services.outgoing.base import OutgoingBase
from app.services.outgoing.drafted import DraftReader
from app.vocabulary.documents import Channel
from app.vocabulary.drafting import CheckMoment
from app.vocabulary.outgoing import Delivery
from app.vocabulary.outgoing import OutgoingAction as Do
from app.vocabulary.outgoing import OutgoingState as Is
from app.vocabulary.outgoing import OutgoingStep as Step
from app.vocabulary.tasks import OpinionKind

OUT = frozenset({Delivery.SENT, Delivery.RECEIVED})
"""The copy is with its recipient, or on the way there."""


class SendingService(OutgoingBase):
    """分发, 登记签收, 撤回, 登记追回."""

    async def send(
        self, document_id: UUID, seen: int, said: DispatchOutgoing
    ) -> tuple[OutgoingDocument, list[Recipient]]:
        """分发: each recipient once, by one channel; the seal, the date and all else are checked a last time (DOC-E13).

        The document, and the recipients whose copies go by the exchange, in the order they were named in.
        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated, ConfirmationRequired, Senseless.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.DISPATCH, said)
        task = flow.mine(Step.DISPATCH, said.on_behalf_of_id)
        addressed = {one.id: one for one in await self._documents.recipients(document_id)}
        self._must_name_each_once(addressed.keys(), said.sendings)
        findings = await DraftReader(self._db, self._actor).findings(document, desk, CheckMoment.DISPATCH)
        self._judge(desk).weigh(document.id, step.action, findings, told(said.overrides))
        copy, exchanged = 1, []
        for place, one in enumerate(said.sendings):
            recipient = addressed[one.recipient_id]
            if one.channel == Channel.EXCHANGE:
                self._must_be_reached(recipient, place)
                exchanged.append(recipient)
            recipient.channel, recipient.copies = one.channel, one.copies or recipient.copies
            recipient.state, recipient.sent_at = Delivery.SENT, flow.now
        for recipient in addressed.values():
            recipient.first_copy, copy = copy, copy + recipient.copies
        if copy - 1 > (document.copies or 0):
            raise Senseless("/sendings", f"分发份数合计{copy - 1}份，超过印数{document.copies or 0}份")
        document.dispatched_at = flow.now
        flow.say(OpinionKind.REMARK, said.opinion, task)
        self._to(document, flow, Is.DISPATCHED)
        flow.take(step, task=task)
        return document, exchanged

    def _must_name_each_once(self, addressed: Any, sendings: Sequence[Sending]) -> None:
        """Raises: ReferenceNotFound (no recipient of this paper), Senseless (twice, or left out)."""
        named: set[UUID] = set()
        for place, one in enumerate(sendings):
            if one.recipient_id not in addressed:
                raise ReferenceNotFound(f"/sendings/{place}/recipient_id")
            if one.recipient_id in named:
                raise Senseless(f"/sendings/{place}/recipient_id", "同一机关只能写明一种送达方式")
            named.add(one.recipient_id)
        if len(named) < len(addressed):
            raise Senseless("/sendings", f"还有{len(addressed) - len(named)}个主送、抄送机关没有写明送达方式")

    def _must_be_reached(self, recipient: Recipient, place: int) -> None:
        if recipient.organ_id is None:
            raise Senseless(f"/sendings/{place}/channel", f"“{recipient.name}”不在本系统内，请选择其他送达方式")

    async def record_receipt(self, document_id: UUID, seen: int, said: RecordReceipt) -> dict[str, Any]:
        """登记签收 of a copy that went another way; what goes by the exchange is signed for by its recipient.

        Raises: NotFound, Stale, TransitionRefused, Forbidden, ReferenceNotFound, Senseless.
        """
        document, flow, recipient = await self._about(document_id, seen, Do.RECORD_RECEIPT, said, said.recipient_id)
        if recipient.state != Delivery.SENT:
            raise Senseless("/recipient_id", f"该机关的文件“{recipient.state.label}”，不能登记签收")
        if not (recipient.sent_at and recipient.sent_at <= said.received_at <= flow.now):
            raise Senseless("/received_at", "签收时间应当在发出之后、现在之前")
        recipient.state, recipient.received_at = Delivery.RECEIVED, said.received_at
        recipient.received_by = said.received_by
        self._done(document, flow, Do.RECORD_RECEIPT, recipient.name)
        return await self.view(document_id)

    async def ask_back(
        self, document_id: UUID, seen: int, said: RecallOutgoing
    ) -> tuple[OutgoingDocument, list[Recipient]]:
        """撤回: of each recipient named; the number stays used, and whatever was received keeps its trace (DOC-X05).

        The recipients whose copies went by the exchange come back to be asked there; the others are tracked by us.
        Raises: NotFound, Stale, TransitionRefused, Forbidden, ReferenceNotFound, Senseless.
        """
        document, flow, _ = await self._locked(document_id, seen)
        self._check(document, flow, Do.RECALL, said)
        addressed = {one.id: one for one in await self._documents.recipients(document_id)}
        asked = []
        for place, recipient_id in enumerate(dict.fromkeys(said.recipient_ids)):
            recipient = addressed.get(recipient_id)
            if recipient is None:
                raise ReferenceNotFound(f"/recipient_ids/{place}")
            if recipient.state not in OUT:
                raise Senseless(
                    f"/recipient_ids/{place}", f"“{recipient.name}”的文件“{recipient.state.label}”，不能撤回"
                )
            recipient.state = Delivery.RECALLING
            recipient.recall_asked_at, recipient.recall_reason = flow.now, said.reason
            recipient.recall_declined_at = recipient.recall_note = None
            asked.append(recipient)
        self._done(document, flow, Do.RECALL, said.reason)
        return document, [one for one in asked if one.incoming_id is not None]

    async def record_recall(self, document_id: UUID, seen: int, said: RecordRecall) -> dict[str, Any]:
        """登记追回: whether a copy that went another way came back (DOC-X05).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, ReferenceNotFound, Senseless.
        """
        document, flow, recipient = await self._about(document_id, seen, Do.RECORD_RECALL, said, said.recipient_id)
        if recipient.state != Delivery.RECALLING:
            raise Senseless("/recipient_id", "没有向该机关提出撤回，或者已有结果")
        if not said.is_returned and said.note is None:
            raise Senseless("/note", "未追回的，应当说明理由")
        back_to = Delivery.RECEIVED if recipient.received_at else Delivery.SENT
        recipient.state = Delivery.RECALLED if said.is_returned else back_to
        recipient.recalled_at = flow.now if said.is_returned else None
        recipient.recall_declined_at = None if said.is_returned else flow.now
        recipient.recall_note = said.note
        self._done(document, flow, Do.RECORD_RECALL, recipient.name)
        return await self.view(document_id)

    async def _about(
        self, document_id: UUID, seen: int, action: Do, said: Any, recipient_id: UUID
    ) -> tuple[OutgoingDocument, Flow, Recipient]:
        """The document and one recipient whose copy went another way than by the exchange.

        Raises: NotFound, Stale, TransitionRefused, Forbidden, ReferenceNotFound, Senseless (it went by the exchange).
        """
        document, flow, _ = await self._locked(document_id, seen)
        self._check(document, flow, action, said)
        found = await self._documents.recipients_named(document_id, [recipient_id])
        if not found:
            raise ReferenceNotFound("/recipient_id")
        if found[0].incoming_id is not None:
            raise Senseless("/recipient_id", "电子交换的公文由对方签收、答复，不由本机关登记")
        return document, flow, found[0]

    def _done(self, document: OutgoingDocument, flow: Flow, action: Do, note: str) -> None:
        """These actions leave state and tasks as they are. The table was asked before."""
        flow.take(self.workflow.check(self._case(document, flow), document.state, action, self._actor), note=note)
