"""The same POST twice is one effect and one answer: the key is kept in the transaction of the effect."""

import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from app.core.errors import AlreadyExists, AppError, IdempotencyKeyReused, Invalid
from app.db.database import Db
from app.http.validation import fault
from app.models.trail import IdempotencyKey
from app.repositories.idempotency import IdempotencyRepository

HEADER = "Idempotency-Key"
PATTERN = "^[A-Za-z0-9_-]{16,128}$"
REPLAYED = "Idempotency-Replayed"
_is_key = re.compile(PATTERN).fullmatch
_KEPT_HEADERS = ("content-type", "etag", "location")


def asked_key(request: Request) -> str | None:
    """The key the client chose.

    Raises: Invalid.
    """
    key = request.headers.get(HEADER)
    if key is not None and not _is_key(key):
        raise Invalid([fault(f"/{HEADER}", "header", "bad_format")])
    return key


class Repeatable:
    """One keyed request: either it was answered before, or its answer is kept with its effect."""

    def __init__(self, db: Db, caller_id: UUID, request: Request, key: str, body: bytes) -> None:
        self._db, self._keys = db, IdempotencyRepository(db)
        self._scope = caller_id, f"{request.method} {request.url.path}", key
        asked = hashlib.sha256(request.scope["query_string"] + b"\n")
        asked.update(body)
        self._fingerprint = asked.digest()

    async def once(self, act: Callable[[], Awaitable[Response]]) -> Response:
        """What ``act`` answers, kept with its effect; or the answer given before, byte for byte.

        A twin may have committed between our look and our lock. Then what is refused here is refused because it was done:
        its version has moved, its number is taken. So a refusal is only believed when a second look finds no answer.

        Raises: IdempotencyInFlight, IdempotencyKeyReused.
        """
        earlier = await self._keys.claim(*self._scope)
        if earlier is not None:
            return self._again(earlier)
        try:
            answer = await act()
        except AppError:
            await self._db.rollback()
            late = await self._keys.kept(*self._scope)
            if late is None:
                raise
            return self._again(late)
        self._keep(answer)
        return answer

    def _again(self, kept: Any) -> Response:
        if kept.fingerprint != self._fingerprint:
            raise IdempotencyKeyReused
        return Response(kept.body, kept.status, {**kept.headers, REPLAYED: "true"})

    def _keep(self, answer: Response) -> None:
        """Write the answer with the effect. A refusal is not kept: the same request may succeed later."""
        if 200 <= answer.status_code < 300:
            caller_id, operation, key = self._scope
            self._db.add(
                IdempotencyKey(
                    caller_id=caller_id,
                    operation=operation,
                    key=key,
                    fingerprint=self._fingerprint,
                    status=answer.status_code,
                    headers=_kept(answer.headers),
                    body=bytes(answer.body),
                    at=self._db.clock.now(),
                )
            )


def _kept(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: headers[name] for name in _KEPT_HEADERS if name in headers}


def is_late_twin(error: AlreadyExists) -> bool:
    """Whether the refused row is the key's: its twin committed between our look and our lock, so look again."""
    return error.extra.get("constraint") == "pk_idempotency_keys"
