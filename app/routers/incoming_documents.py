"""收文: lists, receiving, one paper, batches."""

from typing import Annotated

from fastapi import Depends, Path, Query, Request, Response

from app.core.errors import (
    ClassifiedNotAllowed,
    ConfirmationRequired,
    Forbidden,
    InvalidCursor,
    NotFound,
    ReferenceNotFound,
    RuleViolated,
    Senseless,
    Stale,
    TransitionRefused,
)
from app.http.answers import answers, created, page, reply
from app.http.bulk import outcomes
from app.http.dependencies import IfMatch, provide, requires
from app.http.routing import office_router
from app.schemas.common import Ident, Page
from app.schemas.documents import BulkResults
from app.schemas.incoming import (
    IncomingDocumentCreate,
    IncomingDocumentQuery,
    IncomingDocumentRead,
    IncomingDocumentRow,
    IncomingDocumentUpdate,
)
from app.schemas.incoming_returns import ReturnCounts, ReturnsQuery
from app.schemas.incoming_steps import BulkRegister
from app.services.incoming.bulk import IncomingBulkService
from app.services.incoming.handling import IncomingHandlingService
from app.services.incoming.reading import IncomingReadingService
from app.services.incoming.service import IncomingDocumentService
from app.vocabulary.identity import Permission

router = office_router("/incoming-documents", "incoming_documents")
Incoming = Annotated[IncomingDocumentService, Depends(provide(IncomingDocumentService))]
Handling = Annotated[IncomingHandlingService, Depends(provide(IncomingHandlingService))]
Reading = Annotated[IncomingReadingService, Depends(provide(IncomingReadingService))]
Bulk = Annotated[IncomingBulkService, Depends(provide(IncomingBulkService))]

DocumentId = Annotated[Ident, Path(description="收文的标识")]

READER = [Depends(requires(Permission.INCOMING_READ))]
RECEIVER = [Depends(requires(Permission.INCOMING_RECEIVE))]
STEP = answers(
    NotFound,
    Forbidden,
    TransitionRefused,
    Stale,
    RuleViolated,
    ConfirmationRequired,
    ReferenceNotFound,
    ClassifiedNotAllowed,
)
SEEN = answers(NotFound, InvalidCursor)


@router.get(
    "",
    summary="收文列表 List incoming documents",
    response_model=Page[IncomingDocumentRow],
    responses=answers(InvalidCursor),
    dependencies=READER,
)
async def list_incoming_documents(wanted: Annotated[IncomingDocumentQuery, Query()], reading: Reading) -> Response:
    """本人可见的收文，新收的在前；每行写明现在由谁办理、何时起、何时到期、红黄绿灯。

    Documents the caller may see, newest first, each with who holds it now, since when, until when, and its light.
    """
    return page(await reading.search(wanted.wanted("-opened_at")))


@router.post(
    "",
    summary="签收来文 Receive a document",
    status_code=201,
    response_model=IncomingDocumentRead,
    responses=answers(RuleViolated, ConfirmationRequired, ReferenceNotFound, Senseless, ClassifiedNotAllowed),
    dependencies=RECEIVER,
)
async def receive_incoming_document(said: IncomingDocumentCreate, incoming: Incoming) -> Response:
    """清点签收一件来文（DOC-I01）。疑似重复的，须说明理由确认（OFF-D01）；涉密的，拒绝（SEC-R01）。

    Put a paper on record as counted and signed for. A probable duplicate asks for a word; state secrets are refused.
    """
    return created(await incoming.receive(said), "/api/v1/incoming-documents")


@router.get(
    "/returns-by-sender",
    summary="按来文单位统计退文 Count returns by sender",
    response_model=ReturnCounts,
    dependencies=[Depends(requires(Permission.INCOMING_READ_ALL))],
)
async def count_returns_by_sender(wanted: Annotated[ReturnsQuery, Query()], reading: Reading) -> Response:
    """一段时间内各来文单位被退文的次数（DOC-X01）。

    How often each sender's papers were returned in a period.
    """
    return reply(await reading.returns_by_sender(wanted.since, wanted.before))


@router.post(
    "/bulk/register",
    summary="批量登记 Register several documents",
    status_code=207,
    response_model=BulkResults,
    dependencies=RECEIVER,
)
async def register_incoming_documents(request: Request, said: BulkRegister, bulk: Bulk) -> Response:
    """逐件登记，各自成败，互不影响。

    Each item is its own transaction; the answer tells each outcome.
    """
    return outcomes(request, await bulk.register(said))


@router.get(
    "/{document_id}",
    summary="查看收文 Get an incoming document",
    response_model=IncomingDocumentRead,
    responses=answers(NotFound),
    dependencies=READER,
)
async def get_incoming_document(document_id: DocumentId, reading: Reading) -> Response:
    """一件收文的全部内容、任务和现在可执行的操作。

    The document, its tasks, and what the caller may do now.
    """
    return reply(await reading.view(document_id))


@router.patch(
    "/{document_id}",
    summary="修改登记 Change the particulars",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def update_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: IncomingDocumentUpdate, incoming: Incoming
) -> Response:
    """初审前更正登记内容。

    Correct the particulars before the paper is screened.
    """
    return reply(await incoming.update(document_id, seen, said))
