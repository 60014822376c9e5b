"""OFD (GB/T 33190): the text objects of every page, after those of the page's template (红头 and page frames)."""

import posixpath
from collections.abc import Iterator
from pathlib import Path

from app.services.attachments.archive import Archive, open_archive
from app.services.attachments.reading.tidy import first, join_lines
from app.services.attachments.safexml import Element, scan

MOST_PAGES = 500
SAME_LINE = 1.0
"""Two objects whose upper edges differ by less, in millimetres, stand in one line."""


def read(path: Path, limit: int) -> str:
    with open_archive(path) as archive:
        return first(_pages(archive), limit, "\f")


def _pages(archive: Archive) -> Iterator[str]:
    left = MOST_PAGES
    for root in _elements(archive, "OFD.xml", "DocRoot"):
        base = _resolve("", root.text)
        listed = _elements(archive, base, "TemplatePage", "Page")
        places = [(item.name, item.attributes.get("ID"), item.attributes.get("BaseLoc", "")) for item in listed]
        templates = {number: _resolve(base, place) for name, number, place in places if name == "TemplatePage"}
        for _, _, place in [item for item in places if item[0] == "Page"][:left]:
            left -= 1
            yield join_lines(_page(archive, _resolve(base, place), templates))


def _page(archive: Archive, name: str, templates: dict[str | None, str]) -> str:
    used = (item.attributes.get("TemplateID") for item in _elements(archive, name, "Template"))
    return "\n".join(_text(archive, part) for part in [*(templates[one] for one in used if one in templates), name])


def _text(archive: Archive, name: str) -> str:
    """Text objects in their order; one that stands at the height of the one before continues its line."""
    pieces: list[str] = []
    codes: list[str] = []
    height: float | None = None
    for element in _elements(archive, name, "TextCode", "TextObject"):
        if element.name == "TextCode":
            codes.append(element.text.strip("\r\n"))
            continue
        top = _top(element.attributes.get("Boundary", ""))
        if pieces and (height is None or top is None or abs(top - height) >= SAME_LINE):
            pieces.append("\n")
        pieces += codes
        codes, height = [], top
    return "".join(pieces)


def _top(boundary: str) -> float | None:
    """The upper edge out of "x y width height"."""
    try:
        return float(boundary.split()[1])
    except (IndexError, ValueError):
        return None


def _elements(archive: Archive, name: str, *wanted: str) -> list[Element]:
    found: list[Element] = []
    scan(archive.read(name), frozenset(wanted), found.append)
    return found


def _resolve(base: str, place: str) -> str:
    """A place (ST_Loc) as the name of an entry: from the root if it begins with a slash, else from the naming file."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(base), place.strip())).lstrip("/")
