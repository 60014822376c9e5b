"""Whom a rung of the ladder reaches (DOC-I08). Where a place is empty, the next one above is told, and that is recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.engine.ladder import Rung
from app.services.deadlines.superiors import Superiors, first_other
from app.services.identity.directory import PersonCard
from app.vocabulary.deadlines import RungTarget
from app.vocabulary.identity import Role

CLIMB = (
    RungTarget.RESPONSIBLE.label,
    RungTarget.HEAD.label,
    RungTarget.OFFICE_DIRECTOR.label,
    Role.PRINCIPAL_LEADER.label,
)
"""Who is told, from the bottom to the top."""
_FIRST = {RungTarget.RESPONSIBLE: 0, RungTarget.HEAD: 1, RungTarget.OFFICE_DIRECTOR: 2}


@dataclass(frozen=True, slots=True)
class Told:
    """The people reached, the place they were reached in, and the empty places on the way."""

    people: Sequence[UUID]
    place: str
    missing: Sequence[str]

    @property
    def climbed(self) -> str | None:
        """What the record says of a way up."""
        return f"{'、'.join(self.missing)}空缺，改送{self.place}" if self.missing else None


@dataclass(frozen=True, slots=True)
class Recipients:
    """Everything needed to tell who is reached, for one batch of tasks."""

    cards: Mapping[UUID, PersonCard]
    delegates: Mapping[tuple[UUID, UUID], Sequence[UUID]]
    """(organ, principal) → who stands in today."""
    superiors: Superiors

    def of(self, rung: Rung, assignee_id: UUID, organ_id: UUID, holders: Mapping[Role, Sequence[UUID]]) -> Told:
        """Nobody is told of their own delay as if they were their own superior; if all places are empty, the assignee is."""
        card = self.cards.get(assignee_id)
        own = [assignee_id] if card is not None and card.active else []
        head = self.superiors.head_of(assignee_id)
        director = first_other(holders.get(Role.OFFICE_DIRECTOR, ()), assignee_id)
        principal = first_other(holders.get(Role.PRINCIPAL_LEADER, ()), assignee_id)
        found: list[list[UUID]] = [
            list(dict.fromkeys([*own, *self.delegates.get((organ_id, assignee_id), ())])),
            [head] if head else [],
            [director] if director else [],
            [principal] if principal else [],
        ]
        first = _FIRST[rung.target]
        for place in range(first, len(CLIMB)):
            if found[place]:
                return Told(found[place], CLIMB[place], CLIMB[first:place])
        return Told([assignee_id], CLIMB[0], CLIMB[first:])
