"""Documents of ours as answers show them. Keys are the members of the read schemas, exactly."""

from typing import Any, cast

from app.core.actor import Actor
from app.models.outgoing import OutgoingDocument
from app.services.matters.views import facts, holders, listed, offered
from app.services.outgoing.policy import OutgoingCase
from app.services.outgoing.workflow import OUTGOING

HIDDEN = frozenset({"kind", "organ_id", "warn_at", "paused_at", "parameters_version", "held_state", "created_by_id"})
PARTS = ("recipients", "joint_issuers", "consultations", "gate_checks", "replies")


def outgoing_view(row: Any, actor: Actor) -> dict[str, Any]:
    """One document, all that hangs on it, and what the caller may do with it now."""
    shown = {name: value for name, value in row._mapping.items() if name not in HIDDEN}
    tasks = listed(row.tasks)
    case = OutgoingCase(cast("OutgoingDocument", row), [facts(task) for task in tasks])  # a row has what policy reads
    shown |= {name: listed(shown[name]) for name in PARTS}
    shown["drafter_id"] = row.created_by_id
    shown["tasks"] = tasks
    shown["current"] = holders(tasks)
    shown["allowed_actions"] = offered(OUTGOING.allowed(case, row.state, actor))
    return shown
