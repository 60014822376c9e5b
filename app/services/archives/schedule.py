"""What an organ sets for its archive: the fonds (全宗) and the retention schedule (归档范围和保管期限表)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.clock import local_day
from app.core.errors import AlreadyExists, ReferenceNotFound, Senseless, Stale
from app.core.ids import new_id
from app.db.database import Db
from app.db.slice import Slice, Wanted
from app.models.archives import ArchiveSettings, RetentionClass, RetentionSchedule
from app.repositories.archives import ArchiveRepository
from app.repositories.office import OfficeRepository
from app.schemas.archives import ArchiveSettingsChange, RetentionScheduleChange
from app.services.archives.shipped import CLASSES, Kind
from app.services.audit.service import AuditService

SHIPPED = 1
"""The version of what nobody set."""
_SETTINGS = ("fonds_number", "fonds_name", "archive_name", "set_by_id", "set_at")
_SCHEDULE = ("approved_by", "approval_reference", "approved_on", "reason", "created_by_id", "created_at")


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A class of the present schedule, and which version that is."""

    kind: Kind
    version: int
    approval: str | None


class ArchiveSettingsService:
    """Made for one request from ``(db, actor)``."""

    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor = db, actor
        self._archives, self._office, self._audit = ArchiveRepository(db), OfficeRepository(db), AuditService(db, actor)

    async def read(self) -> dict[str, Any]:
        """The fonds of the caller's organ; empty where nobody set it."""
        return self._view(await self._archives.settings(self._actor.organ_id))

    async def change(self, seen: int, said: ArchiveSettingsChange) -> dict[str, Any]:
        """Set the fonds. Its number stays once a record bears it (ARC-R12).

        Raises: Stale, AlreadyExists (records bear the number).
        """
        organ_id = self._actor.organ_id
        await self._office.lock_organ(organ_id)
        found = await self._archives.settings(organ_id)
        present = found.version if found else SHIPPED
        if present != seen:
            raise Stale(present)
        if found and found.fonds_number != said.fonds_number and await self._archives.has_records(organ_id):
            raise AlreadyExists("已有归档文件使用原全宗号，全宗号不能再改")
        kept = found or ArchiveSettings(organ_id=organ_id)
        for name, value in said.model_dump().items():
            setattr(kept, name, value)
        kept.version, kept.set_by_id, kept.set_at = present + 1, self._actor.user_id, self._db.clock.now()
        if found is None:
            self._db.add(kept)
        self._audit.record("archive_settings", organ_id, "change", entity=kept)
        return self._view(kept)

    def _view(self, found: ArchiveSettings | None) -> dict[str, Any]:
        shown = {name: getattr(found, name) if found else None for name in _SETTINGS}
        return {"version": found.version if found else SHIPPED, **shown}


class RetentionScheduleService:
    """Made for one request from ``(db, actor)``."""

    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor = db, actor
        self._archives, self._office, self._audit = ArchiveRepository(db), OfficeRepository(db), AuditService(db, actor)

    async def read(self) -> dict[str, Any]:
        """The schedule in force in the caller's organ, the shipped one where it set none."""
        found = await self._archives.schedule(self._actor.organ_id)
        return self._view(found, await self._kinds(found))

    async def versions(self, wanted: Wanted) -> Slice:
        return await self._archives.schedules(self._actor.organ_id, wanted)

    async def find(self, code: str) -> Scheduled:
        """The class of this code as it stands now. Raises: ReferenceNotFound."""
        found = await self._archives.schedule(self._actor.organ_id)
        kind = next((one for one in await self._kinds(found) if one.code == code), None)
        if kind is None:
            raise ReferenceNotFound("/class_code")
        return Scheduled(kind, found.version if found else SHIPPED, found.approval_reference if found else None)

    async def replace(self, seen: int, said: RetentionScheduleChange) -> dict[str, Any]:
        """Put an approved schedule into force (ARC-R04). What is filed already keeps its class and period.

        Raises: Stale, Senseless (a code twice; a class that is neither archived nor left out; an approval to come).
        """
        organ_id = self._actor.organ_id
        await self._office.lock_organ(organ_id)
        found = await self._archives.schedule(organ_id)
        present = found.version if found else SHIPPED
        if present != seen:
            raise Stale(present)
        kinds = _checked(said)
        if said.approved_on > local_day(self._db.clock.now()):
            raise Senseless("/approved_on", "审核同意日期不能晚于今天")
        schedule = RetentionSchedule(
            id=new_id(),
            organ_id=organ_id,
            version=present + 1,
            created_by_id=self._actor.user_id,
            created_at=self._db.clock.now(),
            **said.model_dump(exclude={"classes"}),
        )
        self._db.add(schedule, *(_row(schedule.id, place, one) for place, one in enumerate(kinds, 1)))
        self._audit.record("retention_schedule", schedule.id, "replace", entity=schedule, note=said.reason)
        return self._view(schedule, kinds)

    async def _kinds(self, found: RetentionSchedule | None) -> Sequence[Kind]:
        if found is None:
            return CLASSES
        rows = await self._archives.classes(found.id)
        return [Kind(row.code, row.title, row.retention, row.unit_code, row.exclusion) for row in rows]

    def _view(self, found: RetentionSchedule | None, kinds: Sequence[Kind]) -> dict[str, Any]:
        shown = {name: getattr(found, name) if found else None for name in _SCHEDULE}
        classes = [one._asdict() for one in kinds]
        return {"version": found.version if found else SHIPPED, **shown, "classes": classes}


def _checked(said: RetentionScheduleChange) -> list[Kind]:
    """Raises: Senseless."""
    for place, one in enumerate(said.classes):
        archived = (one.retention is not None, one.unit_code is not None)
        if archived != ((False, False) if one.exclusion else (True, True)):
            raise Senseless(f"/classes/{place}", "归档的类目定保管期限和机构（问题）代码，不归档的只写原因")
        if any(other.code == one.code for other in said.classes[:place]):
            raise Senseless(f"/classes/{place}/code", "类目号不得重复")
    return [Kind(one.code, one.title, one.retention, one.unit_code, one.exclusion) for one in said.classes]


def _row(schedule_id: UUID, place: int, kind: Kind) -> RetentionClass:
    return RetentionClass(schedule_id=schedule_id, position=place, **kind._asdict())
