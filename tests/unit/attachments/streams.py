"""Streams to put in, and what came of them."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

from app.services.attachments.store import FileStore


async def pieces(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def all_of(store: FileStore, file_id: UUID, *span: int) -> bytes:
    return b"".join([piece async for piece in await store.get(file_id, *span)])


def files_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
