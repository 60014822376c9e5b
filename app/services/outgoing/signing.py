"""签发, 联合签发, 复核: the leader's word, and that nothing changes behind it (DOC-P06 … DOC-P12, DOC-X06, DOC-X12)."""

from datetime import date
from typing import Any
from uuid import UUID

from app.core.clock import local_day
from app.core.errors import ReferenceNotFound, Senseless
from app.models.outgoing import JointIssuer, OutgoingDocument, TextVersion
from app.rules.checks.recheck import changes, check_recheck
from app.rules.checks.signing import check_adoption, check_hands, check_mandate
from app.rules.finding import Finding
from app.schemas.outgoing_steps import JointSignature, RecheckOutgoing, SignOutgoing
from app.services.matters.flow import Flow
from app.services.matters.said import told
from app.services.outgoing.base import OutgoingBase
from app.services.outgoing.drafted import DraftReader
from app.services.outgoing.texts import PARTS, wording
from app.vocabulary.drafting import CheckMoment
from app.vocabulary.outgoing import OutgoingAction as Do
from app.vocabulary.outgoing import OutgoingState as Is
from app.vocabulary.outgoing import OutgoingStep as Step
from app.vocabulary.outgoing import SignMeans
from app.vocabulary.tasks import OpinionKind, TaskKind, TaskState

REVIEWS = frozenset({Step.REVIEW, Step.FINAL_REVIEW})


class Signing(OutgoingBase):
    """签发, 登记联合签发, 复核."""

    async def sign(self, document_id: UUID, seen: int, said: SignOutgoing) -> dict[str, Any]:
        """签发: opinion, name and date (DOC-P08); the text that was seen is the text that is signed. A joint paper waits
        for the other issuers (DOC-P09).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated, ConfirmationRequired.
        """
        document, flow, desk = await self._locked(document_id, seen)
        joint = await self._documents.issuers(document_id)
        waits = any(one.signed_at is None for one in joint)
        step = self._check(document, flow, Do.SIGN, said, to=Is.SIGN if waits else Is.RECHECK)
        task = flow.mine(Step.SIGN, said.on_behalf_of_id)
        principal = flow.principal_id
        findings = [
            *await self._authority(document, desk, principal or self._actor.user_id),
            *self._hands(document, flow, principal or self._actor.user_id),
            *check_mandate(for_another=principal is not None, mandate=said.mandate),
            *check_adoption(said.meeting_name, said.adopted_on, local_day(flow.now)),
            *await DraftReader(self._db, self._actor).findings(document, desk, CheckMoment.SIGN),
        ]
        self._judge(desk).weigh(document.id, Do.SIGN, findings, told(said.overrides))
        self._put_signature(document, flow, said, principal)
        flow.say(OpinionKind.SIGNATURE, said.opinion, task)
        if waits:
            document.responsible_id = flow.open(Step.JOINT_SIGN, kind=TaskKind.COUNTERSIGN).assignee_id
        else:
            document.doc_date = self._dated(document, joint, local_day(flow.now))
            self._to(document, flow, Is.RECHECK)
        flow.take(step, task=task, note=said.mandate)
        return await self.view(document_id)

    def _hands(self, document: OutgoingDocument, flow: Flow, signer: UUID) -> list[Finding]:
        """Whether too few people had their hands on it (DOC-P11)."""
        done = [one for one in flow.tasks if one.step in REVIEWS and one.state == TaskState.DONE]
        reviewers = [one.done_by_id for one in done if one.done_by_id is not None]
        return list(check_hands(document.created_by_id, reviewers, signer))

    def _put_signature(
        self, document: OutgoingDocument, flow: Flow, said: SignOutgoing, principal: UUID | None
    ) -> None:
        document.signed_at, document.signed_by_id, document.signed_for_id = flow.now, self._actor.user_id, principal
        document.sign_mandate, document.signed_text = said.mandate, document.text_number
        if said.adopted_on is not None:
            document.meeting_name, document.adopted_on = said.meeting_name, said.adopted_on
        document.sign_means = SignMeans.MEETING if document.adopted_on else SignMeans.LEADER

    def _dated(self, document: OutgoingDocument, joint: list[JointIssuer], signed_on: date) -> date:
        """成文日期: the day of adoption, else of the last signature (DOC-E12, DOC-X12)."""
        if document.adopted_on is not None:
            return document.adopted_on
        return max([signed_on, *(local_day(one.signed_at) for one in joint if one.signed_at)])

    async def record_joint_signature(self, document_id: UUID, seen: int, said: JointSignature) -> dict[str, Any]:
        """登记联合签发: another issuer's leader has signed; with the last of them the paper goes on (DOC-P09).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, ReferenceNotFound (no such issuer, or signed already), Senseless.
        """
        document, flow, desk = await self._locked(document_id, seen)
        joint = await self._documents.issuers(document_id)
        found = next((one for one in joint if one.id == said.joint_issuer_id and one.signed_at is None), None)
        waits = any(one.signed_at is None for one in joint if one is not found)
        step = self._check(document, flow, Do.RECORD_JOINT_SIGNATURE, said, to=Is.SIGN if waits else Is.RECHECK)
        task = flow.mine(Step.JOINT_SIGN, said.on_behalf_of_id)
        if found is None:
            raise ReferenceNotFound("/joint_issuer_id")
        if not local_day(document.opened_at) <= said.signed_on <= local_day(flow.now):
            raise Senseless("/signed_on", "签发日期应当在拟稿之后，且不晚于今天")
        found.signer_name, found.opinion = said.signer_name, said.opinion
        found.signed_at = min(desk.closing(said.signed_on), flow.now)
        found.recorded_by_id, found.recorded_at = self._actor.user_id, flow.now
        flow.say(OpinionKind.SIGNATURE, f"{found.name} {said.signer_name}：{said.opinion}", task)
        if not waits:
            assert document.signed_at is not None  # the joint step begins with our own signature
            document.doc_date = self._dated(document, joint, local_day(document.signed_at))
            self._to(document, flow, Is.RECHECK)
        flow.take(step, task=None if waits else task, spare=(TaskKind.COUNTERSIGN,) if waits else ())
        return await self.view(document_id)

    async def recheck(self, document_id: UUID, seen: int, said: RecheckOutgoing) -> dict[str, Any]:
        """复核: slips are mended; whatever else differs from the signed text goes back to its signer (DOC-P12, DOC-X04).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated (a change of substance without a new signature).
        """
        document, flow, desk = await self._locked(document_id, seen)
        sent = said.model_dump(exclude_unset=True, include=set(PARTS))
        given = {name: value for name, value in sent.items() if value is not None and value != getattr(document, name)}
        step = self._check(document, flow, Do.RECHECK, said, to=Is.SIGN if said.must_resign else Is.REGISTRATION)
        task = flow.mine(Step.RECHECK, said.on_behalf_of_id)
        signed = await self._signed(document)
        for name, value in given.items():
            setattr(document, name, value)
        found = changes(wording(signed), wording(document))
        self._judge(desk).weigh(
            document.id, Do.RECHECK, check_recheck(found, resigned=said.must_resign), told(said.overrides)
        )
        if given:
            self._new_text(document, Do.RECHECK)
        flow.say(OpinionKind.REVIEW, said.opinion, task)
        signer = self._signer_again(document) if said.must_resign else None
        if said.must_resign:
            await self._unsign(document)
        self._to(document, flow, step.after, signer)
        note = f"与签发稿相比有{len(found)}处改动" if found else None
        flow.take(step, task=task, note=note)
        return await self.view(document_id)

    def _signer_again(self, document: OutgoingDocument) -> UUID | None:
        """The original signer, whoever signed for them."""
        return document.signed_for_id or document.signed_by_id

    async def _signed(self, document: OutgoingDocument) -> TextVersion:
        assert (
            document.signed_text is not None
        )  # the recheck comes after a signature, which a constraint ties to its text
        found = await self._documents.text(document.id, document.signed_text)
        assert found is not None
        return found
