"""The title (标题): issuer, 关于…的, and the kind of document last (DOC-E07, DOC-K08, DOC-K16)."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from app.rules.checks.draft import Draft
from app.rules.finding import Finding
from app.rules.passages import Passage, passages
from app.vocabulary.documents import DocType as Kind
from app.vocabulary.rules import Severity

_WARN: Final = Severity.WARN

_NAMES: Final[Mapping[Kind, tuple[str, ...]]] = {
    kind: (kind.label,) for kind in Kind if kind not in {Kind.ORDER, Kind.OTHER}
} | {Kind.ORDER: ("命令", "令")}
"""How a title of each kind ends."""

_SHAPED: Final = frozenset(
    {Kind.DECISION, Kind.OPINION, Kind.NOTICE, Kind.CIRCULAR, Kind.REPORT, Kind.REQUEST_INSTRUCTION}
    | {Kind.REPLY_TO_REQUEST, Kind.PROPOSAL, Kind.LETTER}
)
"""Kinds whose titles say 关于…的; orders, announcements, minutes and what meetings adopt have other shapes too."""

_STATUS: Final = re.compile("[（(](?:试行|暂行|草案|送审稿|征求意见稿|讨论稿|代拟稿|修订稿)[）)]$")
_END: Final = re.compile("[。，、；：！？,.;:!?…]+$")
_INNER: Final = re.compile("[。，；：！？,;:!?]")
_BOOK: Final = re.compile("《([^《》]{1,100})》")
_REGULATION: Final = re.compile(
    "(?:条例|规定|办法|细则|规则|规程|章程|准则|标准|守则|公约|法|决定)(?:[（〈(][^）〉)]{1,10}[）〉)])?$"
)
_MIXED: Final = re.compile("(?:请示报告|请示函|报告函|批复函|通知函|通报函)$")
_ABOUT: Final = re.compile("关于|转发|批转|印发|发布|公布")
_STACKED: Final = re.compile("的通知》?的通知$")
_LINKED: Final = re.compile(
    "的(?:实施|指导|若干|补充|紧急|联合|专项|综合|工作|情况|调研|自查|整改|处理|处分|表彰|奖励|复)?$"
)
_TWICE: Final = re.compile("关于关于|的的|有关关于")
_OTHER_NAMES: Final = (
    "方案|办法|细则|总结|简报|讲话|便函|签报|计划|要点|规划|规定|条例|制度|安排|预案"
    "|倡议书|申请书|申请|汇报|备忘录|合同"
)
_OTHER_END: Final = re.compile(f"(?:{_OTHER_NAMES})$")
_KIND_END: Final = re.compile(f"(?:{'|'.join(name for names in _NAMES.values() for name in names)})$")


def check_title(draft: Draft) -> Iterator[Finding]:
    """The title ends in the kind that was chosen and says what it is about (DOC-E07)."""
    for passage in passages(draft.title, "/title"):
        core = _core(passage)
        yield from _punctuation(passage, core)
        yield from _kind(draft, passage, core)
        yield from _shape(draft, passage, core)
        yield from _issuer(draft, passage)
    if not draft.title.strip():
        yield Finding("DOC-E07", "公文应当有标题", "/title")


def _core(passage: Passage) -> str:
    """The title without what may stand behind the kind: a final mark, （试行）."""
    title = _END.sub("", passage.text.rstrip())
    return _STATUS.sub("", title)


def _punctuation(passage: Passage, core: str) -> Iterator[Finding]:
    if ending := _END.search(passage.text.rstrip()):
        yield passage.finding("DOC-E07", "标题末尾不加标点", ending.span(), "删去末尾的标点", "", _WARN)
    for found in _INNER.finditer(core):
        message = "标题中除书名号、顿号、引号等外一般不用标点"
        yield passage.finding("DOC-E07", message, found.span(), "删去或者改写", None, _WARN)
    for book in _BOOK.finditer(core):
        name = book[1]
        if not _REGULATION.search(name):
            message = "标题中只有法规、规章和制度名称加书名号"
            yield passage.finding("DOC-E07", message, book.span(), "删去书名号", name, _WARN)
    if twice := _TWICE.search(core):
        yield passage.finding("DOC-E07", "标题用词重复", twice.span(), "删去重复的字", None, _WARN)


def _kind(draft: Draft, passage: Passage, core: str) -> Iterator[Finding]:
    if draft.doc_type is Kind.OTHER:
        return
    if mixed := _MIXED.search(core):
        message = "标题把两个文种并在一起使用"
        yield passage.finding("DOC-E07", message, mixed.span(), f"只用“{_NAMES[draft.doc_type][-1]}”")
    elif not core.endswith(_NAMES[draft.doc_type]):
        ending = _KIND_END.search(core)
        span = ending.span() if ending else (max(0, len(core) - 1), len(core))
        wanted = _NAMES[draft.doc_type][-1]
        message = "标题末尾的文种与所选文种不一致" if ending else "标题末尾没有文种"
        yield passage.finding("DOC-E07", message, span, f"以“{wanted}”结尾，或者改选文种")


def _shape(draft: Draft, passage: Passage, core: str) -> Iterator[Finding]:
    """事由: 关于…的 between issuer and kind."""
    name = next((one for one in _NAMES.get(draft.doc_type, ()) if core.endswith(one)), None)
    if name is None or draft.doc_type not in _SHAPED:
        return
    whole = 0, len(core)
    if core == name:
        yield passage.finding("DOC-E07", "标题缺少事由", whole, f"写作“关于……的{name}”")
        return
    if not _ABOUT.search(core):
        yield passage.finding("DOC-E07", "标题的事由一般用“关于……的”引出", whole, f"写作“关于……的{name}”", None, _WARN)
    start = len(core) - len(name)
    if not (_LINKED.search(core[:start]) or _MIXED.search(core)):
        yield passage.finding("DOC-E07", "文种前缺少“的”字", (start, len(core)), None, f"的{name}", _WARN)


def _issuer(draft: Draft, passage: Passage) -> Iterator[Finding]:
    """An issuer before 关于 is one of ours."""
    found = _ABOUT.search(passage.text)
    named = passage.text[: found.start()].strip() if found else ""
    known = [name for one in draft.issuers for name in (one.name, one.short_name, draft.meeting_name) if name]
    if named and known and not any(name in named or named in name for name in known):
        message = "标题中的发文机关与所填发文机关不一致"
        yield passage.finding("DOC-E07", message, (0, found.start() if found else 0), None, None, _WARN)


def check_stacked_title(draft: Draft) -> Iterator[Finding]:
    """Passing on a notice does not pile up 的通知的通知 (DOC-K08)."""
    for passage in passages(draft.title, "/title"):
        core = _core(passage)
        stacked = _STACKED.search(core)
        if draft.doc_type is Kind.NOTICE and stacked:
            message = "转发、印发通知的标题层层相叠"
            yield passage.finding("DOC-K08", message, stacked.span(), _unstacked(core))


def _unstacked(core: str) -> str:
    """关于转发X关于Y的通知的通知 → 转发X关于Y的通知; of several 转发 only the last source stays."""
    head, passing, rest = core.partition("关于转发")
    if not passing:
        return "省去末尾重复的“的通知”"
    source = rest.rpartition("关于转发")[2].replace("《", "").replace("》", "")
    while source.endswith("的通知的通知"):
        source = source.removesuffix("的通知")
    return f"{head}转发{source}"


def check_statutory_kind(draft: Draft) -> Iterator[Finding]:
    """Formal issue knows fifteen kinds; what bears another name is issued by one of them (DOC-K16)."""
    if draft.doc_type is not Kind.OTHER:
        return
    message = "正式行文只使用十五种法定文种"
    for passage in passages(draft.title, "/title"):
        core = _core(passage)
        if named := _OTHER_END.search(core):
            suggestion = "以“关于印发……的通知”印发，或者作为附件、内部材料"
            yield passage.finding("DOC-K16", message, named.span(), suggestion)
            return
    yield Finding("DOC-K16", message, "/doc_type", "改选法定文种")
