"""What an organ tuned, and the calendar."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select, update

from app.core.ids import new_id
from app.db.database import Db
from app.models.identity import Organ
from app.models.office import (
    CalendarDay,
    CalendarYear,
    FlowParameters,
    LadderRung,
    NumberSeries,
    RegisteredNumber,
    RuleSwitch,
    StepParameter,
)

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
    RegisteredNumber.matter_id == bindparam("matter_id"), RegisteredNumber.voided_at.is_(None)
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

    async def given_number(self, matter_id: UUID) -> RegisteredNumber | None:
        return await self._db.entity(RegisteredNumber, _GIVEN, {"matter_id": matter_id})
