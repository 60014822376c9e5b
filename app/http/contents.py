"""Serving stored bytes: names that cannot break out of a header, one range, and nothing sent that is there already."""

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from app.http.faults import HttpFault
from app.services.attachments.intake import Intake

_RANGE = re.compile(r"bytes=\s*([0-9]{0,19})-([0-9]{0,19})\s*")
_UNSAFE = re.compile(r"[^ !#$&'()+,.0-9;=@A-Z\[\]^_`a-z{}~-]")
_CACHE: Final = "private, no-cache"
"""Kept by the browser of whoever may see it, and asked for again each time: rights change."""


class RangeNotSatisfiable(HttpFault):
    """The range begins behind the end of the content."""

    status, code, title = 416, "range_not_satisfiable", "请求的范围超出内容"
    title_en = "The range lies outside the content"

    def __init__(self, size: int = 0) -> None:
        super().__init__(headers={"Content-Range": f"bytes */{size}"})


def disposition(name: str) -> str:
    """``Content-Disposition`` for saving under a name of any script (RFC 6266, RFC 8187); the plain form is for old clients."""
    plain = _UNSAFE.sub("_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def wanted_range(request: Request, size: int, etag: str) -> tuple[int, int] | None:
    """The one range a request asks for, as [start, end); None for the whole: no range, several, one that cannot be read, or
    one that only held for an older content (``If-Range``).

    Raises: RangeNotSatisfiable.
    """
    found = _RANGE.fullmatch(request.headers.get("range", ""))
    if found is None or not (found[1] or found[2]) or request.headers.get("if-range", etag) != etag:
        return None
    if not found[1]:
        start, end = max(0, size - int(found[2])), size
    else:
        start, end = int(found[1]), min(size, int(found[2]) + 1) if found[2] else size
        if found[2] and int(found[2]) < start:
            return None
    if start >= size:
        raise RangeNotSatisfiable(size)
    return start, end


async def serve(request: Request, file: Mapping[str, Any], intake: Intake, *, whole: bool = False) -> Response:
    """Answer with the content of an attachment, a row of its repository; ``whole`` knows no ranges.

    Raises: RangeNotSatisfiable, Unavailable (the store is away).
    """
    etag, size = f'"{file["sha256"]}"', file["size"]
    always = {"ETag": etag, "Cache-Control": _CACHE}
    if _is_known(request, etag):
        return Response(status_code=304, headers=always)
    span = None if whole else wanted_range(request, size, etag)
    start, end = span or (0, size)
    headers = always | {
        "Content-Type": file["media_type"],
        "Content-Length": str(end - start),
        "Content-Disposition": disposition(file["name"]),
        "Accept-Ranges": "none" if whole else "bytes",
    }
    if span:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    status = 206 if span else 200
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers)
    return StreamingResponse(await intake.read(file["content_id"] or file["id"], start, end), status, headers)


def _is_known(request: Request, etag: str) -> bool:
    named = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    return bool(named & {etag, "*"})
