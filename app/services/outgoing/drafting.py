"""拟稿: writing, changing and handing in a draft; taking it back."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from app.core.errors import ReferenceNotFound, Senseless
from app.core.ids import new_id
from app.db.base import Base
from app.models.outgoing import OutgoingDocument
from app.repositories.visibility import VisibilityRepository
from app.rules.checks.limits import check_urgency_word
from app.schemas.outgoing import OutgoingDocumentCreate, OutgoingDocumentUpdate
from app.schemas.outgoing_steps import ReasonSaid
from app.services.identity.directory import Directory
from app.services.matters.said import told
from app.services.numbering.service import NumberingService
from app.services.outgoing.base import OutgoingBase
from app.services.outgoing.texts import PARTS, version_of
from app.services.outgoing.workflow import OUTGOING
from app.services.secrecy.texts import texts
from app.vocabulary.common import MatterKind
from app.vocabulary.documents import DocType, Medium
from app.vocabulary.outgoing import Layout
from app.vocabulary.outgoing import OutgoingAction as Do
from app.vocabulary.outgoing import OutgoingState as Is
from app.vocabulary.outgoing import OutgoingStep as Step
from app.vocabulary.tasks import OpinionKind

LISTS = ("recipients", "joint_issuers")


class Drafting(OutgoingBase):
    """拟稿, 修改, 撤回."""

    async def create(self, said: OutgoingDocumentCreate) -> dict[str, Any]:
        """拟稿: a draft of the caller's own. What is not right yet is told when it is handed in, not before.

        Raises: ClassifiedNotAllowed, RuleViolated, ConfirmationRequired, ReferenceNotFound, Senseless.
        """
        desk, now = await self._desks.of(self._actor.organ_id), self._db.clock.now()
        document = OutgoingDocument(
            id=new_id(),
            kind=MatterKind.OUTGOING_DOCUMENT,
            organ_id=self._actor.organ_id,
            department_id=await Directory(self._db).department_of(self._actor.user_id, self._actor.organ_id),
            state=OUTGOING.initial,
            created_by_id=self._actor.user_id,
            opened_at=now,
            parameters_version=desk.latest(MatterKind.OUTGOING_DOCUMENT),
            **said.model_dump(exclude={"overrides", *LISTS}),
        )
        flow = self._flow(document, [], desk)
        findings = [*self._gate.check(texts(said), said.classification), *await self._sense(document)]
        self._judge(desk).weigh(document.id, Do.CREATE, findings, told(said.overrides))
        if document.due_at is not None:
            document.warn_at = desk.warn(document.due_at, now)
        self._db.add(document, version_of(document, Do.CREATE, self._actor.user_id, now))
        await self._address(document, said.recipients)
        await self._join(document, said.joint_issuers)
        self._to(document, flow, Is.DRAFT)
        flow.enter(self._actor.user_id)
        self._begin(flow, document, Do.CREATE)
        return await self.view(document.id)

    async def update(self, document_id: UUID, seen: int, said: OutgoingDocumentUpdate) -> dict[str, Any]:
        """修改: by the drafter while it is being written, by the reviewer while it is reviewed. A change of the text is a
        new version of it.

        Raises: NotFound, Stale, Forbidden, TransitionRefused, ClassifiedNotAllowed, RuleViolated, ReferenceNotFound, Senseless.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.UPDATE, said)
        sent = said.model_dump(exclude_unset=True, exclude={"overrides", *LISTS})
        is_rewritten = any(name in sent and sent[name] != getattr(document, name) for name in PARTS)
        for name, value in sent.items():
            setattr(document, name, value)
        if "due_at" in sent:
            document.warn_at = desk.warn(document.due_at, flow.now) if document.due_at else None
        self._judge(desk).weigh(document.id, Do.UPDATE, await self._sense(document), told(said.overrides))
        if is_rewritten:
            self._new_text(document, Do.UPDATE)
        if "recipients" in said.model_fields_set:
            await self._replaced(await self._documents.recipients(document.id))
            await self._address(document, said.recipients)
        if "joint_issuers" in said.model_fields_set:
            await self._replaced(await self._documents.issuers(document.id))
            await self._join(document, said.joint_issuers)
        flow.take(step)
        return await self.view(document_id)

    async def _replaced(self, rows: Iterable[Base]) -> None:
        """Take these away before others with the same names come."""
        for row in rows:
            self._db.remove(row)
        await self._db.flush()

    async def withdraw(self, document_id: UUID, seen: int, said: ReasonSaid) -> dict[str, Any]:
        """撤回: the drafter takes the paper back before it waits for its signature.

        Raises: NotFound, Stale, TransitionRefused, Forbidden.
        """
        document, flow, _ = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.WITHDRAW, said)
        flow.say(OpinionKind.REMARK, said.reason)
        await self._back(document, flow, Is.WITHDRAWN)
        flow.take(step, note=said.reason)
        return await self.view(document_id)

    async def terminate(self, document_id: UUID, seen: int, said: ReasonSaid) -> dict[str, Any]:
        """终止发文: the paper is not to be issued at all (DOC-P05); or its drafter gives it up. A number given by then is voided.

        Raises: NotFound, Stale, TransitionRefused, Forbidden.
        """
        document, flow, _ = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.TERMINATE, said)
        flow.nearest([one for one in flow.open_tasks() if one.step != Step.COSIGN])
        flow.say(OpinionKind.REMARK, said.reason)
        if document.number is not None:
            await NumberingService(self._db, self._actor).void(document_id, document.number, said.reason)
        self._end(document, flow)
        flow.take(step, note=said.reason)
        return await self.view(document_id)

    async def _sense(self, document: OutgoingDocument) -> list[Any]:
        """What no draft may say of itself, however unfinished. Raises: ReferenceNotFound, Senseless."""
        if document.doc_type == DocType.MINUTES and document.layout != Layout.MINUTES:
            raise Senseless("/layout", "纪要应当采用纪要格式")
        if document.doc_type == DocType.ORDER and document.layout != Layout.ORDER:
            raise Senseless("/layout", "命令（令）应当采用命令格式")
        if len(document.annexes) > len(document.attachment_notes):
            raise Senseless("/annexes", "附件正文应当与附件说明逐一对应")
        await self._linked(document)
        found = [*await self._facts(document)]
        return [*found, *check_urgency_word(document.urgency, Medium.DOCUMENT)]

    async def _linked(self, document: OutgoingDocument) -> None:
        """The papers a draft names must be there for the drafter to see. Raises: ReferenceNotFound."""
        visible = VisibilityRepository(self._db, self._actor)
        for member, kind in (
            ("answers_id", MatterKind.INCOMING_DOCUMENT),
            ("replaces_id", MatterKind.OUTGOING_DOCUMENT),
        ):
            linked = getattr(document, member)
            if linked is not None and not await visible.is_visible(kind, linked):
                raise ReferenceNotFound(f"/{member}")
        if document.replaces_id == document.id:
            raise ReferenceNotFound("/replaces_id")
