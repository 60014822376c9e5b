"""Conventions given up in 2012 that old templates still carry (DOC-S05)."""

import re
from collections.abc import Iterator
from typing import Final

from app.rules.checks.draft import Draft
from app.rules.checks.numerals import WRITTEN_DATE, arabic_date
from app.rules.finding import Finding
from app.rules.passages import whole

_LINES: Final = (
    (
        re.compile(r"^[ \t　]{0,8}主[ 　]?题[ 　]?词[ 　]?[:：]?", re.MULTILINE),
        "2012年起公文不再标注主题词",
        "删去主题词",
    ),
    (re.compile(r"^[ \t　]{0,8}抄[ 　]?报[ 　]?[:：]", re.MULTILINE), "“抄报”已取消，一律用“抄送”", "改为“抄送”"),
    (
        re.compile(r"^[ \t　]{0,8}[（(]?此页无正文[）)]?", re.MULTILINE),
        "“此页无正文”已不再使用",
        "删去，调整行距、字距使印章与正文同处一面",
    ),
)
_OLD_MINUTES: Final = re.compile("(?:^|的)(会议纪要)$")
_SEVEN: Final = re.compile("[0-9]{7}")


def check_obsolete(draft: Draft) -> Iterator[Finding]:
    """主题词, 抄报, 此页无正文, dates in Chinese numerals, seven-digit 份号 and the kind 会议纪要 are of the past (DOC-S05)."""
    for passage in (whole(draft.body, "/body"), whole(draft.note, "/note")):
        for pattern, message, suggestion in _LINES:
            for found in pattern.finditer(passage.text):
                yield passage.finding("DOC-S05", message, found.span(), suggestion)
        for written in WRITTEN_DATE.finditer(passage.text):
            message, put = "成文日期应当用阿拉伯数字", arabic_date(written[1])
            yield passage.finding("DOC-S05", message, written.span(1), "如“2024年5月10日”", put)
    title = whole(draft.title.strip(), "/title")
    if named := _OLD_MINUTES.search(title.text):
        yield title.finding("DOC-S05", "文种是“纪要”，不再称“会议纪要”", named.span(1), "改为“纪要”", "纪要")
    if draft.copy_number and _SEVEN.fullmatch(draft.copy_number):
        yield Finding("DOC-S05", "份号为六位，不再用七位", "/copy_number", "改用六位份号")
