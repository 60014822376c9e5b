"""An event as the outbox hands it on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact that is committed. It may be handed on more than once; ``id`` tells a repetition."""

    id: UUID
    seq: int
    type: str
    organ_id: UUID
    subject_id: UUID
    data: Mapping[str, Any]
    at: datetime
    attempts: int
    """How often handling it failed before."""
