"""A form with one file (RFC 7578), read as it arrives: the file goes where it belongs and is never whole in memory."""

import re
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias
from urllib.parse import unquote_to_bytes

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser
from starlette.requests import ClientDisconnect, Request

from app.core.errors import Invalid, PayloadTooLarge, UnsupportedMediaType
from app.core.text import LINE
from app.http.negotiation import header
from app.http.validation import fault

MEDIA_TYPE: Final = "multipart/form-data"
FILE: Final = "file"
OVERHEAD: Final = 64 * 1024
"""Bytes of a form beside its file: boundaries, headers, fields."""
LONGEST_FIELD: Final = 500
"""Characters of a field beside the file."""

_MOST_HEADERS, _LONGEST_HEADER = 8, 8 * 1024
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]")
_PARAMETER = re.compile(r"\s*;\s*([!#$&*+.^`|~\w'-]+)\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^\s;\"]*))", re.ASCII)
_EXTENDED = re.compile(r"(?i:utf-8)'[A-Za-z-]*'(.*)")
_is_line = re.compile(LINE).fullmatch

Headers: TypeAlias = Mapping[str, bytes]
Event: TypeAlias = Headers | bytes | None
"""The headers of a part, a piece of its content, or its end."""


@dataclass(slots=True)
class Form:
    """What came: where the file was put, what its sender calls it, and the fields beside it."""

    filename: str
    fields: dict[str, str]


class Parts:
    """Cuts a stream into parts while it arrives."""

    def __init__(self, boundary: str) -> None:
        self._events: deque[Event] = deque()
        self._headers: dict[str, bytes] = {}
        self._name, self._value = bytearray(), bytearray()
        self._is_whole = False
        self._parser = MultipartParser(
            boundary,
            {
                "on_header_field": lambda data, start, end: self._name.extend(data[start:end]),
                "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
                "on_header_end": self._end_header,
                "on_headers_finished": self._end_headers,
                "on_part_data": lambda data, start, end: self._events.append(bytes(data[start:end])),
                "on_part_end": lambda: self._events.append(None),
                "on_end": self._end,
            },
            max_header_count=_MOST_HEADERS,
            max_header_size=_LONGEST_HEADER,
        )

    def _end_header(self) -> None:
        self._headers[self._name.decode("latin-1").lower()] = bytes(self._value)
        self._name.clear()
        self._value.clear()

    def _end_headers(self) -> None:
        self._events.append(self._headers)
        self._headers = {}

    def _end(self) -> None:
        self._is_whole = True

    async def of(self, stream: AsyncIterator[bytes], most_bytes: int) -> AsyncIterator[Event]:
        """The events of a body of at most so many bytes.

        Raises: Invalid (no form, or cut short), PayloadTooLarge.
        """
        size = 0
        try:
            async for piece in stream:
                size += len(piece)
                if size > most_bytes:
                    raise PayloadTooLarge("请求体过大", detail_en="The body is too large", max_bytes=most_bytes)
                self._parser.write(piece)
                while self._events:
                    yield self._events.popleft()
        except (MultipartParseError, ClientDisconnect) as wrong:
            raise _bad("", "bad_format") from wrong
        if not self._is_whole:
            raise _bad("", "bad_format")


async def read_form(
    request: Request, known: frozenset[str], most_bytes: int, take: Callable[[AsyncIterator[bytes]], Awaitable[object]]
) -> Form:
    """Read the form of a request: exactly one part `FILE`, whose content ``take`` gets, and at most one of each field in
    ``known``. The caller cleans up what ``take`` made, also when this raises.

    Raises: UnsupportedMediaType (no form), PayloadTooLarge, Invalid, and whatever ``take`` raises.
    """
    boundary = boundary_of(request)
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > most_bytes + OVERHEAD:
        raise PayloadTooLarge("请求体过大", detail_en="The body is too large", max_bytes=most_bytes)
    events = Parts(boundary).of(request.stream(), most_bytes + OVERHEAD)
    filename: str | None = None
    fields: dict[str, str] = {}
    async for part in events:
        assert isinstance(part, Mapping), "every part is read to its end"
        name, called = _disposition(part)
        if name in fields or (name == FILE and filename is not None):
            raise _bad(f"/{name}", "repeated")
        if name == FILE:
            if not called:
                raise _bad("/file", "missing")
            filename = called
            await take(_content(events))
        elif name in known:
            fields[name] = await _line(events, name)
        else:
            raise _bad(f"/{name[:100]}", "unknown_member")
    if filename is None:
        raise _bad("/file", "missing")
    return Form(filename, fields)


async def _content(events: AsyncIterator[Event]) -> AsyncIterator[bytes]:
    async for event in events:
        if not isinstance(event, bytes):
            return
        yield event


async def _line(events: AsyncIterator[Event], name: str) -> str:
    raw = bytearray()
    async for piece in _content(events):
        raw += piece
        if len(raw) > 4 * LONGEST_FIELD:
            raise _bad(f"/{name}", "too_long")
    text = _text(bytes(raw), name)
    if len(text) > LONGEST_FIELD:
        raise _bad(f"/{name}", "too_long")
    if not _is_line(text):
        raise _bad(f"/{name}", "bad_format")
    return text


def boundary_of(request: Request) -> str:
    """What separates the parts.

    Raises: UnsupportedMediaType, Invalid (there is none, or none that could be).
    """
    said = header(request.scope, b"content-type")
    kind = said.partition(";")[0].strip().lower()
    if kind != MEDIA_TYPE or header(request.scope, b"content-encoding") not in ("", "identity"):
        raise UnsupportedMediaType(f"请使用 {MEDIA_TYPE}", detail_en=f"Send {MEDIA_TYPE}")
    boundary = _parameters(said[len(kind) :], "/Content-Type", "header").get("boundary", "")
    if not _BOUNDARY.fullmatch(boundary):
        raise _bad("/Content-Type", "bad_format", "header")
    return boundary


def _disposition(part: Headers) -> tuple[str, str | None]:
    """Name of the part, and what a file is called: ``filename*`` if given (old clients), else ``filename``."""
    if part.get("content-transfer-encoding", b"binary").lower() not in (b"binary", b"8bit", b"7bit"):
        raise _bad("", "bad_format")
    said = _text(part.get("content-disposition", b""), "file")
    kind = said.partition(";")[0]
    parameters = _parameters(said[len(kind) :], "", "body")
    if kind.strip().lower() != "form-data" or not parameters.get("name"):
        raise _bad("", "bad_format")
    extended = _EXTENDED.fullmatch(parameters.get("filename*", ""))
    if extended:
        return parameters["name"], _text(unquote_to_bytes(extended[1]), "file")
    plain = parameters.get("filename")
    return parameters["name"], plain.replace("%22", '"') if plain else plain


def _parameters(said: str, pointer: str, where: str) -> dict[str, str]:
    found: dict[str, str] = {}
    at = 0
    while said[at:].strip(" \t;"):
        match = _PARAMETER.match(said, at)
        if match is None or match[1].lower() in found:
            raise _bad(pointer, "bad_format", where)
        quoted = match[2]
        found[match[1].lower()] = match[3] if quoted is None else re.sub(r'\\(["\\])', r"\1", quoted)
        at = match.end()
    return found


def _text(raw: bytes, name: str) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise _bad(f"/{name}", "bad_character") from None


def _bad(pointer: str, code: str, where: str = "body") -> Invalid:
    return Invalid([fault(pointer, where, code)])
