"""What finding a route costs: the last of many against the first, in process."""

import time

from fastapi import APIRouter, FastAPI, Response
from starlette.types import Message, Scope

from app.http.index import IndexedRouter

_CALLS, _ROUNDS = 400, 15


async def _answer() -> Response:
    return Response(b"{}", media_type="application/json")


async def share_of_the_last(count: int) -> float:
    """Time of a request to the last of ``count`` routes over that to the first; the best of several rounds of each."""
    table = APIRouter()
    for number in range(count):
        table.add_api_route(f"/api/v1/things-{number}/{{thing_id}}", _answer, methods=["GET"])
    app = FastAPI(openapi_url=None)
    app.router = IndexedRouter(routes=table.routes)
    best = {0: float("inf"), count - 1: float("inf")}
    for _ in range(_ROUNDS):
        for number, least in best.items():
            best[number] = min(least, await _timed(app, f"/api/v1/things-{number}/1"))
    return best[count - 1] / best[0]


async def _timed(app: FastAPI, path: str) -> float:
    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(_: Message) -> None:
        return None

    began = time.perf_counter()
    for _ in range(_CALLS):
        scope: Scope = {
            "type": "http", "http_version": "1.1", "method": "GET", "path": path, "raw_path": path.encode(),
            "query_string": b"", "headers": [], "scheme": "http", "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1),
            "root_path": "",
        }  # fmt: skip
        await app(scope, receive, send)
    return time.perf_counter() - began
