"""Document numbers (发文字号, 令号) as text, and the formats of numbers an organ makes up itself (收文编号, 督办编号…).

A sequence has at most nine digits here: no register comes near it, and it fits an integer column.
"""

import re
from dataclasses import dataclass
from typing import Final

from app.vocabulary.numbering import NumberFaultCode as Fault

_CODE: Final = r"([一-龥A-Za-z]{1,16})"
_SEQUENCE: Final = r"([1-9][0-9]{0,8})"
_NUMBER: Final = re.compile(rf"{_CODE}〔([0-9]{{4}})〕{_SEQUENCE}号")
_LOOSE_NUMBER: Final = re.compile(rf"{_CODE}〔([0-9]*)〕(第?)(0*)([0-9]{{0,9}})(号?)")
_ORDER: Final = re.compile(rf"第{_SEQUENCE}号")
_LOOSE_ORDER: Final = re.compile(r"(第?)(0*)([0-9]{0,9})(号?)")

_OPENING, _CLOSING = "[(（【〈［｛{《<＜〖﹝﹙", "])）】〉］｝}》>＞〗﹞﹚"
_LITERAL: Final = r"[一-龥A-Za-z〔〕()（）·—-]"
_TEMPLATE: Final = re.compile(rf"(?:{_LITERAL}|\{{year\}}|\{{seq(?::0[2-6])?\}})+")
_BRACKETS: Final = str.maketrans(_OPENING + _CLOSING, "〔" * len(_OPENING) + "〕" * len(_CLOSING))
_SPACES: Final = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_OTHER_DIGITS: Final = re.compile(r"[^\D0-9]")

RULES: Final = {
    Fault.MALFORMED: "DOC-N01",
    Fault.NO_SUFFIX: "DOC-N01",
    Fault.BRACKETS: "DOC-N02",
    Fault.SPACES: "DOC-N03",
    Fault.DIGITS: "DOC-N03",
    Fault.YEAR: "DOC-N03",
    Fault.ORDINAL: "DOC-N03",
    Fault.LEADING_ZERO: "DOC-N03",
    Fault.ORDER_FORM: "DOC-N04",
    Fault.NOT_ORDER_FORM: "DOC-N04",
}
"""The rule each fault breaks."""


@dataclass(frozen=True, slots=True)
class DocNumber:
    """A document number (发文字号) in its parts: ``str()`` of 国办发, 2024 and 5 is 国办发〔2024〕5号."""

    code: str
    year: int
    sequence: int

    def __str__(self) -> str:
        return f"{self.code}〔{self.year:04}〕{self.sequence}号"


@dataclass(frozen=True, slots=True)
class OrderNumber:
    """The number of an order (令号), which runs on over the years: ``str()`` of 12 is 第12号 (DOC-N04)."""

    sequence: int

    def __str__(self) -> str:
        return f"第{self.sequence}号"


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How an organ writes the numbers of one series, such as ``收〔{year}〕{seq}号``.

    ``{seq}`` stands once, optionally with leading zeros to two to six digits (``{seq:04}``); ``{year}`` once or never.
    Around them stand letters, Chinese characters, brackets, dots and dashes, but no digits: so every digit of a number
    belongs to its year or its sequence, and two sequences never look alike. At most 48 characters in all.

    Raises: ValueError for any other template.
    """

    template: str

    def __post_init__(self) -> None:
        counts = self.template.count("{seq"), self.template.count("{year}")
        if len(self.template) > 48 or not _TEMPLATE.fullmatch(self.template) or counts not in {(1, 0), (1, 1)}:
            raise ValueError(f"{self.template!r} is no number format, such as 收〔{{year}}〕{{seq}}号")

    @property
    def is_yearly(self) -> bool:
        """Whether the year shows. A series whose format hides it has to run on over the years, or numbers repeat."""
        return "{year}" in self.template

    def render(self, year: int, seq: int) -> str:
        """The number as text.

        Raises: ValueError for a year outside 1900-2099 or a sequence outside 1-999999999.
        """
        if not (1900 <= year <= 2099 and 1 <= seq <= 999_999_999):
            raise ValueError(f"no number has year {year} and sequence {seq}")
        return self.template.format(year=year, seq=seq)


@dataclass(frozen=True, slots=True)
class NumberFault:
    """Why a text is no number: at least one reason, wrong form first; and the number it means if that is certain."""

    codes: tuple[Fault, ...]
    suggestion: str | None

    @property
    def code(self) -> Fault:
        """The first reason."""
        return self.codes[0]

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules it breaks, each once."""
        return tuple(dict.fromkeys(RULES[code] for code in self.codes))


def parse_doc_number(text: str) -> DocNumber | NumberFault:
    """Read a document number exactly as it must be printed (DOC-N01, DOC-N02, DOC-N03).

    The order form 第N号 is a fault here; :func:`parse_order_number` reads it.
    """
    if found := _NUMBER.fullmatch(text):
        return DocNumber(found[1], int(found[2]), int(found[3]))
    cleaned, codes = _clean(text)
    loose = _LOOSE_NUMBER.fullmatch(cleaned)
    if not loose:
        return NumberFault((Fault.ORDER_FORM if _ORDER.fullmatch(cleaned) else Fault.MALFORMED, *codes), None)
    code, year, ordinal, zeros, sequence, suffix = loose.groups()
    wrong = {Fault.YEAR: len(year) != 4, Fault.ORDINAL: ordinal, Fault.LEADING_ZERO: zeros, Fault.NO_SUFFIX: not suffix}
    codes += [fault for fault, is_so in wrong.items() if is_so]
    if not sequence:
        return NumberFault((Fault.MALFORMED, *codes), None)
    return NumberFault(tuple(codes), None if Fault.YEAR in codes else f"{code}〔{year}〕{sequence}号")


def parse_order_number(text: str) -> OrderNumber | NumberFault:
    """Read the number of an order (令号); only documents of the type 命令 carry one (DOC-N04)."""
    if found := _ORDER.fullmatch(text):
        return OrderNumber(int(found[1]))
    cleaned, codes = _clean(text)
    loose = _LOOSE_ORDER.fullmatch(cleaned)
    if not (loose and loose[3]):
        return NumberFault((Fault.NOT_ORDER_FORM, *codes), None)
    if not (loose[1] and loose[4]):
        codes.insert(0, Fault.NOT_ORDER_FORM)
    if loose[2]:
        codes.append(Fault.LEADING_ZERO)
    return NumberFault(tuple(codes), f"第{loose[3]}号")


def normalise(text: str) -> str | None:
    """The document number a text means, if no person is needed to tell; a right number means itself."""
    parsed = parse_doc_number(text)
    return parsed.suggestion if isinstance(parsed, NumberFault) else str(parsed)


def _clean(text: str) -> tuple[str, list[Fault]]:
    """The text with the right brackets, no spaces and plain digits, and which of the three that took."""
    bracketed = text.translate(_BRACKETS)
    closed_up = _SPACES.sub("", bracketed)
    plain = _OTHER_DIGITS.sub(lambda digit: str(int(digit[0])), closed_up)
    changed = {
        Fault.BRACKETS: bracketed != text,
        Fault.SPACES: closed_up != bracketed,
        Fault.DIGITS: plain != closed_up,
    }
    return plain, [fault for fault, is_so in changed.items() if is_so]
