"""What must be right when a paper comes in: receipt (签收) and registration (登记)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from app.rules.finding import Finding, Findings, blank
from app.vocabulary.documents import Channel, DocType


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was counted at the counter. ``received`` is a moment, or only the day if the time was not noted."""

    listed_copies: int
    counted_copies: int
    received: datetime | date
    is_urgent: bool = False
    is_intact: bool = True
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Registration:
    """The particulars of a register entry; None is what was not filled in."""

    title: str | None
    sender: str | None
    doc_type: DocType | None
    copies: int | None
    doc_date: date | None
    received_at: datetime | None
    channel: Channel | None


_PARTICULARS: Final = {
    "title": "标题",
    "sender": "来文单位",
    "doc_type": "文种",
    "copies": "份数",
    "doc_date": "成文日期",
    "received_at": "收到时间",
    "channel": "来文渠道",
}


def check_receipt(receipt: Receipt) -> Findings:
    """Papers are counted against their list, loss and damage noted, urgent ones received to the minute (DOC-I01)."""
    found = []
    unexplained = blank(receipt.remark)
    if receipt.counted_copies != receipt.listed_copies and unexplained:
        found.append(Finding("DOC-I01", "实收份数与应收份数不符，应当注明情况", "/counted_copies"))
    if not receipt.is_intact and unexplained:
        found.append(Finding("DOC-I01", "来文有破损或者缺页，应当注明情况", "/remark"))
    if receipt.is_urgent and not isinstance(receipt.received, datetime):
        found.append(Finding("DOC-I01", "紧急公文的签收时间应当精确到分", "/received_at"))
    return tuple(found)


def check_registration(entry: Registration) -> Findings:
    """A register entry is complete (DOC-I02). Its number, copy number and attachments stand there if the paper has any."""
    missing = [name for name in _PARTICULARS if _is_missing(getattr(entry, name))]
    return tuple(Finding("DOC-I02", f"登记缺少{_PARTICULARS[name]}", f"/{name}") for name in missing)


def check_is_registered(incoming_number: str | None) -> Findings:
    """Nobody acts on a paper that is not in the register, whoever it was handed to (DOC-X08)."""
    if incoming_number is not None:
        return ()
    return (Finding("DOC-X08", "公文尚未登记，不得批办", suggestion="退回办公室登记后再办理"),)


def _is_missing(value: object) -> bool:
    return value is None or value == 0 or (isinstance(value, str) and not value.strip())
