"""The outbox: facts written in the transaction that made them true, delivered by the relay afterwards."""

from app.core.ids import new_id
from app.db.database import Db
from app.events.matters import MatterMoved
from app.models.trail import OutboxEvent


class EventService:
    def __init__(self, db: Db) -> None:
        self._db = db

    def add(self, event: MatterMoved) -> None:
        self._db.add(
            OutboxEvent(
                id=new_id(),
                type=event.type,
                organ_id=event.organ_id,
                subject_id=event.matter_id,
                data=event.data(),
                at=self._db.clock.now(),
            )
        )
