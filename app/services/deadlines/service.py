"""催办 by the clock: each rung of an organ's ladder reaches its people once for every task and due time (DOC-I08)."""

from collections.abc import Hashable, Iterable, Sequence
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from app.core.clock import local_day
from app.core.ids import new_id
from app.db.database import Db
from app.engine.ladder import Rung, fire_at
from app.events.deadlines import TaskUrged
from app.repositories.deadlines import DeadlineRepository, Reached
from app.services.audit.service import AuditService
from app.services.deadlines.reach import latest_due
from app.services.deadlines.recipients import Recipients, Told
from app.services.deadlines.superiors import Superiors
from app.services.events.service import EventService
from app.services.identity.directory import Directory
from app.services.office.desk import Desk, DeskService
from app.vocabulary.deadlines import RungWhen

Place = tuple[datetime, UUID, str]
START: Place = (datetime(1900, 1, 1, tzinfo=UTC), UUID(int=0), "")
URGE = "urge"
_WRITES = 500
"""Trail entries sent with one statement; PostgreSQL takes 32 767 values in one."""


class Due(NamedTuple):
    """A rung to fire for a task, as long as the task is due then."""

    task_id: UUID
    due_at: datetime
    rung: Rung


class Urged(NamedTuple):
    """One person told of one rung of one task (a row with its matter)."""

    task: Any
    rung: Rung
    told: Told
    person_id: UUID


class DeadlineService:
    """Made for one unit of work of the scan; acts for the service itself."""

    def __init__(self, db: Db) -> None:
        self._db, self._found, self._desks = db, DeadlineRepository(db), DeskService(db)
        self._now = db.clock.now()

    async def due(self, after: Place, limit: int) -> tuple[list[Due], Place | None]:
        """A page of tasks and the rungs to fire for them now, in the order they were reached; and where the next page
        begins, None after the last.

        Reminders ahead of a limit that lay before the task was opened never fire.
        """
        desks = {organ_id: await self._desks.of(organ_id) for organ_id in await self._found.organs()}
        ladders = {organ_id: {rung.key: rung for rung in desk.ladder} for organ_id, desk in desks.items()}
        page = await self._found.candidates(list(self._reached(desks.values())), after, limit)
        fires: dict[Hashable, datetime] = {}
        reached: list[tuple[datetime, Due]] = []
        for one in page:
            desk, rung = desks[one.organ_id], ladders[one.organ_id][one.rung]
            key = (rung, one.due_at, desk.calendar, desk.hours)
            if key not in fires:
                fires[key] = fire_at(rung, one.due_at, desk.calendar, desk.hours)
            if rung.when is not RungWhen.BEFORE or fires[key] >= one.opened_at:
                reached.append((fires[key], Due(one.task_id, one.due_at, rung)))
        in_order = [due for _, due in sorted(reached, key=itemgetter(0))]
        return in_order, page[-1].place if len(page) == limit else None

    def _reached(self, desks: Iterable[Desk]) -> Iterable[Reached]:
        latest: dict[Hashable, datetime] = {}
        for desk in desks:
            for rung in desk.ladder:
                key = (rung, desk.calendar, desk.hours)
                if key not in latest:
                    latest[key] = latest_due(rung, self._now, desk.calendar, desk.hours)
                yield Reached(desk.organ_id, rung.key, latest[key])

    async def urge(self, batch: Sequence[Due]) -> int:
        """Fire these rungs: an urging, a trail entry and an event for each person reached. How many are new.

        What another scan fired meanwhile, and tasks done, paused or moved meanwhile, are left alone.
        """
        tasks = await self._found.to_urge({one.task_id for one in batch})
        recipients = await self._recipients({task.assignee_id for task in tasks.values()})
        urged: dict[UUID, Urged] = {}
        for one in batch:
            task = tasks.get(one.task_id)
            if task is not None and task.due_at == one.due_at:
                desk = await self._desks.of(task.organ_id)
                told = recipients.of(one.rung, task.assignee_id, task.organ_id, desk.holders)
                urged |= {new_id(): Urged(task, one.rung, told, person_id) for person_id in told.people}
        rows = [self._row(urging_id, one) for urging_id, one in urged.items()]
        fresh = await self._found.urge(rows) if rows else frozenset()
        for place, urging_id in enumerate(one for one in urged if one in fresh):
            self._tell(urged[urging_id])
            if place % _WRITES == _WRITES - 1:
                await self._db.flush()
        return len(fresh)

    async def _recipients(self, assignee_ids: set[UUID]) -> Recipients:
        cards = await Directory(self._db).people(assignee_ids)
        delegates: dict[tuple[UUID, UUID], list[UUID]] = {}
        for row in await self._found.delegates(assignee_ids, local_day(self._now)):
            delegates.setdefault((row.organ_id, row.principal_id), []).append(row.delegate_id)
        return Recipients(cards, delegates, await Superiors.load(self._db, cards))

    def _row(self, urging_id: UUID, urged: Urged) -> dict[str, Any]:
        return {
            "id": urging_id,
            "matter_id": urged.task.matter_id,
            "task_id": urged.task.id,
            "due_at": urged.task.due_at,
            "rung": urged.rung.key,
            "person_id": urged.person_id,
            "note": urged.told.climbed,
            "at": self._now,
        }

    def _tell(self, urged: Urged) -> None:
        task, rung, told = urged.task, urged.rung, urged.told
        entry = AuditService(self._db, None).record(
            task.kind,
            task.matter_id,
            URGE,
            matter_id=task.matter_id,
            state_before=task.state,
            state_after=task.state,
            note=f"{rung.when.label}催办，{told.climbed or f'送{told.place}'}",
            changes={"task_id": (None, task.id), "rung": (None, rung.key), "person_id": (None, urged.person_id)},
        )
        entry.organ_id = task.organ_id
        EventService(self._db).add(
            TaskUrged(
                organ_id=task.organ_id,
                matter_id=task.matter_id,
                kind=task.kind,
                action=URGE,
                state=task.state,
                version=task.version,
                actor_id=None,
                told=(urged.person_id,),
                task_id=task.id,
                rung=rung.key,
                due_at=task.due_at,
            )
        )
