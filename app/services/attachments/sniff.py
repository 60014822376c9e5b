"""What a file is: its content and its extension must say the same, and be on the list."""

import re
from dataclasses import dataclass
from pathlib import Path

from app.services.attachments import compound
from app.services.attachments.archive import LIMITS, Limits
from app.services.attachments.errors import FileRefused
from app.services.attachments.office import Content, compound_content, zip_content
from app.services.attachments.plaintext import encoding_of, read_text
from app.vocabulary.files import FileKind, FileWarning, RefusalReason

_HEAD = 64 * 1024

_PDF = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,64}%PDF-[12]\.\d")
_JPG = b"\xff\xd8\xff"
_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
_TIF = (b"II*\x00", b"MM\x00*")
_ZIP = b"PK\x03\x04"

_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    *(magic for word in (0xFEEDFACE, 0xFEEDFACF) for magic in (word.to_bytes(4, "big"), word.to_bytes(4, "little"))),
    b"\x00asm",
    b"dex\n",
    b"L\x00\x00\x00\x01\x14\x02\x00",
    b"ITSF",
)
"""Windows, Linux, Java and macOS programs, WebAssembly, Android, Windows shortcuts, compiled help."""

_ACTIVE = re.compile(
    r"\s*(?:#!|<(?:\?|%|!--|!doctype\b|/?(?:html|head|title|base|meta|link|style|script|body|iframe|object|embed|svg|math"
    r"|form|table|div|font|img|a|b|p|br|h[1-6])(?![\w-])))",
    re.IGNORECASE,
)
"""How a page, a drawing or a script begins. Browsers decide by the beginning, whatever the name."""

_HEADER_LINE = re.compile(rb"([!-9;-~]+):|[ \t]")
_MAIL_HEADERS = frozenset(
    {b"from", b"to", b"cc", b"date", b"subject", b"received", b"message-id", b"mime-version", b"return-path", b"sender"}
)


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What a file was found to be. ``warnings`` are for people; ``has_macros`` repeats one of them for rules."""

    kind: FileKind
    media_type: str
    has_macros: bool
    warnings: tuple[FileWarning, ...]


def sniff(path: Path, name: str, allowed: frozenset[FileKind], *, limits: Limits = LIMITS) -> Sniffed:
    """Say what the file at ``path`` is that its sender calls ``name``.

    Reads the whole file, so it belongs in a worker thread. Nothing is unpacked to disk.

    Raises: FileRefused with the reason.
    """
    kind = FileKind.of_name(name)
    if kind is None or kind not in allowed:
        raise FileRefused(RefusalReason.KIND_NOT_ALLOWED)
    content = _content(path, kind, limits)
    if kind not in content.kinds:
        raise FileRefused(RefusalReason.MISMATCH if content.kinds else RefusalReason.KIND_UNKNOWN)
    warnings = tuple(warning for warning in FileWarning if warning in content.warnings)
    return Sniffed(kind, kind.media_type, FileWarning.MACROS in warnings, warnings)


def _content(path: Path, announced: FileKind, limits: Limits) -> Content:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise FileRefused(RefusalReason.EMPTY)
    if head.startswith(_ZIP):
        return zip_content(path, limits)
    if head.startswith(compound.MAGIC):
        return compound_content(path)
    if announced is FileKind.EML and _is_mail(head):
        return Content(frozenset({FileKind.EML}))
    return Content(frozenset({_simple_kind(head, path.stat().st_size) or _text_kind(path, head)}))


def _simple_kind(head: bytes, size: int) -> FileKind | None:
    """The kinds that their first bytes tell."""
    if _PDF.match(head):
        return FileKind.PDF
    if head.startswith(_JPG):
        return FileKind.JPG
    if head.startswith(_PNG):
        return FileKind.PNG
    if head.startswith(_TIF) and 8 <= int.from_bytes(head[4:8], "little" if head[:1] == b"I" else "big") < size:
        return FileKind.TIF
    return None


def _text_kind(path: Path, head: bytes) -> FileKind:
    encoding = encoding_of(path)
    if encoding is None:
        raise FileRefused(RefusalReason.EXECUTABLE if head.startswith(_PROGRAMS) else RefusalReason.KIND_UNKNOWN)
    if _ACTIVE.match(read_text(path, encoding, _HEAD)):
        raise FileRefused(RefusalReason.ACTIVE_CONTENT)
    return FileKind.TXT


def _is_mail(head: bytes) -> bool:
    """Whether the file begins with a header block of RFC 5322 that names at least two well-known fields."""
    block, end, _ = head.replace(b"\r\n", b"\n").partition(b"\n\n")
    lines = block.split(b"\n")
    if not end and len(head) == _HEAD:
        lines.pop()  # cut off in the middle
    fields = [_HEADER_LINE.match(line) for line in lines]
    if b"\x00" in head or not all(fields):
        return False
    names = {(field.group(1) or b"").lower() for field in fields if field}
    return len(names & _MAIL_HEADERS) >= 2
