"""The key that signs cursors: given by setting, or made once and kept in the data directory."""

import os
import secrets
from pathlib import Path

from app.settings import Settings

FILE = "signing.key"


def signing_key(settings: Settings) -> bytes:
    """The key. The first process of a new data directory makes it; several that start at once agree on one.

    Raises: OSError (the directory cannot be written and no key is set).
    """
    if settings.signing_key is not None:
        return settings.signing_key.get_secret_value().encode()
    path = settings.data_dir / FILE
    if not path.exists():
        _make(path)
    return path.read_bytes()


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{FILE}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_hex(32).encode())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)  # whole, and never over another's
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
