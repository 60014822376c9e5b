"""What a check answers."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that the facts break. What follows (refusal, warning, nothing) is decided by the rule's severity.

    ``message`` says in Chinese what is wrong and never repeats the text that was checked (SEC-R03);
    ``pointer`` is the JSON Pointer of the member at fault, empty for the whole; ``suggestion`` is what would be right.
    """

    rule: str
    message: str
    pointer: str = ""
    suggestion: str | None = None


Findings: TypeAlias = tuple[Finding, ...]
"""All that one check found; empty when nothing is wrong."""


def blank(text: str | None) -> bool:
    """Whether nothing readable was written."""
    return text is None or not text.strip()
