"""The short names in which the tables of rules are written."""

from typing import Final

from app.vocabulary.rules import Enforcement, RuleLevel, Severity

LAW: Final = RuleLevel.LAW
STANDARD: Final = RuleLevel.STANDARD
POLICY: Final = RuleLevel.POLICY
LOCAL: Final = RuleLevel.LOCAL
PRACTICE: Final = RuleLevel.PRACTICE

BLOCK: Final = Severity.BLOCK
WARN: Final = Severity.WARN

ENFORCED: Final = Enforcement.ENFORCED
STRUCTURAL: Final = Enforcement.STRUCTURAL
HUMAN: Final = Enforcement.HUMAN
PLANNED: Final = Enforcement.PLANNED

UNVERIFIED: Final = "（条号待核）"
"""The content was seen in a source, the article number only recalled."""

RECALLED: Final = "（内容与条号待核）"
"""Neither the content nor the article number was seen in a source."""

HABIT: Final = "办公室通行做法（未核实）"
"""Common practice that no source confirms."""
