"""The export package of a record: metadata, files and their hashes in one ZIP, the same bytes each time (ARC-R22)."""

import hashlib
import zipfile
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any, cast
from uuid import UUID

import orjson

from app.services.archives.metadata import metadata_of
from app.services.attachments.store import FileStore

METADATA, MANIFEST = "metadata.xml", "manifest.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""Every member bears this time, so that nothing but the content decides the bytes."""


@dataclass(frozen=True, slots=True)
class Member:
    path: str
    file_id: UUID
    size: int


@dataclass(frozen=True, slots=True)
class Package:
    """What goes into the ZIP; the files are read from the store while it is sent."""

    name: str
    metadata: bytes
    manifest: bytes
    members: Sequence[Member]

    async def stream(self, store: FileStore) -> AsyncIterator[bytes]:
        """The ZIP in pieces. Raises: Unavailable, FileNotFoundError (the store lost a file)."""
        sink = _Sink()
        with zipfile.ZipFile(cast("IO[bytes]", sink), "w", zipfile.ZIP_STORED) as packed:
            for path, content in ((METADATA, self.metadata), (MANIFEST, self.manifest)):
                packed.writestr(_entry(path), content)
            for member in self.members:
                with packed.open(_entry(member.path), "w", force_zip64=member.size > zipfile.ZIP64_LIMIT) as file:
                    if member.size:
                        async for piece in await store.get(member.file_id):
                            file.write(piece)
                            yield sink.taken()
                yield sink.taken()
        yield sink.taken()


def package_of(shown: Mapping[str, Any], fonds: Any, trail: Sequence[Any]) -> Package:
    """The package of a record as the caller was shown it; ``fonds`` has its names, ``trail`` is what led to its filing."""
    files = shown["components"]
    members = [Member(_path(one), UUID(one["file_id"]), one["size"]) for one in files]
    metadata = metadata_of(shown, fonds, files, trail)
    manifest = {
        "code": shown["code"],
        "files": [
            {"path": METADATA, "size": len(metadata), "sha256": hashlib.sha256(metadata).hexdigest()},
            *(
                {"path": member.path, "size": one["size"], "sha256": one["sha256"]}
                for member, one in zip(members, files, strict=True)
            ),
        ],
    }
    return Package(f"{shown['code']}.zip", metadata, orjson.dumps(manifest, option=orjson.OPT_INDENT_2), members)


def _path(one: Mapping[str, Any]) -> str:
    """``components/03-attachment.pdf``: plain names travel everywhere, the real one stands in the metadata."""
    return f"components/{one['position']:02}-{one['role']}{_suffix(one['name'])}"


def _suffix(name: str) -> str:
    """The extension, if it is a plain one."""
    found = PurePosixPath(name).suffix.lower()
    return found if found.isascii() else ""


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _EPOCH)
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    return entry


class _Sink:
    """What `zipfile` writes into; it cannot be sought, so each member is written once, front to back."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        found = b"".join(self._pieces)
        self._pieces.clear()
        return found
