"""Incoming documents as answers show them. Keys are the members of the read schemas, exactly."""

from datetime import datetime
from typing import Any, cast

from app.core.actor import Actor
from app.models.incoming import IncomingDocument
from app.services.incoming.policy import IncomingCase
from app.services.incoming.workflow import INCOMING
from app.services.matters.views import facts, holders, listed, offered
from app.vocabulary.returns import ReturnReason

HIDDEN = frozenset(
    {
        "kind",
        "organ_id",
        "warn_at",
        "parameters_version",
        "resume_state",
        "sender_organ_id",
        "source_id",
        "recipient_id",
    }
)


def incoming_view(row: Any, actor: Actor) -> dict[str, Any]:
    """One document, its tasks, and what the caller may do with it now."""
    shown = {name: value for name, value in row._mapping.items() if name not in HIDDEN}
    tasks = listed(row.tasks)
    case = IncomingCase(
        cast("IncomingDocument", row), [facts(task) for task in tasks]
    )  # a row has the columns policy reads
    shown["answered_by"] = listed(row.answered_by)
    shown["tasks"] = tasks
    shown["current"] = holders(tasks)
    shown["allowed_actions"] = offered(INCOMING.allowed(case, row.state, actor))
    return shown


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
