"""What text is after a parser let go of it."""

import re
from collections.abc import Iterable

_UNUSABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_CHINESE = "\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_LINE_END = re.compile(r"\r\n?")
_BREAK_INSIDE_CHINESE = re.compile(f"(?<=[{_CHINESE}])[ \t]*\n[ \t]*(?=[{_CHINESE}])")


def tidy(text: str) -> str:
    """Without control characters, halves of characters and noncharacters; lines end in LF alone."""
    return _UNUSABLE.sub("", _LINE_END.sub("\n", text))


def join_lines(text: str) -> str:
    """Lines of a page made whole: a line end between two Chinese characters splits a word, not a sentence."""
    return _BREAK_INSIDE_CHINESE.sub("", _LINE_END.sub("\n", text))


def first(pieces: Iterable[str], limit: int, separator: str = "\n") -> str:
    """Pieces joined until there are ``limit`` characters; no further piece is asked for then."""
    taken: list[str] = []
    length = 0
    for piece in pieces:
        taken.append(piece)
        length += len(piece) + len(separator)
        if length > limit:
            break
    return separator.join(taken)
