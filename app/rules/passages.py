"""Texts, whole or cut into paragraphs, so that a finding can tell its place."""

import re
from typing import Final, NamedTuple

from app.rules.finding import Finding, Place
from app.vocabulary.rules import Severity

HAN: Final = "〇㐀-䶿一-鿿\U00020000-\U0003134f"
"""Chinese characters, for use inside a character class."""

_WEB: Final = re.compile(r"(?:https?://|www\.)[!-~]{1,2000}|[A-Za-z0-9][A-Za-z0-9._+-]{0,63}@[A-Za-z0-9.-]{1,255}")


class Passage(NamedTuple):
    """A text or one paragraph of it: ``pointer`` names the member, ``number`` and ``offset`` are where it begins."""

    pointer: str
    number: int
    offset: int
    text: str

    @property
    def plain(self) -> str:
        """The text with web and mail addresses overwritten by letters, at its full length."""
        if "@" not in self.text and "http" not in self.text and "www." not in self.text:
            return self.text
        return _WEB.sub(lambda found: "a" * len(found[0]), self.text)

    def finding(
        self,
        rule: str,
        message: str,
        span: tuple[int, int],
        suggestion: str | None = None,
        replacement: str | None = None,
        at_most: Severity = Severity.BLOCK,
    ) -> Finding:
        """A finding about the characters of ``span`` (start and end within this passage)."""
        start, end = span
        place = Place(self.number + self.text.count("\n", 0, start), self.offset + start, end - start)
        return Finding(rule, message, self.pointer, suggestion, place, replacement, at_most)


def whole(text: str | None, pointer: str) -> Passage:
    """A text in one piece, for patterns that know a line end when they meet it: one search instead of thousands."""
    return Passage(pointer, 1, 0, text or "")


def passages(text: str | None, pointer: str) -> tuple[Passage, ...]:
    """The paragraphs of a text that are not blank, each with its number and place. Lines end with LF or CRLF."""
    found: list[Passage] = []
    offset = 0
    for number, line in enumerate((text or "").split("\n"), start=1):
        if not (line.isspace() or not line):
            found.append(Passage(pointer, number, offset, line.removesuffix("\r")))
        offset += len(line) + 1
    return tuple(found)
