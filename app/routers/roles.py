"""授权: business roles, given by the security administrator alone (SEC-R42)."""

from typing import Annotated

from fastapi import Depends, Path, Query, Response

from app.core.errors import NotFound, ReferenceNotFound, RuleViolated, Stale
from app.http.answers import answers, reply
from app.http.dependencies import IfMatch, provide, requires
from app.http.routing import office_router
from app.schemas.common import Ident
from app.schemas.identity.people import RolesQuery, RolesRead, RolesWrite
from app.services.identity.roles import RoleService
from app.vocabulary.identity import Permission

router = office_router("/people", "people")
Roles = Annotated[RoleService, Depends(provide(RoleService))]
PersonId = Annotated[Ident, Path(description="人员的标识")]


@router.get(
    "/{person_id}/roles",
    summary="人员的角色 Get the roles of a person",
    response_model=RolesRead,
    responses=answers(NotFound),
    dependencies=[Depends(requires(Permission.DIRECTORY_READ))],
)
async def get_roles(person_id: PersonId, wanted: Annotated[RolesQuery, Query()], roles: Roles) -> Response:
    """一人在一个机关的业务角色。 What a person is in an organ."""
    return reply(await roles.view(person_id, wanted.organ_id))


@router.put(
    "/{person_id}/roles",
    summary="授权 Put the roles of a person",
    response_model=RolesRead,
    responses=answers(NotFound, Stale, ReferenceNotFound, RuleViolated),
    dependencies=[Depends(requires(Permission.ROLES_WRITE))],
)
async def put_roles(person_id: PersonId, seen: IfMatch, said: RolesWrite, roles: Roles) -> Response:
    """以所列角色取代原有角色，即时生效；三员不得有业务角色（SEC-R42）。

    Replace the roles of a person in an organ, felt at once. An administrator can hold none.
    """
    return reply(await roles.put(person_id, seen, said))
