"""Punctuation of Chinese text (LAY-T06, GB/T 15834): full-width marks, doubled marks, marks that do not belong together.

Decimals, times, thousands, English words, web and mail addresses are left alone: a half-width mark is at fault only
beside a Chinese character. Every pattern looks at a fixed number of characters, so the time grows with the text alone.
"""

import re
from collections.abc import Iterator
from typing import Final

from app.rules.finding import Finding
from app.rules.passages import HAN, Passage

_CLOSED: Final = f"[{HAN}》〉”’）】〕」]"
_OPENED: Final = f"[{HAN}《〈“‘（【〔「]"
_FULL: Final = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}

_HALF_MARK: Final = re.compile(f"(?<={_CLOSED})[,;:?!]|[,;:?!](?={_OPENED})")
_HALF_STOP: Final = re.compile(rf"(?<={_CLOSED})\.(?![.A-Za-z0-9])")
_NUMBERED: Final = re.compile(r"^[ \t　]{0,8}[一二三四五六七八九十]{1,3}\.", re.MULTILINE)
_STRAIGHT: Final = re.compile("[\"'\n]")
_CHINESE: Final = re.compile(f"[{HAN}，。；：、？！《》]")
_DOTS: Final = re.compile(r"(?<![.…])(?:\.{3,}|…(?!…))")
_MANY_STOPS: Final = re.compile("。{3,}")
_DASH: Final = re.compile(f"(?<={_CLOSED})-{{2,}}(?={_OPENED})")
_DOUBLED: Final = re.compile("[，、；：。]{2,}")
_NEEDLESS: Final = re.compile("》、《|”、“")
_AND_SO_ON: Final = re.compile("……等等?")
_FIRST: Final = re.compile(r"^[ \t　]{0,8}([，。；：、？！》〉”】〕])", re.MULTILINE)

_WITHOUT: Final = "标有书名号、引号的并列成分之间通常不用顿号"


def check_marks(passage: Passage) -> Iterator[Finding]:
    """Marks of Chinese text are full-width, single, and neither dots nor hyphens (LAY-T06)."""
    text = passage.plain
    yield from _half_width(passage, text)
    yield from _straight_quotes(passage, text)
    yield from _dots_and_dashes(passage, text)
    for found in _DOUBLED.finditer(text):
        if not _MANY_STOPS.fullmatch(found[0]):
            single = found[0][0] if len(set(found[0])) == 1 else None
            yield passage.finding("LAY-T06", "标点重复或者不能连用", found.span(), "只保留一个标点", single)
    for found in _NEEDLESS.finditer(text):
        yield passage.finding("LAY-T06", _WITHOUT, found.span(), "删去顿号", found[0][0] + found[0][2])
    for found in _AND_SO_ON.finditer(text):
        yield passage.finding("LAY-T06", "省略号与“等”不能并用", found.span(), "只用“等”", "等")
    for opening in _FIRST.finditer(text):
        yield passage.finding("LAY-T06", "段落开头不应是点号或者后半个标号", opening.span(1))


def _half_width(passage: Passage, text: str) -> Iterator[Finding]:
    for found in _HALF_MARK.finditer(text):
        full = _FULL[found[0]]
        yield passage.finding("LAY-T06", "中文中的标点应当用全角", found.span(), f"改为“{full}”", full)
    numbered = {found.end() for found in _NUMBERED.finditer(text)}
    for found in _HALF_STOP.finditer(text):
        if found.end() not in numbered:
            yield passage.finding("LAY-T06", "中文中的句号应当用“。”", found.span(), "改为“。”", "。")


def _straight_quotes(passage: Passage, text: str) -> Iterator[Finding]:
    """Straight quotes about Chinese words; in each line a pair opens with the first and closes with the second."""
    seen = {'"': 0, "'": 0}
    for found in _STRAIGHT.finditer(text):
        mark, start, end = found[0], *found.span()
        if mark == "\n":
            seen = {'"': 0, "'": 0}
            continue
        seen[mark] += 1
        if _CHINESE.match(text, start - 1 if start else end) or _CHINESE.match(text, end):
            curly = ("“”" if mark == '"' else "‘’")[(seen[mark] + 1) % 2]
            yield passage.finding("LAY-T06", "中文引号应当用弯引号“”‘’", (start, end), f"改为“{curly}”", curly)


def _dots_and_dashes(passage: Passage, text: str) -> Iterator[Finding]:
    for found in _DOTS.finditer(text):
        before, after = found.start() - 1, found.end()
        if (before >= 0 and _CHINESE.match(text, before)) or _CHINESE.match(text, after):
            yield passage.finding("LAY-T06", "省略号应当为六个点“……”", found.span(), "改为“……”", "……")
    for found in _MANY_STOPS.finditer(text):
        yield passage.finding("LAY-T06", "不得以句号代替省略号", found.span(), "改为“……”", "……")
    for found in _DASH.finditer(text):
        yield passage.finding("LAY-T06", "破折号应当用“——”", found.span(), "改为“——”", "——")
