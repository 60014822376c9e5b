"""发文: what happened to a paper, and its texts."""

from typing import Annotated

from fastapi import Depends, Path, Query, Response

from app.core.errors import NotFound
from app.http.answers import answers, page, reply
from app.http.dependencies import provide
from app.http.routing import office_router
from app.routers.outgoing_documents import READER, SEEN, OutgoingId
from app.schemas.common import WHOLE_TEXT, ListQuery, Page
from app.schemas.histories import OpinionRow, OverrideRow, TrailRow, UrgingRow
from app.schemas.outgoing_steps import DifferenceQuery, Differences, TextVersionRead, TextVersionRow
from app.services.outgoing.reading import OutgoingReadingService

router = office_router("/outgoing-documents", "outgoing_documents")
Reading = Annotated[OutgoingReadingService, Depends(provide(OutgoingReadingService))]
TextNumber = Annotated[int, Path(ge=1, le=2**31 - 1, description="第几稿", examples=[2]), WHOLE_TEXT]


@router.get(
    "/{outgoing_id}/opinions",
    summary="意见 List opinions",
    response_model=Page[OpinionRow],
    responses=SEEN,
    dependencies=READER,
)
async def list_opinions_of_outgoing_document(
    outgoing_id: OutgoingId, wanted: Annotated[ListQuery, Query()], reading: Reading
) -> Response:
    """签发、核稿、会签意见按时间排列，只增不改。

    Opinions in order of time; they are never changed.
    """
    return page(await reading.history("opinions", outgoing_id, wanted.wanted("at")))


@router.get(
    "/{outgoing_id}/trail",
    summary="办理过程 List the trail",
    response_model=Page[TrailRow],
    responses=SEEN,
    dependencies=READER,
)
async def list_trail_of_outgoing_document(
    outgoing_id: OutgoingId, wanted: Annotated[ListQuery, Query()], reading: Reading
) -> Response:
    """谁在何时做了什么。

    Who did what, when, on whose behalf.
    """
    return page(await reading.history("trail", outgoing_id, wanted.wanted("at")))


@router.get(
    "/{outgoing_id}/urgings",
    summary="催办记录 List urgings",
    response_model=Page[UrgingRow],
    responses=SEEN,
    dependencies=READER,
)
async def list_urgings_of_outgoing_document(
    outgoing_id: OutgoingId, wanted: Annotated[ListQuery, Query()], reading: Reading
) -> Response:
    """自动和人工催办。

    Reminders by the ladder and by people.
    """
    return page(await reading.history("urgings", outgoing_id, wanted.wanted("at")))


@router.get(
    "/{outgoing_id}/overrides",
    summary="提醒确认记录 List overrides",
    response_model=Page[OverrideRow],
    responses=SEEN,
    dependencies=READER,
)
async def list_overrides_of_outgoing_document(
    outgoing_id: OutgoingId, wanted: Annotated[ListQuery, Query()], reading: Reading
) -> Response:
    """哪些提醒被谁以什么理由确认。

    Which warnings were set aside, by whom, why.
    """
    return page(await reading.history("overrides", outgoing_id, wanted.wanted("at")))


@router.get(
    "/{outgoing_id}/texts",
    summary="历次文稿 List the texts",
    response_model=Page[TextVersionRow],
    responses=SEEN,
    dependencies=READER,
)
async def list_texts_of_outgoing_document(
    outgoing_id: OutgoingId, wanted: Annotated[ListQuery, Query()], reading: Reading
) -> Response:
    """每次修改为一稿，只增不改。

    Each change is a version of its own.
    """
    return page(await reading.versions(outgoing_id, wanted.wanted("number")))


@router.get(
    "/{outgoing_id}/texts/{number}",
    summary="查看一稿 Get a text",
    response_model=TextVersionRead,
    responses=answers(NotFound),
    dependencies=READER,
)
async def get_text_of_outgoing_document(outgoing_id: OutgoingId, number: TextNumber, reading: Reading) -> Response:
    """一稿的全文和摘要值。

    The whole text and its digest.
    """
    return reply(await reading.version(outgoing_id, number))


@router.get(
    "/{outgoing_id}/differences",
    summary="比较两稿 Compare two texts",
    response_model=Differences,
    responses=answers(NotFound),
    dependencies=READER,
)
async def compare_texts_of_outgoing_document(
    outgoing_id: OutgoingId, wanted: Annotated[DifferenceQuery, Query()], reading: Reading
) -> Response:
    """逐处列出改动，标明是否涉及实质内容（DOC-P12）。

    Every change, and whether it is one of substance.
    """
    return reply(await reading.differences(outgoing_id, wanted))
