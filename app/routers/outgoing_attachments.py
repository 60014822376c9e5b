"""发文的附件 (DOC-E15): the annexes of a draft, in the order they were bound."""

from typing import Annotated

from fastapi import Query, Response

from app.core.errors import (
    Forbidden,
    InvalidCursor,
    NotFound,
    ReferenceNotFound,
    Stale,
    TransitionRefused,
)
from app.http.answers import answers, nothing, page, reply
from app.http.dependencies import IfMatch
from app.http.routing import API, office_router
from app.http.uploads import Files
from app.routers.attachments import AttachmentId, Attachments
from app.routers.outgoing_documents import READER, OutgoingId
from app.schemas.attachments import AttachmentBind, AttachmentBound, AttachmentRow
from app.schemas.common import ListQuery, Page
from app.services.attachments.errors import TooManyAttachments
from app.vocabulary.common import MatterKind

router = office_router("/outgoing-documents", "outgoing_documents")
OUTGOING = MatterKind.OUTGOING_DOCUMENT
_VERSION = {"headers": {"ETag": {"$ref": "#/components/headers/ETag"}}}


@router.get(
    "/{outgoing_id}/attachments",
    summary="发文的附件 List attachments",
    response_model=Page[AttachmentRow],
    responses=answers(NotFound, InvalidCursor),
    dependencies=READER,
)
async def list_attachments_of_outgoing_document(
    outgoing_id: OutgoingId, wanted: Annotated[ListQuery, Query()], attachments: Attachments
) -> Response:
    """按归入的先后，即附件的顺序。 In the order they were bound, which is their order in the paper."""
    return page(await attachments.of_matter(OUTGOING, outgoing_id, wanted.wanted("bound_at")))


@router.post(
    "/{outgoing_id}/attachments",
    summary="归入附件 Bind an attachment",
    status_code=201,
    response_model=AttachmentBound,
    responses=answers(NotFound, Stale, TransitionRefused, TooManyAttachments, ReferenceNotFound),
    dependencies=READER,
)
async def bind_attachment_to_outgoing_document(
    outgoing_id: OutgoingId, seen: IfMatch, said: AttachmentBind, attachments: Attachments, files: Files
) -> Response:
    """把本人上传的附件归入尚未签发的发文稿；ETag 为发文的新版本。 The caller's own upload, to a draft not signed yet."""
    bound = await attachments.bind(OUTGOING, outgoing_id, seen, said.attachment_id, most=files.most_per_matter)
    return reply(bound, status=201, location=f"{API}/attachments/{said.attachment_id}")


@router.delete(
    "/{outgoing_id}/attachments/{attachment_id}",
    summary="撤下附件 Take an attachment back",
    status_code=204,
    responses={204: _VERSION, **answers(NotFound, Stale, Forbidden, TransitionRefused)},
    dependencies=READER,
)
async def detach_attachment_from_outgoing_document(
    outgoing_id: OutgoingId, attachment_id: AttachmentId, seen: IfMatch, attachments: Attachments
) -> Response:
    """只限上传人，稿件在拟稿人手中时；ETag 为发文的新版本。 By its uploader, while the draft is being written."""
    version = await attachments.detach(OUTGOING, outgoing_id, seen, attachment_id)
    answer = nothing()
    answer.headers["ETag"] = f'"{version}"'
    return answer
