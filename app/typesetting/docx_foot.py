"""版记 in DOCX: a box anchored to the bottom of the 版心 of the page it ends on (LAY-F01 to LAY-F06, LAY-X04)."""

from math import ceil
from typing import Any

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from app.typesetting.docx_runs import CELL_PT, WIDTH_PT, border, indent, lined, write
from app.typesetting.title import width

_LINE_PT = 26.0
_FOUR_PT = 14.0
_RULE_PT = 1.0
_RULE_ROOM_PT = 3.0  # some word processors add the weight of the rule; the lines stand at the foot of the box anyway
_EMU = 12700
_THICK, _THIN = 8, 6  # eighths of a point: 0.35 mm and 0.26 mm (LAY-F01)
_BOX = (
    '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0" '
    'layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>'
    '<wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>'
    '<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>'
    '<wp:extent cx="{wide}" cy="{high}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>'
    '<wp:docPr id="900" name="foot block" descr="版记"/><wp:cNvGraphicFramePr/>'
    '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
    "<wps:txbx><w:txbxContent/></wps:txbx>"
    '<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"><a:noAutofit/></wps:bodyPr>'
    "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
)


def foot(document: Document, described: dict[str, str], *, is_letter: bool) -> None:
    """主送 moved here, 抄送, 印发 with their rules; a letter has neither rules nor a 印发 line."""
    lists = [(label, described[key]) for label, key in (("主送", "recipients"), ("抄送", "cc")) if described[key]]
    has_print_line = bool(described["print_org"]) and not is_letter
    if not lists and not has_print_line:
        return
    lines: list[Paragraph] = []
    if not is_letter:
        lines.append(_rule(document, _THICK))
    lines += [_names(document, label, names) for label, names in lists]
    if lists and has_print_line:
        lines.append(_rule(document, _THIN))
    if has_print_line:
        lines.append(_printed(document, described))
    if not is_letter:
        lines.append(_rule(document, _THICK))
    rules = 0 if is_letter else 2 + (bool(lists) and has_print_line)
    height = sum(_lines_of(names) for _, names in lists) * _LINE_PT + has_print_line * _LINE_PT + rules * _RULE_ROOM_PT
    _box(document, lines, height)


def _box(document: Document, lines: list[Paragraph], height: float) -> None:
    """Move the lines into a box that hangs on one last, nearly empty line."""
    drawing = parse_xml(_BOX.format(wide=round(WIDTH_PT * _EMU), high=round(height * _EMU)))
    content: Any = drawing.find(f".//{qn('w:txbxContent')}")
    for line in lines:
        content.append(line._p)
    anchor = lined(document.add_paragraph(), 1)
    anchor.add_run()._r.append(drawing)


def _lines_of(names: str) -> int:
    """How many lines a list takes: 1 字 empty on both sides, 3 for the label."""
    return ceil(width(names) / (WIDTH_PT / _FOUR_PT - 5))


def _names(document: Document, label: str, names: str) -> Paragraph:
    line = _four(document, left=4, hanging=3, right=1)
    write(line, f"{label}：{names}", size=_FOUR_PT, spacing=0)
    return line


def _printed(document: Document, described: dict[str, str]) -> Paragraph:
    line = _four(document, left=1, right=1)
    line.paragraph_format.tab_stops.add_tab_stop(Pt(WIDTH_PT - _FOUR_PT), alignment=2)
    write(line, f"{described['print_org']}\t{described['print_date']}", size=_FOUR_PT, spacing=0)
    return line


def _four(document: Document, **cells: float) -> Paragraph:
    """A line with indents in 字 of 4号."""
    line = lined(document.add_paragraph(), _LINE_PT)
    return indent(line, **{side: count * _FOUR_PT / CELL_PT for side, count in cells.items()})


def _rule(document: Document, eighths: int) -> Paragraph:
    """A rule as wide as the 版心, as a line of its own: the rules of indented text would be shorter."""
    line = lined(document.add_paragraph(), _RULE_PT)
    border(line, "bottom", "single", eighths, 0, "000000")
    return line
