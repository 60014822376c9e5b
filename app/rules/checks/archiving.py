"""Filing, keeping, lending and destroying records (档案; ARC-R02 … ARC-R21, DOC-X06, DOC-X10, DOC-X13)."""

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from datetime import date

from app.rules.finding import Finding, Findings
from app.vocabulary.archives import RETENTION_CODES, RETENTION_YEARS, Conclusion, Exclusion
from app.vocabulary.documents import Retention
from app.vocabulary.rules import Severity

LAST_ITEM = 9_999
"""件号 has four digits (ARC-R11)."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What is there to be filed as one 件. None: this kind of paper has no such part."""

    issued_copy: bool
    processing_sheet: bool
    attachments_wanted: int = 0
    attachments_held: int = 0
    final_draft: bool | None = None
    drafting_sheet: bool | None = None


def code_of(fonds: str, category: str, year: int, retention: Retention, unit: str, item: int) -> str:
    """档号: 全宗号-门类代码·年度-保管期限-机构（问题）-件号 (ARC-R10, ARC-R11)."""
    return f"{fonds}-{category.upper()}·{year:04}-{RETENTION_CODES[retention]}-{unit}-{item:04}"


def expiry(year: int, retention: Retention) -> date | None:
    """The day a term is over, counted from the year after the papers were made; None for 永久."""
    years = RETENTION_YEARS[retention]
    return None if years is None else date(year + 1 + years, 1, 1)


def filing_due(ready_on: date) -> date:
    """By when a paper must be filed: 30 June of the next year (ARC-R02)."""
    return date(ready_on.year + 1, 6, 30)


def check_filing_date(ready_on: date, today: date) -> Findings:
    """Late filing asks for its reason (ARC-R02)."""
    if today <= filing_due(ready_on):
        return ()
    return (Finding("ARC-R02", f"应当于{filing_due(ready_on).isoformat()}前归档，已经逾期"),)


def check_fonds(fonds_number: str | None) -> Findings:
    """Without 全宗号 there is no 档号 (ARC-R10)."""
    if fonds_number is None:
        return (Finding("ARC-R10", "本机关尚未设定全宗号，不能编制档号"),)
    return ()


def check_item(item: int) -> Findings:
    """件号 runs from 0001 to 9999 inside the lowest class (ARC-R11)."""
    if item > LAST_ITEM:
        return (Finding("ARC-R11", "该类目的件号已满四位", "/class_code", "在归档范围和保管期限表中增设机构（问题）"),)
    return ()


def check_class(exclusion: Exclusion | None) -> Findings:
    """What the schedule leaves out is not archived (ARC-R06); papers of another post belong there (DOC-X10)."""
    if exclusion is None:
        return ()
    if exclusion is Exclusion.OTHER_POST:
        return (Finding("DOC-X10", "负责人在兼职单位形成的文件由该单位归档", "/class_code"),)
    return (Finding("ARC-R06", f"{exclusion.label}不归档", "/class_code"),)


def check_schedule(approval: str | None) -> Findings:
    """The schedule was approved by the archives authority (ARC-R04); what is shipped is a draft for it."""
    if approval is None:
        message = "归档范围和保管期限表尚未经档案主管部门审核同意，现用的是系统默认表"
        return (Finding("ARC-R04", message, "/class_code", at_most=Severity.WARN),)
    return ()


def check_retention(said: Retention | None, wanted: Retention) -> Findings:
    """The period is that of the class (ARC-R04)."""
    if said is None or said == wanted:
        return ()
    return (Finding("ARC-R04", f"该类目的保管期限为{wanted.label}", "/retention", wanted.label),)


def check_copy(*, is_ours: bool, is_joint: bool, is_copy: bool) -> Findings:
    """联合行文: the lead files the original, the others a copy (ARC-R08, DOC-X06)."""
    if not is_joint or is_copy != is_ours:
        return ()
    message = "主办机关应当归档原件" if is_ours else "联合行文的原件由主办机关归档，本机关归档复制件"
    return (Finding("ARC-R08", message, "/is_copy"),)


def check_completeness(bundle: Bundle) -> Findings:
    """定稿, 正本, 附件, 发文稿纸, 处理单 go together (ARC-R07).

    What the flow itself makes must be there; a 正本 or annex that is missing is a person's to answer for, with a reason.
    """
    found = [
        Finding("ARC-R07", f"缺少{name}", "")
        for name, there in (
            ("定稿", bundle.final_draft),
            ("发文稿纸", bundle.drafting_sheet),
            ("文件处理单", bundle.processing_sheet),
        )
        if there is False
    ]
    if not bundle.issued_copy:
        found.append(Finding("ARC-R07", "缺少正本", "/paper_location", "上传正本或注明纸质件存放位置", at_most=_ASK))
    lacking = bundle.attachments_wanted - bundle.attachments_held
    if lacking > 0:
        found.append(Finding("ARC-R07", f"附件说明列有{bundle.attachments_wanted}件，缺{lacking}件", "", at_most=_ASK))
    return tuple(found)


_ASK = Severity.WARN


def check_appraisal(
    conclusion: Conclusion, *, expires_on: date | None, today: date, renewed: Retention | None, place: str
) -> Findings:
    """What is appraised has run out; what is kept on gets a new term (ARC-R18)."""
    if expires_on is None or expires_on > today:
        return (Finding("ARC-R18", "保管期限尚未届满，不得鉴定处置", f"{place}/record_id"),)
    if (conclusion is Conclusion.KEEP) != (renewed is not None):
        message = "续存的应当注明新的保管期限" if renewed is None else "销毁的不另定保管期限"
        return (Finding("ARC-R18", message, f"{place}/retention"),)
    return ()


def check_watchers(watchers: Collection[Hashable], proposer: Hashable) -> Findings:
    """Two people watch a destruction, and whoever carries it out is none of them (ARC-R18, DOC-M06)."""
    if len(set(watchers)) == 2 and proposer not in watchers:
        return ()
    return (Finding("ARC-R18", "销毁档案应当由经办人以外的两人监销", "/watcher_ids"),)


def check_destruction(hold_count: int, open_loans: int, place: str = "") -> Findings:
    """Nobody destroys what is under hold or in somebody's hands (ARC-R17)."""
    found = []
    if hold_count:
        found.append(Finding("ARC-R17", "档案已封存（冻结），任何人不得销毁", place))
    if open_loans:
        found.append(Finding("ARC-R17", "档案尚在借阅，不得销毁", place))
    return tuple(found)


def check_borrowing(*, is_outside: bool, reader_unit: str | None, purpose: str) -> Findings:
    """Use by others is entered with reader, unit and purpose (ARC-R21)."""
    found = []
    if not purpose.strip():
        found.append(Finding("ARC-R21", "应当登记利用目的", "/purpose"))
    if is_outside and reader_unit is None:
        found.append(Finding("ARC-R21", "外单位利用的，应当登记利用人所在单位", "/reader_unit"))
    return tuple(found)


def check_leaving(open_loans: int) -> Findings:
    """Whoever leaves returns what was borrowed first (DOC-X13)."""
    if not open_loans:
        return ()
    return (Finding("DOC-X13", f"该人员尚有{open_loans}件借阅的档案未归还，离岗前应当清退"),)
