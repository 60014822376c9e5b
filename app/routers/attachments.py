"""附件: taking files in, serving them, and binding them to a matter."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from app.core.errors import (
    ClassifiedNotAllowed,
    ConfirmationRequired,
    Forbidden,
    InvalidCursor,
    NotFound,
    PayloadTooLarge,
    ReferenceNotFound,
    RuleViolated,
    Stale,
    StorageFull,
    TransitionRefused,
)
from app.http.answers import answers, created, nothing, page, reply
from app.http.contents import RangeNotSatisfiable, serve
from app.http.dependencies import TRACED, IfMatch, UnitOfWork, provide, requires
from app.http.routing import API, office_router, operation_id
from app.http.uploads import Files, Uploaded, UploadRoute
from app.schemas.attachments import (
    AttachmentBind,
    AttachmentBound,
    AttachmentRead,
    AttachmentRow,
    AttachmentTaken,
    TicketRead,
)
from app.schemas.common import Ident, ListQuery, Page
from app.services.attachments.errors import FileRefused, TooManyAttachments
from app.services.attachments.service import AttachmentService
from app.services.attachments.tickets import TicketGate, TicketOffice
from app.vocabulary.common import MatterKind
from app.vocabulary.files import FileKind
from app.vocabulary.identity import Permission

PLACE = "/attachments"
uploads = APIRouter(
    prefix=API + PLACE, tags=["attachments"], route_class=UploadRoute, generate_unique_id_function=operation_id
)
router = office_router("", "attachments")
Attachments = Annotated[AttachmentService, Depends(provide(AttachmentService))]
Tickets = Annotated[TicketOffice, Depends(provide(TicketOffice))]
AttachmentId = Annotated[Ident, Path(description="附件的标识")]
DocumentId = Annotated[Ident, Path(description="收文的标识")]
Secret = Annotated[str, Path(min_length=43, max_length=43, pattern="^[A-Za-z0-9_-]{43}$", description="一次有效的凭证")]
STAFF = [Depends(requires(Permission.STAFF))]
READER = [Depends(requires(Permission.INCOMING_READ))]
EVERYBODY = [Depends(requires(Permission.PUBLIC))]
INCOMING = MatterKind.INCOMING_DOCUMENT
_DIGEST = {
    "ETag": {
        "description": "内容的 SHA-256",
        "schema": {
            "type": "string",
            "maxLength": 66,
            "pattern": '^"[0-9a-f]{64}"$',
            "examples": ['"' + "9f86d081" * 8 + '"'],
        },
    }
}
_NAME = {
    "Content-Disposition": {
        "description": "文件名（RFC 6266、RFC 8187）",
        "schema": {
            "type": "string",
            "maxLength": 8_192,
            "pattern": "^attachment; ",
            "examples": ["attachment; filename=a.pdf"],
        },
    }
}
_FILE = {"schema": {"type": "string", "format": "binary", "maxLength": 104_857_600}}
_BYTES = {
    "content": {kind.media_type: _FILE for kind in FileKind},
    "headers": _DIGEST | _NAME,
}
_SAME = {"description": "If-None-Match 所指的内容没有变", "headers": _DIGEST}
_MATTER_VERSION = {"headers": {"ETag": {"$ref": "#/components/headers/ETag"}}}


@uploads.post(
    "",
    summary="上传附件 Upload a file",
    status_code=201,
    response_model=AttachmentTaken,
    responses=answers(
        ClassifiedNotAllowed, ConfirmationRequired, RuleViolated, FileRefused, PayloadTooLarge, StorageFull
    ),
    dependencies=STAFF,
)
async def upload_attachment(upload: Uploaded, attachments: Attachments, files: Files) -> Response:
    """类型由内容和扩展名共同判定；文件名或者内容带有国家秘密标志的拒绝，疑似的须说明理由（SEC-R01、SEC-R02）。未归入事项的二十四小时后清除。

    The type follows from content and extension together. Marks of state secrets are refused; doubtful ones ask for a
    reason. What is bound to no matter goes after 24 hours."""
    return created(await attachments.take(upload, files), API + PLACE)


@router.get(
    PLACE + "/{attachment_id}",
    summary="查看附件 Get an attachment",
    response_model=AttachmentRead,
    responses=answers(NotFound),
    dependencies=STAFF,
)
async def get_attachment(attachment_id: AttachmentId, attachments: Attachments) -> Response:
    """附件的名称、类型、大小和摘要值。 Name, type, size and digest."""
    return reply(await attachments.one(attachment_id))


@router.get(
    PLACE + "/{attachment_id}/content",
    summary="下载附件 Get the content of an attachment",
    response_class=Response,
    responses={200: _BYTES, 206: _BYTES, 304: _SAME, **answers(NotFound, RangeNotSatisfiable)},
    dependencies=[*STAFF, Depends(TRACED)],
)
async def get_attachment_content(
    request: Request, attachment_id: AttachmentId, attachments: Attachments, files: Files
) -> Response:
    """可见事项的附件，或者本人尚未归入事项的上传；支持单个 Range 和 If-None-Match，ETag 为内容的 SHA-256。留痕。

    Of a matter the caller may see, or the caller's own; one range, and nothing where the client has it already."""
    take = attachments.content if request.method == "HEAD" else attachments.hand_out
    return await serve(request, await take(attachment_id), files)


@router.post(
    PLACE + "/{attachment_id}/tickets",
    summary="开具一次性下载路径 Issue a ticket",
    status_code=201,
    response_model=TicketRead,
    responses=answers(NotFound),
    dependencies=STAFF,
)
async def issue_attachment_ticket(attachment_id: AttachmentId, tickets: Tickets) -> Response:
    """供阅读器和普通链接使用：六十秒内无需登录，只能用一次，留痕。 For viewers and plain links: once, within 60 seconds."""
    issued = await tickets.issue(attachment_id)
    return reply(issued, status=201, location=issued["path"])


@router.get(
    "/attachment-tickets/{secret}",
    summary="凭一次性路径下载 Use a ticket",
    response_class=Response,
    responses={200: _BYTES, 304: _SAME, **answers(NotFound)},
    dependencies=EVERYBODY,
)
async def use_attachment_ticket(request: Request, secret: Secret, db: UnitOfWork, files: Files) -> Response:
    """整个文件，一次；HEAD 不消耗。 The whole file, once; HEAD leaves the ticket good."""
    gate = TicketGate(db)
    found = await (gate.look(secret) if request.method == "HEAD" else gate.use(secret))
    return await serve(request, found, files, whole=True)


@router.get(
    "/incoming-documents/{document_id}/attachments",
    summary="收文的附件 List attachments",
    response_model=Page[AttachmentRow],
    responses=answers(NotFound, InvalidCursor),
    dependencies=READER,
)
async def list_attachments_of_incoming_document(
    document_id: DocumentId, wanted: Annotated[ListQuery, Query()], attachments: Attachments
) -> Response:
    """按归入的先后。 In the order they came to it."""
    return page(await attachments.of_matter(INCOMING, document_id, wanted.wanted("bound_at")))


@router.post(
    "/incoming-documents/{document_id}/attachments",
    summary="归入附件 Bind an attachment",
    status_code=201,
    response_model=AttachmentBound,
    responses=answers(NotFound, Stale, TransitionRefused, TooManyAttachments, ReferenceNotFound),
    dependencies=READER,
)
async def bind_attachment_to_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: AttachmentBind, attachments: Attachments, files: Files
) -> Response:
    """把本人上传的附件归入未办结的收文；ETag 为收文的新版本。 The caller's own upload, to a paper that is not closed."""
    bound = await attachments.bind(INCOMING, document_id, seen, said.attachment_id, most=files.most_per_matter)
    return reply(bound, status=201, location=f"{API}{PLACE}/{said.attachment_id}")


@router.delete(
    "/incoming-documents/{document_id}/attachments/{attachment_id}",
    summary="撤下附件 Take an attachment back",
    status_code=204,
    responses={204: _MATTER_VERSION, **answers(NotFound, Stale, Forbidden, TransitionRefused)},
    dependencies=READER,
)
async def detach_attachment_from_incoming_document(
    document_id: DocumentId, attachment_id: AttachmentId, seen: IfMatch, attachments: Attachments
) -> Response:
    """只限上传人，初审之前；ETag 为收文的新版本。 By its uploader, before the paper is screened."""
    version = await attachments.detach(INCOMING, document_id, seen, attachment_id)
    answer = nothing()
    answer.headers["ETag"] = f'"{version}"'
    return answer
