"""The matter (事项), its tasks, opinions, participants and attachments: what every domain shares."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Identified, enum
from app.vocabulary.calendar import LimitUnit
from app.vocabulary.common import Classification, MatterKind, Urgency
from app.vocabulary.tasks import OpinionKind, Part, TaskKind, TaskState


class Matter(Identified, Base):
    """Everything the office handles. Each kind adds its own table 1:1. ``due_at`` is when the whole matter must be done."""

    __tablename__ = "matters"
    __table_args__: Any = (
        CheckConstraint("closed_at IS NULL OR closed_at >= opened_at", name="closed_after_opened"),
        CheckConstraint("classification NOT IN ('confidential', 'secret', 'top_secret')", name="no_state_secrets"),
        UniqueConstraint("organ_id", "kind", "number"),
        Index("ix_matters_organ_id_kind_opened_at_id", "organ_id", "kind", "opened_at", "id"),
        Index("ix_matters_organ_id_kind_state_opened_at_id", "organ_id", "kind", "state", "opened_at", "id"),
        Index("ix_matters_organ_id_title", "organ_id", "title"),
        Index("ix_matters_department_id_opened_at_id", "department_id", "opened_at", "id"),
        Index(
            "ix_matters_open_due", "organ_id", "kind", text("coalesce(due_at, '2100-01-01 00:00:00+08'::timestamptz)"), "id",
            postgresql_where=text("closed_at IS NULL"),
        ),
    )  # fmt: skip
    kind: Mapped[MatterKind] = enum(MatterKind)
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organs.id"))
    number: Mapped[str | None]
    title: Mapped[str]
    state: Mapped[str]
    urgency: Mapped[Urgency] = enum(Urgency)
    classification: Mapped[Classification] = enum(Classification)
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("departments.id"))
    responsible_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    warn_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    parameters_version: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"polymorphic_on": "kind"}  # noqa: RUF012 - declared so by SQLAlchemy


class Task(Identified, Base):
    """A step waiting for a person (待办). One responsible person and one due time, always; ``role`` names the pool that may
    step in. Tasks of one ``group_id`` belong together: a reading list, handlers, signatures."""

    __tablename__ = "tasks"
    __table_args__ = (
        CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name="done_has_time"),
        CheckConstraint("state <> 'open' OR opened_at IS NOT NULL", name="open_has_time"),
        Index(
            "ix_tasks_inbox", "assignee_id", "due_at", "id", postgresql_where=text("state = 'open'")
        ),
        Index("ix_tasks_done", "done_by_id", "done_at", "id", postgresql_where=text("state = 'done'")),
        Index("ix_tasks_matter_id_id", "matter_id", "id"),
        Index("ix_tasks_organ_open", "organ_id", "due_at", "id", postgresql_where=text("state = 'open'")),
        ExcludeConstraint(("group_id", "="), name="tasks_one_current_reader", using="btree", deferrable=True,
                          initially="IMMEDIATE", where=text("state = 'open' AND turn > 0")),
    )  # fmt: skip
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("matters.id"))
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organs.id"))
    kind: Mapped[TaskKind] = enum(TaskKind)
    step: Mapped[str]
    part: Mapped[Part] = enum(Part)
    assignee_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    role: Mapped[str | None]
    group_id: Mapped[UUID | None]
    turn: Mapped[int] = mapped_column(default=0)
    """Place in a reading list that runs in turn, from 1; 0 for everything that runs at once."""
    state: Mapped[TaskState] = enum(TaskState)
    opened_at: Mapped[datetime | None]
    due_at: Mapped[datetime]
    warn_at: Mapped[datetime]
    limit_value: Mapped[int]
    limit_unit: Mapped[LimitUnit] = enum(LimitUnit)
    seen_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    outcome: Mapped[str | None]
    from_task_id: Mapped[UUID | None] = mapped_column(ForeignKey("tasks.id"))
    """The task this one was handed over from (转办)."""


class Opinion(Identified, Base):
    """What a person wrote on a matter (批示, 意见). Append-only: the database refuses to change or delete one."""

    __tablename__ = "opinions"
    __table_args__ = (Index("ix_opinions_matter_id_id", "matter_id", "id"),)
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("matters.id"))
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("tasks.id"))
    kind: Mapped[OpinionKind] = enum(OpinionKind)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    on_behalf_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str]
    at: Mapped[datetime]


class Participant(Base):
    """Whoever had a part in a matter may see it. Entering somebody twice changes nothing."""

    __tablename__ = "participants"
    __table_args__: Any = {"info": {"once": True}}  # noqa: RUF012 - declared so by SQLAlchemy
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("matters.id"), primary_key=True, index=True)


class Extension(Identified, Base):
    """延期: asked before expiry, decided by a named person, to one exact moment."""

    __tablename__ = "extensions"
    __table_args__ = (
        CheckConstraint("to_due_at > from_due_at", name="later"),
        CheckConstraint("(decided_at IS NULL) = (approved IS NULL)", name="decided_has_result"),
        Index("uq_extensions_one_open", "matter_id", unique=True, postgresql_where=text("decided_at IS NULL")),
        Index("ix_extensions_matter_id_id", "matter_id", "id"),
    )
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("matters.id"))
    task_id: Mapped[UUID] = mapped_column(ForeignKey("tasks.id"))
    """The task whose due time moves."""
    decision_task_id: Mapped[UUID] = mapped_column(ForeignKey("tasks.id"))
    requested_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    requested_at: Mapped[datetime]
    reason: Mapped[str]
    from_due_at: Mapped[datetime]
    to_due_at: Mapped[datetime]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    approved: Mapped[bool | None]


class Urging(Identified, Base):
    """催办: one reminder. A rung of the ladder reaches a person once per task and due time, however often the scan runs."""

    __tablename__ = "urgings"
    __table_args__ = (
        Index("uq_urgings_once", "task_id", "due_at", "rung", "person_id", unique=True,
              postgresql_where=text("rung <> 'manual'")),
        Index("ix_urgings_matter_id_id", "matter_id", "id"),
    )  # fmt: skip
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("matters.id"))
    task_id: Mapped[UUID] = mapped_column(ForeignKey("tasks.id"))
    due_at: Mapped[datetime]
    rung: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    note: Mapped[str | None]
    at: Mapped[datetime]


class Attachment(Identified, Base):
    """A stored file. Its name is a label; its content lies in the file store under its id."""

    __tablename__ = "attachments"
    __table_args__ = (
        CheckConstraint("size >= 0", name="size_not_negative"),
        Index("ix_attachments_matter_id_id", "matter_id", "id"),
        Index("ix_attachments_content_id", "content_id", postgresql_where=text("content_id IS NOT NULL")),
        Index("ix_attachments_unbound", "uploaded_at", postgresql_where=text("matter_id IS NULL")),
    )
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organs.id"))
    matter_id: Mapped[UUID | None] = mapped_column(ForeignKey("matters.id"))
    content_id: Mapped[UUID | None]
    """The attachment under whose id the bytes lie, where one content belongs to papers of several organs; None: its own."""
    name: Mapped[str]
    file_kind: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    has_macros: Mapped[bool] = mapped_column(default=False)
    uploaded_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    uploaded_at: Mapped[datetime]
    bound_at: Mapped[datetime | None]


class AttachmentTicket(Identified, Base):
    """A path that works once, for viewers and plain links."""

    __tablename__ = "attachment_tickets"
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    attachment_id: Mapped[UUID] = mapped_column(ForeignKey("attachments.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Notification(Identified, Base):
    """A message in a person's box, with the moment it was read."""

    __tablename__ = "notifications"
    __table_args__ = (
        UniqueConstraint("event_id", "person_id"),
        Index("ix_notifications_person_id_at_id", "person_id", "at", "id"),
        Index("ix_notifications_unread", "person_id", "at", "id", postgresql_where=text("read_at IS NULL")),
    )
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organs.id"))
    event_id: Mapped[UUID]
    kind: Mapped[str]
    matter_id: Mapped[UUID | None] = mapped_column(ForeignKey("matters.id"))
    title: Mapped[str]
    body: Mapped[str]
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class RuleOverride(Identified, Base):
    """A warning set aside by a named person with a reason. Append-only."""

    __tablename__ = "rule_overrides"
    __table_args__ = (Index("ix_rule_overrides_matter_id_id", "matter_id", "id"),)
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("matters.id"))
    rule_id: Mapped[str]
    action: Mapped[str]
    finding: Mapped[str]
    reason: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
