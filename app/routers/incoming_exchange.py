"""收文: papers that come by the exchange: 签收, 退文, answers to a recall."""

from typing import Annotated

from fastapi import Depends, Response

from app.http.answers import reply
from app.http.dependencies import IfMatch, provide
from app.http.routing import office_router
from app.routers.incoming_documents import READER, STEP, DocumentId
from app.schemas.documents import Said
from app.schemas.incoming import IncomingDocumentRead
from app.schemas.incoming_steps import DeclineRecall, ReturnToSender, SignFor
from app.services.chains.receipts import ReceiptService

router = office_router("/incoming-documents", "incoming_documents")
Receipts = Annotated[ReceiptService, Depends(provide(ReceiptService))]


@router.post(
    "/{document_id}/sign-for",
    summary="签收送达的公文 Sign for a delivered document",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def sign_for_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: SignFor, receipts: Receipts
) -> Response:
    """清点签收电子交换送达的公文，来文单位随即得知（DOC-I01）。

    Count and sign for what the exchange brought; its sender sees it at once.
    """
    return reply(await receipts.sign_for(document_id, seen, said))


@router.post(
    "/{document_id}/return-to-sender",
    summary="退文 Return a document to its sender",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def return_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: ReturnToSender, receipts: Receipts
) -> Response:
    """注明原因退回来文单位（DOC-X01）；电子交换送达的，可不经签收直接退回。

    Back to the sender, with the reasons; what the exchange brought may be returned unsigned.
    """
    return reply(await receipts.return_to_sender(document_id, seen, said))


@router.post(
    "/{document_id}/accept-recall",
    summary="同意撤回 Accept a recall",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def accept_recall_of_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: Said, receipts: Receipts
) -> Response:
    """来文单位撤回的，退还并停止办理，留痕（DOC-X05）。

    The paper goes back and the work ends; its trace stays.
    """
    return reply(await receipts.accept_recall(document_id, seen, said))


@router.post(
    "/{document_id}/decline-recall",
    summary="不同意撤回 Decline a recall",
    response_model=IncomingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def decline_recall_of_incoming_document(
    document_id: DocumentId, seen: IfMatch, said: DeclineRecall, receipts: Receipts
) -> Response:
    """不同意来文单位撤回的，说明理由，继续办理（DOC-X05）。

    Not given back, with the reason; the work goes on.
    """
    return reply(await receipts.decline_recall(document_id, seen, said))
