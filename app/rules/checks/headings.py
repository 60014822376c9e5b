"""Numbered headings of the body: 一、→（一）→1.→（1）, without gaps (LAY-T02), without full stops (LAY-T03)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from app.rules.checks.numerals import chinese_number
from app.rules.finding import Finding
from app.rules.passages import Passage

_MARKED: Final = re.compile(
    r"\s{0,8}(?:([一二三四五六七八九十]{1,3})([、.．，,]|(?=\s))"
    r"|[（(]([一二三四五六七八九十]{1,3})[）)]([、.．，,]?)"
    r"|([0-9]{1,2})([.．、])(?![0-9])"
    r"|[（(]([0-9]{1,2})[）)]([、.．，,]?))"
)
"""A numbered line: number and mark of each of the four levels in turn."""
_CHINESE_DIGITS: Final = "一二三四五六七八九"
_SHORT: Final = 1_500
"""Characters of a body that may go from 一、 straight to 1."""
_LONGEST_HEAD: Final = 30
_SENTENCE: Final = re.compile("同意|[应须]当|必须|不得|[，,；;]|请")


@dataclass(frozen=True, slots=True)
class _Heading:
    """A numbered line: its level from 1 to 4, its number, where the number stands, and what stands behind it."""

    passage: Passage
    level: int
    number: int
    span: tuple[int, int]
    mark: tuple[int, int]
    rest: str


def check_headings(body: Sequence[Passage]) -> Iterator[Finding]:
    """The numbered headings of a body: their series (LAY-T02), and no full stop behind them (LAY-T03)."""
    lines = [(passage, _heading(passage)) for passage in body]
    yield from _series(
        [heading for _, heading in lines if heading], is_short=sum(len(one.text) for one in body) <= _SHORT
    )
    yield from _stops(lines)


def _series(headings: Sequence[_Heading], *, is_short: bool) -> Iterator[Finding]:
    """The series of headings is continuous, skips no level downward, and is marked as the standard has it (LAY-T02).

    Under a new heading a series begins at 1 or, as long policy documents do, goes on where the last one ended.
    """
    here: dict[int, int] = {}
    ever: dict[int, int] = {}
    for heading in headings:
        level, number = heading.level, heading.number
        yield from _marked(heading)
        above = max((one for one in here if one < level), default=0)
        if level not in here and level > above + 1 and not (is_short and level == 3):
            message = "标题序号越级，应当按“一、”“（一）”“1.”“（1）”的层次使用"
            yield heading.passage.finding("LAY-T02", message, heading.span)
        expected = (here[level] + 1,) if level in here else (1, ever.get(level, 0) + 1)
        if number not in expected:
            wanted = _written(level, expected[0])
            message, fix = "标题序号不连续或者重复", f"此处应当为“{wanted}”"
            yield heading.passage.finding("LAY-T02", message, heading.span, fix, wanted)
        here = {one: last for one, last in here.items() if one < level} | {level: number}
        ever[level] = number


def _heading(passage: Passage) -> _Heading | None:
    found = _MARKED.match(passage.text)
    if found is None or found.lastindex is None:
        return None
    group = found.lastindex - 1  # the number stands before its mark
    level = (group + 1) // 2
    number = chinese_number(found[group]) if level <= 2 else int(found[group])
    if number is None:
        return None
    rest = passage.text[found.end() :]
    return _Heading(passage, level, number, found.span(group), found.span(group + 1), rest)


def _written(level: int, number: int) -> str:
    return str(number) if level > 2 else _in_chinese(number)


def _in_chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    ten = ("" if tens == 1 else _CHINESE_DIGITS[tens - 1]) + "十" if tens else ""
    return ten + (_CHINESE_DIGITS[ones - 1] if ones else "")


def _marked(heading: _Heading) -> Iterator[Finding]:
    """一、 takes 、 — 1. a dot — brackets nothing."""
    start, end = heading.mark
    mark = heading.passage.text[start:end]
    right = {1: "、", 3: "."}.get(heading.level, "")
    if mark != right:
        wanted = f"序号后用“{right}”" if right else "带括号的序号后不加标点"
        yield heading.passage.finding("LAY-T02", "标题序号后的标点不规范", heading.mark, wanted, right)


def _stops(lines: Sequence[tuple[Passage, _Heading | None]]) -> Iterator[Finding]:
    """A heading of the first two levels that is a line of its own has no full stop at its end (LAY-T03).

    It is a heading if it is short, no sentence with a verb of command, and text or a lower level follows.
    """
    listing = 0
    for (passage, heading), (_, next_one) in pairwise(lines):
        if heading is None or heading.level > 2:
            continue
        if heading.rest.rstrip().endswith(("；", ";")):
            listing = heading.level  # items of one sentence: the last of them ends it
        elif listing == heading.level:
            listing = 0
            continue
        title = heading.rest.strip()
        leads = next_one is None or next_one.level > heading.level
        alone = title.endswith("。") and title.count("。") == 1 and len(title) <= _LONGEST_HEAD
        if alone and leads and not _SENTENCE.search(title):
            end = len(passage.text.rstrip())
            yield passage.finding("LAY-T03", "单独成行的标题末尾不加句号", (end - 1, end), "删去句号", "")
