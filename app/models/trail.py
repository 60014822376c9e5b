"""The trail (留痕), events to be sent, and requests already answered."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Identified


class AuditEntry(Identified, Base):
    """Who did what, on whose behalf, from where. Append-only for everybody, the application's role included (SEC-R43)."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_matter_id_id", "matter_id", "id"),
        Index("ix_audit_entries_organ_id_id", "organ_id", "id"),
        Index("ix_audit_entries_seq", "seq"),
    )
    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    organ_id: Mapped[UUID | None] = mapped_column(ForeignKey("organs.id"))
    matter_id: Mapped[UUID | None]
    subject: Mapped[str]
    subject_id: Mapped[UUID | None]
    action: Mapped[str]
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str]
    on_behalf_of_id: Mapped[UUID | None]
    state_before: Mapped[str | None]
    state_after: Mapped[str | None]
    note: Mapped[str | None]
    changes: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    request_id: Mapped[str]
    address: Mapped[str]


class AuditSeal(Base):
    """A link of the hash chain over the audit entries, made by the sealing job in the order of ``number``."""

    __tablename__ = "audit_seals"
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("audit_entries.id"), unique=True)
    previous: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_at: Mapped[datetime]


class OutboxEvent(Identified, Base):
    """A fact that happened, written in the transaction that made it true, delivered afterwards."""

    __tablename__ = "outbox_events"
    __table_args__ = (
        Index("ix_outbox_events_waiting", "seq", postgresql_where=text("relayed_at IS NULL")),
        Index("ix_outbox_events_relayed_at", "relayed_at", postgresql_where=text("relayed_at IS NOT NULL")),
    )
    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    type: Mapped[str]
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organs.id"))
    subject_id: Mapped[UUID]
    data: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    relayed_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)


class IdempotencyKey(Base):
    """The answer to a request, kept in the transaction of its effect, replayed byte for byte for seven days."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (Index("ix_idempotency_keys_at", "at"),)
    caller_id: Mapped[UUID] = mapped_column(primary_key=True)
    operation: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[int]
    headers: Mapped[dict[str, Any]]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]
