"""Who is calling, how often, and whether they may."""

from collections.abc import Hashable

from starlette.requests import Request
from starlette.types import Scope

from app.core.actor import Actor
from app.core.errors import Forbidden, InvalidToken, Unauthenticated
from app.db.database import Db
from app.http.limits import LOGIN, Limiter
from app.services.identity.sessions import SessionService
from app.settings import Settings
from app.vocabulary.identity import Permission

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

    def __init__(self, settings: Settings) -> None:
        self._settings, self._limiter = settings, Limiter(settings.rate_limit)
        self._doors = Limiter(settings.login_rate_limit, policy=LOGIN)

    def count(self, scope: Scope, caller: Hashable) -> None:
        """One more request of this caller.

        Raises: QuotaExceeded.
        """
        scope["state"]["quota"] = self._limiter.take(caller)

    def knock(self, scope: Scope, door: str) -> None:
        """One more try to get in from this address: at each door, a log-in or the refresh of one, fewer than of other
        requests, for whoever tries passwords or stolen tokens has nothing else to do.

        Raises: QuotaExceeded.
        """
        scope["state"]["quota"] = self._doors.take((door, address_of(scope)))

    async def admit(self, request: Request, db: Db, token: str, permission: Permission) -> Actor:
        """The caller behind a token. What comes with a bad token is counted by address.

        Raises: InvalidToken, LoginExpired, PasswordExpired, QuotaExceeded, Forbidden.
        """
        scope, address = request.scope, address_of(request.scope)
        try:
            actor = await SessionService(db, self._settings).actor(token, address)
        except Unauthenticated:
            self.count(scope, address)
            raise
        caller = actor.key_id or actor.user_id
        scope["state"]["caller"] = str(caller)
        self.count(scope, caller)
        if not actor.can(permission):
            raise Forbidden
        return actor
