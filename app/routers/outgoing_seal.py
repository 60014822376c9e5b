"""发文用印 (DOC-E13, SEAL-R02 … SEAL-R07, SEAL-R14)."""

from fastapi import Response

from app.http.answers import reply
from app.http.dependencies import IfMatch
from app.http.routing import office_router
from app.routers.outgoing_documents import READER, STEP, Outgoing, OutgoingId
from app.schemas.outgoing import OutgoingDocumentRead
from app.schemas.seal_uses import RefuseSeal, SealOutgoing

router = office_router("/outgoing-documents", "outgoing_documents")


@router.post(
    "/{outgoing_id}/seal",
    summary="用印 Seal a document",
    response_model=OutgoingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def seal_outgoing_document(
    outgoing_id: OutgoingId, seen: IfMatch, said: SealOutgoing, outgoing: Outgoing
) -> Response:
    """由印章保管人用印并登记：印章与署名一致（SEAL-R02），文稿与复核后的签发稿一致（SEAL-R03）；联合行文各机关分别用印。

    By the keeper of a seal that bears the issuer's name, on the text as it was signed and rechecked. Each issuer seals.
    """
    return reply(await outgoing.seal(outgoing_id, seen, said))


@router.post(
    "/{outgoing_id}/refuse-seal",
    summary="拒绝用印 Refuse to seal",
    response_model=OutgoingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def refuse_seal_of_outgoing_document(
    outgoing_id: OutgoingId, seen: IfMatch, said: RefuseSeal, outgoing: Outgoing
) -> Response:
    """监印人写明理由，退回复核（SEAL-R07）。

    The keeper says why; the paper goes back to the recheck.
    """
    return reply(await outgoing.refuse_seal(outgoing_id, seen, said))
