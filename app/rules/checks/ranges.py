"""Ranges of years, times and figures (LAY-T05, GB/T 15835)."""

import re
from collections.abc import Iterator
from typing import Final

from app.rules.finding import Finding
from app.rules.passages import Passage

_NUMBER: Final = r"[0-9]{1,15}(?:\.[0-9]{1,6})?"
_JOINT: Final = "[-~～—－–]"
_ALONE: Final = "(?<![0-9A-Za-z./〔-])"

_PERCENT: Final = re.compile(f"{_ALONE}({_NUMBER})(%?)({_JOINT}|至)({_NUMBER})%")
_LARGE: Final = re.compile(f"{_ALONE}({_NUMBER})([万亿]?)([^0-9\\s，。；、]{{0,3}})({_JOINT}|至)({_NUMBER})([万亿])")
_YEARS: Final = re.compile(f"{_ALONE}([0-9]{{4}})(年?)({_JOINT}|至)([0-9]{{2,4}})年")
_DAYS: Final = re.compile(rf"{_ALONE}([0-9]{{1,2}})([月日时]?)([-~－–])([0-9]{{1,2}})([月日时])")
_TIMES: Final = re.compile(r"(?<![0-9:：])([0-9]{1,2}[:：][0-9]{2})([-~－–])([0-9]{1,2}[:：][0-9]{2})(?![0-9:：])")
_WIDE: Final = "～—"


def check_ranges(passage: Passage) -> Iterator[Finding]:
    """A range keeps percent, 万 and 亿 on both sides, years in four digits, and is joined by ～ or — (LAY-T05)."""
    text = passage.plain
    yield from _percents(passage, text)
    yield from _large(passage, text)
    yield from _years(passage, text)
    for pattern in (_DAYS, _TIMES):
        for found in pattern.finditer(text):
            at = found.span(3 if pattern is _DAYS else 2)
            yield passage.finding("LAY-T05", "起止日期、时间之间用一字线“—”", at, "改为“—”", "—")


def _percents(passage: Passage, text: str) -> Iterator[Finding]:
    for found in _PERCENT.finditer(text):
        low, sign, joint, high = found.groups()
        right = joint if joint in _WIDE or joint == "至" else "～"
        if not sign or right != joint:
            message = "百分数范围的前后两个数都要带“%”，用“～”连接"
            yield passage.finding("LAY-T05", message, found.span(), "如“10%～20%”", f"{low}%{right}{high}%")


def _large(passage: Passage, text: str) -> Iterator[Finding]:
    for found in _LARGE.finditer(text):
        low, scale, unit, joint, high, high_scale = found.groups()
        if unit and not scale:
            continue  # 5000元至1万元: the first figure is whole as it stands
        right = joint if joint in _WIDE or joint == "至" else "～"
        if not scale or right != joint:
            message = "数值范围的前后两个数都要带“万”“亿”，用“～”连接"
            put = f"{low}{scale or high_scale}{unit}{right}{high}{high_scale}"
            yield passage.finding("LAY-T05", message, found.span(), "如“3万～5万”", put)


def _years(passage: Passage, text: str) -> Iterator[Finding]:
    for found in _YEARS.finditer(text):
        first, unit, joint, last = found.groups()
        if joint in "-~－–" or len(last) != 4:
            right = joint if joint in _WIDE or joint == "至" else "—"
            put = f"{first}{unit}{right}{first[: 4 - len(last)]}{last}年"
            message = "年份范围写四位数全称，用一字线“—”连接"
            yield passage.finding("LAY-T05", message, found.span(), "如“2021—2025年”", put)
