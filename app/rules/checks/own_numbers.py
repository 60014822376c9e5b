"""Numbers we give ourselves: their form, their time, their year (DOC-N01…N05, N07, DOC-E05)."""

from collections.abc import Iterator
from typing import Final

from app.engine.numbering import DocNumber, NumberFault, parse_doc_number, parse_order_number
from app.rules.checks.draft import Draft
from app.rules.finding import Finding, blank
from app.vocabulary.documents import DocType as Kind
from app.vocabulary.rules import Severity

_WARN: Final = Severity.WARN


def check_number_form(draft: Draft) -> Iterator[Finding]:
    """机关代字〔年份〕序号号: right brackets, plain digits, no 第, no leading zero (DOC-N01, DOC-N02, DOC-N03)."""
    if draft.number is None or draft.doc_type is Kind.ORDER:
        return
    parsed = parse_doc_number(draft.number)
    if isinstance(parsed, NumberFault):
        yield from _faults(parsed)


def _faults(fault: NumberFault) -> Iterator[Finding]:
    """One finding for each rule that the number breaks."""
    said = "；".join(code.label for code in fault.codes)
    message, put = f"发文字号不规范：{said}", fault.suggestion
    if "DOC-N02" in fault.rules:
        yield Finding("DOC-N02", message, "/number", put, None, put)
    if "DOC-N03" in fault.rules:
        yield Finding("DOC-N03", message, "/number", put, None, put)
    if {"DOC-N01", "DOC-N04"} & set(fault.rules):
        yield Finding("DOC-N01", message, "/number", put, None, put)


def check_order_number(draft: Draft) -> Iterator[Finding]:
    """Orders carry 第N号 and nothing else; nothing but orders does (DOC-N04)."""
    if draft.doc_type is Kind.ORDER:
        if draft.number is not None:
            yield Finding("DOC-N04", "命令（令）使用令号，不用发文字号", "/number", "填入令号“第N号”")
        parsed = parse_order_number(draft.order_number) if draft.order_number is not None else None
        if isinstance(parsed, NumberFault):
            message = "令号不规范：" + "；".join(code.label for code in parsed.codes)
            yield Finding("DOC-N04", message, "/order_number", parsed.suggestion, None, parsed.suggestion)
    elif draft.order_number is not None:
        yield Finding("DOC-N04", "令号只用于命令（令）", "/order_number", "删去令号")


def check_number_early(draft: Draft) -> Iterator[Finding]:
    """No number before signature and recheck (DOC-N05)."""
    for member, number in (("number", draft.number), ("order_number", draft.order_number)):
        if not blank(number):
            message = "发文字号在签发、复核之后登记时编定，拟稿时不得占号"
            yield Finding("DOC-N05", message, f"/{member}", "删去，登记时由系统编号")


def check_number_given(draft: Draft) -> Iterator[Finding]:
    """Everything issued has a number, orders a 令号; a joint document has the lead's alone (DOC-E05, DOC-K03)."""
    if draft.doc_type is Kind.ORDER:
        if blank(draft.order_number):
            yield Finding("DOC-K03", "命令（令）应当有令号", "/order_number")
        return
    if blank(draft.number):
        at_most = _WARN if draft.doc_type is Kind.MINUTES else Severity.BLOCK
        yield Finding("DOC-E05", "公文应当有发文字号", "/number", at_most=at_most)
        return
    parsed = parse_doc_number(draft.number or "")
    if isinstance(parsed, DocNumber) and draft.issuers:
        lead, *others = draft.issuers
        foreign = any(parsed.code in one.codes for one in others) and parsed.code not in lead.codes
        if foreign:
            yield Finding("DOC-E05", "联合行文只用主办机关的发文字号", "/number", "改用主办机关的机关代字")


def check_number_year(draft: Draft) -> Iterator[Finding]:
    """The year of the number is that of 成文日期 (DOC-N07)."""
    parsed = parse_doc_number(draft.number) if draft.number else None
    if isinstance(parsed, DocNumber) and draft.doc_date and parsed.year != draft.doc_date.year:
        message = "发文字号的年份与成文日期的年份不一致"
        yield Finding("DOC-N07", message, "/number", f"在{draft.doc_date.year}年的序列中编号")
