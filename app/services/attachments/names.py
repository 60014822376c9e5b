"""File names are labels: shown to people, never part of a path, never trusted."""

import re
import unicodedata

from app.core.text import LINE
from app.services.attachments.errors import FileRefused
from app.vocabulary.files import RefusalReason

LONGEST = 255
"""Code points of a name."""

_LINE = re.compile(LINE)
_SEPARATORS = re.compile(r"[/\\:]|\.\.")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BLANK = re.compile("[\\s.\u00ad\u115f\u1160\u180e\u200b-\u200d\u2060-\u2064\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0]*")
_FORBIDDEN_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Control characters, lone surrogates, line and paragraph separators."""


def clean_name(name: str) -> str:
    """The name as it was sent, once it is known to be harmless as a label.

    One line (`core/text.py`) of 1 to 255 code points without ``/``, ``\\``, ``:`` or ``..``, without control
    characters, bidi controls (they hide the true extension), lone surrogates or noncharacters, and with something
    to be seen in it.

    Raises: FileRefused (bad_name).
    """
    if (
        not 1 <= len(name) <= LONGEST
        or not _LINE.fullmatch(name)
        or _SEPARATORS.search(name)
        or _BIDI.search(name)
        or _BLANK.fullmatch(name)
        or any(_is_forbidden(character) for character in name)
    ):
        raise FileRefused(RefusalReason.BAD_NAME)
    return name


def _is_forbidden(character: str) -> bool:
    point = ord(character)
    noncharacter = point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF
    return noncharacter or unicodedata.category(character) in _FORBIDDEN_CATEGORIES
