"""用印申请: what happened to a request, and its files."""

from typing import Annotated

from fastapi import Query, Response

from app.core.errors import Forbidden, InvalidCursor, NotFound, ReferenceNotFound, Stale, TransitionRefused
from app.http.answers import answers, nothing, page, reply
from app.http.dependencies import IfMatch
from app.http.routing import API, office_router
from app.http.uploads import Files
from app.routers.attachments import AttachmentId, Attachments
from app.routers.seal_requests import READER, SEEN, Reading, RequestId
from app.schemas.attachments import AttachmentBind, AttachmentBound, AttachmentRow
from app.schemas.common import ListQuery, Page
from app.schemas.histories import OpinionRow, OverrideRow, TrailRow, UrgingRow
from app.services.attachments.errors import TooManyAttachments
from app.vocabulary.common import MatterKind

router = office_router("/seal-requests", "seal_requests")
_VERSION = {"headers": {"ETag": {"$ref": "#/components/headers/ETag"}}}


@router.get(
    "/{seal_request_id}/opinions",
    summary="意见 List opinions",
    response_model=Page[OpinionRow],
    responses=SEEN,
    dependencies=READER,
)
async def list_opinions_of_seal_request(
    seal_request_id: RequestId, wanted: Annotated[ListQuery, Query()], reading: Reading
) -> Response:
    """审核、审批、监印人的意见，只增不改。 Opinions in order of time; they are never changed."""
    return page(await reading.history("opinions", seal_request_id, wanted.wanted("at")))


@router.get(
    "/{seal_request_id}/trail",
    summary="办理过程 List the trail",
    response_model=Page[TrailRow],
    responses=SEEN,
    dependencies=READER,
)
async def list_trail_of_seal_request(
    seal_request_id: RequestId, wanted: Annotated[ListQuery, Query()], reading: Reading
) -> Response:
    """谁在何时做了什么。 Who did what, when, on whose behalf."""
    return page(await reading.history("trail", seal_request_id, wanted.wanted("at")))


@router.get(
    "/{seal_request_id}/urgings",
    summary="催办记录 List urgings",
    response_model=Page[UrgingRow],
    responses=SEEN,
    dependencies=READER,
)
async def list_urgings_of_seal_request(
    seal_request_id: RequestId, wanted: Annotated[ListQuery, Query()], reading: Reading
) -> Response:
    """自动和人工催办。 Reminders by the ladder and by people."""
    return page(await reading.history("urgings", seal_request_id, wanted.wanted("at")))


@router.get(
    "/{seal_request_id}/overrides",
    summary="提醒确认记录 List overrides",
    response_model=Page[OverrideRow],
    responses=SEEN,
    dependencies=READER,
)
async def list_overrides_of_seal_request(
    seal_request_id: RequestId, wanted: Annotated[ListQuery, Query()], reading: Reading
) -> Response:
    """哪些提醒被谁以什么理由确认。 Which warnings were set aside, by whom, why."""
    return page(await reading.history("overrides", seal_request_id, wanted.wanted("at")))


@router.get(
    "/{seal_request_id}/attachments",
    summary="待用印的文件 List attachments",
    response_model=Page[AttachmentRow],
    responses=answers(NotFound, InvalidCursor),
    dependencies=READER,
)
async def list_attachments_of_seal_request(
    seal_request_id: RequestId, wanted: Annotated[ListQuery, Query()], attachments: Attachments
) -> Response:
    """按归入的先后。 In the order they were bound."""
    return page(await attachments.of_matter(MatterKind.SEAL_REQUEST, seal_request_id, wanted.wanted("bound_at")))


@router.post(
    "/{seal_request_id}/attachments",
    summary="归入附件 Bind an attachment",
    status_code=201,
    response_model=AttachmentBound,
    responses=answers(NotFound, Stale, TransitionRefused, TooManyAttachments, ReferenceNotFound),
    dependencies=READER,
)
async def bind_attachment_to_seal_request(
    seal_request_id: RequestId, seen: IfMatch, said: AttachmentBind, attachments: Attachments, files: Files
) -> Response:
    """送审之前归入待用印的定稿文件（SEAL-R04）；ETag 为申请的新版本。 The final file, before the request is handed in."""
    kind, most = MatterKind.SEAL_REQUEST, files.most_per_matter
    bound = await attachments.bind(kind, seal_request_id, seen, said.attachment_id, most=most)
    return reply(bound, status=201, location=f"{API}/attachments/{said.attachment_id}")


@router.delete(
    "/{seal_request_id}/attachments/{attachment_id}",
    summary="撤下附件 Take an attachment back",
    status_code=204,
    responses={204: _VERSION, **answers(NotFound, Stale, Forbidden, TransitionRefused)},
    dependencies=READER,
)
async def detach_attachment_from_seal_request(
    seal_request_id: RequestId, attachment_id: AttachmentId, seen: IfMatch, attachments: Attachments
) -> Response:
    """只限上传人，送审之前；ETag 为申请的新版本。 By its uploader, before the request is handed in."""
    version = await attachments.detach(MatterKind.SEAL_REQUEST, seal_request_id, seen, attachment_id)
    answer = nothing()
    answer.headers["ETag"] = f'"{version}"'
    return answer
