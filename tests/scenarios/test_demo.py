"""The demo office: whole, plausible, made once, and never among real data."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
import pytest_asyncio
from sqlalchemy import text

from app.core.actor import Origin
from app.core.clock import SHANGHAI, FixedClock
from app.core.errors import AlreadyExists
from app.db.database import Database
from app.jobs.demo import DemoReport, build_demo
from app.jobs.demo.cast import organs
from app.jobs.demo.hours import OfficeTime
from app.jobs.demo.plan import Planner
from app.services.attachments.intake import Intake
from app.services.attachments.store import FileStore
from app.services.identity.bootstrap import bootstrap_organ
from app.services.identity.sessions import SessionService
from app.services.office.desk import DeskService
from app.services.trail.sealing import seal_trail
from app.services.trail.verifying import verify_trail
from app.settings import Settings
from app.vocabulary.common import Profile
from app.vocabulary.documents import IncomingState
from app.vocabulary.identity import PersonKind, Role
from app.vocabulary.outgoing import OutgoingState, Validity
from tests.factories.make import Make
from tests.factories.server import TestServer

NOW = datetime(2026, 11, 20, 15, 40, tzinfo=SHANGHAI)
SOME = 0.1
FEW = 0.02
"""As little paper as there can be: every way a paper can wait, once."""


@dataclass
class Demo:
    database: Database
    report: DemoReport

    async def ask(self, sql: str, **binds: object) -> list[tuple[object, ...]]:
        async with self.database.open() as db:
            return [tuple(row) for row in await db.rows(text(sql), {"now": NOW, **binds})]

    async def one(self, sql: str) -> object:
        return (await self.ask(sql))[0][0]


@pytest_asyncio.fixture(scope="module")
async def demo(database_server: TestServer, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Demo]:
    """One office for all tests of this file, with files."""
    folder = tmp_path_factory.mktemp("demo")
    store = FileStore.open((folder / "files").as_uri())
    files = Intake(store, folder / "uploads", most_bytes=1_000_000, most_per_matter=5)
    database = Database(await database_server.fresh(), clock=FixedClock(NOW))
    yield Demo(database, await build_demo(database, scale=SOME, files=files))
    await database.close()


class TestOffice:
    async def test_has_a_log_in_that_opens_for_each_role_and_administrator(
        self, demo: Demo, settings: Settings
    ) -> None:
        labels = [one.role for one in demo.report.logins]
        assert labels == [role.label for role in Role] + [kind.label for kind in PersonKind if kind != PersonKind.STAFF]
        for login in demo.report.logins:
            async with demo.database.open(writes=True) as db:
                sessions = SessionService(db, settings)
                opened = await sessions.log_in(login.username, demo.report.password, None, "127.0.0.1")
                actor = await sessions.actor(opened["access_token"], "127.0.0.1")
            assert opened["password_expired"] is False
            assert (actor.name, login.role in {Role(role).label for role in actor.roles}) == (
                login.name,
                login.role in {role.label for role in Role},
            )

    async def test_joins_organs_and_people(self, demo: Demo) -> None:
        assert await demo.one("SELECT count(*) FROM organs") == len(organs())
        assert await demo.one("SELECT count(DISTINCT profile) FROM organs") == len(Profile)
        assert await demo.one("SELECT count(*) FROM people") >= 60
        (guest,) = await demo.ask(
            "SELECT p.name FROM people p JOIN posts ON person_id = p.id GROUP BY p.id HAVING count(DISTINCT posts.organ_id) > 1"
        )
        assert guest == ("高维峰",)
        given = await demo.ask("""
            SELECT p.name FROM tasks t JOIN people p ON p.id = t.assignee_id WHERE p.organ_id <> t.organ_id AND t.state = 'open'
        """)
        assert given == [guest]
        assert await demo.one("SELECT count(*) FROM departments WHERE leader_id IS NULL") == 1
        assert await demo.one("SELECT count(*) FROM people WHERE counterpart_id IS NOT NULL") >= 20
        (delegation,) = await demo.ask(
            "SELECT starts_on <= :today AND ends_on >= :today FROM delegations", today=NOW.date()
        )
        assert delegation == (True,)
        assert await demo.one("SELECT count(*) FROM opinions WHERE on_behalf_of_id IS NOT NULL") > 0


class TestPapers:
    async def test_stand_in_every_state(self, demo: Demo) -> None:
        assert set(demo.report.states) == {state.label for state in IncomingState}
        assert all(demo.report.states.values()), demo.report.states
        assert set(demo.report.letters) == {state.label for state in OutgoingState}
        assert all(demo.report.letters.values()), demo.report.letters
        void = await demo.ask("SELECT DISTINCT validity FROM outgoing_documents")
        assert {validity for (validity,) in void} == set(Validity)

    async def test_that_are_open_wait_for_somebody(self, demo: Demo) -> None:
        assert await demo.one("SELECT count(*) FROM matters WHERE closed_at IS NULL") > 30
        idle = """
            SELECT title FROM matters m WHERE closed_at IS NULL
            AND NOT EXISTS (SELECT FROM tasks t WHERE t.matter_id = m.id AND t.state = 'open')
        """
        assert await demo.ask(idle) == []
        ended = """
            SELECT title FROM matters m JOIN tasks t ON t.matter_id = m.id AND t.state = 'open'
            WHERE m.state IN ('disposed', 'returned_to_sender', 'voided', 'archived', 'terminated', 'number_voided')
        """
        assert await demo.ask(ended) == []

    async def test_leave_a_trail_of_each_step(self, demo: Demo) -> None:
        gaps = """
            SELECT title, version, steps FROM matters m JOIN LATERAL (
              SELECT count(*) AS steps, min(state_after) FILTER (WHERE action IN ('receive', 'deliver', 'create')) AS first
              FROM audit_entries a WHERE a.subject_id = m.id AND (actor_id IS NOT NULL OR action <> 'urge')) s ON true
            WHERE version <> steps OR first IS NULL OR first NOT IN ('received', 'delivered', 'draft')
        """
        assert await demo.ask(gaps) == []
        backwards = """
            SELECT count(*) FROM (SELECT at - lag(at) OVER (ORDER BY seq) AS ahead FROM audit_entries
            WHERE matter_id IS NOT NULL) s WHERE ahead < interval '0'
        """
        assert await demo.one(backwards) == 0

    async def test_show_lights_as_an_office_does(self, demo: Demo) -> None:
        ((red, yellow, green),) = await demo.ask("""
            SELECT count(*) FILTER (WHERE :now > due_at), count(*) FILTER (WHERE :now BETWEEN warn_at AND due_at),
                   count(*) FILTER (WHERE :now < warn_at) FROM tasks WHERE state = 'open'
        """)
        assert 3 <= red < yellow + green
        assert 3 <= yellow < green

    async def test_were_worked_on_when_offices_work(self, demo: Demo) -> None:
        async with demo.database.open() as db:
            calendar = await DeskService(db).calendar()
        acts = await demo.ask("SELECT at FROM audit_entries WHERE matter_id IS NOT NULL")
        moments = [moment.astimezone(SHANGHAI) for (moment,) in acts if isinstance(moment, datetime)]
        usual = [at for at in moments if calendar.is_workday(at.date()) and 8 <= at.hour < 18]
        assert len(usual) > 0.9 * len(moments)
        assert min(moments) > NOW - timedelta(days=370)
        assert max(moments) <= NOW
        assert not any(moment.microsecond for moment in moments)

    async def test_bring_everything_that_can_happen_beside(self, demo: Demo) -> None:
        rows = await demo.ask("SELECT DISTINCT action FROM audit_entries WHERE matter_id IS NOT NULL")
        wanted = """hand_over hand_back send_back withdraw urge request_extension decide_extension instruct_orally
                    request_correction return_to_sender void report comment attach"""
        assert {action for (action,) in rows} >= set(wanted.split())
        assert await demo.one("SELECT count(*) FROM extensions WHERE decided_at IS NULL") > 0
        assert await demo.one("SELECT count(*) FROM incoming_documents WHERE resubmission_of_id IS NOT NULL") > 0
        assert await demo.one("SELECT count(*) FROM tasks WHERE state = 'waiting'") > 0
        assert await demo.one("SELECT count(DISTINCT media_type) FROM attachments WHERE matter_id IS NOT NULL") == 3

    async def test_are_announced_and_older_messages_read(self, demo: Demo) -> None:
        assert await demo.one("SELECT count(*) FROM outbox_events WHERE relayed_at IS NULL") == 0
        rows = await demo.ask("""
            SELECT count(*) FILTER (WHERE at > CAST(:now AS timestamptz) - interval '4 days'), count(*)
            FROM notifications WHERE read_at IS NULL
        """)
        assert rows[0][0] == rows[0][1] != 0


class TestLetters:
    """发文 of the year."""

    async def test_of_many_kinds_bear_numbers_without_gaps(self, demo: Demo) -> None:
        rows = await demo.ask("SELECT DISTINCT doc_type FROM outgoing_documents")
        wanted = {"notice", "request_instruction", "reply_to_request", "report", "minutes"}
        assert {kind for (kind,) in rows} >= wanted
        gaps = """
            SELECT organ_id, code_id FROM outgoing_documents d JOIN matters m ON m.id = d.id
            WHERE number IS NOT NULL AND code_id IS NOT NULL
            GROUP BY organ_id, code_id, extract(year FROM doc_date)
            HAVING max(CAST(substring(number FROM '〕([0-9]+)号') AS integer)) <> count(*)
        """
        assert await demo.ask(gaps) == []

    async def test_go_up_and_come_back_answered(self, demo: Demo) -> None:
        asked = """
            SELECT count(*) FROM outgoing_documents up JOIN incoming_documents came ON came.source_id = up.id
            JOIN outgoing_documents down ON down.answers_id = came.id
            JOIN incoming_documents back ON back.source_id = down.id AND back.reply_to_id = up.id
            WHERE up.doc_type = 'request_instruction' AND down.doc_type = 'reply_to_request'
        """
        count = await demo.one(asked)
        assert isinstance(count, int)
        assert count >= 4

    async def test_are_signed_and_sealed_together_received_and_filed(self, demo: Demo) -> None:
        assert await demo.one("SELECT count(*) FROM joint_issuers WHERE sealed_at IS NOT NULL") > 0
        assert await demo.one("SELECT count(*) FROM seal_uses") > 10
        states = await demo.ask("SELECT DISTINCT state FROM outgoing_recipients")
        assert {state for (state,) in states} >= {"pending", "sent", "received", "returned", "recalled"}
        assert await demo.one("SELECT count(*) FROM archive_records") > 10

    async def test_leave_a_trail_that_holds(self, demo: Demo) -> None:
        await seal_trail(demo.database, Origin("test-seal"))
        report = await verify_trail(demo.database, Origin("test-verify"))
        assert (report.broken, report.waiting) == (None, 0)
        assert report.sealed > 1_000


class TestBuilding:
    async def test_again_touches_nothing(self, demo: Demo) -> None:
        before = await demo.ask("SELECT count(*), max(seq) FROM audit_entries")
        again = await build_demo(demo.database, scale=SOME)
        assert again.created is False
        assert (again.states, again.letters, again.logins, again.password) == (
            demo.report.states,
            demo.report.letters,
            demo.report.logins,
            demo.report.password,
        )
        assert await demo.ask("SELECT count(*), max(seq) FROM audit_entries") == before

    async def test_is_refused_where_others_work(self, database_server: TestServer) -> None:
        database = Database(await database_server.fresh(), clock=FixedClock(NOW))
        await Make(database).organ(code="0-real")
        with pytest.raises(AlreadyExists, match="其他机关"):
            await build_demo(database, scale=FEW)
        async with database.open() as db:
            assert await db.scalar(text("SELECT count(*) FROM organs")) == 1
        await database.close()

    async def test_that_was_interrupted_is_not_taken_for_whole(self, database_server: TestServer) -> None:
        database = Database(await database_server.fresh(), clock=FixedClock(NOW))
        main = next(one for one in organs() if one.key == "gov")
        async with database.open(writes=True) as db:
            await bootstrap_organ(db, name=main.name, short_name=main.short_name, code=main.code, profile=main.profile)
            await db.commit()
        with pytest.raises(AlreadyExists, match="没有建完"):
            await build_demo(database, scale=FEW)
        await database.close()

    async def test_finds_the_same_work_for_the_same_seed(self, demo: Demo) -> None:
        async with demo.database.open() as db:
            time = OfficeTime(await DeskService(db).calendar())
        years = [Planner(NOW, time, seed, FEW).cues() for seed in (7, 7, 8)]
        told = [[(cue.at, cue.act.name, cue.act.who, cue.paper.form) for cue in year] for year in years]
        assert told[0] == told[1] != told[2]

    async def test_works_in_the_night_of_a_holiday(self, database_server: TestServer) -> None:
        spring_festival = datetime(2026, 2, 19, 3, tzinfo=SHANGHAI)
        database = Database(await database_server.fresh(), clock=FixedClock(spring_festival))
        report = await build_demo(database, scale=FEW)
        assert all(report.states.values()), report.states
        await database.close()
