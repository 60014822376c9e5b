"""Findings about a seal: it is no matter, so what was set aside stands in the trail of the seal itself."""

from collections.abc import Iterable, Mapping

from app.core.errors import ConfirmationRequired, RuleViolated
from app.rules.finding import Finding
from app.services.office.desk import Desk
from app.services.rules.judge import told
from app.vocabulary.rules import Severity


def weigh(desk: Desk, findings: Iterable[Finding], overrides: Mapping[str, str]) -> str | None:
    """Let pass what may pass; ``overrides`` is rule id → reason. What was set aside, in words for the trail.

    Raises: RuleViolated (a blocking rule), ConfirmationRequired (warnings nobody set aside yet).
    """
    found = [(one, one.milder(desk.severity(one.rule))) for one in findings]
    blocking = [one for one, severity in found if severity is Severity.BLOCK]
    if blocking:
        errors = [{"pointer": one.pointer, "in": "body", "code": one.rule, "message": one.message} for one in blocking]
        raise RuleViolated(blocking[0].message, rules=[told(one) for one in blocking], errors=errors)
    warned = [one for one, severity in found if severity is Severity.WARN]
    unanswered = [one for one in warned if one.rule not in overrides]
    if unanswered:
        raise ConfirmationRequired(unanswered[0].message, rules=[told(one) for one in unanswered])
    return "；".join(f"{one.rule} {one.message}：{overrides[one.rule]}" for one in warned) or None
