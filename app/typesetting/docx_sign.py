"""署名, 成文日期, room for seals and 附注 in DOCX (LAY-B08 to LAY-B15)."""

from typing import Any

from docx.document import Document
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from app.typesetting.docx_runs import (
    CELL_PT,
    CENTER,
    RIGHT,
    WIDTH_PT,
    cell_margins,
    column_widths,
    element,
    indent,
    lined,
    mm,
    write,
)
from app.typesetting.title import width

_STAMP_CELLS = mm(40) / CELL_PT
_STAMP_MM = 20.0
_ROW_GAP_MM = 2.0


def sign(document: Document, described: dict[str, Any], pitch: float) -> list[Paragraph]:
    """What ends the document; the paragraphs, to be kept together on one page."""
    how = described["kind"]
    if how == "sealed" and len(described["issuers"]) > 1:
        return _joint(document, described, pitch)
    if how == "sealed":
        return _sealed(document, described, pitch)
    if how == "unsealed":
        return _unsealed(document, described, pitch)
    return _stamped(document, described, pitch) if how == "stamped" else []


def note(document: Document, text: str, pitch: float) -> None:
    """附注 on the line below the date (LAY-B15)."""
    if text:
        write(indent(lined(document.add_paragraph(), pitch), left=2), text)


def _line(document: Document, text: str, pitch: float, right: float) -> Paragraph:
    line = indent(lined(document.add_paragraph(), pitch), right=max(0.0, right))
    line.alignment = RIGHT
    write(line, text)
    return line


def _sealed(document: Document, described: dict[str, Any], pitch: float) -> list[Paragraph]:
    """署名 centred over the date, which is four 字 from the right; empty lines for the seal above (LAY-B08)."""
    name, day = described["issuers"][0], described["date"]
    paragraphs = [lined(document.add_paragraph(), pitch) for _ in range(described["blanks"])]
    centre = max(4 + width(day) / 2, width(name) / 2)
    paragraphs.append(_line(document, name, pitch, centre - width(name) / 2))
    paragraphs.append(_line(document, day, pitch, centre - width(day) / 2))
    return paragraphs


def _joint(document: Document, described: dict[str, Any], pitch: float) -> list[Paragraph]:
    """A table with a cell for every seal; the last holds the date as well (LAY-B09)."""
    names, day = described["issuers"], described["date"]
    columns = 2 if len(names) in (2, 4) or max(width(name) for name in names) > 8 else 3
    rows = -(-len(names) // columns)
    spacer = lined(document.add_paragraph(), 6)
    table = document.add_table(rows=rows, cols=columns)
    cell_margins(table)
    centre = WIDTH_PT - (4 + width(day) / 2) * CELL_PT
    wide = min(2 * (WIDTH_PT - centre), (centre + WIDTH_PT - centre) / columns)
    table._tbl.tblPr.append(element("w:tblInd", w=round(max(0.0, centre + wide / 2 - wide * columns) * 20), type="dxa"))
    last_row = len(names) - (rows - 1) * columns
    for i, name in enumerate(names):
        row, column = divmod(i, columns)
        shift = columns - last_row if row == rows - 1 else 0
        cell = table.cell(row, column + shift)
        cell.vertical_alignment = 1
        _centred(cell.paragraphs[0], name, pitch)
        if i == len(names) - 1:
            _centred(cell.add_paragraph(), day, pitch)
    for row in table.rows:
        row.height, row.height_rule = Mm(described["seal_mm"] + _ROW_GAP_MM), 2
    column_widths(table, [wide] * columns)
    return [spacer, spacer]


def _centred(line: Paragraph, text: str, pitch: float) -> None:
    lined(line, pitch).alignment = CENTER
    line.paragraph_format.keep_with_next = True
    write(line, text)


def _unsealed(document: Document, described: dict[str, Any], pitch: float) -> list[Paragraph]:
    """署名 two 字 from the right, the date begins two 字 further right (LAY-B10, LAY-B11)."""
    day = described["date"]
    widest = max(width(name) for name in described["issuers"])
    start = 28 - 2 - width(day) - 2 if width(day) > widest else 28 - 2 - widest
    paragraphs = [lined(document.add_paragraph(), pitch)]
    for text, at in [*((name, start) for name in described["issuers"]), (day, start + 2)]:
        line = indent(lined(document.add_paragraph(), pitch), left=max(0.0, at))
        write(line, text)
        paragraphs.append(line)
    return paragraphs


def _stamped(document: Document, described: dict[str, Any], pitch: float) -> list[Paragraph]:
    """Post titles, each with the room of its stamp to the right; the date one empty line below (LAY-B12)."""
    paragraphs = [lined(document.add_paragraph(), pitch) for _ in range(2)]
    for one in described["stamps"]:
        line = _line(document, one["post"], mm(_STAMP_MM + _ROW_GAP_MM), 4 + _STAMP_CELLS + 2)
        paragraphs.append(line)
    paragraphs.append(lined(document.add_paragraph(), pitch))
    paragraphs.append(_line(document, described["date"], pitch, 4))
    return paragraphs
