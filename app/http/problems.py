"""Every refusal and fault as RFC 9457 problem+json, in the caller's language. The one place that knows status codes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from app.core.errors import (
    AppError,
    ErrorKind,
    Forbidden,
    MalformedJson,
    NotFound,
    PayloadTooLarge,
    Unauthenticated,
    Unavailable,
    UnsupportedMediaType,
)
from app.http.faults import InternalError, MethodNotAllowed, NotAcceptable
from app.http.negotiation import language
from app.http.validation import in_language, refusal

MEDIA_TYPE = "application/problem+json"

STATUS = {
    ErrorKind.INVALID: 400,
    ErrorKind.UNAUTHENTICATED: 401,
    ErrorKind.FORBIDDEN: 403,
    ErrorKind.NOT_FOUND: 404,
    ErrorKind.CONFLICT: 409,
    ErrorKind.STALE: 412,
    ErrorKind.TOO_LARGE: 413,
    ErrorKind.UNSUPPORTED: 415,
    ErrorKind.RULE: 422,
    ErrorKind.PRECONDITION_REQUIRED: 428,
    ErrorKind.TOO_MANY: 429,
    ErrorKind.UNAVAILABLE: 503,
    ErrorKind.STORAGE_FULL: 507,
}


def status_of(error: AppError | type[AppError]) -> int:
    """The status code of a refusal."""
    own: int | None = getattr(error, "status", None)
    return own or STATUS[error.kind]


def known_errors(root: type[AppError] = AppError) -> Iterator[type[AppError]]:
    """Every refusal that has been imported, each once, those without a code of their own left out."""
    for one in root.__subclasses__():
        if "code" in one.__dict__:
            yield one
        yield from known_errors(one)


def by_code() -> Mapping[str, type[AppError]]:
    return {one.code: one for one in sorted(known_errors(), key=lambda one: (status_of(one), one.code))}


def document(scope: Scope, error: AppError, spoken: str) -> dict[str, Any]:
    """The members of the problem document."""
    title, detail = error.title, error.detail
    if spoken == "en":
        title = error.title_en
        detail = str(error.extra.get("detail_en", title if error.detail == error.title else error.detail))
    extra = {name: value for name, value in error.extra.items() if name != "detail_en"}
    if "errors" in extra:
        extra["errors"] = [in_language(one, spoken) for one in _some(extra["errors"])]
    return {
        "type": f"/problems/{error.code}",
        "title": title,
        "status": status_of(error),
        "code": error.code,
        "detail": detail,
        "instance": quote(scope["path"], errors="replace"),
        "request_id": scope.get("state", {}).get("request_id", "-"),
        **extra,
    }


def _some(errors: object) -> Iterable[Mapping[str, str]]:
    assert isinstance(errors, list)
    return errors[:50]


def answer(scope: Scope, error: AppError) -> Response:
    """The whole answer to a refused request."""
    spoken = language(scope)
    headers = {**error.headers, "Content-Language": spoken, "Vary": "Accept-Language"}
    body = orjson.dumps(document(scope, error, spoken), default=str)
    return Response(body, status_of(error), headers, MEDIA_TYPE)


def from_http(error: HTTPException) -> AppError:
    """What the framework refuses, in our words."""
    if error.status_code == 405:
        return MethodNotAllowed((error.headers or {}).get("Allow", "").split(", "))
    made: dict[int, type[AppError]] = {
        400: MalformedJson,
        401: Unauthenticated,
        403: Forbidden,
        404: NotFound,
        406: NotAcceptable,
        413: PayloadTooLarge,
        415: UnsupportedMediaType,
        503: Unavailable,
    }
    return made.get(error.status_code, InternalError)()


def install(app: FastAPI) -> None:
    """Let every refusal of services and framework be answered here. What nobody expected is the edge's (middleware)."""

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, AppError)
        return answer(request.scope, error)

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return answer(request.scope, refusal(error.errors()))

    async def framework(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return answer(request.scope, from_http(error))

    app.add_exception_handler(AppError, refused)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, framework)
