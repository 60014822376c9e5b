"""Everything that is checked on a draft of ours, and from which moment on."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, TypeAlias

from app.rules.checks.annexes import check_annexes, check_annexes_in_text
from app.rules.checks.burden import check_length, check_time_left, check_yearly_count
from app.rules.checks.citing import check_citations, check_cited_numbers
from app.rules.checks.draft import Draft
from app.rules.checks.elements import check_body, check_copies, check_recipients, check_secrecy_elements, check_urgency
from app.rules.checks.headings import check_headings
from app.rules.checks.issuing import (
    check_date,
    check_issuer_marks,
    check_print_line,
    check_registered_issuer,
    check_seals,
    check_signatures,
    check_signers,
)
from app.rules.checks.kinds import (
    check_answer_tracked,
    check_minutes,
    check_order,
    check_public,
    check_reply_link,
    check_resolution,
)
from app.rules.checks.mandates import (
    check_agreement,
    check_command_to_committee,
    check_joint_issue,
    check_major_matter,
    check_necessity,
    check_own_opinion,
    check_proposal,
)
from app.rules.checks.numerals import check_numerals
from app.rules.checks.obsolete import check_obsolete
from app.rules.checks.own_numbers import (
    check_number_early,
    check_number_form,
    check_number_given,
    check_number_year,
    check_order_number,
)
from app.rules.checks.pairs import check_pairs
from app.rules.checks.punctuation import check_marks
from app.rules.checks.ranges import check_ranges
from app.rules.checks.requests import (
    check_closing_phrase,
    check_contact,
    check_no_request,
    check_reply_opening,
    check_request_closing,
    check_single_request,
)
from app.rules.checks.routing import (
    check_dual_leadership,
    check_internal_unit,
    check_letter,
    check_levels,
    check_no_copy_downward,
    check_no_leader,
    check_no_personal_issuer,
    check_one_superior,
    check_report_upward,
    check_superior_knows,
    check_unrelated,
)
from app.rules.checks.titles import check_stacked_title, check_statutory_kind, check_title
from app.rules.finding import Finding
from app.rules.passages import Passage, passages, whole
from app.vocabulary.drafting import CheckMoment as Moment

MOST: Final = 50
"""Findings told of one check; a text that breaks one rule everywhere is told so once."""

_Whole: TypeAlias = Callable[[Draft], Iterable[Finding]]
_Text: TypeAlias = Callable[[Passage], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class _Span:
    """From which moment a check is asked, and until which."""

    first: Moment = Moment.DRAFTING
    last: Moment = Moment.DISPATCH

    def holds(self, moment: Moment) -> bool:
        return self.first.rank <= moment.rank <= self.last.rank


_ALWAYS: Final = _Span()
_BEFORE_NUMBER: Final = _Span(last=Moment.SIGN)
_FROM_REVIEW: Final = _Span(Moment.REVIEW)
_FROM_NUMBER: Final = _Span(Moment.NUMBERED)
_AT_DISPATCH: Final = _Span(Moment.DISPATCH)

_ANY_TEXT: Final[tuple[_Text, ...]] = (check_marks, check_pairs, check_numerals, check_ranges)
"""What concerns every text, also regulations and foreign-affairs papers (DOC-S03)."""

_BODY: Final[tuple[_Text, ...]] = (check_citations, check_cited_numbers)

_FACTS: Final[tuple[tuple[_Whole, _Span], ...]] = (
    (check_statutory_kind, _ALWAYS),
    (check_title, _ALWAYS),
    (check_stacked_title, _ALWAYS),
    (check_resolution, _ALWAYS),
    (check_order, _ALWAYS),
    (check_public, _ALWAYS),
    (check_answer_tracked, _ALWAYS),
    (check_reply_link, _ALWAYS),
    (check_minutes, _ALWAYS),
    (check_proposal, _ALWAYS),
    (check_letter, _ALWAYS),
    (check_report_upward, _ALWAYS),
    (check_secrecy_elements, _ALWAYS),
    (check_urgency, _ALWAYS),
    (check_recipients, _ALWAYS),
    (check_copies, _ALWAYS),
    (check_body, _ALWAYS),
    (check_annexes, _ALWAYS),
    (check_annexes_in_text, _ALWAYS),
    (check_contact, _ALWAYS),
    (check_obsolete, _ALWAYS),
    (check_necessity, _ALWAYS),
    (check_levels, _ALWAYS),
    (check_one_superior, _ALWAYS),
    (check_no_copy_downward, _ALWAYS),
    (check_single_request, _ALWAYS),
    (check_no_request, _ALWAYS),
    (check_request_closing, _ALWAYS),
    (check_reply_opening, _ALWAYS),
    (check_closing_phrase, _ALWAYS),
    (check_no_leader, _ALWAYS),
    (check_no_personal_issuer, _ALWAYS),
    (check_major_matter, _ALWAYS),
    (check_own_opinion, _ALWAYS),
    (check_dual_leadership, _ALWAYS),
    (check_superior_knows, _ALWAYS),
    (check_command_to_committee, _ALWAYS),
    (check_joint_issue, _ALWAYS),
    (check_internal_unit, _ALWAYS),
    (check_unrelated, _ALWAYS),
    (check_registered_issuer, _ALWAYS),
    (check_issuer_marks, _ALWAYS),
    (check_number_form, _ALWAYS),
    (check_order_number, _ALWAYS),
    (check_length, _ALWAYS),
    (check_yearly_count, _ALWAYS),
    (check_time_left, _ALWAYS),
    (check_number_early, _BEFORE_NUMBER),
    (check_agreement, _FROM_REVIEW),
    (check_signers, _FROM_NUMBER),
    (check_signatures, _FROM_NUMBER),
    (check_date, _FROM_NUMBER),
    (check_number_given, _FROM_NUMBER),
    (check_number_year, _FROM_NUMBER),
    (check_seals, _AT_DISPATCH),
    (check_print_line, _AT_DISPATCH),
)
"""Checks of the whole draft, each with the moments at which its facts are known."""


def check_draft(draft: Draft, moment: Moment = Moment.DRAFTING) -> list[Finding]:
    """All findings on a draft at a moment, first those on its facts, then those on its text in reading order.

    One check tells at most `MOST` findings, the last of them saying that there are more. Takes a time that grows
    with the length of the text.
    """
    found: list[Finding] = []
    if not draft.is_exempt:
        for check, span in _FACTS:
            if span.holds(moment):
                found += _told(check(draft))
    return [*found, *_on_text(draft)]


def _on_text(draft: Draft) -> Iterator[Finding]:
    texts = whole(draft.title, "/title"), whole(draft.body, "/body"), whole(draft.note, "/note")
    found: list[Finding] = []
    if not draft.is_exempt:
        found += _told(check_headings(passages(draft.body, "/body")))
        for check in _BODY:
            found += _told(check(texts[1]))
    for check in _ANY_TEXT:
        found += _told(finding for text in texts for finding in check(text))
    order = [text.pointer for text in texts]
    return iter(sorted(found, key=lambda one: (order.index(one.pointer), one.place.offset if one.place else 0)))


def _told(findings: Iterable[Finding]) -> list[Finding]:
    told = list(islice(findings, MOST + 1))
    if len(told) <= MOST:
        return told
    last = told[MOST - 1]
    return [*told[: MOST - 1], replace(last, message=last.message + "（同类问题较多，其余不再列出）")]
