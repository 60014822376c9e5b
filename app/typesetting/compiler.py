"""The typesetting engine: one for each set of typefaces and process, used by one thread at a time."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from app.typesetting.fonts import FontBook

_TEMPLATE = Path(__file__).parent / "template"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something came to stand: page from 1, millimetres from the top left of the sheet."""

    kind: str
    page: int
    x: float
    y: float
    width: float = 0.0
    height: float = 0.0
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Typeset:
    """A file and the spots on its pages."""

    pdf: bytes
    spots: tuple[Spot, ...]

    def first(self, kind: str) -> Spot | None:
        """The first spot of a kind."""
        return next((spot for spot in self.spots if spot.kind == kind), None)

    @property
    def pages(self) -> int:
        """The last page anything stands on."""
        return max(spot.page for spot in self.spots)


class Compiler:
    """Sets described documents. Any thread may call; they wait for one another."""

    def __init__(self, fonts: FontBook) -> None:
        known = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(path) for path in fonts.paths]
        )
        self._typst = typst.Compiler(
            str(_TEMPLATE / "main.typ"), root=str(_TEMPLATE), font_paths=known, ignore_system_fonts=True
        )
        self._lock = Lock()

    def set(self, described: dict[str, Any]) -> Typeset:
        """The document as PDF/A-2b. The same data give the same bytes."""
        data = {"doc": json.dumps(described, ensure_ascii=False)}
        with self._lock:
            pdf = self._typst.compile(sys_inputs=data, format="pdf", pdf_standards="a-2b", timestamp=0)
            spots = self._typst.query("<spot>", field="value")
        if not isinstance(pdf, bytes):
            raise TypeError("the typesetter gave no single file")
        return Typeset(pdf, tuple(Spot(**spot) for spot in json.loads(spots)))


@lru_cache(maxsize=4)
def compiler(fonts: FontBook) -> Compiler:
    """The engine for these typefaces, kept for the life of the process."""
    return Compiler(fonts)
