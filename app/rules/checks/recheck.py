"""复核: what changed between two texts, and whether it is more than a slip (DOC-P12, DOC-X04)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from app.rules.finding import Finding, Findings

SLIP: Final = 2
"""Longest run of characters, on either side, that counts as a slip of the pen."""
SLIPS: Final = 5
"""More slips than this are a new text."""
_WEIGHTY: Final = re.compile(r"[0-9０-９零一二三四五六七八九十百千万亿〇%％元不未无非免禁勿否应须可得]")
"""Figures, negations and words of duty: never a slip."""
_MARKS: Final = re.compile(r"[\s，。、；：？！“”‘’（）〔〕《》—…,.;:?!\"'()-]*")


@dataclass(frozen=True, slots=True)
class Wording:
    """What was signed, or what would be printed."""

    title: str
    body: str
    attachment_notes: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One place where two texts differ. ``paragraph`` counts from 0 in its part; a title has only 0."""

    part: str
    paragraph: int
    before: str
    after: str
    is_substantive: bool


def changes(before: Wording, after: Wording) -> tuple[Change, ...]:
    """Every difference, in reading order."""
    found = [
        *_between("title", (before.title,), (after.title,)),
        *_between("body", before.body.split("\n"), after.body.split("\n")),
        *_between("attachment_notes", before.attachment_notes, after.attachment_notes),
        *_between("annexes", _lines(before.annexes), _lines(after.annexes)),
    ]
    return tuple(found)


def is_substantive(found: Sequence[Change]) -> bool:
    """Whether the signer has to see the paper again: one weighty change, or too many slips (DOC-P12)."""
    return any(one.is_substantive for one in found) or sum(not _only_marks(one) for one in found) > SLIPS


def check_recheck(found: Sequence[Change], *, resigned: bool) -> Findings:
    """A text that differs in substance from the signed one goes back to its signer (DOC-P12)."""
    if resigned or not is_substantive(found):
        return ()
    return (Finding("DOC-P12", "实质内容有改动，应当送原签发人复审", "/must_resign", "退回原签发人重新签发"),)


def _lines(annexes: Sequence[str]) -> list[str]:
    return [line for annex in annexes for line in annex.split("\n")]


def _between(part: str, before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    """Paragraphs are matched first, then characters inside those that stand opposite each other."""
    for kind, low, high, other_low, other_high in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if high - low == other_high - other_low:
            for offset in range(high - low):
                yield from _inside(part, low + offset, before[low + offset], after[other_low + offset])
        else:
            old, new = "\n".join(before[low:high]), "\n".join(after[other_low:other_high])
            yield Change(part, low, old, new, is_substantive=bool(old.strip() or new.strip()))


def _inside(part: str, paragraph: int, before: str, after: str) -> Iterator[Change]:
    for kind, low, high, other_low, other_high in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            old, new = before[low:high], after[other_low:other_high]
            yield Change(part, paragraph, old, new, _weighs(old, new))


def _weighs(before: str, after: str) -> bool:
    if _MARKS.fullmatch(before) and _MARKS.fullmatch(after):
        return False
    return max(len(before), len(after)) > SLIP or bool(_WEIGHTY.search(before + after))


def _only_marks(change: Change) -> bool:
    return bool(_MARKS.fullmatch(change.before) and _MARKS.fullmatch(change.after))
