"""What an organ tuned, and the calendar."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, any_, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Date, Text

from app.core.ids import new_id
from app.db.database import Db
from app.models.identity import Organ
from app.models.office import (
    CalendarDay,
    CalendarYear,
    FlowParameters,
    Ladder,
    LadderRung,
    NumberSeries,
    RegisteredNumber,
    RuleSwitch,
    StepParameter,
)
from app.repositories.identity.terms import ARRAY_UUID, belongs, people
from app.vocabulary.common import MatterKind
from app.vocabulary.identity import PersonKind

_PROFILE = select(Organ.profile).where(Organ.id == bindparam("organ_id"))
_SWITCHES = select(RuleSwitch.rule_id, RuleSwitch.severity).where(RuleSwitch.organ_id == bindparam("organ_id"))
_RUNGS = (
    select(LadderRung.key, LadderRung.offset_value, LadderRung.offset_unit, LadderRung.target)
    .where(LadderRung.organ_id == bindparam("organ_id"))
    .order_by(LadderRung.position)
)
_STEPS = (
    select(FlowParameters.kind, FlowParameters.version, *StepParameter.__table__.columns)
    .join(StepParameter, StepParameter.parameters_id == FlowParameters.id)
    .where(FlowParameters.organ_id == bindparam("organ_id"))
)
_DAYS = select(CalendarDay.on.label("on"), CalendarDay.kind, CalendarDay.name, CalendarDay.source)
_YEARS = select(CalendarYear.year)
_TAKE = (
    update(NumberSeries)
    .where(
        NumberSeries.organ_id == bindparam("of_organ"),
        NumberSeries.series == bindparam("of_series"),
        NumberSeries.year == bindparam("of_year"),
    )
    .values(last_value=NumberSeries.last_value + 1)
    .returning(NumberSeries.id, NumberSeries.last_value, NumberSeries.template)
)
_GIVEN = select(*RegisteredNumber.__table__.columns).where(
    RegisteredNumber.matter_id == bindparam("matter_id"),
    RegisteredNumber.text == bindparam("text"),
    RegisteredNumber.voided_at.is_(None),
)

_ORGAN_LOCK = select(Organ.id).where(Organ.id == bindparam("organ_id")).with_for_update(key_share=True)
_PARAMETERS = (
    select(*FlowParameters.__table__.columns, people.c.name.label("created_by_name"))
    .join(people, people.c.id == FlowParameters.created_by_id)
    .where(FlowParameters.organ_id == bindparam("organ_id"), FlowParameters.kind == bindparam("kind"))
    .order_by(FlowParameters.version.desc())
    .limit(1)
)
_PARAMETERS_OF = _PARAMETERS.where(FlowParameters.version == bindparam("version"))
_STEPS_OF = select(*StepParameter.__table__.columns).where(StepParameter.parameters_id == bindparam("parameters_id"))
_STAFF = select(people.c.id, people.c.name).where(
    people.c.id == any_(bindparam("ids", type_=ARRAY_UUID)),
    people.c.active,
    people.c.kind == PersonKind.STAFF,
    belongs(people, bindparam("organ_id")),
)
_LADDER = select(*Ladder.__table__.columns).where(Ladder.organ_id == bindparam("organ_id"))
_DROP_RUNGS = delete(LadderRung).where(LadderRung.organ_id == bindparam("organ_id"))
_SWITCHED = (
    select(*RuleSwitch.__table__.columns, people.c.name.label("set_by_name"))
    .join(people, people.c.id == RuleSwitch.set_by_id)
    .where(RuleSwitch.organ_id == bindparam("organ_id"))
)
_SWITCH = (
    select(*RuleSwitch.__table__.columns)
    .where(RuleSwitch.organ_id == bindparam("organ_id"), RuleSwitch.rule_id == bindparam("rule_id"))
    .with_for_update()
)
_YEAR = (
    select(*CalendarYear.__table__.columns, people.c.name.label("imported_by_name"))
    .outerjoin(people, people.c.id == CalendarYear.imported_by_id)
    .where(CalendarYear.year == bindparam("year"))
)
_YEAR_LOCK = select(*CalendarYear.__table__.columns).where(CalendarYear.year == bindparam("year")).with_for_update()
_DAYS_OF = _DAYS.where(CalendarDay.source == bindparam("source")).order_by(CalendarDay.on)
_DROP_DAYS = delete(CalendarDay).where(CalendarDay.source == bindparam("source"))
_TAKEN = (
    select(CalendarDay.on.label("on"))
    .where(
        CalendarDay.on == any_(bindparam("named", type_=ARRAY(Date()))),
        CalendarDay.source.is_distinct_from(bindparam("own", type_=Text())),
    )
    .order_by(CalendarDay.on)
    .limit(1)
)
_SOURCE_OF = select(CalendarYear.year).where(
    CalendarYear.source == bindparam("source"), CalendarYear.year != bindparam("year")
)


class OfficeRepository:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def profile(self, organ_id: UUID) -> Any:
        return await self._db.scalar(_PROFILE, {"organ_id": organ_id})

    async def switches(self, organ_id: UUID) -> Sequence[Row[Any]]:
        return await self._db.rows(_SWITCHES, {"organ_id": organ_id})

    async def rungs(self, organ_id: UUID) -> Sequence[Row[Any]]:
        return await self._db.rows(_RUNGS, {"organ_id": organ_id})

    async def steps(self, organ_id: UUID) -> Sequence[Row[Any]]:
        return await self._db.rows(_STEPS, {"organ_id": organ_id})

    async def days(self) -> Sequence[Row[Any]]:
        return await self._db.rows(_DAYS)

    async def years(self) -> frozenset[int]:
        return frozenset(row.year for row in await self._db.rows(_YEARS))

    async def take_number(self, organ_id: UUID, series: str, year: int, template: str) -> Row[Any]:
        """The next number of a series; its row stays locked until the transaction ends."""
        asked = {"of_organ": organ_id, "of_series": series, "of_year": year}
        found = await self._db.first(_TAKE, asked)
        if found is None:
            self._db.add(NumberSeries(id=new_id(), organ_id=organ_id, series=series, year=year, template=template))
            found = await self._db.first(_TAKE, asked)
        assert found is not None
        return found

    async def given_number(self, matter_id: UUID, text: str) -> RegisteredNumber | None:
        """This number of a matter; it may have others, such as those of a seal's log."""
        return await self._db.entity(RegisteredNumber, _GIVEN, {"matter_id": matter_id, "text": text})

    # What an organ tunes: one change of an organ at a time

    async def lock_organ(self, organ_id: UUID) -> None:
        """Hold the organ until the transaction ends, so that the version read next is the one that is replaced."""
        await self._db.rows(_ORGAN_LOCK, {"organ_id": organ_id})

    async def parameters(self, organ_id: UUID, kind: MatterKind, version: int | None = None) -> Row[Any] | None:
        """A version of a flow's parameters, the newest unless named, with the name of whoever set it."""
        asked = {"organ_id": organ_id, "kind": kind}
        if version is None:
            return await self._db.first(_PARAMETERS, asked)
        return await self._db.first(_PARAMETERS_OF, {**asked, "version": version})

    async def steps_of(self, parameters_id: UUID) -> Sequence[Row[Any]]:
        return await self._db.rows(_STEPS_OF, {"parameters_id": parameters_id})

    async def staff(self, ids: Collection[UUID], organ_id: UUID, today: date) -> dict[UUID, str]:
        """Names of those among the ids who are active members of staff of the organ."""
        if not ids:
            return {}
        rows = await self._db.rows(_STAFF, {"ids": list(ids), "organ_id": organ_id, "today": today})
        return {row.id: row.name for row in rows}

    async def ladder(self, organ_id: UUID) -> Ladder | None:
        return await self._db.entity(Ladder, _LADDER, {"organ_id": organ_id})

    async def drop_rungs(self, organ_id: UUID) -> None:
        await self._db.rows(_DROP_RUNGS, {"organ_id": organ_id})

    async def switched(self, organ_id: UUID) -> Sequence[Row[Any]]:
        """The organ's rule switches with reason, moment and name."""
        return await self._db.rows(_SWITCHED, {"organ_id": organ_id})

    async def switch(self, organ_id: UUID, rule_id: str) -> RuleSwitch | None:
        """One switch, locked."""
        return await self._db.entity(RuleSwitch, _SWITCH, {"organ_id": organ_id, "rule_id": rule_id})

    # The calendar, one for all organs

    async def year(self, year: int) -> Row[Any] | None:
        return await self._db.first(_YEAR, {"year": year})

    async def lock_year(self, year: int) -> CalendarYear | None:
        return await self._db.entity(CalendarYear, _YEAR_LOCK, {"year": year})

    async def days_of(self, source: str) -> Sequence[Row[Any]]:
        """The days one notice named, in order."""
        return await self._db.rows(_DAYS_OF, {"source": source})

    async def drop_days(self, source: str) -> None:
        await self._db.rows(_DROP_DAYS, {"source": source})

    async def taken(self, named: Collection[date], own: str | None) -> date | None:
        """The first of these days that a notice other than ``own`` already names."""
        found: date | None = await self._db.scalar(_TAKEN, {"named": list(named), "own": own})
        return found

    async def other_year_of(self, source: str, year: int) -> int | None:
        """Another year that was imported from a text of this name."""
        found: int | None = await self._db.scalar(_SOURCE_OF, {"source": source, "year": year})
        return found
