"""委托代办: acting for another person for some days."""

from typing import Annotated

from fastapi import Depends, Path, Query, Response

from app.core.errors import (
    AlreadyExists,
    Forbidden,
    InvalidCursor,
    NotFound,
    ReferenceNotFound,
    Senseless,
    Stale,
    TransitionRefused,
)
from app.http.answers import answers, created, page, reply
from app.http.dependencies import IfMatch, provide, requires
from app.http.routing import office_router
from app.schemas.common import Ident, Page
from app.schemas.identity.delegations import DelegationCreate, DelegationQuery, DelegationRead
from app.services.identity.delegations import DelegationService
from app.vocabulary.identity import Permission

router = office_router("/delegations", "delegations")
Delegations = Annotated[DelegationService, Depends(provide(DelegationService))]
DelegationId = Annotated[Ident, Path(description="委托的标识")]
STAFF = [Depends(requires(Permission.STAFF))]


@router.get(
    "",
    summary="委托列表 List delegations",
    response_model=Page[DelegationRead],
    responses=answers(InvalidCursor),
    dependencies=STAFF,
)
async def list_delegations(wanted: Annotated[DelegationQuery, Query()], delegations: Delegations) -> Response:
    """本人的委托，委托的和受托的；办公室主任可见本机关全部。

    The caller's own, given and taken; the office director sees all of the organ.
    """
    return page(await delegations.search(wanted.wanted("-starts_on")))


@router.post(
    "",
    summary="委托代办 Create a delegation",
    status_code=201,
    response_model=DelegationRead,
    responses=answers(Forbidden, ReferenceNotFound, AlreadyExists, Senseless),
    dependencies=STAFF,
)
async def create_delegation(said: DelegationCreate, delegations: Delegations) -> Response:
    """委托他人在若干日内代办；同一期间只能有一名受托人，受托人不得转委托。

    Let another person act for some days. One delegate at a time; what was taken over is not handed on.
    """
    return created(await delegations.create(said), "/api/v1/delegations")


@router.get(
    "/{delegation_id}",
    summary="委托 Get a delegation",
    response_model=DelegationRead,
    responses=answers(NotFound),
    dependencies=STAFF,
)
async def get_delegation(delegation_id: DelegationId, delegations: Delegations) -> Response:
    """一项委托。 One delegation."""
    return reply(await delegations.view(delegation_id))


@router.post(
    "/{delegation_id}/revoke",
    summary="撤销委托 Revoke a delegation",
    response_model=DelegationRead,
    responses=answers(NotFound, Stale, TransitionRefused),
    dependencies=STAFF,
)
async def revoke_delegation(delegation_id: DelegationId, seen: IfMatch, delegations: Delegations) -> Response:
    """撤销委托，即时生效；委托人、受托人、办公室主任可以撤销。

    End a delegation at once; the principal, the delegate and the office director may.
    """
    return reply(await delegations.revoke(delegation_id, seen))
