"""The worker: shares the work, survives the database, gives up what kills it, and stops when told."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from app.core.actor import Origin
from app.core.ids import new_id
from app.db.database import Database
from app.jobs import queue, worker
from app.jobs.cleaning import KEPT, UNBOUND, clean_up
from app.jobs.table import JOBS, Job, Tools
from app.jobs.worker import Worker
from app.models.identity import LoginFailure
from app.models.matters import Attachment
from app.models.trail import IdempotencyKey, OutboxEvent
from app.services.attachments.intake import Intake
from tests.conftest import make_settings
from tests.factories.own import ORIGIN, Own, own_service
from tests.scenarios.office import open_office

EVERY_SECOND = "* * * * * *"


@pytest_asyncio.fixture(scope="module")
async def service(database_server: Any, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Own]:
    async with own_service(await database_server.fresh(), tmp_path_factory.mktemp("data")) as made:
        yield made


@pytest.fixture
def tools(service: Own, tmp_path: Path) -> Tools:
    return Tools(service.database, Intake.open(make_settings(service.database.url, tmp_path)))


@contextlib.asynccontextmanager
async def at_work(tools: Tools, jobs: Mapping[str, Job], workers: int = 1) -> AsyncIterator[list[Worker]]:
    """Workers that work meanwhile."""
    made = [Worker(tools, jobs) for _ in range(workers)]
    running = [asyncio.create_task(one.run()) for one in made]
    try:
        yield made
    finally:
        for one in made:
            one.stop()
        await asyncio.gather(*running)


async def until(met: Callable[[], Awaitable[Any]], seconds: float = 15.0) -> None:
    """Wait for something that must come to be."""
    async with asyncio.timeout(seconds):
        while not await met():
            await asyncio.sleep(0.05)


class Runs(list[float]):
    """When a job was run."""

    def job(self, when: str | None = EVERY_SECOND) -> Job:
        async def run(_: Tools, __: Origin) -> int:
            self.append(time.monotonic())
            return 1

        return Job(run, when)

    async def some(self) -> bool:
        return bool(self)


class TestWork:
    async def test_hands_on_what_happens_within_a_moment(self, service: Own, tools: Tools) -> None:
        office = await open_office(service.make, service.client_as)
        async with at_work(tools, JOBS):
            await office.receiver.receive()
            began = time.monotonic()

            async def arrived() -> bool:
                answer = await office.registrar.client.get("/notifications")
                return bool(answer.json()["items"])

            await until(arrived)
        assert time.monotonic() - began < 10, "not only with the next minute's run"

    async def test_is_shared_so_that_each_tick_runs_once(self, service: Own, tools: Tools) -> None:
        runs = Runs()
        async with at_work(tools, {"shared": runs.job()}, workers=3):
            began = time.monotonic()
            await asyncio.sleep(4)
        ticks = time.monotonic() - began
        assert 1 <= len(runs) <= ticks + 1

    async def test_goes_on_after_an_error(self, service: Own, tools: Tools) -> None:
        tries = []

        async def stumbles(_: Tools, __: Origin) -> int:
            tries.append(1)
            raise LookupError("nothing to be found")

        async def again() -> bool:
            return len(tries) > 1

        async with at_work(tools, {"stumbles": Job(stumbles, EVERY_SECOND)}):
            await until(again)

    async def test_recovers_when_the_database_was_away(
        self, service: Own, tools: Tools, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(worker, "_PAUSE", 0.1)
        runs = Runs()
        async with at_work(tools, {"recovers": runs.job()}):
            await until(runs.some)
            with contextlib.suppress(Exception):
                await service.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                                  "WHERE datname = current_database() AND application_name = 'shuniu-jobs'")  # fmt: skip
            runs.clear()
            await until(runs.some)


class TestGuard:
    async def test_gives_up_a_job_that_killed_its_workers(self, service: Own, tools: Tools) -> None:
        await service.sql(
            "WITH dead AS (INSERT INTO jobs.pgqueuer (priority, status, entrypoint, dedupe_key, heartbeat, queue_manager_id) "
            "VALUES (0, 'picked', 'deadly', 'deadly', now() - interval '1 hour', gen_random_uuid()) RETURNING id) "
            "INSERT INTO jobs.pgqueuer_log (job_id, status, priority, entrypoint) "
            "SELECT id, 'picked', 0, 'deadly' FROM dead, generate_series(1, :times)",
            times=queue.MOST_PICKS,
        )
        runs, healthy = Runs(), Runs()

        async def given_up() -> bool:
            return not await service.sql("SELECT 1 FROM jobs.pgqueuer WHERE entrypoint = 'deadly'")

        async with at_work(tools, {"deadly": runs.job(), "healthy": healthy.job()}):
            await until(given_up)
            healthy.clear()
            await until(healthy.some)
        assert not runs, "it rests: ticks begin no other of its name"
        await service.sql("UPDATE jobs.pgqueuer_log SET created = created - make_interval(mins => :minutes)",
                          minutes=queue.REST_MINUTES)  # fmt: skip
        async with at_work(tools, {"deadly": runs.job()}):
            await until(runs.some)


class TestStop:
    async def test_lets_a_job_end(self, service: Own, tools: Tools) -> None:
        begun, ended = asyncio.Event(), []

        async def lasts(_: Tools, __: Origin) -> int:
            begun.set()
            await asyncio.sleep(0.5)
            ended.append(1)
            return 1

        async with at_work(tools, {"lasts": Job(lasts, EVERY_SECOND)}):
            await begun.wait()
        assert ended

    async def test_waits_no_longer_than_it_must(
        self, service: Own, tools: Tools, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(worker, "_STOP_SECONDS", 0.2)
        begun, cut_off = asyncio.Event(), []

        async def hangs(_: Tools, __: Origin) -> int:
            begun.set()
            try:
                await asyncio.Event().wait()
            finally:
                cut_off.append(1)
            return 1

        async with at_work(tools, {"hangs": Job(hangs, EVERY_SECOND)}):
            await begun.wait()
            began = time.monotonic()
        assert cut_off
        assert time.monotonic() - began < 3

    async def test_ends_a_worker_that_finds_no_database(self, tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
        away = Database("postgresql+asyncpg://nobody@127.0.0.1:1/none", timeout=0.5)
        async with at_work(Tools(away, tools.files), JOBS):
            await asyncio.sleep(0.3)
            began = time.monotonic()
        assert time.monotonic() - began < 3
        await away.close()


class TestCleaning:
    async def test_removes_what_is_kept_no_longer_and_nothing_else(self, service: Own, tools: Tools) -> None:
        office = await open_office(service.make, service.client_as)
        now, second = service.clock.now(), timedelta(seconds=1)

        def rows(name: str, age: timedelta) -> list[Any]:
            at, organ_id = now - age, office.organ.id
            person_id = office.clerk.id
            return {
                "idempotency_keys": [IdempotencyKey(caller_id=new_id(), operation="x", key="k" * 16, fingerprint=b"",
                                                    status=200, headers={}, body=b"", at=at)],
                "login_failures": [LoginFailure(id=new_id(), subject="x", at=at)],
                "outbox_events": [OutboxEvent(id=new_id(), type="x", organ_id=organ_id, subject_id=new_id(), data={},
                                              at=at, relayed_at=at)],
                "attachments": [Attachment(id=new_id(), organ_id=organ_id, name="x", file_kind="pdf", media_type="x",
                                           size=1, sha256="", uploaded_by_id=person_id, uploaded_at=at)],
            }[name]  # fmt: skip

        kept = {
            name: KEPT.get(name, UNBOUND)
            for name in ("idempotency_keys", "login_failures", "outbox_events", "attachments")
        }
        for name, age in kept.items():
            await service.make.add(*rows(name, age + second), *rows(name, age - second))
        await service.make.add(OutboxEvent(id=new_id(), type="parked", organ_id=office.organ.id, subject_id=new_id(),
                                           data={}, at=now - timedelta(days=400), attempts=10))  # fmt: skip
        before = {name: len(await service.sql(f"SELECT 1 FROM {name}")) for name in kept}
        assert await clean_up(service.database, tools.files, ORIGIN) >= len(kept)
        after = {name: len(await service.sql(f"SELECT 1 FROM {name}")) for name in kept}
        assert after == {name: count - 1 for name, count in before.items()}
        assert await clean_up(service.database, tools.files, ORIGIN) == 0
        assert await service.sql("SELECT 1 FROM outbox_events WHERE type = 'parked'")

    async def test_goes_on_until_nothing_old_is_left(
        self, service: Own, tools: Tools, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        old = service.clock.now() - timedelta(days=30)
        await service.make.add(*(LoginFailure(id=new_id(), subject="x", at=old) for _ in range(30)))
        monkeypatch.setattr("app.jobs.cleaning.SWEEP", 30)
        assert await clean_up(service.database, tools.files, ORIGIN) == 30
        assert not await service.sql("SELECT 1 FROM login_failures WHERE at <= :old", old=old)
