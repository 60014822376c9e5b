"""What goes by the clock, and slow uploads that hold nobody up."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock
from uuid import UUID

import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy import select

from app.core.clock import FixedClock
from app.core.errors import Unavailable
from app.db.database import Database, Db
from app.http import uploads
from app.models.matters import Attachment
from app.models.trail import AuditEntry
from app.services.attachments.intake import Intake
from app.services.attachments.store import FileStore
from app.services.attachments.sweeping import sweep_orphans, sweep_unbound
from tests.api.attachments.uploads import BOUNDARY, FILES, TEXT, form, part, seen, upload, uploaded
from tests.api.serving import running
from tests.conftest import make_settings
from tests.factories.client import Client, problem
from tests.factories.make import Make, Someone
from tests.scenarios.office import PAPERS, open_office

DAY = timedelta(hours=24)
SOON = timedelta(hours=1)


@pytest_asyncio.fixture
async def store(app: FastAPI) -> FileStore:
    found: FileStore = app.state.store
    return found


async def swept(database: Database, store: FileStore) -> int:
    """One run of the sweep, a day after now."""
    async with database.open(writes=True) as db:
        return await sweep_unbound(db, store, database.clock.now() - DAY)


class TestUnbound:
    async def test_go_after_a_day_and_bound_ones_stay(
        self,
        database: Database,
        store: FileStore,
        clock: FixedClock,
        make: Make,
        client_as: Callable[[Someone], Client],
    ):
        office = await open_office(make, client_as)
        who = office.receiver
        old, kept = await uploaded(who.client), await uploaded(who.client)
        await who.client.post(f"{FILES}/{old['id']}/tickets")
        paper = await who.receive()
        said = {"attachment_id": kept["id"]}
        bound = await who.client.post(f"{PAPERS}/{paper['id']}/attachments", json=said, headers=seen(paper))
        assert bound.status_code == 201
        await swept(database, store)
        assert await store.exists(UUID(old["id"]))
        clock.advance(hours=24)
        young = await uploaded(who.client)
        await swept(database, store)
        assert await store.exists(UUID(old["id"])), "the day is not over before its last second"
        clock.advance(seconds=1)
        assert await swept(database, store) >= 1
        assert await swept(database, store) == 0
        assert [await store.exists(UUID(one["id"])) for one in (old, kept, young)] == [False, True, True]
        problem(await who.client.get(f"{FILES}/{old['id']}"), 404, "not_found")
        assert (await who.client.get(f"{FILES}/{kept['id']}/content")).content == TEXT
        async with database.open() as db:
            stmt = select(AuditEntry.action, AuditEntry.actor_name).where(AuditEntry.subject_id == old["id"])
            assert ("sweep", "系统") in [tuple(row) for row in await db.rows(stmt)]

    async def test_being_bound_just_now_are_passed_over(
        self, database: Database, store: FileStore, clock: FixedClock, mine: Client
    ):
        taken = await uploaded(mine)
        clock.advance(hours=25)
        async with database.open(writes=True) as busy:
            await busy.rows(select(Attachment.id).where(Attachment.id == taken["id"]).with_for_update())
            await swept(database, store)
            assert await store.exists(UUID(taken["id"]))
        await swept(database, store)
        assert not await store.exists(UUID(taken["id"]))

    async def test_a_store_that_is_away_leaves_orphans_for_later(
        self, database: Database, store: FileStore, clock: FixedClock, mine: Client
    ):
        taken = await uploaded(mine)
        clock.advance(hours=25)
        with mock.patch.object(type(store), "delete", side_effect=Unavailable):
            assert await swept(database, store) >= 1
        assert await store.exists(UUID(taken["id"]))
        async with database.open() as db:
            assert await sweep_orphans(db, store, datetime.now(UTC) + SOON) >= 1
        assert not await store.exists(UUID(taken["id"]))


class TestOrphans:
    async def test_of_a_commit_that_failed_are_removed(self, database: Database, store: FileStore, mine: Client):
        kept = await uploaded(mine)
        before = {file_id async for batch in store.older(datetime.now(UTC) + SOON) for file_id in batch}
        with mock.patch.object(Db, "commit", side_effect=Unavailable):
            problem(await upload(mine), 503, "unavailable")
        after = {file_id async for batch in store.older(datetime.now(UTC) + SOON) for file_id in batch}
        (orphan,) = after - before
        async with database.open() as db:
            assert await sweep_orphans(db, store, datetime.now(UTC) - SOON) == 0, (
                "young files may belong to a running upload"
            )
            assert await sweep_orphans(db, store, datetime.now(UTC) + SOON) >= 1
        assert not await store.exists(orphan)
        assert (await mine.get(f"{FILES}/{kept['id']}/content")).content == TEXT

    async def test_parts_of_uploads_that_died_are_removed(self, database: Database, tmp_path: Path):
        intake = Intake.open(make_settings(database.url, tmp_path))
        old, young = tmp_path / "uploads" / "a.part", tmp_path / "uploads" / "b.part"
        for path in (old, young, tmp_path / "attachments" / "unfinished" / "c.part"):
            path.write_bytes(b"half")
        past = datetime.now(UTC).timestamp() - 7200
        for path in (old, tmp_path / "attachments" / "unfinished" / "c.part"):
            os.utime(path, (past, past))
        assert await intake.sweep(datetime.now(UTC) - SOON) == 2
        assert (old.exists(), young.exists()) == (False, True)


class TestSlowUploads:
    async def test_hold_no_connection(self, database: Database, clerk: Someone, tmp_path: Path):
        """Twenty uploads that stand still, and a pool of two: everybody else is served."""
        small = Database(database.url, pool_size=2, timeout=1, clock=database.clock)
        settings = {"attachment_max_bytes": 4096}
        go = asyncio.Event()

        async def slow() -> AsyncIterator[bytes]:
            yield form(part('form-data; name="file"; filename="a.txt"'))[:120]
            await go.wait()
            yield form(part('form-data; name="file"; filename="a.txt"'))[120:]

        try:
            async with running(small, tmp_path, **settings) as app, Client(app, clerk.token) as client:
                kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
                waiting = [asyncio.create_task(client.post(FILES, content=slow(), headers=kind)) for _ in range(20)]
                await asyncio.sleep(0.2)
                assert (await client.get("/me")).status_code == 200
                go.set()
                answers = await asyncio.gather(*waiting)
        finally:
            await small.close()
        assert {answer.status_code for answer in answers} == {201}

    @pytest.mark.parametrize(("slowest", "status"), [(10, 201), (10_000_000, 503)])
    async def test_have_as_long_as_they_come_fast_enough(
        self,
        database: Database,
        clerk: Someone,
        tmp_path: Path,
        slowest: int,
        status: int,
        monkeypatch: pytest.MonkeyPatch,
    ):
        monkeypatch.setattr(uploads, "SLOWEST", slowest)

        async def drops() -> AsyncIterator[bytes]:
            whole = form(part('form-data; name="file"; filename="a.txt"', TEXT * 20))
            for at in range(0, len(whole), 300):
                yield whole[at : at + 300]
                await asyncio.sleep(0.1)

        async with running(database, tmp_path, request_timeout=0.3) as app, Client(app, clerk.token) as client:
            kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
            answer = await client.post(FILES, content=drops(), headers=kind)
        assert answer.status_code == status, answer.text
        assert list((tmp_path / "uploads").iterdir()) == []


@pytest.mark.parametrize("url", ["ftp://x", "s3://bucket", "file://elsewhere/x"])
def test_a_store_that_cannot_be_stops_the_start(database: Database, tmp_path: Path, url: str):
    with pytest.raises(ValueError, match="storage"):
        Intake.open(make_settings(database.url, tmp_path, storage_url=url))


async def test_another_folder_may_be_named(database: Database, clerk: Someone, tmp_path: Path):
    elsewhere = tmp_path / "elsewhere 附件"
    async with running(database, tmp_path, storage_url=elsewhere.as_uri()) as app, Client(app, clerk.token) as client:
        taken = await uploaded(client)
    assert [path.name for path in elsewhere.rglob(taken["id"])] == [taken["id"]]
