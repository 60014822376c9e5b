"""What was destroyed leaves the store: after the commit, by a job, so that neither a crash nor a rollback loses anything."""

from app.db.database import Db
from app.repositories.archive_checks import SUBJECT, ArchiveCheckRepository
from app.repositories.archives import ArchiveRepository
from app.services.attachments.store import FileStore
from app.services.audit.service import AuditService

AT_ONCE = 20
"""Records emptied in one transaction."""


async def empty_destroyed(db: Db, store: FileStore) -> int:
    """Remove the files of destroyed records that no other paper shares. How many records; at most `AT_ONCE`.

    Commits ``db``. The bytes go first: should the commit fail, the next run finds nothing left to remove and notes it.
    Raises: Unavailable.
    """
    checks, audit = ArchiveCheckRepository(db), AuditService(db, None)
    gone = await checks.emptying(AT_ONCE)
    if not gone:
        return 0
    files = await ArchiveRepository(db).components([one.record_id for one in gone])
    shared = await checks.shared([one.file_id for one in files])
    for file in files:
        if file.file_id not in shared:
            await store.delete(file.file_id)
    for one in gone:
        one.emptied_at = db.clock.now()
        audit.record(SUBJECT, one.record_id, "empty")
    await db.commit()
    return len(gone)
