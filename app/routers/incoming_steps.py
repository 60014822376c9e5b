"""收文: the steps in the office, from 登记 to 拟办, and the ways back and out."""

from typing import Annotated

from fastapi import Depends, Response

from app.http.answers import reply
from app.http.dependencies import IfMatch, provide
from app.http.routing import office_router
from app.routers.incoming_documents import READER, STEP, DocumentId
from app.schemas.documents import Said
from app.schemas.incoming import IncomingDocumentRead
from app.schemas.incoming_steps import (
    CorrectionRecord,
    CorrectionRequest,
    ScreenIncoming,
    SendBack,
    TriageIncoming,
    VoidIncoming,
)
from app.services.incoming.service import IncomingDocumentService

router = office_router("/incoming-documents", "incoming_documents")
Incoming = Annotated[IncomingDocumentService, Depends(provide(IncomingDocumentService))]


@router.post(
    "/{document_id}/register",
    summary="登记 Register a document",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def register_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: Said, incoming: Incoming
) -> Response:
    """补全登记内容并取得收文编号（DOC-I02、DOC-N09）。

    Complete the particulars and take the incoming number.
    """
    return reply(await incoming.register(document_id, seen, said))


@router.post(
    "/{document_id}/screen",
    summary="初审 Screen a document",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def screen_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: ScreenIncoming, incoming: Incoming
) -> Response:
    """初审五问全部符合才转出（DOC-I03）。

    Answer the five questions; only a paper that passes goes on.
    """
    return reply(await incoming.screen(document_id, seen, said))


@router.post(
    "/{document_id}/request-correction",
    summary="要求补正 Ask for a correction",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def request_correction_of_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: CorrectionRequest, incoming: Incoming
) -> Response:
    """限期补正，其间暂停计时（DOC-X02）。

    Small defects are mended by a date; the clock stands meanwhile.
    """
    return reply(await incoming.request_correction(document_id, seen, said))


@router.post(
    "/{document_id}/record-correction",
    summary="补正完成 Record a correction",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def record_correction_of_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: CorrectionRecord, incoming: Incoming
) -> Response:
    """补正完成，恢复计时（DOC-X02）。

    The correction came; the clock runs on.
    """
    return reply(await incoming.record_correction(document_id, seen, said))


@router.post(
    "/{document_id}/triage",
    summary="拟办 Triage a document",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def triage_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: TriageIncoming, incoming: Incoming
) -> Response:
    """区分阅知、批办，提出拟办意见，紧急的明确时限（DOC-I04、DOC-T01）。

    To be read or acted on, with a proposal; urgent papers get their limit.
    """
    return reply(await incoming.triage(document_id, seen, said))


@router.post(
    "/{document_id}/send-back",
    summary="退回 Send back to an earlier step",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def send_back_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: SendBack, incoming: Incoming
) -> Response:
    """退回到此前环节并说明理由。

    Back to an earlier step, with the reason.
    """
    return reply(await incoming.send_back(document_id, seen, said))


@router.post(
    "/{document_id}/withdraw",
    summary="撤回 Withdraw the last step",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def withdraw_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: Said, incoming: Incoming
) -> Response:
    """下一环节尚未查看前撤回。

    Take the last step back while nobody has looked at the next.
    """
    return reply(await incoming.withdraw(document_id, seen, said))


@router.post(
    "/{document_id}/void",
    summary="作废 Void",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def void_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: VoidIncoming, incoming: Incoming
) -> Response:
    """登记有误，作废，编号保留不再使用（DOC-N06）。

    Entered by mistake; its number is never used again.
    """
    return reply(await incoming.void(document_id, seen, said))
