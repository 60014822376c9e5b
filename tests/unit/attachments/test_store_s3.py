import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from fake_s3 import serve
from streams import all_of, pieces

from app.core.errors import StorageFull, Unavailable
from app.core.ids import new_id
from app.services.attachments.store import FileStore, LocalFileStore, S3FileStore, key_of


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
