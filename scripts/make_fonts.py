"""Cut the shipped typefaces to what official documents need: ``python -m scripts.make_fonts FOLDER [NAME…]``.

FOLDER holds the unpacked Debian packages ``texlive-lang-chinese`` (Fandol 0.3) and ``fonts-noto-cjk`` (Noto Serif CJK 2.000).
Outlines, names and licences stay as they are; characters without use in a Chinese official document are left out.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

TARGET = Path(__file__).resolve().parents[1] / "app" / "typesetting" / "fonts"
SIMPLIFIED_CHINESE = 2  # the face of the Noto collections that follows mainland forms


def _gb2312() -> set[int]:
    cells = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return {ord(text) for cell in cells if (text := cell.decode("gb2312", "ignore"))}


def _span(first: int, last: int) -> set[int]:
    return set(range(first, last + 1))


LATIN = _span(0x20, 0x17F)
SYMBOLS = _span(0x2000, 0x2BFF) | _span(0x3000, 0x33FF) | _span(0xFE10, 0xFE4F) | _span(0xFF00, 0xFFEF)
HAN = _span(0x3400, 0x4DBF) | _span(0x4E00, 0x9FFF) | _span(0xF900, 0xFAFF) | _span(0x20000, 0x323AF)
DIGITS = _span(0x20, 0x7E) | {0x2014, 0x2013, 0xB7, 0x3000}
COMMON = LATIN | SYMBOLS | _gb2312()

WANTED = {
    "FandolFang-Regular.otf": COMMON | HAN,
    "FandolKai-Regular.otf": COMMON | HAN,
    "FandolHei-Regular.otf": COMMON | HAN,
    "FandolSong-Regular.otf": DIGITS,
    "NotoSerifCJK-Regular.ttc": COMMON | HAN | _span(0x370, 0x3FF) | _span(0x400, 0x4FF),
    "NotoSerifCJK-Bold.ttc": COMMON,
}
TEXT = ("FandolFang-Regular.otf", "FandolKai-Regular.otf", "FandolHei-Regular.otf")
FALLBACK = "NotoSerifCJK-Regular.ttc"  # asked only for what the text faces lack, so it carries nothing else
NAMES = {
    "NotoSerifCJK-Regular.ttc": "NotoSerifCJKsc-Regular.otf",
    "NotoSerifCJK-Bold.ttc": "NotoSerifCJKsc-Bold.otf",
}


def cut(source: Path, target: Path, characters: set[int]) -> None:
    """Write ``source`` with these characters only; no time of making, so that equal input gives equal bytes."""
    number = SIMPLIFIED_CHINESE if source.suffix == ".ttc" else -1
    font = TTFont(source, fontNumber=number, recalcTimestamp=False)
    options = subset.Options(layout_features=["kern", "palt", "halt", "locl"], name_IDs=["*"], notdef_outline=True)
    options.drop_tables += ["VORG", "vhea", "vmtx"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    font.save(target)


def covered_by(paths: list[Path]) -> set[int]:
    """Characters that every one of these faces has."""
    return set.intersection(*(set(TTFont(path, lazy=True).getBestCmap()) for path in paths))


def main() -> int:
    found = {path.name: path for path in Path(sys.argv[1]).rglob("*.[ot]t[fc]")}
    text_faces = covered_by([found[name] for name in TEXT])
    for name in sys.argv[2:] or WANTED:
        characters = WANTED[name] - text_faces if name == FALLBACK else WANTED[name]
        cut(found[name], TARGET / NAMES.get(name, name), characters)
    return 0


if __name__ == "__main__":
    sys.exit(main())
