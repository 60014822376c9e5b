"""What a check answers."""

from dataclasses import dataclass
from typing import TypeAlias

from app.vocabulary.rules import Severity


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a text: ``paragraph`` counts lines from 1, ``offset`` and ``length`` characters (code points).

    ``offset`` is counted from the beginning of the whole text, not of the paragraph.
    """

    paragraph: int
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that the facts break. What follows (refusal, warning, nothing) is decided by the rule's severity.

    ``message`` says in Chinese what is wrong and never repeats the text that was checked (SEC-R03);
    ``pointer`` is the JSON Pointer of the member at fault, empty for the whole; ``suggestion`` is what would be right.
    ``place`` is where in a text; ``replacement`` is what could stand there instead, ready to be put in. ``at_most``
    holds a finding of a doubtful or lesser kind below the severity of its rule.
    """

    rule: str
    message: str
    pointer: str = ""
    suggestion: str | None = None
    place: Place | None = None
    replacement: str | None = None
    at_most: Severity = Severity.BLOCK

    def milder(self, severity: Severity) -> Severity:
        """How this finding bites where its rule bites with ``severity``."""
        return min(severity, self.at_most, key=lambda one: one.rank)


Findings: TypeAlias = tuple[Finding, ...]
"""All that one check found; empty when nothing is wrong."""


def blank(text: str | None) -> bool:
    """Whether nothing readable was written."""
    return text is None or not text.strip()
