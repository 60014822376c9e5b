"""What the client would rather have: language, format, or nothing at all if it has it already."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from app.http.faults import NotAcceptable


def header(scope: Scope, name: bytes) -> str:
    """A request header by its lower-case name; empty when missing."""
    return next((value for key, value in scope["headers"] if key == name), b"").decode("latin-1")


def _weight(parameters: str) -> float:
    """The ``q`` of one alternative; one that cannot be read counts nothing."""
    for part in parameters.lower().replace(" ", "").split(";"):
        if part.startswith("q="):
            try:
                return float(part[2:])
            except ValueError:
                return 0.0
    return 1.0


def language(scope: Scope) -> str:
    """``zh-CN`` unless English is liked better (RFC 9110 §12.5.4)."""
    liked = {"zh": 0.0, "en": 0.0}
    for part in header(scope, b"accept-language").split(","):
        tag, _, parameters = part.partition(";")
        primary = tag.strip().lower().partition("-")[0]
        if primary in liked:
            liked[primary] = max(liked[primary], _weight(parameters))
    return "en" if liked["en"] > liked["zh"] else "zh-CN"


def check_accepts(scope: Scope, media_type: str) -> None:
    """Refuse before anything is done for a client that could not take the answer.

    Raises: NotAcceptable.
    """
    accept = header(scope, b"accept")
    if not accept or "*/*" in accept:
        return
    family = media_type.partition("/")[0]
    for part in accept.split(","):
        kind, _, parameters = part.partition(";")
        if kind.strip().lower() in (media_type, f"{family}/*", "*/*") and _weight(parameters) > 0:
            return
    raise NotAcceptable


def unless_known(request: Request, answer: Response) -> Response:
    """304 for a GET whose ``If-None-Match`` names the version that would be sent (RFC 9110 §13.1.2)."""
    seen = request.headers.get("if-none-match")
    tag = answer.headers.get("etag")
    if seen is None or tag is None or request.method not in ("GET", "HEAD") or answer.status_code == 304:
        return answer
    named = {one.strip().removeprefix("W/") for one in seen.split(",")}
    return Response(status_code=304, headers={"ETag": tag}) if named & {tag, "*"} else answer
