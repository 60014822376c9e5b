"""Numbers without gaps: one row per series and year, locked last, so numbers follow the commits (DOC-N06, DOC-N09)."""

from uuid import UUID

from app.core.actor import Actor
from app.db.database import Db
from app.engine.numbering import NumberFormat
from app.models.office import RegisteredNumber
from app.repositories.office import OfficeRepository


class NumberingService:
    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor, self._office = db, actor, OfficeRepository(db)

    async def give(self, matter_id: UUID, series: str, year: int, template: str) -> str:
        """The next number of the series, entered in the register.

        A refused transaction gives it back, so there is no gap. Call this after everything else that may refuse.
        """
        taken = await self._office.take_number(self._actor.organ_id, series, year, template)
        text = NumberFormat(taken.template).render(year, taken.last_value)
        self._db.add(
            RegisteredNumber(
                series_id=taken.id,
                value=taken.last_value,
                text=text,
                matter_id=matter_id,
                given_at=self._db.clock.now(),
                given_by_id=self._actor.user_id,
            )
        )
        return text

    async def void(self, matter_id: UUID, number: str | None, reason: str) -> None:
        """Mark a number of the matter as voided (作废). It stays in the register and is never given again."""
        given = await self._office.given_number(matter_id, number) if number else None
        if given is not None:
            given.voided_at, given.void_reason = self._db.clock.now(), reason
