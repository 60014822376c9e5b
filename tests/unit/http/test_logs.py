"""What the log may say."""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydantic
import pytest
import structlog
from sqlalchemy.exc import IntegrityError

from app import logs


@contextmanager
def configured() -> Iterator[None]:
    """The log as the service sets it up, and everything as before afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    uvicorn = {name: logging.getLogger(name).handlers[:] for name in ("uvicorn", "uvicorn.error", "uvicorn.access")}
    logs.configure("info")
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        for name, kept in uvicorn.items():
            logging.getLogger(name).handlers[:] = kept
        structlog.reset_defaults()


def written(capture: pytest.CaptureFixture[bytes]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capture.readouterr().err.splitlines()]


def test_is_one_json_object_a_line_in_plain_chinese(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    with configured():
        structlog.get_logger(component="x").info("启动", port=8000)
        structlog.get_logger().debug("quiet")
        logging.getLogger("uvicorn.error").warning("慢")
        logging.getLogger("uvicorn.access").warning("GET /secret")
    raw = capsysbinary.readouterr().err
    assert "启动" in raw.decode()
    assert "慢" in raw.decode()
    assert b"secret" not in raw
    first, second = (json.loads(line) for line in raw.splitlines())
    assert (first["event"], first["level"], first["component"], first["port"]) == ("启动", "info", "x", 8000)
    assert (second["event"], second["level"], second["logger"]) == ("慢", "warning", "uvicorn.error")


def test_tells_a_fault_without_the_values_that_caused_it(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    class Model(pydantic.BaseModel):
        phone: int

    for fail in (
        lambda: Model(phone="13800000000x"),
        lambda: {}["13800000000"],
        lambda: int("13800000000x"),
        lambda: (_ for _ in ()).throw(IntegrityError("INSERT", {"phone": "13800000000"}, Exception("13800000000"))),
    ):
        with configured():
            try:
                fail()
            except Exception:
                structlog.get_logger().exception("unexpected")
    told = written(capsysbinary)
    assert "13800000000" not in json.dumps(told)
    assert [one["error"][0]["type"] for one in told] == [
        "pydantic_core._pydantic_core.ValidationError",
        "builtins.KeyError",
        "builtins.ValueError",
        "sqlalchemy.exc.IntegrityError",
    ]
    assert any("test_logs.py" in place for place in told[0]["error"][0]["at"])


def test_tells_the_message_of_our_own_faults_and_their_causes(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    with configured():
        try:
            try:
                raise KeyError("missing_word")
            except KeyError as cause:
                raise RuntimeError("no such word") from cause
        except RuntimeError:
            structlog.get_logger().exception("unexpected")
            logging.getLogger("library").error("failed", exc_info=sys.exc_info())
    lines = written(capsysbinary)
    assert [line["event"] for line in lines] == ["unexpected", "failed"]
    for line in lines:
        assert [one.get("message") for one in line["error"]] == ["no such word", None]
