"""用印, 拒绝用印, 外带, 归还: what the keeper does (SEAL-R04 … SEAL-R08)."""

from typing import Any
from uuid import UUID

from app.core.errors import Senseless
from app.core.ids import new_id
from app.models.seals import Seal, SealOuting, SealRequest
from app.rules.checks.seals import check_outing, check_place, check_same_file
from app.schemas.documents import Said
from app.schemas.seal_requests import BringBackSeal, ReasonForSeal, UseSeal
from app.schemas.seal_uses import OFFICE
from app.services.matters.flow import Flow
from app.services.matters.said import told
from app.services.seal_requests.base import RequestBase
from app.services.seals.log import Impression, SealLog
from app.vocabulary.seals import SealRequestAction as Do
from app.vocabulary.seals import SealRequestState as Is
from app.vocabulary.seals import SealRequestStep as Step
from app.vocabulary.tasks import OpinionKind


class Using(RequestBase):
    async def use(self, request_id: UUID, seen: int, said: UseSeal) -> dict[str, Any]:
        """用印: the file in the keeper's hand is the one approved (SEAL-R04), in no more copies (SEAL-R05); the use is logged
        (SEAL-R06). What was approved for another place is not sealed here (SEAL-R08).

        Raises: NotFound, Stale, TransitionRefused, Forbidden (not the keeper), RuleViolated, ConfirmationRequired (SEAL-R07).
        """
        request, flow, desk = await self._locked(request_id, seen)
        step = self._check(request, flow, Do.USE, said)
        is_away = request.state == Is.AWAY
        if request.is_off_site and not is_away:
            raise Senseless("/place", "批准的是外带用印，应当先办理印章带出")
        task = None if is_away else flow.mine(Step.SEAL, said.on_behalf_of_id)
        seal, log = await self._seal(request), SealLog(self._db, self._actor)
        log.must_keep(seal, request.escort_id if is_away else None)
        made = self._impression(request, said)
        attached = await self._requests.hashes(request_id)
        findings = [
            *check_same_file(request.approved_sha256, said.file_sha256, attached),
            *await log.findings(seal, made, away_for=request.id),
        ]
        self._judge(desk).weigh(request.id, Do.USE, findings, told(said.overrides))
        flow.say(OpinionKind.RESULT, said.opinion, task)
        request.use_id = (await log.enter(seal, made)).id
        flow.told.add(request.created_by_id)
        if not is_away:
            self._end(request, flow)
        flow.take(step, task=task)
        return await self.view(request_id)

    def _impression(self, request: SealRequest, said: UseSeal) -> Impression:
        assert request.approved_by_id is not None
        assert request.approved_at is not None  # sealing comes after the approval
        return Impression(
            matter_id=request.id,
            handler_id=request.created_by_id,
            department_id=request.department_id,
            purpose=request.purpose,
            title=request.title,
            reference=None,
            sha256=said.file_sha256,
            copies=request.copies if said.copies is None else said.copies,
            approved_copies=request.copies,
            approvers=(request.approved_by_id,),
            approved_at=request.approved_at,
            place=said.place or request.place or OFFICE,
            riding_seal=request.riding_seal,
            provider_reference=said.provider_reference,
            remarks=said.remarks,
        )

    async def refuse(self, request_id: UUID, seen: int, said: ReasonForSeal) -> dict[str, Any]:
        """拒绝用印: with the reason, which stays on record (SEAL-R07).

        Raises: NotFound, Stale, TransitionRefused, Forbidden (not the keeper).
        """
        request, flow, _ = await self._locked(request_id, seen)
        step = self._check(request, flow, Do.REFUSE, said)
        task = flow.mine(Step.SEAL, said.on_behalf_of_id)
        SealLog(self._db, self._actor).must_keep(await self._seal(request))
        flow.say(OpinionKind.RESULT, said.reason, task)
        flow.told.add(request.created_by_id)
        self._end(request, flow)
        flow.take(step, task=task, note=said.reason)
        return await self.view(request_id)

    async def take_out(self, request_id: UUID, seen: int, said: Said) -> dict[str, Any]:
        """带出印章: as approved, in two, to be back in time; the carrier is urged when it is not (SEAL-R08).

        Raises: NotFound, Stale, TransitionRefused, Forbidden (not the keeper), RuleViolated, ConfirmationRequired.
        """
        request, flow, desk = await self._locked(request_id, seen)
        step = self._check(request, flow, Do.TAKE_OUT, said)
        task = flow.mine(Step.SEAL, said.on_behalf_of_id)
        seal, log = await self._seal(request), SealLog(self._db, self._actor)
        log.must_keep(seal)
        self._judge(desk).weigh(request.id, Do.TAKE_OUT, await self._leaving(request, seal, flow), told(said.overrides))
        assert request.escort_id is not None
        assert request.place is not None
        assert request.due_back_at is not None  # asked for by the rule above
        self._db.add(
            SealOuting(
                id=new_id(),
                seal_id=seal.id,
                request_id=request.id,
                carrier_id=request.created_by_id,
                escort_id=request.escort_id,
                place=request.place,
                out_at=flow.now,
                due_at=request.due_back_at,
            )
        )
        flow.say(OpinionKind.REMARK, said.opinion, task)
        back = flow.open(Step.BRING_BACK, assignee_id=request.created_by_id, due_at=request.due_back_at)
        request.responsible_id = back.assignee_id
        flow.take(step, task=task)
        return await self.view(request_id)

    async def _leaving(self, request: SealRequest, seal: Seal, flow: Flow) -> list[Any]:
        outing = await self._seals.outing(seal.id)
        return [
            *check_place(is_out=outing is not None, is_for_this=False),
            *check_outing(
                request.created_by_id,
                request.escort_id,
                request.place,
                request.due_back_at,
                flow.now,
                approved=request.is_off_site,
            ),
        ]

    async def bring_back(self, request_id: UUID, seen: int, said: BringBackSeal) -> dict[str, Any]:
        """归还印章: the keeper looks it over. Unused, the request waits for the seal again.

        Raises: NotFound, Stale, TransitionRefused, Forbidden (not the keeper).
        """
        request, flow, _ = await self._locked(request_id, seen)
        done = request.use_id is not None
        step = self._check(request, flow, Do.BRING_BACK, said, to=Is.DONE if done else Is.SEALING)
        seal = await self._seal(request)
        SealLog(self._db, self._actor).must_keep(seal)
        outing = await self._seals.outing(seal.id)
        assert outing is not None  # the state came with it
        outing.returned_at, outing.checked_by_id, outing.condition = flow.now, self._actor.user_id, said.condition
        flow.say(OpinionKind.RESULT, said.opinion)
        for task in flow.open_tasks(Step.BRING_BACK):
            flow.finish(task, Do.BRING_BACK)
        if done:
            self._end(request, flow)
        else:
            self._wait(request, flow, Step.SEAL, seal.keeper_id)
        flow.take(step, note=said.condition)
        return await self.view(request_id)
