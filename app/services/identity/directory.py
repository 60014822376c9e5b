"""Who is who: what other services ask about people."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from app.core.clock import local_day
from app.db.database import Db
from app.repositories.identity.directory import DirectoryRepository
from app.vocabulary.identity import Role

_MOST_LEVELS = 10
"""Departments nested deeper are not looked through."""


class PersonCard(NamedTuple):
    """A person in short; ``department_id`` is that of the first post in the home organ."""

    name: str
    organ_id: UUID
    department_id: UUID | None
    active: bool


class Directory:
    """Answers about people as they are today (in Asia/Shanghai)."""

    def __init__(self, db: Db) -> None:
        self._db, self._found = db, DirectoryRepository(db)
        self._today = local_day(db.clock.now())

    async def holders(self, organ_id: UUID) -> Mapping[Role, Sequence[UUID]]:
        """Role → active people who hold it in the organ, in order of position. Roles nobody holds are absent."""

        async def load() -> Mapping[Role, Sequence[UUID]]:
            holders: dict[Role, list[UUID]] = {}
            for row in await self._found.holders(organ_id, self._today):
                holders.setdefault(row.role, []).append(row.person_id)
            return holders

        return await self._db.database.caches.get(("holders", organ_id, self._today), load)

    async def people(self, ids: Iterable[UUID]) -> Mapping[UUID, PersonCard]:
        """The people of these ids; unknown ids are absent. One query, none without ids."""
        wanted = set(ids)
        if not wanted:
            return {}
        rows = await self._found.people(wanted, self._today)
        return {row.id: PersonCard(row.name, row.organ_id, row.department_id, row.active) for row in rows}

    async def staff(self, ids: Iterable[UUID], organ_id: UUID) -> Mapping[UUID, PersonCard]:
        """Of these people those who may be given work in an organ: active staff at home there or with a post there today.

        ``department_id`` is that of the first post in this organ. One query, none without ids.
        """
        wanted = set(ids)
        if not wanted:
            return {}
        rows = await self._found.staff(wanted, organ_id, self._today)
        return {row.id: PersonCard(row.name, row.organ_id, row.department_id, row.active) for row in rows}

    async def department_of(self, person_id: UUID, organ_id: UUID) -> UUID | None:
        """The department of the person's first post in the organ."""
        return await self._found.department_of(person_id, organ_id, self._today)

    async def title_of(self, person_id: UUID, organ_id: UUID) -> tuple[str | None, str]:
        """The title of the person's first post in the organ, if there is one, and the name."""
        row = await self._found.title_of(person_id, organ_id, self._today)
        return (row.title, row.name) if row is not None else (None, "")

    async def office_director(self, organ_id: UUID) -> UUID | None:
        """办公室主任, the first by position."""
        return next(iter((await self.holders(organ_id)).get(Role.OFFICE_DIRECTOR, ())), None)

    async def head_of(self, person_id: UUID) -> UUID | None:
        """Who answers for a person's work in the home organ: the head of the department; for that head, the head of the
        next department above or else the leader in charge. Never the person; None where nobody is named."""
        card = (await self.people([person_id])).get(person_id)
        department_id = card.department_id if card else None
        leader_id: UUID | None = None
        for _ in range(_MOST_LEVELS):
            if department_id is None:
                break
            above = await self._found.above(department_id)
            leader_id = leader_id or (above.leader_id if above else None)
            if not await self._found.heads(department_id, person_id, self._today):
                head = await self._found.head_beside(department_id, person_id, self._today)
                if head is not None:
                    return head
            department_id = above.parent_id if above else None
        return leader_id if leader_id != person_id else None
