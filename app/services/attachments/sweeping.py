"""What the clock clears away: uploads nobody bound, and bytes whose row never came or is gone."""

import logging
from contextlib import suppress
from datetime import datetime
from typing import Final

from app.core.errors import Unavailable
from app.db.database import Db
from app.repositories.attachments import AttachmentRepository
from app.services.attachments.store import FileStore
from app.services.audit.service import AuditService

log = logging.getLogger("shuniu.attachments")

AT_ONCE: Final = 500
"""Attachments one call clears away; the next call takes the rest."""


async def sweep_unbound(db: Db, store: FileStore, before: datetime) -> int:
    """Clear away attachments uploaded before a moment that belong to no matter; says how many, at most `AT_ONCE`.

    Commits ``db``: the rows go first, for good, and only then the bytes, so that no row ever lacks its bytes.
    """
    attachments = AttachmentRepository(db)
    ids = await attachments.lock_stale(before, AT_ONCE)
    if not ids:
        return 0
    await attachments.drop(ids)
    shared = await attachments.known(ids)
    audit = AuditService(db, None)
    for attachment_id in ids:
        audit.record("attachment", attachment_id, "sweep")
    await db.commit()
    for attachment_id in set(ids) - shared:
        with suppress(Unavailable):  # the row is gone: `sweep_orphans` finds what stays behind
            await store.delete(attachment_id)
    log.info("unbound attachments swept", extra={"count": len(ids)})
    return len(ids)


async def sweep_orphans(db: Db, store: FileStore, before: datetime) -> int:
    """Remove bytes stored before a moment that no row names: of uploads whose COMMIT failed, of sweeps cut short.

    ``before`` must lie further back than any request lasts, or an upload that is just being written would be lost.
    Raises: Unavailable.
    """
    attachments, removed = AttachmentRepository(db), 0
    async for batch in store.older(before):
        known = await attachments.known(batch) if batch else set()
        for file_id in batch:
            if file_id not in known:
                await store.delete(file_id)
                removed += 1
    if removed:
        log.warning("orphaned files removed", extra={"count": removed})
    return removed
