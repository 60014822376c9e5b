"""Where files come in: streamed to a temporary file, looked at, and only then worth storing."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

from app.core.errors import Unavailable
from app.services.attachments import durable
from app.services.attachments.durable import settled
from app.services.attachments.extract import extract_text
from app.services.attachments.names import clean_name
from app.services.attachments.sniff import Sniffed, sniff
from app.services.attachments.store import FileStore, Received, receive
from app.settings import Settings
from app.vocabulary.files import FileKind

log = logging.getLogger("shuniu.attachments")

AT_ONCE: Final = 2
"""Files of one process whose text is read at the same time; each reader may take gigabytes."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was taken in and looked at, not stored yet. ``reason`` answers doubts about secrecy marks."""

    name: str
    received: Received
    sniffed: Sniffed
    text: str
    reason: str | None = None


class Intake:
    """The door for files of one process, and the store behind it."""

    def __init__(
        self,
        store: FileStore,
        folder: Path,
        *,
        most_bytes: int,
        most_per_matter: int,
        allowed: frozenset[FileKind] = frozenset(FileKind),
    ) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.store, self.most_bytes, self.most_per_matter = store, most_bytes, most_per_matter
        self._folder, self._allowed = folder, allowed
        self._readers = asyncio.Semaphore(AT_ONCE)

    @classmethod
    def open(cls, settings: Settings) -> "Intake":
        """As the settings say: ``<data_dir>/attachments`` unless another store is named.

        Raises: ValueError (no storage URL, or S3 without credentials).
        """
        url = settings.storage_url or (settings.data_dir.absolute() / "attachments").as_uri()
        secrets = [one.get_secret_value() if one else None for one in (settings.storage_key, settings.storage_secret)]
        return cls(
            FileStore.open(url, access_key=secrets[0], secret_key=secrets[1]),
            settings.data_dir / "uploads",
            most_bytes=settings.attachment_max_bytes,
            most_per_matter=settings.attachments_per_matter,
        )

    async def receive(self, stream: AsyncIterator[bytes]) -> Received:
        """Take a stream in. The file is the caller's to `discard`. Raises: PayloadTooLarge, StorageFull."""
        return await receive(stream, self.most_bytes, self._folder)

    async def look(self, received: Received, name: str, reason: str | None = None) -> Upload:
        """Say what was received, and read its text. Raises: FileRefused."""
        name = clean_name(name)
        async with self._readers:
            sniffed = await settled(partial(sniff, received.path, name, self._allowed))
            text = await settled(partial(extract_text, received.path, sniffed.kind))
        return Upload(name, received, sniffed, text, reason)

    async def discard(self, received: Received) -> None:
        await settled(partial(received.path.unlink, missing_ok=True))

    async def read(self, file_id: UUID, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The stored bytes from ``start`` up to, not including, ``end``.

        Raises: Unavailable (the store is away, or has lost them).
        """
        try:
            return await self.store.get(file_id, start, end)
        except FileNotFoundError:
            log.error("content of an attachment is missing", extra={"attachment": str(file_id)})
            raise Unavailable("附件内容暂时无法读取") from None

    async def sweep(self, before: datetime) -> int:
        """Remove what uploads that died before a moment left unfinished; says how many files."""
        return await settled(partial(durable.sweep, self._folder, before)) + await self.store.sweep(before)
