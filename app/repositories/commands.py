"""What the command line asks."""

from uuid import UUID

from sqlalchemy import bindparam, select

from app.db.database import Db
from app.models.identity import Organ

_ORGAN = select(Organ.id).where(Organ.code == bindparam("code"))


class CommandRepository:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def organ(self, code: str) -> UUID | None:
        """The organ of a code."""
        found: UUID | None = await self._db.scalar(_ORGAN, {"code": code})
        return found
