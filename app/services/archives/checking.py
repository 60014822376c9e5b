"""四性检测: whether records still are what was filed: authentic, whole, readable, harmless (ARC-R16, ARC-R17)."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.errors import NotFound, ReferenceNotFound
from app.core.ids import new_id
from app.db.database import Db
from app.db.slice import Slice, Wanted
from app.models.archives import ArchiveCheck, ArchiveComponent, ArchiveFlaw, ArchiveKeeping, ArchiveRecord
from app.repositories.archive_checks import ArchiveCheckRepository
from app.repositories.archives import ArchiveRepository
from app.schemas.archive_keeping import CheckRecords
from app.services.archives.manifest import digest_of
from app.services.attachments.store import FileStore
from app.services.audit.service import AuditService
from app.vocabulary.archives import CheckProperty as Aspect
from app.vocabulary.archives import KeepingState

AT_ONCE = 100
"""Records of one run."""
AGAIN_AFTER = timedelta(days=30)
LASTING = frozenset({"application/pdf", "application/ofd", "image/jpeg", "image/png", "image/tiff"})
"""Formats made to last, besides plain text (DA/T 47)."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong: ``is_grave`` if content or record were changed or lost."""

    aspect: Aspect
    detail: str
    is_grave: bool
    position: int | None = None


class ArchiveCheckService:
    """On demand, for the records of the caller's organ."""

    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor, self._checks = db, actor, ArchiveCheckRepository(db)

    async def search(self, wanted: Wanted) -> Slice:
        """The reports, newest first."""
        return await self._checks.checks(self._actor.organ_id, wanted)

    async def flaws(self, check_id: UUID, wanted: Wanted) -> Slice:
        """What a check found. Raises: NotFound."""
        if not await self._checks.is_of(check_id, self._actor.organ_id):
            raise NotFound
        return await self._checks.flaws(check_id, wanted)

    async def check(self, said: CheckRecords, store: FileStore) -> dict[str, Any]:
        """Check these records, or the hundred that were checked longest ago, and enter the report.

        Raises: ReferenceNotFound (``record_ids``: not of the organ, or destroyed).
        """
        kept = await self._wanted(said)
        report = await Checking(self._db, store).run(kept, self._actor.organ_id, self._actor)
        shown = {name: getattr(report, name) for name in ("id", "at", "by_id", "checked_count", "flawed_count")}
        return {**shown, "by_name": self._actor.name}

    async def _wanted(self, said: CheckRecords) -> list[ArchiveKeeping]:
        organ_id = self._actor.organ_id
        if not said.record_ids:
            return await self._checks.next_of(organ_id, AT_ONCE, said.year, said.class_code)
        archives = ArchiveRepository(self._db)
        own = {row.id for row in await archives.own(said.record_ids, organ_id)}
        kept = await archives.lock_all(own)
        for place, one in enumerate(said.record_ids):
            if not any(row.record_id == one and row.state == KeepingState.KEPT for row in kept):
                raise ReferenceNotFound(f"/record_ids/{place}")
        return kept


class Checking:
    """One run over locked records."""

    def __init__(self, db: Db, store: FileStore) -> None:
        self._db, self._store = db, store
        self._checks, self._archives = ArchiveCheckRepository(db), ArchiveRepository(db)

    async def run(self, kept: Sequence[ArchiveKeeping], organ_id: UUID, actor: Actor | None) -> ArchiveCheck:
        """Check each, note the result with it and enter the report."""
        now = self._db.clock.now()
        report = ArchiveCheck(id=new_id(), organ_id=organ_id, at=now, by_id=actor.user_id if actor else None)
        by_record = await self._examined([one.record_id for one in kept])
        for one in kept:
            flaws = by_record[one.record_id]
            one.checked_at, one.is_flawed = now, any(flaw.is_grave for flaw in flaws)
            self._db.add(*(_row(report.id, one.record_id, flaw) for flaw in flaws))
        report.checked_count, report.flawed_count = len(kept), sum(one.is_flawed for one in kept)
        self._db.add(report)
        note = f"检测{report.checked_count}件，有问题{report.flawed_count}件"
        entry = AuditService(self._db, actor).record("archive_check", report.id, "check", note=note)
        entry.organ_id = organ_id
        return report

    async def _examined(self, ids: Collection[UUID]) -> Mapping[UUID, Sequence[Flaw]]:
        records = await self._checks.records(ids)
        files: dict[UUID, list[ArchiveComponent]] = {one.id: [] for one in records}
        for file in await self._archives.components(ids):
            files[file.record_id].append(file)
        filed = {row.subject_id: row.changes for row in await self._checks.filings([one.matter_id for one in records])}
        return {one.id: await self._flaws(one, files[one.id], filed.get(one.id)) for one in records}

    async def _flaws(
        self, record: ArchiveRecord, files: Sequence[ArchiveComponent], filed: Mapping[str, Any] | None
    ) -> list[Flaw]:
        found = []
        if filed is None:
            found.append(Flaw(Aspect.AUTHENTICITY, "留痕中没有归档记录", is_grave=True))
        elif filed.get("digest", [None, None])[1] != digest_of(record, files):
            found.append(Flaw(Aspect.AUTHENTICITY, "著录项或者文件清单与归档时的留痕不一致", is_grave=True))
        if not files and record.paper_location is None:
            found.append(Flaw(Aspect.INTEGRITY, "没有任何文件，也没有纸质件", is_grave=True))
        for file in files:
            found += await self._file(file)
        return found

    async def _file(self, file: ArchiveComponent) -> list[Flaw]:
        found = []
        try:
            size, sha256 = await self._read(file.file_id) if file.size else (0, hashlib.sha256().hexdigest())
            if (size, sha256) != (file.size, file.sha256):
                found.append(Flaw(Aspect.INTEGRITY, "文件内容已被改动", is_grave=True, position=file.position))
        except FileNotFoundError:
            found.append(Flaw(Aspect.USABILITY, "文件已丢失，无法读取", is_grave=True, position=file.position))
        kind = file.media_type.partition(";")[0]
        if not (kind in LASTING or kind.startswith("text/")):
            found.append(Flaw(Aspect.USABILITY, "不是长期保存格式", is_grave=False, position=file.position))
        if file.has_macros:
            found.append(Flaw(Aspect.SECURITY, "文件含有宏", is_grave=False, position=file.position))
        return found

    async def _read(self, file_id: UUID) -> tuple[int, str]:
        """Size and hash of what lies in the store. Raises: FileNotFoundError, Unavailable."""
        size, digest = 0, hashlib.sha256()
        async for piece in await self._store.get(file_id):
            size += len(piece)
            digest.update(piece)
        return size, digest.hexdigest()


def _row(check_id: UUID, record_id: UUID, flaw: Flaw) -> ArchiveFlaw:
    return ArchiveFlaw(
        id=new_id(),
        check_id=check_id,
        record_id=record_id,
        aspect=flaw.aspect,
        position=flaw.position,
        is_grave=flaw.is_grave,
        detail=flaw.detail,
    )


def due_before(now: datetime) -> datetime:
    """Records not checked since then are due."""
    return now - AGAIN_AFTER
