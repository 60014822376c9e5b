"""How jobs lie in PostgreSQL until a worker takes them (pgqueuer, schema ``jobs``).

A tick of a schedule, which one of all workers gets, only puts a job into the queue, and only if none of its name waits
or runs. So work is shared, survives its worker, and a late job does not pile up. A job that ends with an error is not
kept: every job here sweeps up whatever is there, and the next tick begins another.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pgqueuer import AsyncpgPoolDriver, PgQueuer, Queries
from pgqueuer import Job as Queued
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment, QueryQueueBuilder, QuerySchedulerBuilder
from pgqueuer.core.executors import EntrypointExecutor
from pgqueuer.domain.models import Context, Schedule
from pgqueuer.domain.settings import DBSettings, Durability
from pgqueuer.domain.types import Channel

from app.core.actor import Origin
from app.core.ids import new_id
from app.db.database import Database
from app.jobs.table import Job, Tools
from app.repositories.jobs import QueueRepository

MOST_PICKS = 3
REST_MINUTES = 60
_LONGEST = 600.0
"""Seconds one run of a job may take."""
_LISTENING = timedelta(seconds=10)
_LOST_AFTER = timedelta(seconds=30)
log = logging.getLogger("shuniu.jobs")

SETTINGS = DBSettings(  # all of them, because those left out would be read from the environment
    prefix="",
    db_schema="jobs",
    channel=Channel("shuniu_jobs"),
    function="fn_pgqueuer_changed",
    statistics_table="pgqueuer_statistics",
    queue_status_type="pgqueuer_status",
    queue_table="pgqueuer",
    queue_table_log="pgqueuer_log",
    trigger="tg_pgqueuer_changed",
    schedules_table="pgqueuer_schedules",
    durability=Durability.durable,
    widen_id=True,
)


class KilledItsWorkers(RuntimeError):
    """Workers began the job and were never heard of again. Jobs of its name rest for an hour."""


@dataclass
class Guarded(EntrypointExecutor):
    """Gives up a job that was begun too often: the queue counts errors, but a worker that dies reports none."""

    async def execute(self, job: Queued, context: Context) -> None:
        database: Any = context.resources["database"]
        async with database.open() as db:
            picks = await QueueRepository(db).picks(job.id)
        if picks > MOST_PICKS:
            raise KilledItsWorkers(f"{job.entrypoint} was begun {picks - 1} times and never ended")
        await super().execute(job, context)


class JobQueue:
    """The queue as one worker uses it, over an asyncpg pool of its own."""

    def __init__(self, pool: Any, tools: Tools, jobs: Mapping[str, Job]) -> None:
        self._driver = AsyncpgPoolDriver(pool)
        self._queries = Queries(
            self._driver,
            qbe=QueryBuilderEnvironment(SETTINGS),
            qbq=QueryQueueBuilder(SETTINGS),
            qbs=QuerySchedulerBuilder(SETTINGS),
        )
        self._database: Database = tools.database
        resources: dict[str, object] = {"database": tools.database}
        self._manager = PgQueuer(self._driver, channel=SETTINGS.channel, queries=self._queries, resources=resources)
        for name, job in jobs.items():
            self._offer(name, job, tools)

    async def run(self) -> None:
        """Take jobs and ticks until `stop`; then until those that run have ended. Raises: whatever the database does."""
        await self._driver.add_listener(
            SETTINGS.channel, lambda _: None
        )  # or its first probe of listening might be lost
        await self._manager.run(
            dequeue_timeout=_LISTENING, heartbeat_timeout=_LOST_AFTER, shutdown_on_listener_failure=True
        )

    def stop(self) -> None:
        self._manager.shutdown.set()

    async def begin(self, name: str) -> None:
        """Put a job into the queue, unless one of its name is there or its name rests."""
        async with self._database.open() as db:
            rests = await QueueRepository(db).ended_by(name, KilledItsWorkers.__name__, REST_MINUTES)
        if not rests:
            await self._queries.enqueue(name, None, dedupe_key=name, on_conflict="skip")

    def _offer(self, name: str, job: Job, tools: Tools) -> None:
        async def run(queued: Queued) -> None:
            origin = Origin(new_id().hex, operation=name)
            async with asyncio.timeout(_LONGEST):
                count = await job.run(tools, origin)
            log.log(logging.INFO if count else logging.DEBUG, "%s: %d", name, count, extra={"job": queued.id})

        async def tick(_: Schedule) -> None:
            await self.begin(name)

        self._manager.entrypoint(name, executor_factory=Guarded)(run)
        if job.when is not None:
            self._manager.schedule(name, job.when)(tick)
