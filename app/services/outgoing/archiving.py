"""归档: a document of ours that was sent out becomes a record of the archive (ARC-R07, DOC-X06)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from app.core.clock import local_day
from app.core.errors import NotFound
from app.models.outgoing import JointIssuer, OutgoingDocument, Recipient, TextVersion
from app.schemas.archives import ArchiveOutgoing
from app.schemas.outgoing_rendition import RenditionQuery
from app.services.archives.dossier import Dossier, Leaf
from app.services.archives.filing import FilingService
from app.services.attachments.store import FileStore
from app.services.identity.directory import Directory
from app.services.identity.relations import Relations
from app.services.matters.said import told
from app.services.outgoing.base import OutgoingBase
from app.services.outgoing.rendering import OutgoingRenderingService, Typeset
from app.vocabulary.archives import ComponentRole
from app.vocabulary.outgoing import OutgoingAction as Do
from app.vocabulary.outgoing import OutgoingState as Is
from app.vocabulary.outgoing import OutgoingStep as Step


class ArchivingService(OutgoingBase):
    """Made for one request from ``(db, actor)``."""

    async def archive(
        self, document_id: UUID, seen: int, said: ArchiveOutgoing, *, store: FileStore, fonts: Path | None
    ) -> dict[str, Any]:
        """归档: 定稿, 正本, 附件, 发文稿纸 and 处理单 as one 件 under one 档号.

        The paper is typeset before it is locked; its version tells whether it changed meanwhile.
        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated, ConfirmationRequired, ReferenceNotFound,
        Unprintable, StorageFull, Unavailable.
        """
        row = await self._documents.view(document_id, self._actor)
        if row is None:
            raise NotFound
        issued = None
        if row.version == seen and row.state == Is.DISPATCHED:
            rendering = OutgoingRenderingService(self._db, self._actor)
            issued = await rendering.render(document_id, RenditionQuery(), fonts)
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.ARCHIVE, said)
        task = flow.mine(Step.ARCHIVE, said.on_behalf_of_id)
        assert issued is not None  # the version held and the state allowed it
        dossier = await self._dossier(document, issued)
        await FilingService(self._db, self._actor).file(
            document, dossier, said, store=store, desk=desk, action=step.action, overrides=told(said.overrides)
        )
        self._end(document, flow)
        flow.take(step, task=task)
        return await self.view(document_id)

    async def _dossier(self, document: OutgoingDocument, issued: Typeset) -> Dossier:
        text = await self._documents.text(document.id, document.signed_text or document.text_number)
        addressed = await self._documents.recipients(document.id)
        joint = await self._documents.issuers(document.id)
        own = (await Relations(self._db).map()).cards[document.organ_id]
        leaves = [Leaf(ComponentRole.ISSUED_COPY, issued.name, issued.made.content, issued.made.media_type)]
        if text is not None:
            leaves.append(Leaf.of_text(ComponentRole.FINAL_DRAFT, _final(text)))
        assert document.doc_date is not None  # it was signed
        assert document.dispatched_at is not None  # it was sent out
        return Dossier(
            responsible_party="；".join([own.name, *(one.name for one in joint)])[:100],
            document_number=document.number,
            doc_date=document.doc_date,
            year=document.doc_date.year,
            ready_on=local_day(document.dispatched_at),
            leaves=leaves,
            sheet=await self._sheet(document, addressed, joint),
            is_ours=True,
            is_joint=bool(joint),
            annexes=len(document.attachment_notes) - len(document.annexes),
            own_copy=True,
        )

    async def _sheet(
        self, document: OutgoingDocument, addressed: Sequence[Recipient], joint: Sequence[JointIssuer]
    ) -> list[tuple[str, str]]:
        """The facts of the 发文稿纸."""
        people = await Directory(self._db).people(
            [one for one in (document.created_by_id, document.signed_by_id, document.proofed_by_id) if one]
        )
        named = {one: card.name for one, card in people.items()}
        return [
            ("发文字号", document.number or ""),
            ("文种", document.doc_type.label),
            ("紧急程度", document.urgency.label),
            ("发文缘由", document.necessity or ""),
            ("发文依据", document.basis or ""),
            ("主送、抄送", "、".join(one.name for one in addressed)),
            ("联合行文机关", "、".join(one.name for one in joint)),
            ("附件说明", "、".join(document.attachment_notes)),
            ("公开属性", document.disclosure.label),
            ("拟稿人", named.get(document.created_by_id, "")),
            ("签发人", named.get(document.signed_by_id, "") if document.signed_by_id else ""),
            ("校对人", named.get(document.proofed_by_id, "") if document.proofed_by_id else ""),
            ("成文日期", _day(document.doc_date)),
            ("印发机关", document.print_org or ""),
            ("印发日期", _day(document.print_date)),
            ("印制份数", str(document.copies or "")),
        ]


def _final(text: TextVersion) -> str:
    """定稿: the text the signature stands under."""
    notes = [f"附件：{place}. {one}" for place, one in enumerate(text.attachment_notes, 1)]
    return "\n".join([text.title, "", text.body, "", *notes, f"（第{text.number}稿，摘要值 {text.sha256}）", ""])


def _day(day: Any) -> str:
    return day.isoformat() if day else ""
