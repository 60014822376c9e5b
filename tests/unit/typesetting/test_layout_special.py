"""信函, 命令, 纪要 (GB/T 9704-2012, 10)."""

from dataclasses import replace

import pytest

from tests.factories.sample_papers import LETTER, MINUTES, ORDER
from tests.unit.typesetting.measure import LINE, PT, ZI, ink, measured

GAP = 7 / 8 * 16 * PT
RED = (230, 0, 18)


class TestLetter:
    document = measured(LETTER)

    @pytest.mark.rule("LAY-X01")
    def test_the_mark_of_the_lead_organ_is_30_mm_from_the_top_of_the_sheet_without_suffix(self):
        mark = self.document.find("某市人民政府办公室")
        assert ink(mark).top == pytest.approx(30, abs=0.3)
        assert {glyph.color for glyph in mark} == {RED}
        assert {glyph.font.split("+")[-1] for glyph in mark} == {"NotoSerifCJKsc-Bold"}
        assert not self.document.has("文件")
        assert not self.document.has("某市财政局")

    @pytest.mark.rule("LAY-X02")
    def test_double_rules_are_170_mm_long_4_mm_below_the_mark_and_20_mm_above_the_edge(self):
        rules = self.document.rules(1)
        assert [round(rule.thickness, 2) for rule in rules] == [1.0, 0.35, 0.35, 1.0]
        assert {(round(rule.left, 1), round(rule.right, 1)) for rule in rules} == {(20.0, 190.0)}
        assert rules[0].top - ink(self.document.find("某市人民政府办公室")).bottom == pytest.approx(4, abs=0.3)
        assert 297 - rules[-1].bottom == pytest.approx(20, abs=0.1)
        assert self.document.rules(2) == []

    @pytest.mark.rule("LAY-X03")
    def test_fields_stand_flush_left_and_the_number_flush_right_seven_eighths_below_the_rule(self):
        rule = self.document.rules(1)[1]
        secrecy, urgency = self.document.find("秘密★6个月"), self.document.find("加急")
        number = self.document.find("某政办函〔2026〕31号")
        for first in (secrecy[0], number[0]):
            assert first.em_top - rule.bottom == pytest.approx(GAP, abs=0.2)
        assert secrecy[0].x == urgency[0].x == pytest.approx(28, abs=0.1)
        assert urgency[0].baseline - secrecy[0].baseline == pytest.approx(LINE, abs=0.1)
        assert number[-1].x + ZI == pytest.approx(184, abs=0.2)

    @pytest.mark.rule("LAY-X04")
    def test_the_title_is_two_lines_below_the_last_field(self):
        title = self.document.lines(1, size=22)[0][0]
        assert title.em_top - self.document.find("加急")[0].em_bottom == pytest.approx(
            2 * LINE + LINE - 16 * PT, abs=0.6
        )
        bare = measured(replace(LETTER, urgency=None, classification=None))
        number = bare.find("某政办函〔2026〕31号")[0]
        assert bare.lines(1, size=22)[0][0].em_top - number.em_bottom == pytest.approx(3 * LINE - 16 * PT, abs=0.6)

    @pytest.mark.rule("LAY-X04")
    def test_the_text_keeps_seven_eighths_and_more_above_the_second_rule(self):
        lowest = max(glyph.em_bottom for glyph in self.document.glyphs if glyph.page == 1)
        assert self.document.rules(1)[2].top - lowest >= GAP

    @pytest.mark.rule("LAY-X04")
    def test_the_foot_has_copies_alone_at_the_bottom_of_the_type_area(self):
        copies = self.document.find("抄送")[0]
        assert copies.page == 2
        assert 37 + 225 - copies.em_bottom < 4
        assert not self.document.has("印发")


class TestOrder:
    document = measured(ORDER)

    @pytest.mark.rule("LAY-X05")
    def test_mark_number_and_text_keep_their_distances_and_there_is_no_rule(self):
        mark = ink(self.document.find("某省人民政府令"))
        number, text = self.document.find("第128号"), self.document.find("某省河道")[0]
        assert mark.top == pytest.approx(37 + 20, abs=0.3)
        assert number[0].em_top - mark.bottom == pytest.approx(2 * LINE, abs=0.3)
        assert (number[0].x + number[-1].x + ZI) / 2 == pytest.approx(28 + 78, abs=0.5)
        assert 2 * LINE - 0.1 <= text.em_top - number[0].em_bottom <= 3 * LINE
        assert self.document.rules(1) == []


class TestMinutes:
    document = measured(MINUTES)

    @pytest.mark.rule("LAY-X06")
    def test_the_mark_is_35_mm_below_the_type_area_and_red(self):
        mark = self.document.find("某市人民政府专题会议纪要")
        assert ink(mark).top == pytest.approx(37 + 35, abs=0.3)
        assert {glyph.color for glyph in mark} == {RED}
        assert not self.document.has("文件")

    @pytest.mark.rule("LAY-X07")
    def test_lists_stand_below_the_text_with_labels_in_heiti_and_wrap_after_the_colon(self):
        ends = self.document.find("小时内书面报告。")[0]
        labels = [self.document.find(label)[0] for label in ("出席", "请假", "列席")]
        assert labels[0].baseline - ends.baseline == pytest.approx(2 * LINE, abs=0.1)
        assert [label.x for label in labels] == [pytest.approx(28 + 2 * ZI, abs=0.1)] * 3
        assert [label.baseline for label in labels] == sorted(label.baseline for label in labels)
        assert {label.font.split("+")[-1] for label in labels} == {"FandolHei-Regular"}
        names = self.document.find("、".join(MINUTES.attendees))
        assert {glyph.font.split("+")[-1] for glyph in names} == {"FandolFang-Regular"}
        wrapped = [glyph for glyph in names if glyph.baseline > names[0].baseline + 1]
        assert wrapped[0].x == pytest.approx(names[0].x, abs=0.2)

    @pytest.mark.rule("LAY-X07")
    def test_no_name_is_split_at_the_end_of_a_line(self):
        for name in MINUTES.attendees:
            assert len({round(glyph.baseline) for glyph in self.document.find(name)}) == 1

    @pytest.mark.rule("LAY-X07")
    def test_an_empty_list_is_not_shown(self):
        assert not measured(replace(MINUTES, absentees=())).has("请假")
