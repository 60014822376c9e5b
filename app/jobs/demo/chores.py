"""What happens to the office as a whole in its last days: the clock urges, messages arrive, the director leaves."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from app.core.actor import Origin
from app.core.clock import local_day
from app.jobs.demo import cast, words
from app.jobs.demo.hours import WORKDAY, OfficeTime
from app.jobs.demo.stage import Chore, Stage, StandIn
from app.jobs.relay import relay_outbox
from app.jobs.scan import scan_deadlines
from app.schemas.identity.delegations import DelegationCreate
from app.services.identity.delegations import DelegationService
from app.services.notifications.service import NotificationService
from app.vocabulary.identity import Role

_URGED_DAYS = 15
_MINUTE = timedelta(minutes=1)
_AWAY = timedelta(days=6)


def chores(now: datetime, time: OfficeTime) -> list[Chore]:
    """In order of time; the last is at ``now``."""
    return sorted(_chores(now, time), key=lambda chore: chore.at)


def _chores(now: datetime, time: OfficeTime) -> Iterator[Chore]:
    first = local_day(time.earlier(now, _URGED_DAYS * WORKDAY))
    for day in time.workdays(first, local_day(now)):
        if time.opening(day) + _MINUTE <= now:
            yield Chore(time.opening(day) + _MINUTE, urge)
    leaves = local_day(time.earlier(now, 2 * WORKDAY))
    yield Chore(time.opening(leaves), lambda stage: delegate(stage, leaves))
    yield Chore(time.opening(leaves) + 2 * _MINUTE, read_messages)
    yield Chore(now, deliver_messages)


async def urge(stage: Stage) -> None:
    """催办 by the clock, as the office opens."""
    await scan_deadlines(stage.database, Origin("demo-scan", operation="scan_deadlines"))


async def deliver_messages(stage: Stage) -> None:
    await relay_outbox(stage.database, Origin("demo-relay", operation="relay_outbox"))


async def read_messages(stage: Stage) -> None:
    """Everybody has read what came so far; newer messages lie unread in the boxes."""
    await deliver_messages(stage)
    async with stage.database.open(writes=True, origin=Origin("demo-reading")) as db:
        for person in cast.people():
            await NotificationService(db, await stage.actor(db, person.username)).read_all()
        await db.commit()


async def delegate(stage: Stage, today: date) -> None:
    """The director leaves this morning for some days, and the deputy acts instead (委托代办)."""
    crew = cast.Crew(cast.MAIN)
    principal, deputy = crew.holders(Role.OFFICE_DIRECTOR)[:2]
    said = DelegationCreate(
        delegate_id=stage.people[deputy],
        starts_on=today,
        ends_on=today + _AWAY,
        reason=words.DELEGATION,
    )
    async with stage.database.open(writes=True, origin=Origin("demo-delegation", operation="create_delegation")) as db:
        await DelegationService(db, await stage.actor(db, principal)).create(said)
        await db.commit()
    stage.stand_in = StandIn(principal, deputy)
