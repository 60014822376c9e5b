"""What is to be typeset: one official document (公文), as plain facts. Nothing here knows a page."""

from dataclasses import dataclass
from datetime import date

from app.vocabulary.labelled import Labelled
from app.vocabulary.outgoing import Layout

__all__ = ["Attachment", "Layout", "Paper", "Preprinted", "SignOff", "Stamp", "Table"]

SEAL_SIZES_MM = (30.0, 60.0)
MOST_STAMPS = 8


class SignOff(Labelled):
    """How the document ends: LAY-B08 to LAY-B12."""

    SEALED = "sealed", "加盖印章"
    UNSEALED = "unsealed", "不加盖印章"
    STAMPED = "stamped", "加盖签发人签名章"
    NONE = "none", "不署名"


@dataclass(frozen=True, slots=True)
class Stamp:
    """The place for a leader's stamp (签名章): the full title of the post, and whose stamp comes there (LAY-B12)."""

    post: str
    name: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table between paragraphs: it stands after the first ``after`` paragraphs of its text (0: before all)."""

    rows: tuple[tuple[str, ...], ...]
    after: int
    caption: str | None = None

    def __post_init__(self) -> None:
        if not self.rows or not self.rows[0] or len({len(row) for row in self.rows}) != 1:
            raise ValueError("every row of a table has the same number of cells, at least one")
        if self.after < 0:
            raise ValueError("after counts paragraphs")


@dataclass(frozen=True, slots=True)
class Attachment:
    """An annex (附件) bound with the document: its title and text, one paragraph a line (LAY-B16)."""

    title: str
    body: str
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Preprinted:
    """套打 on paper that has its red head already: ``start_mm`` from the top of the sheet to the printed red rule,
    or to the lower edge of the printed 标志 where the layout has no rule there (命令)."""

    start_mm: float

    def __post_init__(self) -> None:
        if not 30 <= self.start_mm <= 200:
            raise ValueError("start_mm is 30 to 200 millimetres from the top of the sheet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One official document (DOC-E01 to DOC-E18). Strings are printed as they stand; nothing is looked up.

    ``body`` has one paragraph a line; headings are known by their series (一、 （一） 1. （1）). A line break in ``title``
    is kept, otherwise the title is parted into balanced lines. ``signers`` are printed on papers to a superior alone,
    so they are empty on all others. ``doc_number`` is the 令号 of an order.
    """

    layout: Layout
    issuer_marks: tuple[str, ...]
    """发文机关标志, lead organ first; of several a letter shows the lead's alone."""
    mark_suffix: str = "文件"
    """After the names of the 文件 layout: 文件 or nothing. Marks of orders and minutes are complete."""
    title: str
    body: str
    tables: tuple[Table, ...] = ()
    doc_number: str | None = None
    copy_number: str | None = None
    classification: str | None = None
    """密级★期限, such as 机密★10年."""
    urgency: str | None = None
    signers: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    """主送机关. Names are parted by 、 unless one carries its own mark."""
    attachment_notes: tuple[str, ...] = ()
    sign_off: SignOff = SignOff.SEALED
    issuers: tuple[str, ...] = ()
    """发文机关署名, lead organ first."""
    stamps: tuple[Stamp, ...] = ()
    seal_mm: float = 42.0
    """Diameter of the seal whose place is kept free."""
    doc_date: date | None = None
    """成文日期; a draft has none yet, its place is kept."""
    note: str | None = None
    """附注, without its parentheses."""
    attachments: tuple[Attachment, ...] = ()
    attendees: tuple[str, ...] = ()
    absentees: tuple[str, ...] = ()
    observers: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    print_org: str | None = None
    print_date: date | None = None
    draft_mark: str | None = None
    """草稿, 送审稿: printed across every page, with the places of the seals shown (LAY-S03). None on the final paper."""
    preprinted: Preprinted | None = None
    foot_on_even_page: bool = False
    """Whether the 版记 stands on an even page, a habit of many offices (LAY-F02)."""

    def __post_init__(self) -> None:
        if not self.issuer_marks or not all(self.issuer_marks):
            raise ValueError("a document has a 发文机关标志")
        if self.sign_off is SignOff.STAMPED and not self.stamps:
            raise ValueError("a stamped document names its signers' posts")
        if len(self.stamps) > MOST_STAMPS:
            raise ValueError(f"at most {MOST_STAMPS} stamps fit a page")
        if self.sign_off in (SignOff.SEALED, SignOff.UNSEALED) and not self.issuers:
            raise ValueError("a document that is signed off has 署名")
        if not SEAL_SIZES_MM[0] <= self.seal_mm <= SEAL_SIZES_MM[1]:
            raise ValueError("a seal is 30 to 60 mm wide")


NO_DATE_YET = "××××年×月×日"
"""On a draft, whose date comes with the signature."""


def chinese_date(day: date) -> str:
    """2026年11月22日: arabic, four digits of the year, no leading zeros (LAY-B13)."""
    return f"{day.year:04d}年{day.month}月{day.day}日"
