"""The sealed trail: nothing is left out whatever order entries commit in, and whatever is tampered with is found."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
from sqlalchemy import make_url, text

from app.core.actor import Origin
from app.core.clock import FixedClock
from app.core.ids import new_id
from app.db.database import Database
from app.db.entities import layout
from app.models.trail import AuditEntry
from app.services.audit.service import AuditService
from app.services.trail.sealing import seal_trail
from app.services.trail.verifying import Report, verify_trail
from app.vocabulary.trail import Flaw
from tests.factories.clockwork import MORNING
from tests.factories.server import arguments

ORIGIN = Origin("test")


class Trail:
    """A trail of its own, and two ways at it: the service's, and that of somebody who owns the tables."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def write(self, count: int = 1) -> None:
        async with self.database.open(writes=True, origin=ORIGIN) as db:
            for mark in range(count):
                AuditService(db, None).record("thing", new_id(), "do", note=f"第{mark}件", changes={"n": (None, mark)})
            await db.commit()

    async def seal(self, **told: Any) -> int:
        return await seal_trail(self.database, ORIGIN, **told)

    async def verify(self, **told: Any) -> Report:
        return await verify_trail(self.database, ORIGIN, **told)

    async def sealed(self) -> list[int]:
        """The places in the trail of the sealed entries, in the order of the chain."""
        async with self.database.open() as db:
            rows = await db.rows(
                text("SELECT e.seq FROM audit_seals s JOIN audit_entries e ON e.id = s.entry_id ORDER BY s.number")
            )
        return [row.seq for row in rows]

    async def tamper(self, *statements: str) -> None:
        """As the owner of the tables, who can take the triggers and the reference away."""
        connection = await asyncpg.connect(**arguments(make_url(self.database.url)))
        try:
            async with connection.transaction():
                for table in ("audit_entries", "audit_seals"):
                    await connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                await connection.execute("ALTER TABLE audit_seals DROP CONSTRAINT IF EXISTS fk_audit_seals_entry_id")
                for statement in statements:
                    await connection.execute(statement)
        finally:
            await connection.close()


@pytest_asyncio.fixture
async def trail(fresh_database: Callable[[], Awaitable[str]]) -> AsyncIterator[Trail]:
    database = Database(await fresh_database(), clock=FixedClock(MORNING), role="shuniu_app")
    yield Trail(database)
    await database.close()


@pytest.mark.rule("SEC-R43")
class TestSealing:
    async def test_seals_each_entry_once_in_its_order(self, trail: Trail) -> None:
        await trail.write(3)
        assert await trail.seal() == 3
        assert await trail.seal() == 0
        await trail.write(2)
        assert await trail.seal() == 2
        sealed = await trail.sealed()
        assert len(sealed) == 5
        assert sealed == sorted(set(sealed))
        report = await trail.verify()
        assert (report.sealed, report.waiting, report.broken) == (5, 0, None)

    async def test_leaves_out_nothing_that_commits_late(self, trail: Trail) -> None:
        async with trail.database.open(writes=True, origin=ORIGIN) as late:
            AuditService(late, None).record("thing", new_id(), "late")
            await late.flush()
            await trail.write()
            assert await trail.seal(patience=0.1) == 0, "an earlier place may still be filled"
            waiting = asyncio.create_task(trail.seal())
            await asyncio.sleep(0.1)
            assert not waiting.done()
            await trail.write()
            await late.commit()
            assert await waiting == 2, "what began meanwhile is for the next run"
        assert await trail.seal() == 1
        sealed = await trail.sealed()
        assert sealed == sorted(sealed)
        assert len(sealed) == 3

    async def test_does_not_wait_for_what_was_rolled_back(self, trail: Trail) -> None:
        async with trail.database.open(writes=True, origin=ORIGIN) as gone:
            AuditService(gone, None).record("thing", new_id(), "gone")
            await gone.flush()
            await trail.write()
        assert await trail.seal() == 1
        report = await trail.verify()
        assert (report.sealed, report.broken) == (1, None)

    async def test_never_makes_writers_wait(self, trail: Trail) -> None:
        async with trail.database.open(writes=True, origin=ORIGIN) as late:
            AuditService(late, None).record("thing", new_id(), "late")
            await late.flush()
            sealing = asyncio.create_task(trail.seal())
            await asyncio.sleep(0.05)
            async with asyncio.timeout(2):
                await trail.write(3)
            await late.commit()
            await sealing

    async def test_is_done_by_one_process_at_a_time(self, trail: Trail) -> None:
        await trail.write(40)
        async with asyncio.TaskGroup() as group:
            runs = [group.create_task(trail.seal()) for _ in range(4)]
            writing = [group.create_task(trail.write(5)) for _ in range(4)]
        assert len(writing) == 4
        assert sum(run.result() for run in runs) + await trail.seal() == 60
        report = await trail.verify(batch=7)
        assert (report.sealed, report.waiting, report.broken) == (60, 0, None)

    async def test_can_be_checked_with_anything(self, trail: Trail) -> None:
        """The digest is what its description says, computed here without a line of the service."""
        await trail.write()
        await trail.seal()
        async with trail.database.open() as db:
            entry = dict((await db.rows(text("SELECT * FROM audit_entries")))[0]._mapping)
            link = (await db.rows(text("SELECT * FROM audit_seals")))[0]
        told = {
            name: str(value) if isinstance(value, asyncpg.pgproto.pgproto.UUID) else value
            for name, value in entry.items()
        }
        told["at"] = "2026-11-20T02:00:00+00:00"
        written = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        assert link.digest == hashlib.sha256(bytes(32) + written).digest()
        assert (link.number, link.previous) == (1, bytes(32))

    async def test_is_all_the_service_may_do(self, trail: Trail) -> None:
        await trail.write()
        await trail.seal()
        for statement in ("UPDATE audit_entries SET note = 'x'", "DELETE FROM audit_seals", "TRUNCATE audit_entries"):
            async with trail.database.open(writes=True) as db:
                with pytest.raises(Exception, match="permission denied"):
                    await db.rows(text(statement))


ENTRY = "(SELECT entry_id FROM audit_seals WHERE number = 3)"
FORGED = ", ".join(name for _, pairs, _ in layout(AuditEntry) for name, _ in pairs if name != "id")
TAMPERED = [
    pytest.param(f"UPDATE audit_entries SET note = '另一件' WHERE id = {ENTRY}", Flaw.ENTRY_ALTERED, 3, id="a note"),
    pytest.param(f"UPDATE audit_entries SET actor_name = '他人' WHERE id = {ENTRY}", Flaw.ENTRY_ALTERED, 3, id="a name"),
    pytest.param(
        f"UPDATE audit_entries SET changes = changes || '{{\"n\": [null, 9]}}' WHERE id = {ENTRY}",
        Flaw.ENTRY_ALTERED, 3, id="a change",
    ),
    pytest.param(
        f"UPDATE audit_entries SET at = at + interval '1 second' WHERE id = {ENTRY}", Flaw.ENTRY_ALTERED, 3, id="a moment"
    ),
    pytest.param(f"DELETE FROM audit_entries WHERE id = {ENTRY}", Flaw.ENTRY_MISSING, 3, id="an entry away"),
    pytest.param("DELETE FROM audit_seals WHERE number = 3", Flaw.LINK_MISSING, 3, id="a link away"),
    pytest.param("DELETE FROM audit_seals WHERE number = 1", Flaw.LINK_MISSING, 1, id="the first link away"),
    pytest.param("UPDATE audit_seals SET digest = sha256('x') WHERE number = 3", Flaw.ENTRY_ALTERED, 3, id="a digest"),
    pytest.param("UPDATE audit_seals SET previous = sha256('x') WHERE number = 3", Flaw.LINK_FOREIGN, 3, id="a reference"),
    pytest.param(
        "UPDATE audit_seals SET number = 0 - number WHERE number IN (3, 4); "
        "UPDATE audit_seals SET number = 7 + number WHERE number < 0",
        Flaw.LINK_FOREIGN, 3, id="two links for each other",
    ),
    pytest.param(
        f"INSERT INTO audit_entries (id, seq, {FORGED}) OVERRIDING SYSTEM VALUE "
        f"SELECT gen_random_uuid(), 1, {FORGED} FROM audit_entries WHERE id = {ENTRY}",
        Flaw.ENTRY_SLIPPED_IN, 6, id="an entry between",
    ),
]  # fmt: skip


@pytest.mark.rule("SEC-R43")
class TestVerifying:
    @pytest.mark.parametrize(("statements", "flaw", "number"), TAMPERED)
    async def test_names_the_first_place_that_was_tampered_with(
        self, trail: Trail, statements: str, flaw: Flaw, number: int
    ) -> None:
        await trail.write(6)
        await trail.seal()
        assert (await trail.verify()).broken is None
        await trail.tamper(*statements.split("; "))
        for batch in (1_000, 2):
            broken = (await trail.verify(batch=batch)).broken
            assert broken is not None
            assert broken.flaw is flaw
            assert broken.number <= number
            if flaw is not Flaw.ENTRY_SLIPPED_IN:
                assert broken.number == number

    async def test_finds_a_whole_history_written_anew(self, trail: Trail) -> None:
        """Whoever recomputes every link after a change is found by a link that was noted elsewhere."""
        await trail.write(4)
        await trail.seal()
        noted = await trail.verify()
        await trail.tamper(f"UPDATE audit_entries SET note = '另一件' WHERE id = {ENTRY}", "DELETE FROM audit_seals")
        await trail.seal()
        assert (await trail.verify()).broken is None
        broken = (await trail.verify(anchor=(noted.sealed, noted.head))).broken
        assert broken is not None
        assert (broken.flaw, broken.number) == (Flaw.ANCHOR_MISSED, 4)

    async def test_finds_a_tail_that_was_cut_off(self, trail: Trail) -> None:
        await trail.write(5)
        await trail.seal()
        noted = await trail.verify()
        await trail.tamper("DELETE FROM audit_seals WHERE number > 3")
        report = await trail.verify()
        assert (report.sealed, report.waiting, report.waiting_since) == (3, 2, MORNING)
        await trail.tamper("DELETE FROM audit_entries WHERE id NOT IN (SELECT entry_id FROM audit_seals)")
        assert (await trail.verify()).broken is None
        broken = (await trail.verify(anchor=(noted.sealed, noted.head))).broken
        assert broken is not None
        assert (broken.flaw, broken.number) == (Flaw.ANCHOR_MISSED, 5)

    async def test_tells_what_is_not_sealed_yet(self, trail: Trail) -> None:
        report = await trail.verify()
        assert (report.sealed, report.head, report.waiting_since) == (0, bytes(32), None)
        await trail.write(2)
        report = await trail.verify()
        assert (report.sealed, report.waiting, report.waiting_since, report.broken) == (0, 2, MORNING, None)

    async def test_goes_on_sealing_after_a_break(self, trail: Trail) -> None:
        await trail.write(3)
        await trail.seal()
        await trail.tamper(f"DELETE FROM audit_entries WHERE id = {ENTRY}")
        await trail.write(2)
        assert await trail.seal() == 2
        broken = (await trail.verify()).broken
        assert broken is not None
        assert (broken.flaw, broken.number) == (Flaw.ENTRY_MISSING, 3)
