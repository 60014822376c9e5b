"""署名, 成文日期, the places of seals and stamps, 附注 (GB/T 9704-2012, 7.3.5 and 7.3.6)."""

from dataclasses import replace
from datetime import date
from itertools import combinations
from math import hypot

import pytest

from app.typesetting.paper import SignOff, Stamp
from tests.factories.sample_papers import DOWNWARD, DRAFT, JOINT_UPWARD, ORDER, plain
from tests.unit.typesetting.measure import LINE, ZI, measured

PAPER = measured(DOWNWARD)
JOINT = measured(JOINT_UPWARD)
NAMES = ("某市财政局", "某市民政局", "某市商务局", "某市水利局", "某市审计局", "某市统计局")


def middle(glyphs):
    return (glyphs[0].x + glyphs[-1].x + ZI) / 2


class TestOneSeal:
    @pytest.mark.rule("LAY-B08")
    def test_the_date_is_four_zi_from_the_right_and_the_name_is_centred_above_it(self):
        name, day = PAPER.find("某市人民政府", page=2), PAPER.find("2026年4月8日")
        assert 184 - (day[-1].x + ZI) == pytest.approx(4 * ZI, abs=0.2)
        assert middle(name) == pytest.approx(middle(day), abs=0.3)
        assert day[0].baseline - name[0].baseline == pytest.approx(LINE, abs=0.1)

    @pytest.mark.rule("LAY-B08")
    @pytest.mark.parametrize("seal_mm", [38.0, 42.0, 45.0, 50.0])
    def test_the_seal_covers_both_slightly_below_its_centre_within_a_line_of_the_text(self, seal_mm):
        document = measured(replace(DOWNWARD, seal_mm=seal_mm))
        (place,) = document.rendition.seal_places
        name, day = document.find("某市人民政府", page=2), document.find("2026年4月8日")
        assert place.x_mm == pytest.approx(middle(day), abs=0.3)
        both = (name[0].em_top + day[0].em_bottom) / 2
        assert 0 < both - place.y_mm < 6
        assert place.y_mm - seal_mm / 2 < name[0].em_top
        assert day[0].em_bottom < place.y_mm + seal_mm / 2
        text_ends = document.find("2.全市水库名录")[0].em_bottom
        assert 0 <= place.y_mm - seal_mm / 2 - text_ends <= LINE

    @pytest.mark.rule("LAY-B08")
    def test_a_long_name_stays_inside_the_type_area_and_takes_the_date_along(self):
        name = "某某自治州防汛抗旱指挥部办公室暨应急管理委员会"
        glyphs = measured(replace(DOWNWARD, issuers=(name,))).find(name)
        day = measured(replace(DOWNWARD, issuers=(name,))).find("2026年4月8日")
        assert glyphs[-1].x + ZI <= 184.3
        assert middle(glyphs) == pytest.approx(middle(day), abs=0.5)

    @pytest.mark.rule("LAY-S03")
    def test_a_seal_is_never_drawn_and_its_place_is_shown_on_drafts_alone(self):
        assert not [shape for shape in PAPER.shapes if shape.bottom - shape.top > 30]
        guide = [shape for shape in measured(DRAFT).shapes if shape.bottom - shape.top > 30]
        assert len(guide) == 1
        assert measured(DRAFT).has("送审稿", page=1)
        assert measured(DRAFT).has("送审稿", page=2)
        assert not PAPER.has("送审稿")


class TestSeveralSeals:
    @pytest.mark.rule("LAY-B09")
    @pytest.mark.parametrize("names", [NAMES[:2], NAMES[:3], NAMES[:4], NAMES[:5], NAMES, JOINT_UPWARD.issuers])
    def test_they_never_touch_nor_leave_the_type_area_and_each_covers_its_name(self, names):
        document = measured(replace(JOINT_UPWARD, issuers=names, body=DOWNWARD.body, attachments=()))
        places = document.rendition.seal_places
        assert [place.whose for place in places] == list(names)
        assert len({place.page for place in places}) == 1
        for a, b in combinations(places, 2):
            assert hypot(a.x_mm - b.x_mm, a.y_mm - b.y_mm) > 42
        for place in places:
            assert place.x_mm - 21 >= 28
            assert place.x_mm + 21 <= 184
            glyphs = document.find(place.whose, page=place.page)
            assert middle(glyphs) == pytest.approx(place.x_mm, abs=0.5)
            assert abs(glyphs[0].baseline - place.y_mm) < 8
        day = document.find("2026年11月22日", page=places[-1].page)
        assert middle(day) == pytest.approx(places[-1].x_mm, abs=0.5)
        assert 184 - (day[-1].x + ZI) == pytest.approx(4 * ZI, abs=0.2)
        assert day[0].em_bottom < places[-1].y_mm + 21

    @pytest.mark.rule("LAY-B09")
    def test_the_first_row_begins_within_a_line_of_the_text(self):
        text_ends = JOINT.find("容积率、建筑密度")[0].em_bottom
        assert 0 <= min(p.y_mm for p in JOINT.rendition.seal_places) - 21 - text_ends <= LINE


class TestUnsealed:
    @pytest.mark.rule("LAY-B10")
    def test_a_long_name_is_two_zi_from_the_right_and_the_date_begins_two_zi_after_it(self):
        name = "某市人民政府防汛抗旱指挥部"
        document = measured(replace(DOWNWARD, sign_off=SignOff.UNSEALED, issuers=(name,)))
        glyphs, day = document.find(name), document.find("2026年4月8日")
        assert 184 - (glyphs[-1].x + ZI) == pytest.approx(2 * ZI, abs=0.2)
        assert day[0].x - glyphs[0].x == pytest.approx(2 * ZI, abs=0.1)
        assert glyphs[0].baseline - document.find("2.全市水库名录")[0].baseline == pytest.approx(2 * LINE, abs=0.1)
        assert document.rendition.seal_places == ()

    @pytest.mark.rule("LAY-B10")
    def test_a_longer_date_is_two_zi_from_the_right_and_shifts_the_name(self):
        document = measured(
            replace(DOWNWARD, sign_off=SignOff.UNSEALED, issuers=("某县府",), doc_date=date(2026, 11, 22))
        )
        name, day = document.find("某县府"), document.find("2026年11月22日")
        assert 184 - (day[-1].x + ZI) == pytest.approx(2 * ZI, abs=0.2)
        assert day[0].x - name[0].x == pytest.approx(2 * ZI, abs=0.1)

    @pytest.mark.rule("LAY-B11")
    def test_of_several_the_lead_organ_comes_first_the_others_below(self):
        document = measured(replace(DOWNWARD, sign_off=SignOff.UNSEALED, issuers=NAMES[:3]))
        first, second, third = (document.find(name, page=2)[0] for name in NAMES[:3])
        assert first.x == second.x == third.x
        assert second.baseline - first.baseline == pytest.approx(LINE, abs=0.1)
        assert third.baseline - second.baseline == pytest.approx(LINE, abs=0.1)


class TestStamped:
    @pytest.mark.rule("LAY-B12")
    def test_stamp_post_and_date_keep_their_distances(self):
        document = measured(ORDER)
        (place,) = document.rendition.seal_places
        post, day = document.find("省长"), document.find("2026年3月20日")
        text = document.find("河道管理办法")[0]
        wrapped = document.find("日起施行。")[0]
        assert 184 - (place.x_mm + place.width_mm / 2) == pytest.approx(4 * ZI, abs=0.2)
        assert place.x_mm - place.width_mm / 2 - (post[-1].x + ZI) == pytest.approx(2 * ZI, abs=0.2)
        assert (post[0].em_top + post[0].em_bottom) / 2 == pytest.approx(place.y_mm, abs=0.2)
        assert place.y_mm - place.height_mm / 2 - wrapped.em_bottom == pytest.approx(3 * LINE - 5.64, abs=0.3)
        assert 184 - (day[-1].x + ZI) == pytest.approx(4 * ZI, abs=0.2)
        assert LINE < day[0].em_top - (place.y_mm + place.height_mm / 2) < 2 * LINE
        assert text.page == day[0].page
        assert not document.has("陈志远")

    @pytest.mark.rule("LAY-B12")
    def test_of_several_each_has_its_line_lead_first_aligned(self):
        two = measured(replace(ORDER, stamps=(Stamp("省长", "陈志远"), Stamp("省军区司令员", "王刚"))))
        first, second = two.rendition.seal_places
        assert (first.whose, first.x_mm) == ("陈志远", second.x_mm)
        assert second.y_mm - first.y_mm > first.height_mm
        assert two.find("省长")[-1].x == pytest.approx(two.find("省军区司令员")[-1].x, abs=0.1)

    def test_a_stamped_paper_without_a_post_is_refused(self):
        with pytest.raises(ValueError, match="posts"):
            replace(ORDER, stamps=())


class TestDateAndNote:
    @pytest.mark.rule("LAY-B13")
    def test_the_date_has_no_leading_zeros_and_a_draft_none_at_all(self):
        assert measured(replace(DOWNWARD, doc_date=date(2026, 1, 2))).has("2026年1月2日")
        assert measured(DRAFT).has("××××年×月×日", page=2)
        assert not measured(DRAFT).has("2026年4月8日")

    @pytest.mark.rule("LAY-B15")
    def test_the_note_stands_on_the_line_below_the_date_two_zi_in_in_parentheses(self):
        note, day = PAPER.find("（此件公开发布）"), PAPER.find("2026年4月8日")
        assert note[0].baseline - day[0].baseline == pytest.approx(LINE, abs=0.1)
        assert 28 + 1.4 * ZI <= note[0].x <= 28 + 2 * ZI + 0.1  # an opening bracket is set close to its margin
        assert note[1].x == pytest.approx(28 + 2.5 * ZI, abs=0.6 * ZI)


@pytest.mark.rule("LAY-B14")
class TestNoRoom:
    @pytest.mark.parametrize("count", range(160, 480, 28))
    def test_no_page_holds_only_the_signature(self, count):
        document = measured(plain(count))
        day = document.find("2026年4月8日")[0]
        assert document.has("测", page=day.page)

    @pytest.mark.parametrize("lines", range(14, 24))
    def test_nor_after_many_short_paragraphs(self, lines):
        document = measured(plain(1, body="\n".join(["各单位要认真贯彻执行。"] * lines)))
        day = document.find("2026年4月8日")[0]
        assert document.has("各单位要认真", page=day.page)

    def test_where_there_is_room_nothing_is_adjusted(self):
        assert PAPER.rendition.adjustments == ()
