"""Tasks as answers show them, and as policy reads them from an answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from app.vocabulary.labelled import Labelled
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


def listed(made: Any) -> list[dict[str, Any]]:
    """A JSON array of a row, decoded by the driver or not."""
    found: list[dict[str, Any]] = made if isinstance(made, list) else orjson.loads(made)
    return found


def holders(tasks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Who holds the matter, since when, until when."""
    return [
        {
            "task_id": task["id"],
            "step": task["step"],
            "assignee_id": task["assignee_id"],
            "assignee_name": task["assignee_name"],
            "opened_at": task["opened_at"],
            "due_at": task["due_at"],
            "light": task["light"],
        }
        for task in tasks
        if task["state"] == TaskState.OPEN
    ]


def offered(actions: Iterable[Labelled]) -> list[dict[str, Any]]:
    """What the caller may do now."""
    return [{"action": action, "label": action.label} for action in actions]
