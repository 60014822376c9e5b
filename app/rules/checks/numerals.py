"""Units and numerals in the text (LAY-T01: GB 3100–3102, GB/T 15835)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.rules.finding import Finding
from app.rules.passages import Passage

_COUNT: Final = r"(?<=[0-9万亿千百十多余])"


@dataclass(frozen=True, slots=True)
class _Wording:
    """A way to write something, what is wrong with it, and what to write instead (``put`` only if it is certain)."""

    pattern: re.Pattern[str]
    message: str
    suggestion: str
    put: str | None = None


def _unit(old: str, new: str, *, same: bool = False, but: str = "") -> _Wording:
    """An abolished unit; ``same`` if only the name changed and not the size, ``but`` what may not follow."""
    pattern = re.compile(f"{old}(?!{but})" if but else old)
    message = "使用了已废除或者非法定的计量单位"
    return _Wording(pattern, message, f"改用法定计量单位“{new}”" + ("" if same else "并换算"), new if same else None)


_UNITS: Final = (
    _unit("公分", "厘米", same=True),
    _unit("公厘", "毫米", same=True),
    _unit("公尺", "米", same=True),
    _unit("立升", "升", same=True),
    _unit("公升", "升", same=True),
    _unit("市?斤", "千克"),
    _unit("担(?=[粮谷米棉])", "千克"),
    _unit("(?:华|市|英)?里", "千米", but="[路程长弄]"),
    _unit("市?亩", "公顷"),
    _unit("市?尺", "米"),
    _unit("英[寸尺]", "厘米、米"),
    _unit("磅", "千克"),
    _unit("马力", "千瓦"),
    _unit("(?:千|大)卡", "千焦", but="[车片]"),
    _unit("度电", "千瓦时", same=True),
    _unit("平方(?![米公千厘分毫])", "平方米"),
)
_ANY_UNIT: Final = re.compile(
    f"{_COUNT}(?:{'|'.join(f'(?P<unit{at}>{unit.pattern.pattern})' for at, unit in enumerate(_UNITS))})"
)
"""All of them behind a figure, in one search; the group that matched names the unit."""
_UNIT_OF: Final = {f"unit{at}": unit for at, unit in enumerate(_UNITS)}
_SYMBOLS: Final = _Wording(
    re.compile(r"(?<=[0-9])(?:KG|Kg|KM|Km|CM|MM|ML|Kw|KWH|kwh|KWh)(?![A-Za-z])"),
    "计量单位符号的大小写不合国家标准",
    "如 kg、km、cm、mm、mL、kW、kW·h",
)
_NUMERALS: Final = (
    _Wording(re.compile("[０-９]{1,40}"), "阿拉伯数字应当用半角", "改为半角数字"),
    _Wording(
        re.compile(r"(?<=[0-9])[十百千](?![万亿瓦米克帕伏卡赫焦安乏牛字分年])"),
        "阿拉伯数字只与“万”“亿”连用，不与“十”“百”“千”连用",
        "写出完整的数字",
    ),
    _Wording(
        re.compile(r"百分之[0-9]{1,9}(?:\.[0-9]{1,6})?(?![0-9多几])"), "百分数与阿拉伯数字连用时写作“%”", "如“5%”"
    ),
    _Wording(
        re.compile(r"(?<![0-9〇零一二三四五六七八九十])[0-9]{2}年(?:1[0-2]|0?[1-9])月"),
        "年份应当写四位数全称",
        "补全年份",
    ),
    _Wording(re.compile(r"(?<=[0-9]{4}年)0[1-9](?=月)|(?<=[0-9]月)0[1-9](?=日)"), "月、日不编虚位", "删去前面的“0”"),
    _Wording(
        re.compile(r"(?:下降|减少|降低|缩小|压减)了?[0-9一二三四五六七八九十]{1,5}(?:\.[0-9]{1,3})?倍"),
        "减少、降低不用倍数表述",
        "改用百分数或者几分之几",
    ),
)
_WRITTEN: Final = (
    "[一二][〇零○Ｏ一二三四五六七八九]{3}年(?:[元正一二三四五六七八九十]{1,2}月)?(?:[一二三四五六七八九十]{1,3}日)?"
)
_YEAR_WORDS: Final = re.compile(_WRITTEN)
WRITTEN_DATE: Final = re.compile(rf"^[ \t　]{{0,40}}({_WRITTEN})[ \t　\r]{{0,40}}$", re.MULTILINE)
"""A line that is nothing but a date in Chinese numerals, as 成文日期 was written before 2012."""
_LUNAR: Final = re.compile("农历|夏历|阴历")
_DIGITS: Final = str.maketrans("０１２３４５６７８９", "0123456789")


def check_numerals(passage: Passage) -> Iterator[Finding]:
    """Units are legal ones, numerals arabic and half-width, years in four digits (LAY-T01)."""
    text = passage.plain
    for found in _ANY_UNIT.finditer(text):
        unit = _UNIT_OF[found.lastgroup or ""]
        yield passage.finding("LAY-T01", unit.message, found.span(), unit.suggestion, unit.put)
    for wording in (_SYMBOLS, *_NUMERALS):
        for found in wording.pattern.finditer(text):
            yield passage.finding("LAY-T01", wording.message, found.span(), wording.suggestion, _plain(found[0]))
    lines = {found.start(1) for found in WRITTEN_DATE.finditer(text)}
    for found in _YEAR_WORDS.finditer(text):
        if found.start() not in lines and not _LUNAR.search(text, max(0, found.start() - 8), found.start()):
            message = "公历日期应当用阿拉伯数字"
            yield passage.finding("LAY-T01", message, found.span(), "如“2024年5月10日”", arabic_date(found[0]))


def arabic_date(text: str) -> str | None:
    """二〇二四年五月十日 → 2024年5月10日; None if a part of it is no number."""
    year, _, rest = text.partition("年")
    written = "".join(str("〇一二三四五六七八九".find(char)) for char in re.sub("[零○Ｏ]", "〇", year)) + "年"
    for unit in "月日":
        part, mark, rest = rest.partition(unit)
        if mark:
            value = chinese_number("一" if part in {"元", "正"} else part)
            if value is None:
                return None
            written += f"{value}{unit}"
        else:
            rest = part
    return None if rest or "-1" in written else written


def chinese_number(text: str) -> int | None:
    """A numeral from 一 to 九十九; None for anything else."""
    digits = "一二三四五六七八九"
    tens, ten, ones = text.partition("十")
    if not ten:
        return digits.index(text) + 1 if len(text) == 1 and text in digits else None
    if (tens and (len(tens) > 1 or tens not in digits)) or (ones and (len(ones) > 1 or ones not in digits)):
        return None
    return (digits.index(tens) + 1 if tens else 1) * 10 + (digits.index(ones) + 1 if ones else 0)


def _plain(text: str) -> str | None:
    """What certainly could stand there: half-width digits, 5% for 百分之5, no leading zero."""
    if text[0] in "０１２３４５６７８９":
        return text.translate(_DIGITS)
    if text.startswith("百分之"):
        return text.removeprefix("百分之") + "%"
    return text[1:] if len(text) == 2 and text[0] == "0" and text[1].isascii() else None
