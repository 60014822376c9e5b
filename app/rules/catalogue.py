"""The catalogue of rules (规矩): every rule the project knows, by id, and how it bites in a given organ."""

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

from app.rules import (
    archive,
    documents,
    documents_incoming,
    documents_outgoing,
    information,
    layout,
    layout_text,
    registering,
    seals,
    secrecy,
)
from app.rules.rule import Rule
from app.vocabulary.common import Profile
from app.vocabulary.rules import Severity

__all__ = ["CATALOGUE", "Rule", "effective_severity", "rule"]

_TABLES = (
    documents.RULES,
    documents_outgoing.RULES,
    documents_incoming.RULES,
    secrecy.RULES,
    seals.RULES,
    archive.RULES,
    information.RULES,
    registering.RULES,
    layout.RULES,
    layout_text.RULES,
)


def _catalogue() -> Mapping[str, Rule]:
    rules = [rule for table in _TABLES for rule in table]
    twice = [rule_id for rule_id, times in Counter(rule.id for rule in rules).items() if times > 1]
    if twice:
        raise ValueError(f"catalogued twice: {', '.join(twice)}")
    return MappingProxyType({rule.id: rule for rule in rules})


CATALOGUE: Mapping[str, Rule] = _catalogue()
"""All rules, in the order of the tables; cannot be changed."""


def rule(rule_id: str) -> Rule:
    """The rule of this id, e.g. ``DOC-I04``.

    Raises: KeyError (there is no such rule).
    """
    return CATALOGUE[rule_id]


def effective_severity(rule: Rule, profile: Profile, switch: Severity | None = None) -> Severity:
    """How a rule bites in an organ of this profile that set ``switch``, or nothing.

    A switch that may not weaken the rule counts only as far as it is stricter than the default.
    """
    default = rule.default_severity(profile)
    if switch is None or (switch.rank < default.rank and not rule.may_weaken(profile)):
        return default
    return switch
