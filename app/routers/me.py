"""本人: the caller is always `/me`."""

from typing import Annotated

from fastapi import Depends, Request, Response

from app.core.errors import NotFound
from app.http.answers import answers, reply
from app.http.dependencies import CurrentActor, UnitOfWork, requires
from app.http.routing import office_router
from app.schemas.identity.sessions import MeRead
from app.services.identity.me import MeService
from app.vocabulary.identity import Permission

router = office_router("/me", "me")


async def _me(request: Request, db: UnitOfWork, actor: CurrentActor) -> MeService:
    return MeService(db, actor, request.app.state.settings)


@router.get(
    "",
    summary="我是谁 Show me",
    response_model=MeRead,
    responses=answers(NotFound),
    dependencies=[Depends(requires(Permission.SELF))],
)
async def show_me(me: Annotated[MeService, Depends(_me)]) -> Response:
    """本人姓名、登录的机关、现任职务、角色、权限，以及今日有效的委托。

    Who the caller is, in which organ, with which posts, roles, permissions, and delegations in force today.
    """
    return reply(await me.view())
