"""What hangs on a document of ours, as JSON beside it in one query: recipients, issuers, consultations, gates."""

from typing import Any

from sqlalchemy import func, literal_column, select

from app.models.incoming import IncomingDocument
from app.models.outgoing import Consultation, GateCheck, JointIssuer, Recipient
from app.repositories.matters import matters, people
from app.vocabulary.documents import IncomingState

recipients, issuers = Recipient.__table__, JointIssuer.__table__
consultations, gates = Consultation.__table__, GateCheck.__table__
_teller = people.alias("teller")
_answers, _arrived = IncomingDocument.__table__, matters.alias("arrived")


def listed(source: Any, columns: dict[str, Any], order: Any, *conditions: Any) -> Any:
    """A JSON array of rows that hang on the matter."""
    pairs = [part for name, column in columns.items() for part in (name, column)]
    found = func.json_agg(func.json_build_object(*pairs).op("ORDER BY")(order))
    empty: Any = literal_column("'[]'::json")
    return (
        select(func.coalesce(found, empty)).select_from(source).where(*conditions).correlate(matters).scalar_subquery()
    )


_shown = ("id", "role", "organ_id", "name", "relation", "copies", "channel", "first_copy", "state", "sent_at")
_later = (
    "received_at",
    "received_by",
    "returned_at",
    "return_reasons",
    "return_note",
    "recall_asked_at",
    "recall_reason",
)
RECIPIENTS = listed(
    recipients,
    {name: recipients.c[name] for name in (*_shown, *_later, "recalled_at", "recall_declined_at", "recall_note")},
    recipients.c.position,
    recipients.c.matter_id == matters.c.id,
)
ISSUERS = listed(
    issuers,
    {
        name: issuers.c[name]
        for name in ("id", "organ_id", "name", "signer_name", "opinion", "signed_at", "sealed_by", "sealed_at")
    },
    issuers.c.position,
    issuers.c.matter_id == matters.c.id,
)
CONSULTATIONS = listed(
    consultations.outerjoin(_teller, _teller.c.id == consultations.c.answered_by_id),
    {
        **{
            name: consultations.c[name]
            for name in ("id", "round", "name", "person_id", "organ_id", "task_id", "asked_at")
        },
        **{name: consultations.c[name] for name in ("due_at", "answer", "opinion", "answered_at")},
        "answered_by_name": _teller.c.name,
    },
    consultations.c.id,
    consultations.c.matter_id == matters.c.id,
)
GATES = listed(
    gates.join(_teller, _teller.c.id == gates.c.by_id),
    {
        **{name: gates.c[name] for name in ("gate", "text_number", "passed", "comment", "at")},
        "by_name": _teller.c.name,
    },
    gates.c.id,
    gates.c.matter_id == matters.c.id,
)
REPLIES = listed(
    _answers.join(_arrived, _arrived.c.id == _answers.c.id),
    {
        "incoming_id": _answers.c.id,
        "number": _answers.c.sender_number,
        "title": _arrived.c.title,
        "delivered_at": _answers.c.delivered_at,
    },
    _answers.c.id,
    _answers.c.reply_to_id == matters.c.id,
    _arrived.c.state != IncomingState.RECALLED,
)
"""What came back to us as an answer (DOC-I09)."""
