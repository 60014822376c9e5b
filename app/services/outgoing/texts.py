"""The texts of a document of ours: each change is a version, and versions are compared (DOC-P12)."""

import hashlib
from typing import Any
from uuid import UUID

import orjson

from app.core.ids import new_id
from app.models.outgoing import OutgoingDocument, TextVersion
from app.rules.checks.recheck import Change, Wording, changes, is_substantive

PARTS = ("title", "body", "attachment_notes", "annexes")
"""What of a document is its text; recipients and dates are not."""


def digest(of: OutgoingDocument | TextVersion) -> str:
    """The hash of a text, by which a signature and a seal hold on to it."""
    return hashlib.sha256(orjson.dumps([of.title, of.body, of.attachment_notes, of.annexes])).hexdigest()


def version_of(document: OutgoingDocument, action: str, by: UUID, at: Any) -> TextVersion:
    """The present text as a version of its own."""
    return TextVersion(
        id=new_id(),
        matter_id=document.id,
        number=document.text_number,
        title=document.title,
        body=document.body,
        attachment_notes=list(document.attachment_notes),
        annexes=list(document.annexes),
        sha256=digest(document),
        action=action,
        made_by_id=by,
        made_at=at,
    )


def wording(of: OutgoingDocument | TextVersion) -> Wording:
    return Wording(of.title, of.body, tuple(of.attachment_notes), tuple(of.annexes))


def compared(before: TextVersion, after: TextVersion) -> dict[str, Any]:
    """What changed from one version to another."""
    found = changes(wording(before), wording(after))
    return {
        "before": before.number,
        "after": after.number,
        "items": [shown(one) for one in found],
        "is_substantive": is_substantive(found),
    }


def shown(change: Change) -> dict[str, Any]:
    return {
        "part": change.part,
        "paragraph": change.paragraph,
        "before": change.before,
        "after": change.after,
        "is_substantive": change.is_substantive,
    }
