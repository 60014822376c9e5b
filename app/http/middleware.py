"""The edge: every request passes here first and every answer last. Pure ASGI, because it is on every path."""

import asyncio
import re
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote_to_bytes

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import AppError, Invalid, Unavailable
from app.core.ids import new_id
from app.http.faults import HeadersTooLarge, InternalError, UriTooLong
from app.http.negotiation import header
from app.http.problems import answer
from app.http.validation import fault
from app.settings import Settings

LONGEST_URL = 8 * 1024
LARGEST_HEADERS = 16 * 1024
_is_request_id = re.compile(r"[A-Za-z0-9_-]{8,64}").fullmatch
_trace = re.compile(r"[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}").fullmatch
_SINGLE = frozenset(
    {b"host", b"authorization", b"content-type", b"content-length", b"if-match", b"idempotency-key", b"x-request-id"}
)
_log = structlog.get_logger(component="http")


def request_id(scope: Scope) -> str:
    """The number the client gave the request, if it is one; else a new one."""
    given = header(scope, b"x-request-id")
    return given if _is_request_id(given) else new_id().hex


def name_in_log(scope: Scope, number: str) -> None:
    """Let every line of this request's log carry its number, and the trace it belongs to (W3C traceparent) if any.

    Servers run each request in a context of its own, so nothing needs to be undone.
    """
    trace = _trace(header(scope, b"traceparent"))
    known = {"request_id": number, "trace_id": trace[1]} if trace else {"request_id": number}
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(**known)


def check_size(scope: Scope) -> None:
    """Raises: HeadersTooLarge, UriTooLong, Invalid (a header that may appear once came twice)."""
    size, seen = 0, set()
    for name, value in scope["headers"]:
        size += len(name) + len(value) + 4
        if name in _SINGLE:
            if name in seen:
                raise Invalid([fault(f"/{name.decode().title()}", "header", "repeated")])
            seen.add(name)
    if size > LARGEST_HEADERS:
        raise HeadersTooLarge
    path = scope.get("raw_path") or scope["path"].encode()
    if len(path.partition(b"?")[0]) + len(scope["query_string"]) > LONGEST_URL:
        raise UriTooLong


def check_text(scope: Scope) -> None:
    """Path and query are percent-encoded UTF-8; replaced characters would search for something else.

    Raises: Invalid.
    """
    path = (scope.get("raw_path") or b"").partition(b"?")[0]
    for where, raw in (("path", path), ("query", scope["query_string"])):
        if raw and (b"%" in raw or not raw.isascii()):
            try:
                unquote_to_bytes(raw.decode("ascii")).decode()
            except UnicodeError:
                raise Invalid([fault("", where, "bad_character")]) from None


def check_host(scope: Scope, allowed: frozenset[str]) -> None:
    """Raises: Invalid (a ``Host`` nobody listed)."""
    if "*" not in allowed:
        host = header(scope, b"host").lower()
        name = host.rpartition(":")[0] if re.search(r":[0-9]*$", host) else host
        if name not in allowed:
            raise Invalid([fault("/Host", "header", "not_allowed")])


class AnswerBrokeOffError(RuntimeError):
    """The answer had begun when something failed; the server must cut the connection, or the client believes it whole."""


class Leaving:
    """What the answer says of itself when it leaves; with its first byte the time limit of the request ends."""

    def __init__(self, state: dict[str, Any], send: Send) -> None:
        self._state, self._send = state, send
        self.status: int | None = None
        self.limit: asyncio.Timeout | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            if self.limit is not None:
                self.limit.reschedule(None)
            message["headers"] = [*message["headers"], *self._added(message["headers"])]
        await self._send(message)

    def _added(self, said: Iterable[tuple[bytes, bytes]]) -> Iterable[tuple[bytes, bytes]]:
        yield b"x-request-id", self._state["request_id"].encode()
        yield b"x-content-type-options", b"nosniff"
        if all(name.lower() != b"cache-control" for name, _ in said):
            yield b"cache-control", b"no-store"
        quota = self._state.get("quota")
        if quota is not None:
            for name, value in quota.headers.items():
                yield name.lower().encode(), value.encode()


class Edge:
    """Names the request, looks at its outside, bounds its time, answers what nobody else did, and logs one line."""

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self._app = app
        self._seconds = settings.request_timeout
        self._hosts = frozenset(host.lower() for host in settings.allowed_hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        state = scope.setdefault("state", {})
        state["request_id"] = request_id(scope)
        leaving = Leaving(state, send)
        name_in_log(scope, state["request_id"])
        try:
            await self._answered(scope, receive, leaving)
        finally:
            _log.info(
                "request",
                method=scope["method"],
                route=getattr(scope.get("route"), "path", None),
                status=leaving.status,
                ms=round((time.perf_counter() - started) * 1000, 1),
                caller=state.get("caller"),
            )

    async def _answered(self, scope: Scope, receive: Receive, leaving: Leaving) -> None:
        error: AppError
        leaving.limit = limit = scope["state"]["limit"] = asyncio.timeout(self._seconds)
        try:
            async with limit:
                check_size(scope)
                check_host(scope, self._hosts)
                check_text(scope)
                await self._app(scope, receive, leaving)
        except asyncio.CancelledError:
            if not scope["app"].state.draining:
                raise
            error = Unavailable(
                "服务正在停止，请重试",
            )
        except AppError as refused:
            error = refused
        except Exception:
            if limit.expired():
                error = Unavailable("处理超时，请重试")
            else:
                _log.exception("unexpected")
                error = InternalError()
        else:
            return
        if leaving.status is not None:
            raise AnswerBrokeOffError from None
        leaving.limit = None
        await answer(scope, error)(scope, receive, leaving)
