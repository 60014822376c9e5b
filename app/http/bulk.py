"""Answers of bulk actions: always 207, one outcome for each item."""

from collections.abc import Iterable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from app.core.errors import AppError
from app.http.answers import reply
from app.http.negotiation import language
from app.http.problems import document, status_of


def outcomes(request: Request, items: Iterable[Mapping[str, Any]]) -> Response:
    """``items`` carry ``problem``: the refusal, or None where the item succeeded."""
    spoken = language(request.scope)
    told = []
    for item in items:
        refused = item["problem"]
        if isinstance(refused, AppError):
            told.append({**item, "status": status_of(refused), "problem": document(request.scope, refused, spoken)})
        else:
            told.append({**item, "status": 200})
    return reply({"items": told}, status=207)
