"""The same figures in DOCX, read from its properties (GB/T 9704-2012; LAY-P10 to LAY-P12)."""

from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn

from app.typesetting.docx import render_docx
from app.typesetting.fonts import LICENSED, Role, font_book
from app.typesetting.paper import SignOff
from tests.factories.sample_papers import DOWNWARD, DRAFT, GALLERY, JOINT_UPWARD, LETTER, MINUTES, ORDER, plain


def opened(paper):
    return docx.Document(BytesIO(render_docx(paper, font_book()).content))


def paragraph(document, text):
    return next(p for p in document.paragraphs if text in p.text)


def face(run):
    return run._r.rPr.rFonts.get(qn("w:eastAsia"))


def ind(found, side):
    return int(found._p.pPr.ind.get(qn(f"w:{side}Chars"), 0))


DOCUMENT = opened(DOWNWARD)
JOINT = opened(JOINT_UPWARD)


class TestPage:
    @pytest.mark.rule("LAY-P10", "LAY-P01")
    @pytest.mark.parametrize("name", GALLERY)
    def test_sheet_and_margins_are_those_of_the_standard_within_a_millimetre(self, name):
        section = opened(GALLERY[name]).sections[0]
        assert (section.page_width.twips, section.page_height.twips) == (
            pytest.approx(11906, abs=3),
            pytest.approx(16838, abs=3),
        )
        wanted = (2098, 1587, 1474, 1984)
        found = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
        assert all(abs(one.twips - twips) <= 57 for one, twips in zip(found, wanted, strict=True))

    @pytest.mark.rule("LAY-P11")
    def test_twenty_eight_characters_fit_a_line_and_twenty_nine_do_not(self):
        run = paragraph(DOCUMENT, "今年以来").runs[0]
        pitch = run.font.size.pt + int(run._r.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
        width = 156 * 72 / 25.4
        assert 28 * pitch <= width < 29 * pitch
        assert width - 28 * pitch < 2

    @pytest.mark.rule("LAY-P12")
    def test_the_line_is_exactly_28_95_points_and_22_fill_the_page(self):
        shape = paragraph(DOCUMENT, "今年以来").paragraph_format
        assert shape.line_spacing_rule == WD_LINE_SPACING.EXACTLY
        assert shape.line_spacing.pt == pytest.approx(28.95)
        assert 225 * 72 / 25.4 // shape.line_spacing.pt == 22
        assert shape.widow_control is False
        grid = DOCUMENT.sections[0]._sectPr.find(qn("w:docGrid"))
        assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")

    @pytest.mark.rule("LAY-N01", "LAY-N03")
    def test_odd_and_even_pages_have_their_number_on_their_side(self):
        section = DOCUMENT.sections[0]
        assert DOCUMENT.settings.odd_and_even_pages_header_footer
        for footer, side, edge in ((section.footer, "right", 2), (section.even_page_footer, "left", 0)):
            line = footer.paragraphs[0]
            assert " PAGE " in line._p.xml
            assert line.text.replace(" ", "") == "——"
            assert ind(line, side) == pytest.approx(89, abs=1)  # one 字 of 4号 in hundredths of a 3号
            assert line.alignment == edge
            assert {(run.font.size.pt, face(run)) for run in line.runs} == {(14.0, "宋体")}


class TestText:
    @pytest.mark.rule("LAY-P06", "LAY-B05", "LAY-B06", "LAY-S01")
    def test_faces_are_named_as_the_standard_names_them_and_nothing_is_bold(self):
        assert face(paragraph(DOCUMENT, "今年以来").runs[0]) == "仿宋_GB2312"
        assert face(paragraph(DOCUMENT, "一、提高认识").runs[0]) == "黑体"
        assert [face(run) for run in paragraph(DOCUMENT, "（一）压实责任").runs] == ["楷体_GB2312", "仿宋_GB2312"]
        assert face(paragraph(DOCUMENT, "关于做好2026年").runs[0]) == "方正小标宋简体"
        assert {run.bold for p in DOCUMENT.paragraphs for run in p.runs} == {None}
        assert {face(run) for p in DOCUMENT.paragraphs for run in p.runs if run.text} <= {
            names[0] for names in LICENSED.values()
        }

    @pytest.mark.rule("LAY-B04", "LAY-B01", "LAY-B02")
    def test_indents_and_sizes(self):
        assert ind(paragraph(DOCUMENT, "今年以来"), "firstLine") == 200
        title = paragraph(DOCUMENT, "关于做好2026年")
        assert (title.runs[0].font.size.pt, title.alignment) == (22, 1)
        assert paragraph(DOCUMENT, "各县（市、区）人民政府").text.endswith("：")

    @pytest.mark.rule("LAY-B07")
    def test_wraps_of_the_notes_stand_under_the_title(self):
        first, second = paragraph(DOCUMENT, "附件：1."), paragraph(DOCUMENT, "2.\t全市水库名录")
        assert (ind(first, "left"), ind(first, "hanging")) == (650, 450)
        assert (ind(second, "left"), ind(second, "hanging")) == (650, 150)

    @pytest.mark.rule("LAY-B08", "LAY-B13")
    def test_the_date_is_four_zi_from_the_right_and_the_name_centred_above(self):
        day = paragraph(DOCUMENT, "2026年4月8日")
        name = next(p for p in DOCUMENT.paragraphs if p.text == "某市人民政府" and p.alignment == 2)
        assert ind(day, "right") == 400
        assert ind(name, "right") + 600 / 2 == pytest.approx(400 + 600 / 2, abs=60)

    @pytest.mark.rule("LAY-B10")
    def test_without_seal_the_date_begins_two_zi_after_the_name(self):
        plainly = opened(replace(DOWNWARD, sign_off=SignOff.UNSEALED, issuers=("某市人民政府防汛抗旱指挥部",)))
        name, day = paragraph(plainly, "防汛抗旱指挥部"), paragraph(plainly, "2026年4月8日")
        assert ind(day, "left") - ind(name, "left") == 200
        assert 2800 - ind(name, "left") - 1300 == 200

    @pytest.mark.rule("LAY-B14")
    def test_the_signature_is_kept_with_the_last_line_of_the_text(self):
        kept = [p.text for p in DOCUMENT.paragraphs if p.paragraph_format.keep_with_next]
        assert any("书面报告" in text for text in kept)
        assert "某市人民政府" in kept

    @pytest.mark.rule("LAY-B16")
    def test_an_annex_begins_a_page(self):
        assert paragraph(JOINT, "附件1").paragraph_format.page_break_before
        assert face(paragraph(JOINT, "附件1").runs[0]) == LICENSED[Role.HEI][0]

    @pytest.mark.rule("LAY-X07")
    def test_lists_of_minutes_hang_behind_their_colon(self):
        line = paragraph(opened(MINUTES), "出席：")
        assert (ind(line, "left"), ind(line, "hanging")) == (500, 300)
        assert [face(run) for run in line.runs] == ["黑体", "仿宋_GB2312"]

    @pytest.mark.rule("LAY-X05", "LAY-B12")
    def test_an_order_has_its_number_centred_and_room_for_the_stamp(self):
        order = opened(ORDER)
        assert paragraph(order, "第128号").alignment == 1
        post = paragraph(order, "省长")
        assert ind(post, "right") * 15.75 / 100 == pytest.approx(6 * 15.75 + 40 / 25.4 * 72, abs=1)
        assert "陈志远" not in "".join(p.text for p in order.paragraphs)


class TestHeadAndFoot:
    @pytest.mark.rule("LAY-H10", "LAY-H06")
    def test_the_number_carries_the_red_rule(self):
        number = paragraph(DOCUMENT, "某政发〔2026〕12号")
        rule = number._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
        assert rule.get(qn("w:color")) == "E60012"
        assert 0.35 <= int(rule.get(qn("w:sz"))) / 8 / 72 * 25.4 <= 0.53
        assert int(rule.get(qn("w:space"))) / 72 * 25.4 == pytest.approx(4, abs=0.2)
        assert number.alignment == 1

    @pytest.mark.rule("LAY-H07", "LAY-H09")
    def test_the_last_line_of_signers_carries_the_number(self):
        line = paragraph(JOINT, "欧阳文博")
        assert line.text.startswith("\t某发改〔2026〕8号")
        assert paragraph(JOINT, "张建国").text == "\t\t签发人：张建国\t李明"

    @pytest.mark.rule("LAY-P08", "LAY-H04")
    def test_the_mark_alone_is_red(self):
        red = [run.text for p in DOCUMENT.paragraphs for run in p.runs if run.font.color.rgb]
        assert red == ["某市人民政府文件"]

    @pytest.mark.rule("LAY-F01", "LAY-F03", "LAY-F05")
    def test_the_foot_is_anchored_to_the_bottom_of_the_type_area_with_three_rules(self):
        xml = DOCUMENT.element.xml
        assert '<wp:positionV relativeFrom="margin">' in xml
        assert "<wp:align>bottom</wp:align>" in xml
        box = DOCUMENT.element.body.find(f".//{qn('w:txbxContent')}")
        rules = [int(b.get(qn("w:sz"))) for b in box.iter(qn("w:bottom"))]
        assert rules == [8, 6, 8]  # eighths of a point: 0.35, 0.26, 0.35 mm
        text = "".join(t.text or "" for t in box.iter(qn("w:t")))
        assert text.startswith("抄送：市委各部门，市人大常委会办公室，市政协办公室。")
        assert text.endswith("2026年4月9日印发")

    @pytest.mark.rule("LAY-X01", "LAY-X02", "LAY-X04")
    def test_a_letter_has_its_mark_and_rules_on_page_one_alone(self):
        letter = opened(LETTER)
        section = letter.sections[0]
        assert section.different_first_page_header_footer
        assert section.header_distance.mm == pytest.approx(30, abs=0.1)
        mark = section.first_page_header.paragraphs[0]
        assert mark.text == "某市人民政府办公室"
        assert "thickThin" in mark._p.xml
        assert section.footer_distance.mm == pytest.approx(20, abs=0.1)
        assert "thinThick" in section.first_page_footer.paragraphs[0]._p.xml
        assert "PAGE" not in section.first_page_footer._element.xml
        assert "印发" not in letter.element.xml

    @pytest.mark.rule("LAY-S03")
    def test_a_draft_carries_its_mark_on_every_kind_of_page(self):
        section = opened(DRAFT).sections[0]
        assert all('string="送审稿"' in header._element.xml for header in (section.header, section.even_page_header))
        assert "送审稿" not in DOCUMENT.sections[0].header._element.xml

    @pytest.mark.rule("LAY-S02")
    def test_for_preprinted_paper_nothing_is_red(self):
        xml = opened(GALLERY["document-preprinted"]).element.xml
        assert "E60012" not in xml


class TestFile:
    def test_the_same_paper_gives_the_same_bytes(self):
        first, second = (render_docx(DOWNWARD, font_book()) for _ in range(2))
        assert first.content == second.content
        assert first.substitutions == ()

    def test_what_xml_cannot_hold_is_left_out(self):
        assert "坏字符" in "".join(p.text for p in opened(plain(1, body="坏\x00字\x0b符\ufeff")).paragraphs)
