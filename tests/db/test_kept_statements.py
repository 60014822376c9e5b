"""Statements sent past SQLAlchemy's execution layer: values, faults, and the state in which a connection goes back."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
from sqlalchemy import bindparam, event, insert, literal, literal_column, select, text, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import Date, Integer, Text

from app.core.errors import AlreadyExists, ReferenceNotFound, Unavailable
from app.core.ids import new_id
from app.db.database import Database
from app.db.faults import Retry
from app.db.kept import Kept
from app.models.identity import Department, Organ
from app.models.trail import OutboxEvent
from app.vocabulary.common import Profile
from tests.factories.clockwork import MORNING

_SLEEP = text("SELECT pg_sleep(20)")
_STATE = text("SELECT pg_backend_pid() AS pid, txid_current_if_assigned() AS transaction")
_ORGANS = select(Organ.id, Organ.profile, Organ.name).where(Organ.code == bindparam("code"))


@pytest_asyncio.fixture(scope="module")
async def own(database_server: Any) -> AsyncIterator[Database]:
    """A pool of a single connection, so that whoever comes next gets the same one."""
    database = Database(await database_server.fresh(), pool_size=1, timeout=2.0)
    yield database
    await database.close()


def organ(code: str, name: str = "市府办") -> Organ:
    return Organ(id=new_id(), name=name, short_name=name, code=code, profile=Profile.SOE)


async def pid(database: Database) -> int:
    async with database.open() as db:
        return int(await db.scalar(select(literal_column("pg_backend_pid()"))))


class TestValues:
    async def test_words_of_an_enum_come_back_as_its_members(self, own: Database) -> None:
        async with own.open(writes=True) as db:
            db.add(organ("enum"))
            row = await db.first(_ORGANS, {"code": "enum"})
        assert row is not None
        assert row.profile is Profile.SOE
        assert tuple(row)[1] is row.profile
        assert [row._fields, len(row)] == [("id", "profile", "name"), 3]

    async def test_json_days_arrays_and_nothing_go_there_and_back(self, own: Database) -> None:
        data = {"文": [1, None, {"a": "\\'\"%"}]}
        asked = select(
            bindparam("data", type_=JSONB).label("data"),
            bindparam("on", type_=Date).label("on"),
            bindparam("none", None, type_=Text).label("none"),
            literal("it's 100% \\ $1").label("word"),
            literal(7).label("number"),
        )
        async with own.open() as db:
            row = await db.first(asked, {"data": data, "on": date(2026, 11, 22), "more": "is ignored"})
        assert row is not None
        assert tuple(row) == (data, date(2026, 11, 22), None, "it's 100% \\ $1", 7)

    async def test_constants_are_written_into_the_statement_and_values_are_not(self, own: Database) -> None:
        asked = (
            select(Organ.name).where(Organ.profile.in_(["soe", "party_gov"]), Organ.code == bindparam("code")).limit(3)
        )
        form = Kept(asked, ())
        assert "'soe', 'party_gov'" in form.sql
        assert form.arguments({"code": "x"}) == ["x"]

    async def test_a_missing_value_is_told(self, own: Database) -> None:
        async with own.open() as db:
            with pytest.raises(KeyError, match="code"):
                await db.rows(_ORGANS, {})

    async def test_what_is_made_while_executing_is_refused(self) -> None:
        with pytest.raises(TypeError, match="ANY"):
            Kept(select(Organ.id).where(Organ.code.in_(bindparam("codes", expanding=True))), ("codes",))

    async def test_an_update_tells_what_it_returns(self, own: Database) -> None:
        renamed = (
            update(Organ).where(Organ.code == bindparam("which")).values(name=bindparam("called")).returning(Organ.name)
        )
        async with own.open(writes=True) as db:
            db.add(organ("returning"))
            assert await db.scalar(renamed, {"which": "returning", "called": "新名"}) == "新名"

    async def test_an_insert_takes_the_columns_it_is_given(self, own: Database) -> None:
        values = {"type": "x", "data": {"a": 1}, "at": MORNING, "attempts": 0}
        async with own.open(writes=True) as db:
            office = organ("inserted")
            db.add(office)
            row = {"id": new_id(), "organ_id": office.id, "subject_id": office.id}
            await db.rows(insert(OutboxEvent), row | values)
            found = await db.first(select(OutboxEvent.data, OutboxEvent.relayed_at), {})
        assert found is not None
        assert tuple(found) == ({"a": 1}, None)

    async def test_listeners_of_the_engine_hear_them(self, own: Database) -> None:
        heard: list[str] = []

        def note(*told: Any) -> None:
            heard.append(told[2])

        event.listen(own.engine.sync_engine, "before_cursor_execute", note)
        try:
            await pid(own)
        finally:
            event.remove(own.engine.sync_engine, "before_cursor_execute", note)
        assert heard == ["SELECT pg_backend_pid()"]


class TestFaults:
    async def test_are_told_by_their_constraint(self, own: Database) -> None:
        async with own.open(writes=True) as db:
            db.add(organ("twin"), organ("twin"))
            with pytest.raises(AlreadyExists) as refused:
                await db.flush()
        assert refused.value.extra["constraint"] == "organs_code"
        async with own.open(writes=True) as db:
            db.add(Department(id=new_id(), organ_id=new_id(), name="科", is_office=False))
            with pytest.raises(ReferenceNotFound):
                await db.flush()

    async def test_nothing_of_a_refused_unit_stays(self, own: Database) -> None:
        async with own.open(writes=True) as db:
            db.add(organ("gone"))
            await db.flush()
            db.add(organ("gone"))
            with pytest.raises(AlreadyExists):
                await db.commit()
        async with own.open() as db:
            assert await db.rows(_ORGANS, {"code": "gone"}) == []

    async def test_a_commit_the_server_gave_up_is_no_success(self, own: Database) -> None:
        async with own.open(writes=True) as db:
            with pytest.raises(asyncpg.DivisionByZeroError):
                await db.rows(text("SELECT 1/0"))
            with pytest.raises(Retry):
                await db.commit()

    async def test_a_unit_that_could_not_begin_does_not_write_without_having_begun(
        self, own: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        execute, sent = asyncpg.Connection.execute, []

        async def failing(self: Any, query: str, *values: Any, **options: Any) -> str:
            sent.append(query)
            if sent == ["BEGIN"]:
                raise OSError
            return await execute(self, query, *values, **options)

        monkeypatch.setattr(asyncpg.Connection, "execute", failing)
        async with own.open(writes=True) as db:
            db.add(organ("begun"))
            with pytest.raises(Unavailable):
                await db.rows(_ORGANS, {"code": "begun"})
            await db.rows(_STATE)
        assert sent == ["BEGIN", "BEGIN", "ROLLBACK"]

    async def test_what_was_not_committed_is_rolled_back(self, own: Database) -> None:
        async with own.open(writes=True) as db:
            db.add(organ("left"))
            await db.flush()
        async with own.open(writes=True) as db:
            db.add(organ("left"))
            await db.rollback()
            assert await db.rows(_ORGANS, {"code": "left"}) == []


class TestHangUps:
    @pytest.mark.parametrize("writes", [True, False])
    async def test_leave_a_clean_connection(self, own: Database, writes: bool) -> None:
        before = await pid(own)

        async def work() -> None:
            async with own.open(writes=writes) as db:
                if writes:
                    db.add(organ("hung"))
                    await db.flush()
                await db.rows(_SLEEP)

        task = asyncio.create_task(work())
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        async with own.open(writes=True) as db:
            state = await db.first(_STATE)
            assert state is not None
            assert (state.pid, state.transaction) == (before, None)
            assert await db.rows(_ORGANS, {"code": "hung"}) == []

    async def test_while_hanging_up_do_not_lend_the_connection_twice(self, own: Database) -> None:
        """Cancelled twice: the second time while the connection is being mended."""
        task = asyncio.create_task(sleeping(own))
        await asyncio.sleep(0.1)
        task.cancel()
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.gather(*(pid(own) for _ in range(5)))

    async def test_those_who_wait_too_long_hear_so(self, own: Database) -> None:
        async with own.open() as busy:
            await busy.rows(_STATE)
            with pytest.raises(Unavailable):
                await pid(own)
        await pid(own)

    async def test_those_who_give_up_waiting_do_not_take_the_place(self, own: Database) -> None:
        async with own.open() as busy:
            await busy.rows(_STATE)
            waiting = asyncio.create_task(pid(own))
            await asyncio.sleep(0.05)
            waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await pid(own)


async def sleeping(database: Database) -> None:
    async with database.open(writes=True) as db:
        await db.rows(_SLEEP)


class TestTheServer:
    async def test_that_cut_a_connection_is_away_for_one_and_back_for_the_next(self, own: Database) -> None:
        lost = await pid(own)

        async def cut() -> None:
            await asyncio.sleep(0.1)
            connection = await asyncpg.connect(own.url.replace("+asyncpg", ""))
            await connection.execute("SELECT pg_terminate_backend($1)", lost)
            await connection.close()

        cutting = asyncio.create_task(cut())
        with pytest.raises(Unavailable):
            await sleeping(own)
        await cutting
        assert await pid(own) != lost

    async def test_that_cut_an_idle_connection_is_not_noticed(self, own: Database) -> None:
        lost = await pid(own)
        connection = await asyncpg.connect(own.url.replace("+asyncpg", ""))
        await connection.execute("SELECT pg_terminate_backend($1)", lost)
        await connection.close()
        await asyncio.sleep(0.1)
        assert await pid(own) != lost

    async def test_that_changed_a_table_is_asked_anew(self, own: Database) -> None:
        every = text("SELECT * FROM changing")
        one = select(literal_column("a", Integer)).select_from(text("changing"))
        async with own.open(writes=True) as db:
            await db.rows(text("CREATE TABLE changing (a int)"))
            await db.rows(text("INSERT INTO changing VALUES (1)"))
            await db.commit()
        assert await both(own, every, one) == ([(1,)], [(1,)])
        async with own.open(writes=True) as db:
            await db.rows(text("ALTER TABLE changing ALTER a TYPE bigint, ADD b text DEFAULT 'x'"))
            await db.commit()
        assert await both(own, every, one) == ([(1, "x")], [(1,)])

    async def test_that_changed_a_table_under_a_transaction_makes_it_run_again(self, own: Database) -> None:
        every = text("SELECT * FROM moving")
        async with own.open(writes=True) as db:
            await db.rows(text("CREATE TABLE moving (a int)"))
            await db.rows(every)
            await db.commit()
        async with own.open(writes=True) as db:
            await db.rows(text("ALTER TABLE moving ADD b int"))
            await db.commit()
        async with own.open(writes=True) as db:
            with pytest.raises(Retry):
                await db.rows(every)
        async with own.open(writes=True) as db:
            assert await db.rows(every) == []


async def both(database: Database, *statements: Any) -> tuple[list[Any], ...]:
    async with database.open() as db:
        found = [await db.rows(one) for one in statements]
    return tuple([tuple(row) for row in rows] for rows in found)
