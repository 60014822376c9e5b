"""发文: from 送审 to the leader's desk, and the ways back and out."""

from fastapi import Response

from app.http.answers import reply
from app.http.dependencies import IfMatch
from app.http.routing import office_router
from app.routers.outgoing_documents import READER, STEP, Outgoing, OutgoingId
from app.schemas.documents import Said
from app.schemas.outgoing import OutgoingDocumentRead
from app.schemas.outgoing_steps import ApproveOutgoing, ConcludeConsultation, CosignOutgoing, ReasonSaid, SubmitOutgoing

router = office_router("/outgoing-documents", "outgoing_documents")


@router.post(
    "/{outgoing_id}/submit",
    summary="送审 Submit a draft",
    response_model=OutgoingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def submit_outgoing_document(
    outgoing_id: OutgoingId, seen: IfMatch, said: SubmitOutgoing, outgoing: Outgoing
) -> Response:
    """逐条检查稿件（文种、标题、行文规则、格式文字），需要会签的先行会签（DOC-P01）。

    The draft is checked; whoever must agree is asked first.
    """
    return reply(await outgoing.submit(outgoing_id, seen, said))


@router.post(
    "/{outgoing_id}/cosign",
    summary="会签 Answer a consultation",
    response_model=OutgoingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def cosign_outgoing_document(
    outgoing_id: OutgoingId, seen: IfMatch, said: CosignOutgoing, outgoing: Outgoing
) -> Response:
    """会签人答复；其他机关的答复由拟稿人登记（DOC-P01）。

    The answer of whoever was asked; the drafter enters those of other organs.
    """
    return reply(await outgoing.cosign(outgoing_id, seen, said))


@router.post(
    "/{outgoing_id}/conclude",
    summary="结束会商 Conclude the consultation",
    response_model=OutgoingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def conclude_consultation_of_outgoing_document(
    outgoing_id: OutgoingId, seen: IfMatch, said: ConcludeConsultation, outgoing: Outgoing
) -> Response:
    """全部答复，或者期满视为无意见（DOC-T05）；有分歧的写明协商结果（DOC-X03）。

    All have answered or their time is over; disagreement is settled in words.
    """
    return reply(await outgoing.conclude(outgoing_id, seen, said))


@router.post(
    "/{outgoing_id}/approve",
    summary="核稿通过 Pass the review",
    response_model=OutgoingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def approve_outgoing_document(
    outgoing_id: OutgoingId, seen: IfMatch, said: ApproveOutgoing, outgoing: Outgoing
) -> Response:
    """四关逐一核过（DOC-P03），送签发（DOC-P02）。

    The four gates are passed; on to the leader who signs.
    """
    return reply(await outgoing.approve(outgoing_id, seen, said))


@router.post(
    "/{outgoing_id}/return",
    summary="退回修改 Return a draft",
    response_model=OutgoingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def return_outgoing_document(
    outgoing_id: OutgoingId, seen: IfMatch, said: ReasonSaid, outgoing: Outgoing
) -> Response:
    """退回拟稿人，说明理由（DOC-P05）。

    Back to the drafter, with the reason.
    """
    return reply(await outgoing.send_back(outgoing_id, seen, said))


@router.post(
    "/{outgoing_id}/withdraw",
    summary="撤回 Withdraw a draft",
    response_model=OutgoingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def withdraw_outgoing_document(
    outgoing_id: OutgoingId, seen: IfMatch, said: ReasonSaid, outgoing: Outgoing
) -> Response:
    """签发前由拟稿人撤回。

    The drafter takes it back before it waits for its signature.
    """
    return reply(await outgoing.withdraw(outgoing_id, seen, said))


@router.post(
    "/{outgoing_id}/hold",
    summary="缓发 Put off",
    response_model=OutgoingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def hold_outgoing_document(
    outgoing_id: OutgoingId, seen: IfMatch, said: ReasonSaid, outgoing: Outgoing
) -> Response:
    """暂缓发文，由缓发人负责恢复。

    The paper waits; whoever put it off takes it up again.
    """
    return reply(await outgoing.hold(outgoing_id, seen, said))


@router.post(
    "/{outgoing_id}/resume",
    summary="恢复办理 Take up again",
    response_model=OutgoingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def resume_outgoing_document(outgoing_id: OutgoingId, seen: IfMatch, said: Said, outgoing: Outgoing) -> Response:
    """从缓发的环节继续。

    On from where it was put off.
    """
    return reply(await outgoing.resume(outgoing_id, seen, said))


@router.post(
    "/{outgoing_id}/terminate",
    summary="终止发文 Terminate",
    response_model=OutgoingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def terminate_outgoing_document(
    outgoing_id: OutgoingId, seen: IfMatch, said: ReasonSaid, outgoing: Outgoing
) -> Response:
    """不宜发文的，终止并说明理由（DOC-P05）。

    Not to be issued at all, with the reason.
    """
    return reply(await outgoing.terminate(outgoing_id, seen, said))
