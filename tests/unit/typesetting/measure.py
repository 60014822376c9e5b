"""Reads a PDF's coordinates back, in millimetres from the top left of the sheet."""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import pypdfium2
import pypdfium2.raw as raw

from app.typesetting.fonts import font_book
from app.typesetting.paper import Paper
from app.typesetting.pdf import render_pdf
from app.typesetting.rendition import Rendition

PT = 25.4 / 72
ZI = 156 / 28
"""一字 of 3号 as it is spaced: 28 to the width of the 版心."""
LINE = 225 / 22
SAN = 16 * PT


@dataclass(frozen=True)
class Glyph:
    """A printed character: where it begins on its baseline, its ink, its size in points, its face and colour."""

    text: str
    page: int
    x: float
    baseline: float
    left: float
    top: float
    right: float
    bottom: float
    size: float
    font: str
    color: tuple[int, int, int]

    @property
    def em_top(self) -> float:
        """The upper edge of the character's body, which stands 0.8 em above the baseline in the shipped text faces."""
        return self.baseline - 0.8 * self.size * PT

    @property
    def em_bottom(self) -> float:
        return self.baseline + 0.2 * self.size * PT


@dataclass(frozen=True)
class Shape:
    """A painted rule: its page and box."""

    page: int
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def thickness(self) -> float:
        return self.bottom - self.top


class Measured:
    """One typeset document and everything printed in it."""

    def __init__(self, rendition: Rendition) -> None:
        self.rendition = rendition
        document = pypdfium2.PdfDocument(rendition.content)
        pages = list(enumerate(document, start=1))
        self.sizes = [tuple(round(side * PT, 2) for side in page.get_size()) for _, page in pages]
        self.glyphs = [glyph for number, page in pages for glyph in _glyphs(page, number)]
        self.shapes = [shape for number, page in pages for shape in _shapes(page, number)]
        document.close()

    def find(self, text: str, page: int | None = None) -> list[Glyph]:
        """The glyphs of the first place where this text stands, spaces aside.

        Raises: AssertionError (it stands nowhere).
        """
        printed = [glyph for glyph in self.glyphs if page in (None, glyph.page)]
        at = "".join(glyph.text for glyph in printed).find(text.replace(" ", ""))
        assert at >= 0, f"{text} is not printed"
        return printed[at : at + len(text.replace(" ", ""))]

    def has(self, text: str, page: int | None = None) -> bool:
        return text in "".join(glyph.text for glyph in self.glyphs if page in (None, glyph.page))

    def lines(self, page: int, size: float = 16) -> list[list[Glyph]]:
        """The lines of characters of one size on a page, from the top."""
        rows: dict[float, list[Glyph]] = {}
        for glyph in self.glyphs:
            if glyph.page == page and abs(glyph.size - size) < 0.1:
                key = next((b for b in rows if abs(b - glyph.baseline) < 1), glyph.baseline)
                rows.setdefault(key, []).append(glyph)
        return [sorted(rows[baseline], key=lambda glyph: glyph.x) for baseline in sorted(rows)]

    def rules(self, page: int, at_least: float = 150) -> list[Shape]:
        """Horizontal rules of a page, from the top."""
        found = [s for s in self.shapes if s.page == page and s.width > at_least and s.thickness < 3]
        return sorted(found, key=lambda shape: shape.top)


@lru_cache(maxsize=64)
def measured(paper: Paper) -> Measured:
    """The paper as PDF, measured; kept, since many tests look at the same one."""
    return Measured(render_pdf(paper, font_book()))


def ink(glyphs: Sequence[Glyph]) -> Shape:
    """The box around the ink of these glyphs."""
    return Shape(
        glyphs[0].page,
        min(glyph.left for glyph in glyphs),
        min(glyph.top for glyph in glyphs),
        max(glyph.right for glyph in glyphs),
        max(glyph.bottom for glyph in glyphs),
    )


def _glyphs(page: pypdfium2.PdfPage, number: int) -> list[Glyph]:
    text = page.get_textpage()
    height = page.get_height()
    found = []
    high = 0
    for i in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, i)
        if 0xD800 <= code < 0xDC00:  # the first half of a character beyond the basic plane
            high = code
            continue
        character = chr(0x10000 + (high - 0xD800) * 0x400 + code - 0xDC00 if 0xDC00 <= code < 0xE000 else code)
        if character.isspace() or raw.FPDFText_IsGenerated(text, i):
            continue
        left, bottom, right, top = text.get_charbox(i)
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(text, i, x, y)
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        raw.FPDFText_GetFillColor(text, i, red, green, blue, alpha)
        name = ctypes.create_string_buffer(200)
        raw.FPDFText_GetFontInfo(text, i, name, 200, ctypes.c_int())
        found.append(
            Glyph(
                character,
                number,
                x.value * PT,
                (height - y.value) * PT,
                left * PT,
                (height - top) * PT,
                right * PT,
                (height - bottom) * PT,
                raw.FPDFText_GetFontSize(text, i),
                name.value.decode(),
                (red.value, green.value, blue.value),
            )
        )
    return found


def _shapes(page: pypdfium2.PdfPage, number: int) -> list[Shape]:
    """Paths; a stroked line is as thick as its stroke, which pdfium's box holds twice on every side."""
    height = page.get_height()
    found = []
    for item in page.get_objects():
        if item.type != raw.FPDF_PAGEOBJ_PATH:
            continue
        left, bottom, right, top = item.get_bounds()
        stroke = ctypes.c_float()
        fill, stroked = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, fill, stroked)
        if stroked.value:
            raw.FPDFPageObj_GetStrokeWidth(item, stroke)
            spare = stroke.value / 2
            left, right, top, bottom = left + stroke.value, right - stroke.value, top - spare, bottom + spare
        found.append(Shape(number, left * PT, (height - top) * PT, right * PT, (height - bottom) * PT))
    return found
