"""Requests for the use of a seal as answers show them. Keys are the members of the read schema, exactly."""

from typing import Any, cast

from app.core.actor import Actor
from app.models.seals import SealRequest
from app.services.matters.views import facts, holders, listed, offered
from app.services.seal_requests.policy import RequestCase
from app.services.seal_requests.workflow import REACTIONS, SEAL_REQUESTS

HIDDEN = frozenset(
    {
        *("kind", "organ_id", "number", "urgency", "classification", "warn_at", "paused_at", "parameters_version"),
        "created_by_id",
    }
)


def request_view(row: Any, actor: Actor) -> dict[str, Any]:
    """One request and what the caller may do with it now."""
    shown = {name: value for name, value in row._mapping.items() if name not in HIDDEN}
    tasks = listed(row.tasks)
    case = RequestCase(cast("SealRequest", row), [facts(task) for task in tasks])  # a row has what policy reads
    allowed = [one for one in SEAL_REQUESTS.allowed(case, row.state, actor) if one not in REACTIONS]
    return shown | {
        "applicant_id": row.created_by_id,
        "tasks": tasks,
        "current": holders(tasks),
        "allowed_actions": offered(allowed),
    }
