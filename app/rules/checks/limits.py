"""How urgent a paper is, and by when it is to be done."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from app.engine.worktime import Limit
from app.rules.finding import Finding, Findings, blank
from app.vocabulary.calendar import LimitUnit
from app.vocabulary.common import Urgency
from app.vocabulary.documents import Medium

WORDS: Final[Mapping[Medium, tuple[Urgency, ...]]] = {
    Medium.DOCUMENT: (Urgency.EXTRA_URGENT, Urgency.URGENT),
    Medium.TELEGRAM: (Urgency.FLASH, Urgency.EXTRA_URGENT, Urgency.URGENT, Urgency.NORMAL_URGENT),
}
"""The grades of urgency each medium knows (DOC-E03)."""

_UNMARKED: Final = Limit(7, LimitUnit.WORKDAY)

_TELEGRAM_LIMITS: Final[Mapping[Urgency, Limit]] = {
    Urgency.NONE: _UNMARKED,
    Urgency.NORMAL_URGENT: Limit(10, LimitUnit.CALENDAR_DAY),
    Urgency.URGENT: Limit(5, LimitUnit.CALENDAR_DAY),
    Urgency.EXTRA_URGENT: Limit(3 * 24, LimitUnit.HOUR),
    Urgency.FLASH: Limit(24, LimitUnit.HOUR),
}

LIMITS: Final[Mapping[Medium, Mapping[Urgency, Limit]]] = {
    Medium.TELEGRAM: _TELEGRAM_LIMITS,
    Medium.DOCUMENT: {
        **_TELEGRAM_LIMITS,
        Urgency.URGENT: Limit(3, LimitUnit.CALENDAR_DAY),
        Urgency.EXTRA_URGENT: Limit(24, LimitUnit.HOUR),
    },
}
"""Done-by defaults. 特提 and 特急 run on the clock through nights and holidays (DOC-T07), the rest in days."""

ORDINARY_LEAD: Final = timedelta(weeks=2)
URGENT_LEAD_WORKDAYS: Final = 7


def default_limit(urgency: Urgency, medium: Medium) -> Limit:
    """How long handling may take when nobody set a limit (DOC-T02 for telegrams, DOC-T03 for documents).

    Unmarked papers get the 7 workdays that no handbook goes beyond. A grade the medium does not know (DOC-E03) is
    measured as on a telegram.
    """
    return LIMITS[medium][urgency]


def check_urgency_word(urgency: Urgency, medium: Medium) -> Findings:
    """Documents are 特急 or 加急, telegrams 特提, 特急, 加急 or 平急 (DOC-E03)."""
    if urgency is Urgency.NONE or urgency in WORDS[medium]:
        return ()
    allowed = "、".join(word.label for word in WORDS[medium])
    return (Finding("DOC-E03", f"{medium.label}的紧急程度没有“{urgency.label}”", "/urgency", f"可用：{allowed}"),)


def check_urgency_written(word: str, medium: Medium) -> Findings:
    """A grade of urgency as written on a paper or in an import file is one of the medium's words (DOC-E03)."""
    allowed = [known.label for known in WORDS[medium]]
    if word.strip() in allowed:
        return ()
    return (Finding("DOC-E03", f"不是{medium.label}的紧急程度", "/urgency", f"可用：{'、'.join(allowed)}"),)


def check_urgent_deadline(urgency: Urgency, due_at: datetime | None) -> Findings:
    """An urgent paper does not leave triage without a due time (DOC-T01); its grade asks for one (DOC-E03)."""
    if urgency is Urgency.NONE or due_at is not None:
        return ()
    return (Finding("DOC-T01", f"{urgency.label}公文应当明确办理时限后再转出", "/due_at"),)


def check_lead_time(
    received_on: date, needed_on: date, *, workdays_left: int, is_urgent: bool, reason: str | None = None
) -> Findings:
    """A 请示 leaves its superior two weeks, an urgent one seven workdays, or says why not (DOC-T06).

    ``needed_on`` is the day the decision is needed; ``workdays_left`` the workdays until then, from the calendar.
    """
    enough = workdays_left >= URGENT_LEAD_WORKDAYS if is_urgent else needed_on - received_on >= ORDINARY_LEAD
    if enough or not blank(reason):
        return ()
    least = f"{URGENT_LEAD_WORKDAYS}个工作日" if is_urgent else "两周"
    return (Finding("DOC-T06", f"请示距需要批复的日期不足{least}，应当说明理由", "/reason"),)
