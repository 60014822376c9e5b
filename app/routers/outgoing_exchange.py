"""发文: 分发, 签收登记, 撤回; packages for organs outside, and the key they are signed with."""

from typing import Annotated

from fastapi import Depends, Response
from fastapi.responses import StreamingResponse

from app.core.errors import NotFound, PayloadTooLarge, Senseless, TransitionRefused
from app.http.answers import answers, reply
from app.http.contents import disposition
from app.http.dependencies import TRACED, IfMatch, UnitOfWork, provide, requires
from app.http.routing import office_router
from app.http.uploads import Files
from app.routers.outgoing_documents import READER, STEP, OutgoingId
from app.schemas.exchange import ExchangeKeys
from app.schemas.outgoing import OutgoingDocumentRead
from app.schemas.outgoing_steps import DispatchOutgoing, RecallOutgoing, RecordRecall, RecordReceipt
from app.services.chains.exchange import ExchangeService
from app.services.outgoing.packing import PackingService
from app.services.outgoing.sending import SendingService
from app.services.outgoing.signet import signet
from app.vocabulary.identity import Permission

router = office_router("/outgoing-documents", "outgoing_documents")
keys = office_router("", "outgoing_documents")
Packing = Annotated[PackingService, Depends(provide(PackingService))]
_ZIP = {"content": {"application/zip": {"schema": {"type": "string", "format": "binary", "maxLength": 209_715_200}}}}
Exchange = Annotated[ExchangeService, Depends(provide(ExchangeService))]
Sending = Annotated[SendingService, Depends(provide(SendingService))]


@router.post(
    "/{outgoing_id}/dispatch",
    summary="分发 Dispatch a document",
    response_model=OutgoingDocumentRead,
    responses={**STEP, **answers(Senseless)},
    dependencies=READER,
)
async def dispatch_outgoing_document(
    outgoing_id: OutgoingId, seen: IfMatch, said: DispatchOutgoing, exchange: Exchange
) -> Response:
    """逐一写明各主送、抄送机关的送达方式；电子交换的，随即送达对方待签收。

    Each recipient by one channel; what goes by the exchange arrives there at once and waits to be signed for.
    """
    return reply(await exchange.dispatch(outgoing_id, seen, said))


@router.post(
    "/{outgoing_id}/record-receipt",
    summary="登记签收 Record a receipt",
    response_model=OutgoingDocumentRead,
    responses={**STEP, **answers(Senseless)},
    dependencies=READER,
)
async def record_receipt_of_outgoing_document(
    outgoing_id: OutgoingId, seen: IfMatch, said: RecordReceipt, sending: Sending
) -> Response:
    """登记以其他渠道送达的对方签收；电子交换的由对方签收，自动回传。

    A receipt that came another way; those of the exchange come back by themselves.
    """
    return reply(await sending.record_receipt(outgoing_id, seen, said))


@router.post(
    "/{outgoing_id}/recall",
    summary="撤回已发公文 Recall a dispatched document",
    response_model=OutgoingDocumentRead,
    responses={**STEP, **answers(Senseless)},
    dependencies=READER,
)
async def recall_outgoing_document(
    outgoing_id: OutgoingId, seen: IfMatch, said: RecallOutgoing, exchange: Exchange
) -> Response:
    """逐一向收文机关撤回：未签收的随即撤回，已签收的请对方答复；文号不再使用（DOC-X05）。

    What nobody signed for is back at once; who signed for it is asked. The number stays used.
    """
    return reply(await exchange.recall(outgoing_id, seen, said))


@router.post(
    "/{outgoing_id}/record-recall",
    summary="登记追回 Record what came back",
    response_model=OutgoingDocumentRead,
    responses={**STEP, **answers(Senseless)},
    dependencies=READER,
)
async def record_recall_of_outgoing_document(
    outgoing_id: OutgoingId, seen: IfMatch, said: RecordRecall, sending: Sending
) -> Response:
    """登记以其他渠道发出的纸质件是否追回（DOC-X05）。

    Whether a paper copy that went another way came back.
    """
    return reply(await sending.record_recall(outgoing_id, seen, said))


@router.get(
    "/{outgoing_id}/package",
    summary="交换包 Get a signed package",
    response_class=Response,
    responses={200: _ZIP, **answers(NotFound, TransitionRefused, PayloadTooLarge)},
    dependencies=[*READER, Depends(TRACED)],
)
async def get_package_of_outgoing_document(outgoing_id: OutgoingId, packing: Packing, files: Files) -> Response:
    """供本系统以外的机关接收：清单（各部分的 SHA-256 和元数据）、清单的签名、正文、附件；同一公文字节相同。留痕。

    For organs outside: a manifest, its detached signature, the text and the attachments; the same document, the same bytes.
    """
    package = await packing.pack(outgoing_id, files)
    headers = {"Content-Disposition": disposition(package.name), "Content-Length": str(package.size)}
    package.file.seek(0)
    return StreamingResponse(package.pieces(), 200, headers, "application/zip")


@keys.get(
    "/exchange-keys",
    summary="交换包公钥 Get the keys of packages",
    response_model=ExchangeKeys,
    dependencies=[Depends(requires(Permission.PUBLIC))],
)
async def get_exchange_keys(db: UnitOfWork) -> Response:
    """用以验证交换包清单的签名（Ed25519，JWS 分离签名）。

    To verify the signature of a package's manifest.
    """
    return reply({"keys": [signet(db.database.cursor_key).public()]})
