"""kill -9, again and again: the API alone, the database under it, and both at once, on a data directory of its own."""

import asyncio
import os
import random
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from app.db.embedded import EmbeddedPostgres
from tests.deep.load import Load
from tests.deep.process import Process, making
from tests.deep.proof import assert_whole
from tests.factories.client import API
from tests.factories.make import Make
from tests.scenarios.office import open_office

pytestmark = [pytest.mark.deep, pytest.mark.embedded]
DESKS = 6


@dataclass
class Machine:
    """One host: the service and the database server it started in its data directory."""

    folder: Path
    service: Process
    server: EmbeddedPostgres
    make: Make

    def kill_database(self) -> None:
        """kill -9 of the postmaster; its children notice and end."""
        pid = int((self.folder / "postgres" / "cluster" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)


@pytest_asyncio.fixture
async def machine() -> AsyncIterator[Machine]:
    folder = Path(tempfile.mkdtemp(prefix="shuniu-")).resolve()
    folder.chmod(0o755)
    service = Process(folder, None)
    try:
        assert await asyncio.to_thread(service.command("admin", "migrate").wait, 120) == 0
        await service.start()
        server = await asyncio.to_thread(EmbeddedPostgres(folder / "postgres").start)
        async with making(server.url) as make:
            yield Machine(folder, service, server, make)
        await service.stop()
        await asyncio.to_thread(server.stop)
    finally:
        await service.stop()
        shutil.rmtree(folder, ignore_errors=True)


async def worked_through(machine: Machine, crash: Callable[[], object], times: int) -> Load:
    """People work while it crashes so often; the load when all of them have their last answer."""
    load = Load(await open_office(machine.make, machine.service.client))
    working = asyncio.create_task(load.run(DESKS))
    for _ in range(times):
        await asyncio.sleep(random.uniform(0.3, 1.5))
        crash()
        await machine.service.start()
    await asyncio.sleep(0.5)
    load.over.set()
    await working
    return load


async def assert_whole_on(machine: Machine, load: Load) -> None:
    async with making(machine.server.url) as make:  # connections from before the crash are dead
        await assert_whole(make.database, load.deeds)


async def test_of_the_api_loses_nothing(machine: Machine) -> None:
    load = await worked_through(machine, machine.service.kill, 8)
    assert sum(deed.sent > 1 for deed in load.deeds) >= 8
    await assert_whole_on(machine, load)


async def test_of_the_database_and_the_api_loses_nothing(machine: Machine) -> None:
    def power_cut() -> None:
        machine.kill_database()
        machine.service.kill()

    load = await worked_through(machine, power_cut, 4)
    await assert_whole_on(machine, load)


async def test_of_the_database_alone_is_told_as_unavailable(machine: Machine) -> None:
    seen: set[int] = set()

    async def crash_and_look() -> None:
        machine.kill_database()
        async with httpx.AsyncClient(base_url=machine.service.root, trust_env=False) as client:
            for _ in range(20):
                answer = await client.get(f"{API}/incoming-documents", headers={"Authorization": "Bearer nobody"})
                seen.add(answer.status_code)
                assert (await client.get("/livez")).status_code == 200
                await asyncio.sleep(0.05)
            assert (await client.get("/readyz")).status_code == 503
            assert answer.headers["retry-after"]

    load = Load(await open_office(machine.make, machine.service.client))
    working = asyncio.create_task(load.run(DESKS))
    await asyncio.sleep(1)
    await crash_and_look()
    assert seen <= {401, 503}
    machine.service.kill()
    await machine.service.start()
    await asyncio.sleep(0.5)
    load.over.set()
    await working
    await assert_whole_on(machine, load)
