"""Incoming papers by the hundred thousand: each with the number, tasks, participants and trail that its state implies.

PostgreSQL makes everything from one temporary table, so that a hundred thousand papers take seconds.
"""

import contextlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg

from app.vocabulary.documents import IncomingState as Is
from app.vocabulary.identity import Role
from bench import papers_sql as sql
from bench.office import Connection, Office

MIX: Mapping[Is, int] = {
    Is.DISPOSED: 78,
    Is.CLOSED: 6,
    Is.HANDLING: 8,
    Is.INSTRUCTED: 1,
    Is.TRIAGED: 2,
    Is.SCREENED: 1,
    Is.REGISTERED: 2,
    Is.RECEIVED: 2,
}
"""Percent of each state in an office that has worked for some years."""

HISTORY = timedelta(days=4 * 365)
TASKS_OF_ONE = 75
"""So many tasks wait for one handler, whatever the size of the office; the list shows fifty of them."""

_LINE = (
    (Is.RECEIVED, "register", "register", Role.REGISTRAR),
    (Is.REGISTERED, "screen", "screen", Role.OFFICE_CLERK),
    (Is.SCREENED, "triage", "triage", Role.OFFICE_DIRECTOR),
    (Is.TRIAGED, "instruct", "instruct", Role.PRINCIPAL_LEADER),
    (Is.INSTRUCTED, "assign", "assign", Role.CIRCULATION_CLERK),
    (Is.HANDLING, "handle", "close", None),
    (Is.CLOSED, "dispose", "dispose", Role.ARCHIVIST),
    (Is.DISPOSED, None, None, None),
)
"""The main line: the step that waits in a state, the action that ends it, and whose it is (handling is the handlers')."""


def busy(office: Office, count: int) -> list[UUID]:
    """The handlers among whom so many papers are shared, few enough for a full to-do list."""
    return office.handlers[: max(2, count * MIX[Is.HANDLING] // 100 * 2 // TASKS_OF_ONE)]


async def fill(db: Connection, office: Office, count: int) -> None:
    """Years of papers in all states, then statistics as a running database has them."""
    begin = datetime.now(UTC) - HISTORY - timedelta(hours=3)
    states = [state for state, share in MIX.items() for _ in range(share)]
    await _lay(db, office, begin, HISTORY, states, count)
    await db.execute("VACUUM (ANALYZE)")
    await db.execute("CHECKPOINT")


async def prepare(db: Connection, office: Office, state: Is, count: int) -> list[UUID]:
    """More papers of this morning, all in one state, for a step to be taken on each. Their ids, the oldest first."""
    begin = datetime.now(UTC) - timedelta(hours=2)
    return await _lay(db, office, begin, timedelta(hours=1), [state], count)


async def _lay(
    db: Connection, office: Office, begin: datetime, span: timedelta, states: Sequence[Is], count: int
) -> list[UUID]:
    before = await db.fetchval("SELECT count(*) FROM matters")
    async with db.transaction():
        with contextlib.suppress(asyncpg.InsufficientPrivilegeError):
            async with db.transaction():
                await db.execute("SET LOCAL session_replication_role = replica")  # what is made here needs no checks
        await db.execute(sql.LINE)
        line = [
            (place, state, step, action, role, office.holder[role] if role else None)
            for place, (state, step, action, role) in enumerate(_LINE)
        ]
        await db.copy_records_to_table("line", records=line)
        await db.execute(sql.STAMPED)
        await db.execute(
            sql.PAPERS,
            before,
            count,
            begin,
            span,
            list(states),
            office.organ_id,
            office.departments,
            busy(office, count),
        )
        await db.execute("ANALYZE papers")
        for statement in sql.IN_ORDER:
            await db.execute(statement, office.organ_id, office.holder[Role.RECEIVER])
        made = await db.fetch("SELECT id FROM papers ORDER BY n")
        await db.execute("DROP TABLE papers, line")
    return [row["id"] for row in made]
