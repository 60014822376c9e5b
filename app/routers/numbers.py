"""编号登记: every number that was given, voided ones too."""

from typing import Annotated

from fastapi import Depends, Path, Query, Response

from app.core.errors import InvalidCursor, NotFound
from app.http.answers import answers, page
from app.http.dependencies import provide, requires
from app.http.routing import office_router
from app.schemas.common import Ident, Page
from app.schemas.registers import NumberQuery, NumberRow, SeriesQuery, SeriesRow
from app.services.office.registers import NumberRegisterService
from app.vocabulary.identity import Permission

router = office_router("/number-series", "numbers")
Registers = Annotated[NumberRegisterService, Depends(provide(NumberRegisterService))]
SeriesId = Annotated[Ident, Path(description="编号系列的标识")]
READER = [Depends(requires(Permission.NUMBERS_READ))]


@router.get(
    "",
    summary="编号系列 List number series",
    response_model=Page[SeriesRow],
    responses=answers(InvalidCursor),
    dependencies=READER,
)
async def list_number_series(wanted: Annotated[SeriesQuery, Query()], registers: Registers) -> Response:
    """本机关的编号系列，按年度。 The organ's series, one for each year."""
    return page(await registers.series(wanted.wanted("-year")))


@router.get(
    "/{series_id}/numbers",
    summary="编号登记簿 List the numbers of a series",
    response_model=Page[NumberRow],
    responses=answers(NotFound, InvalidCursor),
    dependencies=READER,
)
async def list_numbers(series_id: SeriesId, wanted: Annotated[NumberQuery, Query()], registers: Registers) -> Response:
    """按顺序列出每一个编号；作废的保留并注明原因（DOC-N06）。 Each number in order; voided ones stay, with the reason."""
    return page(await registers.numbers(series_id, wanted.wanted("value")))
