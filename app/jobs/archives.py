"""What the clock does in the archive: check records anew (四性), and take what was destroyed out of the store."""

from collections import defaultdict
from uuid import UUID

from app.core.actor import Origin
from app.db.database import Database
from app.models.archives import ArchiveKeeping
from app.repositories.archive_checks import ArchiveCheckRepository
from app.services.archives.checking import AT_ONCE, Checking, due_before
from app.services.archives.emptying import AT_ONCE as EMPTIED_AT_ONCE
from app.services.archives.emptying import empty_destroyed
from app.services.attachments.intake import Intake


async def check_archives(database: Database, files: Intake, origin: Origin) -> int:
    """Check the records that were checked longest ago, one report for each organ. How many were checked.

    Each run is one transaction over at most a hundred records; the next hour takes the next. Raises: Unavailable.
    """
    async with database.open(writes=True, origin=origin) as db:
        checks = ArchiveCheckRepository(db)
        due = await checks.due(due_before(db.clock.now()), AT_ONCE)
        organ_of = {one.id: one.organ_id for one in await checks.records([one.record_id for one in due])}
        by_organ: dict[UUID, list[ArchiveKeeping]] = defaultdict(list)
        for one in due:
            by_organ[organ_of[one.record_id]].append(one)
        for organ_id, kept in by_organ.items():
            await Checking(db, files.store).run(kept, organ_id, None)
        await db.commit()
    return len(due)


async def empty_archives(database: Database, files: Intake, origin: Origin) -> int:
    """Remove the files of what was destroyed. How many records. Raises: Unavailable."""
    gone, done = 0, EMPTIED_AT_ONCE
    while done == EMPTIED_AT_ONCE:
        async with database.open(writes=True, origin=origin) as db:
            done = await empty_destroyed(db, files.store)
        gone += done
    return gone
