"""What every process may keep in memory, and how all of them forget it together.

Rights, parameters and calendars are read on nearly every request and change a few times a day. A change sends NOTIFY in
its own transaction; each process listens and forgets everything. While the listener is away nothing is kept at all.
"""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeVar

import asyncpg
from sqlalchemy import make_url

CHANNEL = "shuniu_forget"
_RETRY_SECONDS = 1.0
_MOST = 20_000

T = TypeVar("T")


class Caches:
    """A dictionary with an age limit that is emptied whenever somebody, anywhere, says `forget`."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[float, Any]] = {}
        self._epoch = 0
        self._heard = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def get(self, key: Hashable, load: Callable[[], Awaitable[T]], *, seconds: float = 60.0) -> T:
        """The kept value, or what ``load`` brings. A value loaded while somebody said forget is used but not kept."""
        kept = self._kept.get(key)
        if kept is not None and kept[0] > time.monotonic():
            value: T = kept[1]
            return value
        epoch = self._epoch
        value = await load()
        if self._heard.is_set() and epoch == self._epoch:
            if len(self._kept) >= _MOST:
                self._kept.clear()
            self._kept[key] = (time.monotonic() + seconds, value)
        return value

    def clear(self) -> None:
        self._epoch += 1
        self._kept.clear()

    def start(self, url: str) -> None:
        """Begin to listen; to be called in the running loop."""
        self._task = asyncio.create_task(self._listen(url))

    async def stop(self) -> None:
        self._heard.clear()
        self.clear()
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def ready(self, seconds: float = 5.0) -> None:
        """Wait until changes are heard, at most so long; without it the service works, only slower."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._heard.wait()

    async def _listen(self, url: str) -> None:
        parts = make_url(url)
        options = dict(parts.translate_connect_args(username="user")) | dict(parts.query)
        while True:
            lost = asyncio.Event()
            connection: asyncpg.Connection[Any] | None = None
            with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
                connection = await asyncpg.connect(**options, timeout=5)
                connection.add_termination_listener(lambda *_, gone=lost: gone.set())
                await connection.add_listener(CHANNEL, lambda *_: self.clear())
                self.clear()
                self._heard.set()
                try:
                    await lost.wait()
                finally:
                    self._heard.clear()
                    self.clear()
                    if not connection.is_closed():
                        connection.terminate()
            await asyncio.sleep(_RETRY_SECONDS)
