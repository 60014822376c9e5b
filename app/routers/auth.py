"""登录: getting tokens, renewing them, giving them back."""

from typing import Annotated

from fastapi import Depends, Request, Response

from app.core.errors import (
    BadCredentials,
    Forbidden,
    InvalidToken,
    LoginExpired,
    Senseless,
    TooManyAttempts,
    WeakPassword,
)
from app.http.answers import answers, nothing, reply
from app.http.dependencies import CurrentActor, UnitOfWork, requires
from app.http.routing import office_router
from app.schemas.identity.sessions import ChangePassword, LogIn, Refresh, TokensRead
from app.services.identity.passwords import PasswordService
from app.services.identity.sessions import SessionService
from app.vocabulary.identity import Permission

router = office_router("/auth", "auth")
EVERYBODY = [Depends(requires(Permission.PUBLIC))]
ONESELF = [Depends(requires(Permission.SELF))]


async def _sessions(request: Request, db: UnitOfWork) -> SessionService:
    return SessionService(db, request.app.state.settings)


async def _passwords(request: Request, db: UnitOfWork, actor: CurrentActor) -> PasswordService:
    return PasswordService(db, actor, request.app.state.settings)


Sessions = Annotated[SessionService, Depends(_sessions)]
Passwords = Annotated[PasswordService, Depends(_passwords)]


@router.post(
    "/login",
    summary="登录 Log in",
    response_model=TokensRead,
    responses=answers(BadCredentials, Forbidden, TooManyAttempts),
    dependencies=EVERYBODY,
)
async def log_in(said: LogIn, sessions: Sessions, db: UnitOfWork) -> Response:
    """用户名密码登录。用户名不存在、账号停用、密码错误，答复都一样；失败次数过多的，暂停登录一段时间。

    Unknown name, closed account and wrong password get the same answer; too many failures lock account and address.
    """
    return reply(await sessions.log_in(said.username, said.password, said.organ_id, db.origin.address))


@router.post(
    "/refresh",
    summary="换取新凭证 Refresh the tokens",
    response_model=TokensRead,
    responses=answers(InvalidToken, LoginExpired),
    dependencies=EVERYBODY,
)
async def refresh_tokens(said: Refresh, sessions: Sessions) -> Response:
    """刷新凭证只能用一次；同一凭证再次出现，视为被盗，该次登录随即终止。

    A refresh token works once; one that comes twice was stolen, and the log-in ends.
    """
    return reply(await sessions.refresh(said.refresh_token))


@router.post("/logout", summary="退出登录 Log out", status_code=204, responses=answers(Forbidden), dependencies=ONESELF)
async def log_out(sessions: Sessions, actor: CurrentActor) -> Response:
    """终止本次登录，两个凭证即时失效。 End this log-in; both its tokens are void at once."""
    await sessions.log_out(actor)
    return nothing()


@router.put(
    "/password",
    summary="修改密码 Change the password",
    status_code=204,
    responses=answers(Forbidden, Senseless, WeakPassword, TooManyAttempts),
    dependencies=ONESELF,
)
async def change_password(said: ChangePassword, passwords: Passwords) -> Response:
    """修改本人密码，须符合长度、字符种类和历史的要求；其他登录随即终止。

    The new password must satisfy length, kinds of characters and history; every other log-in of the caller ends.
    """
    await passwords.change(said.current_password, said.new_password)
    return nothing()
