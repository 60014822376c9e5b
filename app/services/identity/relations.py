"""隶属关系: what organs of this deployment are to one another; decides which way a paper goes (DOC-R02)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.db.database import Db
from app.repositories.identity.directory import DirectoryRepository
from app.vocabulary.common import Profile
from app.vocabulary.outgoing import Relation

_MOST_LEVELS = 20


@dataclass(frozen=True, slots=True)
class OrganCard:
    """An organ in short."""

    id: UUID
    name: str
    short_name: str
    profile: Profile
    superior_id: UUID | None
    second_superior_id: UUID | None
    registered_from: date | None
    registered_to: date | None
    active: bool


@dataclass(frozen=True, slots=True)
class OrganMap:
    """Every organ of the deployment, and who is above whom."""

    cards: Mapping[UUID, OrganCard]

    def named(self, name: str) -> OrganCard | None:
        """The organ of this full or short name, if exactly one bears it."""
        found = [card for card in self.cards.values() if card.active and name in (card.name, card.short_name)]
        return found[0] if len(found) == 1 else None

    def above(self, organ_id: UUID) -> Iterator[UUID]:
        """The superiors on the direct line, nearest first."""
        here = self.cards.get(organ_id)
        for _ in range(_MOST_LEVELS):
            if here is None or here.superior_id is None:
                return
            yield here.superior_id
            here = self.cards.get(here.superior_id)

    def superiors(self, organ_id: UUID) -> tuple[UUID, ...]:
        """The direct superiors; two under dual leadership (DOC-R11)."""
        card = self.cards[organ_id]
        return tuple(one for one in (card.superior_id, card.second_superior_id) if one is not None)

    def skipped(self, organ_id: UUID, superior_id: UUID) -> tuple[UUID, ...]:
        """The organs between an organ and one further up that is none of its direct superiors (DOC-R02)."""
        if superior_id in self.superiors(organ_id):
            return ()
        line = list(self.above(organ_id))
        return tuple(line[: line.index(superior_id)]) if superior_id in line else ()

    def relation(self, organ_id: UUID, other_id: UUID) -> Relation:
        """What ``other_id`` is to ``organ_id``."""
        if other_id in self.above(organ_id) or other_id in self.superiors(organ_id):
            return Relation.SUPERIOR
        if organ_id in self.above(other_id) or organ_id in self.superiors(other_id):
            return Relation.SUBORDINATE
        own, theirs = self.cards[organ_id], self.cards[other_id]
        is_peer = own.superior_id is not None and own.superior_id == theirs.superior_id
        return Relation.PEER if is_peer else Relation.UNRELATED


class Relations:
    """Brings the map, from memory where it is kept."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def map(self) -> OrganMap:
        async def load() -> OrganMap:
            rows = await DirectoryRepository(self._db).organs()
            return OrganMap({row.id: OrganCard(**row._mapping) for row in rows})

        return await self._db.database.caches.get("organs", load)
