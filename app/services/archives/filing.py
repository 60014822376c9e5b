"""归档: a paper becomes a record (件) with its 档号, its files and their hashes, written once (ARC-R07 … ARC-R17)."""

import hashlib
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.clock import local_day
from app.core.errors import AlreadyExists, Senseless
from app.core.ids import new_id
from app.db.database import Db
from app.models.archives import ArchiveComponent, ArchiveKeeping, ArchiveRecord
from app.models.matters import Attachment, Matter
from app.repositories.archive_checks import FILE_ACTION, SUBJECT
from app.repositories.archives import ArchiveRepository
from app.rules.checks.archiving import (
    Bundle,
    check_class,
    check_completeness,
    check_copy,
    check_filing_date,
    check_fonds,
    check_item,
    check_retention,
    check_schedule,
    code_of,
    expiry,
)
from app.rules.finding import Finding
from app.schemas.archives import FilingSaid
from app.services.archives.dossier import Dossier, Leaf
from app.services.archives.manifest import digest_of
from app.services.archives.schedule import RetentionScheduleService, Scheduled
from app.services.archives.sheets import drafting_sheet, processing_sheet
from app.services.attachments.store import FileStore
from app.services.audit.service import AuditService
from app.services.numbering.service import NumberingService
from app.services.office.desk import Desk
from app.services.rules.judge import Judge
from app.vocabulary.archives import RETENTION_CODES, ArchiveCategory, ComponentRole, KeepingState
from app.vocabulary.documents import Retention

CATEGORY = ArchiveCategory.WS
ITEM = "{seq:04}"
"""件号 as the register of numbers writes it."""


class FilingService:
    """Made for one request from ``(db, actor)``. Knows matters, never a domain; the domain holds the matter's lock."""

    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor = db, actor
        self._archives = ArchiveRepository(db)

    async def file(
        self,
        matter: Matter,
        dossier: Dossier,
        said: FilingSaid,
        *,
        store: FileStore,
        desk: Desk,
        action: str,
        overrides: Mapping[str, str],
        retention: Retention | None = None,
    ) -> UUID:
        """File a locked matter. The number comes last, so a refusal leaves no gap (ARC-R11, ARC-R12).

        Raises: AlreadyExists (it is filed), ReferenceNotFound (``class_code``), RuleViolated, ConfirmationRequired,
        StorageFull, Unavailable.
        """
        if await self._archives.of_matter(matter.id) is not None:
            raise AlreadyExists("该事项已经归档")
        settings = await self._archives.settings(matter.organ_id)
        scheduled = await RetentionScheduleService(self._db, self._actor).find(said.class_code)
        files = await self._archives.attachments(matter.id)
        leaves = await self._leaves(matter, dossier)
        missing = list(check_completeness(_bundle(dossier, leaves, files, said)))
        findings: list[Finding] = [
            *check_fonds(settings.fonds_number if settings else None),
            *check_class(scheduled.kind.exclusion),
            *check_schedule(scheduled.approval),
            *check_filing_date(dossier.ready_on, local_day(self._db.clock.now())),
            *check_copy(is_ours=dossier.is_ours, is_joint=dossier.is_joint, is_copy=said.is_copy),
            *missing,
        ]
        wanted = scheduled.kind.retention
        if wanted is not None:
            findings += check_retention(retention, wanted)
        judge = Judge(self._db, self._actor, desk)
        judge.weigh(matter.id, action, findings, overrides)
        if wanted is None:
            raise Senseless("/class_code", "不归档的类目没有保管期限，不能归档")
        assert settings is not None  # else it was refused
        components = [await self._stored(store, leaf) for leaf in leaves]
        components += [_of_file(one, is_copy=not dossier.own_copy and not place) for place, one in enumerate(files)]
        record = self._record(matter, dossier, said, settings.fonds_number, scheduled, [one.message for one in missing])
        await self._number(record, judge, action)
        self._enter(record, components)
        return record.id

    async def _leaves(self, matter: Matter, dossier: Dossier) -> list[Leaf]:
        """The texts of the domain, and the sheets made of what was said and done."""
        opinions, trail = await self._archives.opinions(matter.id), await self._archives.trail(matter.id)
        made = [*dossier.leaves]
        if dossier.is_ours:
            text = drafting_sheet(matter.title, dossier.sheet, opinions)
            made.append(Leaf.of_text(ComponentRole.DRAFTING_SHEET, text))
        if trail:
            text = processing_sheet(matter.title, dossier.sheet, opinions, trail)
            made.append(Leaf.of_text(ComponentRole.PROCESSING_SHEET, text))
        return made

    async def _stored(self, store: FileStore, leaf: Leaf) -> ArchiveComponent:
        """Bytes first; if the transaction fails they belong to nothing and are swept."""
        file_id = new_id()
        await store.put(file_id, _pieces(leaf.content))
        return ArchiveComponent(
            id=new_id(),
            role=leaf.role,
            name=leaf.name,
            media_type=leaf.media_type,
            size=len(leaf.content),
            sha256=hashlib.sha256(leaf.content).hexdigest(),
            has_macros=False,
            file_id=file_id,
        )

    def _record(
        self,
        matter: Matter,
        dossier: Dossier,
        said: FilingSaid,
        fonds: str,
        scheduled: Scheduled,
        missing: Sequence[str],
    ) -> ArchiveRecord:
        return ArchiveRecord(
            id=new_id(),
            organ_id=matter.organ_id,
            matter_id=matter.id,
            fonds_number=fonds,
            category=CATEGORY,
            year=said.year or dossier.year,
            retention=scheduled.kind.retention,
            unit_code=scheduled.kind.unit_code,
            class_code=scheduled.kind.code,
            class_title=scheduled.kind.title,
            schedule_version=scheduled.version,
            title=f"[{said.made_title}]" if said.made_title else matter.title,
            document_number=dossier.document_number,
            responsible_party=dossier.responsible_party,
            doc_date=dossier.doc_date,
            classification=matter.classification,
            pages=said.pages,
            note=said.note,
            is_copy=said.is_copy,
            paper_location=said.paper_location,
            missing=list(missing),
            filed_by_id=self._actor.user_id,
            filed_at=self._db.clock.now(),
        )

    async def _number(self, record: ArchiveRecord, judge: Judge, action: str) -> None:
        """件号 and with it 档号; the series is that of fonds, category, year, period and unit.

        Raises: RuleViolated (ARC-R11).
        """
        period = RETENTION_CODES[record.retention]
        series = f"archive:{record.fonds_number}:{CATEGORY.upper()}:{period}:{record.unit_code}"
        given = await NumberingService(self._db, self._actor).give(record.matter_id, series, record.year, ITEM)
        record.item_number = int(given)
        judge.weigh(record.matter_id, action, check_item(record.item_number), {})
        record.code = code_of(
            record.fonds_number, CATEGORY, record.year, record.retention, record.unit_code, record.item_number
        )

    def _enter(self, record: ArchiveRecord, components: Sequence[ArchiveComponent]) -> None:
        """Record, files, keeping and trail; the trail holds the fingerprint."""
        for place, one in enumerate(components, 1):
            one.record_id, one.position = record.id, place
        expires: date | None = expiry(record.year, record.retention)
        keeping = ArchiveKeeping(
            record_id=record.id, state=KeepingState.KEPT, retention=record.retention, expires_on=expires
        )
        self._db.add(record, *components, keeping)
        changes: dict[str, tuple[Any, Any]] = {
            "code": (None, record.code),
            "digest": (None, digest_of(record, components)),
        }
        AuditService(self._db, self._actor).record(
            SUBJECT, record.id, FILE_ACTION, matter_id=record.matter_id, note=record.code, changes=changes
        )


def _bundle(dossier: Dossier, leaves: Sequence[Leaf], files: Sequence[Attachment], said: FilingSaid) -> Bundle:
    roles = {leaf.role for leaf in leaves if leaf.content}
    is_ours = dossier.is_ours
    return Bundle(
        issued_copy=dossier.own_copy or (not is_ours and bool(files)) or said.paper_location is not None,
        processing_sheet=ComponentRole.PROCESSING_SHEET in roles,
        attachments_wanted=dossier.annexes,
        attachments_held=len(files),
        final_draft=ComponentRole.FINAL_DRAFT in roles if is_ours else None,
        drafting_sheet=ComponentRole.DRAFTING_SHEET in roles if is_ours else None,
    )


def _of_file(file: Attachment, *, is_copy: bool) -> ArchiveComponent:
    """An attachment as a file of the record; of a paper received, the first is the copy itself."""
    return ArchiveComponent(
        id=new_id(),
        role=ComponentRole.ISSUED_COPY if is_copy else ComponentRole.ATTACHMENT,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        has_macros=file.has_macros,
        file_id=file.content_id or file.id,
    )


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    yield content
