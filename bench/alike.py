"""Whether both sides answer the same: a ratio of different answers says nothing."""

import http.client
from collections.abc import Iterator
from itertools import islice
from typing import Any

import orjson

from bench.operations import REFERENCE, SERVICE, Questions

_OURS_ALONE = {"allowed_actions", "next_cursor", "version"}
"""What depends on the caller or the side: what he may do, how a cursor is signed, how a trail was laid."""
_SAMPLE = 20


def check_alike(service: int, reference: int, asked: Questions) -> None:
    """Compare reading answers member by member, order included.

    Raises: RuntimeError (they differ).
    """
    for name in ("get", "list", "to_do"):
        questions = [islice(getattr(asked, name)(side), _SAMPLE) for side in (SERVICE, REFERENCE)]
        for ours, theirs in zip(*questions, strict=True):
            for where, here, there in _differences(_answer(service, ours), _answer(reference, theirs), name):
                raise RuntimeError(f"{where}: the service says {here!r}, the reference {there!r}")


def _answer(port: int, request: bytes) -> Any:
    """The JSON of the answer to a request without a body."""
    first, *headers = request.decode().partition("\r\n\r\n")[0].split("\r\n")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", first.split(" ")[1], headers=dict(line.split(": ", 1) for line in headers))
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{first}: {answer.status} {body[:300]!r}")
    return orjson.loads(body)


def _differences(here: Any, there: Any, where: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(here, dict) and isinstance(there, dict):
        for member in sorted((here.keys() | there.keys()) - _OURS_ALONE):
            yield from _differences(here.get(member), there.get(member), f"{where}.{member}")
    elif isinstance(here, list) and isinstance(there, list) and len(here) == len(there):
        for place, (one, other) in enumerate(zip(here, there, strict=True)):
            yield from _differences(one, other, f"{where}[{place}]")
    elif here != there:
        yield where, here, there
