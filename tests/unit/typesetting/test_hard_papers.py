"""Papers that strain the page: nothing is lost, nothing stands outside the sheet, nothing crashes."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.typesetting.docx import render_docx
from app.typesetting.fonts import font_book
from app.typesetting.paper import Attachment, Preprinted, SignOff, Stamp, Table
from app.typesetting.pdf import render_pdf
from tests.factories.sample_papers import DOWNWARD, GALLERY, JOINT_UPWARD, LETTER, MINUTES, ORDER, TABLE
from tests.unit.typesetting.measure import Measured, measured

MANY = tuple(f"某市第{n}号局" for n in range(1, 21))
TALL = Table(
    tuple(tuple(f"第{row}行{column}列" + "长单元格内容" * 28 for column in range(8)) for row in range(4)), after=2
)

HARD = {
    "no text": replace(DOWNWARD, body=""),
    "a table alone": replace(DOWNWARD, body="", tables=(replace(TABLE, after=0),)),
    "one empty cell": replace(DOWNWARD, tables=(Table((("",),), after=1),)),
    "a table taller than a page": replace(DOWNWARD, tables=(TALL,)),
    "forty columns": replace(DOWNWARD, tables=(Table((("字",) * 40,) * 3, after=1),)),
    "no title": replace(DOWNWARD, title=""),
    "one endless word": replace(DOWNWARD, title="A" * 150, body="x" * 400),
    "seven signers": replace(JOINT_UPWARD, signers=tuple(f"签发人{n}" for n in range(7))),
    "a mark of one character": replace(DOWNWARD, issuer_marks=("县",), mark_suffix=""),
    "joint marks of one character": replace(DOWNWARD, issuer_marks=("县", "市"), mark_suffix=""),
    "a hundred copies": replace(DOWNWARD, cc=tuple(f"某某市某某局第{n}分局" for n in range(100))),
    "twenty seals": replace(DOWNWARD, issuers=MANY),
    "twenty names without seal": replace(DOWNWARD, issuers=MANY, sign_off=SignOff.UNSEALED),
    "a long name": replace(DOWNWARD, issuers=("某" * 60,)),
    "two long names": replace(DOWNWARD, issuers=("某" * 40, "市" * 20)),
    "eight stamps": replace(ORDER, stamps=tuple(Stamp(f"第{n}副省长", f"某{n}") for n in range(8))),
    "a long annex title": replace(JOINT_UPWARD, attachments=(Attachment("某市防汛" * 25, ""),)),
    "a letter on preprinted paper": replace(LETTER, preprinted=Preprinted(60)),
    "an order on preprinted paper": replace(ORDER, preprinted=Preprinted(90)),
    "minutes without number": replace(MINUTES, doc_number=None),
}


@pytest.mark.parametrize("name", HARD)
def test_everything_stands_on_the_sheet(name):
    document = measured(HARD[name])
    for glyph in document.glyphs:
        assert 0 < glyph.left < glyph.right + 0.01 < 211, glyph
        assert 30 - 1 < glyph.top < glyph.bottom + 0.01 < 277, glyph
    for place in document.rendition.seal_places:
        assert place.x_mm - place.width_mm / 2 >= 28 - 0.1
        assert place.y_mm + place.height_mm / 2 <= 297 - 35 + 0.1


@pytest.mark.parametrize("name", ["twenty seals", "twenty names without seal"])
def test_every_issuer_signs(name):
    assert all(measured(HARD[name]).has(issuer) for issuer in MANY)


def test_every_cell_of_a_tall_table_is_printed():
    document = measured(HARD["a table taller than a page"])
    printed = "".join(glyph.text for glyph in document.glyphs)
    assert printed.count("格") - DOWNWARD.body.count("格") == 4 * 8 * 28


@pytest.mark.rule("LAY-B03", "LAY-B14")
def test_what_cannot_be_made_to_fit_is_told():
    told = measured(HARD["eight stamps"]).rendition.adjustments
    assert told == ("末页只有署名和印章，需人工调整",)
    assert measured(ORDER).rendition.adjustments == ()


def test_more_stamps_than_a_page_holds_are_refused():
    with pytest.raises(ValueError, match="stamps"):
        replace(ORDER, stamps=(Stamp("省长", "某某"),) * 9)


@settings(max_examples=25, deadline=None)
@given(
    name=st.sampled_from(sorted(GALLERY)),
    text=st.text(max_size=300),
    short=st.text(min_size=1, max_size=20),
)
def test_whatever_people_type_both_files_are_made(name, text, short):
    paper = GALLERY[name]
    odd = replace(
        paper, title=short, body=text, doc_number=short, note=short, cc=(short,), recipients=(short,), urgency=short
    )
    assert Measured(render_pdf(odd, font_book())).rendition.pages >= 1
    assert render_docx(odd, font_book()).content[:2] == b"PK"
