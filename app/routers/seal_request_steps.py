"""用印申请: approval, the use itself, and what may be done beside it."""

from fastapi import Response

from app.http.answers import reply
from app.http.dependencies import IfMatch
from app.http.routing import office_router
from app.routers.seal_requests import READER, STEP, RequestId, Requests
from app.schemas.documents import Comment, HandOver, Said, Urge
from app.schemas.seal_requests import BringBackSeal, ReasonForSeal, SealRequestRead, UseSeal

router = office_router("/seal-requests", "seal_requests")


@router.post(
    "/{seal_request_id}/endorse",
    summary="部门同意 Endorse a seal request",
    response_model=SealRequestRead,
    responses=STEP,
    dependencies=READER,
)
async def endorse_seal_request(seal_request_id: RequestId, seen: IfMatch, said: Said, requests: Requests) -> Response:
    """部门负责人审核同意，送领导审批。

    By the head of department; on to whoever approves.
    """
    return reply(await requests.endorse(seal_request_id, seen, said))


@router.post(
    "/{seal_request_id}/approve",
    summary="批准用印 Approve a seal request",
    response_model=SealRequestRead,
    responses=STEP,
    dependencies=READER,
)
async def approve_seal_request(seal_request_id: RequestId, seen: IfMatch, said: Said, requests: Requests) -> Response:
    """由负责人，或者按用印类别书面授权的人员批准（SEAL-R01）；批准的是这一文件、这些份数。

    By a leader, or whom the flow entrusts with this class; this file, so many copies.
    """
    return reply(await requests.approve(seal_request_id, seen, said))


@router.post(
    "/{seal_request_id}/reject",
    summary="不同意 Reject a seal request",
    response_model=SealRequestRead,
    responses=STEP,
    dependencies=READER,
)
async def reject_seal_request(
    seal_request_id: RequestId, seen: IfMatch, said: ReasonForSeal, requests: Requests
) -> Response:
    """写明理由，告知申请人。

    With the reason; the applicant is told.
    """
    return reply(await requests.reject(seal_request_id, seen, said))


@router.post(
    "/{seal_request_id}/use",
    summary="用印 Use the seal",
    response_model=SealRequestRead,
    responses=STEP,
    dependencies=READER,
)
async def use_seal(seal_request_id: RequestId, seen: IfMatch, said: UseSeal, requests: Requests) -> Response:
    """监印人核对文件与批准的一致（SEAL-R04），份数不超过批准的（SEAL-R05），逐次登记（SEAL-R06）。

    By the keeper: this file, no more copies, entered in the log.
    """
    return reply(await requests.use(seal_request_id, seen, said))


@router.post(
    "/{seal_request_id}/refuse",
    summary="拒绝用印 Refuse to use the seal",
    response_model=SealRequestRead,
    responses=STEP,
    dependencies=READER,
)
async def refuse_seal_request(
    seal_request_id: RequestId, seen: IfMatch, said: ReasonForSeal, requests: Requests
) -> Response:
    """监印人有权拒绝，写明理由（SEAL-R07）。

    The keeper may refuse, with the reason.
    """
    return reply(await requests.refuse(seal_request_id, seen, said))


@router.post(
    "/{seal_request_id}/take-out",
    summary="带出印章 Take the seal out",
    response_model=SealRequestRead,
    responses=STEP,
    dependencies=READER,
)
async def take_out_seal(seal_request_id: RequestId, seen: IfMatch, said: Said, requests: Requests) -> Response:
    """按批准的地点、同行人和归还时间带出；逾期未还的催办（SEAL-R08）。

    As approved: where, with whom, until when; overdue, the carrier is urged.
    """
    return reply(await requests.take_out(seal_request_id, seen, said))


@router.post(
    "/{seal_request_id}/bring-back",
    summary="归还印章 Bring the seal back",
    response_model=SealRequestRead,
    responses=STEP,
    dependencies=READER,
)
async def bring_back_seal(
    seal_request_id: RequestId, seen: IfMatch, said: BringBackSeal, requests: Requests
) -> Response:
    """保管人查验后收回；尚未用印的，申请继续等待用印。

    The keeper looks it over; unused, the request waits for the seal again.
    """
    return reply(await requests.bring_back(seal_request_id, seen, said))


@router.post(
    "/{seal_request_id}/hand-over",
    summary="转办 Hand a task over",
    response_model=SealRequestRead,
    responses=STEP,
    dependencies=READER,
)
async def hand_over_task_of_seal_request(
    seal_request_id: RequestId, seen: IfMatch, said: HandOver, requests: Requests
) -> Response:
    """待办转给他人，时限照旧；用印和归还随保管人。

    An open task goes to another person; the keeping of the seal does not.
    """
    return reply(await requests.hand_over(seal_request_id, seen, said))


@router.post(
    "/{seal_request_id}/urge",
    summary="催办 Urge",
    response_model=SealRequestRead,
    responses=STEP,
    dependencies=READER,
)
async def urge_seal_request(seal_request_id: RequestId, seen: IfMatch, said: Urge, requests: Requests) -> Response:
    """提醒现在的办理人。

    Whoever holds the request now is reminded.
    """
    return reply(await requests.urge(seal_request_id, seen, said))


@router.post(
    "/{seal_request_id}/comment",
    summary="批注 Comment",
    response_model=SealRequestRead,
    responses=STEP,
    dependencies=READER,
)
async def comment_on_seal_request(
    seal_request_id: RequestId, seen: IfMatch, said: Comment, requests: Requests
) -> Response:
    """留一条意见，不影响流转。

    A word on the record; nothing else changes.
    """
    return reply(await requests.comment(seal_request_id, seen, said))
