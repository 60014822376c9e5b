"""OLE compound files (MS-CFB), the container of DOC, XLS, PPT, WPS, ET and DPS: only what the directory says.

Nothing else tells these kinds apart, and an installer or a saved mail wears the same first bytes.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.services.attachments.errors import FileRefused
from app.vocabulary.files import RefusalReason

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")

_HEADER = struct.Struct("<30x H 16x I 16x I 4x 109I")
"""Sector shift, first directory sector, first sector of the table of tables, its first 109 places."""
_ENTRY = struct.Struct("<64s H B x 3I 48x")
"""Name in UTF-16, its length in bytes with the final NUL, type, left, right and child."""
_LAST_SECTOR = 0xFFFF_FFFA
"""Sector numbers above this are marks."""
_MOST_SECTORS = 8192
"""Longest chain followed: 32 768 directory entries, or tables for files of 4 GiB."""
_UNUSED, _ROOT = 0, 5


@dataclass(frozen=True, slots=True)
class Directory:
    """Names in lower case: those at the top of the file, and all of them at any depth."""

    top: frozenset[str]
    all: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    type: int
    left: int
    right: int
    child: int


def read_directory(path: Path) -> Directory:
    """The directory of a compound file.

    Raises: FileRefused (broken).
    """
    try:
        with path.open("rb") as file:
            entries = list(_Reader(file).entries())
    except (struct.error, ValueError, OverflowError) as fault:
        raise FileRefused(RefusalReason.BROKEN) from fault
    if not entries or entries[0].type != _ROOT:
        raise FileRefused(RefusalReason.BROKEN)
    names = frozenset(entry.name for entry in entries[1:] if entry.type != _UNUSED)
    return Directory(frozenset(_siblings(entries, entries[0].child)), names)


def _siblings(entries: list[_Entry], first: int) -> Iterator[str]:
    """Names of one folder: its entries form a tree by left and right."""
    waiting, seen = [first], set[int]()
    while waiting:
        number = waiting.pop()
        if number < len(entries) and number not in seen:
            seen.add(number)
            entry = entries[number]
            yield entry.name
            waiting += [entry.left, entry.right]


class _Reader:
    """Follows sector chains by looking up one number at a time, so memory does not grow with the file."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        shift, self._first, next_table, *tables = _HEADER.unpack(file.read(_HEADER.size))
        if shift not in {9, 12}:
            raise ValueError(f"sector shift {shift}")
        self._size = 1 << shift
        self._tables = [sector for sector in tables if sector < _LAST_SECTOR]
        places = self._size // 4
        for _ in range(_MOST_SECTORS):
            if next_table >= _LAST_SECTOR:
                break
            *more, next_table = struct.unpack(f"<{places}I", self._sector(next_table))
            self._tables += [sector for sector in more if sector < _LAST_SECTOR]

    def entries(self) -> Iterator[_Entry]:
        """Every place of the directory, unused ones too: places are known by their number."""
        sector = self._first
        for _ in range(_MOST_SECTORS):
            if sector >= _LAST_SECTOR:
                return
            for name, length, *numbers in _ENTRY.iter_unpack(self._sector(sector)):
                text = name[: max(length - 2, 0)].decode("utf-16-le", "replace")
                yield _Entry(text.lower(), *numbers)
            sector = self._after(sector)
        raise ValueError("the directory has no end")

    def _after(self, sector: int) -> int:
        table, place = divmod(sector, self._size // 4)
        if table >= len(self._tables):
            raise ValueError(f"sector {sector} is in no table")
        (following,) = struct.unpack_from("<I", self._sector(self._tables[table]), place * 4)
        return int(following)

    def _sector(self, number: int) -> bytes:
        self._file.seek((number + 1) * self._size)
        return self._file.read(self._size)
