"""A paper as DOCX: the same figures, with the faces of the standard by name, for the office's own word processor."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from app.typesetting import docx_foot, docx_head, docx_sign, docx_text
from app.typesetting.describe import PITCH_PT, describe
from app.typesetting.docx_runs import LEFT, LINE_PT, RIGHT, element, indent, lined, page_number, write
from app.typesetting.fonts import FontBook
from app.typesetting.inventory import verbatim
from app.typesetting.paper import Paper
from app.typesetting.pdf import seal_places
from app.typesetting.rendition import Rendition
from app.typesetting.settle import settle
from app.typesetting.watermark import WATERMARK

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FOOTER_MM = 24.9  # so that the dash of the page number comes 7 mm below the 版心 (LAY-N02)
_LETTER_FOOTER_MM = 20.0
_EPOCH = (1980, 1, 1, 0, 0, 0)


def render_docx(paper: Paper, fonts: FontBook) -> Rendition:
    """Write a paper as DOCX; what had to be changed to make it fit is taken from the PDF of the same paper.

    Nothing is substituted: the faces of the standard are named, and the machine that opens the file must have them.
    Blocks like `render_pdf`. The same paper gives the same bytes.
    """
    settled = settle(paper, fonts)
    arrangement = settled.arrangement
    described = describe(paper, fonts, arrangement, verbatim)
    pitch = LINE_PT if arrangement.pitch == PITCH_PT else arrangement.pitch
    document = docx.Document()
    _page(document, described)
    _content(document, described, pitch)
    _properties(document, described)
    content = _bytes(document)
    pages, places = settled.typeset.pages, seal_places(settled.typeset)
    return Rendition(content, MEDIA_TYPE, (), pages, places, settled.adjustments)


def _content(document: Document, described: dict[str, Any], pitch: float) -> None:
    is_letter = described["layout"] == "letter"
    (docx_head.letter_head if is_letter else docx_head.document_head)(document, described)
    docx_text.title(document, described["title"], pitch)
    if described["recipients"]:
        docx_text.flush(document, described["recipients"], pitch)
    last = docx_text.body(document, described["body"], pitch)
    notes = docx_text.notes(document, described["notes"], pitch)
    docx_text.lists(document, described["lists"], pitch)
    signed = docx_sign.sign(document, described["sign"], pitch)
    for paragraph in [*([last] if last else []), *notes, *signed[:-1]]:
        paragraph.paragraph_format.keep_with_next = bool(signed)  # LAY-B14: no page with the signature alone
    docx_sign.note(document, described["note"], pitch)
    docx_text.attachments(document, described["attachments"], pitch)
    docx_foot.foot(document, described["foot"], is_letter=is_letter)


def _page(document: Document, described: dict[str, Any]) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin, section.right_margin, section.bottom_margin = (
        Mm(37),
        Mm(28),
        Mm(26),
        Mm(35),
    )
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(element("w:docGrid", type="lines", linePitch=579))
    document.settings.odd_and_even_pages_header_footer = True
    style = document.styles["Normal"]
    style.font.size = Pt(16)
    is_letter = described["layout"] == "letter"
    section.footer_distance = Mm(_LETTER_FOOTER_MM if is_letter else _FOOTER_MM)
    section.header_distance = Mm(15)
    _footers(section, is_letter=is_letter, draws_rule=described["preprinted"] is None)
    if described["draft"]:
        _watermark(section, described["draft"])


def _footers(section: Any, *, is_letter: bool, draws_rule: bool) -> None:
    """Odd pages: number one 字 from the right; even pages: from the left (LAY-N03). Page 1 of a letter has none."""
    for footer, side, alignment in (
        (section.footer, "right", RIGHT),
        (section.even_page_footer, "left", LEFT),
    ):
        footer.is_linked_to_previous = False
        line = indent(lined(footer.paragraphs[0], 16), **{side: 14 / 15.75})
        line.alignment = alignment
        page_number(line)
        if is_letter:
            line.paragraph_format.space_after = Mm(_FOOTER_MM - _LETTER_FOOTER_MM)
    if is_letter:
        section.different_first_page_header_footer = True
        section.first_page_footer.is_linked_to_previous = False
        if draws_rule:
            docx_head.letter_foot_rule(section.first_page_footer.paragraphs[0])


def _watermark(section: Any, text: str) -> None:
    headers = [section.header, section.even_page_header]
    if section.different_first_page_header_footer:
        headers.append(section.first_page_header)
    for number, header in enumerate(headers, start=1):
        header.is_linked_to_previous = False
        run = write(lined(header.add_paragraph(), 1), "")
        run._r.append(parse_xml(WATERMARK.format(number=number)))
        run._r.find(".//{urn:schemas-microsoft-com:vml}textpath").set("string", text)


def _properties(document: Document, described: dict[str, Any]) -> None:
    year, month, day = described["date"]
    core = document.core_properties
    core.title, core.author, core.last_modified_by = described["subject"], described["author"], described["author"]
    core.created = core.modified = datetime(year, month, day, tzinfo=UTC)
    core.comments, core.language, core.revision = "", "zh-CN", 1


def _bytes(document: Document) -> bytes:
    """The file without the time of its making, so that one paper always gives the same bytes."""
    raw, fixed = BytesIO(), BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return fixed.getvalue()
