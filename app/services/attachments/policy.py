"""While what state of a matter an attachment may still be taken back, kind by kind."""

from collections.abc import Mapping
from typing import Final

from app.vocabulary.common import MatterKind
from app.vocabulary.documents import IncomingState

DETACHABLE: Final[Mapping[MatterKind, frozenset[str]]] = {
    MatterKind.INCOMING_DOCUMENT: frozenset({IncomingState.RECEIVED, IncomingState.REGISTERED}),
}
"""Before anybody but the registry worked on it; afterwards what others read stays. A new domain adds one line."""
