"""发文: a document of ours on its way from draft to archive, its texts, recipients, issuers and consultations."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Identified, enum
from app.models.matters import Matter
from app.vocabulary.common import MatterKind
from app.vocabulary.documents import Channel, DocType
from app.vocabulary.outgoing import (
    Answer,
    Delivery,
    Direction,
    Disclosure,
    Gate,
    Layout,
    RecipientRole,
    Relation,
    SignMeans,
    Validity,
)


class OutgoingDocument(Matter):
    """A document of ours (发文). Title, number (发文字号), urgency, state and due time are the matter's."""

    __tablename__ = "outgoing_documents"
    __table_args__ = (
        CheckConstraint("signed_at IS NULL OR signed_text IS NOT NULL", name="signed_has_text"),
        CheckConstraint("copies BETWEEN 1 AND 100000", name="copies_sane"),
        CheckConstraint("print_date >= doc_date", name="printed_after_date"),
        CheckConstraint("sealed_at IS NULL OR seal_use_id IS NOT NULL", name="sealed_is_logged"),
        CheckConstraint("(seal_id IS NULL) = (seal_use_id IS NULL)", name="seal_is_logged"),
        CheckConstraint("(validity = 'valid') = (void_from IS NULL)", name="void_has_date"),
        Index("ix_outgoing_documents_answers_id", "answers_id"),
    )
    id: Mapped[UUID] = mapped_column(ForeignKey("matters.id"), primary_key=True)

    # 拟稿 (DOC-E01 … DOC-E18)
    doc_type: Mapped[DocType] = enum(DocType)
    direction: Mapped[Direction] = enum(Direction)
    layout: Mapped[Layout] = enum(Layout)
    code_id: Mapped[UUID | None] = mapped_column(ForeignKey("issuer_codes.id"))
    body: Mapped[str]
    text_number: Mapped[int] = mapped_column(default=1)
    """The version of the text (title, body, 附件说明) as it stands; see `TextVersion`."""
    attachment_notes: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    annexes: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    """The text of each annex, in the order of 附件说明; empty for one that is a file of its own (DOC-E15)."""
    note: Mapped[str | None]
    disclosure: Mapped[Disclosure] = enum(Disclosure)
    disclosure_reason: Mapped[str | None]
    necessity: Mapped[str | None]
    basis: Mapped[str | None]
    is_important: Mapped[bool] = mapped_column(default=False)
    is_exempt: Mapped[bool] = mapped_column(default=False)
    """法规规章、外事文书: the rules of the 条例 do not bind it (DOC-S03)."""
    skip_level_reason: Mapped[str | None]
    own_opinion: Mapped[str | None]
    consent_reference: Mapped[str | None]
    assignment_reference: Mapped[str | None]
    forwarded_text: Mapped[str | None]
    decision_needed_on: Mapped[date | None]
    lead_time_reason: Mapped[str | None]
    is_comprehensive: Mapped[bool] = mapped_column(default=False)
    """综合性政策文件, which may be longer (DOC-P15)."""
    is_unsealed: Mapped[bool] = mapped_column(default=False)
    """Goes without a seal: 纪要, or mass-issued under a specific 发文机关标志 (DOC-E13)."""
    meeting_name: Mapped[str | None]
    adopted_on: Mapped[date | None]
    attendees: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    absentees: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    observers: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    answers_id: Mapped[UUID | None] = mapped_column(ForeignKey("matters.id"))
    """The incoming 请示 or 函 that this one answers (DOC-K12)."""
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("matters.id"))

    # 会商 (DOC-P01, DOC-X03)
    resolution: Mapped[str | None]
    is_split: Mapped[bool] = mapped_column(default=False)

    # 签发, 复核 (DOC-P06 … DOC-P12)
    signer_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    sign_means: Mapped[SignMeans | None] = enum(SignMeans)
    signed_at: Mapped[datetime | None]
    signed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    signed_for_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    sign_mandate: Mapped[str | None]
    signed_text: Mapped[int | None]
    doc_date: Mapped[date | None]
    held_state: Mapped[str | None]

    # 登记, 印制, 分发 (DOC-P13, DOC-E17)
    copies: Mapped[int | None]
    print_org: Mapped[str | None]
    print_date: Mapped[date | None]
    proofed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    seal_id: Mapped[UUID | None] = mapped_column(ForeignKey("seals.id"))
    seal_use_id: Mapped[UUID | None] = mapped_column(ForeignKey("seal_uses.id"))
    """Our own entry in the log of the seal; the other issuers' seals stand with them (SEAL-R14)."""
    sealed_at: Mapped[datetime | None]
    """When the last seal of all issuers was put."""
    dispatched_at: Mapped[datetime | None]

    # 效力 (DOC-M04)
    validity: Mapped[Validity] = enum(Validity, default=Validity.VALID)
    void_from: Mapped[date | None]
    void_basis: Mapped[str | None]
    replaced_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("matters.id"))

    __mapper_args__ = {  # noqa: RUF012 - declared so by SQLAlchemy
        "polymorphic_identity": MatterKind.OUTGOING_DOCUMENT,
        "inherit_condition": id == Matter.id,  # noqa: A003 - the column of this table
    }


class IssuerCode(Identified, Base):
    """机关代字 (DOC-N08): which short code goes with which layout and direction. Each has its own series of numbers."""

    __tablename__ = "issuer_codes"
    __table_args__ = (UniqueConstraint("organ_id", "code"),)
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organs.id"))
    code: Mapped[str]
    layout: Mapped[Layout] = enum(Layout)
    direction: Mapped[Direction | None] = enum(Direction)
    """None: any direction."""
    mark: Mapped[str]
    """发文机关标志 as it is printed in red, without 文件."""
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)


class TextVersion(Identified, Base):
    """What title, body, 附件说明 and annexes were after a change (DOC-P12). Append-only."""

    __tablename__ = "text_versions"
    __table_args__ = (UniqueConstraint("matter_id", "number"),)
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("matters.id"))
    number: Mapped[int]
    title: Mapped[str]
    body: Mapped[str]
    attachment_notes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    annexes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    sha256: Mapped[str]
    action: Mapped[str]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]


class Recipient(Identified, Base):
    """主送、抄送机关, and where its copy is (DOC-E08, DOC-E16, DOC-X05)."""

    __tablename__ = "outgoing_recipients"
    __table_args__: Any = (
        UniqueConstraint("matter_id", "name"),
        CheckConstraint("copies BETWEEN 1 AND 10000", name="copies_sane"),
        CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="sent_has_time"),
        CheckConstraint("state <> 'received' OR received_at IS NOT NULL", name="received_has_time"),
        Index("ix_outgoing_recipients_incoming_id", "incoming_id"),
    )
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("matters.id"))
    role: Mapped[RecipientRole] = enum(RecipientRole)
    position: Mapped[int]
    organ_id: Mapped[UUID | None] = mapped_column(ForeignKey("organs.id"))
    name: Mapped[str]
    relation: Mapped[Relation] = enum(Relation)
    copies: Mapped[int] = mapped_column(default=1)
    channel: Mapped[Channel | None] = enum(Channel)
    first_copy: Mapped[int | None]
    """份号 of the first of its copies; they are numbered on end (DOC-E01)."""
    state: Mapped[Delivery] = enum(Delivery, default=Delivery.PENDING)
    sent_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]
    received_by: Mapped[str | None]
    returned_at: Mapped[datetime | None]
    return_reasons: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    return_note: Mapped[str | None]
    recall_asked_at: Mapped[datetime | None]
    recall_reason: Mapped[str | None]
    recalled_at: Mapped[datetime | None]
    recall_declined_at: Mapped[datetime | None]
    recall_note: Mapped[str | None]
    incoming_id: Mapped[UUID | None] = mapped_column(ForeignKey("matters.id"))
    """The incoming document it became in an organ of this deployment."""


class JointIssuer(Identified, Base):
    """联合行文机关 (DOC-X06): another organ that issues with us; its leader's signature is put on record (DOC-P09)."""

    __tablename__ = "joint_issuers"
    __table_args__ = (
        UniqueConstraint("matter_id", "name"),
        CheckConstraint("(signed_at IS NULL) = (signer_name IS NULL)", name="signature_whole"),
        CheckConstraint("(sealed_at IS NULL) = (sealed_by IS NULL)", name="sealing_whole"),
    )
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("matters.id"))
    position: Mapped[int]
    organ_id: Mapped[UUID | None] = mapped_column(ForeignKey("organs.id"))
    name: Mapped[str]
    signer_name: Mapped[str | None]
    opinion: Mapped[str | None]
    signed_at: Mapped[datetime | None]
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    recorded_at: Mapped[datetime | None]
    sealed_by: Mapped[str | None]
    """Who put the seal of that organ (SEAL-R14)."""
    sealed_at: Mapped[datetime | None]


class Consultation(Identified, Base):
    """会签、征求意见 (DOC-P01): who was asked, what they said; another organ's answer is put on record by us."""

    __tablename__ = "consultations"
    __table_args__ = (
        UniqueConstraint("matter_id", "round", "name"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answer_has_time"),
        Index("ix_consultations_task_id", "task_id"),
    )
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("matters.id"))
    round: Mapped[int]
    name: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    organ_id: Mapped[UUID | None] = mapped_column(ForeignKey("organs.id"))
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("tasks.id"))
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    answer: Mapped[Answer | None] = enum(Answer)
    opinion: Mapped[str | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None]


class GateCheck(Identified, Base):
    """四关 (DOC-P03): what one review said of one gate. Append-only."""

    __tablename__ = "gate_checks"
    __table_args__ = (Index("ix_gate_checks_matter_id_id", "matter_id", "id"),)
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("matters.id"))
    text_number: Mapped[int]
    gate: Mapped[Gate] = enum(Gate)
    passed: Mapped[bool]
    comment: Mapped[str | None]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
