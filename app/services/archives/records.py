"""Records as they are kept: lists, one, its files, its holds, what is not filed yet."""

from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.clock import local_day
from app.core.errors import NotFound, Stale, TransitionRefused
from app.core.ids import new_id
from app.db.database import Db
from app.db.slice import Slice, Wanted
from app.models.archives import ArchiveExport, ArchiveHold, ArchiveKeeping
from app.repositories.archive_checks import SUBJECT, ArchiveCheckRepository
from app.repositories.archives import ArchiveRepository
from app.schemas.archive_keeping import ExportRecord, LiftHold, PlaceHold
from app.services.archives.package import Package, package_of
from app.services.audit.service import AuditService
from app.services.matters.said import Spoken, texts, told
from app.services.matters.views import listed
from app.services.office.desk import DeskService
from app.services.rules.judge import Judge
from app.services.secrecy.gate import SecrecyGate
from app.vocabulary.archives import KeepingState
from app.vocabulary.documents import Retention

HIDDEN = frozenset({"organ_id"})
STAMP = ("fonds_number", "year", "item_number", "unit_code", "pages")
EXPORTS = "/api/v1/archive-exports"


class ArchiveService:
    """Made for one request from ``(db, actor)``."""

    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor = db, actor
        self._archives, self._audit = ArchiveRepository(db), AuditService(db, actor)

    async def search(self, wanted: Wanted) -> Slice:
        """归档文件目录 (ARC-R14): what the caller may see."""
        return await self._archives.search(wanted, self._actor)

    async def candidates(self, wanted: Wanted) -> Slice:
        """What the organ has finished and not filed, the oldest first, with what is overdue (ARC-R01, ARC-R02)."""
        today = local_day(self._db.clock.now())
        return await ArchiveCheckRepository(self._db).candidates(self._actor.organ_id, today, wanted)

    async def view(self, record_id: UUID) -> dict[str, Any]:
        """A record with its files. Raises: NotFound."""
        shown = await self._whole(record_id)
        for one in shown["components"]:
            del one["file_id"]
        return shown

    async def _whole(self, record_id: UUID) -> dict[str, Any]:
        """The same, with where the bytes of its files lie. Raises: NotFound."""
        row = await self._archives.view(record_id, self._actor)
        if row is None:
            raise NotFound
        shown = {name: value for name, value in row._mapping.items() if name not in HIDDEN}
        shown["components"] = listed(row.components)
        shown["stamp"] = {name: shown[name] for name in STAMP} | {"retention": Retention(row.retention).label}
        return shown

    async def file(self, component_id: UUID) -> dict[str, Any]:
        """A file of a record the caller may see, as it is served. Raises: NotFound (also when it was destroyed)."""
        found = await self._archives.component(component_id)
        if found is None or not await self._archives.is_visible(found.record_id, self._actor):
            raise NotFound
        shown = {name: getattr(found, name) for name in ("name", "media_type", "size", "sha256")}
        return {**shown, "id": found.file_id, "content_id": None}

    async def exports(self, wanted: Wanted) -> Slice:
        """Who took out what and what for, newest first (ARC-R21)."""
        return await self._archives.exports(self._actor.organ_id, wanted)

    async def holds(self, record_id: UUID, wanted: Wanted) -> Slice:
        """Every hold there was, oldest first. Raises: NotFound."""
        if not await self._archives.is_visible(record_id, self._actor):
            raise NotFound
        return await self._archives.holds(record_id, wanted)

    async def place_hold(self, record_id: UUID, seen: int, said: PlaceHold) -> dict[str, Any]:
        """封存（冻结）: from now on nobody destroys it (ARC-R17).

        Raises: NotFound, Stale, TransitionRefused (it is destroyed), ClassifiedNotAllowed, RuleViolated.
        """
        await self._locked(record_id, seen)
        await self._heard(record_id, said, "hold")
        hold = ArchiveHold(
            id=new_id(),
            record_id=record_id,
            basis=said.basis,
            placed_by_id=self._actor.user_id,
            placed_at=self._db.clock.now(),
        )
        self._db.add(hold)
        self._audit.record(SUBJECT, record_id, "hold", note=said.basis, changes={"hold_id": (None, hold.id)})
        await self._db.flush()  # the database counts it
        return await self.view(record_id)

    async def lift_hold(self, record_id: UUID, hold_id: UUID, seen: int, said: LiftHold) -> dict[str, Any]:
        """解除封存. Raises: NotFound, Stale, TransitionRefused (lifted already), ClassifiedNotAllowed, RuleViolated."""
        await self._locked(record_id, seen)
        hold = await self._archives.hold(record_id, hold_id)
        if hold is None:
            raise NotFound
        if hold.lifted_at is not None:
            raise TransitionRefused("该封存（冻结）已经解除")
        await self._heard(record_id, said, "lift_hold")
        hold.lifted_at, hold.lifted_by_id, hold.lift_reason = self._db.clock.now(), self._actor.user_id, said.reason
        self._audit.record(SUBJECT, record_id, "lift_hold", note=said.reason, changes={"hold_id": (hold.id, None)})
        await self._db.flush()
        return await self.view(record_id)

    async def export(self, record_id: UUID, said: ExportRecord) -> dict[str, Any]:
        """Enter an export with its purpose; its package can be fetched then (ARC-R21, ARC-R22).

        Raises: NotFound, TransitionRefused (it is destroyed), ClassifiedNotAllowed, RuleViolated.
        """
        shown = await self.view(record_id)
        if shown["state"] == KeepingState.DESTROYED:
            raise TransitionRefused("档案已按规定销毁", state=shown["state"])
        await self._heard(record_id, said, "export")
        export = ArchiveExport(
            id=new_id(),
            record_id=record_id,
            purpose=said.purpose,
            by_id=self._actor.user_id,
            at=self._db.clock.now(),
        )
        self._db.add(export)
        self._audit.record(SUBJECT, record_id, "export", note=said.purpose, matter_id=shown["matter_id"])
        told = {name: getattr(export, name) for name in ("id", "record_id", "purpose", "by_id", "at")}
        return {**told, "path": f"{EXPORTS}/{export.id}/content"}

    async def package(self, export_id: UUID) -> Package:
        """The package of an export of the caller's own. Raises: NotFound (also when it was destroyed meanwhile)."""
        export = await self._archives.export(export_id)
        if export is None or export.by_id != self._actor.user_id:
            raise NotFound
        shown = await self._whole(export.record_id)
        if shown["state"] == KeepingState.DESTROYED:
            raise NotFound
        trail = await self._archives.trail(shown["matter_id"])
        return package_of(shown, export, [one for one in trail if one.at <= shown["filed_at"]])

    async def _locked(self, record_id: UUID, seen: int) -> ArchiveKeeping:
        if not await self._archives.is_visible(record_id, self._actor):
            raise NotFound
        keeping = await self._archives.lock(record_id)
        assert keeping is not None  # every record is kept somehow
        if keeping.version != seen:
            raise Stale(keeping.version)
        if keeping.state == KeepingState.DESTROYED:
            raise TransitionRefused("档案已按规定销毁", state=keeping.state)
        return keeping

    async def _heard(self, record_id: UUID, said: Spoken, action: str) -> None:
        """Whatever is said passes the gate (SEC-R04). Raises: ClassifiedNotAllowed, RuleViolated, ConfirmationRequired."""
        found = SecrecyGate(self._db, self._actor).check(texts(said))
        if found:
            record = await self._archives.record(record_id)
            assert record is not None  # it was seen
            desk = await DeskService(self._db).of(self._actor.organ_id)
            Judge(self._db, self._actor, desk).weigh(record.matter_id, action, found, told(said.overrides))
