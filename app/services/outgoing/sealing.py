"""用印 (DOC-E13): our seal on the signed and rechecked text, logged; each issuer seals for itself (SEAL-R02 … R07, R14)."""

from typing import Any
from uuid import UUID

from app.core.errors import ReferenceNotFound, Senseless
from app.models.outgoing import JointIssuer, OutgoingDocument
from app.models.seals import Seal
from app.rules.checks.seals import check_issuer_seals, check_seal_name, check_signed_original
from app.rules.finding import Finding
from app.schemas.seal_uses import RefuseSeal, SealOutgoing
from app.services.identity.directory import Directory
from app.services.identity.relations import Relations
from app.services.matters.flow import Flow
from app.services.matters.said import told
from app.services.office.desk import Desk
from app.services.outgoing.base import OutgoingBase
from app.services.outgoing.texts import digest
from app.services.seals.log import Impression, SealLog
from app.vocabulary.documents import DocType
from app.vocabulary.outgoing import OutgoingAction as Do
from app.vocabulary.outgoing import OutgoingState as Is
from app.vocabulary.outgoing import OutgoingStep as Step
from app.vocabulary.tasks import OpinionKind

SIGNATURE_SEALED = frozenset({DocType.ORDER, DocType.PROPOSAL})
"""命令、议案 carry the signature seal of whoever signed."""


class Sealing(OutgoingBase):
    """用印, 登记联合行文机关用印, 拒绝用印."""

    async def seal(self, document_id: UUID, seen: int, said: SealOutgoing) -> dict[str, Any]:
        """用印: our own seal by its keeper, or on record that another issuer sealed. With the last one the paper goes on.

        Raises: NotFound, Stale, TransitionRefused, Forbidden (not the keeper), ReferenceNotFound, Senseless, RuleViolated,
        ConfirmationRequired (SEAL-R07).
        """
        document, flow, desk = await self._locked(document_id, seen)
        joint = await self._documents.issuers(document_id)
        theirs = next((one for one in joint if one.id == said.joint_issuer_id and one.sealed_at is None), None)
        own_waits = document.seal_id is None and theirs is not None
        waits = own_waits or any(one.sealed_at is None for one in joint if one is not theirs)
        step = self._check(document, flow, Do.SEAL, said, to=Is.SEALING if waits else Is.DISPATCH)
        self._must_name_one(said, theirs)
        task = flow.mine(Step.SEAL, said.on_behalf_of_id)
        if theirs is not None:
            self._put_on_record(document, theirs, said, flow, desk)
        else:
            await self._put(document, said, desk)
        flow.say(OpinionKind.REMARK, said.opinion, task)
        if waits:
            flow.open(Step.SEAL, like=task, due_at=task.due_at)
        else:
            document.sealed_at = flow.now
            self._to(document, flow, Is.DISPATCH)
        flow.take(step, task=task, note=theirs.name if theirs else None)
        return await self.view(document_id)

    def _must_name_one(self, said: SealOutgoing, theirs: JointIssuer | None) -> None:
        """Our own seal, or another issuer that has not sealed yet. Raises: ReferenceNotFound, Senseless."""
        if (said.seal_id is None) == (said.joint_issuer_id is None):
            raise Senseless("/seal_id", "写明本机关的印章，或者登记哪个联合行文机关的用印，二者其一")
        if said.joint_issuer_id is not None and theirs is None:
            raise ReferenceNotFound("/joint_issuer_id")

    def _put_on_record(
        self, document: OutgoingDocument, issuer: JointIssuer, said: SealOutgoing, flow: Flow, desk: Desk
    ) -> None:
        """Another issuer put its own seal (SEAL-R14)."""
        findings = check_issuer_seals(said.sealed_by, is_ours=False)
        self._judge(desk).weigh(document.id, Do.SEAL, findings, told(said.overrides))
        at = said.sealed_at or flow.now
        if document.signed_at is None or not document.signed_at.replace(microsecond=0) <= at <= flow.now:
            raise Senseless("/sealed_at", "用印时间应当在签发之后，且不晚于现在")
        issuer.sealed_by, issuer.sealed_at = said.sealed_by, at

    async def _put(self, document: OutgoingDocument, said: SealOutgoing, desk: Desk) -> None:
        """Our own seal, by whoever keeps it; logged with all that was asked (SEAL-R06)."""
        assert said.seal_id is not None  # asked before
        if document.seal_id is not None:
            raise Senseless("/seal_id", "本机关已经用印")
        log = SealLog(self._db, self._actor)
        seal = await log.hold(said.seal_id)
        log.must_keep(seal)
        present = digest(document)
        made = self._impression(document, said, present)
        findings = [
            *await self._fitting(document, seal),
            *await self._as_signed(document, present),
            *await log.findings(seal, made),
        ]
        self._judge(desk).weigh(document.id, Do.SEAL, findings, told(said.overrides))
        use = await log.enter(seal, made)
        document.seal_id, document.seal_use_id = seal.id, use.id

    async def _fitting(self, document: OutgoingDocument, seal: Seal) -> list[Finding]:
        """Whether this is the seal of the issuer (SEAL-R02)."""
        card = (await Relations(self._db).map()).cards[document.organ_id]
        signers: list[str] = []
        if document.doc_type in SIGNATURE_SEALED:
            signer = document.signed_for_id or document.signed_by_id
            found = await Directory(self._db).people([signer] if signer else [])
            signers = [one.name for one in found.values()]
        return list(check_seal_name(seal.name, seal.seal_type, (card.name, card.short_name), signers))

    async def _as_signed(self, document: OutgoingDocument, present: str) -> list[Finding]:
        """Whether the text is the signed one as the recheck left it (SEAL-R03)."""
        kept = await self._documents.text(document.id, document.text_number)
        return list(check_signed_original(document.signed_text, kept.sha256 if kept else None, present))

    def _impression(self, document: OutgoingDocument, said: SealOutgoing, present: str) -> Impression:
        assert document.signed_by_id is not None
        assert document.signed_at is not None
        assert document.copies is not None  # signed and registered before it waits for its seal
        approvers = [one for one in (document.signed_by_id, document.signed_for_id) if one is not None]
        return Impression(
            matter_id=document.id,
            handler_id=document.created_by_id,
            department_id=document.department_id,
            purpose="发文用印",
            title=document.title,
            reference=document.number,
            sha256=present,
            copies=document.copies if said.copies is None else said.copies,
            approved_copies=document.copies,
            approvers=approvers,
            approved_at=document.signed_at,
            place=said.place,
            riding_seal=said.riding_seal,
            provider_reference=said.provider_reference,
            remarks=said.remarks,
        )

    async def refuse_seal(self, document_id: UUID, seen: int, said: RefuseSeal) -> dict[str, Any]:
        """拒绝用印: back to the recheck with the reason; seals already put no longer count (SEAL-R07).

        Raises: NotFound, Stale, TransitionRefused, Forbidden.
        """
        document, flow, _ = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.REFUSE_SEAL, said)
        task = flow.mine(Step.SEAL, said.on_behalf_of_id)
        flow.say(OpinionKind.REVIEW, said.reason, task)
        flow.told.add(document.created_by_id)
        document.seal_id = document.seal_use_id = None
        for one in await self._documents.issuers(document_id):
            one.sealed_by = one.sealed_at = None
        self._to(document, flow, Is.RECHECK)
        flow.take(step, task=task, note=said.reason)
        return await self.view(document_id)
