"""Elements of a draft that are filled in while it is written (DOC-E01…E03, E08, E09, E16)."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from app.rules.checks.draft import Draft, Recipient
from app.rules.checks.limits import check_urgency_word
from app.rules.checks.organs import PUBLISHED, is_collective, is_personal, names_of
from app.rules.checks.secrecy import check_mark_form
from app.rules.finding import Finding, blank
from app.rules.passages import passages, whole
from app.vocabulary.common import STATE_SECRETS, Urgency
from app.vocabulary.documents import DocType as Kind
from app.vocabulary.outgoing import Direction, Relation
from app.vocabulary.rules import Severity

_WARN: Final = Severity.WARN
_UNADDRESSED: Final = PUBLISHED | {Kind.ORDER, Kind.RESOLUTION, Kind.MINUTES}
"""Kinds without 主送: published ones, and those whose layout has none."""
_COPY_NUMBER: Final = re.compile("[0-9]{1,10}")
_STARRED: Final = re.compile(r"(?:绝密|机密|秘密)[ 　]{0,4}★")
_OLD_URGENCY: Final = re.compile("急件|平件|特急件|加急件|火急")


def check_secrecy_elements(draft: Draft) -> Iterator[Finding]:
    """份号, 密级 and 保密期限 belong to classified documents, the star to no other (DOC-E01, DOC-E02)."""
    if draft.copy_number is not None and not _COPY_NUMBER.fullmatch(draft.copy_number):
        yield Finding("DOC-E01", "份号用阿拉伯数字", "/copy_number", "如“000001”")
    if draft.classification in STATE_SECRETS:
        if blank(draft.copy_number):
            yield Finding("DOC-E01", "涉密公文应当标注份号", "/copy_number")
        mark = f"{draft.classification.label}★{draft.secrecy_term or ''}"
        if blank(draft.secrecy_term) or check_mark_form(mark):
            yield Finding("DOC-E02", "涉密公文应当标注密级和保密期限", "/secrecy_term", "如“5年”")
        return
    if not blank(draft.secrecy_term):
        yield Finding("DOC-E02", "非涉密公文不得标注保密期限", "/secrecy_term", "删去保密期限")
    for pointer, text in (("/title", draft.title), ("/body", draft.body), ("/note", draft.note)):
        passage = whole(text, pointer)
        for found in _STARRED.finditer(passage.text):
            yield passage.finding("DOC-E02", "非涉密公文不得标注★", found.span(), "删去标志")


def check_urgency(draft: Draft) -> Iterator[Finding]:
    """An urgent document uses the words of its medium and sets a time limit (DOC-E03)."""
    yield from check_urgency_word(draft.urgency, draft.medium)
    if draft.urgency is not Urgency.NONE and draft.due_at is None:
        yield Finding("DOC-E03", "标注紧急程度的公文应当有办理时限", "/due_at", "填写办理时限或者取消紧急程度")
    for passage in passages(draft.title, "/title"):
        if old := _OLD_URGENCY.search(passage.text):
            message = "紧急程度不写入标题，也不用“急件”等说法"
            yield passage.finding("DOC-E03", message, old.span(), "选用“特急”或者“加急”", None, _WARN)


def check_recipients(draft: Draft) -> Iterator[Finding]:
    """主送 are organs by their names; published kinds have none (DOC-E08)."""
    if not draft.main_recipients:
        if draft.doc_type not in _UNADDRESSED:
            # a decision that is made public is addressed to nobody
            at_most = (
                _WARN if draft.doc_type is Kind.DECISION or draft.direction is Direction.PUBLIC else Severity.BLOCK
            )
            yield Finding("DOC-E08", "应当有主送机关", "/main_recipients", "填写主送机关", at_most=at_most)
        return
    for at, recipient in enumerate(draft.main_recipients):
        pointer = f"/main_recipients/{at}"
        if recipient.relation is not Relation.SUPERIOR_LEADER and is_personal(recipient.name):
            if draft.direction is not Direction.UPWARD:
                yield Finding("DOC-E08", "主送机关不写个人", pointer, "写机关全称或者规范化简称")
        elif recipient.is_listed is False and not is_collective(recipient.name):
            message = "主送机关不是名录中的全称、规范化简称或者统称"
            yield Finding("DOC-E08", message, pointer, "核对机关名称", at_most=_WARN)
    for at in _repeated(draft.main_recipients):
        yield Finding("DOC-E08", "主送机关重复", f"/main_recipients/{at}", "删去重复的机关", at_most=_WARN)


def check_copies(draft: Draft) -> Iterator[Finding]:
    """抄送 names nobody who is 主送 already, and nobody twice (DOC-E16)."""
    addressed = {name for one in draft.main_recipients for name in names_of(one)}
    for at, copied in enumerate(draft.cc_recipients):
        if names_of(copied) & addressed:
            message = "抄送机关与主送机关重复"
            yield Finding("DOC-E16", message, f"/cc_recipients/{at}", "只保留主送")
    for at in _repeated(draft.cc_recipients):
        yield Finding("DOC-E16", "抄送机关重复", f"/cc_recipients/{at}", "删去重复的机关", at_most=_WARN)


def check_body(draft: Draft) -> Iterator[Finding]:
    """There is a text (DOC-E09)."""
    if blank(draft.body):
        yield Finding("DOC-E09", "公文应当有正文", "/body")


def _repeated(recipients: Sequence[Recipient]) -> list[int]:
    seen: set[str] = set()
    places = []
    for at, one in enumerate(recipients):
        if names_of(one) & seen:
            places.append(at)
        seen |= names_of(one)
    return places
