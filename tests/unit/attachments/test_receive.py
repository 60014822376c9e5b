import asyncio
import errno
import hashlib
import os
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from streams import files_below, pieces

from app.core.errors import PayloadTooLarge, StorageFull
from app.services.attachments import durable
from app.services.attachments.store import receive


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    folder = tmp_path / "uploads"
    folder.mkdir()
    return folder


class TestReceive:
    async def test_measures_and_hashes_what_streams_by(self, uploads):
        got = await receive(pieces(b"ab", b"", b"c" * 100_000), 100_002, uploads)
        assert (got.size, got.path.parent) == (100_002, uploads)
        assert got.path.read_bytes() == b"ab" + b"c" * 100_000
        assert got.sha256 == hashlib.sha256(got.path.read_bytes()).hexdigest()
        assert got.path.stat().st_mode & 0o777 == 0o600

    async def test_an_empty_upload_is_an_empty_file(self, uploads):
        got = await receive(pieces(), 10, uploads)
        assert (got.size, got.path.read_bytes()) == (0, b"")

    async def test_one_byte_too_many_is_refused_at_once_and_leaves_nothing(self, uploads):
        seen = []

        async def endless() -> AsyncIterator[bytes]:
            while True:
                seen.append(1)
                yield b"x" * 10

        with pytest.raises(PayloadTooLarge) as refusal:
            await receive(endless(), 29, uploads)
        assert refusal.value.extra == {"limit_bytes": 29}
        assert len(seen) == 3
        assert files_below(uploads) == []

    async def test_a_sender_that_breaks_off_leaves_nothing(self, uploads):
        async def broken() -> AsyncIterator[bytes]:
            yield b"x"
            raise ConnectionResetError

        with pytest.raises(ConnectionResetError):
            await receive(broken(), 100, uploads)
        assert files_below(uploads) == []

    async def test_cancelling_leaves_nothing(self, uploads):
        begun = asyncio.Event()

        async def slow() -> AsyncIterator[bytes]:
            yield b"x"
            begun.set()
            await asyncio.sleep(60)

        task = asyncio.create_task(receive(slow(), 100, uploads))
        await begun.wait()
        assert len(files_below(uploads)) == 1
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert files_below(uploads) == []

    async def test_cancelling_in_the_middle_of_a_write_waits_for_it(self, uploads, monkeypatch):
        begun, go_on = threading.Event(), threading.Event()
        write = durable.Sink.write

        def slow_write(sink: durable.Sink, piece: bytes) -> None:
            begun.set()
            assert go_on.wait(5)
            write(sink, piece)

        monkeypatch.setattr(durable.Sink, "write", slow_write)
        task = asyncio.create_task(receive(pieces(b"x"), 100, uploads))
        await asyncio.to_thread(begun.wait, 5)
        task.cancel()
        await asyncio.sleep(0)
        task.cancel()
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert files_below(uploads) == []

    @pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
    async def test_a_full_disk_is_storage_full_and_leaves_nothing(self, uploads, monkeypatch, code):
        def fail(_: int) -> None:
            raise OSError(code, "full")

        monkeypatch.setattr(durable.os, "fsync", fail)
        with pytest.raises(StorageFull):
            await receive(pieces(b"x"), 100, uploads)
        assert files_below(uploads) == []

    async def test_a_disk_that_is_truly_full(self, uploads, monkeypatch):
        """/dev/full takes no byte: the error comes from the kernel, at the write and again at the close."""
        real = os.open
        monkeypatch.setattr(durable.os, "open", lambda *_: real("/dev/full", os.O_WRONLY))
        for size in (10, 100_000):
            with pytest.raises(StorageFull):
                await receive(pieces(b"x" * size), 200_000, uploads)

    async def test_another_fault_of_the_disk_stays_what_it_is(self, uploads, monkeypatch):
        def fail(_: int) -> None:
            raise OSError(errno.EIO, "broken")

        monkeypatch.setattr(durable.os, "fsync", fail)
        with pytest.raises(OSError, match="broken"):
            await receive(pieces(b"x"), 100, uploads)
        assert files_below(uploads) == []
