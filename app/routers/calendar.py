"""工作日历: one for the whole deployment, extended by next year's notice without a release."""

from typing import Annotated

from fastapi import Depends, Path, Query, Response

from app.core.errors import AlreadyExists, Senseless, Stale
from app.http.answers import answers, reply
from app.http.dependencies import IfMatch, provide, requires
from app.http.routing import office_router
from app.schemas.calendar import CalendarDays, CalendarQuery, DueAnswer, DueQuestion, YearImport, YearRead
from app.schemas.common import WHOLE_TEXT
from app.services.office.calendar import CalendarService
from app.vocabulary.identity import Permission

router = office_router("/calendar", "calendar")
Calendar = Annotated[CalendarService, Depends(provide(CalendarService))]
PathYear = Annotated[int, Path(ge=1900, le=2099, description="年度", examples=[2027]), WHOLE_TEXT]
EVERYBODY_KNOWN = [Depends(requires(Permission.SELF))]


@router.get(
    "/days",
    summary="工作日历 List days",
    response_model=CalendarDays,
    responses=answers(Senseless),
    dependencies=EVERYBODY_KNOWN,
)
async def list_calendar_days(wanted: Annotated[CalendarQuery, Query()], calendar: Calendar) -> Response:
    """每一天是工作日、周末、节假日还是调休上班；confirmed 为 false 的年度放假安排尚未导入。

    What each day is; years whose notice was not imported are marked."""
    return reply(await calendar.days(wanted.first, wanted.before))


@router.get(
    "/years/{year}",
    summary="查看年度放假安排 Get a year's notice",
    response_model=YearRead,
    dependencies=EVERYBODY_KNOWN,
)
async def get_calendar_year(year: PathYear, calendar: Calendar) -> Response:
    """尚未导入的年度版本为 1，没有日期。 A year that was not imported has version 1 and no days."""
    return reply(await calendar.year(year))


@router.put(
    "/years/{year}",
    summary="导入年度放假安排 Import a year's notice",
    response_model=YearRead,
    responses=answers(Stale, Senseless, AlreadyExists),
    dependencies=[Depends(requires(Permission.CALENDAR_WRITE))],
)
async def import_calendar_year(year: PathYear, seen: IfMatch, said: YearImport, calendar: Calendar) -> Response:
    """导入本年度或者下一年度国务院办公厅放假安排的全部日期，各机关共用；有调整的可再次导入。已确定的时限不变。

    The whole notice of this or the next year, for all organs; again where it was amended. Running limits stay."""
    return reply(await calendar.import_year(year, seen, said))


@router.post(
    "/due",
    summary="时限试算 Work out a due time",
    response_model=DueAnswer,
    responses=answers(Senseless),
    dependencies=EVERYBODY_KNOWN,
)
async def work_out_due(said: DueQuestion, calendar: Calendar) -> Response:
    """从何时起、多长时限、何时届满，逐日说明（DOC-T04、DOC-T07）；不保存任何内容。

    When a limit would end, explained day by day; nothing is stored."""
    return reply(await calendar.due(said))
