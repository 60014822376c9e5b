"""The same POST twice is one effect and one answer: the key is kept in the transaction of the effect."""

import hashlib
import re
from collections.abc import Mapping
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from app.core.errors import AlreadyExists, IdempotencyKeyReused, Invalid
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
        self._db, self._caller_id, self._key = db, caller_id, key
        self._operation = f"{request.method} {request.url.path}"
        asked = hashlib.sha256(request.scope["query_string"] + b"\n")
        asked.update(body)
        self._fingerprint = asked.digest()

    async def earlier(self) -> Response | None:
        """The answer given before, byte for byte.

        Raises: IdempotencyInFlight, IdempotencyKeyReused.
        """
        kept = await IdempotencyRepository(self._db).claim(self._caller_id, self._operation, self._key)
        if kept is None:
            return None
        if kept.fingerprint != self._fingerprint:
            raise IdempotencyKeyReused
        return Response(kept.body, kept.status, {**kept.headers, REPLAYED: "true"})

    def keep(self, answer: Response) -> None:
        """Write the answer with the effect. A refusal is not kept: the same request may succeed later."""
        if 200 <= answer.status_code < 300:
            self._db.add(
                IdempotencyKey(
                    caller_id=self._caller_id,
                    operation=self._operation,
                    key=self._key,
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
