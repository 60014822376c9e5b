"""HTTP/1.1 on the socket: uvicorn's protocol with an end to its patience and its memory.

Uvicorn waits for a request as long as one byte comes now and then, and keeps headers of any size. Here a request line
with its headers must arrive within ten seconds and 25 KiB, and a body nobody reads any more within five seconds.
"""

import asyncio
from typing import ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.core.errors import AppError
from app.core.ids import new_id
from app.http.faults import HeadersTooLarge, MalformedRequest
from app.http.middleware import LARGEST_HEADERS, LONGEST_URL
from app.http.problems import answer

_REASONS = {400: b"Bad Request", 431: b"Request Header Fields Too Large"}


class Protocol(HttpToolsProtocol):
    """One connection. Give it to uvicorn as ``http="app.http.protocol:Protocol"``."""

    arrival_seconds: ClassVar[float] = 10.0
    """From the first byte of a request, or the opening of the connection, to the end of the headers."""
    leftover_seconds: ClassVar[float] = 5.0
    """For what still comes of a body after the answer was given."""
    largest_head: ClassVar[int] = LARGEST_HEADERS + LONGEST_URL + 1024

    _deadline: asyncio.TimerHandle | None = None
    _in_body = False
    _head = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvicorn's own
        super().connection_made(transport)
        self._expect(self.arrival_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        self._settle()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if not self._in_body and self._deadline is None:
            self._expect(self.arrival_seconds)
        super().data_received(data)
        if not self._in_body and self._deadline is not None:
            self._head += len(data)
            if self._head > self.largest_head:
                self._refuse(HeadersTooLarge())

    def on_headers_complete(self) -> None:
        self._settle()
        self._in_body, self._head = True, 0
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._settle()
        self._in_body = False
        super().on_message_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._in_body and self.cycle.response_complete:
            self._expect(self.leftover_seconds)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - the parser's own words stay inside
        self._refuse(MalformedRequest())

    def _expect(self, seconds: float) -> None:
        self._settle()
        self._deadline = self.loop.call_later(seconds, self._give_up)

    def _settle(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        self._deadline = None
        self.transport.close()

    def _refuse(self, error: AppError) -> None:
        """Answer what never became a request, unless an earlier answer is still on its way; then hang up."""
        if self.transport.is_closing():
            return
        if self.cycle is None or self.cycle.response_complete:
            number = new_id().hex
            said = answer({"path": "/", "headers": [], "state": {"request_id": number}}, error)
            fields = [*said.raw_headers, (b"x-request-id", number.encode()), (b"connection", b"close")]
            head = b"HTTP/1.1 %d %s\r\n" % (said.status_code, _REASONS[said.status_code])
            self.transport.write(
                head + b"".join(b"%s: %s\r\n" % field for field in fields) + b"\r\n" + bytes(said.body)
            )
        self.transport.close()
