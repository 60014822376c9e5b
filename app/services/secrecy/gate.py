"""No state secret is ever stored here (SEC-R01…R04): what declares or carries a secrecy mark is refused at the door."""

import hashlib
import logging
from collections.abc import Mapping

from app.core.actor import Actor
from app.core.errors import ClassifiedNotAllowed
from app.db.database import Db
from app.rules.checks.secrecy import check_classification, check_secrecy_marks
from app.rules.finding import Finding
from app.vocabulary.common import Classification

log = logging.getLogger("shuniu.secrecy")


class SecrecyGate:
    """There is no bypass: no role, no draft area, no setting."""

    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor = db, actor

    def check(self, texts: Mapping[str, str | None], classification: Classification | None = None) -> list[Finding]:
        """Let pass only what neither declares nor carries a mark. ``texts`` is member name → text.

        Everything short of that comes back as findings to be weighed: doubtful marks (SEC-R02), stars that do not belong
        (SEC-R13), work secrets where the deployment holds none (SEC-R30).
        Raises: ClassifiedNotAllowed.
        """
        found: list[Finding] = []
        if classification is not None:
            found += check_classification(classification, allow_work_secret=False, pointer="/classification")
        for name, content in texts.items():
            if content:
                found += check_secrecy_marks(content, f"/{name}")
        for one in found:
            if one.rule == "SEC-R01":
                self._refuse(one, texts.get(one.pointer[1:]) or str(classification))
        return found

    def _refuse(self, finding: Finding, content: str) -> None:
        """The log keeps time, person, operation, rule and a hash; never the text itself (SEC-R03)."""
        origin = self._db.origin
        log.warning(
            "classified material refused",
            extra={
                "rule": finding.rule,
                "person": str(self._actor.user_id),
                "operation": origin.operation,
                "request_id": origin.request_id,
                "sha256": hashlib.sha256(content.encode()).hexdigest(),
            },
        )
        errors = [{"pointer": finding.pointer, "in": "body", "code": finding.rule, "message": finding.message}]
        raise ClassifiedNotAllowed(errors=errors)
