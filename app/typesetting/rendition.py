"""What typesetting gives back: the bytes, and everything a reader of the file could not see from them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Substitution:
    """Another typeface than the one the standard asks for (LAY-S01).

    ``characters`` is empty if it serves for the whole role, else these alone were taken from it. ``used`` None: no
    typeface at hand has them, and 〓 is printed in their stead.
    """

    role: str
    wanted: str
    used: str | None
    characters: str = ""


@dataclass(frozen=True, slots=True)
class SealPlace:
    """Where a seal or stamp belongs, kept free (LAY-S03): page from 1, centre and size in millimetres from the top left."""

    page: int
    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    whose: str


@dataclass(frozen=True, slots=True)
class Rendition:
    """A typeset document. ``pages`` and ``seal_places`` are those of the PDF; in a word processor they may shift."""

    content: bytes
    media_type: str
    substitutions: tuple[Substitution, ...]
    pages: int
    seal_places: tuple[SealPlace, ...] = ()
    adjustments: tuple[str, ...] = ()
    """What was done to make it fit, in Chinese: 主送机关移至版记, 调整行距 (LAY-B03, LAY-B14, LAY-H05)."""
