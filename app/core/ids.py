"""Ids are UUIDv7: made here, ordered by time, never by the database."""

import os
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = [0]


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then a counter that keeps one process in order, then chance."""
    with _lock:
        stamp = time.time_ns() * 4096 // 1_000_000  # milliseconds with 12 fractional bits
        _last[0] = stamp = max(stamp, _last[0] + 1)
    milliseconds, fraction = divmod(stamp, 4096)
    tail = int.from_bytes(os.urandom(8), "big") & 0x3FFF_FFFF_FFFF_FFFF
    return UUID(int=(milliseconds << 80) | (0x7000 | fraction) << 64 | 0x8000_0000_0000_0000 | tail)
