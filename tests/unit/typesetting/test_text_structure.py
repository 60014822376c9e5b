"""Plain text as paragraphs, headings and tables; titles in lines."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.typesetting.paper import Table
from app.typesetting.structure import Paragraph, level_of, parse
from app.typesetting.title import LINE, balanced, width
from tests.factories.sample_papers import DOWNWARD
from tests.unit.typesetting.measure import measured

WORDS = ("防汛", "通知", "人民政府", "办公室", "高质量", "营商环境")


@pytest.mark.rule("LAY-B05")
class TestHeadings:
    @pytest.mark.parametrize(
        ("line", "level"),
        [
            ("一、提高认识", 1),
            ("十二、其他", 1),
            ("（一）压实责任", 2),
            ("1.水库", 3),
            ("2．水库", 3),
            ("（1）大型", 4),
            ("3.5亿元已到位", 0),
            ("一是加强领导", 0),
            ("(一)半角", 0),
            ("普通段落", 0),
        ],
    )
    def test_are_known_by_their_series(self, line, level):
        assert level_of(line) == level

    def test_a_run_in_heading_ends_with_its_sentence(self):
        assert parse("（一）压实责任。逐级明确。") == (Paragraph(2, "（一）压实责任。", "逐级明确。"),)

    def test_hand_made_indents_and_empty_lines_are_dropped(self):
        assert [block.rest for block in parse("\n　　甲。\r\n\n \t乙。\n")] == ["甲。", "乙。"]

    def test_tables_stand_where_they_belong_and_late_ones_at_the_end(self):
        first, late = Table((("a",),), after=1), Table((("b",),), after=99)
        assert [type(block).__name__ for block in parse("甲\n乙", (late, first))] == [
            "Paragraph",
            "Table",
            "Paragraph",
            "Table",
        ]


@pytest.mark.rule("LAY-B01")
class TestTitleLines:
    @pytest.mark.parametrize(
        ("title", "lines"),
        [
            ("关于做好防汛工作的通知", 1),
            ("某市人民政府关于做好2026年防汛抗旱工作的通知", 2),
            ("某市人民政府办公室关于印发《某市进一步优化营商环境行动计划（2026—2028年）》的通知", 3),
        ],
    )
    def test_no_line_is_too_long_and_no_word_is_split(self, title, lines):
        parted = balanced(title)
        assert len(parted) == lines
        assert "".join(parted) == title
        assert all(width(line) <= LINE for line in parted)
        for word in WORDS:
            assert (word in title) == any(word in line for line in parted)
        assert not any(line.startswith(tuple("的，、》）")) for line in parted)

    def test_a_typists_own_lines_are_kept(self):
        assert balanced("某市人民政府\n关于某事的通知") == ("某市人民政府", "关于某事的通知")

    @given(st.text(alphabet="关于印发某市防汛的通知《》（）2026、abc ", min_size=1, max_size=90))
    def test_nothing_is_lost_whatever_the_title(self, title):
        parted = balanced(title)
        assert "".join("".join(parted).split()) == "".join(title.split())
        assert all(width(line) <= LINE for line in parted)

    def test_three_lines_are_never_an_hourglass(self):
        title = "某市发展和改革委员会某市财政局关于进一步做好全市城乡居民基本养老保险基金监督管理工作有关问题的紧急通知"
        widths = [width(line) for line in balanced(title)]
        rises = [b > a for a, b in pairwise(widths) if a != b]
        assert (False, True) not in list(pairwise(rises))


@pytest.mark.rule("LAY-P07")
def test_a_long_document_of_twenty_pages_keeps_its_grid():
    body = "\n".join(
        f"{'一二三四五六七八九十'[n % 10]}、要点\n" + "各单位要认真贯彻执行本通知要求。" * 40 for n in range(20)
    )
    document = measured(replace(DOWNWARD, body=body, attachment_notes=()))
    assert document.rendition.pages >= 20
    assert {len(document.lines(page)) for page in range(2, 20)} == {22}
