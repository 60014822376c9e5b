"""收文: a document received from elsewhere, from 签收 to 处置."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import enum
from app.models.matters import Matter
from app.vocabulary.common import MatterKind
from app.vocabulary.documents import Channel, Disposal, DocType, HandlingKind, Medium, Retention, SenderClass


class IncomingDocument(Matter):
    """One row from take-over to result. Title, number (收文编号), urgency, state and due time are the matter's."""

    __tablename__ = "incoming_documents"
    __table_args__ = (
        CheckConstraint("copies BETWEEN 1 AND 10000", name="copies_sane"),
        CheckConstraint("(disposal IS NULL) = (disposed_at IS NULL)", name="disposal_has_time"),
        CheckConstraint("disposal <> 'archive' OR retention IS NOT NULL", name="archive_has_retention"),
        CheckConstraint("(recall_asked_at IS NULL) = (recall_reason IS NULL)", name="recall_has_reason"),
        Index(
            "uq_incoming_documents_recipient_id",
            "recipient_id",
            unique=True,
            postgresql_where=text("recipient_id IS NOT NULL"),
        ),
        Index("ix_incoming_documents_sender_number", "sender_number"),
        Index("ix_incoming_documents_reply_to_id", "reply_to_id", postgresql_where=text("reply_to_id IS NOT NULL")),
    )
    id: Mapped[UUID] = mapped_column(ForeignKey("matters.id"), primary_key=True)

    # 送达: a paper that came by the exchange waits for 签收
    delivered_at: Mapped[datetime | None]
    sender_organ_id: Mapped[UUID | None] = mapped_column(ForeignKey("organs.id"))
    source_id: Mapped[UUID | None] = mapped_column(ForeignKey("matters.id"))
    """The sender's own document, in an organ of this deployment."""
    recipient_id: Mapped[UUID | None] = mapped_column(ForeignKey("outgoing_recipients.id"))
    """The sender's entry that this paper is the copy of: one entry, one paper, whatever is repeated."""
    reply_to_id: Mapped[UUID | None] = mapped_column(ForeignKey("matters.id"))
    """The document of ours (请示, 函) that this one answers (DOC-I09)."""
    body: Mapped[str | None]
    recall_asked_at: Mapped[datetime | None]
    recall_reason: Mapped[str | None]
    recall_answered_at: Mapped[datetime | None]
    recall_note: Mapped[str | None]

    # 签收 (DOC-I01)
    received_at: Mapped[datetime]
    """When it was signed for; until then, when it arrived."""
    channel: Mapped[Channel] = enum(Channel)
    copies: Mapped[int]
    damage_note: Mapped[str | None]
    handed_by: Mapped[str | None]

    # 登记 (DOC-I02)
    sender_name: Mapped[str]
    sender_class: Mapped[SenderClass] = enum(SenderClass)
    sender_number: Mapped[str | None]
    sender_number_flaw: Mapped[str | None]
    doc_type: Mapped[DocType] = enum(DocType)
    medium: Mapped[Medium] = enum(Medium)
    doc_date: Mapped[date | None]
    copy_number: Mapped[str | None]
    pages: Mapped[int | None]

    # 初审 (DOC-I03), 退文 (DOC-X01), 补正 (DOC-X02)
    screen_failed: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    return_reasons: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    return_note: Mapped[str | None]
    returned_at: Mapped[datetime | None]
    correction_wanted: Mapped[str | None]
    correction_due_on: Mapped[date | None]
    resume_state: Mapped[str | None]
    resubmission_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("matters.id"))
    is_copied: Mapped[bool] = mapped_column(default=False)
    """We were only copied in (抄送): the answer is owed by others (DOC-I09)."""

    # 拟办, 批办 (DOC-I04, DOC-I05)
    handling_kind: Mapped[HandlingKind | None] = enum(HandlingKind)
    proposal: Mapped[str | None]
    lead_handler_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    co_handler_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()), server_default="{}")
    supervisor_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    oral_approval_at: Mapped[datetime | None]
    oral_approval_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    oral_confirm_by: Mapped[datetime | None]

    # 答复, 注办, 处置 (DOC-I09 … DOC-I11)
    reply_number: Mapped[str | None]
    replied_at: Mapped[datetime | None]
    result: Mapped[str | None]
    disposal: Mapped[Disposal | None] = enum(Disposal)
    retention: Mapped[Retention | None] = enum(Retention)
    disposal_basis: Mapped[str | None]
    disposal_approver_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    disposed_at: Mapped[datetime | None]
    void_reason: Mapped[str | None]

    __mapper_args__ = {  # noqa: RUF012 - declared so by SQLAlchemy
        "polymorphic_identity": MatterKind.INCOMING_DOCUMENT,
        "inherit_condition": id == Matter.id,  # noqa: A003 - the column of this table
    }
