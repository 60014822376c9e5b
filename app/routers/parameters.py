"""流程参数和催办阶梯: what an organ tunes of its flows."""

from typing import Annotated

from fastapi import Depends, Path, Query, Response

from app.core.errors import InvalidCursor, NotFound, RuleViolated, Senseless, Stale
from app.http.answers import answers, page, reply
from app.http.dependencies import IfMatch, provide, requires
from app.http.routing import office_router
from app.schemas.common import ListQuery, Page
from app.schemas.office import (
    LadderChange,
    LadderRead,
    ParametersChange,
    ParametersQuery,
    ParametersRead,
    ParametersVersion,
)
from app.services.chains.flows import FLOWS
from app.services.office.ladder import LadderService
from app.services.office.parameters import ParameterService
from app.vocabulary.common import MatterKind
from app.vocabulary.identity import Permission

router = office_router("/flows", "flows")
Parameters = Annotated[ParameterService, Depends(provide(ParameterService))]
Ladders = Annotated[LadderService, Depends(provide(LadderService))]
STAFF = [Depends(requires(Permission.STAFF))]
FlowKind = Annotated[MatterKind, Path(description="事项的种类", examples=["incoming_document"])]
TUNER = [Depends(requires(Permission.PARAMETERS_WRITE))]


@router.get(
    "/{kind}/parameters",
    summary="查看流程参数 Get the parameters of a flow",
    response_model=ParametersRead,
    responses=answers(NotFound),
    dependencies=STAFF,
)
async def get_parameters(
    kind: FlowKind, wanted: Annotated[ParametersQuery, Query()], parameters: Parameters
) -> Response:
    """本机关各环节的时限、办理人、启用与否和会签方式；版本 1 为出厂设置。

    Limit, owner and way of each step; version 1 is what is shipped."""
    return reply(await parameters.read(FLOWS[kind].tunable, wanted.version))


@router.put(
    "/{kind}/parameters",
    summary="修改流程参数 Change the parameters of a flow",
    response_model=ParametersRead,
    responses=answers(Stale, Senseless),
    dependencies=TUNER,
)
async def replace_parameters(kind: FlowKind, seen: IfMatch, said: ParametersChange, parameters: Parameters) -> Response:
    """成为新的版本；已在办理的事项仍按开始时的版本。规定环节不得关闭。

    A new version of all steps; what runs already keeps the version it started with."""
    return reply(await parameters.change(FLOWS[kind].tunable, seen, said))


@router.get(
    "/{kind}/parameters/versions",
    summary="参数修改记录 List the versions of the parameters",
    response_model=Page[ParametersVersion],
    responses=answers(InvalidCursor),
    dependencies=STAFF,
)
async def list_parameters_versions(
    kind: FlowKind, wanted: Annotated[ListQuery, Query()], parameters: Parameters
) -> Response:
    """本机关的历次修改，新的在前。 The organ's own versions, newest first."""
    return page(await parameters.versions(FLOWS[kind].tunable, wanted.wanted("-version")))


@router.get(
    "/{kind}/ladder", summary="查看催办阶梯 Get the urging ladder", response_model=LadderRead, dependencies=STAFF
)
async def get_ladder(kind: FlowKind, ladders: Ladders) -> Response:  # noqa: ARG001 - one ladder serves every flow
    """到期前后提醒谁（DOC-I08）；各流程共用一套。 Who is told before and after the due time; all flows share it."""
    return reply(await ladders.read())


@router.put(
    "/{kind}/ladder",
    summary="修改催办阶梯 Change the urging ladder",
    response_model=LadderRead,
    responses=answers(Stale, Senseless, RuleViolated),
    dependencies=TUNER,
)
async def replace_ladder(
    kind: FlowKind,  # noqa: ARG001 - one ladder serves every flow
    seen: IfMatch,
    said: LadderChange,
    ladders: Ladders,
) -> Response:
    """到期前、到期时或者逾期后都要有提醒（DOC-I08）。 Something before the due time and something from it on."""
    return reply(await ladders.change(seen, said))
