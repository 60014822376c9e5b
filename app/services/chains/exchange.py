"""公文交换 between organs of this deployment: dispatched here, it waits for 签收 there; recalled here, it is wanted back there.

All of it happens in the transaction of the dispatch: a paper that was sent has arrived, exactly once, or was not sent.
Locks are taken in one order, here and in `receipts`: the sender's document first, then the paper it became.
"""

from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.errors import ReferenceNotFound, Senseless, TransitionRefused
from app.core.ids import new_id
from app.db.database import Db
from app.models.incoming import IncomingDocument
from app.models.matters import Attachment
from app.models.outgoing import OutgoingDocument, Recipient
from app.repositories.exchange import ExchangeRepository
from app.rules.checks.kinds import check_answered_kind
from app.schemas.outgoing_steps import DispatchOutgoing, RecallOutgoing
from app.services.identity.relations import OrganCard, OrganMap, Relations
from app.services.incoming.arriving import Arriving, Parcel
from app.services.matters.outside import Outside
from app.services.matters.said import told
from app.services.office.desk import DeskService
from app.services.outgoing.sending import SendingService
from app.services.rules.judge import Judge
from app.vocabulary.documents import SenderClass
from app.vocabulary.exchange import ExchangeNews
from app.vocabulary.outgoing import Delivery, RecipientRole, Relation
from app.vocabulary.outgoing import OutgoingAction as Do

_AT_ONCE = 20
"""Papers written with one statement; a statement holds no more than 32 767 values."""
_CLASSES = {Relation.SUPERIOR: SenderClass.SUPERIOR, Relation.SUBORDINATE: SenderClass.SUBORDINATE}


class ExchangeService:
    """What the sender does. Made for one request from ``(db, actor)``."""

    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor = db, actor
        self._sending, self._arriving = SendingService(db, actor), Arriving(db, actor)
        self._exchange = ExchangeRepository(db)

    async def dispatch(self, document_id: UUID, seen: int, said: DispatchOutgoing) -> dict[str, Any]:
        """分发: what goes by the exchange arrives at once; the 请示 or 函 it answers learns of its answer (DOC-I09).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated, ConfirmationRequired, Senseless,
        ReferenceNotFound.
        """
        document, exchanged = await self._sending.send(document_id, seen, said)
        known = await Relations(self._db).map()
        answered = await self._answer(document, said, known)
        await self._deliver(document, exchanged, answered, known)
        return await self._sending.view(document_id)

    async def _deliver(
        self,
        document: OutgoingDocument,
        recipients: list[Recipient],
        answered: IncomingDocument | None,
        known: OrganMap,
    ) -> None:
        own = known.cards[document.organ_id]
        outside = Outside(self._db, own.name)
        files = await self._exchange.files(document.id) if recipients else []
        for count, recipient in enumerate(recipients, start=1):
            assert recipient.organ_id is not None  # the exchange reaches organs of this deployment alone
            parcel = _parcel(document, recipient, answered, own, known)
            if not known.cards[recipient.organ_id].active:
                raise Senseless("/sendings", f"“{recipient.name}”已停用，请选择其他送达方式")
            try:
                paper = await self._arriving.deliver(recipient.organ_id, parcel, outside)
            except ReferenceNotFound:
                message = f"“{recipient.name}”没有收发员，不能电子交换，请选择其他送达方式"
                raise Senseless("/sendings", message) from None
            recipient.incoming_id = paper.id
            self._db.add(*(_shared(one, paper) for one in files))
            if count % _AT_ONCE == 0:
                await self._db.flush()

    async def _answer(
        self, document: OutgoingDocument, said: DispatchOutgoing, known: OrganMap
    ) -> IncomingDocument | None:
        """The paper of ours that this one answers gets its number, once (DOC-K12, DOC-I09)."""
        if document.answers_id is None:
            return None
        answered = await self._exchange.lock_incoming(document.answers_id)
        assert answered is not None  # a foreign key
        desk = await DeskService(self._db).of(document.organ_id)
        findings = check_answered_kind(document.doc_type, answered.doc_type)
        Judge(self._db, self._actor, desk).weigh(document.id, Do.DISPATCH, findings, told(said.overrides))
        answered.reply_number = answered.reply_number or document.number
        people = {answered.lead_handler_id, answered.responsible_id} - {None}
        outside = Outside(self._db, known.cards[document.organ_id].name)
        outside.act(
            answered, ExchangeNews.ANSWERED, note=document.number, told=[one for one in people if one is not None]
        )
        return answered

    async def recall(self, document_id: UUID, seen: int, said: RecallOutgoing) -> dict[str, Any]:
        """撤回: what nobody signed for yet is back at once; who signed for it is asked (DOC-X05).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, ReferenceNotFound, Senseless (at its end there).
        """
        document, asked = await self._sending.ask_back(document_id, seen, said)
        known = await Relations(self._db).map()
        outside = Outside(self._db, known.cards[document.organ_id].name)
        for recipient in asked:
            assert recipient.incoming_id is not None
            paper = await self._exchange.lock_incoming(recipient.incoming_id)
            assert paper is not None
            try:
                is_back = await self._arriving.recall(paper, said.reason, outside)
            except TransitionRefused:
                raise Senseless("/recipient_ids", f"“{recipient.name}”已处理完毕，不能撤回") from None
            if is_back:
                recipient.state, recipient.recalled_at = Delivery.RECALLED, self._db.clock.now()
        return await self._sending.view(document_id)


def _parcel(
    document: OutgoingDocument,
    recipient: Recipient,
    answered: IncomingDocument | None,
    own: OrganCard,
    known: OrganMap,
) -> Parcel:
    assert recipient.organ_id is not None
    relation = known.relation(recipient.organ_id, document.organ_id)
    asked_us = answered is not None and answered.sender_organ_id == recipient.organ_id
    return Parcel(
        title=document.title,
        sender_name=own.name,
        sender_class=_CLASSES.get(relation, SenderClass.PEER),
        sender_number=document.number,
        doc_type=document.doc_type,
        urgency=document.urgency,
        classification=document.classification,
        doc_date=document.doc_date,
        copies=recipient.copies,
        copy_number=f"{recipient.first_copy:06d}" if recipient.first_copy else None,
        body=whole(document),
        is_copied=recipient.role == RecipientRole.CC,
        sender_organ_id=document.organ_id,
        source_id=document.id,
        recipient_id=recipient.id,
        reply_to_id=answered.source_id if answered is not None and asked_us else None,
    )


def whole(document: OutgoingDocument) -> str:
    """The text with its annexes behind it, as one reads it."""
    notes, several = document.attachment_notes, len(document.attachment_notes) > 1
    written = [
        f"附件{number if several else ''}：{title}\n{text}"
        for number, (title, text) in enumerate(zip(notes, document.annexes, strict=False), start=1)
        if text
    ]
    return "\n\n".join([document.body, *written])


def _shared(file: Attachment, paper: IncomingDocument) -> Attachment:
    """The file as the paper's own: a row of the receiving organ on the bytes of the first."""
    return Attachment(
        id=new_id(),
        organ_id=paper.organ_id,
        matter_id=paper.id,
        content_id=file.content_id or file.id,
        name=file.name,
        file_kind=file.file_kind,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        has_macros=file.has_macros,
        uploaded_by_id=paper.created_by_id,
        uploaded_at=paper.opened_at,
        bound_at=paper.opened_at,
    )
