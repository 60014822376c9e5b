"""Requests in the text: one matter in a 请示 (DOC-R05), none in a 报告 (DOC-R06), closings that fit the kind."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from app.rules.checks.draft import Draft
from app.rules.finding import Finding, blank
from app.rules.passages import Passage, whole
from app.vocabulary.documents import DocType as Kind
from app.vocabulary.outgoing import Direction
from app.vocabulary.rules import Severity

_WARN: Final = Severity.WARN

_CLOSING: Final = re.compile(
    "(?:妥否|当否|可否|是否妥当|是否可行|以上请示|特此请示)[^。\n]{0,15}请[^。\n]{0,6}(?:批示|批复|批准|审批|指示|审定|核准|审示)"
)
_ASKED: Final = re.compile(
    "(?<![申报提邀经已])请(?:予以?|求)?(?:批示|批准|批复|审批|核准|指示|审定|批转)"
    "|(?:妥否|当否|可否|是否妥当|是否可行)[，,、]?请"
    "|(?:特|恳|现)请求?[^。；，\n]{0,20}(?:批准|同意|解决|拨付|支持|安排|核准|减免|增加)"
)
_WISH: Final = re.compile(
    "(?:特|恳|现|拟|并|另|再|还)?请(?:求|予)?[^。；]{0,30}(?:批准|同意|解决|拨付|支持|核准|减免|增拨|增加|划拨|安排|追加)"
    "|申请[^。；]{0,30}(?:资金|经费|编制|用地|指标)"
)
_SENTENCE: Final = re.compile("[^。；\n]{1,2000}[。；]?")
_THIS: Final = re.compile(
    "特此(通知|通报|报告|请示|批复|函告|函达|函复|函询|函请|公告|通告|决定|公布|复函)|(?<![一-龥])(此复|此令)(?![一-龥])"
)
_ENDINGS: Final[Mapping[str, frozenset[Kind]]] = {
    "通知": frozenset({Kind.NOTICE}),
    "通报": frozenset({Kind.CIRCULAR}),
    "报告": frozenset({Kind.REPORT}),
    "请示": frozenset({Kind.REQUEST_INSTRUCTION}),
    "批复": frozenset({Kind.REPLY_TO_REQUEST}),
    "公告": frozenset({Kind.ANNOUNCEMENT}),
    "通告": frozenset({Kind.PUBLIC_NOTICE}),
    "决定": frozenset({Kind.DECISION}),
    "公布": frozenset({Kind.ANNOUNCEMENT, Kind.COMMUNIQUE, Kind.ORDER, Kind.PUBLIC_NOTICE}),
    "此复": frozenset({Kind.REPLY_TO_REQUEST, Kind.LETTER}),
    "此令": frozenset({Kind.ORDER}),
}
"""Which kinds a closing phrase belongs to; every 特此函… belongs to a letter."""

_TAIL: Final = 120
"""Characters at the end of a text among which its closing stands."""

_OPENING: Final = re.compile(r"\s*([^\n]{1,2000})")
_RECEIVED: Final = re.compile("收悉|来函|请示|来文")
_CONTACT: Final = re.compile("联系人|联系电话")
_PHONE: Final = re.compile("(?<![0-9])(?:1[3-9][0-9]{9}|(?:0[0-9]{2,3}[-—－ ]?)?[2-9][0-9]{6,7})(?![0-9])")


def check_single_request(draft: Draft) -> Iterator[Finding]:
    """A 请示 carries one matter; several closings or several sentences that ask go to a person (DOC-R05)."""
    if draft.doc_type is not Kind.REQUEST_INSTRUCTION:
        return
    body = whole(draft.body, "/body")
    closings, wishes = [], []
    for sentence in _SENTENCE.finditer(body.text) if "请" in body.text else ():
        if _CLOSING.search(sentence[0]):
            closings.append(sentence.span())
        elif _WISH.search(sentence[0]):
            wishes.append(sentence.span())
    for span in closings[1:]:
        yield body.finding("DOC-R05", "一件请示中有几处请示结束语", span, "一文一事，分别行文")
    for span in wishes[1:]:
        yield body.finding("DOC-R05", "一件请示中疑似有几项请求", span, "确属一事的说明理由，否则分别行文")


def check_no_request(draft: Draft) -> Iterator[Finding]:
    """A 报告, and whatever else goes up without being a request, asks for no decision (DOC-R06)."""
    asks = {Kind.REQUEST_INSTRUCTION, Kind.OPINION, Kind.PROPOSAL, Kind.LETTER}
    if draft.doc_type is not Kind.REPORT and (draft.direction is not Direction.UPWARD or draft.doc_type in asks):
        return
    body = whole(draft.body, "/body")
    for found in _ASKED.finditer(body.text):
        message = "报告等非请示性公文不得夹带请示事项"
        yield body.finding("DOC-R06", message, found.span(), "另行文请示，或者改用请示")


def check_request_closing(draft: Draft) -> Iterator[Finding]:
    """A 请示 ends with what it asks for (DOC-K11)."""
    if draft.doc_type is not Kind.REQUEST_INSTRUCTION:
        return
    body = whole(draft.body, "/body")
    if body.text.strip() and not (_ASKED.search(body.text) or _CLOSING.search(body.text)):
        end = len(body.text.rstrip())
        span = body.text.rfind("\n", 0, end) + 1, end
        yield body.finding("DOC-K11", "请示没有请求批示、批准的结束语", span, "如“妥否，请批示。”")


def check_reply_opening(draft: Draft) -> Iterator[Finding]:
    """A 批复 begins with the 请示 it answers (DOC-K12)."""
    if draft.doc_type is not Kind.REPLY_TO_REQUEST or blank(draft.body):
        return
    body = whole(draft.body, "/body")
    opening = _OPENING.match(body.text)
    if opening and not _RECEIVED.search(opening[0]):
        message = "批复开头应当引述所答复的请示"
        suggestion = "如“你局《关于……的请示》（×发〔2024〕5号）收悉。”"
        yield body.finding("DOC-K12", message, opening.span(1), suggestion, None, _WARN)


def check_closing_phrase(draft: Draft) -> Iterator[Finding]:
    """特此通知, 此复… stand in documents of their own kind. The finding names the rule of the kind that was chosen."""
    if draft.doc_type is Kind.OTHER:
        return
    body = whole(draft.body, "/body")
    for found in _THIS.finditer(body.text, max(0, len(body.text.rstrip()) - _TAIL)):
        word = found[1] or found[2]
        if draft.doc_type not in _ENDINGS.get(word, {Kind.LETTER}):
            yield _misplaced(body, found.span(), draft.doc_type)


def _misplaced(passage: Passage, span: tuple[int, int], kind: Kind) -> Finding:
    """A closing of another kind, under the rule that says what this kind is for."""
    message, fix = "结束语与文种不相符", f"改用“{kind.label}”的结束语或者改选文种"
    match kind:
        case Kind.NOTICE:
            return passage.finding("DOC-K08", message, span, fix, None, _WARN)
        case Kind.REPORT:
            return passage.finding("DOC-K10", message, span, fix, None, _WARN)
        case Kind.REQUEST_INSTRUCTION:
            return passage.finding("DOC-K11", message, span, fix, None, _WARN)
        case Kind.REPLY_TO_REQUEST:
            return passage.finding("DOC-K12", message, span, fix, None, _WARN)
        case Kind.LETTER:
            return passage.finding("DOC-K14", message, span, fix, None, _WARN)
        case _:
            return passage.finding("DOC-E07", message, span, fix, None, _WARN)


def check_contact(draft: Draft) -> Iterator[Finding]:
    """A 请示 names somebody to ask and a telephone number in its 附注 (DOC-E14)."""
    note = draft.note or ""
    if draft.doc_type is not Kind.REQUEST_INSTRUCTION or (_CONTACT.search(note) and _PHONE.search(note)):
        return
    yield Finding("DOC-E14", "请示应当在附注处注明联系人姓名和电话", "/note", "如“联系人：×××，电话：×××××××”")
