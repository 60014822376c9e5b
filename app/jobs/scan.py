"""The deadline scan (催办): every minute over all open tasks. Each batch is one transaction, so a crash loses none."""

from app.core.actor import Origin
from app.db.database import Database
from app.services.deadlines.service import START, DeadlineService, Place

_PAGE = 5_000
_BATCH = 500


async def scan_deadlines(database: Database, origin: Origin) -> int:
    """Fire every rung that was reached since it was last looked, however long ago that was. How many people were told."""
    told = 0
    place: Place | None = START
    while place is not None:
        async with database.open(origin=origin) as db:
            due, place = await DeadlineService(db).due(place, _PAGE)
        for start in range(0, len(due), _BATCH):
            async with database.open(writes=True, origin=origin) as db:
                told += await DeadlineService(db).urge(due[start : start + _BATCH])
                await db.commit()
    return told
