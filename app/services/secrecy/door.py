"""The gate as every body that is written passes it, whatever the operation and whoever wrote it (SEC-R04)."""

from app.core.actor import Actor
from app.core.errors import RuleViolated
from app.db.database import Db
from app.services.rules.judge import told
from app.services.secrecy.gate import SecrecyGate
from app.services.secrecy.texts import Body, texts

ANSWER = "overrides"


def let_in(db: Db, actor: Actor, body: Body) -> None:
    """Let pass a body none of whose texts carries a mark of a state secret.

    What is doubtful is weighed where the body is used, if it can answer for it with an override, or told of where nothing
    is kept; any other body must be written another way.
    Raises: ClassifiedNotAllowed (SEC-R01), RuleViolated (SEC-R02, SEC-R13).
    """
    doubts = SecrecyGate(db, actor).check(texts(body))
    if doubts and not (body.tells_doubts or hasattr(body, ANSWER)):
        errors = [{"pointer": one.pointer, "in": "body", "code": one.rule, "message": one.message} for one in doubts]
        raise RuleViolated(doubts[0].message, rules=[told(one) for one in doubts], errors=errors)
