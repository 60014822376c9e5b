"""Words of WordprocessingML that python-docx has no name for: faces by role, character spacing, borders, fields, frames."""

from collections.abc import Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from app.typesetting.fonts import LICENSED, Role

RED = RGBColor(0xE6, 0x00, 0x12)
CELL_PT = 15.75
"""One 字 in a word processor: 16 pt type, spaced by −0.25 pt, so that 28 fit 156 mm (LAY-P11)."""
SPACING_TWENTIETHS = -5
LINE_PT = 28.95
"""Exact line spacing; 22 lines never overflow 225 mm (LAY-P12)."""
WIDTH_PT = 156 / 25.4 * 72
RIGHT, CENTER, LEFT = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
JUSTIFY = WD_ALIGN_PARAGRAPH.JUSTIFY
_AFTER_SPACING = ("w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:jc", "w:outlineLvl", "w:rPr")
_AFTER_SNAP = ("w:snapToGrid", *_AFTER_SPACING)
_AFTER_BORDER = ("w:shd", "w:tabs", "w:autoSpaceDE", "w:autoSpaceDN", *_AFTER_SNAP)


def element(name: str, **attributes: str | int) -> Any:
    """An XML element of the ``w:`` namespace with its ``w:`` attributes."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def write(
    paragraph: Paragraph, text: str, role: Role = Role.TEXT, size: float = 16, *, spacing: int = SPACING_TWENTIETHS
) -> Any:
    """Add text in the face of a role; ``spacing`` is in twentieths of a point between characters."""
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    properties = run._r.get_or_add_rPr()
    faces = properties.get_or_add_rFonts()
    for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
        faces.set(qn(f"w:{slot}"), LICENSED[role][0])
    faces.set(qn("w:hint"), "eastAsia")
    if spacing:
        properties.insert_element_before(element("w:spacing", val=spacing), "w:w", "w:kern", "w:position", "w:sz")
    return run


def lined(paragraph: Paragraph, pitch: float = LINE_PT) -> Paragraph:
    """Exact line spacing, nothing before or after, no widow control: the grid of 22 lines."""
    shape = paragraph.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)
    shape.space_before = shape.space_after = Pt(0)
    shape.widow_control = False
    properties = paragraph._p.get_or_add_pPr()
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):  # nothing between characters and digits: 28 cells a line
        properties.insert_element_before(element(name, val=0), *_AFTER_SNAP)
    if pitch != LINE_PT:
        properties.insert_element_before(element("w:snapToGrid", val=0), *_AFTER_SPACING)
    return paragraph


def indent(paragraph: Paragraph, **characters: float) -> Paragraph:
    """Indents in 字: ``left``, ``right``, ``firstLine``, ``hanging``; written in both units, so that they follow the face."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_ind()
    for side, count in characters.items():
        properties.set(qn(f"w:{side}Chars"), str(round(count * 100)))
        properties.set(qn(f"w:{side}"), str(round(count * CELL_PT * 20)))
    return paragraph


def border(paragraph: Paragraph, side: str, style: str, eighths: int, space: int, color: str = "E60012") -> None:
    """A rule above or below a paragraph; ``space`` is in points, at most 31."""
    properties = paragraph._p.get_or_add_pPr()
    borders = element("w:pBdr")
    borders.append(element(f"w:{side}", val=style, sz=eighths, space=space, color=color))
    properties.insert_element_before(borders, *_AFTER_BORDER)


def page_number(paragraph: Paragraph) -> None:
    """``— 1 —`` in 4号 宋体, the number a field (LAY-N01)."""
    write(paragraph, "— ", Role.SONG, 14, spacing=0)
    run = write(paragraph, "", Role.SONG, 14, spacing=0)
    for kind in ("begin", "separate", "end"):
        run._r.append(element("w:fldChar", fldCharType=kind))
        if kind == "begin":
            code = element("w:instrText")
            code.text = " PAGE "
            run._r.append(code)
    write(paragraph, " —", Role.SONG, 14, spacing=0)


def column_widths(table: Any, points: Sequence[float]) -> None:
    """The widths of all columns, in the grid and in every cell: word processors read the one or the other."""
    table.autofit = False
    for column, wide in zip(table.columns, points, strict=True):
        column.width = Pt(wide)
    for row in table.rows:
        for cell, wide in zip(row.cells, points, strict=True):
            cell.width = Pt(wide)


def cell_margins(table: Any, twips: int = 0) -> None:
    """The same inner margin left and right in all cells."""
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w=twips, type="dxa"))
    table._tbl.tblPr.append(margins)


def mm(value: float) -> float:
    """Millimetres as points."""
    return float(Mm(value).pt) if value >= 0 else -float(Mm(-value).pt)
