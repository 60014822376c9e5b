"""行文规则: who may write to whom (DOC-R02…R04, R07, R08, R11, R12, R16, R17). Unknown relations are held against nobody."""

from collections.abc import Iterator
from typing import Final

from app.rules.checks.draft import Draft, Recipient
from app.rules.checks.organs import is_collective, is_office, is_personal, is_same
from app.rules.finding import Finding, blank
from app.vocabulary.documents import DocType as Kind
from app.vocabulary.outgoing import Direction, Relation
from app.vocabulary.rules import Severity

_WARN: Final = Severity.WARN
_NO_SUPERIOR: Final = frozenset({Relation.PEER, Relation.UNRELATED, Relation.SUBORDINATE})


def check_levels(draft: Draft) -> Iterator[Finding]:
    """No level is skipped, unless the skipped organ gets a copy and the reason is on record (DOC-R02)."""
    for at, recipient in enumerate(draft.main_recipients):
        for name in recipient.skipped:
            if not any(is_same(name, copied) for copied in draft.cc_recipients):
                message = "越级行文应当抄送被越过的机关"
                yield Finding("DOC-R02", message, f"/main_recipients/{at}", f"抄送{name}，或者改送直接上级")
            elif blank(draft.skip_level_reason):
                message = "越级行文应当记明理由"
                yield Finding("DOC-R02", message, "/skip_level_reason", "写明越级的理由", at_most=_WARN)


def check_one_superior(draft: Draft) -> Iterator[Finding]:
    """Upward: one 主送; it blocks a 请示 and warns others (DOC-R03). An opinion sent up is routed like a 请示 (DOC-K07)."""
    if draft.direction is not Direction.UPWARD or len(draft.main_recipients) <= 1:
        return
    message, fix = "上行文原则上只主送一个上级机关", "其他机关改为抄送"
    if draft.doc_type is Kind.OPINION:
        yield Finding("DOC-K07", "报送上级的意见按请示办理，只主送一个上级机关", "/main_recipients", fix)
        return
    is_request = draft.doc_type is Kind.REQUEST_INSTRUCTION
    yield Finding("DOC-R03", message, "/main_recipients", fix, at_most=Severity.BLOCK if is_request else Severity.WARN)


def check_no_copy_downward(draft: Draft) -> Iterator[Finding]:
    """Upward: no copy to lower organs (DOC-R04); whom a collective term means, a person says."""
    if draft.direction is not Direction.UPWARD:
        return
    for at, copied in enumerate(draft.cc_recipients):
        if copied.relation is Relation.SUBORDINATE:
            yield Finding("DOC-R04", "上行文不得抄送下级机关", f"/cc_recipients/{at}", "删去下级机关，另行下达")
        elif copied.relation is Relation.COLLECTIVE or (copied.relation is None and is_collective(copied.name)):
            message = "上行文不得抄送下级机关，请核对此统称所指"
            yield Finding("DOC-R04", message, f"/cc_recipients/{at}", at_most=_WARN)


def check_no_leader(draft: Draft) -> Iterator[Finding]:
    """Nothing is addressed to a superior's leader in person, unless he assigned the matter (DOC-R07)."""
    if not blank(draft.assignment_reference):
        return
    recipients = (("main_recipients", draft.main_recipients), ("cc_recipients", draft.cc_recipients))
    for member, named in recipients:
        for at, recipient in enumerate(named):
            if _is_leader(draft, recipient):
                message = "不得以本机关名义向上级机关负责人报送公文"
                suggestion = "主送上级机关；确系其直接交办的，填写交办依据"
                yield Finding("DOC-R07", message, f"/{member}/{at}", suggestion)


def _is_leader(draft: Draft, recipient: Recipient) -> bool:
    if recipient.relation is Relation.SUPERIOR_LEADER:
        return True
    upward = draft.direction is Direction.UPWARD and recipient.relation in {None, Relation.SUPERIOR}
    return upward and is_personal(recipient.name)


def check_no_personal_issuer(draft: Draft) -> Iterator[Finding]:
    """Nothing goes to a superior organ in the personal name of one's own leader (DOC-R08)."""
    if draft.direction is not Direction.UPWARD:
        return
    for at, issuer in enumerate(draft.issuers):
        if issuer.is_person or is_personal(issuer.name):
            message = "不得以本机关负责人个人名义向上级机关报送公文"
            yield Finding("DOC-R08", message, f"/issuers/{at}", "以本机关名义行文")


def check_dual_leadership(draft: Draft) -> Iterator[Finding]:
    """Under dual leadership the other superior gets a copy where necessary, in both directions (DOC-R11)."""
    addressed = (*draft.main_recipients, *draft.cc_recipients)
    lead = draft.issuers[0] if draft.issuers else None
    if draft.direction is Direction.UPWARD and lead and len(lead.superiors) > 1:
        for name in lead.superiors:
            if not any(is_same(name, one) for one in addressed):
                message = "受双重领导的机关向一个上级机关行文，必要时抄送另一个上级机关"
                yield Finding("DOC-R11", message, "/cc_recipients", f"抄送{name}")
    if draft.direction is Direction.DOWNWARD:
        for at, recipient in enumerate(draft.main_recipients):
            others = [name for name in recipient.superiors if not any(is_same(name, one) for one in draft.issuers)]
            for name in others if len(recipient.superiors) > 1 else ():
                if not any(is_same(name, one) for one in addressed):
                    message = "向受双重领导的下级机关行文，必要时抄送其另一个上级机关"
                    yield Finding("DOC-R11", message, f"/main_recipients/{at}", f"抄送{name}")


def check_superior_knows(draft: Draft) -> Iterator[Finding]:
    """An important document downward is copied to the issuer's direct superior (DOC-R12)."""
    if not draft.is_important or draft.direction is not Direction.DOWNWARD or not draft.issuers:
        return
    superiors = draft.issuers[0].superiors
    if superiors and not any(is_same(name, one) for name in superiors for one in draft.cc_recipients):
        message = "重要的下行文应当同时抄送发文机关的直接上级机关"
        yield Finding("DOC-R12", message, "/cc_recipients", f"抄送{superiors[0]}")


def check_internal_unit(draft: Draft) -> Iterator[Finding]:
    """Internal units other than the office do not issue outside (DOC-R16)."""
    for at, issuer in enumerate(draft.issuers):
        if issuer.is_internal_unit and not is_office(issuer):
            message = "除办公厅（室）外，内设机构不得对外正式行文"
            yield Finding("DOC-R16", message, f"/issuers/{at}", "以本机关或者办公厅（室）名义行文")


def check_unrelated(draft: Draft) -> Iterator[Finding]:
    """Organs without subordination ask and answer by 函, not by 请示 and 批复 (DOC-R17)."""
    wrong = {
        Kind.REQUEST_INSTRUCTION: ({Relation.PEER, Relation.UNRELATED}, "向不相隶属机关请求批准应当用函"),
        Kind.REPLY_TO_REQUEST: ({Relation.PEER, Relation.UNRELATED}, "答复不相隶属机关应当用函"),
    }
    relations, message = wrong.get(draft.doc_type, (set(), ""))
    for at, recipient in enumerate(draft.main_recipients):
        if recipient.relation in relations:
            yield Finding("DOC-R17", message, f"/main_recipients/{at}", "改用“函”")


def check_letter(draft: Draft) -> Iterator[Finding]:
    """函 is for organs without subordination; to one's superior one writes 请示 or 报告 (DOC-K14)."""
    if draft.doc_type is not Kind.LETTER:
        return
    for at, recipient in enumerate(draft.main_recipients):
        if recipient.relation is Relation.SUPERIOR:
            message = "函用于不相隶属机关之间，向上级机关行文不用函"
            yield Finding("DOC-K14", message, f"/main_recipients/{at}", "改用“请示”或者“报告”")
        elif recipient.relation is Relation.SUBORDINATE:
            message = "函用于不相隶属机关之间，向下级机关行文一般用通知、批复"
            yield Finding("DOC-K14", message, f"/main_recipients/{at}", at_most=_WARN)


def check_report_upward(draft: Draft) -> Iterator[Finding]:
    """报告 and 请示 go to a superior organ (DOC-K10, DOC-K11)."""
    for at, recipient in enumerate(draft.main_recipients):
        if draft.doc_type is Kind.REPORT and recipient.relation in _NO_SUPERIOR:
            yield Finding("DOC-K10", "报告只用于向上级机关行文", f"/main_recipients/{at}", "改用“函”或者“通报”")
        elif draft.doc_type is Kind.REQUEST_INSTRUCTION and recipient.relation is Relation.SUBORDINATE:
            yield Finding("DOC-K11", "请示只用于向上级机关行文", f"/main_recipients/{at}", "改用“通知”或者“函”")
