"""What happens on the socket before there is a request: real connections to a real server."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import pytest_asyncio
import uvicorn
from fastapi import FastAPI

from app.http.protocol import Protocol
from tests.factories.make import Someone


class Hasty(Protocol):
    arrival_seconds = 0.3
    leftover_seconds = 0.3


class Server(uvicorn.Server):
    """One that leaves the signals to the test runner."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@pytest_asyncio.fixture(scope="module")
async def port(plumbing: FastAPI) -> AsyncIterator[int]:
    config = uvicorn.Config(
        plumbing, http=Hasty, ws="none", lifespan="off", log_config=None, access_log=False, server_header=False
    )
    server = Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started:
            await asyncio.sleep(0.01)
        yield listening.getsockname()[1]
        server.should_exit = True
        await serving


async def talk(port: int, *pieces: bytes, pause: float = 0.0) -> bytes:
    """Send pieces one after the other; give what came back until the server hung up, or b"" at once if it did."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(5):
            for piece in pieces:
                try:
                    writer.write(piece)
                    await writer.drain()
                except ConnectionError:
                    break
                await asyncio.sleep(pause)
            try:
                return await reader.read(-1)
            except ConnectionError:
                return b""
    finally:
        writer.close()


def parts(raw: bytes) -> tuple[int, dict[str, str], Any]:
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return int(first.split()[1]), headers, json.loads(body) if body else None


LIVE = b"GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"


async def test_whole_requests_are_answered(port: int) -> None:
    status, headers, body = parts(await talk(port, LIVE + b"\r\n"))
    assert (status, body) == (200, {"status": "ok"})
    assert "server" not in headers
    status, _, body = parts(await talk(port, LIVE[:20], LIVE[20:], b"\r\n", pause=0.05))
    assert (status, body) == (200, {"status": "ok"})


async def test_head_has_a_length_and_no_body(port: int) -> None:
    raw = await talk(port, LIVE.replace(b"GET", b"HEAD") + b"\r\n")
    status, headers, body = parts(raw)
    assert (status, headers["content-length"], body) == (200, "15", None)


@pytest.mark.parametrize("pieces", [[], [b"GET /livez HT"], [LIVE] + [b"X: y\r\n"] * 20, [b"\r\n"] * 20])
async def test_requests_that_do_not_arrive_are_dropped(port: int, pieces: list[bytes]) -> None:
    started = asyncio.get_running_loop().time()
    assert await talk(port, *pieces, pause=0.1) == b""
    assert asyncio.get_running_loop().time() - started < 4


@pytest.mark.parametrize(
    "pieces",
    [
        [LIVE] + [b"X-%d: " % number + b"a" * 8_000 + b"\r\n" for number in range(8)],
        [LIVE + b"X: "] + [b"a" * 8_000] * 8,
        [b"GET /"] + [b"a" * 8_000] * 8,
    ],
)
async def test_heads_without_end_are_refused(port: int, pieces: list[bytes]) -> None:
    raw = await talk(port, *pieces, pause=0.01)
    if raw:  # the answer may be lost when the client still writes
        status, headers, body = parts(raw)
        assert (status, body["code"]) == (431, "headers_too_large")
        assert headers["x-request-id"] == body["request_id"]


async def test_large_heads_in_one_piece_reach_the_edge(port: int) -> None:
    status, _, body = parts(await talk(port, LIVE + b"X: " + b"a" * 17_000 + b"\r\n\r\n"))
    assert (status, body["code"]) == (431, "headers_too_large")


@pytest.mark.parametrize(
    "raw",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"HELO mail\r\n\r\n",
        b"GET /\xe4\xb8\xad HTTP/1.1\r\nHost: localhost\r\n\r\n",
        LIVE + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
        LIVE + b"Content-Length: x\r\n\r\n",
        LIVE + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        LIVE + b"Bad Name: x\r\n\r\n",
        LIVE + b"X: a\x00b\r\n\r\n",
    ],
)
async def test_what_is_no_request_is_a_problem_too(port: int, raw: bytes) -> None:
    status, headers, body = parts(await talk(port, raw))
    assert (status, headers["content-type"]) == (400, "application/problem+json")
    assert body["code"] == "malformed_request"
    assert headers["x-request-id"] == body["request_id"]


async def test_body_that_nobody_reads_ends_soon(port: int, clerk: Someone) -> None:
    head = (
        b"POST /api/v1/things HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Authorization: Bearer " + clerk.token.encode() + b"\r\nContent-Length: 9000000\r\n\r\n"
    )
    started = asyncio.get_running_loop().time()
    status, _, body = parts(await talk(port, head, *[b" " * 10] * 2, pause=0.05))
    assert (status, body["code"]) == (413, "payload_too_large")
    assert asyncio.get_running_loop().time() - started < 3


async def test_connections_are_kept_for_the_next_request(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = LIVE.replace(b"Connection: close\r\n", b"") + b"\r\n"
    for pause in (0.0, 0.5, 0.0):
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200")
        assert await reader.readexactly(15) == b'{"status":"ok"}'
        await asyncio.sleep(pause)
    writer.write(request * 3)
    for _ in range(3):
        await reader.readuntil(b'{"status":"ok"}')
    writer.close()
