"""版头: copy number, marks of secrecy and urgency, red head, number, signers, red rule (GB/T 9704-2012, 7.2)."""

from dataclasses import replace

import pytest

from app.typesetting.paper import Preprinted, SignOff
from tests.factories.sample_papers import DOWNWARD, JOINT_UPWARD, PREPRINTED
from tests.unit.typesetting.measure import LINE, ZI, ink, measured

PAPER = measured(DOWNWARD)
JOINT = measured(JOINT_UPWARD)
SIX = tuple(f"某市{name}局" for name in ("财政", "教育体育", "民政", "商务", "水利", "自然资源和规划"))


class TestLeftFields:
    @pytest.mark.rule("LAY-H01")
    def test_the_copy_number_stands_flush_on_line_one(self):
        digits = PAPER.find("000012")
        assert digits[0].x == pytest.approx(28, abs=0.1)
        assert digits[0].em_top == pytest.approx(37, abs=0.1)
        assert digits[0].size == 16

    @pytest.mark.rule("LAY-H02", "LAY-H03")
    @pytest.mark.parametrize(("text", "line"), [("机密★1年", 1), ("特急", 2)])
    def test_secrecy_and_urgency_stand_below_it_in_heiti(self, text, line):
        glyphs = PAPER.find(text)
        assert glyphs[0].x == pytest.approx(28, abs=0.1)
        assert glyphs[0].em_top == pytest.approx(37 + line * LINE, abs=0.1)
        assert {glyph.font.split("+")[-1] for glyph in glyphs} == {"FandolHei-Regular"}

    @pytest.mark.rule("LAY-H03")
    def test_urgency_alone_stands_on_line_one(self):
        alone = measured(replace(DOWNWARD, copy_number=None, classification=None))
        assert alone.find("特急")[0].em_top == pytest.approx(37, abs=0.1)


class TestMark:
    @pytest.mark.rule("LAY-H04")
    def test_its_upper_edge_is_35_mm_below_the_type_area_and_it_is_centred(self):
        box = ink(PAPER.find("某市人民政府文件"))
        assert box.top == pytest.approx(37 + 35, abs=0.3)
        assert (box.left + box.right) / 2 == pytest.approx(28 + 78, abs=1)
        assert box.left >= 28
        assert box.right <= 184

    @pytest.mark.rule("LAY-H04")
    def test_a_long_name_is_narrowed_to_the_width_of_the_type_area(self):
        box = ink(measured(replace(DOWNWARD, issuer_marks=("某某壮族自治区防汛抗旱指挥部办公室",))).find("某某壮族"))
        assert box.left >= 28
        whole = measured(replace(DOWNWARD, issuer_marks=("某某壮族自治区防汛抗旱指挥部办公室",)))
        assert ink(whole.find("某某壮族自治区防汛抗旱指挥部办公室文件")).right <= 184.1

    @pytest.mark.rule("LAY-H05")
    def test_joint_names_are_equally_wide_lead_first_with_the_suffix_beside_them_at_half_height(self):
        names = [ink(JOINT.find(name)) for name in JOINT_UPWARD.issuer_marks]
        assert names[0].top == pytest.approx(37 + 35, abs=0.3)
        assert [name.top for name in names] == sorted(name.top for name in names)
        assert max(n.left for n in names) - min(n.left for n in names) < 1
        assert max(n.right for n in names) - min(n.right for n in names) < 1
        suffix = ink(JOINT.find("文件"))
        assert suffix.left > max(name.right for name in names)
        assert suffix.middle == pytest.approx((names[0].top + names[-1].bottom) / 2, abs=1)
        assert suffix.right <= 184

    @pytest.mark.rule("LAY-H05")
    def test_names_of_six_issuers_shrink_until_page_one_shows_text(self):
        title = "某市财政局等六部门关于进一步加强和规范全市乡村振兴补助资金使用管理有关问题的通知"
        six = measured(replace(DOWNWARD, issuer_marks=SIX, issuers=SIX, title=title, sign_off=SignOff.UNSEALED))
        assert six.find("今年以来")[0].page == 1
        assert any("缩小" in what for what in six.rendition.adjustments)
        assert not any("缩小" in what for what in JOINT.rendition.adjustments)


class TestNumberAndSigners:
    @pytest.mark.rule("LAY-H06")
    def test_the_number_stands_two_lines_below_the_mark_and_is_centred(self):
        number = PAPER.find("某政发〔2026〕12号")
        assert number[0].em_top - ink(PAPER.find("某市人民政府文件")).bottom == pytest.approx(2 * LINE, abs=0.3)
        assert (number[0].x + number[-1].x + ZI) / 2 == pytest.approx(28 + 78, abs=0.5)
        assert {(round(glyph.size), glyph.font.split("+")[-1]) for glyph in number} == {(16, "FandolFang-Regular")}

    @pytest.mark.rule("LAY-H07")
    def test_upward_it_stands_one_zi_from_the_left_on_the_line_of_the_last_signer(self):
        number = JOINT.find("某发改〔2026〕8号")
        assert number[0].x == pytest.approx(28 + ZI, abs=0.1)
        assert number[0].baseline == pytest.approx(JOINT.find("欧阳文博")[0].baseline, abs=0.1)

    @pytest.mark.rule("LAY-H08")
    def test_a_signer_stands_one_zi_from_the_right_two_lines_below_the_mark(self):
        one = measured(replace(DOWNWARD, signers=("张建国",)))
        label, name = one.find("签发人："), one.find("张建国")
        assert name[-1].x + ZI == pytest.approx(184 - ZI, abs=0.2)
        assert label[0].font.endswith("FandolFang-Regular")
        assert name[0].font.endswith("FandolKai-Regular")
        assert label[0].em_top - ink(one.find("某市人民政府文件")).bottom == pytest.approx(2 * LINE, abs=0.3)
        assert not PAPER.has("签发人")

    @pytest.mark.rule("LAY-H09")
    def test_several_signers_stand_two_a_line_in_order_and_wrap_under_the_first_name(self):
        first, second, third = (JOINT.find(name)[0] for name in JOINT_UPWARD.signers)
        assert first.baseline == second.baseline
        assert first.x < second.x
        assert third.x == pytest.approx(first.x, abs=0.1)
        assert third.baseline - first.baseline == pytest.approx(LINE, abs=0.1)

    @pytest.mark.rule("LAY-H10")
    @pytest.mark.parametrize(("document", "number"), [(PAPER, "某政发〔2026〕12号"), (JOINT, "某发改〔2026〕8号")])
    def test_the_red_rule_is_4_mm_below_the_number_and_as_wide_as_the_type_area(self, document, number):
        rule = document.rules(1)[0]
        assert rule.middle - document.find(number)[0].em_bottom == pytest.approx(4, abs=0.3)
        assert (rule.left, rule.right) == (pytest.approx(28, abs=0.1), pytest.approx(184, abs=0.1))
        assert 0.35 <= rule.thickness <= 0.51


@pytest.mark.rule("LAY-S02")
class TestPreprinted:
    def test_mark_and_rules_are_left_to_the_paper_and_the_number_stands_4_mm_above_its_rule(self):
        printed = measured(PREPRINTED)
        assert not printed.has("文件", page=1)
        assert printed.rules(1) == []
        assert {glyph.color for glyph in printed.glyphs} == {(0, 0, 0)}
        assert 117 - printed.find("某政发〔2026〕12号")[0].em_bottom == pytest.approx(4, abs=0.1)
        assert printed.find("某市人民政府")[0].baseline - 117 > 2 * LINE
        assert printed.find("000012")[0].em_top == pytest.approx(37, abs=0.1)

    @pytest.mark.parametrize("height", [29.9, 200.1])
    def test_an_impossible_height_is_refused(self, height):
        with pytest.raises(ValueError, match="start_mm"):
            Preprinted(height)
