"""行文规则 that rest on what was agreed, opined or allowed beforehand (DOC-R01, R09, R10, R13…R15)."""

import re
from collections.abc import Iterator
from typing import Final

from app.rules.checks.draft import Draft
from app.rules.checks.organs import kind_of
from app.rules.finding import Finding, blank
from app.vocabulary.documents import DocType as Kind
from app.vocabulary.drafting import CosignState, OrganKind
from app.vocabulary.outgoing import Direction, Relation
from app.vocabulary.rules import Severity

_WARN: Final = Severity.WARN
_COMMANDS: Final = frozenset(
    {Kind.ORDER, Kind.DECISION, Kind.RESOLUTION, Kind.NOTICE, Kind.OPINION, Kind.REPLY_TO_REQUEST}
)
"""指令性公文: kinds that tell the recipient what to do."""
_COMMITTEES: Final = frozenset({OrganKind.PARTY_COMMITTEE, OrganKind.GOVERNMENT})
_CONSENT: Final = re.compile("经[^。；]{1,30}(?:同意|授权|批准)")
_LEAST_OWN: Final = 30
"""Characters of its own that a draft passing a 请示 upward must have beside the forwarded text."""


def check_necessity(draft: Draft) -> Iterator[Finding]:
    """The draft says why it is needed; similar documents of the last twelve months are shown (DOC-R01)."""
    if blank(draft.necessity):
        yield Finding("DOC-R01", "应当说明行文的必要性", "/necessity", "写明为何需要制发此件")
    if draft.similar_numbers:
        shown = "、".join(draft.similar_numbers[:5])
        message = f"十二个月内已发同类文件{len(draft.similar_numbers)}件：{shown}"
        yield Finding("DOC-R01", message, "/title", "确需再发的说明理由")


def check_major_matter(draft: Draft) -> Iterator[Finding]:
    """A department taking a major matter to its superior department has its committee's or government's consent (DOC-R09)."""
    lead = draft.issuers[0] if draft.issuers else None
    if not (lead and draft.is_important and draft.direction is Direction.UPWARD and blank(draft.consent_reference)):
        return
    above = any(kind_of(one) is OrganKind.DEPARTMENT for one in draft.main_recipients)
    if above and kind_of(lead) is OrganKind.DEPARTMENT:
        message = "部门向上级主管部门请示、报告重大事项，应当经本级党委、政府同意或者授权"
        yield Finding("DOC-R09", message, "/consent_reference", "填写同意或者授权的依据")


def check_own_opinion(draft: Draft) -> Iterator[Finding]:
    """A lower organ's 请示 goes up with an opinion of one's own, never as it came (DOC-R10)."""
    if draft.direction is not Direction.UPWARD or blank(draft.forwarded_text):
        return
    own = "".join(draft.body.split()).replace("".join((draft.forwarded_text or "").split()), "")
    if len(own) < _LEAST_OWN:
        yield Finding("DOC-R10", "下级机关的请示不得原文转报上级", "/body", "提出本机关的倾向性意见后上报")
    elif blank(draft.own_opinion):
        message = "转报下级机关的请示应当提出倾向性意见"
        yield Finding("DOC-R10", message, "/own_opinion", "写明同意与否和理由")


def check_command_to_committee(draft: Draft) -> Iterator[Finding]:
    """A department commands lower committees and governments only with consent that the text names (DOC-R13)."""
    lead = draft.issuers[0] if draft.issuers else None
    if draft.direction is not Direction.DOWNWARD or draft.doc_type not in _COMMANDS or lead is None:
        return
    if kind_of(lead) is not OrganKind.DEPARTMENT:
        return
    commanded = [at for at, one in enumerate(draft.main_recipients) if kind_of(one) in _COMMITTEES]
    if not commanded:
        return
    pointer = f"/main_recipients/{commanded[0]}"
    if blank(draft.consent_reference):
        message = "部门不得向下级党委、政府发布指令性公文"
        yield Finding("DOC-R13", message, pointer, "主送其对口部门；确需行文的经本级政府同意并填写依据")
    elif not _CONSENT.search(draft.body):
        message = "经政府同意向下级党委、政府行文的，应当在文中注明"
        yield Finding("DOC-R13", message, "/body", "如“经×人民政府同意，现就……通知如下”")


def check_agreement(draft: Draft) -> Iterator[Finding]:
    """Nothing is issued downward before the departments concerned agree (DOC-R14)."""
    if draft.direction is not Direction.DOWNWARD:
        return
    if draft.cosign is CosignState.PENDING:
        yield Finding("DOC-R14", "涉及其他部门职权的事项尚在会签，不得向下行文", "/cosign", "会签完毕后再签发")
    elif draft.cosign is CosignState.DISAGREED:
        suggestion = "由主办部门主要负责人协调；仍不一致的报共同上级裁定"
        yield Finding("DOC-R14", "部门之间未协商一致，不得向下行文", "/cosign", suggestion)


def check_joint_issue(draft: Draft) -> Iterator[Finding]:
    """Joint issue is for organs of one level; party and government together say on what ground (DOC-R15)."""
    if len(draft.issuers) < 2:
        return
    levels = {one.level for one in draft.issuers if one.level is not None}
    if len(levels) > 1:
        yield Finding("DOC-R15", "只有同级机关可以联合行文", "/issuers", "由一个机关行文，其他机关会签或者转发")
    kinds = {kind_of(one) for one in draft.issuers}
    if kinds >= _COMMITTEES and blank(draft.basis):
        message = "属于党委、政府各自职权范围的工作不得联合行文"
        yield Finding("DOC-R15", message, "/basis", "写明联合行文的依据", at_most=_WARN)


def check_proposal(draft: Draft) -> Iterator[Finding]:
    """议案 goes from a government to the people's congress of its level or its standing committee (DOC-K13)."""
    if draft.doc_type is not Kind.PROPOSAL:
        return
    for at, issuer in enumerate(draft.issuers):
        if kind_of(issuer) not in {OrganKind.GOVERNMENT, None}:
            yield Finding("DOC-K13", "议案只由各级人民政府提出", f"/issuers/{at}", "由本级人民政府提出")
    for at, recipient in enumerate(draft.main_recipients):
        pointer = f"/main_recipients/{at}"
        kind = kind_of(recipient)
        if kind is not OrganKind.CONGRESS or recipient.relation is Relation.SUPERIOR_LEADER:
            message, fix = "议案只提请人民代表大会或者其常务委员会审议", "主送同级人大或者其常委会"
            at_most = _WARN if kind is None else Severity.BLOCK
            yield Finding("DOC-K13", message, pointer, fix, at_most=at_most)
        elif draft.issuers:
            yield from _level(draft, at)


def _level(draft: Draft, at: int) -> Iterator[Finding]:
    ours, theirs = draft.issuers[0].level, draft.main_recipients[at].level
    if ours is not None and theirs is not None and ours is not theirs:
        yield Finding("DOC-K13", "议案提请同级人民代表大会或者其常务委员会审议", f"/main_recipients/{at}")
