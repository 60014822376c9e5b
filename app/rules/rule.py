"""What a catalogued rule is, and whom it binds."""

from dataclasses import dataclass

from app.vocabulary.common import Profile
from app.vocabulary.rules import Enforcement, RuleLevel, Severity


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a source binds. Other profiles may follow it by choice; there no rule is stricter than ``elsewhere``."""

    binds: frozenset[Profile]
    elsewhere: Severity


EVERYBODY = Reach(frozenset(Profile), Severity.BLOCK)

PARTY_GOV = Reach(frozenset({Profile.PARTY_GOV}), Severity.WARN)
"""Binds party and government organs; others follow it by choice, so what blocks an organ only warns them (DOC-S01)."""

DISCLOSURE = Reach(frozenset({Profile.PARTY_GOV}), Severity.OFF)
"""Duties of organs that publish government information; without meaning for others."""

STATE_FIRMS = Reach(frozenset({Profile.SOE}), Severity.OFF)
"""Duties of state-owned firms; without meaning for others."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule (规矩): ``source`` and ``statement`` are Chinese, ``severity`` is the default where the source binds."""

    id: str
    level: RuleLevel
    severity: Severity
    enforcement: Enforcement
    source: str
    statement: str
    reach: Reach = EVERYBODY

    @property
    def profiles(self) -> frozenset[Profile]:
        """The kinds of organ the source binds."""
        return self.reach.binds

    def may_weaken(self, profile: Profile) -> bool:
        """Whether an organ of this profile may switch the rule milder than its default.

        Never where it is binding law, nor where data and flow leave no other way whatever the switch says.
        """
        binding = self.level is RuleLevel.LAW and profile in self.profiles
        return not binding and self.enforcement is not Enforcement.STRUCTURAL

    def default_severity(self, profile: Profile) -> Severity:
        """How the rule bites in an organ of this profile that switched nothing."""
        if profile in self.profiles or self.enforcement is Enforcement.STRUCTURAL:
            return self.severity
        return min(self.severity, self.reach.elsewhere, key=lambda severity: severity.rank)


def by_regulation(
    rule_id: str, severity: Severity, enforcement: Enforcement, article: str, statement: str, also: str = ""
) -> Rule:
    """A rule of 《党政机关公文处理工作条例》, which most rules on documents come from; ``also`` adds to its source."""
    source = f"《党政机关公文处理工作条例》{article}{also}"
    return Rule(rule_id, RuleLevel.LAW, severity, enforcement, source, statement, PARTY_GOV)
