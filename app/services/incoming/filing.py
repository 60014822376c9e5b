"""归档: what was received and handled becomes a record of the archive (DOC-I11, ARC-R07, ARC-R09)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.core.clock import local_day
from app.core.errors import ReferenceNotFound, TransitionRefused
from app.models.incoming import IncomingDocument
from app.schemas.archives import FileRecord, FilingSaid
from app.services.archives.dossier import Dossier
from app.services.archives.filing import FilingService
from app.services.archives.records import ArchiveService
from app.services.attachments.store import FileStore
from app.services.incoming.base import IncomingBase
from app.services.matters.said import texts, told
from app.services.office.desk import Desk
from app.vocabulary.documents import Disposal, Retention
from app.vocabulary.documents import IncomingAction as Do
from app.vocabulary.documents import IncomingState as Is


class Filing(IncomingBase):
    """What filing asks of a paper received."""

    async def _file(
        self,
        document: IncomingDocument,
        desk: Desk,
        said: FilingSaid,
        store: FileStore,
        overrides: Mapping[str, str],
    ) -> UUID:
        """Raises: AlreadyExists, ReferenceNotFound, RuleViolated, ConfirmationRequired, StorageFull, Unavailable."""
        return await FilingService(self._db, self._actor).file(
            document,
            dossier_of(document),
            said,
            store=store,
            desk=desk,
            action=Do.DISPOSE,
            overrides=overrides,
            retention=document.retention,
        )


class LateFilingService(Filing):
    """补归档: a paper whose disposal was archiving, before the organ could number it."""

    async def file(self, said: FileRecord, store: FileStore) -> dict[str, Any]:
        """The record it became.

        Raises: ReferenceNotFound (``matter_id``, ``class_code``), TransitionRefused (its disposal is another one or still
        to come), AlreadyExists, RuleViolated, ConfirmationRequired, ClassifiedNotAllowed, StorageFull, Unavailable.
        """
        document = await self._documents.lock(said.matter_id, self._actor)
        if document is None:
            raise ReferenceNotFound("/matter_id")
        if document.state != Is.DISPOSED or document.disposal != Disposal.ARCHIVE:
            raise TransitionRefused("只能补归档已经决定归档的收文", action="file", state=document.state)
        desk = await self._desks.of(document.organ_id)
        self._judge(desk).weigh(document.id, Do.DISPOSE, self._gate.check(texts(said)), told(said.overrides))
        record_id = await self._file(document, desk, said, store, told(said.overrides))
        return await ArchiveService(self._db, self._actor).view(record_id)


def dossier_of(document: IncomingDocument) -> Dossier:
    """收文: the copy received is its first file; its year is that in which the work was done."""
    done_at = document.closed_at or document.opened_at
    return Dossier(
        responsible_party=document.sender_name,
        document_number=document.sender_number,
        doc_date=document.doc_date,
        year=local_day(done_at).year,
        ready_on=local_day(done_at),
        leaves=(),
        sheet=_sheet(document),
        is_ours=False,
    )


def _sheet(document: IncomingDocument) -> list[tuple[str, str]]:
    """The facts of the 文件处理单."""
    retention = Retention(document.retention).label if document.retention else ""
    return [
        ("收文编号", document.number or ""),
        ("来文单位", document.sender_name),
        ("来文字号", document.sender_number or ""),
        ("文种", document.doc_type.label),
        ("紧急程度", document.urgency.label),
        ("收文日期", local_day(document.received_at).isoformat()),
        ("成文日期", document.doc_date.isoformat() if document.doc_date else ""),
        ("份数", str(document.copies)),
        ("拟办意见", document.proposal or ""),
        ("办理结果", document.result or ""),
        ("答复文号", document.reply_number or ""),
        ("保管期限", retention),
    ]
