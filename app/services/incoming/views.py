"""Incoming documents as answers show them. Keys are the members of the read schemas, exactly."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import orjson

from app.core.actor import Actor
from app.models.incoming import IncomingDocument
from app.services.incoming.policy import IncomingCase
from app.services.incoming.workflow import INCOMING
from app.vocabulary.returns import ReturnReason
from app.vocabulary.tasks import TaskState


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """A task as policy looks at it."""

    step: str
    kind: str
    state: str
    assignee_id: UUID
    role: str | None
    seen_at: object
    done_by_id: UUID | None


def facts(task: dict[str, Any]) -> TaskFacts:
    done_by = task["done_by_id"]
    return TaskFacts(
        task["step"],
        task["kind"],
        task["state"],
        UUID(task["assignee_id"]),
        task["role"],
        task["seen_at"],
        UUID(done_by) if done_by else None,
    )


HIDDEN = frozenset({"kind", "organ_id", "warn_at", "parameters_version", "resume_state"})


def incoming_view(row: Any, actor: Actor) -> dict[str, Any]:
    """One document, its tasks, and what the caller may do with it now."""
    shown = {name: value for name, value in row._mapping.items() if name not in HIDDEN}
    tasks = row.tasks if isinstance(row.tasks, list) else orjson.loads(row.tasks)
    case = IncomingCase(
        cast("IncomingDocument", row), [facts(task) for task in tasks]
    )  # a row has the columns policy reads
    shown["tasks"] = tasks
    shown["current"] = [holder(task) for task in tasks if task["state"] == TaskState.OPEN]
    shown["allowed_actions"] = [
        {"action": action, "label": action.label} for action in INCOMING.allowed(case, row.state, actor)
    ]
    return shown


def holder(task: dict[str, Any]) -> dict[str, Any]:
    """Who holds the paper, since when, until when."""
    return {
        "task_id": task["id"],
        "step": task["step"],
        "assignee_id": task["assignee_id"],
        "assignee_name": task["assignee_name"],
        "opened_at": task["opened_at"],
        "due_at": task["due_at"],
        "light": task["light"],
    }


def return_notice(row: Any) -> dict[str, Any]:
    """退文告知单: who is told what, and why it comes back (DOC-X01)."""
    returned_at: datetime = row.returned_at
    return {
        "document_id": row.id,
        "number": row.number,
        "title": row.title,
        "sender_name": row.sender_name,
        "sender_number": row.sender_number,
        "received_at": row.received_at,
        "returned_at": returned_at,
        "reasons": [{"value": reason, "label": ReturnReason(reason).label} for reason in row.return_reasons],
        "note": row.return_note,
    }
