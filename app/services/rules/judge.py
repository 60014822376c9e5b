"""What follows from a finding: refusal, a question to a person, or nothing; each with the rule and its source."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.errors import ConfirmationRequired, RuleViolated
from app.core.ids import new_id
from app.db.database import Db
from app.models.matters import RuleOverride
from app.rules.catalogue import CATALOGUE
from app.rules.finding import Finding
from app.services.office.desk import Desk
from app.vocabulary.rules import Severity


class Judge:
    """Weighs findings by the severities of one organ."""

    def __init__(self, db: Db, actor: Actor, desk: Desk) -> None:
        self._db, self._actor, self._desk = db, actor, desk

    def severity(self, finding: Finding) -> Severity:
        """How a finding bites in this organ."""
        return finding.milder(self._desk.severity(finding.rule))

    def weigh(
        self, matter_id: UUID, action: str, findings: Iterable[Finding], overrides: Mapping[str, str], **extra: Any
    ) -> list[RuleOverride]:
        """Let pass what may pass. ``overrides`` is rule id → reason, by the caller.

        A warning that is set aside is entered with its reason; what is entered is returned.
        Raises: RuleViolated (a blocking rule), ConfirmationRequired (warnings nobody set aside yet).
        """
        found = list(findings)
        blocking = [one for one in found if self.severity(one) is Severity.BLOCK]
        if blocking:
            raise RuleViolated(blocking[0].message, rules=[told(one) for one in blocking], errors=_errors(blocking))
        warned = [one for one in found if self.severity(one) is Severity.WARN]
        unanswered = [one for one in warned if one.rule not in overrides]
        if unanswered:
            raise ConfirmationRequired(unanswered[0].message, rules=[told(one) for one in unanswered], **extra)
        entered = [
            RuleOverride(
                id=new_id(),
                matter_id=matter_id,
                rule_id=one.rule,
                action=action,
                finding=one.message,
                reason=overrides[one.rule],
                by_id=self._actor.user_id,
                at=self._db.clock.now(),
            )
            for one in warned
        ]
        self._db.add(*entered)
        return entered


def told(finding: Finding) -> dict[str, object]:
    """A finding as the problem document shows it."""
    rule = CATALOGUE[finding.rule]
    return {
        "id": rule.id,
        "level": rule.level,
        "statement": rule.statement,
        "source": rule.source,
        "message": finding.message,
        "pointer": finding.pointer,
        "suggestion": finding.suggestion,
    }


def _errors(findings: Iterable[Finding]) -> list[dict[str, str]]:
    return [{"pointer": one.pointer, "in": "body", "code": one.rule, "message": one.message} for one in findings]
