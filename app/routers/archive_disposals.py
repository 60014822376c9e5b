"""档案鉴定销毁."""

from typing import Annotated

from fastapi import Depends, Path, Query, Response

from app.core.errors import (
    AlreadyExists,
    ClassifiedNotAllowed,
    ConfirmationRequired,
    InvalidCursor,
    NotFound,
    ReferenceNotFound,
    RuleViolated,
)
from app.http.answers import answers, created, page, reply
from app.http.dependencies import IfMatch, provide
from app.http.routing import API, office_router
from app.routers.archive_loans import STEP
from app.routers.archives import KEEPER, READER
from app.schemas.archive_flows import (
    ApproveDisposal,
    DisposalQuery,
    DisposalRead,
    DisposalRow,
    EntryQuery,
    EntryRow,
    ProposeDisposal,
    RefuseSaid,
    WitnessDisposal,
)
from app.schemas.common import Ident, ListQuery, Page
from app.schemas.documents import Said
from app.schemas.histories import TrailRow
from app.services.archives.disposals import DisposalService

router = office_router("/archive-disposals", "archives")
Disposals = Annotated[DisposalService, Depends(provide(DisposalService))]
DisposalId = Annotated[Ident, Path(description="鉴定销毁清单的标识")]


@router.get(
    "",
    summary="鉴定销毁清单列表 List disposal lists",
    response_model=Page[DisposalRow],
    responses=answers(InvalidCursor),
    dependencies=READER,
)
async def list_archive_disposals(wanted: Annotated[DisposalQuery, Query()], disposals: Disposals) -> Response:
    """新的在前。 Newest first."""
    return page(await disposals.search(wanted.wanted("-opened_at")))


@router.post(
    "",
    summary="提出鉴定意见 Propose what becomes of records",
    status_code=201,
    response_model=DisposalRead,
    responses=answers(AlreadyExists, RuleViolated, ConfirmationRequired, ReferenceNotFound, ClassifiedNotAllowed),
    dependencies=KEEPER,
)
async def propose_archive_disposal(said: ProposeDisposal, disposals: Disposals) -> Response:
    """保管期限届满的逐件鉴定：续存定新期限，销毁指定两名监销人，由领导批准（ARC-R18）。

    What has run out, one by one: kept on for a new term, or destroyed under two watchers; a leader approves.
    """
    return created(await disposals.propose(said), f"{API}/archive-disposals")


@router.get(
    "/{disposal_id}",
    summary="查看鉴定销毁清单 Get a disposal list",
    response_model=DisposalRead,
    responses=answers(NotFound),
    dependencies=READER,
)
async def get_archive_disposal(disposal_id: DisposalId, disposals: Disposals) -> Response:
    """鉴定报告和办理情况。 The report and how far it is."""
    return reply(await disposals.view(disposal_id))


@router.get(
    "/{disposal_id}/entries",
    summary="销毁清册 List the entries",
    response_model=Page[EntryRow],
    responses=answers(NotFound, InvalidCursor),
    dependencies=READER,
)
async def list_entries_of_archive_disposal(
    disposal_id: DisposalId, wanted: Annotated[EntryQuery, Query()], disposals: Disposals
) -> Response:
    """逐件的鉴定意见和结果；销毁后仍在。 One by one, also after the destruction."""
    return page(await disposals.entries(disposal_id, wanted.wanted("position")))


@router.post(
    "/{disposal_id}/approve",
    summary="批准鉴定意见 Approve a disposal list",
    response_model=DisposalRead,
    responses=STEP,
    dependencies=READER,
)
async def approve_archive_disposal(
    disposal_id: DisposalId, seen: IfMatch, said: ApproveDisposal, disposals: Disposals
) -> Response:
    """由领导批准；不能批准本人提出的。 By a leader; never by whoever drew it up."""
    return reply(await disposals.approve(disposal_id, seen, said))


@router.post(
    "/{disposal_id}/refuse",
    summary="不批准鉴定意见 Refuse a disposal list",
    response_model=DisposalRead,
    responses=STEP,
    dependencies=READER,
)
async def refuse_archive_disposal(
    disposal_id: DisposalId, seen: IfMatch, said: RefuseSaid, disposals: Disposals
) -> Response:
    """说明理由；档案恢复原状。 With a reason; the records are as before."""
    return reply(await disposals.refuse(disposal_id, seen, said))


@router.post(
    "/{disposal_id}/witness",
    summary="核对监销 Witness a destruction",
    response_model=DisposalRead,
    responses=STEP,
    dependencies=READER,
)
async def witness_archive_disposal(
    disposal_id: DisposalId, seen: IfMatch, said: WitnessDisposal, disposals: Disposals
) -> Response:
    """两名监销人各自逐件核对。 Each of the two watchers compares list and records."""
    return reply(await disposals.witness(disposal_id, seen, said))


@router.post(
    "/{disposal_id}/execute",
    summary="销毁档案 Destroy records",
    response_model=DisposalRead,
    responses=STEP,
    dependencies=READER,
)
async def execute_archive_disposal(
    disposal_id: DisposalId, seen: IfMatch, said: Said, disposals: Disposals
) -> Response:
    """封存（冻结）或者借阅中的，整份清单不能执行；目录和留痕永久保留（ARC-R17、DOC-M06）。

    Not while one of them is held or lent; the catalogue and the trail stay for good.
    """
    return reply(await disposals.execute(disposal_id, seen, said))


@router.post(
    "/{disposal_id}/terminate",
    summary="终止鉴定销毁 Terminate a disposal list",
    response_model=DisposalRead,
    responses=STEP,
    dependencies=READER,
)
async def terminate_archive_disposal(
    disposal_id: DisposalId, seen: IfMatch, said: RefuseSaid, disposals: Disposals
) -> Response:
    """销毁之前可以终止。 As long as nothing was destroyed."""
    return reply(await disposals.terminate(disposal_id, seen, said))


@router.get(
    "/{disposal_id}/trail",
    summary="鉴定销毁过程 List the trail",
    response_model=Page[TrailRow],
    responses=answers(NotFound, InvalidCursor),
    dependencies=READER,
)
async def list_trail_of_archive_disposal(
    disposal_id: DisposalId, wanted: Annotated[ListQuery, Query()], disposals: Disposals
) -> Response:
    """谁在何时做了什么。 Who did what, when."""
    return page(await disposals.trail(disposal_id, wanted.wanted("at")))
