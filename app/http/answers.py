"""How a route says what it answers. Bytes are made once, from the plain views of the services."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from starlette.responses import Response

from app.core.errors import AppError
from app.db.slice import Slice
from app.http.problems import MEDIA_TYPE, status_of
from app.schemas.common import shown

JSON = "application/json"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return shown(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):  # the driver's own kind of UUID
        return str(value)
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def as_json(view: Any) -> bytes:
    """JSON bytes: moments at +08:00 in whole seconds, ids and words as strings."""
    return orjson.dumps(view, default=_plain, option=orjson.OPT_PASSTHROUGH_DATETIME)


def reply(
    view: Mapping[str, Any], *, status: int = 200, version: int | None = None, location: str | None = None
) -> Response:
    """One thing. ``ETag`` is its version, taken from the view unless given; 201 and 202 name a ``Location``."""
    headers = {}
    version = view.get("version") if version is None else version
    if isinstance(version, int):  # the release in `GET /version` is a text
        headers["ETag"] = f'"{version}"'
    if location is not None:
        headers["Location"] = location
    return Response(as_json(view), status, headers, JSON)


def created(view: Mapping[str, Any], collection: str) -> Response:
    """201 for a new member of a collection: ``created(view, "/api/v1/things")``."""
    return reply(view, status=201, location=f"{collection}/{view['id']}")


def page(found: Slice) -> Response:
    """One page of a list; its rows left PostgreSQL as JSON already."""
    return Response(found.body(), 200, None, JSON)


def nothing() -> Response:
    return Response(status_code=204)


def answers(*errors: type[AppError]) -> dict[int | str, dict[str, Any]]:
    """``responses=`` of a route: the refusals it can give beyond those every route of its shape can give."""
    declared: dict[int | str, dict[str, Any]] = {}
    for error in errors:
        declare(declared, error)
    return declared


def declare(responses: dict[Any, dict[str, Any]], error: type[AppError], *, text: bool = False) -> None:
    """Add one refusal, with an example, to the responses of an operation. ``text`` keys the statuses as strings."""
    status = status_of(error)
    key = str(status) if text else status
    said = responses.setdefault(key, {"description": "", "content": {MEDIA_TYPE: {"schema": PROBLEM, "examples": {}}}})
    examples = said["content"][MEDIA_TYPE]["examples"]
    if error.code in examples:
        return
    said["description"] = "；".join(filter(None, (said["description"], f"{error.title} {error.code}")))
    examples[error.code] = {"value": _example(error, status)}


PROBLEM = {"$ref": "#/components/schemas/Problem"}


def _example(error: type[AppError], status: int) -> dict[str, Any]:
    return {
        "type": f"/problems/{error.code}",
        "title": error.title,
        "status": status,
        "code": error.code,
        "detail": error.title,
        "instance": "/api/v1/me",
        "request_id": "019a9d2e5c0070008000000000000001",
    }
