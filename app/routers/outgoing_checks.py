"""发文: checking a draft without keeping it."""

from typing import Annotated

from fastapi import Depends, Response

from app.core.errors import ClassifiedNotAllowed, NotFound, ReferenceNotFound, Senseless
from app.http.answers import answers, reply
from app.http.dependencies import provide, requires
from app.http.routing import office_router
from app.routers.outgoing_documents import READER, OutgoingId, Reading
from app.schemas.outgoing_checks import DraftCheck, DraftChecked
from app.services.outgoing.checking import DraftCheckService
from app.vocabulary.identity import Permission

router = office_router("/outgoing-documents", "outgoing_documents")
Checks = Annotated[DraftCheckService, Depends(provide(DraftCheckService))]


@router.post(
    "/check",
    summary="检查稿件 Check a draft",
    response_model=DraftChecked,
    responses=answers(ReferenceNotFound, Senseless, ClassifiedNotAllowed),
    dependencies=[Depends(requires(Permission.OUTGOING_DRAFT))],
)
async def check_draft_document(said: DraftCheck, checks: Checks) -> Response:
    """检查一份稿件而不保存：文种、标题、要素、行文规则、引文、数字、标点，逐项指出位置和改法；涉密的，拒绝（SEC-R01）。

    What the rules say of a draft, each finding with its place and what to put there. Nothing is kept.
    """
    return reply(await checks.check(said))


@router.get(
    "/{outgoing_id}/findings",
    summary="稿件现有问题 List the findings on a document",
    response_model=DraftChecked,
    responses=answers(NotFound),
    dependencies=READER,
)
async def get_findings_on_outgoing_document(outgoing_id: OutgoingId, reading: Reading) -> Response:
    """这件发文此刻进入下一环节会遇到的问题，逐项指出位置和改法。

    What the rules would say if the paper moved on now, each finding with its place and what to put there.
    """
    return reply(await reading.findings(outgoing_id))
