"""Text without a format: which encoding, and whether it is text at all."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

_PIECE = 1024 * 1024
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def encoding_of(path: Path) -> str | None:
    """The encoding in which the whole file is text: a marked one, UTF-8 or GB18030; None when it is no text.

    GB18030 holds GBK and GB2312. Control characters other than tab, line and page ends are no text.
    """
    with path.open("rb") as file:
        head = file.read(4)
    marked = [encoding for mark, encoding in _BYTE_ORDER_MARKS if head.startswith(mark)]
    return next((encoding for encoding in marked or ["utf-8", "gb18030"] if _is_text(path, encoding)), None)


def read_text(path: Path, encoding: str, limit: int) -> str:
    """At most ``limit`` characters from the beginning of the file; what cannot be decoded is replaced."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        return file.read(limit)


def decode(data: bytes) -> str:
    """Bytes of unknown encoding: UTF-8 if they are, else GB18030; what cannot be decoded is replaced."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def _is_text(path: Path, encoding: str) -> bool:
    try:
        return not any(_NOT_TEXT.search(piece) for piece in _pieces(path, encoding))
    except UnicodeError:
        return False


def _pieces(path: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)
