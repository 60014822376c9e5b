"""What the receiver of an exchanged paper does, and how its sender learns of it: 签收, 退文, answers to a recall.

Whether the paper came by the exchange decides whether anybody is told; whoever receives papers need not know.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.db.database import Db
from app.models.outgoing import OutgoingDocument, Recipient
from app.repositories.exchange import ExchangeRepository
from app.repositories.matters import MatterRepository
from app.schemas.documents import Said
from app.schemas.incoming_steps import DeclineRecall, ReturnToSender, SignFor
from app.services.identity.relations import Relations
from app.services.incoming.service import IncomingDocumentService
from app.services.matters.outside import Outside
from app.vocabulary.exchange import ExchangeNews
from app.vocabulary.outgoing import Delivery, OutgoingStep
from app.vocabulary.tasks import TaskState


class ReceiptService:
    """Made for one request from ``(db, actor)``."""

    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor = db, actor
        self._incoming, self._exchange = IncomingDocumentService(db, actor), ExchangeRepository(db)

    async def sign_for(self, document_id: UUID, seen: int, said: SignFor) -> dict[str, Any]:
        """签收: the sender sees when and by whom. Raises: as `Arriving.sign_for`."""
        sent = await self._sent(document_id)
        shown = await self._incoming.sign_for(document_id, seen, said)
        if sent is not None:
            sent[1].state, sent[1].received_at = Delivery.RECEIVED, self._now
            sent[1].received_by = self._actor.name
            await self._tell(*sent, ExchangeNews.RECEIPT_CAME)
        return shown

    async def return_to_sender(self, document_id: UUID, seen: int, said: ReturnToSender) -> dict[str, Any]:
        """退文: the sender's drafter and dispatcher are told the reasons (DOC-X01). Raises: as `Returning`."""
        sent = await self._sent(document_id)
        shown = await self._incoming.return_to_sender(document_id, seen, said)
        if sent is not None:
            document, recipient = sent
            recipient.state, recipient.returned_at = Delivery.RETURNED, self._now
            recipient.return_reasons, recipient.return_note = list(shown["return_reasons"]), said.note
            await self._tell(document, recipient, ExchangeNews.RETURN_CAME, is_news=True)
        return shown

    async def accept_recall(self, document_id: UUID, seen: int, said: Said) -> dict[str, Any]:
        """同意撤回. Raises: as `Arriving.accept_recall`."""
        sent = await self._sent(document_id)
        shown = await self._incoming.accept_recall(document_id, seen, said)
        if sent is not None:
            sent[1].state, sent[1].recalled_at, sent[1].recall_note = Delivery.RECALLED, self._now, said.opinion
            await self._tell(*sent, ExchangeNews.RECALL_ACCEPTED, is_news=True)
        return shown

    async def decline_recall(self, document_id: UUID, seen: int, said: DeclineRecall) -> dict[str, Any]:
        """不同意撤回. Raises: as `Arriving.decline_recall`."""
        sent = await self._sent(document_id)
        shown = await self._incoming.decline_recall(document_id, seen, said)
        if sent is not None:
            recipient = sent[1]
            recipient.state, recipient.recall_declined_at = Delivery.RECEIVED, self._now
            recipient.recall_note = said.reason
            await self._tell(*sent, ExchangeNews.RECALL_DECLINED, is_news=True)
        return shown

    @property
    def _now(self) -> datetime:
        return self._db.clock.now()

    async def _sent(self, document_id: UUID) -> tuple[OutgoingDocument, Recipient] | None:
        """The sender's side of a paper the caller may see, locked before the paper itself; None if it came another way.

        Raises: NotFound.
        """
        await self._incoming.must_see(document_id)
        source = await self._exchange.source_of(document_id)
        if source is None or source.source_id is None:
            return None
        document = await self._exchange.lock_outgoing(source.source_id)
        recipient = await self._exchange.recipient(source.recipient_id)
        assert document is not None and recipient is not None  # noqa: PT018 - foreign keys
        return document, recipient

    async def _tell(
        self, document: OutgoingDocument, recipient: Recipient, news: ExchangeNews, *, is_news: bool = False
    ) -> None:
        """Trail and event of the sender's document; whoever drafted and sent it is told of what needs a look."""
        organ = (await Relations(self._db).map()).cards[self._actor.organ_id]
        told: set[UUID] = {document.created_by_id} if is_news else set()
        if is_news:
            tasks = await MatterRepository(self._db).tasks(document.id)
            sent = [one for one in tasks if (one.step, one.state) == (OutgoingStep.DISPATCH, TaskState.DONE)]
            told |= {one.done_by_id for one in sent if one.done_by_id is not None}
        Outside(self._db, organ.name).act(document, news, note=recipient.name, told=told)
