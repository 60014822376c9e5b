"""A title in balanced lines: trapezoid or rhombus, no word split (LAY-B01)."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

LINE = 19.5
"""Characters of 22 pt that a line of 156 mm takes, with a little air."""

_CLOSING = "，。、；：！？）》〉」』】〕”’·—"
_OPENING = "（《〈「『【〔“‘"
_NEVER_FIRST = set(_CLOSING) | set("的了和与及等")
_NEVER_LAST = set(_OPENING)
_GOOD_BEFORE = ("关于", "印发", "转发", "批转", "《")
_GOOD_AFTER = set("、》，：；”")
_ORGANS = ("政府", "委员会", "办公室", "办公厅", "局", "厅", "委", "部", "法院", "检察院", "公司")  # between issuers
_KINDS = (
    "通知",
    "通报",
    "报告",
    "请示",
    "批复",
    "意见",
    "决定",
    "决议",
    "公报",
    "公告",
    "通告",
    "议案",
    "纪要",
    "函",
    "命令",
)


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    text = (Path(__file__).parent / "words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def width(text: str) -> float:
    """In full-width characters, generously: what is narrow counts half, Latin capitals and the like three quarters."""
    return sum(_width(character) for character in text)


def _width(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    return 0.75 if character.isupper() or character in "mw@%&" else 0.5 if character.isascii() else 1.0


@lru_cache(maxsize=512)
def balanced(title: str, line: float = LINE) -> tuple[str, ...]:
    """The lines of a title. A line break in the title is the typist's wish and stays; too long parts are parted again."""
    wanted = [part.strip() for part in title.splitlines() if part.strip()]
    if len(wanted) > 1 and all(width(part) <= line for part in wanted):
        return tuple(wanted)
    whole = "".join(wanted)
    if width(whole) <= line:
        return (whole,)
    count = int(-(-width(whole) // line))
    candidates = [_best(whole, number, line) for number in (count, count + 1)]
    best = min((found for found in candidates if found), default=None)
    return best[1] if best else _hard(whole, line)


def _best(title: str, count: int, line: float) -> tuple[float, tuple[str, ...]] | None:
    """The cheapest way to part a title into so many lines; None if none fits."""
    costs = _costs(title)
    ideal = width(title) / count
    states: dict[int, list[tuple[float, tuple[int, ...]]]] = {0: [(0.0, (0,))]}
    for number in range(1, count + 1):
        states = _extended(states, title, costs, line, ideal, is_last=number == count)
    finished = states.get(len(title), [])
    parted = [tuple(title[a:b] for a, b in pairwise(cuts)) for _, cuts in finished]
    priced = [
        (cost + _shape([width(p) for p in parts]), parts) for (cost, _), parts in zip(finished, parted, strict=True)
    ]
    return min(priced, default=None)


def _extended(
    states: dict[int, list[tuple[float, tuple[int, ...]]]],
    title: str,
    costs: Sequence[float],
    line: float,
    ideal: float,
    *,
    is_last: bool,
) -> dict[int, list[tuple[float, tuple[int, ...]]]]:
    """All states one line on; of each end the cheapest few, so that the shape can still choose."""
    found: dict[int, list[tuple[float, tuple[int, ...]]]] = {}
    for start, ways in states.items():
        length = 0.0
        for end in range(start + 1, len(title) + 1):
            length += width(title[end - 1])
            if length > line:
                break
            if (end == len(title)) != is_last or (end < start + 2 and not is_last):
                continue
            price = costs[end] + abs(length - ideal) * 0.6
            found.setdefault(end, []).extend((cost + price, (*cuts, end)) for cost, cuts in ways)
    return {end: sorted(ways)[:12] for end, ways in found.items()}


def _costs(title: str) -> list[float]:
    """What a break before each character costs; the end is free."""
    costs = [_cost(title, at) for at in range(len(title))] + [0.0]
    for start in range(len(title)):
        for size in range(2, min(9, len(title) - start + 1)):
            if title[start : start + size] in _words():
                for inside in range(start + 1, start + size):
                    costs[inside] = max(costs[inside], 60.0)
    return costs


def _cost(title: str, at: int) -> float:
    if at == 0:
        return 0.0
    before, after = title[at - 1], title[at]
    if after in _NEVER_FIRST or before in _NEVER_LAST:
        return 500.0
    if before.isascii() and after.isascii() and before.isalnum() and after.isalnum():
        return 500.0
    if before == "的" and title[at:] in _KINDS:
        return 4.0
    if title.startswith(_GOOD_BEFORE, at):
        return 0.0
    if before in _GOOD_AFTER or after in _OPENING:
        return 1.0
    if title[:at].endswith(_ORGANS) and title.find("关于", at) > 0:
        return 1.0
    if before.isdigit() or after.isdigit():
        return 40.0
    return 3.0 if before == "的" or after in "和与及暨" else 9.0


def _shape(widths: list[float]) -> float:
    """Nothing for a trapezoid or rhombus, much for an hourglass or a last line of one or two characters."""
    steps = [b - a for a, b in pairwise(widths)]
    rises = [step > 0 for step in steps if step]
    hourglass = any(not first and second for first, second in pairwise(rises))
    short = sum(12.0 for one in widths if one < 4)
    level = 5.0 if len(widths) > 2 and not rises else 0.0
    return (30.0 if hourglass else 0.0) + short + level


def _hard(title: str, line: float) -> tuple[str, ...]:
    """Cut wherever the line is full: for what has no break that fits, such as one endless Latin word."""
    found = [""]
    for character in title:
        if width(found[-1] + character) > line:
            found.append("")
        found[-1] += character
    return tuple(found)
