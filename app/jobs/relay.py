"""The outbox is emptied here: each committed event goes to whoever subscribed, at least once, in order.

A batch is one transaction with what its handlers write. If a handler fails, the events of the batch go one by one, so
that the one at fault is found; it is counted, tried again by the next minute's run and parked after `MOST_ATTEMPTS`.
"""

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from fnmatch import fnmatchcase

from app.core.actor import Origin
from app.core.errors import Unavailable
from app.db.database import Database, Db
from app.db.faults import Retry
from app.events.outbox import Recorded
from app.repositories.jobs import OutboxRepository
from app.services.notifications.subscriber import notify

Handler = Callable[[Db, Sequence[Recorded]], Awaitable[None]]

SUBSCRIBERS: Mapping[str, Sequence[Handler]] = {
    "shuniu.*": (notify,),
}
"""Pattern of event types → what is done with such events after the commit. A handler may see an event twice."""

MOST_ATTEMPTS = 10
_BATCH = 100
log = logging.getLogger("shuniu.relay")


async def relay_outbox(
    database: Database,
    origin: Origin,
    *,
    again: bool = True,
    subscribers: Mapping[str, Sequence[Handler]] = SUBSCRIBERS,
) -> int:
    """Hand on every event that waits; without ``again`` only those that never failed. How many were handed on.

    Each run tries an event at most once. Raises: Unavailable.
    """
    attempts, after, count = MOST_ATTEMPTS if again else 1, 0, 0
    while True:
        async with database.open(writes=True, origin=origin) as db:
            events = await OutboxRepository(db).take(attempts=attempts, after=after, limit=_BATCH)
            done = await _handed_on(db, events, subscribers) if events else 0
        if not done:
            done = sum([await _alone(database, origin, event, subscribers) for event in events])
        count += done
        if len(events) < _BATCH:
            return count
        after = events[-1].seq


async def _handed_on(db: Db, events: Sequence[Recorded], subscribers: Mapping[str, Sequence[Handler]]) -> int:
    """Handle events and mark them, all or none; how many."""
    try:
        for handler, wanted in _by_handler(events, subscribers):
            await handler(db, wanted)
        await OutboxRepository(db).relayed([one.id for one in events], db.clock.now())
        await db.commit()
    except (Unavailable, Retry):
        raise
    except Exception:
        log.warning("a handler failed on %d event(s) from %s on", len(events), events[0].id, exc_info=True)
        await db.rollback()
        return 0
    return len(events)


def _by_handler(
    events: Sequence[Recorded], subscribers: Mapping[str, Sequence[Handler]]
) -> Iterable[tuple[Handler, Sequence[Recorded]]]:
    for pattern, handlers in subscribers.items():
        wanted = [one for one in events if fnmatchcase(one.type, pattern)]
        if wanted:
            yield from ((handler, wanted) for handler in handlers)


async def _alone(
    database: Database, origin: Origin, event: Recorded, subscribers: Mapping[str, Sequence[Handler]]
) -> int:
    """Hand on one event of a batch that failed, and count it if it is the one at fault."""
    async with database.open(writes=True, origin=origin) as db:
        taken = await OutboxRepository(db).take_one(event.id)
        if taken is None or await _handed_on(db, [taken], subscribers):
            return int(taken is not None)
        failures = await OutboxRepository(db).failed(event.id)
        await db.commit()
    if failures >= MOST_ATTEMPTS:
        log.error("event %s (%s) is parked after %d attempts", event.id, event.type, failures)
    return 0
