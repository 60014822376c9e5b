"""Zip containers (OFD, DOCX, XLSX, PPTX) from strangers, read in memory-sized pieces and never unpacked to disk.

The directory is taken from the standard library; the bytes are inflated here, because `zipfile` stops at the size the
directory claims and so never meets what lies behind it.
"""

import errno
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from app.services.attachments.errors import FileRefused
from app.vocabulary.files import RefusalReason

_PIECE = 256 * 1024
_DIRECTORY_ENTRY = b"PK\x01\x02"
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_LOCAL_SIGNATURE = b"PK\x03\x04"
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1 | 0x40 | 0x2000
"""Flag bits: encrypted, strongly encrypted, masked directory."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a container may hold: bytes of all entries unpacked, entries, bytes of one part read as a whole,
    elements in all its lists of links."""

    unpacked: int = 512 * 1024 * 1024
    entries: int = 10_000
    part: int = 16 * 1024 * 1024
    links: int = 200_000


LIMITS = Limits()


class Archive:
    """The entries of one open container by name. Names are as written, with ``/`` between folders."""

    def __init__(self, file: IO[bytes], entries: dict[str, ZipInfo], limits: Limits) -> None:
        self._file = file
        self._entries = entries
        self._limits = limits

    @property
    def names(self) -> list[str]:
        """Names in the order of the directory."""
        return list(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str) -> bytes:
        """One entry, unpacked.

        Raises: FileRefused (broken: no such entry, or damaged; unpacked_too_large: over the limit of a part).
        """
        if name not in self._entries:
            raise FileRefused(RefusalReason.BROKEN)
        unpacked = bytearray()
        with refusing_damage():
            for piece in self._unpack(self._entries[name]):
                unpacked += piece
                if len(unpacked) > self._limits.part:
                    raise FileRefused(RefusalReason.UNPACKED_TOO_LARGE)
        return bytes(unpacked)

    def verify(self) -> None:
        """Unpack everything once into nothing, counting the bytes that really come out.

        Raises: FileRefused (unpacked_too_large; broken: a size or checksum that the directory states wrongly).
        """
        total = 0
        with refusing_damage():
            for entry in self._entries.values():
                size = checksum = 0
                for piece in self._unpack(entry):
                    size += len(piece)
                    total += len(piece)
                    checksum = zlib.crc32(piece, checksum)
                    if total > self._limits.unpacked:
                        raise FileRefused(RefusalReason.UNPACKED_TOO_LARGE)
                if size != entry.file_size or checksum != entry.CRC:
                    raise FileRefused(RefusalReason.BROKEN)

    def _unpack(self, entry: ZipInfo) -> Iterator[bytes]:
        packed = self._packed(entry)
        if entry.compress_type == ZIP_STORED:
            yield from packed
            return
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        for piece in packed:
            while piece and not inflater.eof:
                yield inflater.decompress(piece, _PIECE)
                piece = inflater.unconsumed_tail
        while rest := inflater.decompress(b"", _PIECE):
            yield rest
        if not inflater.eof:
            raise BadZipFile(entry.filename)

    def _packed(self, entry: ZipInfo) -> Iterator[bytes]:
        self._file.seek(entry.header_offset)
        signature, name_length, extra_length = _LOCAL_HEADER.unpack(self._file.read(_LOCAL_HEADER.size))
        written = self._file.read(name_length)
        encoding = "utf-8" if entry.flag_bits & _UTF8_NAME else "cp437"
        if signature != _LOCAL_SIGNATURE or written != entry.orig_filename.encode(encoding):
            raise BadZipFile(entry.filename)
        position = self._file.seek(extra_length, 1)
        end = position + entry.compress_size
        while position < end:
            self._file.seek(position)  # the consumer may read another entry in between
            piece = self._file.read(min(_PIECE, end - position))
            if not piece:
                raise BadZipFile(entry.filename)
            position += len(piece)
            yield piece


@contextmanager
def open_archive(path: Path, limits: Limits = LIMITS) -> Iterator[Archive]:
    """Open a container after a look at its directory alone: how many entries, under which names, packed how.

    Raises: FileRefused (broken, encrypted, unsafe_entry, too_many_entries).
    """
    with path.open("rb") as file:
        if _count(file, _DIRECTORY_ENTRY, limits.entries) > limits.entries:
            raise FileRefused(RefusalReason.TOO_MANY_ENTRIES)
        with refusing_damage():
            directory = ZipFile(file)
        yield Archive(file, _checked(directory.infolist()), limits)


@contextmanager
def refusing_damage() -> Iterator[None]:
    """Turn whatever a damaged container raises into FileRefused (broken)."""
    try:
        yield
    except (BadZipFile, zlib.error, struct.error, EOFError, ValueError, OverflowError, NotImplementedError) as fault:
        raise FileRefused(RefusalReason.BROKEN) from fault
    except OSError as fault:
        if fault.errno != errno.EINVAL:  # a place before the beginning; everything else is a fault of our disk
            raise
        raise FileRefused(RefusalReason.BROKEN) from fault


def _checked(listed: list[ZipInfo]) -> dict[str, ZipInfo]:
    entries: dict[str, ZipInfo] = {}
    folded: set[str] = set()
    for entry in listed:
        if entry.flag_bits & _ENCRYPTED:
            raise FileRefused(RefusalReason.ENCRYPTED)
        if not _is_inside(entry.orig_filename):
            raise FileRefused(RefusalReason.UNSAFE_ENTRY)
        name = entry.filename
        if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED} or name.lower() in folded:
            raise FileRefused(RefusalReason.BROKEN)  # two entries of one name: each reader would see another file
        folded.add(name.lower())
        entries[name] = entry
    return entries


def _is_inside(name: str) -> bool:
    steps = name.replace("\\", "/").split("/")
    return bool(steps[0]) and ".." not in steps and ":" not in name and min(name) >= " "


def _count(file: IO[bytes], signature: bytes, enough: int) -> int:
    """Occurrences of a signature in the file, counted until there are more than ``enough``.

    Done before the directory is parsed: a directory of millions of entries would fill the memory.
    """
    found, tail = 0, b""
    file.seek(0)
    while found <= enough and (piece := file.read(1024 * 1024)):
        window = tail + piece
        found += window.count(signature)
        tail = window[1 - len(signature) :]
    return found
