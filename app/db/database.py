"""The door to PostgreSQL: a pool with a fair gate before it, and `Db`, what one request may do with it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Self, TypeVar

from sqlalchemy import Executable, Row, text
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from app.core.actor import Origin
from app.core.clock import Clock, SystemClock
from app.core.errors import Unavailable
from app.db.base import Base
from app.db.caches import CHANNEL, Caches
from app.db.entities import Unit
from app.db.faults import AWAY, translated

APP_ROLE = "shuniu_app"
Binds = Mapping[str, Any]
T = TypeVar("T", bound=Base)


class Database:
    """One pool for one process."""

    def __init__(
        self,
        url: str,
        *,
        pool_size: int = 10,
        timeout: float = 3.0,
        statement_ms: int = 15_000,
        clock: Clock | None = None,
        role: str | None = None,
        cursor_key: bytes = b"unsigned",
    ) -> None:
        self.url = url
        self.clock: Clock = clock or SystemClock()
        self.caches = Caches()
        self.cursor_key = cursor_key
        self._timeout = timeout
        self._gate = asyncio.Semaphore(pool_size)
        settings = {
            "TimeZone": "Etc/GMT-8",  # +08:00 in every year; Asia/Shanghai had local time before 1901 and summer time
            "jit": "off",
            "statement_timeout": str(statement_ms),
            "idle_in_transaction_session_timeout": "60000",
            "application_name": "shuniu",
        } | ({"role": role} if role else {})
        self.engine: AsyncEngine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=2,
            pool_timeout=timeout,
            pool_use_lifo=True,
            connect_args={
                "server_settings": settings,
                "timeout": timeout,
                "prepared_statement_cache_size": 500,
            },
        )
        self._reading = self.engine.execution_options(isolation_level="AUTOCOMMIT")

    @contextlib.asynccontextmanager
    async def open(self, *, writes: bool = False, origin: Origin | None = None) -> AsyncIterator["Db"]:
        """A unit of work. Nothing is connected before the first query; what was not committed is rolled back."""
        db = Db(self, writes=writes, origin=origin or Origin("-"))
        try:
            yield db
        finally:
            await db.close()

    @contextlib.asynccontextmanager
    async def connection(self, *, writes: bool) -> AsyncIterator[AsyncConnection]:
        """A connection, waited for in order of arrival and never longer than the pool timeout."""
        try:
            async with asyncio.timeout(self._timeout):
                await self._gate.acquire()
        except TimeoutError:
            raise Unavailable("数据库连接繁忙") from None
        try:
            with translated():
                async with (self.engine if writes else self._reading).connect() as connection:
                    yield connection
        except (*AWAY, PoolTimeout) as fault:
            raise Unavailable from fault
        finally:
            self._gate.release()

    async def close(self) -> None:
        await self.caches.stop()
        await self.engine.dispose()


class Db:
    """One request's unit of work: reads at once, gathers its writes, commits once."""

    def __init__(self, database: Database, *, writes: bool, origin: Origin) -> None:
        self.database, self.origin, self.writes = database, origin, writes
        self.clock = database.clock
        self._unit = Unit()
        self._stack = contextlib.AsyncExitStack()
        self._connection: AsyncConnection | None = None
        self.after_commit: list[Any] = []

    async def connection(self) -> AsyncConnection:
        if self._connection is None:
            self._connection = await self._stack.enter_async_context(self.database.connection(writes=self.writes))
        return self._connection

    async def rows(self, statement: Executable, binds: Binds | None = None) -> Sequence[Row[Any]]:
        """Rows of a statement. What was gathered before is written first, so a query sees it."""
        await self.flush()
        connection = await self.connection()
        with translated():
            result = await connection.execute(statement, binds)
        return result.all() if result.returns_rows else []

    async def first(self, statement: Executable, binds: Binds | None = None) -> Row[Any] | None:
        found = await self.rows(statement, binds)
        return found[0] if found else None

    async def scalar(self, statement: Executable, binds: Binds | None = None) -> Any:
        found = await self.first(statement, binds)
        return found[0] if found else None

    async def entities(self, model: type[T], statement: Executable, binds: Binds | None = None) -> list[T]:
        """Rows as watched entities: what changes in them is written at the next flush."""
        return [self._unit.load(model, row) for row in await self.rows(statement, binds)]

    async def entity(self, model: type[T], statement: Executable, binds: Binds | None = None) -> T | None:
        found = await self.entities(model, statement, binds)
        return found[0] if found else None

    def add(self, *entities: Base) -> None:
        self._unit.add(*entities)

    def remove(self, entity: Base) -> None:
        self._unit.remove(entity)

    def changes(self, entity: Base) -> dict[str, tuple[Any, Any]]:
        """Column → (before, after) of a watched or new entity since it was loaded or last flushed."""
        return self._unit.changes(entity)

    async def flush(self) -> None:
        """Send what was gathered as one statement; violated constraints appear here."""
        writes = self._unit.take()
        if not writes:
            return
        if not self.writes:
            raise RuntimeError("a reading request tried to write")
        sql, bound = writes.statement()
        connection = await self.connection()
        with translated():
            await connection.exec_driver_sql(sql, bound)

    async def forget(self) -> None:
        """Rights, parameters or the calendar change with this transaction: let every process forget what it kept."""
        await self.rows(text(f"NOTIFY {CHANNEL}"))
        self.after_commit.append(self.database.caches.clear)

    async def commit(self) -> None:
        """Make it durable. Only what runs the request or the job calls this."""
        await self.flush()
        if self._connection is not None and self.writes:
            with translated():
                await self._connection.commit()
        for act in self.after_commit:
            act()
        self.after_commit.clear()

    async def rollback(self) -> None:
        self._unit.clear()
        self.after_commit.clear()
        if self._connection is not None:
            await self._connection.rollback()

    async def close(self) -> None:
        with contextlib.suppress(DBAPIError, InterfaceError, Unavailable, OSError):
            await self._stack.aclose()
        self._connection = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
