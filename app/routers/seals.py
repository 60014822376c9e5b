"""印章: the register, its books, and what becomes of a seal."""

from typing import Annotated

from fastapi import Depends, Path, Query, Response

from app.core.errors import (
    AlreadyExists,
    ClassifiedNotAllowed,
    ConfirmationRequired,
    Forbidden,
    InvalidCursor,
    NotFound,
    ReferenceNotFound,
    RuleViolated,
    Stale,
    TransitionRefused,
)
from app.http.answers import answers, created, page, reply
from app.http.dependencies import IfMatch, provide, requires
from app.http.routing import office_router
from app.schemas.common import Ident, Page
from app.schemas.seal_uses import CorrectUse, SealUseQuery, SealUseRow, UseCorrected
from app.schemas.seals import (
    DisposeSeal,
    EndSeal,
    HandoverQuery,
    HandOverSeal,
    OutingQuery,
    SealCreate,
    SealHandoverRow,
    SealOutingRow,
    SealQuery,
    SealRead,
    SealRow,
    SealUpdate,
)
from app.services.chains.seal_life import SealLifeService
from app.services.seals.service import SealService
from app.vocabulary.identity import Permission

router = office_router("/seals", "seals")
uses = office_router("/seal-uses", "seals")
Seals = Annotated[SealService, Depends(provide(SealService))]
Life = Annotated[SealLifeService, Depends(provide(SealLifeService))]
SealId = Annotated[Ident, Path(description="印章的标识")]
UseId = Annotated[Ident, Path(description="用印登记的标识")]
READER = [Depends(requires(Permission.SEALS_READ))]
BOOKS = [Depends(requires(Permission.SEALS_READ_LOG))]
WRITER = [Depends(requires(Permission.SEALS_WRITE))]
LIFE = answers(NotFound, Stale, TransitionRefused, RuleViolated, ConfirmationRequired, ClassifiedNotAllowed)
SEEN = answers(NotFound, InvalidCursor)


@router.get(
    "",
    summary="印章列表 List seals",
    response_model=Page[SealRow],
    responses=answers(InvalidCursor),
    dependencies=READER,
)
async def list_seals(wanted: Annotated[SealQuery, Query()], seals: Seals) -> Response:
    """本机关的印章：由谁保管，是否在用，是否已带出。

    The seals of the caller's organ: who keeps each, whether it is in use, whether it is out of the house.
    """
    return page(await seals.search(wanted.wanted("code")))


@router.post(
    "",
    summary="登记印章 Register a seal",
    status_code=201,
    response_model=SealRead,
    responses=answers(AlreadyExists, RuleViolated, ConfirmationRequired, ReferenceNotFound, ClassifiedNotAllowed),
    dependencies=WRITER,
)
async def create_seal(said: SealCreate, seals: Seals) -> Response:
    """由办公室主任登记（SEAL-R09）；电子印章只登记服务机构和标识（SEAL-R15）。

    By the office director. An electronic seal is a reference to its provider, never a picture.
    """
    return created(await seals.create(said), "/api/v1/seals")


@router.get(
    "/{seal_id}",
    summary="查看印章 Get a seal",
    response_model=SealRead,
    responses=answers(NotFound),
    dependencies=READER,
)
async def get_seal(seal_id: SealId, seals: Seals) -> Response:
    """一枚印章的登记。 What the register says of one seal."""
    return reply(await seals.view(seal_id))


@router.patch(
    "/{seal_id}",
    summary="修改登记 Change a seal's entry",
    response_model=SealRead,
    responses=LIFE,
    dependencies=WRITER,
)
async def update_seal(seal_id: SealId, seen: IfMatch, said: SealUpdate, seals: Seals) -> Response:
    """式样、材质、批准文件等；印文、保管人和状态另有操作。

    Look, material, approval and the like; name, keeper and state have actions of their own.
    """
    return reply(await seals.update(seal_id, seen, said))


@router.post(
    "/{seal_id}/hand-over",
    summary="保管交接 Hand a seal over",
    response_model=SealRead,
    responses=LIFE | answers(Forbidden, ReferenceNotFound),
    dependencies=READER,
)
async def hand_over_seal(seal_id: SealId, seen: IfMatch, said: HandOverSeal, life: Life) -> Response:
    """保管人或者办公室主任办理，须有监交人（SEAL-R09）；待用印的申请随之转给新保管人。

    By its keeper or the office director, before a witness; what waits for the seal goes with it.
    """
    return reply(await life.hand_over(seal_id, seen, said))


@router.post(
    "/{seal_id}/stop", summary="停用 Stop a seal", response_model=SealRead, responses=LIFE, dependencies=WRITER
)
async def stop_seal(seal_id: SealId, seen: IfMatch, said: EndSeal, life: Life) -> Response:
    """名称变更、机构撤销、换用新印章时停用（SEAL-R12）；待用印的申请终止并告知申请人。

    No longer used; requests that wait for it end, and their applicants are told.
    """
    return reply(await life.stop(seal_id, seen, said))


@router.post(
    "/{seal_id}/resume",
    summary="恢复使用 Resume an electronic seal",
    response_model=SealRead,
    responses=LIFE,
    dependencies=WRITER,
)
async def resume_seal(seal_id: SealId, seen: IfMatch, said: EndSeal, seals: Seals) -> Response:
    """只限电子印章（SEAL-R16）；停用的实物印章缴回或者销毁（SEAL-R12）。

    Electronic seals only; a stopped seal of matter is given back or destroyed.
    """
    return reply(await seals.resume(seal_id, seen, said))


@router.post(
    "/{seal_id}/surrender",
    summary="缴回 Surrender a seal",
    response_model=SealRead,
    responses=LIFE,
    dependencies=WRITER,
)
async def surrender_seal(seal_id: SealId, seen: IfMatch, said: DisposeSeal, seals: Seals) -> Response:
    """停用的印章缴回制发机关封存（SEAL-R12）。 A stopped seal goes back to whoever issued it."""
    return reply(await seals.surrender(seal_id, seen, said))


@router.post(
    "/{seal_id}/destroy",
    summary="销毁 Destroy a seal",
    response_model=SealRead,
    responses=LIFE,
    dependencies=WRITER,
)
async def destroy_seal(seal_id: SealId, seen: IfMatch, said: DisposeSeal, seals: Seals) -> Response:
    """停用或者缴回的印章销毁（SEAL-R12）。 A stopped or surrendered seal is destroyed."""
    return reply(await seals.destroy(seal_id, seen, said))


@router.post(
    "/{seal_id}/report-lost",
    summary="报告遗失 Report a seal lost",
    response_model=SealRead,
    responses=LIFE | answers(Forbidden),
    dependencies=READER,
)
async def report_seal_lost(seal_id: SealId, seen: IfMatch, said: EndSeal, life: Life) -> Response:
    """保管人或者办公室主任报告；即时作废，停止全部待用印事项并告知申请人（SEAL-R13）。

    By its keeper or the office director; void at once, what waits for it ends, the applicants are told.
    """
    return reply(await life.report_lost(seal_id, seen, said))


@router.get(
    "/{seal_id}/handovers",
    summary="保管交接记录 List a seal's keepers",
    response_model=Page[SealHandoverRow],
    responses=SEEN,
    dependencies=BOOKS,
)
async def list_handovers_of_seal(seal_id: SealId, wanted: Annotated[HandoverQuery, Query()], seals: Seals) -> Response:
    """历任保管人及交接（SEAL-R09），只增不改。 Who kept it, since when, handed over by whom; never changed."""
    return page(await seals.history("handovers", seal_id, wanted.wanted("-at")))


@router.get(
    "/{seal_id}/outings",
    summary="外带记录 List a seal's outings",
    response_model=Page[SealOutingRow],
    responses=SEEN,
    dependencies=BOOKS,
)
async def list_outings_of_seal(seal_id: SealId, wanted: Annotated[OutingQuery, Query()], seals: Seals) -> Response:
    """何人带往何处，何时归还，由谁查验（SEAL-R08）。 Who took it where, and when it came back."""
    return page(await seals.history("outings", seal_id, wanted.wanted("-out_at")))


@router.get(
    "/{seal_id}/uses",
    summary="用印登记 List a seal's uses",
    response_model=Page[SealUseRow],
    responses=SEEN,
    dependencies=BOOKS,
)
async def list_uses_of_seal(seal_id: SealId, wanted: Annotated[SealUseQuery, Query()], seals: Seals) -> Response:
    """逐次登记，编号连续，只增不改，更正另记（SEAL-R06）。 Every use, numbered without gaps, never changed."""
    return page(await seals.history("uses", seal_id, wanted.wanted("-used_at")))


@uses.post(
    "/{use_id}/correct",
    summary="更正用印登记 Correct a use",
    response_model=UseCorrected,
    responses=answers(NotFound, Forbidden, AlreadyExists, RuleViolated, ConfirmationRequired, ClassifiedNotAllowed),
    dependencies=BOOKS,
)
async def correct_seal_use(use_id: UseId, said: CorrectUse, seals: Seals) -> Response:
    """保管人或者办公室主任另记一条，写明理由；原条不改（SEAL-R06）。

    By the keeper or the office director, as another entry with the reason; the first stays as it is.
    """
    return reply(await seals.correct(use_id, said))
