"""``python -m app.services.attachments.reading.child KIND PATH LIMIT`` writes the text of one file to standard output.

The process first gives away what it does not need: memory, processor time, writing files, leaving a core dump. So a
file that makes a parser loop, swallow the memory or crash ends this process and nothing else. A file that cannot be
read ends it with `REFUSED` and the reason on the standard output.
"""

import importlib
import resource
import sys
from contextlib import suppress
from pathlib import Path

from app.services.attachments.errors import FileRefused
from app.services.attachments.reading.tidy import tidy
from app.vocabulary.files import FileKind, RefusalReason

REFUSED = 3
"""Exit status: the reason is on the standard output."""

MEMORY = 2 * 1024**3
"""Bytes of address space."""

SECONDS = 30
"""Of processor time."""

READERS = {
    FileKind.PDF: "pdf",
    FileKind.DOCX: "word",
    FileKind.XLSX: "sheet",
    FileKind.OFD: "ofd",
    FileKind.TXT: "plain",
    FileKind.EML: "mail",
}
"""The module that reads a kind. Loaded by name: one file needs one parser, and each is slow to load."""


def read(kind: FileKind, path: Path, limit: int) -> str:
    """The first ``limit`` characters of text, cleaned of what no text holds."""
    reader = importlib.import_module(f"app.services.attachments.reading.{READERS[kind]}")
    return tidy(reader.read(path, limit))[:limit]


def main(arguments: list[str]) -> int:
    """Read one file under the limits; the answer is the exit status."""
    kind, path, limit = arguments
    _restrict()
    try:
        text = read(FileKind(kind), Path(path), int(limit))
    except FileRefused as refusal:
        return _refuse(refusal.reason)
    except MemoryError:
        return _refuse(RefusalReason.TOO_COMPLEX)
    except Exception:
        return _refuse(RefusalReason.BROKEN)  # the parsers document no closed list of what a damaged file raises
    sys.stdout.buffer.write(text.encode())
    return 0


def _refuse(reason: RefusalReason) -> int:
    sys.stdout.buffer.write(reason.encode())
    return REFUSED


def _restrict() -> None:
    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for which, most in limits.items():
        with suppress(ValueError, OSError):  # a tighter limit may be set already; macOS knows no limit of memory
            resource.setrlimit(which, (most, most))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
