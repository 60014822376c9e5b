"""Connections for the job queue, beside the pool of `Database`: one of them listens, and none waits behind requests."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
from sqlalchemy import make_url

_CONNECT_SECONDS = 5.0
_CLOSE_SECONDS = 2.0


@contextlib.asynccontextmanager
async def queue_pool(url: str) -> AsyncIterator[Any]:
    """An asyncpg pool of at most four connections. It is closed, or if that does not come to an end, cut off.

    Raises: OSError, asyncpg.PostgresError, TimeoutError (the database does not answer).
    """
    parts = make_url(url)
    options = dict(parts.translate_connect_args(username="user")) | dict(parts.query)
    pool = await asyncpg.create_pool(
        **options,
        min_size=1,
        max_size=4,
        timeout=_CONNECT_SECONDS,
        command_timeout=30,
        server_settings={"application_name": "shuniu-jobs", "jit": "off"},
    )
    try:
        yield pool
    finally:
        try:
            async with asyncio.timeout(_CLOSE_SECONDS):
                await pool.close()
        except (TimeoutError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            pool.terminate()
