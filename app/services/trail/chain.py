"""A link of the hash chain over the trail. Pure, so that whoever has a copy of the trail can check it with anything."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from app.models.trail import AuditEntry

GENESIS = bytes(32)
"""What the first link takes for the digest before it."""
COLUMNS: tuple[str, ...] = tuple(AuditEntry.__table__.columns.keys())


def canonical(entry: Mapping[str, Any]) -> bytes:
    """All columns of an entry as JSON: keys sorted, no spaces, UTF-8, ids as strings, moments in UTC (RFC 3339)."""
    return json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain).encode()


def digest(previous: bytes, entry: Mapping[str, Any]) -> bytes:
    """SHA-256 over the digest before and the canonical entry."""
    return hashlib.sha256(previous + canonical(entry)).digest()


def entry_of(values: Iterable[Any]) -> dict[str, Any]:
    """An entry from its columns in order."""
    return dict(zip(COLUMNS, values, strict=True))


def _plain(value: Any) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)
