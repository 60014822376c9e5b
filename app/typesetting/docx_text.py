"""Title, recipients, text, tables, 附件说明, lists and annexes in DOCX (LAY-B01 to LAY-B07, LAY-B16, LAY-X07)."""

from typing import Any

from docx.document import Document
from docx.text.paragraph import Paragraph

from app.typesetting.docx_runs import CENTER, JUSTIFY, WIDTH_PT, column_widths, element, indent, lined, write
from app.typesetting.fonts import Role

_HEADS = (Role.HEI, Role.KAI)
_TITLE_LINE_PT = 32.0
_NUMBER_CELLS = 1.5


def title(document: Document, lines: list[str], pitch: float) -> None:
    """Each line of the title as its own centred paragraph, one empty line below."""
    for one in lines:
        line = lined(document.add_paragraph(), _TITLE_LINE_PT)
        line.alignment = CENTER
        write(line, one, Role.TITLE, 22, spacing=0)
    if lines:
        lined(document.add_paragraph(), pitch)


def flush(document: Document, text: str, pitch: float, role: Role = Role.TEXT) -> Paragraph:
    """A line without indent."""
    line = lined(document.add_paragraph(), pitch)
    write(line, text, role)
    return line


def body(document: Document, blocks: list[dict[str, Any]], pitch: float) -> Paragraph | None:
    """The text; gives its last paragraph."""
    last = None
    for block in blocks:
        if block["kind"] == "table":
            _table(document, block)
            continue
        last = indent(lined(document.add_paragraph(), pitch), firstLine=2)
        last.alignment = JUSTIFY
        if block["head"]:
            write(last, block["head"], _HEADS[block["level"] - 1])
        if block["rest"]:
            write(last, block["rest"])
    return last


def notes(document: Document, described: list[dict[str, str]], pitch: float) -> list[Paragraph]:
    """附件说明, one empty line below the text; wraps stand under the title (LAY-B07)."""
    if not described:
        return []
    paragraphs = [lined(document.add_paragraph(), pitch)]
    for i, note in enumerate(described):
        number = _NUMBER_CELLS if note["number"] else 0.0
        line = lined(document.add_paragraph(), pitch)
        hanging = number + (3 if i == 0 else 0)
        indent(line, left=5 + number, hanging=hanging)
        label = "附件：" if i == 0 else ""
        write(line, f"{label}{note['number'].strip()}" + ("\t" if number else ""))
        write(line, note["text"])
        paragraphs.append(line)
    return paragraphs


def lists(document: Document, described: list[dict[str, Any]], pitch: float) -> None:
    """出席, 请假, 列席 with wraps after the colon (LAY-X07)."""
    for i, one in enumerate(described):
        if i == 0:
            lined(document.add_paragraph(), pitch)
        line = indent(lined(document.add_paragraph(), pitch), left=5, hanging=3)
        write(line, f"{one['label']}：", Role.HEI)
        write(line, "".join(one["names"]))


def attachments(document: Document, described: list[dict[str, Any]], pitch: float) -> None:
    """Every annex on a new page: 附件 and number on line 1, the title on line 3 (LAY-B16)."""
    for one in described:
        label = flush(document, one["label"], pitch, Role.HEI)
        label.paragraph_format.page_break_before = True
        lined(document.add_paragraph(), pitch)
        title(document, one["title"], pitch)
        body(document, one["body"], pitch)


def _table(document: Document, block: dict[str, Any]) -> None:
    if block["caption"]:
        caption = lined(document.add_paragraph())
        caption.alignment = CENTER
        caption.paragraph_format.keep_with_next = True
        write(caption, block["caption"], Role.HEI)
    rows = block["rows"]
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    whole = sum(block["columns"])
    column_widths(table, [WIDTH_PT * share / whole for share in block["columns"]])
    for number, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.vertical_alignment = 1
            line = lined(cell.paragraphs[0], 22)
            line.alignment = CENTER
            write(line, text, Role.HEI if number == 0 else Role.TEXT, 14, spacing=0)
    if block["repeats"]:
        _repeat_head(table)


def _repeat_head(table: Any) -> None:
    table.rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))
