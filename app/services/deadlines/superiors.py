"""Who answers for whom, for many people at once; person by person it is `Directory.head_of`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from app.core.clock import local_day
from app.db.database import Db
from app.repositories.deadlines import DeadlineRepository
from app.services.identity.directory import PersonCard

MOST_LEVELS = 10
"""Departments nested deeper are not looked through."""


@dataclass(slots=True)
class _Place:
    """A department as escalation sees it. ``heads`` are in order of position; the flag tells who is active staff."""

    parent_id: UUID | None
    leader_id: UUID | None
    heads: list[tuple[UUID, bool]] = field(default_factory=list)


class Superiors:
    """The heads of some people's departments and of all above them, read once."""

    def __init__(self, cards: Mapping[UUID, PersonCard], places: Mapping[UUID, _Place]) -> None:
        self._cards, self._places = cards, places

    @classmethod
    async def load(cls, db: Db, cards: Mapping[UUID, PersonCard]) -> "Superiors":
        """Two queries, however many people."""
        found = DeadlineRepository(db)
        above = await found.departments_above({card.department_id for card in cards.values() if card.department_id})
        places = {row.id: _Place(row.parent_id, row.leader_id) for row in above}
        for row in await found.heads(places, local_day(db.clock.now())):
            places[row.department_id].heads.append((row.person_id, row.serves))
        return cls(cards, places)

    def head_of(self, person_id: UUID) -> UUID | None:
        """The head of the person's department; for that head, the next above, or else the leader in charge."""
        card = self._cards.get(person_id)
        leader_id: UUID | None = None
        for place in self._way_up(card.department_id if card else None):
            leader_id = leader_id or place.leader_id
            if all(head_id != person_id for head_id, _ in place.heads):
                head = next((head_id for head_id, serves in place.heads if serves), None)
                if head is not None:
                    return head
        return leader_id if leader_id != person_id else None

    def _way_up(self, department_id: UUID | None) -> Iterable[_Place]:
        for _ in range(MOST_LEVELS):
            place = self._places.get(department_id) if department_id else None
            if place is None:
                return
            yield place
            department_id = place.parent_id


def first_other(people: Sequence[UUID], person_id: UUID) -> UUID | None:
    """The first who is not the person."""
    return next((one for one in people if one != person_id), None)
