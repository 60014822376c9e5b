"""版记 and page numbers (GB/T 9704-2012, 7.4 and 7.5)."""

from dataclasses import replace

import pytest

from app.typesetting.paper import SignOff
from tests.factories.sample_papers import DOWNWARD, JOINT_UPWARD, LETTER, plain
from tests.unit.typesetting.measure import PT, ink, measured

PAPER = measured(DOWNWARD)
JOINT = measured(JOINT_UPWARD)
SI = 14 * PT
BOTTOM = 37 + 225
LONG = tuple(f"某市第{n}中级人民法院及其派出机构" for n in range(1, 7))


class TestFoot:
    @pytest.mark.rule("LAY-F01")
    def test_rules_are_thick_thin_thick_as_wide_as_the_type_area_the_last_on_its_edge(self):
        rules = PAPER.rules(2)
        assert [round(rule.thickness, 2) for rule in rules] == [0.35, 0.25, 0.35]
        assert {(round(rule.left, 1), round(rule.right, 1)) for rule in rules} == {(28.0, 184.0)}
        assert rules[-1].bottom == pytest.approx(BOTTOM, abs=0.05)
        assert rules[0].bottom < PAPER.find("抄送")[0].top

    @pytest.mark.rule("LAY-F02")
    @pytest.mark.parametrize("document", [PAPER, JOINT])
    def test_it_stands_on_the_last_page_after_the_annexes(self, document):
        assert document.find("抄送")[0].page == document.rendition.pages

    @pytest.mark.rule("LAY-F02")
    def test_it_never_runs_into_the_text_but_takes_a_page_of_its_own(self):
        for count in range(900, 1250, 56):
            document = measured(replace(plain(count), sign_off=SignOff.NONE))
            copies = document.find("抄送")[0]
            above = [g.em_bottom for g in document.glyphs if g.page == copies.page and g.text == "测"]
            assert max(above, default=0) < document.rules(copies.page)[-3].top

    @pytest.mark.rule("LAY-F03")
    def test_copies_are_four_hao_one_zi_in_end_with_a_full_stop_and_wrap_under_the_first_name(self):
        document = measured(replace(DOWNWARD, cc=LONG))
        line = document.find("抄送：" + "，".join(LONG) + "。")
        assert {(round(glyph.size), glyph.font.split("+")[-1]) for glyph in line} == {(14, "FandolFang-Regular")}
        assert line[0].x == pytest.approx(28 + SI, abs=0.1)
        rows = [glyph for glyph in line if glyph.baseline > line[0].baseline + 1]
        assert rows[0].x == pytest.approx(line[3].x, abs=0.1)
        assert max(glyph.x + SI for glyph in line) <= 184 - SI + 0.2
        assert line[0].baseline < document.find("某市人民政府办公室", page=document.rendition.pages)[0].baseline

    @pytest.mark.rule("LAY-F05", "LAY-F06")
    def test_the_printer_is_one_zi_in_and_the_date_one_zi_from_the_right_below_a_thin_rule(self):
        organ, day = PAPER.find("某市人民政府办公室", page=2), PAPER.find("2026年4月9日印发")
        assert organ[0].x == pytest.approx(28 + SI, abs=0.1)
        assert day[-1].x + SI == pytest.approx(184 - SI, abs=0.2)
        assert organ[0].baseline == day[0].baseline
        assert {round(glyph.size) for glyph in (*organ, *day)} == {14}
        thin = PAPER.rules(2)[1]
        assert PAPER.find("抄送")[0].bottom < thin.top < thin.bottom < organ[0].top

    @pytest.mark.rule("LAY-F06")
    def test_without_copies_two_rules_are_enough(self):
        assert [round(rule.thickness, 2) for rule in measured(replace(DOWNWARD, cc=())).rules(2)] == [0.35, 0.35]


class TestPageNumber:
    @pytest.mark.rule("LAY-N01")
    def test_it_is_four_hao_songti_between_dashes_of_one_em(self):
        left, digit, right = PAPER.find("—1—", page=1)
        assert {(round(glyph.size), glyph.font.split("+")[-1]) for glyph in (left, digit, right)} == {
            (14, "FandolSong-Regular")
        }
        assert left.right - left.left == pytest.approx(SI, abs=0.1)

    @pytest.mark.rule("LAY-N02")
    @pytest.mark.parametrize("page", [1, 2])
    def test_the_dashes_upper_edge_is_7_mm_below_the_type_area(self, page):
        dash = PAPER.find(f"—{page}—", page=page)[0]
        assert dash.top - BOTTOM == pytest.approx(7, abs=0.1)

    @pytest.mark.rule("LAY-N03")
    def test_odd_pages_have_it_one_zi_from_the_right_even_pages_from_the_left(self):
        assert ink(PAPER.find("—1—", page=1)).right == pytest.approx(184 - SI, abs=0.2)
        assert ink(PAPER.find("—2—", page=2)).left == pytest.approx(28 + SI, abs=0.2)

    @pytest.mark.rule("LAY-N04")
    def test_a_blank_page_before_the_foot_and_the_foots_page_have_none(self):
        full = replace(plain(28 * 36), sign_off=SignOff.NONE, foot_on_even_page=True)
        document = measured(next(p for n in range(24, 40) if _is_pushed(p := replace(full, body="测" * 28 * n))))
        foot = document.find("抄送")[0].page
        assert foot == document.rendition.pages == 4
        assert not [glyph for glyph in document.glyphs if glyph.page == 3]
        assert [document.has(f"—{n}—", page=n) for n in (1, 2, 3, 4)] == [True, True, False, False]

    @pytest.mark.rule("LAY-F02")
    def test_on_an_even_page_without_a_blank_one_it_is_numbered(self):
        short = replace(plain(60), sign_off=SignOff.NONE)
        document = measured(replace(short, foot_on_even_page=True))
        assert document.find("抄送")[0].page == 2
        assert document.has("—2—", page=2)
        assert measured(short).find("抄送")[0].page == 1

    @pytest.mark.rule("LAY-N05")
    def test_annexes_go_on_counting(self):
        assert all(JOINT.has(f"—{page}—", page=page) for page in range(1, JOINT.rendition.pages + 1))

    @pytest.mark.rule("LAY-X04")
    def test_the_first_page_of_a_letter_has_none(self):
        letter = measured(LETTER)
        assert not letter.has("—1—")
        assert letter.has("—2—", page=2)


def _is_pushed(paper):
    """Whether the text fills an even page, so that the foot finds no room there."""
    document = measured(paper)
    text = max(glyph.page for glyph in document.glyphs if glyph.text == "测")
    return text == 2 and document.rendition.pages == 4
