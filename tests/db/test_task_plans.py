"""The to-do lists walk their partial indexes: had the state been a parameter, none of them would fit."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from sqlalchemy import event, text

from app.core.actor import Actor
from app.core.clock import FixedClock
from app.core.ids import new_id
from app.db.database import Database
from app.db.slice import Wanted
from app.models.identity import Organ, Person
from app.models.matters import Matter, Task
from app.repositories.tasks import TaskRepository
from app.vocabulary.common import MatterKind, Profile
from app.vocabulary.identity import PersonKind
from app.vocabulary.inbox import Box, Reach
from tests.factories.clockwork import MORNING
from tests.factories.make import Make

ORGAN = new_id()
PEOPLE = [new_id() for _ in range(50)]
MATTERS = [new_id() for _ in range(500)]
MINUTE = timedelta(minutes=1)


def person(place: int) -> Person:
    values = {"organ_id": ORGAN, "kind": PersonKind.STAFF, "password_history": [], "created_at": MORNING}
    return Person(id=PEOPLE[place], username=f"u{place}", name="张三", **values)


def matter(place: int) -> Matter:
    values: dict[str, Any] = {"organ_id": ORGAN, "title": "通知", "state": "handling", "urgency": "none"}
    shared = {"kind": MatterKind.INCOMING_DOCUMENT, "classification": "internal", "opened_at": MORNING}
    return Matter(id=MATTERS[place], created_by_id=PEOPLE[0], **values, **shared)


def task(place: int) -> Task:
    """Every third one is open, every seventh one to be read."""
    who, at = PEOPLE[place % len(PEOPLE)], MORNING + place * MINUTE
    is_open = place % 3 == 0
    values: dict[str, Any] = {"organ_id": ORGAN, "step": "handle", "part": "sole", "role": "registrar"}
    limit = {"limit_value": 3, "limit_unit": "workday", "opened_at": MORNING, "due_at": at, "warn_at": at}
    ended = {"done_at": None if is_open else at, "done_by_id": None if is_open else who}
    kind, state = "read" if place % 7 == 0 else "handle", "open" if is_open else "done"
    matter_id = MATTERS[place % len(MATTERS)]
    return Task(id=new_id(), matter_id=matter_id, assignee_id=who, kind=kind, state=state, **values, **limit, **ended)


@pytest_asyncio.fixture(scope="module")
async def full(database_server: Any) -> AsyncIterator[Database]:
    """Fifty people with sixty tasks each, most of them done: reading the whole table would be a mistake."""
    database = Database(await database_server.fresh(), clock=FixedClock(MORNING))
    make = Make(database)
    await make.add(Organ(id=ORGAN, name="市", short_name="市", code="j", profile=Profile.PARTY_GOV))
    await make.add(*map(person, range(len(PEOPLE))), *map(matter, range(len(MATTERS))))
    for start in range(0, 3_000, 1_000):
        await make.add(*map(task, range(start, start + 1_000)))
    async with database.open(writes=True) as db:
        await db.rows(text("ANALYZE"))
        await db.commit()
    yield database
    await database.close()


@pytest.mark.parametrize(
    ("box", "reach", "principals", "index"),
    [
        (Box.PENDING, Reach.MINE, 0, "ix_tasks_inbox"),
        (Box.TO_READ, Reach.MINE, 2, "ix_tasks_inbox"),
        (Box.DONE, Reach.MINE, 0, "ix_tasks_done"),
        (Box.PENDING, Reach.POOL, 0, "ix_tasks_organ_open"),
        (Box.PENDING, Reach.ORGAN, 0, "ix_tasks_organ_open"),
    ],
)
async def test_a_list_walks_its_index(full: Database, box: Box, reach: Reach, principals: int, index: str) -> None:
    me, *others = PEOPLE[6 : 7 + principals]
    actor = Actor(
        me,
        "张三",
        ORGAN,
        roles=frozenset({"registrar"}),
        permissions=frozenset({"incoming:read", "incoming:read_all"}),
        principals=frozenset[UUID](others),
    )
    sent: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *rest: Any) -> None:
        sent.append((statement, parameters))

    wanted = Wanted("-done_at" if box is Box.DONE else "due_at", 20)
    async with full.open() as db:
        event.listen(full.engine.sync_engine, "before_cursor_execute", note)
        try:
            found = await TaskRepository(db).search(wanted, box, reach, actor)
        finally:
            event.remove(full.engine.sync_engine, "before_cursor_execute", note)
        ((statement, parameters),) = sent
        plan = await (await db.driver()).fetch(f"EXPLAIN {statement}", *parameters)
        told = "\n".join(row[0] for row in plan)
    assert len(found.rows) > 4
    assert index in told, told
    assert "Seq Scan on tasks" not in told, told
