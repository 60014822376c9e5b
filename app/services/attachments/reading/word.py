"""DOCX: headers, body, notes and footers, in that order; tables row by row.

Paragraphs are taken from the XML rather than by the rows and cells of python-docx, which take time in the square of the
size of a table. Deleted text (a tracked change) lies in elements of another name and so stays out.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.package import Package

from app.services.attachments.reading.tidy import first

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""The same text box once more, for older programs."""

_PARAGRAPH, _TEXT = qn("w:p"), qn("w:t")
_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}
_BEFORE = (RELATIONSHIP_TYPE.HEADER,)
_AFTER = (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES, RELATIONSHIP_TYPE.FOOTER)


def read(path: Path, limit: int) -> str:
    with path.open("rb") as file:
        main = Package.open(file).main_document_part  # docx.Document() would refuse a document with macros
    return first(_paragraphs(main), limit)


def _paragraphs(main: Any) -> Iterator[str]:
    for part in [*_related(main, _BEFORE), main, *_related(main, _AFTER)]:
        root = part.element if isinstance(part, XmlPart) else parse_xml(part.blob)
        for double in list(root.iter(_FALLBACK)):
            double.getparent().remove(double)
        for paragraph in root.iter(_PARAGRAPH):
            if text := "".join(_runs(paragraph)):
                yield text


def _related(main: Any, types: tuple[str, ...]) -> Iterator[Any]:
    for wanted in types:
        for relationship in main.rels.values():
            if relationship.reltype == wanted and not relationship.is_external:
                yield relationship.target_part


def _runs(element: Any) -> Iterator[str]:
    """Text below an element; a text box holds paragraphs of its own, which come later."""
    for child in element:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif child.tag != _PARAGRAPH:
            yield from _runs(child)
