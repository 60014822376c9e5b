"""One step of a flow as an organ may tune it."""

from dataclasses import dataclass
from uuid import UUID

from app.engine.worktime import Limit
from app.vocabulary.identity import Role
from app.vocabulary.tasks import SignMode


@dataclass(frozen=True, slots=True)
class StepSetting:
    """Its limit, who does it (a named person before a role), whether it is done, when its parallel tasks are settled."""

    limit: Limit
    role: Role | None = None
    person_id: UUID | None = None
    enabled: bool = True
    sign_mode: SignMode = SignMode.ALL
    sign_count: int | None = None
