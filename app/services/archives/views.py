"""Loans and disposal lists as answers show them. Keys are the members of the read schemas, exactly."""

from typing import Any, cast

from app.core.actor import Actor
from app.models.archives import ArchiveDisposal, ArchiveLoan
from app.services.archives.policy import DisposalCase, LoanCase
from app.services.archives.workflow import DISPOSAL, LOAN
from app.services.matters.views import facts, holders, listed, offered

HIDDEN = frozenset(
    {
        "kind",
        "organ_id",
        "number",
        "urgency",
        "classification",
        "department_id",
        "warn_at",
        "paused_at",
        "parameters_version",
    }
)


def loan_view(row: Any, actor: Actor) -> dict[str, Any]:
    """One loan and what the caller may do with it now."""
    shown, tasks = _common(row)
    shown.pop("created_by_id")
    case = LoanCase(cast("ArchiveLoan", row), [facts(task) for task in tasks])  # a row has what policy reads
    return shown | {"allowed_actions": offered(LOAN.allowed(case, row.state, actor))}


def disposal_view(row: Any, actor: Actor) -> dict[str, Any]:
    """One disposal list and what the caller may do with it now."""
    shown, tasks = _common(row)
    case = DisposalCase(cast("ArchiveDisposal", row), [facts(task) for task in tasks])
    return shown | {"allowed_actions": offered(DISPOSAL.allowed(case, row.state, actor))}


def _common(row: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    tasks = listed(row.tasks)
    shown = {name: value for name, value in row._mapping.items() if name not in HIDDEN}
    return shown | {"tasks": tasks, "current": holders(tasks)}, tasks
