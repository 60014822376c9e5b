import asyncio
import errno
import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from streams import all_of, files_below, pieces

from app.core.errors import StorageFull
from app.core.ids import new_id
from app.services.attachments import durable
from app.services.attachments.store import FileStore, key_of

FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "附件 store"


@pytest.fixture
def local(root: Path) -> FileStore:
    return FileStore.open(root.as_uri())


class TestLocalStore:
    async def test_gives_back_what_was_put(self, local, root, forge):
        from_file, from_stream = new_id(), new_id()
        source = forge.file(b"0123456789")
        await local.put(from_file, source)
        await local.put(from_stream, pieces(b"01234", b"56789"))
        assert source.read_bytes() == b"0123456789"
        source.unlink()
        for file_id in (from_file, from_stream):
            assert await local.exists(file_id)
            assert await all_of(local, file_id) == b"0123456789"
        assert files_below(root) == sorted([key_of(from_file), key_of(from_stream)])

    @pytest.mark.parametrize(
        ("span", "found"),
        [((0, 1), b"0"), ((3, 7), b"3456"), ((9,), b"9"), ((5, 99), b"56789"), ((0, 10), b"0123456789")],
    )
    async def test_gives_a_range(self, local, span, found):
        file_id = new_id()
        await local.put(file_id, pieces(b"0123456789"))
        assert await all_of(local, file_id, *span) == found

    @pytest.mark.parametrize("span", [(-1, 3), (3, 3), (5, 2)])
    async def test_an_impossible_range_is_a_mistake_of_the_caller(self, local, span):
        with pytest.raises(ValueError, match="no bytes"):
            await local.get(new_id(), *span)

    async def test_streams_large_files_in_pieces(self, local):
        file_id, part = new_id(), os.urandom(1_000_000)
        await local.put(file_id, pieces(*[part] * 5))
        got = [piece async for piece in await local.get(file_id)]
        assert len(got) > 5
        assert b"".join(got) == part * 5

    async def test_an_empty_file(self, local, forge):
        file_id = new_id()
        await local.put(file_id, forge.file(b""))
        assert await all_of(local, file_id) == b""

    async def test_never_overwrites(self, local, root, forge):
        file_id = new_id()
        await local.put(file_id, pieces(b"first"))
        for source in (forge.file(b"second"), pieces(b"second")):
            with pytest.raises(FileExistsError):
                await local.put(file_id, source)
        assert await all_of(local, file_id) == b"first"
        assert files_below(root) == [key_of(file_id)]

    async def test_what_is_missing(self, local):
        file_id = new_id()
        assert not await local.exists(file_id)
        with pytest.raises(FileNotFoundError):
            await local.get(file_id)
        await local.delete(file_id)

    async def test_delete(self, local, root):
        file_id = new_id()
        await local.put(file_id, pieces(b"x"))
        await local.delete(file_id)
        assert not await local.exists(file_id)
        assert files_below(root) == []

    async def test_bytes_and_folders_are_synced_before_it_returns(self, local, root, forge, monkeypatch):
        synced: list[str] = []
        real = os.fsync

        def note(descriptor: int) -> None:
            synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
            real(descriptor)

        monkeypatch.setattr(durable.os, "fsync", note)
        file_id = new_id()
        await local.put(file_id, forge.file(b"x"))
        folder = (root / key_of(file_id)).parent
        assert synced[0].startswith(str(root / "unfinished"))
        assert synced[1:] == [str(folder), str(folder.parent), str(root)]

    async def test_copies_from_another_disk(self, local, root, forge, monkeypatch):
        real, refused = os.link, []

        def link(source: Path, target: Path) -> None:
            if not refused:
                refused.append(OSError(errno.EXDEV, "Invalid cross-device link"))
                raise refused[0]
            real(source, target)

        monkeypatch.setattr(durable.os, "link", link)
        file_id = new_id()
        await local.put(file_id, forge.file(b"far away"))
        assert await all_of(local, file_id) == b"far away"
        assert files_below(root) == [key_of(file_id)]

    @pytest.mark.parametrize("broken", ["link", "fsync", "copyfile"])
    async def test_a_full_disk_is_storage_full_and_leaves_nothing(self, local, root, forge, monkeypatch, broken):
        def fail(source: Path | int, target: Path | None = None) -> None:
            if broken == "copyfile" and target:
                target.write_bytes(b"half")
            raise FULL

        if broken == "copyfile":
            monkeypatch.setattr(durable.os, "link", fail)
            monkeypatch.setattr(durable.shutil, "copyfile", fail)
        else:
            monkeypatch.setattr(durable.os, broken, fail)
        with pytest.raises(StorageFull):
            await local.put(new_id(), forge.file(b"x" * 100))
        assert files_below(root) == []

    async def test_a_folder_that_cannot_be_synced_takes_the_file_back(self, local, root, monkeypatch):
        real = durable._sync

        def fail(path: Path) -> None:
            if path.is_dir():
                raise FULL
            real(path)

        monkeypatch.setattr(durable, "_sync", fail)
        file_id = new_id()
        with pytest.raises(StorageFull):
            await local.put(file_id, pieces(b"x"))
        assert not await local.exists(file_id)
        assert files_below(root) == []

    @pytest.mark.parametrize("step", ["stage", "land"])
    async def test_cancelling_leaves_nothing(self, local, root, forge, monkeypatch, step):
        begun, go_on = threading.Event(), threading.Event()
        real = getattr(durable, step)

        def slow(*arguments: object) -> Path:
            begun.set()
            assert go_on.wait(5)
            return real(*arguments)

        monkeypatch.setattr(durable, step, slow)
        file_id = new_id()
        task = asyncio.create_task(local.put(file_id, forge.file(b"x")))
        await asyncio.to_thread(begun.wait, 5)
        task.cancel()
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not await local.exists(file_id)
        assert files_below(root) == []

    async def test_cancelling_a_second_writer_does_not_take_the_first_one_s_file(self, local, monkeypatch):
        file_id = new_id()
        await local.put(file_id, pieces(b"first"))
        begun, go_on = threading.Event(), threading.Event()
        real = durable.land

        def slow(*arguments: Path | str) -> Path:
            begun.set()
            assert go_on.wait(5)
            return real(*arguments)

        monkeypatch.setattr(durable, "land", slow)
        task = asyncio.create_task(local.put(file_id, pieces(b"second")))
        await asyncio.to_thread(begun.wait, 5)
        task.cancel()
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await all_of(local, file_id) == b"first"

    async def test_what_a_dead_writer_left_is_swept(self, local, root):
        stale, fresh = (root / "unfinished" / f"{name}{durable.PARTIAL}" for name in ("stale", "fresh"))
        stale.write_bytes(b"x")
        fresh.write_bytes(b"x")
        yesterday = datetime.now(UTC) - timedelta(days=1)
        os.utime(stale, (yesterday.timestamp() - 60,) * 2)
        assert await local.sweep(yesterday) == 1
        assert (stale.exists(), fresh.exists()) == (False, True)


class TestKeys:
    def test_spread_and_hold_the_id_alone(self):
        file_id = UUID("0199d0c4-5f2e-7abc-8def-0123456789ab")
        assert key_of(file_id) == "ab/89/0199d0c4-5f2e-7abc-8def-0123456789ab"
        assert len({key_of(new_id())[:5] for _ in range(200)}) > 150
