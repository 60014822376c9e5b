"""While what state of a matter an attachment may come to it, and may still be taken back, kind by kind."""

from collections.abc import Mapping
from typing import Final

from app.vocabulary.common import MatterKind
from app.vocabulary.documents import IncomingState
from app.vocabulary.outgoing import OutgoingState
from app.vocabulary.seals import SealRequestState

WRITING: Final[frozenset[str]] = frozenset({OutgoingState.DRAFT, OutgoingState.RETURNED, OutgoingState.WITHDRAWN})
ASKING: Final[frozenset[str]] = frozenset({SealRequestState.DRAFT, SealRequestState.WITHDRAWN})

DETACHABLE: Final[Mapping[MatterKind, frozenset[str]]] = {
    MatterKind.INCOMING_DOCUMENT: frozenset({IncomingState.RECEIVED, IncomingState.REGISTERED}),
    MatterKind.OUTGOING_DOCUMENT: WRITING,
    MatterKind.SEAL_REQUEST: ASKING,
    MatterKind.ARCHIVE_LOAN: frozenset(),
    MatterKind.ARCHIVE_DISPOSAL: frozenset(),
}
"""Before anybody but the registry or the drafter worked on it; afterwards what others read stays. A new domain adds one
line."""

ATTACHABLE: Final[Mapping[MatterKind, frozenset[str]]] = {
    MatterKind.OUTGOING_DOCUMENT: WRITING | {OutgoingState.REVIEW},
    MatterKind.SEAL_REQUEST: ASKING,
}
"""Kinds that take attachments in some states only: what a leader signed has no annex afterwards that it had not then."""
