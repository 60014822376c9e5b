"""发文: lists, drafts, one paper."""

from typing import Annotated

from fastapi import Depends, Path, Query, Response

from app.core.errors import (
    ClassifiedNotAllowed,
    ConfirmationRequired,
    Forbidden,
    InvalidCursor,
    NotFound,
    ReferenceNotFound,
    RuleViolated,
    Stale,
    TransitionRefused,
)
from app.http.answers import answers, created, page, reply
from app.http.dependencies import IfMatch, provide, requires
from app.http.routing import office_router
from app.schemas.common import Ident, Page
from app.schemas.outgoing import (
    OutgoingDocumentCreate,
    OutgoingDocumentQuery,
    OutgoingDocumentRead,
    OutgoingDocumentRow,
    OutgoingDocumentUpdate,
)
from app.services.outgoing.reading import OutgoingReadingService
from app.services.outgoing.service import OutgoingDocumentService
from app.vocabulary.identity import Permission

router = office_router("/outgoing-documents", "outgoing_documents")
Outgoing = Annotated[OutgoingDocumentService, Depends(provide(OutgoingDocumentService))]
Reading = Annotated[OutgoingReadingService, Depends(provide(OutgoingReadingService))]

OutgoingId = Annotated[Ident, Path(description="发文的标识")]

READER = [Depends(requires(Permission.OUTGOING_READ))]
DRAFTER = [Depends(requires(Permission.OUTGOING_DRAFT))]
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
    summary="发文列表 List outgoing documents",
    response_model=Page[OutgoingDocumentRow],
    responses=answers(InvalidCursor),
    dependencies=READER,
)
async def list_outgoing_documents(wanted: Annotated[OutgoingDocumentQuery, Query()], reading: Reading) -> Response:
    """本人可见的发文，新拟的在前；每行写明现在由谁办理、何时起、何时到期、红黄绿灯，以及是否仍然有效。

    Documents the caller may see, newest first, each with who holds it now and whether it is still valid.
    """
    return page(await reading.search(wanted.wanted("-opened_at")))


@router.post(
    "",
    summary="拟稿 Draft a document",
    status_code=201,
    response_model=OutgoingDocumentRead,
    responses=answers(RuleViolated, ConfirmationRequired, ReferenceNotFound, ClassifiedNotAllowed),
    dependencies=DRAFTER,
)
async def create_outgoing_document(said: OutgoingDocumentCreate, outgoing: Outgoing) -> Response:
    """新建一件发文稿；格式和行文规则在送审时检查，也可先用检查接口检查。涉密的，拒绝（SEC-R01）。

    A new draft; it is checked when it is handed in. State secrets are refused.
    """
    return created(await outgoing.create(said), "/api/v1/outgoing-documents")


@router.get(
    "/{outgoing_id}",
    summary="查看发文 Get an outgoing document",
    response_model=OutgoingDocumentRead,
    responses=answers(NotFound),
    dependencies=READER,
)
async def get_outgoing_document(outgoing_id: OutgoingId, reading: Reading) -> Response:
    """一件发文的全部内容：正文、主送抄送及其签收情况、会签、核稿、任务和现在可执行的操作。

    The document with its recipients, consultations, reviews and tasks, and what the caller may do now.
    """
    return reply(await reading.view(outgoing_id))


@router.patch(
    "/{outgoing_id}",
    summary="修改稿件 Change a draft",
    response_model=OutgoingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def update_outgoing_document(
    outgoing_id: OutgoingId, seen: IfMatch, said: OutgoingDocumentUpdate, outgoing: Outgoing
) -> Response:
    """拟稿人在送审前、核稿人在核稿时修改；正文、标题、附件说明的修改成为新的一稿。

    By the drafter before handing in, by the reviewer during review; a change of the text is a new version.
    """
    return reply(await outgoing.update(outgoing_id, seen, said))
