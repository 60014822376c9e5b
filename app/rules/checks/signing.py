"""From review to the red stamp: 核稿, 签发, 联合签发, 登记, 印发."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from app.rules.finding import Finding, Findings, blank
from app.vocabulary.identity import Role
from app.vocabulary.outgoing import Answer, Direction, Gate

CONSENT: Final = "同意"
"""What a signature without words says (DOC-P08)."""


def check_gates(gates: Mapping[Gate, bool]) -> Findings:
    """A paper leaves review with each of the four gates answered and passed (DOC-P03)."""
    missing = [gate.label for gate in Gate if gate not in gates]
    if missing:
        return (Finding("DOC-P03", f"四关核稿尚缺：{'、'.join(missing)}", "/gates"),)
    failed = [gate.label for gate in Gate if not gates[gate]]
    return (Finding("DOC-P03", f"未通过{'、'.join(failed)}的稿件应当退回修改", "/gates"),) if failed else ()


def check_return(reason: str | None) -> Findings:
    """A draft that is not fit to be issued goes back with the reason (DOC-P05)."""
    return (Finding("DOC-P05", "退回稿件应当说明理由", "/reason"),) if blank(reason) else ()


def check_signer(
    roles: Collection[str], direction: Direction, *, is_important: bool, is_mandated: bool = False
) -> Findings:
    """Important papers and all upward ones are signed by the principal leader, the others by a leader (DOC-P06); what an
    office issues by mandate of its committee or government, by the office's own principal leader (DOC-P07)."""
    if Role.PRINCIPAL_LEADER in roles:
        return ()
    if is_mandated:
        return (Finding("DOC-P07", "办公厅（室）经授权制发的公文由其主要负责人签发", "/signer_id"),)
    if is_important or direction is Direction.UPWARD:
        return (Finding("DOC-P06", "重要公文和上行文由机关主要负责人签发", "/signer_id"),)
    return () if Role.LEADER in roles else (Finding("DOC-P06", "公文应当由机关负责人签发", "/signer_id"),)


def check_mandate(*, for_another: bool, mandate: str | None) -> Findings:
    """Who signs for another names the mandate (DOC-P10)."""
    if for_another and blank(mandate):
        return (Finding("DOC-P10", "代签应当写明授权依据", "/mandate"),)
    return ()


def check_hands(drafter: UUID, reviewers: Collection[UUID], signer: UUID) -> Findings:
    """Drafter, reviewer and signer are different people (DOC-P11)."""
    hands = [drafter, *set(reviewers), signer]
    return () if len(set(hands)) == len(hands) else (Finding("DOC-P11", "拟稿人、核稿人、签发人不宜为同一人"),)


def check_consultation(answers: Sequence[Answer | None], *, is_overdue: Sequence[bool]) -> Findings:
    """All answers are in, or their limit is over: then silence is consent (DOC-P01, DOC-T05)."""
    waiting = [late for answer, late in zip(answers, is_overdue, strict=True) if answer is None and not late]
    return (Finding("DOC-P01", f"尚有{len(waiting)}个单位未答复，期限未到"),) if waiting else ()


def check_disagreement(
    answers: Sequence[Answer | None], direction: Direction, resolution: str | None, *, is_split: bool
) -> Findings:
    """Disagreement is settled in words; a split is put before the common superior, never sent down (DOC-X03)."""
    said_no = Answer.DISAGREE in answers
    found = []
    if (said_no or is_split) and blank(resolution):
        found.append(
            Finding("DOC-X03", "有不同意见的，应当写明协商结果；未取得一致的，列明各方理据和建议", "/resolution")
        )
    if is_split and direction is not Direction.UPWARD:
        found.append(Finding("DOC-X03", "未协商一致的，不得各自向下行文，应当报请共同的上级机关决定", "/is_split"))
    return tuple(found)


def check_adoption(meeting: str | None, adopted_on: date | None, today: date) -> Findings:
    """A paper adopted by a meeting names the meeting and its day (DOC-X12)."""
    if meeting is None and adopted_on is None:
        return ()
    if blank(meeting) or adopted_on is None:
        return (Finding("DOC-X12", "会议通过的公文应当写明会议和通过日期", "/meeting_name"),)
    return (Finding("DOC-X12", "会议通过日期不能晚于今天", "/adopted_on"),) if adopted_on > today else ()


def check_registration(*, has_code: bool, is_order: bool, copies: int, wanted: int) -> Findings:
    """Registering fixes the number, the list and the copies (DOC-P13). ``wanted`` is what the recipients need."""
    found = []
    if not has_code and not is_order:
        found.append(Finding("DOC-N08", "登记编号前应当选定机关代字", "/code_id"))
    if copies < max(wanted, 1):
        found.append(Finding("DOC-P13", f"印数不足：主送、抄送共需{max(wanted, 1)}份", "/copies"))
    return tuple(found)


def check_code(layout: str, direction: str, code_layout: str, code_direction: str | None) -> Findings:
    """A 机关代字 goes with one layout and perhaps one direction (DOC-N08)."""
    if layout != code_layout or code_direction not in (None, direction):
        return (Finding("DOC-N08", "机关代字与公文格式或行文方向不符", "/code_id"),)
    return ()


def check_print_date(printed: date, doc_date: date, today: date) -> Findings:
    """印发日期 is the day it goes to print: not before 成文日期, not in the future (DOC-E17)."""
    if printed < doc_date:
        return (Finding("DOC-E17", "印发日期不得早于成文日期", "/print_date"),)
    return (Finding("DOC-E17", "印发日期不能晚于今天", "/print_date"),) if printed > today else ()


def check_disclosure(disclosure: str, reason: str | None) -> Findings:
    """What is not disclosed carries the reason (SEC-R34)."""
    if disclosure == "not_disclosed" and blank(reason):
        return (Finding("SEC-R34", "不予公开的应当说明理由", "/disclosure_reason"),)
    return ()
