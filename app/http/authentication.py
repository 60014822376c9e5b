"""Who is calling, and how often."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.types import Scope

from app.core.actor import Actor
from app.core.errors import Forbidden, InvalidToken, Unauthenticated
from app.db.database import Db
from app.http.limits import Limiter
from app.vocabulary.identity import Permission

Authenticate = Callable[[Db, str, str], Awaitable[Actor]]
"""(unit of work, token, address) → the actor; raises Unauthenticated, InvalidToken or LoginExpired."""
_LONGEST_TOKEN = 8_192


def address_of(scope: Scope) -> str:
    """The network address of the caller; forwarded ones of trusted proxies were put here before."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def presented_token(request: Request) -> str:
    """The token of the ``Authorization`` header.

    Raises: Unauthenticated (there is none), InvalidToken (another scheme, or nothing that could be a token).
    """
    said = request.headers.get("authorization")
    if said is None:
        raise Unauthenticated
    scheme, _, token = said.partition(" ")
    if scheme.lower() != "bearer" or not token or len(token) > _LONGEST_TOKEN or not token.isascii() or " " in token:
        raise InvalidToken
    return token


class Callers:
    """Admits callers: known, within their quota, and allowed."""

    def __init__(self, authenticate: Authenticate, limiter: Limiter) -> None:
        self._authenticate, self._limiter = authenticate, limiter

    def count(self, scope: Scope, caller: object) -> None:
        """Raises: QuotaExceeded."""
        scope["state"]["quota"] = self._limiter.take(caller)

    async def admit(self, request: Request, db: Db, token: str, permission: Permission) -> Actor:
        """The caller behind a token. Attempts with bad tokens are counted by address.

        Raises: InvalidToken, LoginExpired, QuotaExceeded, Forbidden.
        """
        address = address_of(request.scope)
        try:
            actor = await self._authenticate(db, token, address)
        except Unauthenticated:
            self.count(request.scope, address)
            raise
        request.scope["state"]["caller"] = str(actor.key_id or actor.user_id)
        self.count(request.scope, actor.key_id or actor.user_id)
        if not actor.can(permission):
            raise Forbidden
        return actor
