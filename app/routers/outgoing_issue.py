"""发文: from 签发 to the printed paper, and the end of its validity."""

from fastapi import Response

from app.http.answers import reply
from app.http.dependencies import IfMatch
from app.http.routing import office_router
from app.routers.outgoing_documents import READER, STEP, Outgoing, OutgoingId
from app.schemas.outgoing import OutgoingDocumentRead
from app.schemas.outgoing_steps import (
    DecideValidity,
    JointSignature,
    PrintOutgoing,
    ProofOutgoing,
    ReasonSaid,
    RecheckOutgoing,
    RegisterOutgoing,
    RepealOutgoing,
    SignOutgoing,
)

router = office_router("/outgoing-documents", "outgoing_documents")


@router.post(
    "/{outgoing_id}/sign",
    summary="签发 Sign a document",
    response_model=OutgoingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def sign_outgoing_document(
    outgoing_id: OutgoingId, seen: IfMatch, said: SignOutgoing, outgoing: Outgoing
) -> Response:
    """签发意见、姓名和日期（DOC-P08）；上行文和重要公文由主要负责人签发（DOC-P06）。

    Opinion, name and date; upward and important papers by the principal leader.
    """
    return reply(await outgoing.sign(outgoing_id, seen, said))


@router.post(
    "/{outgoing_id}/record-joint-signature",
    summary="登记联合签发 Record a joint signature",
    response_model=OutgoingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def record_joint_signature_of_outgoing_document(
    outgoing_id: OutgoingId, seen: IfMatch, said: JointSignature, outgoing: Outgoing
) -> Response:
    """联合行文的其他机关已签发；齐全方可继续（DOC-P09）。

    Another issuer has signed; the paper goes on with the last of them.
    """
    return reply(await outgoing.record_joint_signature(outgoing_id, seen, said))


@router.post(
    "/{outgoing_id}/recheck",
    summary="复核 Recheck a signed document",
    response_model=OutgoingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def recheck_outgoing_document(
    outgoing_id: OutgoingId, seen: IfMatch, said: RecheckOutgoing, outgoing: Outgoing
) -> Response:
    """改正差错；与签发稿有实质出入的，重新签发（DOC-P12）。

    Slips are mended; a change of substance goes back to its signer.
    """
    return reply(await outgoing.recheck(outgoing_id, seen, said))


@router.post(
    "/{outgoing_id}/register",
    summary="登记编号 Register and number",
    response_model=OutgoingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def register_outgoing_document(
    outgoing_id: OutgoingId, seen: IfMatch, said: RegisterOutgoing, outgoing: Outgoing
) -> Response:
    """取得发文字号，确定印数和分送范围（DOC-N05、DOC-P13）。

    Takes the number, without gaps; fixes copies and distribution.
    """
    return reply(await outgoing.register(outgoing_id, seen, said))


@router.post(
    "/{outgoing_id}/void-number",
    summary="文号作废 Void the number",
    response_model=OutgoingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def void_number_of_outgoing_document(
    outgoing_id: OutgoingId, seen: IfMatch, said: ReasonSaid, outgoing: Outgoing
) -> Response:
    """编号后不再发文的，文号作废留存，不再使用（DOC-N06）。

    Not sent after all; the number stays in the register, unused.
    """
    return reply(await outgoing.void_number(outgoing_id, seen, said))


@router.post(
    "/{outgoing_id}/proof",
    summary="校对 Proofread",
    response_model=OutgoingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def proof_outgoing_document(
    outgoing_id: OutgoingId, seen: IfMatch, said: ProofOutgoing, outgoing: Outgoing
) -> Response:
    """校样与签发稿核对，有出入的退回复核（DOC-P14）。

    The proof against the signed text; differences go back to the recheck.
    """
    return reply(await outgoing.proof(outgoing_id, seen, said))


@router.post(
    "/{outgoing_id}/print",
    summary="印制完成 Finish printing",
    response_model=OutgoingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def print_outgoing_document(
    outgoing_id: OutgoingId, seen: IfMatch, said: PrintOutgoing, outgoing: Outgoing
) -> Response:
    """登记印发日期，送用印（DOC-E17）。

    Printed and dated; next comes the seal.
    """
    return reply(await outgoing.print(outgoing_id, seen, said))


@router.post(
    "/{outgoing_id}/revoke",
    summary="撤销 Revoke",
    response_model=OutgoingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def revoke_outgoing_document(
    outgoing_id: OutgoingId, seen: IfMatch, said: DecideValidity, outgoing: Outgoing
) -> Response:
    """自始无效（DOC-M04）。

    Void from the beginning.
    """
    return reply(await outgoing.revoke(outgoing_id, seen, said))


@router.post(
    "/{outgoing_id}/repeal",
    summary="废止 Repeal",
    response_model=OutgoingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def repeal_outgoing_document(
    outgoing_id: OutgoingId, seen: IfMatch, said: RepealOutgoing, outgoing: Outgoing
) -> Response:
    """自某日起失效（DOC-M04）。

    Void from a day on.
    """
    return reply(await outgoing.repeal(outgoing_id, seen, said))
