"""A service on a database of its own: for what looks over all organs at once, as jobs do."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy import event, text

from app.core.actor import Origin
from app.core.clock import FixedClock
from app.db.database import Database
from app.jobs.relay import relay_outbox
from app.jobs.scan import scan_deadlines
from app.main import create_app
from tests.conftest import make_settings
from tests.factories.client import Client
from tests.factories.clockwork import MORNING
from tests.factories.make import Make, Someone

ORIGIN = Origin("test", operation="test")


@dataclass
class Own:
    """``client_as(person)`` is the client of a person, for as long as the service lives."""

    app: FastAPI
    database: Database
    clock: FixedClock
    make: Make
    client_as: Callable[[Someone], Client]

    async def scan(self, at: Any = None) -> int:
        """The deadline scan, now or at another moment."""
        self.clock.at = at or self.clock.at
        return await scan_deadlines(self.database, ORIGIN)

    async def relay(self) -> int:
        return await relay_outbox(self.database, ORIGIN)

    async def sql(self, statement: str, **binds: Any) -> list[Any]:
        """Rows of a statement, as the service's own role."""
        async with self.database.open(writes=True) as db:
            rows = await db.rows(text(statement), binds)
            await db.commit()
        return list(rows)

    @contextmanager
    def counted(self) -> Iterator[list[str]]:
        """The statements sent meanwhile."""
        sent: list[str] = []

        def note(_: Any, __: Any, statement: str, *rest: Any) -> None:
            sent.append(statement)

        engine = self.database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(engine, "before_cursor_execute", note)


@asynccontextmanager
async def own_service(url: str, folder: Path) -> AsyncIterator[Own]:
    """The whole service, without a worker."""
    clock = FixedClock(MORNING)
    database = Database(url, clock=clock, role="shuniu_app", cursor_key=b"k" * 32)
    database.caches.start(url)
    await database.caches.ready()
    app = create_app(make_settings(url, folder), database)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(database.close)
        await stack.enter_async_context(app.router.lifespan_context(app))
        opened: list[Client] = []

        def client_as(who: Someone) -> Client:
            opened.append(Client(app, who.token))
            stack.push_async_callback(opened[-1].aclose)
            return opened[-1]

        yield Own(app, database, clock, Make(database), client_as)
