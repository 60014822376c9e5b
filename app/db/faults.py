"""Faults of the database in the words of the service."""

import contextlib
import re
from collections.abc import Iterator

import asyncpg
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_dbapi
from sqlalchemy.exc import DBAPIError, InterfaceError

from app.core.errors import AlreadyExists, AppError, BookingConflict, Invalid, ReferenceNotFound, Senseless, Unavailable

AWAY = (
    ConnectionError,
    TimeoutError,
    OSError,
    InterfaceError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.ConnectionDoesNotExistError,
    asyncpg.InterfaceError,
    asyncpg.AdminShutdownError,
    AsyncAdapt_asyncpg_dbapi.InterfaceError,
)
"""What is raised while the server is stopped, starting or unreachable."""

_OUTDATED = (asyncpg.InvalidCachedStatementError, asyncpg.OutdatedSchemaCacheError)
"""A statement was prepared before a migration, and a transaction is open; outside of one the driver prepares it anew."""

_FAULTS = (DBAPIError, AsyncAdapt_asyncpg_dbapi.Error, asyncpg.PostgresError, asyncpg.OutdatedSchemaCacheError)
_COLUMN = re.compile(r"^(?:uq|fk|ck|ix)_(.+)$")
UNAVAILABLE_STATES = {"57P01", "57P02", "57P03", "53300", "53200", "57014", "08000", "08003", "08006", "08001", "25P03"}


class Retry(Exception):
    """A serialization failure, a deadlock, or a migration in between; the unit of work may simply be run again."""


def _constraint(fault: BaseException | None) -> str:
    while fault is not None:
        name = getattr(fault, "constraint_name", None)
        if name:
            return str(name)
        fault = fault.__cause__
    return ""


def _spoken(fault: Exception) -> Exception:
    said = fault.orig if isinstance(fault, DBAPIError) else fault
    state = getattr(said, "sqlstate", "") or ""
    name = _constraint(said)
    found = _COLUMN.match(name)
    subject = found[1] if found else name
    by_state: dict[str, AppError] = {
        "23505": AlreadyExists(constraint=subject),
        "23503": ReferenceNotFound(f"/{subject}"),
        "23514": Senseless(f"/{subject}", "各项内容不符合数据约束"),
        "23502": Senseless("", "缺少必需内容"),
        "23P01": BookingConflict(),
        "22021": Invalid([{"pointer": "", "in": "body", "code": "bad_character", "message": "含有不可存储的字符"}]),
        "22P05": Invalid([{"pointer": "", "in": "body", "code": "bad_character", "message": "含有不可存储的字符"}]),
    }
    if state in by_state:
        return by_state[state]
    if state in {"40001", "40P01"} or isinstance(fault, _OUTDATED):
        return Retry(state)
    if state in UNAVAILABLE_STATES or isinstance(fault, AWAY) or getattr(fault, "connection_invalidated", False):
        return Unavailable()
    return fault


@contextlib.contextmanager
def translated() -> Iterator[None]:
    try:
        yield
    except _FAULTS as fault:
        spoken = _spoken(fault)
        if spoken is fault:
            raise
        raise spoken from fault
    except AWAY as fault:
        raise Unavailable from fault
