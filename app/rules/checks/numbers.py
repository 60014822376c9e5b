"""Numbers of incoming documents."""

from app.engine.numbering import NumberFault, parse_doc_number, parse_order_number
from app.rules.finding import Finding, Findings
from app.vocabulary.documents import DocType


def check_sender_number(number: str | None, doc_type: DocType | None = None) -> Findings:
    """The sender's own 发文字号 is kept verbatim; one that is malformed is flagged, with what it should be (DOC-N09).

    A 命令 carries the order form 第N号 (DOC-N04), everything else the full form (DOC-N01…N03). No number, no finding.
    """
    if number is None:
        return ()
    parsed = parse_order_number(number) if doc_type is DocType.ORDER else parse_doc_number(number)
    if not isinstance(parsed, NumberFault):
        return ()
    faults = "；".join(code.label for code in parsed.codes)
    message = f"来文字号不规范：{faults}（{'、'.join(parsed.rules)}）。照录原文，不作改动"
    return (Finding("DOC-N09", message, "/sender_number", parsed.suggestion),)
