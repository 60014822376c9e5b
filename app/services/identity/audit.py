"""What the audit administrator may read of the trail (SEC-R42, SEC-R43)."""

from app.core.actor import Actor
from app.db.database import Db
from app.db.slice import Slice, Wanted
from app.repositories.identity.audit import AuditRepository
from app.repositories.identity.organs import OrganRepository
from app.services.identity.reach import reach_of


class AuditEntryService:
    """Reads only: nobody changes the trail, the audit administrator least of all."""

    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor = db, actor

    async def search(self, wanted: Wanted) -> Slice:
        """Entries of the caller's organ and those under it. Of business only who did what and which columns changed."""
        organ = await OrganRepository(self._db).one(self._actor.organ_id)
        whole = organ is not None and organ.superior_id is None
        return await AuditRepository(self._db).search(wanted, await reach_of(self._db, self._actor), whole=whole)
