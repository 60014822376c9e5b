"""Files that are on the disk when we say so, and not there when we fail."""

import asyncio
import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, TypeVar
from uuid import uuid4

from app.core.errors import StorageFull

Result = TypeVar("Result")

PARTIAL = ".part"
"""Ending of files that are not whole yet."""

_FULL = {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def refusing_when_full() -> Iterator[None]:
    """Turn "no space left" and "quota exceeded" into StorageFull."""
    try:
        yield
    except OSError as fault:
        if fault.errno in _FULL:
            raise StorageFull from fault
        raise


async def settled(work: Callable[[], Result], undo: Callable[[Result], object] | None = None) -> Result:
    """Run blocking ``work`` in a thread, to its end even if the caller is cancelled meanwhile.

    A thread cannot be stopped: a caller that went on would take files away under its hands. ``undo`` takes back a
    result that a cancelled caller never hears of.
    """
    running = asyncio.get_running_loop().run_in_executor(None, work)
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        while not running.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait([running])
        if undo and not running.cancelled() and running.exception() is None:
            undo(running.result())
        raise


class Sink:
    """A new file under a name of its own, measured and hashed (SHA-256) while it is written."""

    def __init__(self, directory: Path) -> None:
        self.path = directory / f"{uuid4().hex}{PARTIAL}"
        self.size = 0
        self._digest = hashlib.sha256()
        self._file: IO[bytes] | None = None

    @property
    def sha256(self) -> str:
        """Lower-case hexadecimal."""
        return self._digest.hexdigest()

    def write(self, piece: bytes) -> None:
        """Append. Raises: StorageFull."""
        with refusing_when_full():
            if self._file is None:
                self._file = os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
            self._file.write(piece)
        self._digest.update(piece)
        self.size += len(piece)

    def finish(self) -> None:
        """Bring everything to the disk and close. Raises: StorageFull."""
        self.write(b"")
        with refusing_when_full():
            if self._file:
                self._file.flush()
                os.fsync(self._file.fileno())
                self._file.close()

    def discard(self) -> None:
        """Leave nothing behind."""
        if self._file:
            with suppress(OSError):  # closing writes out the buffer, onto a disk that may be full
                self._file.close()
        self.path.unlink(missing_ok=True)


def stage(source: Path, partial: Path) -> Path:
    """Put a file beside its later place: the same bytes under a second name where the disk can, else a copy."""
    try:
        os.link(source, partial)
    except OSError:
        try:
            with refusing_when_full():
                shutil.copyfile(source, partial)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    return partial


def land(partial: Path, root: Path, key: str) -> Path:
    """Give a finished file its name below ``root``; its bytes and every folder on the way are on the disk then.

    Raises: FileExistsError (the name is taken and stays as it was), StorageFull.
    """
    target = root / key
    with refusing_when_full():
        _sync(partial)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(partial, target)  # unlike a renaming, never over another file
        try:
            for folder in target.parents[: key.count("/") + 1]:
                _sync(folder)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
    return target


def sweep(directory: Path, before: datetime) -> int:
    """Remove unfinished files last written before a moment, left by a process that died; says how many."""
    removed = 0
    for path in directory.glob(f"*{PARTIAL}"):
        with suppress(FileNotFoundError):  # its writer may just be done with it
            if path.stat().st_mtime < before.timestamp():
                path.unlink()
                removed += 1
    return removed


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
