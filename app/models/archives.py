"""档案: what an organ set, the records it filed, how they are kept, lent, appraised and destroyed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Identified, enum
from app.models.matters import Matter
from app.vocabulary.archives import (
    ArchiveCategory,
    CheckProperty,
    ComponentRole,
    Conclusion,
    Exclusion,
    KeepingState,
)
from app.vocabulary.common import Classification, MatterKind
from app.vocabulary.documents import Retention


class ArchiveSettings(Base):
    """立档单位: the fonds of an organ. Organs without a row cannot file."""

    __tablename__ = "archive_settings"
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organs.id"), primary_key=True)
    fonds_number: Mapped[str]
    fonds_name: Mapped[str]
    archive_name: Mapped[str | None]
    """档案馆名称: the state archive this fonds goes to."""
    version: Mapped[int]
    set_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    set_at: Mapped[datetime]


class RetentionSchedule(Identified, Base):
    """归档范围和保管期限表: one version, with its approval (ARC-R04). Append-only."""

    __tablename__ = "retention_schedules"
    __table_args__ = (UniqueConstraint("organ_id", "version"),)
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organs.id"))
    version: Mapped[int]
    approved_by: Mapped[str]
    approval_reference: Mapped[str]
    approved_on: Mapped[date]
    reason: Mapped[str]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]


class RetentionClass(Base):
    """One class of a schedule: archived for a period under a 机构（问题） code, or not archived and why. Append-only."""

    __tablename__ = "retention_classes"
    __table_args__ = (
        CheckConstraint("(exclusion IS NULL) = (retention IS NOT NULL)", name="period_or_exclusion"),
        CheckConstraint("(exclusion IS NULL) = (unit_code IS NOT NULL)", name="unit_or_exclusion"),
    )
    schedule_id: Mapped[UUID] = mapped_column(ForeignKey("retention_schedules.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    title: Mapped[str]
    retention: Mapped[Retention | None] = enum(Retention)
    unit_code: Mapped[str | None]
    exclusion: Mapped[Exclusion | None] = enum(Exclusion)


class ArchiveRecord(Identified, Base):
    """件: one filed record. Write-once: the database refuses to change or delete one (ARC-R12, ARC-R17)."""

    __tablename__ = "archive_records"
    __table_args__ = (
        UniqueConstraint("matter_id"),
        UniqueConstraint("organ_id", "code"),
        UniqueConstraint("organ_id", "category", "year", "retention", "unit_code", "item_number"),
        CheckConstraint("item_number BETWEEN 1 AND 9999", name="item_number_sane"),
    )
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organs.id"))
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("matters.id"))
    code: Mapped[str]
    fonds_number: Mapped[str]
    category: Mapped[ArchiveCategory] = enum(ArchiveCategory)
    year: Mapped[int]
    retention: Mapped[Retention] = enum(Retention)
    unit_code: Mapped[str]
    item_number: Mapped[int]
    class_code: Mapped[str]
    class_title: Mapped[str]
    schedule_version: Mapped[int]
    title: Mapped[str]
    document_number: Mapped[str | None]
    responsible_party: Mapped[str]
    doc_date: Mapped[date | None]
    classification: Mapped[Classification] = enum(Classification)
    pages: Mapped[int | None]
    note: Mapped[str | None]
    is_copy: Mapped[bool]
    paper_location: Mapped[str | None]
    missing: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    filed_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    filed_at: Mapped[datetime]


class ArchiveComponent(Identified, Base):
    """A file of a record with the hash it had when it was filed. Write-once."""

    __tablename__ = "archive_components"
    __table_args__ = (
        UniqueConstraint("record_id", "position"),
        Index("ix_archive_components_file_id", "file_id"),
    )
    record_id: Mapped[UUID] = mapped_column(ForeignKey("archive_records.id"))
    position: Mapped[int]
    role: Mapped[ComponentRole] = enum(ComponentRole)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    has_macros: Mapped[bool]
    file_id: Mapped[UUID]


class ArchiveKeeping(Base):
    """How a record is kept now. ``hold_count`` follows the open holds by a trigger; a destroyed row never changes."""

    __tablename__ = "archive_keeping"
    __table_args__ = (
        CheckConstraint("state <> 'destroyed' OR hold_count = 0", name="held_is_not_destroyed"),
        CheckConstraint("(state = 'destroyed') = (destroyed_at IS NOT NULL)", name="destroyed_has_time"),
        CheckConstraint("hold_count >= 0", name="holds_counted"),
        Index("ix_archive_keeping_emptying", "record_id",
              postgresql_where=text("state = 'destroyed' AND emptied_at IS NULL")),
        Index("ix_archive_keeping_checked_at", text("coalesce(checked_at, '1900-01-01 00:00:00+08'::timestamptz)"),
              "record_id", postgresql_where=text("state = 'kept'")),
    )  # fmt: skip
    record_id: Mapped[UUID] = mapped_column(ForeignKey("archive_records.id"), primary_key=True)
    state: Mapped[KeepingState] = enum(KeepingState)
    retention: Mapped[Retention] = enum(Retention)
    """The period as it is now; the 档号 keeps the first one (ARC-R12, ARC-R18)."""
    expires_on: Mapped[date | None]
    hold_count: Mapped[int] = mapped_column(default=0)
    disposal_id: Mapped[UUID | None] = mapped_column(ForeignKey("matters.id"))
    """The disposal list it stands on, until that is decided; for good once destroyed."""
    destroyed_at: Mapped[datetime | None]
    emptied_at: Mapped[datetime | None]
    """When the last of its files was removed from the store."""
    checked_at: Mapped[datetime | None]
    is_flawed: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)


class ArchiveHold(Identified, Base):
    """封存（冻结）: while one is open, nobody destroys the record."""

    __tablename__ = "archive_holds"
    __table_args__ = (
        CheckConstraint("(lifted_at IS NULL) = (lift_reason IS NULL)", name="lifted_has_reason"),
        Index("ix_archive_holds_record_id_id", "record_id", "id"),
    )
    record_id: Mapped[UUID] = mapped_column(ForeignKey("archive_records.id"))
    basis: Mapped[str]
    placed_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    placed_at: Mapped[datetime]
    lifted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    lifted_at: Mapped[datetime | None]
    lift_reason: Mapped[str | None]


class ArchiveCheck(Identified, Base):
    """四性检测: one run over records of an organ. Append-only."""

    __tablename__ = "archive_checks"
    __table_args__ = (Index("ix_archive_checks_organ_id_at_id", "organ_id", "at", "id"),)
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organs.id"))
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    checked_count: Mapped[int]
    flawed_count: Mapped[int]


class ArchiveFlaw(Identified, Base):
    """What a check found wrong with one record. Append-only."""

    __tablename__ = "archive_flaws"
    __table_args__ = (Index("ix_archive_flaws_check_id_id", "check_id", "id"),)
    check_id: Mapped[UUID] = mapped_column(ForeignKey("archive_checks.id"))
    record_id: Mapped[UUID] = mapped_column(ForeignKey("archive_records.id"))
    aspect: Mapped[CheckProperty] = enum(CheckProperty)
    position: Mapped[int | None]
    is_grave: Mapped[bool]
    detail: Mapped[str]


class ArchiveExport(Identified, Base):
    """A package that was asked for: by whom and what for (ARC-R21, ARC-R22). Append-only."""

    __tablename__ = "archive_exports"
    __table_args__ = (Index("ix_archive_exports_record_id_id", "record_id", "id"),)
    record_id: Mapped[UUID] = mapped_column(ForeignKey("archive_records.id"))
    purpose: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]


class ArchiveLoan(Matter):
    """借阅 (ARC-R21). Its due time is when the record must be back."""

    __tablename__ = "archive_loans"
    __table_args__ = (
        CheckConstraint("returned_at IS NULL OR lent_at IS NOT NULL", name="returned_was_lent"),
        Index("ix_archive_loans_record_id", "record_id"),
        Index("ix_archive_loans_borrower_id", "borrower_id"),
    )
    id: Mapped[UUID] = mapped_column(ForeignKey("matters.id"), primary_key=True)
    record_id: Mapped[UUID] = mapped_column(ForeignKey("archive_records.id"))
    borrower_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    purpose: Mapped[str]
    reader_name: Mapped[str | None]
    reader_unit: Mapped[str | None]
    wants_copy: Mapped[bool]
    due_on: Mapped[date]
    lent_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    copies_made: Mapped[int | None]
    return_note: Mapped[str | None]

    __mapper_args__ = {  # noqa: RUF012 - declared so by SQLAlchemy
        "polymorphic_identity": MatterKind.ARCHIVE_LOAN,
        "inherit_condition": id == Matter.id,  # noqa: A003 - the column of this table
    }


class ArchiveDisposal(Matter):
    """鉴定处置: a list of records whose period has run out, with the report (ARC-R18)."""

    __tablename__ = "archive_disposals"
    __table_args__: Any = ()
    id: Mapped[UUID] = mapped_column(ForeignKey("matters.id"), primary_key=True)
    report: Mapped[str]
    watcher_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()), server_default="{}")
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    approved_at: Mapped[datetime | None]
    executed_at: Mapped[datetime | None]

    __mapper_args__ = {  # noqa: RUF012 - declared so by SQLAlchemy
        "polymorphic_identity": MatterKind.ARCHIVE_DISPOSAL,
        "inherit_condition": id == Matter.id,  # noqa: A003 - the column of this table
    }


class DisposalEntry(Identified, Base):
    """What is to become of one record. Append-only: with the list it is the register of destruction (销毁清册)."""

    __tablename__ = "archive_disposal_entries"
    __table_args__ = (UniqueConstraint("disposal_id", "record_id"), UniqueConstraint("disposal_id", "position"))
    disposal_id: Mapped[UUID] = mapped_column(ForeignKey("matters.id"))
    position: Mapped[int]
    record_id: Mapped[UUID] = mapped_column(ForeignKey("archive_records.id"))
    conclusion: Mapped[Conclusion] = enum(Conclusion)
    retention: Mapped[Retention | None] = enum(Retention)
    reason: Mapped[str]
