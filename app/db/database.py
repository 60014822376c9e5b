"""The door to PostgreSQL: `Database`, one for a process, and `Db`, what one request may do with it."""

from collections.abc import Sequence
from typing import Any, Self, TypeVar, cast

from sqlalchemy import Executable, PoolProxiedConnection, Row, text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.actor import Origin
from app.core.clock import Clock, SystemClock
from app.db.base import Base
from app.db.caches import CHANNEL, Caches
from app.db.entities import Unit
from app.db.faults import Retry, translated
from app.db.kept import Binds, Kept, kept
from app.db.pool import Driver, Pool

APP_ROLE = "shuniu_app"
T = TypeVar("T", bound=Base)
_FORGET = text(f"NOTIFY {CHANNEL}")


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
        settings = {
            "TimeZone": "Etc/GMT-8",  # +08:00 in every year; Asia/Shanghai had local time before 1901 and summer time
            "jit": "off",
            "random_page_cost": "1.1",  # what an office asks for lies in memory or on a disk without heads
            "statement_timeout": str(statement_ms),
            "idle_in_transaction_session_timeout": "60000",
            "application_name": "shuniu",
        } | ({"role": role} if role else {})
        self.pool = Pool(url, size=pool_size, timeout=timeout, settings=settings)

    @property
    def engine(self) -> AsyncEngine:
        return self.pool.engine

    def open(self, *, writes: bool = False, origin: Origin | None = None) -> "Db":
        """A unit of work, to be entered. Nothing is connected before the first query; what was not committed is rolled back."""
        return Db(self, writes=writes, origin=origin or Origin("-"))

    async def close(self) -> None:
        await self.caches.stop()
        await self.pool.close()


class Db:
    """One request's unit of work: reads at once, gathers its writes, commits once.

    One that only reads works without BEGIN and COMMIT. One that writes begins with its first statement.
    """

    def __init__(self, database: Database, *, writes: bool, origin: Origin) -> None:
        self.database, self.origin, self.writes = database, origin, writes
        self.clock = database.clock
        self._unit = Unit()
        self._held: PoolProxiedConnection | None = None
        self._driver: Driver | None = None
        self._has_begun = False
        self._is_clean = True
        """No statement is under way, none failed, and no transaction is open."""
        self.after_commit: list[Any] = []

    async def driver(self) -> Driver:
        """The driver's connection, in this unit's transaction if it writes."""
        if self._driver is None:
            self._held = await self.database.pool.take()
            self._driver, self._is_clean = cast("Driver", cast("Any", self._held).driver_connection), False
        if self.writes and not self._has_begun:
            with translated():
                await self._driver.execute("BEGIN")
            self._has_begun = True
        return self._driver

    async def _sent(self, sql: str, values: Sequence[Any]) -> list[Any]:
        driver = await self.driver()
        heard = self.database.engine.sync_engine.dispatch.before_cursor_execute
        if heard:  # whoever listens to the engine hears these statements too
            for listener in heard:
                listener(None, None, sql, values, None, False)
        self._is_clean = False
        with translated():
            records: list[Any] = await driver.fetch(sql, *values)
        self._is_clean = not self.writes
        return records

    async def _records(self, statement: Executable, binds: Binds | None) -> tuple[Kept, list[Any]]:
        await self.flush()
        form = kept(statement, binds or {})
        return form, await self._sent(form.sql, form.arguments(binds or {}))

    async def rows(self, statement: Executable, binds: Binds | None = None) -> Sequence[Row[Any]]:
        """Rows of a statement. What was gathered before is written first, so a query sees it."""
        form, records = await self._records(statement, binds)
        return form.rows(records)

    async def first(self, statement: Executable, binds: Binds | None = None) -> Row[Any] | None:
        found = await self.rows(statement, binds)
        return found[0] if found else None

    async def scalar(self, statement: Executable, binds: Binds | None = None) -> Any:
        found = await self.first(statement, binds)
        return found[0] if found else None

    async def entities(self, model: type[T], statement: Executable, binds: Binds | None = None) -> list[T]:
        """Rows as watched entities: what changes in them is written at the next flush."""
        form, records = await self._records(statement, binds)
        return [self._unit.load(model, row) for row in form.mappings(records)]

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
        await self._sent(*writes.statement())

    async def forget(self) -> None:
        """Rights, parameters or the calendar change with this transaction: let every process forget what it kept."""
        await self.rows(_FORGET)
        self.after_commit.append(self.database.caches.clear)

    async def commit(self) -> None:
        """Make it durable. Only what runs the request or the job calls this.

        Raises: Retry (the server gave the transaction up).
        """
        await self.flush()
        if self._driver is not None and self.writes:
            with translated():
                ended = await self._driver.execute("COMMIT")
            self._leave()
            if ended != "COMMIT":
                raise Retry(ended)
        for act in self.after_commit:
            act()
        self.after_commit.clear()

    def _leave(self) -> None:
        """Return the connection on which nothing is left."""
        self.database.pool.give(self._let_go())

    def _let_go(self) -> PoolProxiedConnection:
        """The connection; the next statement would take another and begin anew."""
        assert self._held is not None
        held, self._held, self._driver = self._held, None, None
        self._has_begun, self._is_clean = False, True
        return held

    async def rollback(self) -> None:
        self._unit.clear()
        self.after_commit.clear()
        await self.close()

    async def close(self) -> None:
        """Return the connection; what was not committed is rolled back."""
        if self._held is None:
            return
        if self._is_clean:
            self._leave()
            return
        await self.database.pool.mend(self._let_go(), began=self.writes)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
