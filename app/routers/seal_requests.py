"""用印申请: lists, one, and what the applicant does."""

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
from app.schemas.documents import Said
from app.schemas.seal_requests import (
    ReasonForSeal,
    SealRequestCreate,
    SealRequestQuery,
    SealRequestRead,
    SealRequestRow,
    SealRequestUpdate,
)
from app.services.seal_requests.service import SealRequestReadingService, SealRequestService
from app.vocabulary.identity import Permission

router = office_router("/seal-requests", "seal_requests")
Requests = Annotated[SealRequestService, Depends(provide(SealRequestService))]
Reading = Annotated[SealRequestReadingService, Depends(provide(SealRequestReadingService))]
RequestId = Annotated[Ident, Path(description="用印申请的标识")]
READER = [Depends(requires(Permission.SEAL_REQUESTS_READ))]
APPLICANT = [Depends(requires(Permission.SEAL_REQUESTS_APPLY))]
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
    summary="用印申请列表 List seal requests",
    response_model=Page[SealRequestRow],
    responses=answers(InvalidCursor),
    dependencies=READER,
)
async def list_seal_requests(wanted: Annotated[SealRequestQuery, Query()], reading: Reading) -> Response:
    """本人可见的用印申请，新的在前，写明现在由谁办理。

    Requests the caller may see, newest first, each with who holds it now.
    """
    return page(await reading.search(wanted.wanted("-opened_at")))


@router.post(
    "",
    summary="填写用印申请 Ask for a seal",
    status_code=201,
    response_model=SealRequestRead,
    responses=answers(RuleViolated, ConfirmationRequired, ReferenceNotFound, ClassifiedNotAllowed),
    dependencies=APPLICANT,
)
async def create_seal_request(said: SealRequestCreate, requests: Requests) -> Response:
    """用于证明、合同、介绍信、报表等（SEAL-R03）；本机关公文用印随发文办理。

    For what is no document of ours; documents are sealed in their own flow.
    """
    return created(await requests.create(said), "/api/v1/seal-requests")


@router.get(
    "/{seal_request_id}",
    summary="查看用印申请 Get a seal request",
    response_model=SealRequestRead,
    responses=answers(NotFound),
    dependencies=READER,
)
async def get_seal_request(seal_request_id: RequestId, reading: Reading) -> Response:
    """一件用印申请的全部内容和现在可执行的操作。 The request, its tasks, and what the caller may do now."""
    return reply(await reading.view(seal_request_id))


@router.patch(
    "/{seal_request_id}",
    summary="修改用印申请 Change a seal request",
    response_model=SealRequestRead,
    responses=STEP,
    dependencies=READER,
)
async def update_seal_request(
    seal_request_id: RequestId, seen: IfMatch, said: SealRequestUpdate, requests: Requests
) -> Response:
    """送审之前，由申请人修改。 By the applicant, before it is handed in."""
    return reply(await requests.update(seal_request_id, seen, said))


@router.post(
    "/{seal_request_id}/submit",
    summary="送审 Hand in a seal request",
    response_model=SealRequestRead,
    responses=STEP,
    dependencies=READER,
)
async def submit_seal_request(seal_request_id: RequestId, seen: IfMatch, said: Said, requests: Requests) -> Response:
    """送部门负责人审核，再送领导审批；须有定稿文件或其摘要值（SEAL-R04）。

    To the head of department, then to whoever approves this class; with the final file or its hash.
    """
    return reply(await requests.submit(seal_request_id, seen, said))


@router.post(
    "/{seal_request_id}/withdraw",
    summary="撤回 Withdraw a seal request",
    response_model=SealRequestRead,
    responses=STEP,
    dependencies=READER,
)
async def withdraw_seal_request(
    seal_request_id: RequestId, seen: IfMatch, said: ReasonForSeal, requests: Requests
) -> Response:
    """批准之前，由申请人撤回。

    By the applicant, before it is approved.
    """
    return reply(await requests.withdraw(seal_request_id, seen, said))


@router.post(
    "/{seal_request_id}/cancel",
    summary="取消申请 Cancel a seal request",
    response_model=SealRequestRead,
    responses=STEP,
    dependencies=READER,
)
async def cancel_seal_request(
    seal_request_id: RequestId, seen: IfMatch, said: ReasonForSeal, requests: Requests
) -> Response:
    """不再需要用印的，由申请人取消。

    By the applicant, when the seal is not needed after all.
    """
    return reply(await requests.cancel(seal_request_id, seen, said))
