"""TXT."""

from pathlib import Path

from app.services.attachments.errors import FileRefused
from app.services.attachments.plaintext import encoding_of, read_text
from app.vocabulary.files import RefusalReason


def read(path: Path, limit: int) -> str:
    encoding = encoding_of(path)
    if encoding is None:
        raise FileRefused(RefusalReason.BROKEN)
    return read_text(path, encoding, limit)
