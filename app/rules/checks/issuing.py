"""Elements that come with signing, numbering, sealing and printing (DOC-E04, E06, E11…E13, E17, DOC-N10)."""

from collections.abc import Iterator
from typing import Final

from app.rules.checks.draft import Draft
from app.rules.checks.organs import names_of
from app.rules.finding import Finding, blank
from app.vocabulary.documents import DocType as Kind
from app.vocabulary.documents import Medium
from app.vocabulary.outgoing import Direction, Layout
from app.vocabulary.rules import Severity

_WARN: Final = Severity.WARN
_UNSIGNED: Final = frozenset({Kind.MINUTES, Kind.ORDER, Kind.COMMUNIQUE})
"""Kinds without 署名: minutes, what a leader signs by stamp, and what a meeting publishes."""


def check_registered_issuer(draft: Draft) -> Iterator[Finding]:
    """Only an organ that was registered as an issuer (发文立户) issues (DOC-N10)."""
    for at, issuer in enumerate(draft.issuers):
        if issuer.is_registered is False:
            message = "发文机关尚未立户，或者已经撤销"
            yield Finding("DOC-N10", message, f"/issuers/{at}", "经同级办公厅（室）审批立户后行文")


def check_issuer_marks(draft: Draft) -> Iterator[Finding]:
    """The header names every issuer, or the lead alone, by full or standard short name (DOC-E04)."""
    if not (draft.issuer_marks and draft.issuers):
        return
    named = [mark.strip().removesuffix("文件").strip() for mark in draft.issuer_marks]
    for at, name in enumerate(named):
        if not any(name in names_of(issuer) for issuer in draft.issuers):
            message = "发文机关标志应当用发文机关全称或者规范化简称"
            yield Finding("DOC-E04", message, f"/issuer_marks/{at}", "核对机关名称")
    lead_only = len(named) == 1 and named[0] in names_of(draft.issuers[0])
    if not lead_only and len(named) != len(draft.issuers):
        message = "联合行文的标志并列各机关名称，或者只用主办机关名称"
        yield Finding("DOC-E04", message, "/issuer_marks")


def check_signers(draft: Draft) -> Iterator[Finding]:
    """A document upward shows who signed for each issuer, in their order (DOC-E06)."""
    if draft.direction is not Direction.UPWARD:
        return
    if not draft.signers:
        yield Finding("DOC-E06", "上行文应当标注签发人", "/signers")
    elif len(draft.signers) < len(draft.issuers):
        yield Finding("DOC-E06", "联合上报的公文应当标注全部签发人", "/signers", "按机关顺序补全签发人")


def check_signatures(draft: Draft) -> Iterator[Finding]:
    """署名 is given, by full or standard short name (DOC-E11)."""
    if draft.doc_type in _UNSIGNED:
        return
    if not draft.issuer_signatures:
        yield Finding("DOC-E11", "公文一般应当署发文机关名称", "/issuer_signatures", "填写发文机关署名")
    for at, name in enumerate(draft.issuer_signatures):
        if draft.issuers and not any(name.strip() in names_of(issuer) for issuer in draft.issuers):
            message = "署名应当用发文机关全称或者规范化简称"
            yield Finding("DOC-E11", message, f"/issuer_signatures/{at}", "核对机关名称")


def check_date(draft: Draft) -> Iterator[Finding]:
    """成文日期 is the day of adoption by a meeting, or of the last signature (DOC-E12)."""
    if draft.doc_date is None:
        yield Finding("DOC-E12", "公文应当有成文日期", "/doc_date")
        return
    right = draft.adopted_on or draft.signed_on
    if right is not None and draft.doc_date != right and draft.doc_type is not Kind.RESOLUTION:
        source = "会议通过" if draft.adopted_on else "负责人（联合行文为最后签发机关负责人）签发"
        message = f"成文日期应当是{source}的日期"
        yield Finding("DOC-E12", message, "/doc_date", f"{right.year}年{right.month}月{right.day}日")


def check_seals(draft: Draft) -> Iterator[Finding]:
    """Every 署名 bears a seal of the same name; mass issue with its own header, and telegrams, may go without (DOC-E13)."""
    if draft.is_unsealed_mass_issue or draft.medium is Medium.TELEGRAM or draft.doc_type in _UNSIGNED:
        return
    sealed = {name.strip() for name in draft.seals}
    for at, name in enumerate(draft.issuer_signatures):
        issuer = next((one for one in draft.issuers if name.strip() in names_of(one)), None)
        engraved = names_of(issuer) if issuer else {name.strip()}
        if not sealed & engraved:
            message = "有署名的应当加盖与署名相符的印章"
            yield Finding("DOC-E13", message, f"/issuer_signatures/{at}", "加盖该机关印章")


def check_print_line(draft: Draft) -> Iterator[Finding]:
    """The 文件 form says who had it printed, and when; not before its date (DOC-E17)."""
    if draft.layout is Layout.DOCUMENT and draft.medium is Medium.DOCUMENT:
        if blank(draft.print_org):
            yield Finding("DOC-E17", "应当标注印发机关", "/print_org", "一般为本机关办公厅（室）")
        if draft.print_date is None:
            yield Finding("DOC-E17", "应当标注印发日期", "/print_date", "填写送印日期")
    if draft.print_date and draft.doc_date and draft.print_date < draft.doc_date:
        yield Finding("DOC-E17", "印发日期不得早于成文日期", "/print_date", "填写送印日期")
