"""附件说明 against the annexes and the text (DOC-E10)."""

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from app.rules.checks.draft import Draft
from app.rules.finding import Finding
from app.rules.passages import passages, whole
from app.vocabulary.rules import Severity

_WARN: Final = Severity.WARN

_EXTENSION: Final = re.compile(
    r"\.(?:pdf|ofd|docx?|wps|xlsx?|et|pptx?|dps|jpe?g|png|tiff?|txt|eml|zip|rar)$", re.IGNORECASE
)
_LABEL: Final = re.compile(r"^(?:附件\s?[0-9]{0,2}\s?[:：.．、]?\s?|[0-9]{1,2}[.．、]\s?)")
_END: Final = re.compile("[。，、；：,.;:]+$")
_MENTION: Final = re.compile("(?:见|如|附)附件(?![0-9人])|附后|附件([0-9]{1,2})(?![0-9]|[ 　]?[:：])")
_TYPED: Final = re.compile(r"^[ \t　]{0,8}附[ 　]?件?[ 　]?[0-9]{0,2}[ 　]?[:：]", re.MULTILINE)
_NONE: Final = re.compile("(?:无|没有)附件")


def check_annexes(draft: Draft) -> Iterator[Finding]:
    """As many annexes as the note lists, in its order, under the same titles (DOC-E10)."""
    if draft.attachments and not draft.attachment_notes:
        yield Finding("DOC-E10", "有附件而没有附件说明", "/attachment_notes", "逐项列出附件名称")
    elif draft.attachment_notes and not draft.attachments:
        yield Finding("DOC-E10", "附件说明列有附件，但没有附件", "/attachments", "补上附件或者删去附件说明")
    else:
        yield from _same(draft)
    yield from _written(draft)


def _same(draft: Draft) -> Iterator[Finding]:
    titles = [title_of(one) for one in draft.attachments]
    for at, (note, title) in enumerate(zip_longest(draft.attachment_notes, titles)):
        noted = title_of(note) if note is not None else None
        if noted is None:
            yield Finding("DOC-E10", f"第{at + 1}个附件没有列入附件说明", f"/attachments/{at}")
        elif title is None:
            yield Finding("DOC-E10", f"附件说明的第{at + 1}项没有对应的附件", f"/attachment_notes/{at}")
        elif noted != title:
            elsewhere = noted in titles
            message = f"附件说明的第{at + 1}项与附件的{'顺序' if elsewhere else '名称'}不一致"
            yield Finding("DOC-E10", message, f"/attachment_notes/{at}", "附件说明与附件逐项一致")


def _written(draft: Draft) -> Iterator[Finding]:
    for at, note in enumerate(draft.attachment_notes):
        for passage in passages(note, f"/attachment_notes/{at}"):
            if found := _END.search(passage.text):
                yield passage.finding("DOC-E10", "附件名称后不加标点", found.span(), "删去末尾的标点", "")
            label = _LABEL.match(passage.text)
            if label and label[0]:
                message = "附件说明的序号由系统编排，名称前不写"
                yield passage.finding("DOC-E10", message, label.span(), "删去序号", "", _WARN)


def check_annexes_in_text(draft: Draft) -> Iterator[Finding]:
    """What the text calls an annex is there (DOC-E10)."""
    count = max(len(draft.attachment_notes), len(draft.attachments))
    body = whole(draft.body, "/body")
    for typed in _TYPED.finditer(body.text):
        message = "附件说明应当填入附件说明一项，不写在正文中"
        yield body.finding("DOC-E10", message, typed.span(), "移至附件说明", None, _WARN)
    for found in _MENTION.finditer(body.text):
        if int(found[1] or 1) > count and not _NONE.search(body.text, max(0, found.start() - 4), found.end()):
            message = "正文提到的附件不在附件之列" if count else "正文提到附件，但没有附件"
            yield body.finding("DOC-E10", message, found.span(), "补上附件和附件说明", None, _WARN)


def title_of(name: str) -> str:
    """An annex by its title alone: no extension, no 附件1：, no mark at the end, blanks closed up."""
    return "".join(_END.sub("", _LABEL.sub("", _EXTENSION.sub("", name.strip()))).split())
