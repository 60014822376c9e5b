"""The registers of numbers (编号登记): what was given, to which matter, and what was voided and why (DOC-N06)."""

from uuid import UUID

from app.core.actor import Actor
from app.core.errors import NotFound
from app.db.database import Db
from app.db.slice import Slice, Wanted
from app.repositories.registers import RegisterRepository


class NumberRegisterService:
    """Made for one request from ``(db, actor)``; shows the caller's own organ."""

    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor, self._registers = db, actor, RegisterRepository(db)

    async def series(self, wanted: Wanted) -> Slice:
        """The number series, the newest year first."""
        return await self._registers.series(self._actor.organ_id, wanted)

    async def numbers(self, series_id: UUID, wanted: Wanted) -> Slice:
        """Every number of a series in its order, voided ones too: a gap would be seen. Raises: NotFound."""
        if await self._registers.own_series(series_id, self._actor.organ_id) is None:
            raise NotFound
        return await self._registers.numbers(series_id, wanted)
