"""What an organ tunes by data: numbers, calendar, limits, ladder, rules."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Identified, enum
from app.vocabulary.calendar import DayKind, LimitUnit
from app.vocabulary.common import MatterKind
from app.vocabulary.deadlines import RungTarget
from app.vocabulary.rules import Severity
from app.vocabulary.tasks import SignMode


class NumberSeries(Identified, Base):
    """One row per series and year; locked last in the transaction, so numbers have no gap and follow the commits.

    Two who open a series at once open the same one.
    """

    __tablename__ = "number_series"
    __table_args__ = (
        UniqueConstraint("organ_id", "series", "year"),
        CheckConstraint("last_value >= 0", name="counts_up"),
        {"info": {"once": True}},
    )
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organs.id"))
    series: Mapped[str]
    year: Mapped[int]
    template: Mapped[str]
    last_value: Mapped[int] = mapped_column(default=0)


class RegisteredNumber(Base):
    """The register: each number given, to which matter, and why it was voided. A number is never used twice."""

    __tablename__ = "registered_numbers"
    __table_args__ = (Index("ix_registered_numbers_matter_id", "matter_id"),)
    series_id: Mapped[UUID] = mapped_column(ForeignKey("number_series.id"), primary_key=True)
    value: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("matters.id"))
    given_at: Mapped[datetime]
    given_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str | None]


class CalendarDay(Base):
    """A day that differs from its weekday: holiday or made-up workday (调休)."""

    __tablename__ = "calendar_days"
    on: Mapped[date] = mapped_column("day_on", primary_key=True)
    kind: Mapped[DayKind] = enum(DayKind)
    name: Mapped[str]
    source: Mapped[str]


class CalendarYear(Base):
    """A year whose notice was imported; other years are computed and marked unconfirmed."""

    __tablename__ = "calendar_years"
    year: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    imported_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    imported_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class FlowParameters(Identified, Base):
    """A version of an organ's parameters of one flow. A running matter keeps the version it started with."""

    __tablename__ = "flow_parameters"
    __table_args__ = (UniqueConstraint("organ_id", "kind", "version"),)
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organs.id"))
    kind: Mapped[MatterKind] = enum(MatterKind)
    version: Mapped[int]
    reason: Mapped[str]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]


class StepParameter(Base):
    """One step of a version: its limit, who does it, whether it is done at all, when parallel tasks are settled."""

    __tablename__ = "step_parameters"
    __table_args__ = (
        CheckConstraint("limit_value BETWEEN 0 AND 10000", name="limit_sane"),
        CheckConstraint("(sign_mode = 'some') = (sign_count IS NOT NULL)", name="some_has_count"),
    )
    parameters_id: Mapped[UUID] = mapped_column(ForeignKey("flow_parameters.id"), primary_key=True)
    step: Mapped[str] = mapped_column(primary_key=True)
    limit_value: Mapped[int]
    limit_unit: Mapped[LimitUnit] = enum(LimitUnit)
    role: Mapped[str | None]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    enabled: Mapped[bool] = mapped_column(default=True)
    sign_mode: Mapped[SignMode] = enum(SignMode)
    sign_count: Mapped[int | None]


class Ladder(Base):
    """Which version of its urging ladder an organ has, and who set it. Organs without a row use the shipped one."""

    __tablename__ = "ladders"
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organs.id"), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    reason: Mapped[str]
    set_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    set_at: Mapped[datetime]


class LadderRung(Base):
    """One rung of an organ's urging ladder (催办阶梯). ``offset_value`` is negative before the due time."""

    __tablename__ = "ladder_rungs"
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organs.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    offset_value: Mapped[int]
    offset_unit: Mapped[LimitUnit] = enum(LimitUnit)
    target: Mapped[RungTarget] = enum(RungTarget)


class RuleSwitch(Base):
    """An organ's own severity for a rule that may be weakened or strengthened."""

    __tablename__ = "rule_switches"
    organ_id: Mapped[UUID] = mapped_column(ForeignKey("organs.id"), primary_key=True)
    rule_id: Mapped[str] = mapped_column(primary_key=True)
    severity: Mapped[Severity] = enum(Severity)
    reason: Mapped[str]
    set_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    set_at: Mapped[datetime]
