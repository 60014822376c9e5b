"""Plain text as paragraphs, headings and tables (LAY-B05). One paragraph a line; empty lines say nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.typesetting.paper import Table

_NUMERALS = "一二三四五六七八九十百零〇"
_SERIES = (
    (1, re.compile(rf"[{_NUMERALS}]+、")),
    (2, re.compile(rf"（[{_NUMERALS}]+）")),
    (3, re.compile(r"[0-9]+[.．](?![0-9])")),
    (4, re.compile(r"（[0-9]+）")),
)
_SENTENCE = re.compile(r"[^。！？]*[。！？]")
RUN_IN_HEADING = 26
"""A first sentence of up to so many characters (one line less its indent) is a heading; a longer one is an item of text."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``head`` is the part in the face of its level; a whole-line heading has no ``rest``. Level 0 is plain text."""

    level: int
    head: str
    rest: str


Block = Paragraph | Table


def level_of(line: str) -> int:
    """1 for 一、, 2 for （一）, 3 for 1., 4 for （1）, else 0."""
    return next((level for level, pattern in _SERIES if pattern.match(line)), 0)


def paragraph(line: str) -> Paragraph:
    """One line of text, parted into heading and rest.

    Heads that fill a line carry no full stop (LAY-T03). Where text follows, the head ends with its first sentence, unless
    that is longer than a heading can be: then the line is an item of a list, set like any text.
    """
    level = level_of(line)
    if level in (0, 3, 4):  # all in the face of the text
        return Paragraph(level, "", line)
    sentence = _SENTENCE.match(line)
    if sentence is None:
        return Paragraph(level, "", line) if line.endswith(("；", "：", ";", ":")) else Paragraph(level, line, "")
    if len(sentence[0]) > RUN_IN_HEADING:
        return Paragraph(level, "", line)
    return Paragraph(level, sentence[0], line[sentence.end() :])


def lines(text: str) -> list[str]:
    """The paragraphs of a text, without the spaces and indents people type by hand."""
    return [line for raw in text.splitlines() if (line := raw.strip(" \t\u3000\r\f\v\u00a0"))]


def parse(text: str, tables: tuple[Table, ...] = ()) -> tuple[Block, ...]:
    """The text with its tables in place; a table placed after the end stands at the end."""
    return tuple(_merged(lines(text), sorted(tables, key=lambda table: table.after)))


def _merged(paragraphs: list[str], tables: list[Table]) -> Iterator[Block]:
    waiting = list(tables)
    for number, line in enumerate(paragraphs):
        while waiting and waiting[0].after <= number:
            yield waiting.pop(0)
        yield paragraph(line)
    yield from waiting
