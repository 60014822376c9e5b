"""复核: what is a slip and what is a new text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.checks.recheck import SLIPS, Wording, changes, check_recheck, is_substantive

BODY = "为做好防汛工作，现将有关事项通知如下。\n一、压实责任\n各单位应当在11月30日前报送方案。"
SIGNED = Wording("关于做好防汛工作的通知", BODY, ("责任人名单",), ("周明",))


def after(old: str, new: str) -> Wording:
    assert old in BODY
    return Wording(SIGNED.title, BODY.replace(old, new), SIGNED.attachment_notes, SIGNED.annexes)


@pytest.mark.rule("DOC-P12", "DOC-X04")
class TestSlips:
    @pytest.mark.parametrize(
        ("old", "new"), [("，现将", "。现将"), ("如下。", "如下："), ("压实责任", "压实责认"), ("报送", "上报")]
    )
    def test_are_mended_at_the_recheck(self, old: str, new: str) -> None:
        found = changes(SIGNED, after(old, new))
        assert found
        assert not is_substantive(found)
        assert check_recheck(found, resigned=False) == ()

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("30日", "20日"),
            ("应当", "可以"),
            ("各单位", "各单位和乡镇"),
            ("报送方案", "不报送方案"),
            ("11月", "12月"),
            ("一、压实责任\n", ""),
        ],
    )
    def test_are_not_what_weighs(self, old: str, new: str) -> None:
        found = changes(SIGNED, after(old, new))
        assert is_substantive(found)
        assert [one.rule for one in check_recheck(found, resigned=False)] == ["DOC-P12"]
        assert check_recheck(found, resigned=True) == ()

    def test_are_a_new_text_when_there_are_too_many(self) -> None:
        words = "甲乙丙丁戊己庚辛"
        before = Wording("标题", "，".join(f"第{word}项内容照旧办理" for word in words))
        slipped = Wording("标题", before.body.replace("照", "按", SLIPS + 1))
        found = changes(before, slipped)
        assert not any(one.is_substantive for one in found)
        assert is_substantive(found)

    def test_of_title_notes_and_annexes_are_seen_too(self) -> None:
        other = Wording("关于做好防汛抗旱救灾工作的通知", BODY, ("责任人和联系人名单",), ("李静华代",))
        assert {one.part for one in changes(SIGNED, other)} == {"title", "attachment_notes", "annexes"}


@given(st.text(max_size=80))
def test_the_same_text_has_no_differences(text: str) -> None:
    assert changes(Wording(text, text, (text,)), Wording(text, text, (text,))) == ()


@given(st.lists(st.text(alphabet="甲乙丙丁\n，1", max_size=30), min_size=2, max_size=2))
def test_a_difference_is_always_found(texts: list[str]) -> None:
    before, later = texts
    found = changes(Wording("题", before), Wording("题", later))
    assert bool(found) is (before != later)
