"""A client as our own front-ends are: it speaks JSON under /api/v1, repeats safely, and says which version it saw."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import httpx
from fastapi import FastAPI

API = "/api/v1"


class Client(httpx.AsyncClient):
    """``client.get("/me")`` means ``/api/v1/me``; a path of the root is asked with its whole URL."""

    def __init__(self, app: FastAPI, token: str | None = None, **options: Any) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        transport = httpx.ASGITransport(app=app, client=("127.0.0.1", 50_000))
        super().__init__(transport=transport, base_url=f"http://localhost{API}/", headers=headers, **options)

    async def act(self, path: str, seen: Mapping[str, Any], action: str, /, **said: Any) -> httpx.Response:
        """Take an action on what was seen: ``client.act("/incoming-documents", document, "register", opinion="…")``."""
        headers = {"If-Match": f'"{seen["version"]}"', "Idempotency-Key": str(uuid4())}
        return await self.post(f"{path}/{seen['id']}/{action}", json=said, headers=headers)


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The problem document of an answer, after checking what every one of them must hold."""
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    body: dict[str, Any] = answer.json()
    assert body["code"] == code, answer.text
    assert body["type"] == f"/problems/{code}"
    assert body["status"] == status
    assert body["request_id"] == answer.headers["x-request-id"]
    assert body["title"]
    assert answer.headers["content-language"] in ("zh-CN", "en")
    return body
