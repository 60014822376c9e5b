"""What the checks know of a draft of ours (发文稿): plain facts, gathered by whoever calls."""

from dataclasses import dataclass
from datetime import date, datetime

from app.vocabulary.common import Classification, Urgency
from app.vocabulary.documents import DocType, Medium
from app.vocabulary.drafting import CosignState, OrganKind, OrganLevel
from app.vocabulary.outgoing import Direction, Layout, Relation


@dataclass(frozen=True, slots=True)
class Issuer:
    """An organ in whose name the draft goes out (发文机关); the first of several leads.

    ``kind`` None is told from the name where the name tells it; ``level`` None is unknown and no rule is held against it.
    """

    name: str
    short_name: str | None = None
    """规范化简称."""
    kind: OrganKind | None = None
    level: OrganLevel | None = None
    is_office: bool = False
    """The 办公厅（室） of an organ, which may issue outside (DOC-R16)."""
    is_internal_unit: bool = False
    """内设机构 (DOC-R16)."""
    is_person: bool = False
    """A leader in his own name, not an organ (DOC-R08)."""
    is_registered: bool | None = None
    """发文立户 (DOC-N10) on the day of the check; None is not known."""
    may_order: bool = False
    """Empowered by law to issue orders although it is no government (DOC-K03)."""
    codes: tuple[str, ...] = ()
    """Its 机关代字 as far as known (DOC-E05)."""
    superiors: tuple[str, ...] = ()
    """Names of its direct superiors; two under dual leadership (DOC-R11, DOC-R12)."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom the draft is sent or copied to (主送、抄送机关)."""

    name: str
    short_name: str | None = None
    relation: Relation | None = None
    """What it is to the first issuer; None is not known, and no rule is held against it."""
    kind: OrganKind | None = None
    level: OrganLevel | None = None
    is_listed: bool | None = None
    """Whether the name is in the directory or a registered collective term (DOC-E08); None is not looked up."""
    skipped: tuple[str, ...] = ()
    """For a superior that is not the direct one: the organs between, whom the draft skips (DOC-R02)."""
    superiors: tuple[str, ...] = ()
    """For a subordinate under dual leadership: both its direct superiors (DOC-R11)."""


@dataclass(frozen=True, slots=True)
class LengthCaps:
    """Longest body of policy documents, in characters without blanks (DOC-P15)."""

    comprehensive: int = 5_000
    single_topic: int = 4_000


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft of an outgoing document as it stands. What is None or empty is not filled in.

    Texts are as typed: ``body`` is plain text, one paragraph a line, without 主送机关, 附件说明, 署名 and date, which are
    members of their own.
    """

    doc_type: DocType
    title: str
    body: str = ""
    direction: Direction = Direction.DOWNWARD
    issuers: tuple[Issuer, ...] = ()
    main_recipients: tuple[Recipient, ...] = ()
    cc_recipients: tuple[Recipient, ...] = ()
    layout: Layout = Layout.DOCUMENT
    medium: Medium = Medium.DOCUMENT
    is_exempt: bool = False
    """法规、规章、外事公文: only what concerns any text is checked (DOC-S03)."""

    attachment_notes: tuple[str, ...] = ()
    """附件说明: the titles in order, without 附件 and number."""
    attachments: tuple[str, ...] = ()
    """The annexes really there, in order: title or file name; an extension does not count."""
    note: str | None = None
    """附注, e.g. 联系人 and telephone of a 请示 (DOC-E14)."""

    issuer_marks: tuple[str, ...] = ()
    """发文机关标志 as printed, one name each, with or without 文件 (DOC-E04)."""
    issuer_signatures: tuple[str, ...] = ()
    """发文机关署名 as printed (DOC-E11)."""
    seals: tuple[str, ...] = ()
    """Names engraved in the seals applied (DOC-E13)."""
    is_unsealed_mass_issue: bool = False
    """A mass-issued document with a specific 发文机关标志, which may go without seal (DOC-E13)."""

    number: str | None = None
    """发文字号 (DOC-N01)."""
    order_number: str | None = None
    """令号 (DOC-N04)."""
    doc_date: date | None = None
    """成文日期."""
    signed_on: date | None = None
    """The day of the last signature (DOC-E12)."""
    signers: tuple[str, ...] = ()
    """签发人 in the order of the issuers (DOC-E06)."""
    print_org: str | None = None
    print_date: date | None = None

    urgency: Urgency = Urgency.NONE
    due_at: datetime | None = None
    """The time limit an urgent document sets (DOC-E03)."""
    classification: Classification = Classification.PUBLIC
    secrecy_term: str | None = None
    """保密期限 as printed behind the star, e.g. 5年 (DOC-E02)."""
    copy_number: str | None = None
    """份号 (DOC-E01)."""

    necessity: str | None = None
    """Why the document is needed (DOC-R01)."""
    basis: str | None = None
    """行文依据."""
    similar_numbers: tuple[str, ...] = ()
    """Numbers of similar documents issued within twelve months (DOC-R01)."""
    is_important: bool = False
    skip_level_reason: str | None = None
    """Why a level is skipped (DOC-R02)."""
    forwarded_text: str | None = None
    """The lower organ's 请示 that this draft passes upward (DOC-R10)."""
    own_opinion: str | None = None
    """The own organ's opinion on what it passes upward (DOC-R10)."""
    consent_reference: str | None = None
    """The paper by which the own committee or government consents or mandates (DOC-R09, DOC-R13)."""
    assignment_reference: str | None = None
    """The instruction by which a superior's leader assigned the matter (DOC-R07)."""
    cosign: CosignState = CosignState.NOT_NEEDED
    meeting_name: str | None = None
    """The meeting that adopted a resolution (DOC-K01)."""
    adopted_on: date | None = None
    """The day a meeting adopted the document (DOC-K01, DOC-E12)."""
    replies_to: tuple[str, ...] = ()
    """What a 批复 answers: one entry for each 请示 linked (DOC-K12)."""
    expects_reply: bool = True
    """Whether the answer to a request is tracked (DOC-K07, DOC-K11)."""

    checked_on: date | None = None
    """The day of the check."""
    decision_needed_on: date | None = None
    """By when the superior's decision is needed (DOC-T06)."""
    workdays_left: int | None = None
    """Workdays from the check to that day by the working calendar; None: the rule on urgent requests is left out."""
    lead_time_reason: str | None = None
    """Why the superior gets less time than usual (DOC-T06)."""

    is_comprehensive: bool = False
    """综合性政策文件, which may be longer (DOC-P15)."""
    length_caps: LengthCaps = LengthCaps()
    issued_this_year: int | None = None
    """Documents issued in this year up to now, without this one (DOC-P15)."""
    issued_last_year: int | None = None
    """Documents issued in the whole of last year (DOC-P15)."""
    growth_reason: str | None = None
    """Why more are issued than last year (DOC-P15)."""
