"""机关: the organs of the deployment and who is whose superior."""

from typing import Annotated

from fastapi import Depends, Path, Query, Response

from app.core.errors import AlreadyExists, InvalidCursor, NotFound, ReferenceNotFound, Senseless, Stale
from app.http.answers import answers, created, page, reply
from app.http.dependencies import IfMatch, provide, requires
from app.http.routing import office_router
from app.schemas.common import Ident, Page
from app.schemas.identity.organs import OrganCreate, OrganQuery, OrganRead, OrganUpdate
from app.services.identity.organs import OrganService
from app.vocabulary.identity import Permission

router = office_router("/organs", "organs")
Organs = Annotated[OrganService, Depends(provide(OrganService))]
OrganId = Annotated[Ident, Path(description="机关的标识")]
READER = [Depends(requires(Permission.DIRECTORY_READ))]
KEEPER = [Depends(requires(Permission.ORGANS_WRITE))]


@router.get(
    "",
    summary="机关列表 List organs",
    response_model=Page[OrganRead],
    responses=answers(InvalidCursor),
    dependencies=READER,
)
async def list_organs(wanted: Annotated[OrganQuery, Query()], organs: Organs) -> Response:
    """平台上的全部机关、单位。 All organs of this deployment."""
    return page(await organs.search(wanted.wanted("name")))


@router.post(
    "",
    summary="新设机关 Create an organ",
    status_code=201,
    response_model=OrganRead,
    responses=answers(ReferenceNotFound, AlreadyExists, Senseless),
    dependencies=KEEPER,
)
async def create_organ(said: OrganCreate, organs: Organs) -> Response:
    """在本机关或者下级机关之下新设机关。 Set up an organ under the caller's own or one below it."""
    return created(await organs.create(said), "/api/v1/organs")


@router.get(
    "/{organ_id}",
    summary="机关 Get an organ",
    response_model=OrganRead,
    responses=answers(NotFound),
    dependencies=READER,
)
async def get_organ(organ_id: OrganId, organs: Organs) -> Response:
    """一个机关、单位。 One organ."""
    return reply(await organs.view(organ_id))


@router.patch(
    "/{organ_id}",
    summary="修改机关 Update an organ",
    response_model=OrganRead,
    responses=answers(NotFound, Stale, ReferenceNotFound, AlreadyExists, Senseless),
    dependencies=KEEPER,
)
async def update_organ(organ_id: OrganId, seen: IfMatch, said: OrganUpdate, organs: Organs) -> Response:
    """修改名称、隶属、立户或者停用；隶属关系不得成环。

    Change name, subordination, registration, or close it; no organ may stand above itself.
    """
    return reply(await organs.update(organ_id, seen, said))
