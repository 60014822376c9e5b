"""What the service says about itself: alive, ready, which release, which limits, which words, which problems."""

from importlib.metadata import version
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.requests import Request
from starlette.responses import Response

from app.core.errors import NotFound
from app.http import about
from app.http.answers import answers, reply
from app.http.dependencies import UnitOfWork, requires
from app.http.routing import OfficeRoute, office_router, operation_id
from app.schemas.system import Alive, Code, EnumsRead, LimitsRead, ProblemKind, ProblemKinds, VersionRead
from app.vocabulary.identity import Permission

EVERYBODY = [Depends(requires(Permission.PUBLIC))]

probes = APIRouter(
    tags=["system"], route_class=OfficeRoute, generate_unique_id_function=operation_id, dependencies=EVERYBODY
)
router = office_router("", "system")


@probes.get("/livez", summary="是否存活 Check liveness", response_model=Alive)
async def get_liveness() -> Response:
    """进程能够答复。 The process answers; nothing else is looked at."""
    return reply({"status": "ok"})


@probes.get("/readyz", summary="是否就绪 Check readiness", response_model=Alive)
async def get_readiness(request: Request, db: UnitOfWork) -> Response:
    """数据库可用、结构最新、存储可写；否则答复 503 并列出所缺（missing）。

    The database answers and is migrated, files can be written, and the service is not stopping."""
    state = request.app.state
    await about.check_ready(db, state.settings, draining=state.draining, revision=state.revision)
    return reply({"status": "ok"})


@probes.get("/version", summary="版本 Get the version", response_model=VersionRead)
async def get_version() -> Response:
    """正在运行的版本。 The release that is running."""
    return reply({"version": version("shuniu"), "api": "v1"})


@router.get("/limits", summary="各项上限 Get the limits", response_model=LimitsRead, dependencies=EVERYBODY)
async def get_limits(request: Request) -> Response:
    """请求大小、条数、频次的上限。 How much a request may hold and how often one may ask."""
    return reply(about.limits(request.app.state.settings))


@router.get("/enums", summary="词表 Get the vocabularies", response_model=EnumsRead, dependencies=EVERYBODY)
async def get_enums() -> Response:
    """全部枚举取值及其中文名称。 Every closed list of words with the official terms."""
    return reply({"enums": about.words()})


@router.get("/problems", summary="问题代码列表 List problem codes", response_model=ProblemKinds, dependencies=EVERYBODY)
async def list_problems() -> Response:
    """全部问题代码。 Every code a problem document may carry."""
    return reply({"items": about.problem_kinds()})


@router.get(
    "/problems/{code}",
    summary="问题代码说明 Get a problem code",
    response_model=ProblemKind,
    responses=answers(NotFound),
    dependencies=EVERYBODY,
)
async def get_problem(code: Annotated[Code, Path(description="问题代码")]) -> Response:
    """一个问题代码的含义。 What one code means."""
    return reply(about.problem_kind_of(code))
