"""Facts about matters. Thin: ids, state and version, never business text or personal data."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class OpenedTask:
    """A task that became open in this step."""

    task_id: UUID
    assignee_id: UUID
    kind: str
    step: str


@dataclass(frozen=True, slots=True)
class MatterMoved:
    """An action was taken on a matter; the state may have changed with it."""

    organ_id: UUID
    matter_id: UUID
    kind: str
    action: str
    state: str
    version: int
    actor_id: UUID | None
    opened: tuple[OpenedTask, ...] = ()
    told: tuple[UUID, ...] = ()
    """People this concerns besides those with a new task."""

    @property
    def type(self) -> str:
        return f"shuniu.{self.kind}.{self.action}"

    def data(self) -> dict[str, object]:
        opened = [
            {"task_id": str(t.task_id), "assignee_id": str(t.assignee_id), "kind": t.kind, "step": t.step}
            for t in self.opened
        ]
        return {
            "matter_id": str(self.matter_id),
            "action": self.action,
            "state": self.state,
            "sequence": self.version,
            "actor_id": str(self.actor_id) if self.actor_id else None,
            "opened": opened,
            "told": [str(one) for one in self.told],
        }
