"""Building the demo: refuse to mix with real data, found the office, play the year, open the log-ins, tell what there is."""

import contextlib
import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from time import perf_counter

from app.core.clock import FixedClock, local_day
from app.core.errors import AlreadyExists
from app.db.database import Database, Db
from app.db.slice import Wanted
from app.jobs.demo import cast
from app.jobs.demo.chores import chores
from app.jobs.demo.files import with_files
from app.jobs.demo.hours import OfficeTime
from app.jobs.demo.letter_plan import LetterPlanner
from app.jobs.demo.office import Founding
from app.jobs.demo.plan import Planner
from app.jobs.demo.report import DemoReport, Login
from app.jobs.demo.scene import House, in_order
from app.jobs.demo.stage import Stage
from app.repositories.identity.organs import OrganRepository
from app.repositories.identity.sessions import SessionRepository
from app.services.attachments.intake import Intake
from app.services.identity.callers import actor_of
from app.services.identity.hashing import hashed
from app.services.incoming.reading import IncomingReadingService
from app.services.office.desk import DeskService
from app.services.outgoing.reading import OutgoingReadingService
from app.vocabulary.documents import IncomingState
from app.vocabulary.identity import Role
from app.vocabulary.outgoing import OutgoingState

PASSWORD = "Qinghe-2026"  # noqa: S105 - printed for everybody who tries the demo
"""Everybody's password in the demo."""

_BEFORE = timedelta(days=400)
"""The office was founded so long ago, some weeks before its first paper came."""


async def build_demo(
    database: Database, *, seed: int = 2026, scale: float = 1.0, files: Intake | None = None
) -> DemoReport:
    """Fill an empty database with a county office and its year up to now; where the demo stands already, leave it alone.

    The past is lived through the services with a clock of its own, so numbers, limits, trail and rights are theirs. The
    same seed at the same moment gives the same office, ids excepted. ``scale`` is how much paper there is: 1.0 about 400
    in the main organ; every state occurs at any scale. With ``files`` some of the latest papers bring attachments.
    Raises: AlreadyExists (the database holds organs of others, or a demo whose building was interrupted).
    """
    began, now = perf_counter(), database.clock.now()
    async with database.open() as db:
        stands = await _stands(db)
    if not stands:
        await _build(database, now, seed, scale, files)
    async with database.open() as db:
        states, letters = await _states(db)
    return DemoReport(not stands, cast.main().name, PASSWORD, logins(), states, letters, perf_counter() - began)


def logins() -> list[Login]:
    """A log-in for each role of the main organ, and the three administrators."""
    crew = cast.Crew(cast.MAIN)
    shown = {role: crew.holder(role) for role in Role} | {Role.LEADER: crew.leaders[1]}
    held = [Login(role.label, username, cast.name_of(username)) for role, username in shown.items()]
    return held + [Login(kind.label, *who) for kind, who in cast.ADMINISTRATORS.items()]


async def _stands(db: Db) -> bool:
    """Whether the demo is there. Raises: AlreadyExists."""
    found = await OrganRepository(db).search(Wanted("code", 200))
    codes = {json.loads(row)["code"] for row in found.rows}
    if not codes:
        return False
    if cast.main().code not in codes:
        raise AlreadyExists("数据库中已有其他机关的数据，演示数据只能建在空数据库中")
    account = await SessionRepository(db).account(logins()[0].username)
    if account is None or account.password_hash is None:
        raise AlreadyExists("演示数据上次没有建完，请清空数据库后重建")
    return True


async def _build(database: Database, now: datetime, seed: int, scale: float, files: Intake | None) -> None:
    async with _past_of(database, now - _BEFORE) as (past, clock):
        founding = Founding(past)
        await founding.found()
        async with past.open() as db:
            time = OfficeTime(await DeskService(db).calendar())
        letters = LetterPlanner(now, time, seed, scale, archives=files is not None).cues()
        cues = sorted([*Planner(now, time, seed, scale).cues(), *letters], key=in_order)
        if files is not None:
            cues = with_files(cues, files)
        house = House(founding.organs, founding.codes, founding.seals, files)
        await Stage(past, clock, time, founding.people, house).play(cues, chores(now, time))
        await founding.open_log_ins(await hashed(PASSWORD))


@contextlib.asynccontextmanager
async def _past_of(database: Database, start: datetime) -> AsyncIterator[tuple[Database, FixedClock]]:
    """The same database under a clock of its own, with a memory of its own: nothing of the caller's is touched."""
    clock = FixedClock(start)
    past = Database(database.url, pool_size=2, clock=clock)
    past.caches.start(past.url)
    await past.caches.ready()
    try:
        yield past, clock
    finally:
        await past.close()


async def _states(db: Db) -> tuple[dict[str, int], dict[str, int]]:
    """How many papers of the main organ stand in each state: those it received, those it wrote."""
    director = cast.Crew(cast.MAIN).holder(Role.OFFICE_DIRECTOR)
    row = await SessionRepository(db).by_name(director, local_day(db.clock.now()))
    actor = actor_of(row)
    incoming, outgoing = IncomingReadingService(db, actor), OutgoingReadingService(db, actor)
    received = {state.label: await _count(incoming, {"state": [state]}) for state in IncomingState}
    written = {state.label: await _count(outgoing, {"state": [state]}) for state in OutgoingState}
    return received, written


async def _count(reading: IncomingReadingService | OutgoingReadingService, filters: dict[str, object]) -> int:
    found = await reading.search(Wanted("-opened_at", 1, filters=filters, with_total=True))
    return found.total or 0
