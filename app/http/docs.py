"""The documentation pages, from local files: intranets reach no CDN."""

import asyncio
import base64
import hashlib
from collections.abc import Sequence
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from app.http.answers import as_json
from app.http.openapi import describe

_START_SWAGGER = """SwaggerUIBundle({url: "/openapi.json", dom_id: "#docs", deepLinking: true, docExpansion: "none",
filter: true, persistAuthorization: true, tryItOutEnabled: true, validatorUrl: null});"""
_START_REDOC = """Redoc.init("/openapi.json", {hideDownloadButton: false}, document.getElementById("docs"));"""
_PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>枢纽 Shuniu API</title>
<link rel="icon" href="/static/favicon.png">
{style}</head>
<body>
<div id="docs"></div>
<script src="/static/{script}"></script>
<script>{start}</script>
</body>
</html>
"""


def _page(script: str, start: str, style: str = "") -> Response:
    digest = base64.b64encode(hashlib.sha256(start.encode()).digest()).decode()
    policy = (
        f"default-src 'self'; script-src 'self' 'sha256-{digest}'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; worker-src blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    )
    body = _PAGE.format(script=script, start=start, style=style)
    return HTMLResponse(body, headers={"Content-Security-Policy": policy})


async def swagger(_: Request) -> Response:
    """`/docs`: try operations out."""
    style = '<link rel="stylesheet" href="/static/swagger-ui.css">\n'
    return _page("swagger-ui-bundle.js", _START_SWAGGER, style)


async def redoc(_: Request) -> Response:
    """`/redoc`: read."""
    return _page("redoc.standalone.js", _START_REDOC)


class Document:
    """The published document as bytes. It takes a second to make, so it is made when somebody asks for it first."""

    def __init__(self, offered: Sequence[BaseRoute]) -> None:
        self._offered = offered
        self._lock = asyncio.Lock()
        self._content: bytes | None = None

    async def content(self) -> bytes:
        async with self._lock:
            if self._content is None:
                self._content = await asyncio.to_thread(lambda: as_json(describe(self._offered)))
        return self._content


async def openapi(request: Request) -> Response:
    """`/openapi.json`."""
    document: Document = request.app.state.openapi
    return Response(await document.content(), media_type="application/json")


def routes() -> Sequence[BaseRoute]:
    static = StaticFiles(directory=str(files("fastapi_offline") / "static"))
    return [
        Route("/docs", swagger),
        Route("/redoc", redoc),
        Route("/openapi.json", openapi),
        Mount("/static", static),
    ]
