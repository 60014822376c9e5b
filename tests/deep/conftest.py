"""One host to be mistreated: the service and the database server it started in its data directory."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest_asyncio

from app.db.embedded import EmbeddedPostgres
from tests.deep.load import Load
from tests.deep.process import Process, making
from tests.deep.proof import assert_whole
from tests.factories.make import Make


@dataclass
class Machine:
    """``make`` works behind the back of the service."""

    folder: Path
    service: Process
    server: EmbeddedPostgres
    make: Make

    def signal_database(self, number: int) -> None:
        """SIGKILL is a crash, its children notice and end; SIGINT stops it in good order, whoever is connected."""
        pid = int((self.folder / "postgres" / "cluster" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, number)

    async def start_database(self) -> None:
        """Start it again, as the next process that needs it would."""
        await asyncio.to_thread(EmbeddedPostgres(self.folder / "postgres").start)

    async def assert_whole(self, load: Load) -> None:
        """With connections of its own: those from before a crash are dead."""
        async with making(self.server.url) as make:
            await assert_whole(make.database, load.deeds)


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
