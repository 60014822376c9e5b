"""核稿: the four gates, the way back to the drafter, putting a paper off (DOC-P02 … DOC-P05)."""

from typing import Any
from uuid import UUID

from app.core.ids import new_id
from app.models.outgoing import GateCheck, OutgoingDocument
from app.rules.checks.signing import check_gates, check_return
from app.schemas.documents import Said
from app.schemas.outgoing_steps import ApproveOutgoing, ReasonSaid
from app.services.matters.said import told
from app.services.outgoing.base import OutgoingBase
from app.services.outgoing.drafted import DraftReader
from app.vocabulary.drafting import CheckMoment
from app.vocabulary.outgoing import OutgoingAction as Do
from app.vocabulary.outgoing import OutgoingState as Is
from app.vocabulary.outgoing import OutgoingStep as Step
from app.vocabulary.tasks import OpinionKind

HELD_FROM = (Is.SIGN, Is.RECHECK, Is.REGISTRATION)


class Reviewing(OutgoingBase):
    """核稿, 退回修改, 缓发, 恢复办理."""

    async def approve(self, document_id: UUID, seen: int, said: ApproveOutgoing) -> dict[str, Any]:
        """核稿通过: the four gates passed (DOC-P03) and no rule against it; first the reviewer, then the office director
        where the organ wants that, then the leader who signs (DOC-P02).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated, ConfirmationRequired, ReferenceNotFound.
        """
        document, flow, desk = await self._locked(document_id, seen)
        is_first = bool(flow.open_tasks(Step.REVIEW))
        again = is_first and flow.settings.of(Step.FINAL_REVIEW).enabled
        step = self._check(document, flow, Do.APPROVE, said, to=Is.REVIEW if again else Is.SIGN)
        task = flow.mine(Step.REVIEW if is_first else Step.FINAL_REVIEW, said.on_behalf_of_id)
        await self._known_people(signer_id=said.signer_id)
        document.signer_id = said.signer_id or document.signer_id
        findings = [
            *check_gates({one.gate: one.passed for one in said.gates}),
            *await self._authority(document, desk, document.signer_id or flow.settings.owner(Step.SIGN)),
            *await self._facts(document),
            *await DraftReader(self._db, self._actor).findings(document, desk, CheckMoment.REVIEW),
        ]
        self._judge(desk).weigh(document.id, Do.APPROVE, findings, told(said.overrides))
        self._pass_gates(document, said)
        flow.say(OpinionKind.REVIEW, said.opinion, task)
        if again:
            document.responsible_id = flow.open(Step.FINAL_REVIEW).assignee_id
        else:
            self._to(document, flow, Is.SIGN, document.signer_id)
        flow.take(step, task=task)
        return await self.view(document_id)

    def _pass_gates(self, document: OutgoingDocument, said: ApproveOutgoing) -> None:
        for one in said.gates:
            self._db.add(
                GateCheck(
                    id=new_id(),
                    matter_id=document.id,
                    text_number=document.text_number,
                    gate=one.gate,
                    passed=one.passed,
                    comment=one.comment,
                    by_id=self._actor.user_id,
                    at=self._db.clock.now(),
                )
            )

    async def send_back(self, document_id: UUID, seen: int, said: ReasonSaid) -> dict[str, Any]:
        """退回修改: back to the drafter with the reason (DOC-P05); a signature on it falls.

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.RETURN, said)
        self._judge(desk).weigh(document.id, Do.RETURN, check_return(said.reason), told(said.overrides))
        held = next(one for one in (Step.REVIEW, Step.FINAL_REVIEW, Step.SIGN, Step.RECHECK) if flow.open_tasks(one))
        task = flow.mine(held, said.on_behalf_of_id)
        flow.say(OpinionKind.REVIEW, said.reason, task)
        await self._back(document, flow, Is.RETURNED)
        flow.take(step, task=task, note=said.reason)
        return await self.view(document_id)

    async def hold(self, document_id: UUID, seen: int, said: ReasonSaid) -> dict[str, Any]:
        """缓发: the paper waits; whoever put it off answers for taking it up again.

        Raises: NotFound, Stale, TransitionRefused, Forbidden.
        """
        document, flow, _ = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.HOLD, said)
        flow.nearest(flow.open_tasks())
        document.held_state = step.before
        flow.say(OpinionKind.REMARK, said.reason)
        self._to(document, flow, Is.HELD, flow.principal_id or self._actor.user_id)
        flow.take(step, note=said.reason)
        return await self.view(document_id)

    async def resume(self, document_id: UUID, seen: int, said: Said) -> dict[str, Any]:
        """恢复办理: the paper goes on where it was put off.

        Raises: NotFound, Stale, TransitionRefused, Forbidden.
        """
        document, flow, _ = await self._locked(document_id, seen)
        back = Is(document.held_state) if document.held_state else Is.SIGN
        step = self._check(document, flow, Do.RESUME, said, to=back)
        task = flow.mine(Step.RESUME, said.on_behalf_of_id)
        document.held_state = None
        flow.say(OpinionKind.REMARK, said.opinion, task)
        self._to(document, flow, back, document.signer_id if back == Is.SIGN else None)
        flow.take(step, task=task)
        return await self.view(document_id)
