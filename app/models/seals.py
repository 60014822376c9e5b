"""印章: the register of seals, who kept them, where they were, what they were put to, and who asked for it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Identified, enum
from app.models.matters import Matter
from app.vocabulary.common import MatterKind
from app.vocabulary.seals import IssuerRank, SealEmblem, SealShape, SealState, SealType, UseClass


class Seal(Identified, Base):
    """A seal of an organ (SEAL-R09). An electronic one is a reference to its provider, never a picture (SEAL-R15)."""

    __tablename__ = "seals"
    __table_args__ = (
        CheckConstraint("width_mm BETWEEN 0 AND 200 AND height_mm BETWEEN 0 AND 200", name="size_sane"),
        CheckConstraint("(seal_type = 'electronic') = (provider IS NOT NULL)", name="electronic_has_provider"),
        CheckConstraint("(provider IS NULL) = (provider_reference IS NULL)", name="provider_whole"),
        CheckConstraint("state NOT IN ('surrendered', 'destroyed') OR disposal IS NOT NULL", name="end_is_told"),
        CheckConstraint("(state = 'in_use') = (ended_on IS NULL)", name="end_has_date"),
        UniqueConstraint("organ_id", "code"),
        Index("ix_seals_keeper_id", "keeper_id"),
    )
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organs.id"))
    code: Mapped[str]
    """代号 in the organ's own register; the numbers of its log begin with it. Letters only, see `NumberFormat`."""
    name: Mapped[str]
    """印文: what is engraved."""
    seal_type: Mapped[SealType] = enum(SealType)
    shape: Mapped[SealShape] = enum(SealShape)
    emblem: Mapped[SealEmblem] = enum(SealEmblem)
    rank: Mapped[IssuerRank] = enum(IssuerRank)
    width_mm: Mapped[int]
    height_mm: Mapped[int]
    material: Mapped[str]
    maker: Mapped[str]
    issuing_organ: Mapped[str]
    approval_reference: Mapped[str]
    impression_reference: Mapped[str | None]
    """Where the card with the impression (印模) is filed."""
    provider: Mapped[str | None]
    provider_reference: Mapped[str | None]
    certificate_until: Mapped[date | None]
    started_on: Mapped[date]
    keeper_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    state: Mapped[SealState] = enum(SealState, default=SealState.IN_USE)
    ended_on: Mapped[date | None]
    end_reason: Mapped[str | None]
    disposal: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)


class SealHandover(Identified, Base):
    """交接: who handed a seal to whom before which witness (SEAL-R09). Append-only; the first has nobody before it."""

    __tablename__ = "seal_handovers"
    __table_args__ = (
        CheckConstraint("witness_id <> to_id", name="witness_is_another"),
        Index("ix_seal_handovers_seal_id_at", "seal_id", "at"),
    )
    seal_id: Mapped[UUID] = mapped_column(ForeignKey("seals.id"))
    from_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    to_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    witness_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    note: Mapped[str | None]
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]


class SealUse(Identified, Base):
    """用印登记: one use of a seal, complete in itself (SEAL-R06). Append-only; a correction is an entry of its own."""

    __tablename__ = "seal_uses"
    __table_args__ = (
        UniqueConstraint("seal_id", "log_number"),
        UniqueConstraint("corrects_id"),
        CheckConstraint("copies BETWEEN 0 AND approved_copies", name="copies_approved"),
        CheckConstraint("(corrects_id IS NULL) = (correction_reason IS NULL)", name="correction_has_reason"),
        Index("ix_seal_uses_seal_id_used_at_id", "seal_id", "used_at", "id"),
        Index("ix_seal_uses_matter_id", "matter_id"),
    )
    seal_id: Mapped[UUID] = mapped_column(ForeignKey("seals.id"))
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organs.id"))
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("matters.id"))
    log_number: Mapped[str]
    used_at: Mapped[datetime]
    unit: Mapped[str]
    handler_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    purpose: Mapped[str]
    document_title: Mapped[str]
    document_reference: Mapped[str | None]
    sha256: Mapped[str]
    copies: Mapped[int]
    approved_copies: Mapped[int]
    approver_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    approved_at: Mapped[datetime]
    keeper_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    place: Mapped[str]
    riding_seal: Mapped[bool]
    provider_reference: Mapped[str | None]
    """What the provider calls the signature an electronic seal made (SEAL-R15)."""
    remarks: Mapped[str | None]
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("seal_uses.id"))
    correction_reason: Mapped[str | None]
    entered_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    entered_at: Mapped[datetime]


class SealOuting(Identified, Base):
    """外带: a seal out of the house, with whom, until when (SEAL-R08). It can be in one place only."""

    __tablename__ = "seal_outings"
    __table_args__ = (
        CheckConstraint("carrier_id <> escort_id", name="two_people"),
        CheckConstraint("due_at > out_at", name="due_later"),
        CheckConstraint("(returned_at IS NULL) = (checked_by_id IS NULL)", name="return_is_checked"),
        Index("uq_seal_outings_open", "seal_id", unique=True, postgresql_where=text("returned_at IS NULL")),
        Index("ix_seal_outings_seal_id_out_at_id", "seal_id", "out_at", "id"),
        Index("ix_seal_outings_request_id", "request_id"),
    )
    seal_id: Mapped[UUID] = mapped_column(ForeignKey("seals.id"))
    request_id: Mapped[UUID] = mapped_column(ForeignKey("matters.id"))
    carrier_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    escort_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    place: Mapped[str]
    out_at: Mapped[datetime]
    due_at: Mapped[datetime]
    returned_at: Mapped[datetime | None]
    checked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    condition: Mapped[str | None]


class SealRequest(Matter):
    """用印申请: a use of a seal for what is no document of ours (SEAL-R03). The title is that of what is to be sealed."""

    __tablename__ = "seal_requests"
    __table_args__: Any = (
        CheckConstraint("copies BETWEEN 1 AND 10000", name="copies_sane"),
        CheckConstraint("(approved_at IS NULL) = (approved_sha256 IS NULL)", name="approval_has_hash"),
        CheckConstraint("(approved_at IS NULL) = (approved_by_id IS NULL)", name="approval_has_person"),
        CheckConstraint(
            "NOT is_off_site OR (place IS NOT NULL AND escort_id IS NOT NULL AND due_back_at IS NOT NULL)",
            name="off_site_whole",
        ),
        Index("ix_seal_requests_seal_id", "seal_id"),
    )
    id: Mapped[UUID] = mapped_column(ForeignKey("matters.id"), primary_key=True)
    seal_id: Mapped[UUID] = mapped_column(ForeignKey("seals.id"))
    use_class: Mapped[UseClass] = enum(UseClass)
    purpose: Mapped[str]
    counterpart: Mapped[str | None]
    copies: Mapped[int]
    riding_seal: Mapped[bool] = mapped_column(default=False)
    file_sha256: Mapped[str | None]
    is_off_site: Mapped[bool] = mapped_column(default=False)
    place: Mapped[str | None]
    escort_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    due_back_at: Mapped[datetime | None]
    approved_sha256: Mapped[str | None]
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    approved_at: Mapped[datetime | None]
    use_id: Mapped[UUID | None] = mapped_column(ForeignKey("seal_uses.id"))

    __mapper_args__ = {  # noqa: RUF012 - declared so by SQLAlchemy
        "polymorphic_identity": MatterKind.SEAL_REQUEST,
        "inherit_condition": id == Matter.id,  # noqa: A003 - the column of this table
    }
