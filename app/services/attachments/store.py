"""Where the bytes of attachments lie: a folder or an S3 bucket, under the id of the attachment and nothing else."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit
from uuid import UUID, uuid4

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from app.core.errors import PayloadTooLarge, StorageFull, Unavailable
from app.services.attachments import durable
from app.services.attachments.durable import Sink, settled

if TYPE_CHECKING:
    from obstore import GetOptions
    from obstore.store import ObjectStore

_PIECE = 256 * 1024
_UNLIMITED = 1 << 62
_BATCH = 500
_FULL = ("StorageFull", "QuotaExceeded", "InsufficientStorage", "507 Insufficient Storage")
"""How MinIO, Ceph and others say that a bucket is full."""


@dataclass(frozen=True, slots=True)
class Received:
    """An upload in a temporary file: the caller's to remove. ``size`` in bytes, ``sha256`` in hexadecimal."""

    path: Path
    size: int
    sha256: str


async def receive(stream: AsyncIterator[bytes], limit: int, directory: Path) -> Received:
    """Stream an upload of at most ``limit`` bytes into a new file of ``directory``, synced. Failing leaves nothing.

    Raises: PayloadTooLarge as soon as the limit is passed, StorageFull, and whatever the stream raises.
    """
    sink = Sink(directory)
    try:
        async for piece in stream:
            if sink.size + len(piece) > limit:
                raise PayloadTooLarge(f"附件不得超过 {limit} 字节", limit_bytes=limit)
            await settled(partial(sink.write, piece))
        await settled(sink.finish)
    except BaseException:
        await settled(sink.discard)
        raise
    return Received(sink.path, sink.size, sink.sha256)


def key_of(file_id: UUID) -> str:
    """``ab/cd/<uuid>``: folders by the last digits, because the first ones of a UUIDv7 are the same for weeks."""
    return f"{file_id.hex[-2:]}/{file_id.hex[-4:-2]}/{file_id}"


def _ids_of(key: str) -> Iterator[UUID]:
    """The id a key was made from; nothing for what was not put here by `key_of`."""
    with suppress(ValueError):
        file_id = UUID(key.rpartition("/")[2])
        if key_of(file_id) == key:
            yield file_id


class FileStore(ABC):
    """Contents by id. Written once, read in ranges, removed; never changed."""

    def __init__(self, objects: "ObjectStore") -> None:
        self._objects = objects

    @staticmethod
    def open(url: str, *, access_key: str | None = None, secret_key: str | None = None) -> "FileStore":
        """The store behind ``file:///path`` or ``s3://bucket/prefix?endpoint=https://host&region=name``.

        Raises: ValueError for any other URL, for credentials inside the URL, and for S3 without credentials: they are
        never looked for in the environment or at a metadata address.
        """
        parts = urlsplit(url)
        if parts.scheme == "file" and parts.netloc in {"", "localhost"} and not parts.query and parts.path:
            return LocalFileStore(Path(unquote(parts.path)))
        if parts.scheme != "s3" or not parts.netloc or "@" in parts.netloc:
            raise ValueError("a storage URL is file:///path or s3://bucket?endpoint=…&region=…")
        options = dict(parse_qsl(parts.query, keep_blank_values=True))
        if not options.keys() <= {"endpoint", "region"} or not all(options.values()):
            raise ValueError("S3 storage knows the options endpoint and region")
        if not access_key or not secret_key:
            raise ValueError("S3 storage needs an access key and a secret key")
        prefix = unquote(parts.path).strip("/")
        return S3FileStore(parts.netloc, prefix, access_key=access_key, secret_key=secret_key, **options)

    @abstractmethod
    async def put(self, file_id: UUID, source: Path | AsyncIterator[bytes]) -> None:
        """Store the bytes of a file or stream, whole and durable when this returns, else not at all.

        A source file stays the caller's to remove; its bytes must not change any more.

        Raises: FileExistsError (an id is used once), StorageFull, Unavailable.
        """

    async def get(self, file_id: UUID, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The bytes from ``start`` up to, not including, ``end``, in pieces; the caller knows the size.

        Raises: FileNotFoundError before the first piece, Unavailable, ValueError (an empty or backward range).
        """
        if start < 0 or (end is not None and end <= start):
            raise ValueError(f"no bytes lie from {start} to {end}")
        options: GetOptions = {}
        if end is not None:
            options["range"] = (start, end)
        elif start:
            options["range"] = {"offset": start}
        with _faults():
            found = await obstore.get_async(self._objects, key_of(file_id), options=options)
        return _pieces(found.stream(_PIECE))

    async def delete(self, file_id: UUID) -> None:
        """Remove the bytes; nothing happens if there are none. Raises: Unavailable."""
        with _faults():
            try:
                await obstore.delete_async(self._objects, key_of(file_id))
            except FileNotFoundError:
                return

    async def exists(self, file_id: UUID) -> bool:
        """Whether there are bytes under this id. Raises: Unavailable."""
        with _faults():
            try:
                await obstore.head_async(self._objects, key_of(file_id))
            except FileNotFoundError:
                return False
        return True

    async def older(self, before: datetime) -> AsyncIterator[list[UUID]]:
        """The ids under which bytes were stored before a moment, in batches. Raises: Unavailable."""
        with _faults():
            async for batch in obstore.list(self._objects, chunk_size=_BATCH):
                yield [file_id for one in batch if one["last_modified"] < before for file_id in _ids_of(one["path"])]

    async def sweep(self, before: datetime) -> int:
        """Remove what writers that died before a moment left unfinished; says how many files."""
        del before
        return 0


class LocalFileStore(FileStore):
    """A folder. Written by ourselves: obstore does not sync, and what was answered 2xx must survive a power cut."""

    def __init__(self, root: Path) -> None:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._root = root
        self._unfinished = root / "unfinished"
        self._unfinished.mkdir(exist_ok=True)
        super().__init__(LocalStore(root))

    async def put(self, file_id: UUID, source: Path | AsyncIterator[bytes]) -> None:
        if isinstance(source, Path):
            staged = self._unfinished / f"{uuid4().hex}{durable.PARTIAL}"
            await settled(partial(durable.stage, source, staged), undo=Path.unlink)
        else:
            staged = (await receive(source, _UNLIMITED, self._unfinished)).path
        try:
            await settled(partial(durable.land, staged, self._root, key_of(file_id)), undo=Path.unlink)
        finally:
            await settled(partial(staged.unlink, missing_ok=True))

    async def sweep(self, before: datetime) -> int:
        return await settled(partial(durable.sweep, self._unfinished, before))


class S3FileStore(FileStore):
    """A bucket. Large files go up in parts, whole when the last one is confirmed.

    An existing object is looked for first rather than refused by the store: not every S3 knows conditional writes,
    least of all for uploads in parts, and an id is given to one upload only.
    """

    def __init__(
        self,
        bucket: str,
        prefix: str,
        *,
        access_key: str,
        secret_key: str,
        endpoint: str | None = None,
        region: str = "us-east-1",
    ) -> None:
        """Path-style addresses; single deletions, which every S3 knows. Nothing is sent yet."""
        super().__init__(
            S3Store(
                bucket,
                prefix=prefix or None,
                endpoint=endpoint,
                region=region,
                access_key_id=access_key,
                secret_access_key=secret_key,
                disable_bulk_delete=True,
                client_options={
                    "allow_http": bool(endpoint and endpoint.startswith("http://")),
                    "connect_timeout": timedelta(seconds=5),
                    "timeout": timedelta(minutes=10),
                },
                retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=20)},
            )
        )

    async def put(self, file_id: UUID, source: Path | AsyncIterator[bytes]) -> None:
        if await self.exists(file_id):
            raise FileExistsError(file_id)
        with _faults():
            await obstore.put_async(self._objects, key_of(file_id), source, max_concurrency=2)


@contextmanager
def _faults() -> Iterator[None]:
    """Turn faults of the store into ours. Their text names hosts and paths, so it stays in the cause."""
    try:
        yield
    except BaseError as fault:
        if any(sign in str(fault) for sign in _FULL):
            raise StorageFull from fault
        raise Unavailable("附件存储暂时不可用") from fault


async def _pieces(stream: "obstore.BytesStream") -> AsyncIterator[bytes]:
    with _faults():
        async for piece in stream:
            yield bytes(piece)
