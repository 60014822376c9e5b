"""The service as operators run it: a process of its own behind a socket, which can be killed."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from app.db.database import Database
from tests.factories.client import API, Client
from tests.factories.make import Make, Someone

START_SECONDS = 60.0
_COMMAND = [sys.executable, "-c", "from app.cli import main; main()"]
ROOT = Path(__file__).parents[2]


class Wire(Client):
    """A client over TCP."""

    def __init__(self, root: str, token: str | None = None) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        httpx.AsyncClient.__init__(self, base_url=f"{root}{API}/", headers=headers, timeout=30.0, trust_env=False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """``shuniu serve``. Its log lies beside its data, as ``serve.log``."""

    def __init__(self, folder: Path, url: str | None, **settings: str) -> None:
        self.port = free_port()
        self.root = f"http://127.0.0.1:{self.port}"
        self.log = folder / "serve.log"
        told = {"DATA_DIR": str(folder), "PORT": str(self.port), "RATE_LIMIT": "10000000", "SIGNING_KEY": "k" * 32}
        told |= {"DATABASE_URL": url} if url else {}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("OFFICE_")}
        self._environment: Mapping[str, str] = kept | {
            f"OFFICE_{name}": value for name, value in (told | settings).items()
        }
        self._running: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._running is not None
        return self._running.pid

    def command(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Any command of the program, in the background."""
        with self.log.open("ab") as log:
            return subprocess.Popen([*_COMMAND, *arguments], env=self._environment, cwd=ROOT, stdout=log, stderr=log)

    async def start(self) -> None:
        """Start, and wait until it says that it is ready."""
        self._running = self.command("serve")
        deadline = time.monotonic() + START_SECONDS
        async with httpx.AsyncClient(trust_env=False) as client:
            while time.monotonic() < deadline:
                assert self._running.poll() is None, self.log.read_text()[-2000:]
                try:
                    if (await client.get(f"{self.root}/readyz")).status_code == 200:
                        return
                except httpx.TransportError:
                    pass
                await asyncio.sleep(0.05)
        raise AssertionError(f"not ready after {START_SECONDS:.0f} s: {self.log.read_text()[-2000:]}")

    def kill(self) -> None:
        """kill -9, whatever it is doing."""
        assert self._running is not None
        self._running.send_signal(signal.SIGKILL)
        self._running.wait()
        self._running = None

    async def stop(self) -> None:
        """End it in good order, if it runs."""
        if self._running is not None:
            self._running.terminate()
            await asyncio.to_thread(self._running.wait, 40)
            self._running = None

    def client(self, who: Someone) -> Wire:
        return Wire(self.root, who.token)


@asynccontextmanager
async def making(url: str) -> AsyncIterator[Make]:
    """Makes organs and people behind the back of the running service."""
    database = Database(url, pool_size=2)
    try:
        yield Make(database)
    finally:
        await database.close()
