"""Checking the trail: every link is computed anew, and the first place that does not hold is named (SEC-R43).

What the chain alone cannot show is a tail that was cut off, links and entries together. Every sealing writes the last
link to the service's log; whoever keeps that elsewhere, or what an earlier check answered, hands it in as ``anchor``.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.core.actor import Origin
from app.db.database import Database
from app.repositories.trail import TrailRepository
from app.services.trail.chain import GENESIS, digest, entry_of
from app.vocabulary.trail import Flaw

_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Break:
    """The first place that does not hold."""

    flaw: Flaw
    number: int
    entry_id: UUID | None


@dataclass(frozen=True, slots=True)
class Report:
    """``sealed`` links hold, up to ``broken`` if there is a break. ``waiting`` entries are not sealed yet, the oldest since
    ``waiting_since``: minutes are normal while the worker runs, more means that it does not or that the tail of the chain
    was cut off."""

    sealed: int
    head: bytes
    waiting: int
    waiting_since: datetime | None
    broken: Break | None


@dataclass(slots=True)
class _Walk:
    number: int = 0
    digest: bytes = GENESIS
    place: int = 0


async def verify_trail(
    database: Database, origin: Origin, *, anchor: tuple[int, bytes] | None = None, batch: int = _BATCH
) -> Report:
    """Compute the whole chain anew, in batches. ``anchor`` is the number and digest of a link noted earlier."""
    walk, broken = _Walk(), None
    async with database.open(origin=origin) as db:
        trail = TrailRepository(db)
        while broken is None:
            links = await trail.chain(walk.number, batch)
            start = walk.place
            for link in links:
                broken = _checked(link, walk, anchor)
                if broken:
                    break
            stranger = None if broken or not links else await trail.slipped_in(start, walk.place)
            if stranger is not None:
                broken = Break(Flaw.ENTRY_SLIPPED_IN, walk.number, stranger)
            if len(links) < batch:
                break
        if broken is None and anchor is not None and anchor[0] > walk.number:
            broken = Break(Flaw.ANCHOR_MISSED, anchor[0], None)
        rest = await trail.waiting(walk.place)
    return Report(walk.number, walk.digest, rest.waiting, rest.oldest_at, broken)


def _checked(link: Any, walk: _Walk, anchor: tuple[int, bytes] | None) -> Break | None:
    """What is wrong with a link; if nothing is, the walk goes on to it."""
    number, entry_id, previous, sealed, *columns = link
    entry = entry_of(columns)
    flaw = _flaw(number, previous, sealed, entry, walk)
    if flaw is None and anchor is not None and anchor[0] == number and anchor[1] != sealed:
        flaw = Flaw.ANCHOR_MISSED
    if flaw is not None:
        return Break(flaw, walk.number + 1, entry_id)
    walk.number, walk.digest, walk.place = number, bytes(sealed), entry["seq"]
    return None


def _flaw(number: int, previous: bytes, sealed: bytes, entry: dict[str, Any], walk: _Walk) -> Flaw | None:
    if number != walk.number + 1:
        return Flaw.LINK_MISSING
    if previous != walk.digest:
        return Flaw.LINK_FOREIGN
    if entry["id"] is None:
        return Flaw.ENTRY_MISSING
    if digest(walk.digest, entry) != sealed:
        return Flaw.ENTRY_ALTERED
    return Flaw.ENTRY_OUT_OF_ORDER if entry["seq"] <= walk.place else None
