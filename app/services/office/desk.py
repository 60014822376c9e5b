"""What an organ tuned, kept in memory: profile, rule switches, limits and owners of steps, ladder, calendar, holders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.db.database import Db
from app.engine.calendar import STANDARD_HOURS, Day, WorkHours, WorkingCalendar
from app.engine.ladder import DEFAULT_LADDER, DEFAULT_WARN, Rung, warn_at
from app.engine.steps import StepSetting
from app.engine.worktime import Limit, at
from app.repositories.office import OfficeRepository
from app.rules.catalogue import CATALOGUE, effective_severity
from app.services.identity.directory import Directory
from app.vocabulary.common import MatterKind, Profile
from app.vocabulary.identity import Role
from app.vocabulary.rules import Severity


@dataclass(frozen=True, slots=True)
class Desk:
    """One organ's settings as they are now."""

    organ_id: UUID
    profile: Profile
    switches: Mapping[str, Severity]
    steps: Mapping[tuple[MatterKind, int], Mapping[str, StepSetting]]
    ladder: Sequence[Rung]
    calendar: WorkingCalendar
    holders: Mapping[Role, Sequence[UUID]]
    hours: WorkHours = STANDARD_HOURS

    def severity(self, rule_id: str) -> Severity:
        """How a rule bites here."""
        return effective_severity(CATALOGUE[rule_id], self.profile, self.switches.get(rule_id))

    def latest(self, kind: MatterKind) -> int:
        """The newest parameter version; 0 where the organ tuned nothing."""
        return max((version for of, version in self.steps if of == kind), default=0)

    def setting(self, kind: MatterKind, version: int, step: str, default: StepSetting) -> StepSetting:
        """A step as the version says it; steps a version does not name keep the default."""
        return self.steps.get((kind, version), {}).get(step, default)

    def due(self, start: datetime, limit: Limit) -> datetime:
        return self.calendar.due(start, limit, self.hours)

    def closing(self, on: date) -> datetime:
        """The end of office hours of a day."""
        return at(on, self.hours.end)

    def warn(self, due: datetime, since: datetime) -> datetime:
        """From when the light is yellow: a workday ahead, but never before half of the time since ``since`` is gone."""
        halfway = (since + (due - since) / 2).replace(microsecond=0)
        return max(warn_at(due, DEFAULT_WARN, self.calendar, self.hours), halfway)


class DeskService:
    """Brings the desk of an organ, from memory where it is kept."""

    def __init__(self, db: Db) -> None:
        self._db, self._office = db, OfficeRepository(db)

    async def of(self, organ_id: UUID) -> Desk:
        return await self._db.database.caches.get(("desk", organ_id), lambda: self._load(organ_id))

    async def calendar(self) -> WorkingCalendar:
        return await self._db.database.caches.get("calendar", self._load_calendar, seconds=600)

    async def _load_calendar(self) -> WorkingCalendar:
        days = [Day(row.on, row.kind, row.name, row.source) for row in await self._office.days()]
        return WorkingCalendar(days, confirmed_years=await self._office.years())

    async def _load(self, organ_id: UUID) -> Desk:
        steps: dict[tuple[MatterKind, int], dict[str, StepSetting]] = {}
        for row in await self._office.steps(organ_id):
            steps.setdefault((row.kind, row.version), {})[row.step] = StepSetting(
                Limit(row.limit_value, row.limit_unit),
                Role(row.role) if row.role else None,
                person_id=row.person_id,
                enabled=row.enabled,
                sign_mode=row.sign_mode,
                sign_count=row.sign_count,
            )
        rungs = [
            Rung(row.key, Limit(row.offset_value, row.offset_unit), row.target)
            for row in await self._office.rungs(organ_id)
        ]
        return Desk(
            organ_id=organ_id,
            profile=await self._office.profile(organ_id),
            switches={row.rule_id: row.severity for row in await self._office.switches(organ_id)},
            steps=steps,
            ladder=rungs or DEFAULT_LADDER,
            calendar=await self.calendar(),
            holders=await Directory(self._db).holders(organ_id),
        )
