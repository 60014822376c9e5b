"""Facts about limits that run out."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.clock import SHANGHAI
from app.events.matters import MatterMoved


@dataclass(frozen=True, kw_only=True)
class TaskUrged(MatterMoved):
    """A rung of the urging ladder (催办) was reached: ``told`` are told about one task of the matter, which stays as it is."""

    task_id: UUID
    rung: str
    due_at: datetime

    def data(self) -> dict[str, object]:
        due = self.due_at.astimezone(SHANGHAI).isoformat(timespec="seconds")
        return super().data() | {"task_id": str(self.task_id), "rung": self.rung, "due_at": due}
