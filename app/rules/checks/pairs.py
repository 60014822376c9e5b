"""Marks that come in pairs (LAY-T06, GB/T 15834): each opened is closed within its paragraph, wide with wide."""

import re
from collections.abc import Iterator
from typing import Final

from app.rules.finding import Finding
from app.rules.passages import HAN, Passage

_CLOSES: Final = dict(zip("）)》〉”’】〕」", "（(《〈“‘【〔「", strict=True))
_WIDE: Final = {"(": "（", ")": "）"}
_OTHER_WIDTH: Final = {")": "（", "）": "("}
_INSIDE: Final = {"《": "〈", "“": "‘"}
_MARKS: Final = re.compile(r"[（）()《》〈〉“”‘’【】〔〕「」\n]|\Z")
_CHINESE: Final = re.compile(f"[{HAN}，。；：、？！《》“”〔〕]")
_ITEM: Final = re.compile(r"(?:^|[\n；，。：])[ \t　]{0,4}[0-9A-Za-z一二三四五六七八九十]{1,3}$")
_LETTER: Final = re.compile("[A-Za-z]")
_PLAIN: Final = re.compile("[A-Za-z0-9]")
_DEEPEST: Final = 8
"""How far back an opened mark is looked for; deeper nesting is a fault by itself."""


def check_pairs(passage: Passage) -> Iterator[Finding]:
    """Paired marks are closed, in their order, and as wide on the left as on the right (LAY-T06)."""
    text = passage.plain
    opened: list[tuple[str, int]] = []
    for found in _MARKS.finditer(text):
        mark, at = found[0], found.start()
        if mark in "\n":  # the end of a line or of the text
            yield from _unclosed(passage, opened)
            opened = []
            continue
        if mark not in _CLOSES:
            yield from _nested(passage, opened, mark, at)
            opened.append((mark, at))
            continue
        partner = _partner(opened, mark)
        if partner is None:
            if not _may_stand_alone(text, mark, at):
                yield passage.finding("LAY-T06", "标号缺少前半部分", (at, at + 1))
            continue
        for _, lost in opened[partner + 1 :]:
            yield passage.finding("LAY-T06", "标号缺少后半部分", (lost, lost + 1))
        opening, start = opened[partner]
        del opened[partner:]
        yield from _width(passage, text, (opening, start), (mark, at))


def _unclosed(passage: Passage, opened: list[tuple[str, int]]) -> Iterator[Finding]:
    for mark, at in opened:
        if not (mark == "‘" and _within_word(passage.text, at)):
            yield passage.finding("LAY-T06", "标号缺少后半部分", (at, at + 1))


def _nested(passage: Passage, opened: list[tuple[str, int]], mark: str, at: int) -> Iterator[Finding]:
    inner = _INSIDE.get(mark)
    if inner and any(open_mark == mark for open_mark, _ in opened[-_DEEPEST:]):
        message = "书名号内再用书名号，里层用单书名号" if mark == "《" else "引号内再用引号，里层用单引号"
        yield passage.finding("LAY-T06", message, (at, at + 1), f"里层改用“{inner}”", inner)


def _partner(opened: list[tuple[str, int]], mark: str) -> int | None:
    """The place in ``opened`` of what the mark closes, or None."""
    wanted = {_CLOSES[mark], _OTHER_WIDTH.get(mark)}
    nearest = range(len(opened) - 1, max(-1, len(opened) - 1 - _DEEPEST), -1)
    return next((place for place in nearest if opened[place][0] in wanted), None)


def _may_stand_alone(text: str, mark: str, at: int) -> bool:
    """1） before an item, and the apostrophe in an English word."""
    if mark in "）)":
        return _ITEM.search(text[max(0, at - _DEEPEST) : at]) is not None
    return mark == "’" and _within_word(text, at)


def _within_word(text: str, at: int) -> bool:
    return at > 0 and _LETTER.match(text, at - 1) is not None


def _width(passage: Passage, text: str, left: tuple[str, int], right: tuple[str, int]) -> Iterator[Finding]:
    """Half-width brackets in Chinese text, or one half of a pair in the wrong width."""
    (opening, start), (closing, end) = left, right
    if opening not in _WIDE and closing not in _WIDE:
        return
    mixed = (opening in _WIDE) != (closing in _WIDE)
    before_or_after = (start > 0 and _CHINESE.match(text, start - 1)) or _CHINESE.match(text, end + 1)
    inside = _CHINESE.search(text, start + 1, min(end, start + 200))
    leads = start == 0 or text[start - 1] == "\n"
    attached = start > 0 and _PLAIN.match(text, start - 1) is not None  # CO(2), f(x)
    if not (mixed or inside or leads or (before_or_after and not attached)):
        return
    for mark, at in (left, right):
        if wide := _WIDE.get(mark):
            yield passage.finding("LAY-T06", "中文中的括号应当用全角", (at, at + 1), f"改为“{wide}”", wide)
