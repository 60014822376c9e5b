"""部门审核, 领导审批 (SEAL-R01)."""

from typing import Any
from uuid import UUID

from app.models.seals import SealRequest
from app.rules.checks.seals import LEADERS, check_approver
from app.rules.finding import Finding
from app.schemas.documents import Said
from app.schemas.seal_requests import ReasonForSeal
from app.services.matters.flow import Flow
from app.services.matters.said import told
from app.services.office.desk import Desk
from app.services.seal_requests.base import RequestBase
from app.services.seal_requests.workflow import APPROVING
from app.vocabulary.seals import SealRequestAction as Do
from app.vocabulary.seals import SealRequestStep as Step
from app.vocabulary.tasks import OpinionKind


class Deciding(RequestBase):
    async def endorse(self, request_id: UUID, seen: int, said: Said) -> dict[str, Any]:
        """部门同意: on to whoever approves this class of use.

        Raises: NotFound, Stale, TransitionRefused, Forbidden, ReferenceNotFound (nobody approves this class).
        """
        request, flow, _ = await self._locked(request_id, seen)
        step = self._check(request, flow, Do.ENDORSE, said)
        task = flow.mine(Step.REVIEW, said.on_behalf_of_id)
        flow.say(OpinionKind.REVIEW, said.opinion, task)
        self._wait(request, flow, self._approval(request))
        flow.take(step, task=task)
        return await self.view(request_id)

    async def approve(self, request_id: UUID, seen: int, said: Said) -> dict[str, Any]:
        """批准用印: by a leader, or by whom the organ's parameters entrust with this class (SEAL-R01). What is approved is
        this file in so many copies (SEAL-R04, SEAL-R05).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated, ConfirmationRequired.
        """
        request, flow, desk = await self._locked(request_id, seen)
        step = self._check(request, flow, Do.APPROVE, said)
        task = flow.mine(self._approval(request), said.on_behalf_of_id)
        approver = flow.principal_id or self._actor.user_id
        self._judge(desk).weigh(
            request.id, Do.APPROVE, self._authority(request, flow, desk, approver), told(said.overrides)
        )
        seal = await self._seal(request)
        request.approved_at, request.approved_by_id = flow.now, approver
        request.approved_sha256 = request.file_sha256
        flow.say(OpinionKind.SIGNATURE, said.opinion or "同意", task)
        self._wait(request, flow, Step.SEAL, seal.keeper_id)
        flow.take(step, task=task)
        return await self.view(request_id)

    async def reject(self, request_id: UUID, seen: int, said: ReasonForSeal) -> dict[str, Any]:
        """不同意用印: the applicant is told why. Raises: NotFound, Stale, TransitionRefused, Forbidden."""
        request, flow, _ = await self._locked(request_id, seen)
        step = self._check(request, flow, Do.REJECT, said)
        held = next(one for one in (Step.REVIEW, *APPROVING) if flow.open_tasks(one))
        task = flow.mine(held, said.on_behalf_of_id)
        flow.say(OpinionKind.REVIEW, said.reason, task)
        flow.told.add(request.created_by_id)
        self._end(request, flow)
        flow.take(step, task=task, note=said.reason)
        return await self.view(request_id)

    def _authority(self, request: SealRequest, flow: Flow, desk: Desk, approver: UUID) -> list[Finding]:
        """Whether this person may approve this class: the parameters of the flow are the written delegation."""
        setting = flow.settings.of(self._approval(request))
        roles = {role for role, people in desk.holders.items() if approver in people}
        entrusted = setting.role if setting.role not in LEADERS else None
        is_delegated = setting.person_id == approver or (entrusted is not None and entrusted in roles)
        return list(check_approver(roles, is_delegated=is_delegated))
