"""Sealing the trail: each committed entry gets its link of the hash chain, once, in the order of its place.

Entries take their place (``seq``) before they commit, so a place that is missing may still be filled. Sealing first
looks how far the trail reaches, then waits until every transaction that was writing to it at that moment is over; up to
there nothing can appear any more. Writers are never made to wait.
"""

import asyncio
import logging

from app.core.actor import Origin
from app.db.database import Database
from app.repositories.trail import TrailRepository
from app.services.trail.chain import GENESIS, digest, entry_of

_BATCH = 1_000
_PATIENCE = 20.0
"""Seconds to wait for writers; what they hold up is sealed by the next run."""
log = logging.getLogger("shuniu.trail")


async def seal_trail(database: Database, origin: Origin, *, patience: float = _PATIENCE) -> int:
    """Seal everything that is settled now. How many entries; 0 while another process seals."""
    top = await _settled(database, origin, patience)
    count = 0
    while top:
        async with database.open(writes=True, origin=origin) as db:
            sealed = await _seal_batch(TrailRepository(db), top)
            await db.commit()
        count += sealed
        if sealed < _BATCH:
            break
    return count


async def _settled(database: Database, origin: Origin, patience: float) -> int:
    """A place up to which no entry can appear any more; 0 if writers stay longer than ``patience``."""
    async with database.open(origin=origin) as db:
        trail = TrailRepository(db)
        top = await trail.top()
        writers = await trail.writers()
        pause, waited = 0.02, 0.0
        while writers and waited < patience:
            await asyncio.sleep(pause)
            waited, pause = waited + pause, min(pause * 2, 1.0)
            writers &= await trail.writers()
    if writers:
        log.info("sealing waits for the next run: %d transaction(s) still write", len(writers))
    return 0 if writers else top


async def _seal_batch(trail: TrailRepository, top: int) -> int:
    if not await trail.only_sealer():
        return 0
    head = await trail.head()
    number, previous = (head.number, bytes(head.digest)) if head else (0, GENESIS)
    links = []
    for row in await trail.next(await trail.sealed_up_to(), top, _BATCH):
        link = digest(previous, entry_of(row))
        number += 1
        links.append((number, row.id, previous, link))
        previous = link
    if links:
        await trail.seal(links)
        log.info("trail sealed up to link %d, %s", number, previous.hex())
    return len(links)
