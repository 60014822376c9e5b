"""Connections of SQLAlchemy's pool, lent in order of arrival, and never returned with work left on them."""

import asyncio
from typing import Any, TypeAlias

import asyncpg
from sqlalchemy import PoolProxiedConnection, event
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.core.errors import Unavailable
from app.db.faults import AWAY, translated
from app.db.kept import JSON_BY

Driver: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
_STATEMENTS = 1_000
"""Prepared statements one connection keeps. Each shape of a list and of a write is one."""


class Pool:
    """``size`` connections at most. Taking one that is there costs no switch to another task and no greenlet."""

    def __init__(self, url: str, *, size: int, timeout: float, settings: dict[str, str]) -> None:
        self.engine: AsyncEngine = create_async_engine(
            url,
            pool_size=size,
            max_overflow=0,
            pool_timeout=timeout,
            pool_use_lifo=True,
            connect_args={
                "server_settings": settings,
                "timeout": timeout,
                "statement_cache_size": _STATEMENTS,
                "max_cached_statement_lifetime": 0,
                "max_cacheable_statement_size": 0,
            },
            **JSON_BY,
        )
        self._timeout = timeout
        self._gate = asyncio.Semaphore(size)
        self._alive = 0
        self._mending: set[asyncio.Task[None]] = set()
        event.listen(self.engine.sync_engine, "connect", self._was_made)
        event.listen(self.engine.sync_engine, "close", self._was_lost)

    def _was_made(self, *_: object) -> None:
        self._alive += 1

    def _was_lost(self, *_: object) -> None:
        self._alive -= 1

    async def take(self) -> PoolProxiedConnection:
        """A connection, for as long as until `give`. Waited for in order of arrival and never longer than the timeout.

        Raises: Unavailable (none became free, or the server cannot be reached).
        """
        if self._gate.locked():
            try:
                async with asyncio.timeout(self._timeout):
                    await self._gate.acquire()
            except TimeoutError:
                raise Unavailable("数据库连接繁忙") from None
        else:
            await self._gate.acquire()
        try:
            with translated():
                return await self._open()
        except (*AWAY, PoolTimeout) as fault:
            self._gate.release()
            raise Unavailable from fault
        except BaseException:
            self._gate.release()
            raise

    async def _open(self) -> PoolProxiedConnection:
        """One that lives: a lost one is replaced here, so that no request pays for a restart of the server."""
        while True:
            pool: Any = self.engine.sync_engine.pool
            none_lost = pool.checkedin() + pool.checkedout() == self._alive
            held: Any = (
                self.engine.sync_engine.raw_connection()
                if none_lost and pool.checkedin()
                else await self.engine.raw_connection()
            )
            if not held.driver_connection.is_closed():
                return held  # type: ignore[no-any-return]
            held.invalidate()
            held.close()

    def give(self, held: PoolProxiedConnection) -> None:
        """Return a connection on which nothing is under way."""
        held.close()
        self._gate.release()

    async def mend(self, held: PoolProxiedConnection, *, began: bool) -> None:
        """Return a connection whatever its state: a statement may be under way, the server gone, or, if something
        ``began``, a transaction open.

        It goes on if the caller is cancelled meanwhile, and nobody gets the connection before it is clean.
        """
        mending = asyncio.create_task(self._mended(held, "ROLLBACK" if began else "SELECT 1"))
        self._mending.add(mending)
        mending.add_done_callback(self._mending.discard)
        await asyncio.shield(mending)

    async def _mended(self, held: PoolProxiedConnection, last: str) -> None:
        driver: Any = held.driver_connection
        is_clean = False
        try:
            async with asyncio.timeout(self._timeout):
                if not driver.is_closed():
                    await driver.execute(last)  # waits for a cancelled statement to end first
                    is_clean = not driver.is_in_transaction()
        except (*AWAY, asyncpg.PostgresError):
            pass
        finally:
            if not is_clean:
                held.invalidate()
            self.give(held)

    async def close(self) -> None:
        if self._mending:
            await asyncio.wait(self._mending)
        await self.engine.dispose()
