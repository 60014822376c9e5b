"""收文: what happened to a paper, looked up."""

from typing import Annotated

from fastapi import Depends, Query, Response

from app.core.errors import (
    NotFound,
)
from app.http.answers import answers, page, reply
from app.http.dependencies import provide
from app.http.routing import office_router
from app.routers.incoming_documents import READER, SEEN, DocumentId
from app.schemas.common import ListQuery, Page
from app.schemas.histories import ExtensionRow, OpinionRow, OverrideRow, TrailRow, UrgingRow
from app.schemas.incoming_returns import ReturnNotice
from app.services.incoming.reading import IncomingReadingService

router = office_router("/incoming-documents", "incoming_documents")
Reading = Annotated[IncomingReadingService, Depends(provide(IncomingReadingService))]


@router.get(
    "/{document_id}/opinions",
    summary="意见和批示 List opinions",
    response_model=Page[OpinionRow],
    responses=SEEN,
    dependencies=READER,
)
async def list_opinions_of_incoming_document(
    document_id: DocumentId, wanted: Annotated[ListQuery, Query()], reading: Reading
) -> Response:
    """批示、意见按时间排列，只增不改。

    Opinions in order of time; they are never changed.
    """
    return page(await reading.history("opinions", document_id, wanted.wanted("at")))


@router.get(
    "/{document_id}/trail",
    summary="办理过程 List the trail",
    response_model=Page[TrailRow],
    responses=SEEN,
    dependencies=READER,
)
async def list_trail_of_incoming_document(
    document_id: DocumentId, wanted: Annotated[ListQuery, Query()], reading: Reading
) -> Response:
    """谁在何时做了什么。

    Who did what, when, on whose behalf.
    """
    return page(await reading.history("trail", document_id, wanted.wanted("at")))


@router.get(
    "/{document_id}/urgings",
    summary="催办记录 List urgings",
    response_model=Page[UrgingRow],
    responses=SEEN,
    dependencies=READER,
)
async def list_urgings_of_incoming_document(
    document_id: DocumentId, wanted: Annotated[ListQuery, Query()], reading: Reading
) -> Response:
    """系统和人工催办的全部记录。

    Every reminder, by the clock or by a person.
    """
    return page(await reading.history("urgings", document_id, wanted.wanted("at")))


@router.get(
    "/{document_id}/extensions",
    summary="延期记录 List extensions",
    response_model=Page[ExtensionRow],
    responses=SEEN,
    dependencies=READER,
)
async def list_extensions_of_incoming_document(
    document_id: DocumentId, wanted: Annotated[ListQuery, Query()], reading: Reading
) -> Response:
    """延期申请和审批结果。

    Extensions asked for and what was decided.
    """
    return page(await reading.history("extensions", document_id, wanted.wanted("at")))


@router.get(
    "/{document_id}/overrides",
    summary="提醒确认记录 List overrides",
    response_model=Page[OverrideRow],
    responses=SEEN,
    dependencies=READER,
)
async def list_overrides_of_incoming_document(
    document_id: DocumentId, wanted: Annotated[ListQuery, Query()], reading: Reading
) -> Response:
    """经说明理由确认的提醒。

    Warnings that were set aside, by whom and why.
    """
    return page(await reading.history("overrides", document_id, wanted.wanted("at")))


@router.get(
    "/{document_id}/return-notice",
    summary="退文告知单 Get the return notice",
    response_model=ReturnNotice,
    responses=answers(NotFound),
    dependencies=READER,
)
async def get_return_notice(document_id: DocumentId, reading: Reading) -> Response:
    """退文告知单的内容；未退文的没有（DOC-X01）。

    What the notice to the sender says; only for returned papers.
    """
    return reply(await reading.return_notice(document_id))
