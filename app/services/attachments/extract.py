"""Text out of files, for search and for secrecy marks (SEC-R02), by parsers that may crash without taking us along."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from app.services.attachments.errors import FileRefused
from app.services.attachments.reading.child import READERS, REFUSED
from app.vocabulary.files import FileKind, RefusalReason

PATIENCE = 60.0
"""Seconds until the reading process is killed. Its own limit of processor time is shorter."""

_READER = "app.services.attachments.reading.child"
_EXHAUSTED = {-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGABRT}
"""Out of time, out of memory (as the kernel ends it, as a native parser ends itself)."""


def extract_text(path: Path, kind: FileKind, *, limit: int = 200_000) -> str:
    """The first ``limit`` characters of a file's text; nothing for kinds that hold none or that nothing here can read.

    Pages of PDF and OFD are separated by a form feed; at most 500 are read. Blocks for up to `PATIENCE` seconds, so it
    belongs in a worker thread.

    Raises: FileRefused (broken, encrypted, too_complex).
    """
    if kind not in READERS:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module; the path is one argument, never a command
            [sys.executable, "-P", "-B", "-X", "utf8", "-m", _READER, kind.value, str(path.absolute()), str(limit)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as fault:
        raise FileRefused(RefusalReason.TOO_COMPLEX) from fault
    if done.returncode == 0:
        return done.stdout.decode()
    raise FileRefused(_reason(done.returncode, done.stdout))


def _reason(status: int, said: bytes) -> RefusalReason:
    if status == REFUSED:
        return RefusalReason(said.decode())
    return RefusalReason.TOO_COMPLEX if status in _EXHAUSTED else RefusalReason.BROKEN
