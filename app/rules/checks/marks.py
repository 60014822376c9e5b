"""Finding the marks of state secrets in a text (SEC-R02).

A mark is a level with its star (机密★5年), wherever it stands; or a level with a term at the beginning of a line
(秘密5年). Characters spaced out, full-width, traditional or broken over lines count alike. What only looks like a mark is
uncertain and waits for a person: a mark in quotation marks (a lesson on marking), a term with a sentence behind it, a
field 密级：机密, a level alone on a line at the top of a page. The bare words in a sentence are no mark.

Every repetition in the patterns is bounded or possessive, so the time grows with the length of the text and no faster.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.vocabulary.common import Classification

_LEVELS: Final = {
    "绝": Classification.TOP_SECRET,
    "絕": Classification.TOP_SECRET,
    "絶": Classification.TOP_SECRET,
    "机": Classification.SECRET,
    "機": Classification.SECRET,
    "秘": Classification.CONFIDENTIAL,
    "祕": Classification.CONFIDENTIAL,
}
_TOP_OF_PAGE: Final = 600  # characters: more than the header of a document takes

_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufe0e\ufe0f\ufeff]")
_LINE_END: Final = re.compile("\r\n?|[\x0b\x1c-\x1e\x85\u2028\u2029]")

STAR: Final = "[★☆⭐✩✪✫✬✭✮✯✰]"
_GAP: Final = r"[^\S\n\f]{0,8}"
_INITIAL: Final = f"([{''.join(_LEVELS)}])"
_LEVEL: Final = f"{_INITIAL}{_GAP}密"
_NOT_OF_THE_STATE: Final = "(?<!工作)(?<!商业)"  # 工作秘密★ is a wrong use of the star (SEC-R13), not a state secret
_TERM: Final = r"(?:(?:[0-9]{1,3}|[一二三四五六七八九十]{1,4})[^\S\n\f]?(?:年|个?月)|长期)"
_HEAD: Final = r"^[^\S\n\f]*+(?:[0-9]{1,8}[^\S\n\f]++)?+[【\[(]?"
_TAIL: Final = rf"[】\])]?{_GAP}(?:特急|加急|特提|平急)?{_GAP}[0-9]{{0,8}}{_GAP}(?:\.[A-Za-z]{{2,5}})?$"

_STARRED: Final = re.compile(rf"{_NOT_OF_THE_STATE}{_INITIAL}\s{{0,8}}密\s{{0,8}}{STAR}")
_TERMED: Final = re.compile(rf"{_HEAD}{_LEVEL}{_GAP}[·・*(—-]{{0,2}}{_GAP}{_TERM}({_TAIL})?", re.MULTILINE)
_FIELD: Final = re.compile(rf"密{_GAP}级{_GAP}:?{_GAP}{_LEVEL}级?(?![一-龥、/\\|□☐])(?!{_GAP}{_LEVEL})")
_ALONE: Final = re.compile(rf"{_HEAD}{_LEVEL}级?{_TAIL}", re.MULTILINE)
_BRACKETED: Final = re.compile(rf"^{_GAP}[【\[(]{_GAP}{_LEVEL}{_GAP}[】\])]", re.MULTILINE)

_OPENING_QUOTES: Final = "“‘\"'「『《`"
_CLOSES_QUOTE: Final = re.compile("[^\n“‘”’\"'」』》`]{0,30}[”’\"'」』》`]")


@dataclass(frozen=True, slots=True)
class SecrecyMark:
    """A mark that was found: its level, and whether it is one beyond doubt. Holds nothing of the text (SEC-R03)."""

    level: Classification
    certain: bool


def find_secrecy_mark(text: str) -> SecrecyMark | None:
    """The first mark of a state secret in a text, file name or extracted page; a certain one before any uncertain.

    Pages may be parted by form feeds. Takes a few dozen milliseconds for 200 000 characters.
    """
    doubtful = None
    for mark in _marks(folded(text)):
        if mark.certain:
            return mark
        doubtful = doubtful or mark
    return doubtful


def folded(text: str) -> str:
    """The text as it reads: compatibility forms (full-width, circled) made plain, invisible characters gone."""
    return _LINE_END.sub("\n", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)))


def _marks(text: str) -> Iterator[SecrecyMark]:
    for found in _STARRED.finditer(text):
        yield SecrecyMark(_LEVELS[found[1]], certain=not _is_quoted(text, found))
    for found in _TERMED.finditer(text):
        yield SecrecyMark(_LEVELS[found[1]], certain=found[2] is not None)
    for found in _FIELD.finditer(text):
        yield SecrecyMark(_LEVELS[found[1]], certain=False)
    for page in text.split("\f"):
        top = page[:_TOP_OF_PAGE]
        for pattern in (_ALONE, _BRACKETED):
            if heading := pattern.search(top):
                yield SecrecyMark(_LEVELS[heading[1]], certain=False)


def _is_quoted(text: str, found: re.Match[str]) -> bool:
    opened = found.start() > 0 and text[found.start() - 1] in _OPENING_QUOTES
    return opened and _CLOSES_QUOTE.match(text, found.end()) is not None
