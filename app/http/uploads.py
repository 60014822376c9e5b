"""Routes that take a file. The body is long and may come slowly, so it is taken in before the unit of work is opened."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Annotated, Any, Final

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from app.core.actor import Origin
from app.core.text import LINE
from app.db.database import Database
from app.http.authentication import Callers, address_of, presented_token
from app.http.multipart import FILE, MEDIA_TYPE, Form, read_form
from app.http.routing import Handler, OfficeRoute
from app.services.attachments.intake import Intake, Upload
from app.services.attachments.store import Received

REASON: Final = "confirm_secrecy_reason"
SLOWEST: Final = 32 * 1024
"""Bytes a second below which an upload takes too long."""


class UploadRoute(OfficeRoute):
    """A POST whose body is a form with one file, and perhaps a reason that answers doubts about secrecy marks."""

    def __init__(
        self, path: str, endpoint: Callable[..., Any], *, openapi_extra: dict[str, Any] | None = None, **options: Any
    ) -> None:
        extra = {"requestBody": _BODY, **(openapi_extra or {})}
        super().__init__(path, endpoint, openapi_extra=extra, **options)

    def get_route_handler(self) -> Handler:
        return partial(self._run, super().get_route_handler())

    async def _run(self, handler: Handler, request: Request) -> Response:
        """Who is unknown or may not upload sends nothing. The temporary file is gone when the answer leaves."""
        intake: Intake = request.app.state.intake
        await self._admit(request)
        taken: list[Received] = []

        async def take(stream: AsyncIterator[bytes]) -> None:
            taken.append(await intake.receive(_kept_alive(request, stream)))

        try:
            form = await read_form(request, frozenset({REASON}), intake.most_bytes, take)
            state = request.scope["state"]
            state["upload"] = await intake.look(taken[0], form.filename, form.fields.get(REASON))
            state["body_digest"] = _digest(taken[0], form)
            return await handler(request)
        finally:
            for received in taken:
                await intake.discard(received)

    async def _admit(self, request: Request) -> None:
        callers: Callers = request.app.state.callers
        database: Database = request.app.state.database
        origin = Origin(request.scope["state"]["request_id"], address_of(request.scope), self.unique_id)
        token = presented_token(request)
        async with database.open(origin=origin) as db:
            await callers.admit(request, db, token, self.permission)


async def _kept_alive(request: Request, stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The time limit of the request begins anew as long as a file comes fast enough; who only drips runs out of it."""
    limit: asyncio.Timeout | None = request.scope["state"].get("limit")
    seconds, size, clock = request.app.state.settings.request_timeout, 0, asyncio.get_running_loop().time
    began = clock()
    async for piece in stream:
        size += len(piece)
        if limit is not None:
            limit.reschedule(began + seconds + size / SLOWEST)
        yield piece


def _digest(received: Received, form: Form) -> bytes:
    """What makes an upload the same as an earlier one; the boundary between its parts may differ."""
    said = "\n".join([received.sha256, form.filename, form.fields.get(REASON, "")])
    return hashlib.sha256(said.encode()).digest()


async def _uploaded(request: Request) -> Upload:
    upload: Upload = request.state.upload
    return upload


async def _intake(request: Request) -> Intake:
    intake: Intake = request.app.state.intake
    return intake


Uploaded = Annotated[Upload, Depends(_uploaded)]
"""The file of an `UploadRoute`."""
Files = Annotated[Intake, Depends(_intake)]
"""The process's intake and store."""

_BODY: Final = {
    "required": True,
    "content": {
        MEDIA_TYPE: {
            "schema": {
                "type": "object",
                "additionalProperties": False,
                "required": [FILE],
                "properties": {
                    FILE: {
                        "type": "string",
                        "format": "binary",
                        "maxLength": 104_857_600,
                        "description": "文件，须带文件名；上限可由设置改变，见 /limits",
                    },
                    REASON: {
                        "type": "string",
                        "minLength": 1,
                        "maxLength": 500,
                        "pattern": LINE,
                        "description": "疑似密级标志经人工核对不是的，说明理由",
                        "examples": ["教材中的样例，非涉密内容"],
                    },
                },
            }
        }
    },
}
