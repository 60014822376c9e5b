"""From the office's proposal to the close-out note: 拟办, 批办, 传阅, 承办, 催办, 答复, 注办."""

from collections.abc import Hashable, Sequence
from datetime import datetime, timedelta
from typing import Final

from app.rules.finding import Finding, Findings, blank
from app.vocabulary.common import Urgency
from app.vocabulary.documents import DocType, HandlingKind

CONFIRMATION: Final = timedelta(hours=24)
"""How long an oral approval may stand without its written confirmation (DOC-X07)."""


def check_proposal(kind: HandlingKind, proposal: str | None) -> Findings:
    """A paper to act on (批办件) carries the office's proposal (拟办意见); one to read needs none (DOC-I04)."""
    if kind is HandlingKind.FOR_INFORMATION or not blank(proposal):
        return ()
    return (Finding("DOC-I04", "批办件应当提出拟办意见", "/proposal"),)


def check_handlers(leads: Sequence[Hashable], co_handlers: Sequence[Hashable]) -> Findings:
    """Among several handlers exactly one leads (主办), the others assist (协办), nobody stands twice (DOC-I05)."""
    everybody = [*leads, *co_handlers]
    found = []
    if len(leads) != 1 and (co_handlers or len(leads) > 1):
        found.append(Finding("DOC-I05", "由两个以上单位办理的，应当明确一个主办单位", "/handlers"))
    if len(set(everybody)) != len(everybody):
        found.append(Finding("DOC-I05", "同一单位不得重复列为承办", "/handlers"))
    return tuple(found)


def check_instruction_deadline(urgency: Urgency, due_at: datetime | None) -> Findings:
    """An instruction on an urgent paper says by when (DOC-I05)."""
    if urgency is Urgency.NONE or due_at is not None:
        return ()
    return (Finding("DOC-I05", "紧急公文应当明确办理时限", "/due_at"),)


def check_circulation(readers: Sequence[Hashable]) -> Findings:
    """A reading list names somebody, and nobody twice (DOC-I06)."""
    if not readers:
        return (Finding("DOC-I06", "传阅名单不得为空", "/readers"),)
    if len(set(readers)) != len(readers):
        return (Finding("DOC-I06", "传阅名单中有人重复", "/readers"),)
    return ()


def check_hand_back(reason: str | None) -> Findings:
    """Whoever hands a paper back as not theirs says why (DOC-I07)."""
    return (Finding("DOC-I07", "退回承办事项应当说明理由", "/reason"),) if blank(reason) else ()


def check_extension(due_at: datetime, asked_at: datetime, until: datetime) -> Findings:
    """An extension is asked for while the limit still runs, and ends after it (DOC-I07)."""
    found = []
    if asked_at >= due_at:
        found.append(Finding("DOC-I07", "办理时限已到，不能再申请延期"))
    if until <= due_at:
        found.append(Finding("DOC-I07", "延期后的时限应当晚于原时限", "/due_at"))
    return tuple(found)


def check_supervisor(urgency: Urgency, supervisor: Hashable | None, *, is_important: bool = False) -> Findings:
    """An urgent or important paper has a named person who urges it on (DOC-I08)."""
    if supervisor is not None or not (is_important or urgency is not Urgency.NONE):
        return ()
    return (Finding("DOC-I08", "紧急公文、重要公文应当指定专人催办", "/supervisor_id"),)


def check_answered(doc_type: DocType | None, reply: Hashable | None, *, is_copied: bool = False) -> Findings:
    """A 请示 is not closed before a 批复 or 复函 is linked to it (DOC-I09); whoever was only copied in owes none."""
    if doc_type is not DocType.REQUEST_INSTRUCTION or reply is not None or is_copied:
        return ()
    return (Finding("DOC-I09", "来文为请示的，应当关联批复或者复函后再办结", "/reply"),)


def check_close_out(result: str | None) -> Findings:
    """The close-out note (注办) says what came of it (DOC-I10)."""
    return (Finding("DOC-I10", "办结应当注明办理结果", "/result"),) if blank(result) else ()


def check_oral_approval(approved_at: datetime, confirmed_at: datetime | None, now: datetime) -> Findings:
    """An approval by word of mouth is confirmed in writing within 24 hours; until then it stands (DOC-X07)."""
    if (confirmed_at or now) - approved_at <= CONFIRMATION:
        return ()
    message = "口头批准超过二十四小时后才补办书面确认" if confirmed_at else "口头批准超过二十四小时未补办书面确认"
    return (Finding("DOC-X07", message),)
