"""Organs, departments, people, posts, roles, and who stands in for whom."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Identified, enum
from app.vocabulary.common import Profile
from app.vocabulary.identity import PersonKind, Role


class Organ(Identified, Base):
    """机关、单位. ``superior_id`` is its direct superior; dual leadership has a second one."""

    __tablename__ = "organs"
    __table_args__ = (
        UniqueConstraint("name"),
        UniqueConstraint("code"),
        CheckConstraint("superior_id <> id AND second_superior_id <> id", name="not_its_own_superior"),
    )
    name: Mapped[str]
    short_name: Mapped[str]
    code: Mapped[str]
    profile: Mapped[Profile] = enum(Profile)
    superior_id: Mapped[UUID | None] = mapped_column(ForeignKey("organs.id"), index=True)
    second_superior_id: Mapped[UUID | None] = mapped_column(ForeignKey("organs.id"))
    registered_from: Mapped[date | None]
    registered_to: Mapped[date | None]
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)


class Department(Identified, Base):
    """内设机构."""

    __tablename__ = "departments"
    __table_args__ = (UniqueConstraint("organ_id", "name"), UniqueConstraint("organ_id", "id"))
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organs.id"))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("departments.id"))
    name: Mapped[str]
    is_office: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    leader_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """分管领导: the leader in charge of this department."""
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)


class Person(Identified, Base):
    """One account. ``kind`` keeps the three administrators apart from staff and from one another."""

    __tablename__ = "people"
    __table_args__ = (
        Index("uq_people_username", text("lower(username)"), unique=True),
        UniqueConstraint("id", "kind"),
        Index("ix_people_organ_id_name_id", "organ_id", "name", "id"),
    )
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organs.id"))
    username: Mapped[str]
    name: Mapped[str]
    kind: Mapped[PersonKind] = enum(PersonKind)
    phone: Mapped[str | None]
    counterpart_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """AB角: who takes over while this person is away."""
    active: Mapped[bool] = mapped_column(default=True)
    password_hash: Mapped[str | None]
    password_changed_at: Mapped[datetime | None]
    """When the person chose the password; null for one given by an administrator, which must be changed first."""
    password_history: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class Post(Identified, Base):
    """职务. A person may hold several, also in other organs."""

    __tablename__ = "posts"
    __table_args__ = (
        UniqueConstraint("person_id", "organ_id", "department_id", "title"),
        CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="ends_after_start"),
        Index("ix_posts_organ_id_department_id", "organ_id", "department_id"),
    )
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organs.id"))
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("departments.id"))
    title: Mapped[str]
    is_head: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class RoleGrant(Identified, Base):
    """A business role in one organ. The composite key makes it impossible to grant one to an administrator (SEC-R41)."""

    __tablename__ = "role_grants"
    __table_args__ = (
        ForeignKeyConstraint(["person_id", "person_kind"], ["people.id", "people.kind"]),
        CheckConstraint("person_kind = 'staff'", name="staff_only"),
        UniqueConstraint("person_id", "organ_id", "role"),
        Index("ix_role_grants_organ_id_role", "organ_id", "role"),
    )
    person_id: Mapped[UUID]
    person_kind: Mapped[PersonKind] = enum(PersonKind)
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organs.id"))
    role: Mapped[Role] = enum(Role)
    granted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    granted_at: Mapped[datetime]


class Delegation(Identified, Base):
    """委托代办: for some days another person may act for the principal."""

    __tablename__ = "delegations"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("principal_id <> delegate_id", name="not_to_oneself"),
        Index("ix_delegations_delegate_id_starts_on", "delegate_id", "starts_on"),
        Index("ix_delegations_principal_id_starts_on", "principal_id", "starts_on"),
    )
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organs.id"))
    principal_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    delegate_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    reason: Mapped[str]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class LoginSession(Identified, Base):
    """One log-in: a short access token and a refresh token that changes with each use. Only hashes are kept."""

    __tablename__ = "login_sessions"
    __table_args__ = (Index("ix_login_sessions_person_id_opened_at", "person_id", "opened_at"),)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organs.id"))
    access_hash: Mapped[bytes] = mapped_column(unique=True)
    access_until: Mapped[datetime]
    refresh_hash: Mapped[bytes] = mapped_column(unique=True)
    used_refresh_hashes: Mapped[list[bytes]] = mapped_column(ARRAY(LargeBinary), server_default="{}")
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[str]


class LoginFailure(Identified, Base):
    """A failed log-in, counted by account name and by address."""

    __tablename__ = "login_failures"
    __table_args__ = (Index("ix_login_failures_subject_at", "subject", "at"),)
    subject: Mapped[str]
    at: Mapped[datetime]


class ServiceKey(Identified, Base):
    """A key for another system: hashed at rest, scoped, expiring, bound to networks.

    It acts for a member of staff and may never do more than that person; a key without one opens nothing.
    """

    __tablename__ = "service_keys"
    __table_args__ = (Index("ix_service_keys_organ_id_id", "organ_id", "id"),)
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organs.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    name: Mapped[str]
    prefix: Mapped[str]
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    networks: Mapped[list[str]] = mapped_column(ARRAY(Text))
    expires_at: Mapped[datetime]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
