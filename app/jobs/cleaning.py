"""Every hour: what is kept no longer goes, a few thousand rows a transaction."""

from datetime import timedelta

from app.core.actor import Origin
from app.db.database import Database
from app.repositories.jobs import SWEEP, CleaningRepository
from app.services.attachments.intake import Intake
from app.services.attachments.sweeping import AT_ONCE, sweep_orphans, sweep_unbound

KEPT = {
    "idempotency_keys": timedelta(days=7),
    "login_sessions": timedelta(days=1),
    "login_failures": timedelta(days=2),
    "attachment_tickets": timedelta(days=1),
    "outbox_events": timedelta(days=30),
    "job_log": timedelta(days=7),
    "job_statistics": timedelta(days=90),
}
"""How long after its moment or its end each kind of row stays. Events that were never handed on stay for good."""
UNBOUND = timedelta(hours=24)
"""How long an attachment may belong to no matter."""


async def clean_up(database: Database, files: Intake, origin: Origin) -> int:
    """Remove what is kept no longer. How many rows and files went. Raises: Unavailable."""
    now, gone = database.clock.now(), 0
    for name, kept in KEPT.items():
        swept = SWEEP
        while swept == SWEEP:
            async with database.open(writes=True, origin=origin) as db:
                swept = await CleaningRepository(db).sweep(name, now - kept)
                await db.commit()
            gone += swept
    swept = AT_ONCE
    while swept == AT_ONCE:
        async with database.open(writes=True, origin=origin) as db:
            swept = await sweep_unbound(db, files.store, now - UNBOUND)
        gone += swept
    async with database.open(origin=origin) as db:
        gone += await sweep_orphans(db, files.store, now - UNBOUND)
    return gone + await files.sweep(now - UNBOUND)
