"""版头 in DOCX: 文件, 纪要, 命令 in the text, 信函 in the header of its first page (LAY-H, LAY-X)."""

from typing import Any

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from app.typesetting.docx_runs import (
    CELL_PT,
    CENTER,
    LINE_PT,
    RED,
    WIDTH_PT,
    border,
    cell_margins,
    column_widths,
    element,
    lined,
    mm,
    write,
)
from app.typesetting.fonts import Role
from app.typesetting.title import width

MARK_PT = 54.0
_JOINT_PT = 40.0
_RULE_SPACE_PT = 11  # 4 mm less what the exact line leaves below the characters is not to be had; 11 pt are 3.9 mm
_LEAD_PT = LINE_PT - 16
_LINE_MM = LINE_PT / 72 * 25.4


def document_head(document: Document, described: dict[str, Any]) -> None:
    """份号, 密级, 紧急程度; 标志 35 mm (命令: 20 mm) below the top of the 版心; number; red rule."""
    is_order = described["layout"] == "order"
    used = _left_fields(document, described["left_fields"])
    room = (20.0 if is_order else 35.0) - used * _LINE_MM
    if described["preprinted"] is None:
        _mark(document, described["mark"], described["mark_scale"], room)
        if described["number"] or not _may_lack_number(described):
            _two_lines(document)
    else:
        rows = max(1, -(-len(described["signers"]) // 2))
        to_number = described["preprinted"] - 37 - used * _LINE_MM
        lift = 2 * _LINE_MM if is_order else -4 - rows * _LINE_MM
        _space(document, to_number + lift)
    _number(document, described, with_rule=not is_order and described["preprinted"] is None)
    _two_lines(document)


def letter_head(document: Document, described: dict[str, Any]) -> None:
    """标志 and double rule in the header of page 1; fields on the left, number on the right below it."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header_distance = Mm(30)
    header = section.first_page_header
    header.is_linked_to_previous = False
    if described["preprinted"] is None:
        mark = header.paragraphs[0]
        _mark_text(mark, described["mark"]["names"][0], described["mark_scale"])
        border(mark, "bottom", "thickThinMediumGap", 36, _RULE_SPACE_PT)
        mark.paragraph_format.left_indent, mark.paragraph_format.right_indent = Mm(-8), Mm(-6)
    else:
        lined(header.paragraphs[0], max(mm(described["preprinted"] - 30), 1.0))
    fields = described["left_fields"] or [{"text": "", "role": "text"}]
    for i, field in enumerate(fields):
        line = lined(document.add_paragraph())
        if i == 0:
            line.paragraph_format.space_before = Pt(14)  # 7/8 of a 3号 character (LAY-X03)
        write(line, field["text"], Role(field["role"]))
        if i == 0:
            line.paragraph_format.tab_stops.add_tab_stop(Pt(WIDTH_PT), alignment=2)
            write(line, f"\t{described['number']}")
    _two_lines(document)


def letter_foot_rule(paragraph: Paragraph) -> None:
    """The second double rule, thin above thick, 20 mm from the bottom of the sheet (LAY-X02)."""
    lined(paragraph, 2)
    border(paragraph, "bottom", "thinThickMediumGap", 36, 0)
    paragraph.paragraph_format.left_indent, paragraph.paragraph_format.right_indent = Mm(-8), Mm(-6)


def _may_lack_number(described: dict[str, Any]) -> bool:
    return bool(described["layout"] == "minutes")


def _two_lines(document: Document) -> None:
    """空二行: two lines to the upper edge of the characters below, which an exact line sets at its lower end."""
    lined(document.add_paragraph())
    lined(document.add_paragraph(), LINE_PT - _LEAD_PT)


def _space(document: Document, millimetres: float) -> None:
    if millimetres > 0:
        lined(document.add_paragraph(), mm(millimetres))


def _left_fields(document: Document, fields: list[dict[str, Any]]) -> int:
    """The fields in their lines; tells how many lines they took."""
    lines = max((field["line"] + 1 for field in fields), default=0)
    by_line = {field["line"]: field for field in fields}
    for number in range(lines):
        line = lined(document.add_paragraph())
        if number in by_line:
            write(line, by_line[number]["text"], Role(by_line[number]["role"]))
    return lines


def _mark(document: Document, mark: dict[str, Any], scale: float, room_mm: float) -> None:
    if len(mark["names"]) > 1:
        _space(document, room_mm)
        _joint_mark(document, mark, scale)
        return
    line = document.add_paragraph()
    _mark_text(line, mark["names"][0] + mark["suffix"], scale)
    line.paragraph_format.space_before = Pt(max(0.0, mm(room_mm) if room_mm > 0 else 0.0))


def _mark_text(line: Paragraph, text: str, scale: float) -> None:
    """The name in red, spread over or narrowed to the width of the 版心."""
    size = MARK_PT * scale
    natural = width(text) * size
    gaps = max(1, len(text) - 1)
    spare = max(0.0, min(size * 0.45, (WIDTH_PT * 0.94 - natural) / gaps))
    lined(line, size * 1.1)
    line.alignment = CENTER
    run = write(line, text, Role.TITLE, size, spacing=round(spare * 20))
    run.font.color.rgb = RED
    if natural > WIDTH_PT:
        narrowed = element("w:w", val=max(33, int(WIDTH_PT / natural * 100)))
        run._r.get_or_add_rPr().insert_element_before(narrowed, "w:kern", "w:position", "w:sz")


def _joint_mark(document: Document, mark: dict[str, Any], scale: float) -> None:
    """One name a line, spread to equal widths, 文件 beside them at half height (LAY-H05)."""
    names, suffix = mark["names"], mark["suffix"]
    longest = max(width(name) for name in names)
    tail = width(suffix) + 0.6 if suffix else 0.0
    size = min(_JOINT_PT, mm(152) / ((longest + tail) * 0.75)) * scale
    squeeze = min(1.0, mm(152) / ((longest + tail) * size))
    table = document.add_table(rows=len(names), cols=2 if suffix else 1)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    cell_margins(table)
    widths = [longest * size * squeeze + 6, tail * size * squeeze + 6]
    for row, name in zip(table.rows, names, strict=True):
        line = lined(row.cells[0].paragraphs[0], size * 1.42)
        line._p.get_or_add_pPr().get_or_add_jc().set(qn("w:val"), "distribute")
        _narrow(write(line, name, Role.TITLE, size, spacing=0), squeeze)
    if suffix:
        merged = table.cell(0, 1).merge(table.cell(len(names) - 1, 1))
        merged.vertical_alignment = 1
        line = lined(merged.paragraphs[0], size * 1.42)
        line.alignment = CENTER
        _narrow(write(line, suffix, Role.TITLE, size, spacing=0), squeeze)
    column_widths(table, widths if suffix else widths[:1])


def _narrow(run: Any, share: float) -> None:
    run.font.color.rgb = RED
    if share < 1:
        run._r.get_or_add_rPr().insert_element_before(
            element("w:w", val=int(share * 100)), "w:kern", "w:position", "w:sz"
        )


def _number(document: Document, described: dict[str, Any], *, with_rule: bool) -> None:
    """发文字号 centred, or to the left of the last 签发人; the red rule 4 mm below (LAY-H06 to LAY-H10)."""
    signers = described["signers"]
    if not signers:
        line = lined(document.add_paragraph())
        line.alignment = CENTER
        write(line, described["number"])
    else:
        line = _signer_lines(document, described["number"], signers)
    if with_rule:
        border(line, "bottom", "single", 12, _RULE_SPACE_PT)


def _signer_lines(document: Document, number: str, signers: list[str]) -> Paragraph:
    rows = [signers[i : i + 2] for i in range(0, len(signers), 2)]
    columns = [max(width(row[i]) for row in rows if len(row) > i) for i in range(len(rows[0]))]
    starts = [28 - 1 - sum(columns) - (len(columns) - 1)]
    if len(columns) > 1:
        starts.append(starts[0] + columns[0] + 1)
    stops = [1, starts[0] - 4, *starts]
    for i, row in enumerate(rows):
        line = lined(document.add_paragraph())
        for stop in stops:
            line.paragraph_format.tab_stops.add_tab_stop(Pt(stop * CELL_PT))
        write(line, f"\t{number}" if i == len(rows) - 1 else "\t")
        write(line, "\t签发人：" if i == 0 else "\t")
        for name in row:
            write(line, f"\t{name}" if i or name is not row[0] else name, Role.KAI)
    return line
