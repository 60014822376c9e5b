"""The worker: takes jobs from the queue until it is told to stop, whatever happens to the database meanwhile.

New events are looked for every second rather than announced by whoever writes them: a NOTIFY in each transaction would
make all of them commit one after another.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Mapping
from typing import Any

from app.db.queue import queue_pool
from app.jobs.queue import JobQueue
from app.jobs.table import JOBS, RELAY_NEWS, Job, Tools
from app.repositories.jobs import OutboxRepository

_LOOK_SECONDS = 1.0
_STOP_SECONDS = 10.0
"""How long running jobs may take to end; then they are cut off, roll back, and another worker does them later."""
_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
log = logging.getLogger("shuniu.jobs")


class Worker:
    """One worker; any number of them share the work."""

    def __init__(self, tools: Tools, jobs: Mapping[str, Job] = JOBS) -> None:
        self._tools, self._jobs = tools, jobs
        self._stop = asyncio.Event()

    def stop(self) -> None:
        """Take no more jobs; `run` ends within seconds."""
        self._stop.set()

    async def run(self) -> None:
        """Work until `stop`. While the database is away, try again after pauses that grow to half a minute."""
        pause, loop = _PAUSE, asyncio.get_running_loop()
        while not self._stop.is_set():
            began = loop.time()
            try:
                async with queue_pool(self._tools.database.url) as pool:
                    await self._work(JobQueue(pool, self._tools, self._jobs))
            except Exception:
                pause = min(pause * 2, _LONGEST_PAUSE) if loop.time() - began < _LONGEST_PAUSE else _PAUSE
                log.warning("the worker lost its queue and tries again in %.0f s", pause, exc_info=True)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stop.wait(), pause)

    async def _work(self, queue: JobQueue) -> None:
        """Raises: whatever ended the queue."""
        running = asyncio.create_task(queue.run())
        tasks: set[asyncio.Task[Any]] = {
            running,
            asyncio.create_task(self._look_out(queue)),
            asyncio.create_task(self._stop.wait()),
        }
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            queue.stop()
            await asyncio.wait({running}, timeout=_STOP_SECONDS)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        for task in done:
            task.result()

    async def _look_out(self, queue: JobQueue) -> None:
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            async with self._tools.database.open() as db:
                news = await OutboxRepository(db).has_news()
            if news:
                await queue.begin(RELAY_NEWS)


@contextlib.asynccontextmanager
async def working(tools: Tools) -> AsyncIterator[None]:
    """A worker beside whatever else this process does."""
    worker = Worker(tools)
    running = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        worker.stop()
        await running
