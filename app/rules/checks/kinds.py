"""What each kind of document asks for (DOC-K01, K03…K07, K11, K12, K15)."""

import re
from collections.abc import Iterator
from typing import Final

from app.rules.checks.draft import Draft
from app.rules.checks.organs import kind_of
from app.rules.finding import Finding, blank
from app.vocabulary.documents import DocType as Kind
from app.vocabulary.drafting import OrganKind
from app.vocabulary.outgoing import Direction, Relation
from app.vocabulary.rules import Severity

_WARN: Final = Severity.WARN
_ROUTINE: Final = re.compile("停水|停电|停气|放假|值班|施工|封闭|交通管制|绕行|暂停服务|停业|搬迁")


def check_resolution(draft: Draft) -> Iterator[Finding]:
    """A 决议 names its meeting and the day of adoption, which is its date (DOC-K01)."""
    if draft.doc_type is not Kind.RESOLUTION:
        return
    if blank(draft.meeting_name):
        yield Finding("DOC-K01", "决议应当注明会议名称", "/meeting_name", "填写通过决议的会议全称")
    if draft.adopted_on is None:
        yield Finding("DOC-K01", "决议应当注明通过日期", "/adopted_on", "填写会议通过的日期")
    elif draft.doc_date is not None and draft.doc_date != draft.adopted_on:
        yield Finding("DOC-K01", "决议的成文日期应当是通过日期", "/doc_date", _written(draft))


def _written(draft: Draft) -> str | None:
    day = draft.adopted_on
    return f"{day.year}年{day.month}月{day.day}日" if day else None


def check_order(draft: Draft) -> Iterator[Finding]:
    """命令（令） is for organs empowered by law (DOC-K03)."""
    if draft.doc_type is not Kind.ORDER:
        return
    for at, issuer in enumerate(draft.issuers):
        kind = kind_of(issuer)
        may = issuer.may_order or kind in {OrganKind.GOVERNMENT, OrganKind.CONGRESS, None}
        if not may or issuer.is_internal_unit:
            message = "命令（令）只由法律授权的机关发布"
            yield Finding("DOC-K03", message, f"/issuers/{at}", "改用“决定”或者“通知”")


def check_public(draft: Draft) -> Iterator[Finding]:
    """公报 and 公告 have no 主送; 公告 is not for local routine; 通告 is no paper for superiors (DOC-K04…K06)."""
    if draft.doc_type is Kind.COMMUNIQUE and draft.main_recipients:
        yield Finding("DOC-K04", "公报不标主送机关", "/main_recipients", "删去主送机关")
    if draft.doc_type is Kind.ANNOUNCEMENT:
        if draft.main_recipients:
            yield Finding("DOC-K05", "公告不标主送机关", "/main_recipients", "删去主送机关")
        if _ROUTINE.search(draft.title):  # words only hint at routine, so it never blocks
            message = "公告用于宣布重要或者法定事项，不用于日常告知"
            yield Finding("DOC-K05", message, "/title", "改用“通告”", at_most=_WARN)
    if draft.doc_type is Kind.PUBLIC_NOTICE:
        for at, recipient in enumerate(draft.main_recipients):
            if recipient.relation in {Relation.SUPERIOR, Relation.SUPERIOR_LEADER}:
                message = "通告用于在一定范围内公布事项，不用于上行文"
                yield Finding("DOC-K06", message, f"/main_recipients/{at}", "改用“报告”或者“请示”")


def check_answer_tracked(draft: Draft) -> Iterator[Finding]:
    """A 请示, and an opinion sent up, expect an answer and come before the act (DOC-K07, DOC-K11)."""
    message = "应当跟踪上级的答复"
    if draft.doc_type is Kind.OPINION and draft.direction is Direction.UPWARD and not draft.expects_reply:
        yield Finding("DOC-K07", f"报送上级的意见{message}", "/expects_reply")
    if draft.doc_type is not Kind.REQUEST_INSTRUCTION:
        return
    if not draft.expects_reply:
        yield Finding("DOC-K11", f"请示{message}", "/expects_reply")
    needed, today = draft.decision_needed_on, draft.checked_on
    if needed is not None and today is not None and needed < today:
        message = "请示应当事前行文，需要批复的日期已过"
        yield Finding("DOC-K11", message, "/decision_needed_on", "已经办理的改用“报告”说明情况")


def check_reply_link(draft: Draft) -> Iterator[Finding]:
    """A 批复 answers exactly one 请示 (DOC-K12)."""
    if draft.doc_type is not Kind.REPLY_TO_REQUEST or len(draft.replies_to) == 1:
        return
    message = "批复应当对应一件请示" if not draft.replies_to else "一件批复只答复一件请示"
    yield Finding("DOC-K12", message, "/replies_to", "关联所答复的请示；几件请示分别批复")


def check_answered_kind(doc_type: Kind, answered: Kind) -> Iterator[Finding]:
    """What a 批复 answers is a 请示 (DOC-K12)."""
    if doc_type is Kind.REPLY_TO_REQUEST and answered is not Kind.REQUEST_INSTRUCTION:
        message = f"批复应当对应一件请示，所关联的来文是“{answered.label}”"
        yield Finding("DOC-K12", message, "/answers_id", "答复函件用“函”")


def check_minutes(draft: Draft) -> Iterator[Finding]:
    """纪要 bears neither signature nor seal as a rule (DOC-K15)."""
    if draft.doc_type is not Kind.MINUTES:
        return
    if draft.issuer_signatures:
        yield Finding("DOC-K15", "纪要一般不署发文机关名称", "/issuer_signatures", "删去署名")
    if draft.seals:
        yield Finding("DOC-K15", "纪要一般不用印", "/seals", "不加盖印章")
