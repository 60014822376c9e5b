"""The working calendar (工作日历), one for the whole deployment: what a day is, next year's notice, what a limit ends at."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from app.core.actor import Actor
from app.core.clock import local_day
from app.core.errors import Senseless, Stale
from app.db.database import Db
from app.engine.calendar import CalendarRangeError, Limit, WorkingCalendar
from app.models.office import CalendarDay, CalendarYear
from app.repositories.office import OfficeRepository
from app.schemas.calendar import DueQuestion, NoticeDay, YearImport
from app.services.audit.service import AuditService
from app.services.office.desk import DeskService
from app.services.office.explaining import explained
from app.services.office.limits import check_limit
from app.services.office.parameters import SHIPPED
from app.vocabulary.calendar import DayKind

LONGEST_SPAN: Final = 400
"""Days one question may ask about."""
STATUTORY_DAYS: Final = 13
"""全体公民放假的节日, days a year since 2025 (《全国年节及纪念日放假办法》)."""
_DAY: Final = timedelta(days=1)


class CalendarService:
    """Made for one request from ``(db, actor)``."""

    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor, self._office = db, actor, OfficeRepository(db)

    async def days(self, first: date, before: date) -> dict[str, Any]:
        """Each day of [first, before). Raises: Senseless (backward, or more than `LONGEST_SPAN` days)."""
        if not first < before:
            raise Senseless("/before", "结束日期应当晚于开始日期")
        if (before - first).days > LONGEST_SPAN:
            raise Senseless("/before", f"一次至多查询{LONGEST_SPAN}天")
        calendar = await DeskService(self._db).calendar()
        return {"items": [_shown(calendar, first + n * _DAY) for n in range((before - first).days)]}

    async def year(self, year: int) -> dict[str, Any]:
        """The notice of a year as it was imported; version 1 without days where it was not."""
        found = await self._office.year(year)
        days = await self._office.days_of(found.source) if found else ()
        return {
            "year": year,
            "confirmed": found is not None,
            "version": found.version if found else SHIPPED,
            "source": found.source if found else None,
            "imported_by_id": found.imported_by_id if found else None,
            "imported_by_name": found.imported_by_name if found else None,
            "imported_at": found.imported_at if found else None,
            "days": [{"on": day.on, "kind": day.kind, "name": day.name} for day in days],
        }

    async def import_year(self, year: int, seen: int, said: YearImport) -> dict[str, Any]:
        """Take in a year's notice (放假安排通知), for all organs of the deployment; again where it was amended.

        Limits that already run keep their due times; what is counted from now on follows the notice.
        Raises: Stale, Senseless (not this or the next year; days that cannot be its; statutory days left out).
        """
        today = local_day(self._db.clock.now())
        if not today.year <= year <= today.year + 1:
            raise Senseless("/year", "只能导入本年度或者下一年度的放假安排")
        found = await self._office.lock_year(year)
        present = found.version if found else SHIPPED
        if present != seen:
            raise Stale(present)
        own = found.source if found else None
        check_notice(year, said.days)
        await self._check_others(year, own, said)
        before = [] if own is None else _told(await self._office.days_of(own))
        if own is not None:
            await self._office.drop_days(own)
        self._db.add(*(CalendarDay(on=d.on, kind=d.kind, name=d.name, source=said.source) for d in said.days))
        self._settle(found, year, present + 1, said.source)
        AuditService(self._db, self._actor).record(
            "calendar_year",
            None,
            "import_year",
            note=f"{year}年：{said.source}",
            changes={"days": (before, _told(said.days)), "source": (own, said.source)},
        )
        await self._db.forget()
        return await self.year(year)

    async def _check_others(self, year: int, own: str | None, said: YearImport) -> None:
        """A day belongs to one notice, and a notice to one year. Raises: Senseless."""
        other = await self._office.other_year_of(said.source, year)
        if other is not None:
            raise Senseless("/source", f"该通知已作为{other}年的放假安排导入")
        taken = await self._office.taken([day.on for day in said.days], own)
        if taken is not None:
            place = next(place for place, day in enumerate(said.days) if day.on == taken)
            raise Senseless(f"/days/{place}/on", f"{taken}已由另一年度的通知规定")

    def _settle(self, found: CalendarYear | None, year: int, version: int, source: str) -> None:
        settled = found or CalendarYear(year=year)
        settled.source, settled.version = source, version
        settled.imported_by_id, settled.imported_at = self._actor.user_id, self._db.clock.now()
        if found is None:
            self._db.add(settled)

    async def due(self, said: DueQuestion) -> dict[str, Any]:
        """What a limit would end at, counted for the caller's organ, and how (DOC-T04, DOC-T07).

        Raises: Senseless (an amount out of bounds, or an end after 2099).
        """
        limit = Limit(said.limit_value, said.limit_unit)
        check_limit(limit, "/limit_value")
        desk = await DeskService(self._db).of(self._actor.organ_id)
        try:
            plain = desk.due(said.start, limit)
            due = desk.calendar.rolled(plain, said.roll, desk.hours)
            lines = explained(desk.calendar, said.start, limit, plain, desk.hours)
        except CalendarRangeError:
            raise Senseless("/start", "计算结果超出1900年至2099年") from None
        if due != plain:
            lines.append(f"{plain:%Y-%m-%d}是休息日，{said.roll.label}，{due:%Y-%m-%d %H:%M}届满")
        years = range(local_day(said.start).year, due.year + 1)
        return {
            "due_at": due,
            "confirmed": all(desk.calendar.is_confirmed(year) for year in years),
            "explanation": lines,
        }


def check_notice(year: int, days: Sequence[NoticeDay]) -> None:
    """The days of a notice are the year's, or the end of December before it; made-up workdays are weekends; and no
    statutory day with a fixed date is left out, for an imported year knows no other days off.

    Raises: Senseless.
    """
    named = {day.on: day.kind for day in days}
    if len(named) < len(days):
        raise Senseless("/days", "同一日期只能出现一次")
    for place, day in enumerate(days):
        if not date(year - 1, 12, 20) <= day.on <= date(year, 12, 31):
            raise Senseless(f"/days/{place}/on", f"不是{year}年放假安排中的日期")
        if day.kind is DayKind.MADE_UP and day.on.weekday() < 5:
            raise Senseless(f"/days/{place}/kind", "调休上班的应当是周六或者周日")
    plain, first = WorkingCalendar(), date(year, 1, 1)
    whole = [first + n * _DAY for n in range((date(year + 1, 1, 1) - first).days)]
    fixed = [on for on in whole if plain.day(on).kind is DayKind.HOLIDAY]
    if missing := [on for on in fixed if named.get(on) is not DayKind.HOLIDAY]:
        raise Senseless("/days", f"缺少法定节假日：{'、'.join(map(str, missing))}")
    if sum(kind is DayKind.HOLIDAY for kind in named.values()) < STATUTORY_DAYS:
        raise Senseless("/days", f"法定节假日全年{STATUTORY_DAYS}天，所列放假日不足")


def _shown(calendar: WorkingCalendar, on: date) -> dict[str, Any]:
    day = calendar.day(on)
    return {
        "on": on,
        "kind": day.kind,
        "name": day.name,
        "is_workday": day.kind.is_workday,
        "confirmed": calendar.is_confirmed(on.year),
    }


def _told(days: Sequence[Any]) -> list[str]:
    return [f"{day.on} {day.kind} {day.name}" for day in days]
