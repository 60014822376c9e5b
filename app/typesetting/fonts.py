"""Typefaces: which one serves for which role, from the operator's folder or shipped with the project (LAY-P06, LAY-S01).

System fonts are never looked at: what a document looks like must not depend on the machine it was made on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import typst
from fontTools.ttLib import TTCollection, TTFont, TTLibError

from app.vocabulary.labelled import Labelled

SHIPPED = Path(__file__).parent / "fonts"
_SUFFIXES = {".ttf", ".otf", ".ttc", ".otc"}
_FAMILY_NAMES = (1, 16)


class Role(Labelled):
    """What a typeface is for."""

    TITLE = "title", "小标宋"
    TEXT = "text", "仿宋"
    KAI = "kai", "楷体"
    HEI = "hei", "黑体"
    SONG = "song", "宋体"


LICENSED: Mapping[Role, tuple[str, ...]] = {
    Role.TITLE: ("方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "小标宋"),
    Role.TEXT: (
        "仿宋_GB2312",
        "FangSong_GB2312",
        "仿宋",
        "FangSong",
        "方正仿宋_GBK",
        "方正仿宋简体",
        "FZFangSong-Z02S",
    ),
    Role.KAI: ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "方正楷体_GBK", "方正楷体简体", "FZKai-Z03S"),
    Role.HEI: ("黑体", "SimHei", "方正黑体_GBK", "方正黑体简体", "FZHei-B01S"),
    Role.SONG: ("宋体", "SimSun", "中易宋体", "方正书宋_GBK", "方正书宋简体", "FZShuSong-Z01S"),
}
"""Names under which the faces of the standard are sold, best first; the first is the one named in DOCX and reports."""

_FREE: Mapping[Role, str] = {
    Role.TITLE: "NotoSerifCJKsc-Bold.otf",
    Role.TEXT: "FandolFang-Regular.otf",
    Role.KAI: "FandolKai-Regular.otf",
    Role.HEI: "FandolHei-Regular.otf",
    Role.SONG: "FandolSong-Regular.otf",
}
_FALLBACK = "NotoSerifCJKsc-Regular.otf"


class FontFolderUnusable(ValueError):
    """The configured folder of typefaces is not there or cannot be read."""


@dataclass(frozen=True, slots=True)
class Face:
    """One typeface in one file, with the characters it can print."""

    names: frozenset[str]
    family: str
    """The name the typesetter knows it by."""
    weight: int
    path: Path
    characters: frozenset[int]

    def has(self, character: str) -> bool:
        """Whether it can print this character."""
        return ord(character) in self.characters


@dataclass(frozen=True, eq=False)
class FontBook:
    """The faces of one process. Reading them takes a second or so: make one and keep it, see `font_book`."""

    folder: Path | None
    faces: Mapping[Role, Face]
    others: tuple[Face, ...]
    """Asked, in order, for what the face of a role lacks."""

    @cached_property
    def paths(self) -> tuple[Path, ...]:
        """Folders the typesetter searches; the operator's first."""
        return (self.folder, SHIPPED) if self.folder else (SHIPPED,)

    def is_licensed(self, role: Role) -> bool:
        """Whether the face of the standard itself serves, not a substitute."""
        return bool(self.faces[role].names & set(LICENSED[role]))

    def for_character(self, role: Role, character: str) -> Face | None:
        """The face that prints a character in this role; None if none has it."""
        return next((face for face in (self.faces[role], *self.others) if face.has(character)), None)


@lru_cache(maxsize=4)
def font_book(folder: Path | None = None) -> FontBook:
    """The faces from ``folder`` (licensed ones, by name) and the shipped ones; kept for the life of the process.

    Raises: FontFolderUnusable.
    """
    if folder is not None and not folder.is_dir():
        raise FontFolderUnusable(f"{folder} is not a folder")
    own = tuple(_faces(folder)) if folder else ()
    shipped = {face.path.name: face for face in _faces(SHIPPED)}
    chosen = {role: _licensed(role, own) or shipped[_FREE[role]] for role in Role}
    fallback = shipped[_FALLBACK]
    return FontBook(folder, chosen, (fallback, *(shipped[name] for name in _FREE.values()), *own))


def _licensed(role: Role, faces: tuple[Face, ...]) -> Face | None:
    named = (face for name in LICENSED[role] for face in faces if name in face.names)
    return next(named, None)


def _faces(folder: Path) -> Iterator[Face]:
    """The faces of the files in a folder and below; what is no typeface, or broken, is passed over."""
    known = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
    for info in sorted(known.fonts(), key=lambda info: (info.path or "", info.index)):
        path = Path(info.path or "")
        if path.suffix.lower() not in _SUFFIXES:
            continue
        try:
            tables = _open(path, info.index)
            characters = frozenset(tables.getBestCmap() or ())
            names = frozenset(str(name) for name in tables["name"].names if name.nameID in _FAMILY_NAMES)
        except (TTLibError, OSError, KeyError, UnicodeDecodeError):
            continue
        yield Face(names, info.family, info.weight, path, characters)


def _open(path: Path, index: int) -> TTFont:
    if path.suffix.lower() in {".ttc", ".otc"}:
        return TTCollection(path, lazy=True).fonts[index]
    return TTFont(path, lazy=True)
