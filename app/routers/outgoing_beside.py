"""发文: what may be done beside the main line."""

from fastapi import Response

from app.http.answers import reply
from app.http.dependencies import IfMatch
from app.http.routing import office_router
from app.routers.outgoing_documents import READER, STEP, Outgoing, OutgoingId
from app.schemas.documents import Comment, HandOver, Urge
from app.schemas.outgoing import OutgoingDocumentRead

router = office_router("/outgoing-documents", "outgoing_documents")


@router.post(
    "/{outgoing_id}/hand-over",
    summary="转办 Hand a task over",
    response_model=OutgoingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def hand_over_task_of_outgoing_document(
    outgoing_id: OutgoingId, seen: IfMatch, said: HandOver, outgoing: Outgoing
) -> Response:
    """待办转给他人，时限照旧。

    An open task goes to another person, its clock running.
    """
    return reply(await outgoing.hand_over(outgoing_id, seen, said))


@router.post(
    "/{outgoing_id}/urge",
    summary="催办 Urge",
    response_model=OutgoingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def urge_outgoing_document(outgoing_id: OutgoingId, seen: IfMatch, said: Urge, outgoing: Outgoing) -> Response:
    """提醒现在的办理人。

    Whoever holds the paper now is reminded.
    """
    return reply(await outgoing.urge(outgoing_id, seen, said))


@router.post(
    "/{outgoing_id}/comment",
    summary="批注 Comment",
    response_model=OutgoingDocumentRead,
    responses=STEP,
    dependencies=READER,
)
async def comment_on_outgoing_document(
    outgoing_id: OutgoingId, seen: IfMatch, said: Comment, outgoing: Outgoing
) -> Response:
    """留一条意见，不影响流转。

    A word on the record; nothing else changes.
    """
    return reply(await outgoing.comment(outgoing_id, seen, said))
