"""The fingerprint of a record: the trail keeps it from the day of filing, so that no later change goes unseen (ARC-R17)."""

import hashlib
from collections.abc import Iterable
from typing import Any

import orjson

from app.models.archives import ArchiveComponent, ArchiveRecord

_FACTS = (
    "code", "title", "document_number", "responsible_party", "doc_date", "classification", "retention", "class_code",
    "schedule_version", "pages", "note", "is_copy", "paper_location", "missing",
)  # fmt: skip
_PARTS = ("position", "role", "name", "media_type", "size", "sha256")


def digest_of(record: ArchiveRecord, components: Iterable[ArchiveComponent]) -> str:
    """SHA-256 over what the record says of itself and of its files, in hexadecimal."""
    parts = sorted(components, key=lambda one: one.position)
    told: list[Any] = [
        [getattr(record, name) for name in _FACTS],
        [[getattr(one, name) for name in _PARTS] for one in parts],
    ]
    return hashlib.sha256(orjson.dumps(told, default=str)).hexdigest()
