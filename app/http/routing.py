"""Routes that run a request as one unit of work, committed before the answer leaves."""

from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any

from fastapi import APIRouter
from fastapi.params import Depends as Dependency
from fastapi.params import Form
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.core.actor import Origin
from app.core.errors import AlreadyExists, Unavailable
from app.db.database import Database, Db
from app.db.faults import Retry
from app.http.answers import JSON
from app.http.authentication import Callers, address_of, presented_token
from app.http.binding import Binding
from app.http.dependencies import Permit, Trace
from app.http.idempotency import Repeatable, asked_key, is_late_twin
from app.http.negotiation import check_accepts, unless_known
from app.http.parameters import Known
from app.http.requests import ABSENT, JsonRequest
from app.services.secrecy.door import let_in
from app.vocabulary.identity import Permission

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
API = "/api/v1"
_READING = {"GET", "HEAD"}
_TRIES = 3


class OfficeRoute(APIRoute):
    """One operation of the API. It must say who may: ``dependencies=[Depends(requires(Permission.X))]``."""

    permission: Permission
    writes: bool

    def __init__(
        self,
        path: str,
        endpoint: Callable[..., Any],
        *,
        dependencies: Sequence[Dependency] | None = None,
        openapi_extra: dict[str, Any] | None = None,
        **options: Any,
    ) -> None:
        permits = [one.dependency for one in dependencies or () if isinstance(one.dependency, Permit)]
        if not permits:
            raise TypeError(f"{endpoint.__name__} must say who may: dependencies=[Depends(requires(…))]")
        self.permission = permits[-1].permission
        is_traced = any(isinstance(one.dependency, Trace) for one in dependencies or ())
        self.writes = is_traced or not set(options.get("methods") or _READING) <= _READING
        others = [one for one in dependencies or () if not isinstance(one.dependency, Permit | Trace)]
        extra = {"x-permission": self.permission.value, **(openapi_extra or {})}
        super().__init__(path, endpoint, dependencies=others, openapi_extra=extra, **options)
        self.app = _served(self.get_route_handler())

    def get_route_handler(self) -> Handler:
        return Exchange(self).run


class Exchange:
    """How the requests to one route are run."""

    def __init__(self, route: OfficeRoute) -> None:
        self._endpoint = Binding(route.dependant)
        self._writes, self._operation = route.writes, route.unique_id
        self._permission = route.permission
        self._is_open = route.permission is Permission.PUBLIC
        self._is_counted = route.path.startswith(API)
        body = route.body_field
        self._takes_json = body is not None and not isinstance(body.field_info, Form)
        self._takes_key = "POST" in (route.methods or ()) and not self._is_open
        self._produces = None if isinstance(route.response_class, type) else JSON
        self._known = Known(route.dependant)

    async def run(self, request: Request) -> Response:
        """Answer one request. What PostgreSQL could not serialize is run again.

        Slow clients hold no connection: the body is taken in before the unit of work is opened.
        """
        state, scope = request.app.state, request.scope
        callers: Callers = state.callers
        database: Database = state.database
        asked = JsonRequest(scope, request.receive, state.settings.body_max_bytes)
        if self._is_open and self._writes:
            callers.knock(scope, self._operation)
        elif self._is_open and self._is_counted:
            callers.count(scope, address_of(scope))
        token = "" if self._is_open else presented_token(asked)
        if self._produces:
            check_accepts(scope, self._produces)
        if self._takes_json:
            await asked.read()
        origin = Origin(scope["state"]["request_id"], address_of(scope), self._operation)
        for _ in range(_TRIES):
            try:
                async with database.open(writes=self._writes, origin=origin) as db:
                    asked.state.db = db
                    if not self._is_open:
                        asked.state.actor = await callers.admit(asked, db, token, self._permission)
                    answer = await self._answer(asked, db)
                    await db.commit()
                return answer
            except Retry:
                continue
            except AlreadyExists as refused:
                if not is_late_twin(refused):
                    raise
        raise Unavailable

    async def _answer(self, asked: JsonRequest, db: Db) -> Response:
        query = self._known.read(asked.scope["query_string"])
        body = asked.parse() if self._takes_json else ABSENT
        key = asked_key(asked) if self._takes_key else None
        answer = partial(self._endpoint.answer, asked, query, body, partial(self._let_in, asked, db))
        if key is None:
            return unless_known(asked, await answer())
        repeatable = Repeatable(db, asked.state.actor.user_id, asked, key, await self._body(asked))
        return await repeatable.once(answer)

    def _let_in(self, asked: JsonRequest, db: Db, body: Any) -> None:
        """Nothing that is written carries a mark of a state secret, whatever the endpoint does with it (SEC-R04).

        Raises: ClassifiedNotAllowed, RuleViolated.
        """
        if not self._is_open and self._takes_json:
            let_in(db, asked.state.actor, body)

    async def _body(self, asked: JsonRequest) -> bytes:
        """What tells one body from another: the bytes, or what a route that took them in before says of them."""
        if self._takes_json:
            return await asked.read()
        digest: bytes = asked.scope["state"].get("body_digest", b"")
        return digest or asked.headers.get("content-length", "").encode()


def _served(handler: Handler) -> ASGIApp:
    """The handler as the application calls it. The application answers refusals; no dependency has anything to tidy up."""

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        answer = await handler(Request(scope, receive, send))
        await answer(scope, receive, send)

    return served


def operation_id(route: APIRoute) -> str:
    """The name of the route function; it is the method's name in every generated client and never changes."""
    return route.name


def office_router(prefix: str, tag: str) -> APIRouter:
    """The router of one part of the API, with its whole prefix, so that all routes can lie flat in the application."""
    return APIRouter(prefix=API + prefix, tags=[tag], route_class=OfficeRoute, generate_unique_id_function=operation_id)
