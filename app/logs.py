"""What the service says while it runs: one JSON object a line, Chinese as Chinese, never a body or a value of a person."""

import logging
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from typing import Any

import orjson
import structlog
from structlog.typing import Processor

from app.core.errors import AppError

_DISCREET = (AppError, RuntimeError, TypeError, AttributeError, AssertionError, OSError)
_TALKATIVE = ("sqlalchemy", "asyncpg", "pydantic_core", "fastapi")
"""A message is told only of discreet kinds of error; the others, and whatever these libraries raise, repeat values."""
_FACTS = ("sqlstate", "constraint_name", "table_name")
_EXTRAS = ("rule", "person", "operation", "request_id", "sha256")
"""What our own lines may say beside their message."""
_MOST_FRAMES = 30


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def told(error: BaseException) -> list[dict[str, Any]]:
    """An error and its causes: what kind, where in the code; the message only where it cannot hold personal data."""
    causes = []
    for one in _causes(error):
        kind = type(one)
        cause: dict[str, Any] = {"type": f"{kind.__module__}.{kind.__qualname__}"}
        if isinstance(one, _DISCREET) and kind.__module__.partition(".")[0] not in _TALKATIVE:
            cause["message"] = str(one)
        cause |= {name: found for name in _FACTS if (found := getattr(one, name, None))}
        frames = traceback.extract_tb(one.__traceback__)[-_MOST_FRAMES:]
        cause["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        causes.append(cause)
    return causes


def _with_error(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    given = event.pop("exc_info", None)
    if given:
        error = (
            given if isinstance(given, BaseException) else given[1] if isinstance(given, tuple) else sys.exc_info()[1]
        )
        if error is not None:
            event["error"] = told(error)
    return event


def _line(event: MutableMapping[str, Any], **_: Any) -> bytes:
    return orjson.dumps(event, default=str)


def _text(event: MutableMapping[str, Any], **_: Any) -> str:
    return _line(event).decode()


def configure(level: str) -> None:
    """Send our own words and the libraries' to stderr, in one form."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _with_error,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(serializer=_line)],
        logger_factory=structlog.BytesLoggerFactory(sys.stderr.buffer),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    rendered: list[Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.JSONRenderer(serializer=_text),
    ]
    foreign: list[Processor] = [structlog.stdlib.add_logger_name, structlog.stdlib.ExtraAdder(allow=_EXTRAS), *shared]
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=foreign, processors=rendered))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for noisy in ("httpx", "httpcore", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    access = logging.getLogger("uvicorn.access")  # its lines hold queries, and ours say the rest
    access.handlers[:], access.propagate = [logging.NullHandler()], False
