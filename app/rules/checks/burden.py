"""为基层减负: how long, how many, and how much time a 请示 leaves (DOC-P15, DOC-T06)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from app.rules.checks.draft import Draft
from app.rules.checks.limits import check_lead_time
from app.rules.finding import Finding, blank
from app.vocabulary.common import Urgency
from app.vocabulary.documents import DocType as Kind

POLICY: Final = frozenset(
    {Kind.RESOLUTION, Kind.DECISION, Kind.OPINION, Kind.NOTICE, Kind.CIRCULAR, Kind.ANNOUNCEMENT, Kind.PUBLIC_NOTICE}
)
"""Kinds in which policy is issued; the caps are about these."""


def check_length(draft: Draft) -> Iterator[Finding]:
    """A policy document keeps to the cap; blanks do not count (DOC-P15)."""
    caps = draft.length_caps
    cap = caps.comprehensive if draft.is_comprehensive else caps.single_topic
    length = len("".join(draft.body.split()))
    if draft.doc_type in POLICY and length > cap:
        kind = "综合性政策文件" if draft.is_comprehensive else "单项政策文件"
        message = f"正文{length}字，{kind}一般不超过{cap}字"
        yield Finding("DOC-P15", message, "/body", f"压缩{length - cap}字以上")


def check_yearly_count(draft: Draft) -> Iterator[Finding]:
    """No more documents than last year without a written reason (DOC-P15); a first year has nothing to be held against."""
    now, before = draft.issued_this_year, draft.issued_last_year
    if now is not None and before and now + 1 > before and blank(draft.growth_reason):
        message = f"本年度连同此件将发文{now + 1}件，超过上年的{before}件，应当说明理由"
        yield Finding("DOC-P15", message, "/growth_reason", "写明理由，或者合并、压减发文")


def check_time_left(draft: Draft) -> Iterator[Finding]:
    """A 请示 leaves two weeks, an urgent one seven workdays, or says why not (DOC-T06)."""
    needed, today = draft.decision_needed_on, draft.checked_on
    if draft.doc_type is not Kind.REQUEST_INSTRUCTION or needed is None or today is None:
        return
    is_urgent = draft.urgency is not Urgency.NONE
    if is_urgent and draft.workdays_left is None:
        return
    left, reason = draft.workdays_left or 0, draft.lead_time_reason
    for one in check_lead_time(today, needed, workdays_left=left, is_urgent=is_urgent, reason=reason):
        yield replace(one, pointer="/lead_time_reason")
