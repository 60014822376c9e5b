import asyncio
import errno
import hashlib
import os
import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from fake_s3 import serve

from app.core.errors import PayloadTooLarge, StorageFull, Unavailable
from app.core.ids import new_id
from app.services.attachments import durable
from app.services.attachments.store import FileStore, LocalFileStore, S3FileStore, key_of, receive

FULL = OSError(errno.ENOSPC, "No space left on device")


async def pieces(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def all_of(store: FileStore, file_id: UUID, *span: int) -> bytes:
    return b"".join([piece async for piece in await store.get(file_id, *span)])


def files_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "附件 store"


@pytest.fixture
def local(root: Path) -> FileStore:
    return FileStore.open(root.as_uri())


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


class TestOpen:
    def test_a_folder_is_made_for_us_alone(self, tmp_path):
        store = FileStore.open(f"file://{tmp_path}/deep/%E9%99%84%E4%BB%B6")
        assert isinstance(store, LocalFileStore)
        assert (tmp_path / "deep" / "附件").stat().st_mode & 0o777 == 0o700

    def test_a_bucket(self):
        store = FileStore.open(
            "s3://bucket/a/b?endpoint=https://s3.example.org&region=cn", access_key="k", secret_key="s"
        )
        assert isinstance(store, S3FileStore)
        assert store._objects.prefix == "a/b"
        assert store._objects.config["endpoint"] == "https://s3.example.org"
        assert store._objects.config["region"] == "cn"

    @pytest.mark.parametrize(
        "url",
        [
            "",
            "/srv/files",
            "file://",
            "file://host/srv",
            "file:///srv?x=1",
            "ftp://host/x",
            "memory://",
            "s3://",
            "s3://key:secret@bucket",
            "s3://bucket?endpoint=",
            "s3://bucket?skip_signature=true",
        ],
    )
    def test_refuses_every_other_url(self, url):
        with pytest.raises(ValueError, match="storage"):
            FileStore.open(url, access_key="k", secret_key="s")

    def test_a_bucket_needs_credentials_of_ours(self, monkeypatch):
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "from-the-environment")
        with pytest.raises(ValueError, match="access key"):
            FileStore.open("s3://bucket")


class TestS3Store:
    @pytest.fixture
    def bucket(self):
        with serve() as bucket:
            yield bucket

    @pytest.fixture
    def store(self, bucket) -> FileStore:
        return FileStore.open(f"s3://office/files?endpoint={bucket.url}", access_key="key", secret_key="secret")

    async def test_gives_back_what_was_put(self, store, bucket, forge):
        small, streamed = new_id(), new_id()
        await store.put(small, forge.file(b"0123456789"))
        await store.put(streamed, pieces(b"01234", b"56789"))
        assert bucket.objects == {f"/office/files/{key_of(one)}": b"0123456789" for one in (small, streamed)}
        for file_id in (small, streamed):
            assert await store.exists(file_id)
            assert await all_of(store, file_id) == b"0123456789"
            assert await all_of(store, file_id, 3, 7) == b"3456"
            assert await all_of(store, file_id, 8) == b"89"
        assert all("Credential=key/" in signature for signature in bucket.signatures)

    async def test_a_large_file_goes_up_in_parts(self, store, bucket, forge):
        data, file_id = os.urandom(11_000_000), new_id()
        await store.put(file_id, forge.file(data))
        assert await all_of(store, file_id) == data
        assert bucket.parts == {}

    async def test_never_overwrites(self, store, bucket):
        file_id = new_id()
        await store.put(file_id, pieces(b"first"))
        with pytest.raises(FileExistsError):
            await store.put(file_id, pieces(b"second"))
        assert list(bucket.objects.values()) == [b"first"]

    async def test_delete_and_what_is_missing(self, store, bucket):
        file_id = new_id()
        await store.put(file_id, pieces(b"x"))
        await store.delete(file_id)
        await store.delete(file_id)
        assert bucket.objects == {}
        assert not await store.exists(file_id)
        assert await store.sweep(datetime.now(UTC)) == 0
        with pytest.raises(FileNotFoundError):
            await store.get(file_id)

    @pytest.mark.parametrize(("status", "code"), [(403, "QuotaExceeded"), (400, "XMinioStorageFull")])
    async def test_a_full_bucket_is_storage_full(self, store, bucket, status, code):
        bucket.refusal = (status, code)
        with pytest.raises(StorageFull):
            await store.put(new_id(), pieces(b"x"))
        assert bucket.objects == {}

    async def test_another_refusal_is_unavailable_and_tells_no_addresses(self, store, bucket):
        bucket.refusal = (403, "AccessDenied")
        with pytest.raises(Unavailable) as refusal:
            await store.put(new_id(), pieces(b"x"))
        assert bucket.url not in refusal.value.detail

    async def test_a_stream_that_breaks_off_stores_nothing(self, store, bucket):
        async def broken() -> AsyncIterator[bytes]:
            yield b"x" * 6_000_000
            raise ConnectionResetError

        with pytest.raises(ConnectionResetError):
            await store.put(new_id(), broken())
        assert bucket.objects == {}
