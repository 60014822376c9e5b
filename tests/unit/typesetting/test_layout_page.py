"""Sheet, margins, grid, faces and colours of what is typeset (GB/T 9704-2012, 5)."""

from dataclasses import replace
from itertools import pairwise

import pytest

from app.typesetting.fonts import font_book
from app.typesetting.paper import SignOff
from app.typesetting.pdf import render_pdf
from tests.factories.sample_papers import DOWNWARD, GALLERY, JOINT_UPWARD, plain
from tests.unit.typesetting.measure import LINE, SAN, ZI, measured

TEXT = replace(plain(2000), sign_off=SignOff.NONE)
RED, BLACK = (230, 0, 18), (0, 0, 0)


class TestPage:
    @pytest.mark.rule("LAY-P01")
    @pytest.mark.parametrize("name", GALLERY)
    def test_every_page_is_a4_upright(self, name):
        assert set(measured(GALLERY[name]).sizes) == {(210.0, 297.0)}

    @pytest.mark.rule("LAY-P02", "LAY-P03", "LAY-P05")
    def test_margins_are_37_28_26_and_35_millimetres(self):
        lines = measured(TEXT).lines(2)
        assert lines[0][0].em_top == pytest.approx(37, abs=0.1)
        assert lines[0][0].x == pytest.approx(28, abs=0.1)
        right = max(line[-1].x for line in lines) + ZI
        assert 210 - right == pytest.approx(26, abs=0.2)
        assert 297 - (lines[-1][0].em_top + LINE) == pytest.approx(35, abs=0.2)

    @pytest.mark.rule("LAY-P04", "LAY-P07")
    def test_a_full_page_has_22_lines_of_28_characters_that_fill_156_by_225_millimetres(self):
        lines = measured(TEXT).lines(2)
        assert [len(line) for line in lines] == [28] * 22
        assert lines[0][-1].x + ZI - lines[0][0].x == pytest.approx(156, abs=0.2)
        assert lines[-1][0].em_top + LINE - lines[0][0].em_top == pytest.approx(225, abs=0.2)

    @pytest.mark.rule("LAY-P11")
    def test_the_pitch_of_characters_is_15_79_points(self):
        line = measured(TEXT).lines(2)[0]
        steps = {round((b.x - a.x) * 72 / 25.4, 2) for a, b in pairwise(line)}
        assert steps == {15.79}

    @pytest.mark.rule("LAY-P12", "LAY-P13")
    def test_the_pitch_of_lines_is_between_28_and_29_points(self):
        tops = [line[0].em_top for line in measured(TEXT).lines(2)]
        steps = {round((b - a) * 72 / 25.4, 1) for a, b in pairwise(tops)}
        assert steps == {29.0}
        assert pytest.approx(28.99, abs=0.01) == (tops[1] - tops[0]) * 72 / 25.4
        assert SAN < LINE < SAN * 15 / 8 + 0.01  # a character and up to 7/8 of its height

    @pytest.mark.rule("LAY-P06")
    def test_text_is_16_point_fangsong(self):
        glyphs = measured(TEXT).lines(2)[3]
        assert {(round(glyph.size), glyph.font.split("+")[-1]) for glyph in glyphs} == {(16, "FandolFang-Regular")}

    @pytest.mark.rule("LAY-P08")
    @pytest.mark.parametrize("name", ["document", "document-joint-upward", "letter", "order", "minutes"])
    def test_only_the_mark_is_red(self, name):
        paper = GALLERY[name]
        glyphs = measured(paper).glyphs
        assert {glyph.color for glyph in glyphs} == {RED, BLACK}
        shown = paper.issuer_marks[:1] if name == "letter" else paper.issuer_marks
        red = sorted(glyph.text for glyph in glyphs if glyph.color == RED)
        assert red == sorted("".join(shown) + ("文件" if name.startswith("document") else ""))

    @pytest.mark.rule("LAY-B06")
    @pytest.mark.parametrize("paper", [DOWNWARD, JOINT_UPWARD])
    def test_no_bold_but_the_stand_in_for_the_face_of_titles(self, paper):
        bold = {glyph.size for glyph in measured(paper).glyphs if "Bold" in glyph.font}
        assert all(size >= 22 for size in bold)


class TestBytes:
    @pytest.mark.rule("LAY-S05")
    def test_the_same_paper_gives_the_same_bytes_and_another_gives_others(self):
        first = render_pdf(DOWNWARD, font_book()).content
        other = render_pdf(JOINT_UPWARD, font_book()).content
        assert render_pdf(DOWNWARD, font_book()).content == first != other
        assert b"pdfaid:part>2<" in first
