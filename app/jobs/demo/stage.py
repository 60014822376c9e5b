"""Where the acts are played: in order of time, each by its actor with that day's rights, through the services."""

from bisect import bisect_left
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.actor import Actor, Origin
from app.core.clock import FixedClock, local_day
from app.core.errors import AppError
from app.db.database import Database, Db
from app.jobs.demo import cast
from app.jobs.demo.hours import OfficeTime
from app.jobs.demo.papers import Paper
from app.jobs.demo.scene import Cue, House, Scene, Thing
from app.repositories.exchange import ExchangeRepository
from app.repositories.identity.sessions import SessionRepository
from app.services.identity.callers import actor_of
from app.vocabulary.documents import IncomingAction as Do
from app.vocabulary.outgoing import OutgoingAction

_ACTS_PER_UNIT = 4
"""Acts that share a transaction: one each would wait for the disk, too many would slow the unit of work."""

_DELEGATED = frozenset({Do.TRIAGE, Do.DECIDE_EXTENSION, Do.WITHDRAW, OutgoingAction.APPROVE})
"""Acts a delegate takes over."""


@dataclass(frozen=True, slots=True)
class StandIn:
    """From now on one person acts for another."""

    principal: str
    delegate: str


@dataclass(frozen=True, slots=True)
class Chore:
    """Something that happens to the office as a whole at a moment between the acts."""

    at: datetime
    do: Callable[["Stage"], Awaitable[object]]


class Stage:
    def __init__(
        self, database: Database, clock: FixedClock, time: OfficeTime, people: dict[str, UUID], house: House
    ) -> None:
        self.database, self.people, self._clock, self._time = database, people, clock, time
        self._house = house
        self.stand_in: StandIn | None = None
        self._actors: dict[tuple[str, bool], Actor] = {}
        self._played = 0

    async def play(self, cues: Sequence[Cue], chores: Sequence[Chore]) -> None:
        """Both in order of time.

        Raises: AppError with a note of the act that was refused; what was played before it stays.
        """
        done = 0
        for chore in chores:
            reached = bisect_left(cues, chore.at, key=lambda cue: cue.at)
            await self._acts(cues[done:reached])
            done, self._clock.at = reached, chore.at
            await chore.do(self)
        await self._acts(cues[done:])

    async def _acts(self, cues: Sequence[Cue]) -> None:
        for first in range(0, len(cues), _ACTS_PER_UNIT):
            async with self.database.open(writes=True) as db:
                for cue in cues[first : first + _ACTS_PER_UNIT]:
                    await self._act(db, cue)
                await db.commit()

    async def _act(self, db: Db, cue: Cue) -> None:
        paper, act = cue.paper, cue.act
        self._clock.at = cue.at
        self._played += 1
        swap = self._swap(act.name, act.who, paper.handler)
        who = swap.delegate if swap else act.who
        db.origin = Origin(f"demo-{self._played:06}", _address(who), f"demo_{act.name}")
        behalf = self.people[swap.principal] if swap else None
        actor, now = await self.actor(db, who), self._clock.now()
        scene = Scene(db, actor, paper, now, self._time, self.people, self._house, behalf)
        await _look_up(db, paper)
        try:
            await act.do(scene)
        except AppError as refused:
            refused.add_note(f"{act.name} by {who} at {self._clock.at:%F %T} on {paper.title}")
            raise
        paper.version += 1

    def _swap(self, name: str, who: str, handler: str) -> StandIn | None:
        """Who acts instead; nobody decides on an extension of what they handle."""
        found = self.stand_in
        if found is None or name not in _DELEGATED or who != found.principal:
            return None
        return None if name == Do.DECIDE_EXTENSION and found.delegate == handler else found

    async def actor(self, db: Db, who: str) -> Actor:
        """The caller as a log-in on this day would make them."""
        key = who, self.stand_in is not None
        if key not in self._actors:
            row = await SessionRepository(db).by_name(who, local_day(db.clock.now()))
            assert row is not None, who
            self._actors[key] = actor_of(row)
        return self._actors[key]


async def _look_up(db: Db, paper: Thing) -> None:
    """The version of a paper that others may have moved: the exchange joins it to one of another organ."""
    exchange = ExchangeRepository(db)
    if paper.id is None or (isinstance(paper, Paper) and paper.source is None):
        return
    lock = exchange.lock_incoming if isinstance(paper, Paper) else exchange.lock_outgoing
    found = await lock(paper.id)
    assert found is not None
    paper.version = found.version


def _address(username: str) -> str:
    """Everybody sits at a machine of their own."""
    places = [(one.organ, one.username) for one in cast.people()]
    place = next(number for number, (_, name) in enumerate(places) if name == username)
    return f"10.36.{[one.key for one in cast.organs()].index(places[place][0]) + 1}.{10 + place}"
