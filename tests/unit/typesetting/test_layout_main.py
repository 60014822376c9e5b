"""主体: title, recipients, text, headings, 附件说明, annexes (GB/T 9704-2012, 7.3)."""

from dataclasses import replace

import pytest

from app.typesetting.paper import Attachment
from tests.factories.sample_papers import BODY, DOWNWARD, JOINT_UPWARD
from tests.unit.typesetting.measure import LINE, ZI, measured

PAPER = measured(DOWNWARD)
JOINT = measured(JOINT_UPWARD)
THIRTY = tuple(f"某省第{n:02}厅及其直属各有关事业单位" for n in range(1, 31))


class TestTitle:
    @pytest.mark.rule("LAY-B01")
    def test_it_is_22_point_two_lines_below_the_rule_and_centred(self):
        lines = PAPER.lines(1, size=22)
        assert {glyph.font.split("+")[-1] for line in lines for glyph in line} == {"NotoSerifCJKsc-Bold"}
        # The stand-in's characters rise 0.05 em above the body of the text faces.
        assert lines[0][0].em_top - PAPER.rules(1)[0].middle == pytest.approx(2 * LINE, abs=0.5)
        for line in lines:
            assert (line[0].left + line[-1].right) / 2 == pytest.approx(28 + 78, abs=1)

    @pytest.mark.rule("LAY-B01")
    def test_a_long_one_stands_in_a_trapezoid_and_no_word_is_split(self):
        assert ["".join(glyph.text for glyph in line) for line in JOINT.lines(1, size=22)] == [
            "某市发展和改革委员会某市财政局",
            "某市自然资源和规划局关于请求批准某市",
            "城市更新重点项目资金补助方案的请示",
        ]


class TestRecipients:
    @pytest.mark.rule("LAY-B02")
    def test_they_stand_flush_one_line_below_the_title_and_end_with_a_full_width_colon(self):
        first, *_, last = PAPER.find("各县（市、区）人民政府，市政府各部门、各直属单位：")
        title = PAPER.lines(1, size=22)[-1][0]
        assert first.x == pytest.approx(28, abs=0.1)
        assert 1 * LINE < first.em_top - title.em_bottom < 1.7 * LINE
        assert last.text == "："

    @pytest.mark.rule("LAY-B02")
    def test_wraps_are_flush(self):
        few = measured(replace(DOWNWARD, recipients=THIRTY[:4]))
        assert [line[0].x for line in few.lines(1) if line[0].text in "某各"][1] == pytest.approx(28, abs=0.1)

    @pytest.mark.rule("LAY-B03")
    def test_too_many_go_to_the_foot_above_the_copies_with_no_rule_between(self):
        many = measured(replace(DOWNWARD, recipients=THIRTY))
        last = many.rendition.pages
        assert many.rendition.adjustments[0].startswith("主送机关移至版记")
        assert many.find("今年以来")[0].page == 1
        label, copies = many.find("主送：", page=last), many.find("抄送：", page=last)
        assert label[0].baseline < copies[0].baseline
        rules = many.rules(last)
        assert len(rules) == 3
        assert not [rule for rule in rules if label[0].baseline < rule.middle < copies[0].baseline]
        assert not measured(DOWNWARD).has("主送")


class TestText:
    @pytest.mark.rule("LAY-B04")
    def test_it_begins_on_the_line_after_the_recipients_on_page_one_two_zi_in(self):
        first = PAPER.find("今年以来")[0]
        assert first.page == 1
        assert first.x == pytest.approx(28 + 2 * ZI, abs=0.1)
        assert first.baseline - PAPER.find("各县（市、区）")[0].baseline == pytest.approx(LINE, abs=0.1)
        second = next(line for line in PAPER.lines(1) if line[0].baseline > first.baseline + 1)
        assert second[0].x == pytest.approx(28, abs=0.1)

    @pytest.mark.rule("LAY-B05")
    @pytest.mark.parametrize(
        ("text", "face"),
        [
            ("一、提高认识", "FandolHei-Regular"),
            ("（一）压实责任。", "FandolKai-Regular"),
            ("严格落实以行政首长", "FandolFang-Regular"),
            ("（二）排查隐患", "FandolKai-Regular"),
            ("1.水库。", "FandolFang-Regular"),
            ("（1）大中型", "FandolFang-Regular"),
        ],
    )
    def test_headings_have_the_face_of_their_level(self, text, face):
        glyphs = PAPER.find(text)
        assert {(round(glyph.size), glyph.font.split("+")[-1]) for glyph in glyphs} == {(16, face)}

    @pytest.mark.rule("LAY-B05")
    def test_a_long_sentence_behind_a_numeral_is_an_item_and_not_a_heading(self):
        item = "一、原则同意《某市国土空间总体规划（2021—2035年）》，请认真组织实施。"
        assert measured(replace(DOWNWARD, body=item)).find("原则同意")[0].font.endswith("FandolFang-Regular")


class TestNotes:
    @pytest.mark.rule("LAY-B07")
    def test_one_line_below_the_text_two_zi_in_numbered_without_a_full_stop(self):
        label = JOINT.find("附件：1.")
        assert label[0].x == pytest.approx(28 + 2 * ZI, abs=0.1)
        assert label[0].baseline - JOINT.find("妥否，请批示。")[0].baseline == pytest.approx(2 * LINE, abs=0.1)
        note = JOINT.find("2.重点项目选址及规划条件一览表（含用地规模、容积率、建筑密度和绿地率等主要控制指标）")
        assert not JOINT.has("主要控制指标）。")
        wrapped = [glyph for glyph in note if glyph.baseline > note[0].baseline + 1]
        assert wrapped[0].x == pytest.approx(note[2].x, abs=0.2)
        assert note[2].x == pytest.approx(JOINT.find("城市更新重点项目资金补助方案", page=label[0].page)[0].x, abs=0.1)

    @pytest.mark.rule("LAY-B07")
    def test_a_single_one_has_no_number(self):
        single = measured(replace(DOWNWARD, attachment_notes=("责任人名单",)))
        assert single.has("附件：责任人名单")
        assert not PAPER.has("附件：2026年度")


class TestAnnexes:
    @pytest.mark.rule("LAY-B16")
    def test_each_begins_a_page_with_its_number_in_heiti_and_its_title_on_line_three(self):
        for number, annex in enumerate(JOINT_UPWARD.attachments, start=1):
            page = JOINT.rendition.pages - 2 + number
            label = JOINT.find(f"附件{number}", page=page)
            title = JOINT.find(annex.title, page=page)
            assert label[0].em_top == pytest.approx(37, abs=0.1)
            assert label[0].x == pytest.approx(28, abs=0.1)
            assert label[0].font.endswith("FandolHei-Regular")
            assert title[0].em_top == pytest.approx(37 + 2 * LINE, abs=0.5)
            assert (title[0].left + title[-1].right) / 2 == pytest.approx(28 + 78, abs=1)
            assert round(title[0].size) == 22

    @pytest.mark.rule("LAY-B16")
    def test_a_single_one_has_no_number_and_stands_before_the_foot(self):
        single = measured(replace(DOWNWARD, attachments=(Attachment("名单", BODY),)))
        page = single.find("附件", page=3)[0].page
        assert not single.has("附件1", page=page)
        assert single.find("抄送")[0].page == single.rendition.pages >= page


class TestTables:
    def test_every_cell_is_printed_in_place_and_the_head_comes_again_on_every_page(self):
        rows = (("序号", "名称"), *((str(n), f"第{n}项内容较长的重点建设项目名称") for n in range(1, 61)))
        table = replace(JOINT_UPWARD.tables[0], rows=rows, after=1)
        long = measured(replace(DOWNWARD, tables=(table,)))
        pages = {long.find(f"第{n}项内容")[0].page for n in range(1, 61)}
        assert len(pages) > 1
        assert all(long.has("序号名称", page=page) for page in pages)
        assert long.find("现就有关事项")[0].page < long.find("第60项")[0].page <= long.find("一、提高认识")[0].page

    @pytest.mark.parametrize("rows", [(), ((),), (("甲", "乙"), ("丙",))])
    def test_uneven_rows_are_refused(self, rows):
        with pytest.raises(ValueError, match="row of a table"):
            replace(JOINT_UPWARD.tables[0], rows=rows)
