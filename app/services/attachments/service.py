"""Attachments: taken in, bound to a matter, shown to whoever may see it, taken back by whoever brought them."""

import asyncio
from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.errors import (
    ConfirmationRequired,
    Forbidden,
    NotFound,
    ReferenceNotFound,
    RuleViolated,
    Stale,
    TransitionRefused,
)
from app.core.ids import new_id
from app.db.database import Db
from app.db.slice import Slice, Wanted
from app.events.matters import MatterMoved
from app.models.matters import Attachment, Matter, Participant
from app.repositories.attachments import AttachmentRepository
from app.repositories.visibility import VisibilityRepository
from app.rules.finding import Finding
from app.services.attachments.errors import TooManyAttachments
from app.services.attachments.intake import Intake, Upload
from app.services.attachments.policy import ATTACHABLE, DETACHABLE
from app.services.audit.service import AuditService
from app.services.events.service import EventService
from app.services.office.desk import DeskService
from app.services.rules.judge import told
from app.services.secrecy.gate import SecrecyGate
from app.vocabulary.common import MatterKind
from app.vocabulary.rules import Severity

_READ = (
    "id", "name", "file_kind", "media_type", "size", "sha256", "has_macros", "uploaded_by_id", "uploaded_at", "bound_at",
    "matter_id",
)  # fmt: skip
ATTACH, DETACH = "attach", "detach"


class AttachmentService:
    """Made for one request from ``(db, actor)``. Knows matters, never a domain."""

    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor = db, actor
        self._attachments, self._visible = AttachmentRepository(db), VisibilityRepository(db, actor)
        self._audit = AuditService(db, actor)

    async def take(self, upload: Upload, intake: Intake) -> dict[str, Any]:
        """Store an upload: first the gate (SEC-R01, SEC-R02), then the bytes, then the row; refused, nothing remains.

        Only the COMMIT can still fail after the bytes lie in the store; they are unreachable then.
        Raises: ClassifiedNotAllowed, RuleViolated, ConfirmationRequired (doubts nobody answered), StorageFull, Unavailable.
        """
        doubts = await self._weigh(upload)
        now, file_id = self._db.clock.now(), new_id()
        attachment = Attachment(
            id=file_id,
            organ_id=self._actor.organ_id,
            name=upload.name,
            file_kind=upload.sniffed.kind,
            media_type=upload.sniffed.media_type,
            size=upload.received.size,
            sha256=upload.received.sha256,
            has_macros=upload.sniffed.has_macros,
            uploaded_by_id=self._actor.user_id,
            uploaded_at=now,
            matter_id=None,
            bound_at=None,
        )
        await intake.store.put(file_id, upload.received.path)
        try:
            self._db.add(attachment)
            self._audit.record("attachment", file_id, "upload", entity=attachment)
            for one in doubts:
                self._audit.record("attachment", file_id, "confirm_rule", note=f"{one.rule}：{upload.reason}")
            await self._db.flush()
        except BaseException:
            await asyncio.shield(intake.store.delete(file_id))
            raise
        return {**self._view(attachment, self._actor.name), "warnings": list(upload.sniffed.warnings)}

    async def _weigh(self, upload: Upload) -> list[Finding]:
        """The doubts that were answered by a reason. Raises: ClassifiedNotAllowed, RuleViolated, ConfirmationRequired."""
        desk = await DeskService(self._db).of(self._actor.organ_id)
        texts = {"file/name": upload.name, "file/text": upload.text, "confirm_secrecy_reason": upload.reason}
        found = await asyncio.to_thread(SecrecyGate(self._db, self._actor).check, texts)
        blocking = [one for one in found if desk.severity(one.rule) == Severity.BLOCK]
        if blocking:
            errors = [{"pointer": o.pointer, "in": "body", "code": o.rule, "message": o.message} for o in blocking]
            raise RuleViolated(blocking[0].message, rules=[told(one) for one in blocking], errors=errors)
        doubts = [one for one in found if desk.severity(one.rule) == Severity.WARN]
        if doubts and upload.reason is None:
            raise ConfirmationRequired(doubts[0].message, rules=[told(one) for one in doubts])
        return doubts

    async def one(self, attachment_id: UUID) -> dict[str, Any]:
        """An attachment of a matter the caller may see, or of the caller's own while it is bound to none.

        Raises: NotFound.
        """
        found = await self._attachments.one(attachment_id)
        if found is None or not await self._may_see(found):
            raise NotFound
        return self._view(found, found.uploaded_by_name)

    async def content(self, attachment_id: UUID) -> dict[str, Any]:
        """The same as a row, with ``content_id``: where its bytes lie. Raises: NotFound (destroyed records, too)."""
        found = await self._attachments.one(attachment_id)
        if found is None or found.is_destroyed or not await self._may_see(found):
            raise NotFound
        return dict(found._mapping)

    async def hand_out(self, attachment_id: UUID) -> dict[str, Any]:
        """An attachment whose content goes to the caller now; who took it stands in the audit (SEC-R30, SEC-R43), not
        in the trail of the matter, which tells of what was done to it.

        Raises: NotFound.
        """
        found = await self.content(attachment_id)
        self._audit.record("attachment", attachment_id, "download", note=found["name"])
        return found

    async def _may_see(self, found: Any) -> bool:
        if found.matter_id is not None:
            return await self._visible.is_visible(found.matter_kind, found.matter_id)
        return bool(found.uploaded_by_id == self._actor.user_id and found.organ_id == self._actor.organ_id)

    async def of_matter(self, kind: MatterKind, matter_id: UUID, wanted: Wanted) -> Slice:
        """The attachments of a matter in the order they came to it. Raises: NotFound."""
        if not await self._visible.is_visible(kind, matter_id):
            raise NotFound
        return await self._attachments.of_matter(matter_id, wanted)

    async def bind(
        self, kind: MatterKind, matter_id: UUID, seen: int, attachment_id: UUID, *, most: int
    ) -> dict[str, Any]:
        """Give an upload of the caller's own to a matter that is not closed. Whoever may see it may add to it.

        Raises: NotFound, Stale, TransitionRefused (closed), ReferenceNotFound (no such upload of the caller's),
        TooManyAttachments.
        """
        matter = await self._locked(kind, matter_id, seen)
        allowed = ATTACHABLE.get(kind)
        if matter.closed_at is not None or (allowed is not None and matter.state not in allowed):
            raise TransitionRefused("事项已办结或者已定稿，不能再增加附件", action=ATTACH, state=matter.state)
        attachment = await self._attachments.lock_unbound(attachment_id, self._actor.organ_id, self._actor.user_id)
        if attachment is None:
            raise ReferenceNotFound("/attachment_id")
        if await self._attachments.count(matter_id) >= most:
            raise TooManyAttachments(f"每个事项最多 {most} 个附件", limit=most)
        attachment.matter_id, attachment.bound_at = matter_id, self._db.clock.now()
        self._db.add(Participant(person_id=self._actor.user_id, matter_id=matter_id))
        self._move(matter, ATTACH, attachment, (None, attachment.id))
        return {**self._view(attachment, self._actor.name), "version": matter.version}

    async def detach(self, kind: MatterKind, matter_id: UUID, seen: int, attachment_id: UUID) -> int:
        """Take back what the caller bound by mistake; it belongs to nothing again and goes with the next sweep.

        The matter's new version. Raises: NotFound, Stale, TransitionRefused (others work on it already), Forbidden.
        """
        matter = await self._locked(kind, matter_id, seen)
        attachment = await self._attachments.lock_bound(attachment_id, matter_id)
        if attachment is None:
            raise NotFound
        if attachment.uploaded_by_id != self._actor.user_id:
            raise Forbidden("只有上传人可以撤下附件", action=DETACH)
        if attachment.content_id is not None:
            raise Forbidden("来文单位发来的附件不能撤下", action=DETACH)
        if matter.state not in DETACHABLE[kind]:
            raise TransitionRefused("事项已进入办理，附件不能再撤下", action=DETACH, state=matter.state)
        attachment.matter_id = attachment.bound_at = None
        self._move(matter, DETACH, attachment, (attachment.id, None))
        return matter.version

    async def _locked(self, kind: MatterKind, matter_id: UUID, seen: int) -> Matter:
        matter = await self._visible.lock(kind, matter_id)
        if matter is None:
            raise NotFound
        if matter.version != seen:
            raise Stale(matter.version)
        return matter

    def _move(self, matter: Matter, action: str, attachment: Attachment, change: tuple[Any, Any]) -> None:
        """Trail and event of the matter, which has a new version now."""
        matter.version += 1
        self._audit.record(
            matter.kind,
            matter.id,
            action,
            entity=matter,
            matter_id=matter.id,
            state_before=matter.state,
            state_after=matter.state,
            note=attachment.name,
            changes={"attachment_id": change, "sha256": (None, attachment.sha256)},
        )
        EventService(self._db).add(
            MatterMoved(
                organ_id=matter.organ_id,
                matter_id=matter.id,
                kind=matter.kind,
                action=action,
                state=matter.state,
                version=matter.version,
                actor_id=self._actor.user_id,
            )
        )

    @staticmethod
    def _view(found: Any, uploaded_by_name: str) -> dict[str, Any]:
        return {name: getattr(found, name) for name in _READ} | {"uploaded_by_name": uploaded_by_name}
