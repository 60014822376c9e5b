"""The gate against state secrets, and how levels and marks are written."""

import re
from typing import Final

from app.rules.checks.marks import STAR, find_secrecy_mark, folded
from app.rules.finding import Finding, Findings
from app.vocabulary.common import STATE_SECRETS, Classification

LEVEL_WORDS: Final = {
    level.label: level for level in (Classification.TOP_SECRET, Classification.SECRET, Classification.CONFIDENTIAL)
}
"""The three levels of state secrets as they are written, highest first (SEC-R10)."""

_LEVEL: Final = f"({'|'.join(LEVEL_WORDS)})"
_TERM: Final = r"[1-9][0-9]?年|(?:[1-9]|1[01])个月"
_DATE: Final = r"(?:19|20)[0-9]{2}年(?:[1-9]|1[0-2])月(?:[1-9]|[12][0-9]|3[01])日"
_CONDITION: Final = "[一-龥]{1,20}[前后时]"
_MARK: Final = re.compile(f"{_LEVEL}★(?:{_TERM}|{_DATE}|{_CONDITION})")
_LOOSE_MARK: Final = re.compile(rf"{_LEVEL}{STAR}?0*([1-9][0-9]?)(年|个?月)")

_NOT_OF_THE_STATE: Final = "工作秘密|商业秘密|核心商密|普通商密|商密|内部(?:资料|文件)?|敏感(?:信息)?|(?:个人)?隐私"
_MISUSED_STAR: Final = re.compile(
    rf"(?:{_NOT_OF_THE_STATE})[^\S\n\f]{{0,8}}{STAR}(?=[^\S\n\f]{{0,8}}(?:[0-9]|长期|公布前|$))", re.MULTILINE
)

_ADVICE: Final = "请改用经批准的涉密渠道办理"


def check_classification(declared: Classification, *, allow_work_secret: bool = False, pointer: str = "") -> Findings:
    """Nothing declared 绝密, 机密 or 秘密 is accepted (SEC-R01); 工作秘密 only where the organisation chose so (SEC-R30)."""
    if declared in STATE_SECRETS:
        return (Finding("SEC-R01", "本系统不得存储、处理国家秘密", pointer, _ADVICE),)
    if declared is Classification.WORK_SECRET and not allow_work_secret:
        return (Finding("SEC-R30", "本系统未允许存放工作秘密", pointer),)
    return ()


def check_secrecy_marks(text: str, pointer: str = "") -> Findings:
    """A text, file name or page bears no mark of a state secret, nor the star on anything else.

    A certain mark is refused like a declared level (SEC-R01); an uncertain one waits for a person (SEC-R02); a star on
    what is no state secret is refused for itself (SEC-R13). The findings tell nothing of the text.
    """
    found: list[Finding] = []
    mark = find_secrecy_mark(text)
    if mark is not None and mark.certain:
        found.append(Finding("SEC-R01", "内容带有国家秘密标志，本系统不得存储、处理", pointer, _ADVICE))
    elif mark is not None:
        found.append(Finding("SEC-R02", "内容疑似带有国家秘密标志，须经人工核对", pointer))
    if _MISUSED_STAR.search(folded(text)):
        found.append(Finding("SEC-R13", "不属于国家秘密的事项不得使用国家秘密标志★", pointer))
    return tuple(found)


def check_level_word(word: str, pointer: str = "") -> Findings:
    """A level of state secrets as written on a paper is one of the three (SEC-R10)."""
    if "".join(word.split()) in LEVEL_WORDS:
        return ()
    return (Finding("SEC-R10", "国家秘密的密级只有绝密、机密、秘密", pointer),)


def check_mark_form(mark: str, pointer: str = "") -> Findings:
    """A mark reads 密级★期限, 密级★解密时间 or 密级★解密条件; terms below a year count months (SEC-R12)."""
    if _MARK.fullmatch(mark):
        return ()
    loose = _LOOSE_MARK.fullmatch("".join(folded(mark).split()))
    suggestion = _written(loose) if loose else None
    return (Finding("SEC-R12", "国家秘密标志应当写作“密级★期限”，如“机密★10年”“秘密★6个月”", pointer, suggestion),)


def _written(loose: re.Match[str]) -> str:
    level, count, unit = loose[1], int(loose[2]), loose[3]
    if unit == "年":
        return f"{level}★{count}年"
    years, months = divmod(count, 12)
    return f"{level}★{count}个月" if months or not years else f"{level}★{years}年"
