"""The load generator: one process of its own that keeps connections busy and measures, over bare asyncio and uvloop.

It writes requests that were made beforehand and looks at nothing of an answer but its status and length, so that it never
becomes the limit; how much of a core it takes is told with every slice.
"""

import asyncio
import multiprocessing
import resource
import time
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self, cast

import uvloop

_KNOCK = b"GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
"""Asked once by each connection before the clock starts: an event loop that is busy with the first connections takes its time
to accept the last, and a quarter of a second of that would be the slowest hundredth of a slice."""


@dataclass(frozen=True)
class Slice:
    """What to send for how long. ``once``: each request may be sent a single time, and the slice ends with the last."""

    port: int
    requests: Sequence[bytes]
    seconds: float
    connections: int
    once: bool = False


@dataclass
class Outcome:
    """What came of a slice. ``latencies`` are seconds of the answers that came in time; ``refused`` were not 2xx."""

    seconds: float = 0.0
    sent: int = 0
    refused: int = 0
    example: bytes = b""
    latencies: "array[float]" = field(default_factory=lambda: array("d"))
    cpu: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds


class _Round:
    """The state all connections of a slice share."""

    def __init__(self, asked: Slice) -> None:
        self.requests, self.once, self._seconds = asked.requests, asked.once, asked.seconds
        self.outcome = Outcome()

    def begin(self) -> None:
        self.began = self.last = time.perf_counter()
        self.ends = self.began + self._seconds

    def following(self) -> bytes | None:
        """The next request; none when the time is over or nothing is left."""
        at = self.outcome.sent
        if time.perf_counter() >= self.ends or (self.once and at >= len(self.requests)):
            return None
        self.outcome.sent += 1
        return self.requests[at % len(self.requests)]

    def answered(self, since: float, head: bytes) -> None:
        now = time.perf_counter()
        if head[9:10] != b"2":
            self.outcome.refused += 1
            self.outcome.example = self.outcome.example or head
        elif now <= self.ends:
            self.outcome.latencies.append(now - since)
            self.last = now

    def finished(self) -> Outcome:
        ran_dry = self.once and self.outcome.sent == len(self.requests)
        self.outcome.seconds = (self.last if ran_dry else self.ends) - self.began
        return self.outcome


class _Client(asyncio.Protocol):
    """One keep-alive connection with one request under way."""

    def __init__(self, round_: _Round) -> None:
        self._round = round_
        self._received = b""
        self._since = 0.0
        self._transport: asyncio.Transport | None = None
        self.accepted = asyncio.get_running_loop().create_future()
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(_KNOCK)

    def send(self) -> None:
        assert self._transport is not None
        request = self._round.following()
        if request is None:
            self._transport.close()
            return
        self._since = time.perf_counter()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._received = received = self._received + data if self._received else data
        end = received.find(b"\r\n\r\n")
        if end < 0:
            return
        head = received[:end].lower()
        at = head.find(b"\r\ncontent-length:")
        length = 0 if at < 0 else int(head[at + 17 :].partition(b"\r\n")[0])
        if len(received) < end + 4 + length:
            return
        self._received = b""
        if not self.accepted.done():
            self.accepted.set_result(None)
            return
        self._round.answered(self._since, received)
        self.send()

    def connection_lost(self, fault: Exception | None) -> None:
        if not self.accepted.done():
            self.accepted.set_exception(fault or ConnectionError("the server hung up"))
        if not self.done.done():
            self.done.set_result(fault)


async def _run(asked: Slice) -> Outcome:
    loop, round_ = asyncio.get_running_loop(), _Round(asked)
    clients = [
        (await loop.create_connection(lambda: _Client(round_), "127.0.0.1", asked.port))[1]
        for _ in range(asked.connections)
    ]
    await asyncio.gather(*(one.accepted for one in clients))
    before = resource.getrusage(resource.RUSAGE_SELF)
    round_.begin()
    for one in clients:
        one.send()
    for fault in await asyncio.gather(*(one.done for one in clients)):
        if fault is not None:
            raise fault
    outcome, after = round_.finished(), resource.getrusage(resource.RUSAGE_SELF)
    outcome.cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return outcome


def _serve(pipe: "Connection[Outcome, Slice | None]") -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        while (asked := pipe.recv()) is not None:
            pipe.send(runner.run(_run(asked)))


class Generator:
    """The other end: ``with Generator() as load: load.run(Slice(…))``."""

    def __enter__(self) -> Self:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        return self

    def run(self, asked: Slice) -> Outcome:
        """Raises: EOFError (the generator failed; it told why)."""
        self._pipe.send(asked)
        outcome: Outcome = self._pipe.recv()
        return outcome

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pipe.close()
        self._process.terminate()
        self._process.join()
