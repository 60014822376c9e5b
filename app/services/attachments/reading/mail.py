"""EML: the header lines people read, the text, the names of the attachments. Attachments themselves are not opened."""

import email
import html.parser
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from pathlib import Path

from app.services.attachments.plaintext import decode
from app.services.attachments.reading.tidy import first

_HEADERS = ("Subject", "From", "To", "Cc", "Date")
_CHINESE = {"gb2312", "gbk", "gb18030"}
_BLOCKS = {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6"}
_HIDDEN = {"script", "style", "head", "title"}


def read(path: Path, limit: int) -> str:
    return first(_pieces(email.message_from_bytes(path.read_bytes(), policy=compat32)), limit)


def _pieces(message: Message) -> Iterator[str]:
    yield from (_words(value) for name, value in message.raw_items() if name.title() in _HEADERS)
    parts = [part for part in message.walk() if not part.is_multipart()]
    kinds = {part.get_content_type() for part in parts}
    for part in parts:
        kind = part.get_content_type()
        if attached := part.get_filename():
            yield _words(attached)
        elif kind == "text/plain":
            yield _body(part)
        elif kind == "text/html" and "text/plain" not in kinds:
            yield _Page.text_of(_body(part))


def _words(value: object) -> str:
    """A header value with its encoded words (RFC 2047) and raw bytes made readable."""
    text = " ".join(decode(str(value).encode("utf-8", "surrogateescape")).split())
    try:
        words = decode_header(text)
    except MessageError:
        return text
    return "".join(word if isinstance(word, str) else _decoded(word, charset) for word, charset in words)


def _body(part: Message) -> str:
    data = part.get_payload(decode=True)
    return _decoded(data, part.get_content_charset()) if isinstance(data, bytes) else ""


def _decoded(data: bytes, charset: str | None) -> str:
    """In the stated character set; mail says GB2312 and means GBK."""
    name = (charset or "utf-8").lower()
    try:
        return data.decode("gb18030" if name in _CHINESE else name)
    except (LookupError, ValueError):
        return decode(data)


class _Page(html.parser.HTMLParser):
    """Words of an HTML mail."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[str] = []
        self._hidden = 0

    @classmethod
    def text_of(cls, page: str) -> str:
        reader = cls()
        reader.feed(page)
        reader.close()
        return "".join(reader._pieces)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._hidden += tag in _HIDDEN
        if tag in _BLOCKS:
            self._pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _HIDDEN))

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._pieces.append(data)
