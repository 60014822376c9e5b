"""填写申请, 送审, 撤回, 取消: what the applicant does."""

from typing import Any
from uuid import UUID

from app.core.clock import local_day
from app.core.errors import ReferenceNotFound
from app.core.ids import new_id
from app.models.seals import SealRequest
from app.rules.checks.seals import check_final_file, check_in_use, check_outing
from app.rules.finding import Finding
from app.schemas.documents import Said
from app.schemas.seal_requests import OffSite, ReasonForSeal, SealRequestCreate, SealRequestUpdate
from app.services.identity.directory import Directory
from app.services.matters.flow import Flow
from app.services.matters.said import texts, told
from app.services.seal_requests.base import RequestBase
from app.services.seal_requests.workflow import SEAL_REQUESTS
from app.vocabulary.common import Classification, MatterKind, Urgency
from app.vocabulary.seals import SealRequestAction as Do
from app.vocabulary.seals import SealRequestState as Is
from app.vocabulary.seals import SealRequestStep as Step
from app.vocabulary.tasks import OpinionKind

APART = {"overrides", "off_site"}


class Applying(RequestBase):
    async def create(self, said: SealRequestCreate) -> dict[str, Any]:
        """填写申请. That the file is there is asked when it is handed in.

        Raises: ClassifiedNotAllowed, RuleViolated, ConfirmationRequired, ReferenceNotFound.
        """
        desk, now = await self._desks.of(self._actor.organ_id), self._db.clock.now()
        request = SealRequest(
            id=new_id(),
            kind=MatterKind.SEAL_REQUEST,
            organ_id=self._actor.organ_id,
            department_id=await Directory(self._db).department_of(self._actor.user_id, self._actor.organ_id),
            state=SEAL_REQUESTS.initial,
            urgency=Urgency.NONE,
            classification=Classification.INTERNAL,
            created_by_id=self._actor.user_id,
            opened_at=now,
            parameters_version=desk.latest(MatterKind.SEAL_REQUEST),
            **said.model_dump(exclude=APART),
        )
        flow = self._flow(request, [], desk)
        findings = [*self._gate.check(texts(said)), *await self._placed(request, said.off_site)]
        self._judge(desk).weigh(request.id, Do.CREATE, findings, told(said.overrides))
        if request.due_at is not None:
            request.warn_at = desk.warn(request.due_at, now)
        await self._known_seal(request)
        self._db.add(request)
        self._wait(request, flow, Step.DRAFT, request.created_by_id)
        flow.enter(self._actor.user_id, request.escort_id)
        self._begin(flow, request, Do.CREATE)
        return await self.view(request.id)

    async def update(self, request_id: UUID, seen: int, said: SealRequestUpdate) -> dict[str, Any]:
        """修改申请, while it is with the applicant.

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated, ReferenceNotFound, ClassifiedNotAllowed.
        """
        request, flow, desk = await self._locked(request_id, seen)
        step = self._check(request, flow, Do.UPDATE, said)
        for name, value in said.model_dump(exclude_unset=True, exclude=APART).items():
            setattr(request, name, value)
        if "due_at" in said.model_fields_set:
            request.warn_at = desk.warn(request.due_at, flow.now) if request.due_at else None
        if "off_site" in said.model_fields_set:
            findings = await self._placed(request, said.off_site)
            self._judge(desk).weigh(request.id, Do.UPDATE, findings, told(said.overrides))
            flow.enter(request.escort_id)
        if "seal_id" in said.model_fields_set:
            await self._known_seal(request)
        flow.take(step)
        return await self.view(request_id)

    async def submit(self, request_id: UUID, seen: int, said: Said) -> dict[str, Any]:
        """送审: to the head of the applicant's department, or straight to whoever approves where that is the same person or
        nobody. The final file must be there (SEAL-R04), and the seal in use (SEAL-R12, SEAL-R13).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated, ConfirmationRequired, ReferenceNotFound.
        """
        request, flow, desk = await self._locked(request_id, seen)
        approver = flow.settings.owner(self._approval(request), (request.created_by_id,))
        head = await Directory(self._db).head_of(request.created_by_id)
        skips = head is None or head == approver
        step = self._check(request, flow, Do.SUBMIT, said, to=Is.APPROVAL if skips else Is.REVIEW)
        task = flow.mine(Step.DRAFT, said.on_behalf_of_id)
        seal = await self._seal(request)
        attached = await self._requests.hashes(request_id)
        if request.file_sha256 is None and len(set(attached)) == 1:
            request.file_sha256 = attached[0]
        findings = [
            *check_final_file(request.file_sha256, attached),
            *check_in_use(seal.state, seal.started_on, local_day(flow.now)),
            *(self._outing(request, flow) if request.is_off_site else ()),
        ]
        self._judge(desk).weigh(request.id, Do.SUBMIT, findings, told(said.overrides))
        flow.say(OpinionKind.REMARK, said.opinion, task)
        self._wait(request, flow, self._approval(request) if skips else Step.REVIEW, None if skips else head)
        flow.take(step, task=task)
        return await self.view(request_id)

    async def withdraw(self, request_id: UUID, seen: int, said: ReasonForSeal) -> dict[str, Any]:
        """撤回: before it is approved. Raises: NotFound, Stale, TransitionRefused, Forbidden."""
        request, flow, _ = await self._locked(request_id, seen)
        step = self._check(request, flow, Do.WITHDRAW, said)
        flow.say(OpinionKind.REMARK, said.reason)
        self._wait(request, flow, Step.DRAFT, request.created_by_id)
        flow.take(step, note=said.reason)
        return await self.view(request_id)

    async def cancel(self, request_id: UUID, seen: int, said: ReasonForSeal) -> dict[str, Any]:
        """取消申请: the seal is not needed after all. Raises: NotFound, Stale, TransitionRefused, Forbidden."""
        request, flow, _ = await self._locked(request_id, seen)
        step = self._check(request, flow, Do.CANCEL, said)
        flow.say(OpinionKind.REMARK, said.reason)
        flow.told.update(one.assignee_id for one in flow.open_tasks(Step.SEAL))
        self._end(request, flow)
        flow.take(step, note=said.reason)
        return await self.view(request_id)

    async def _known_seal(self, request: SealRequest) -> None:
        """Raises: ReferenceNotFound (``seal_id``)."""
        if await self._seals.one(request.seal_id, request.organ_id) is None:
            raise ReferenceNotFound("/seal_id")

    async def _placed(self, request: SealRequest, off_site: OffSite | None) -> list[Finding]:
        """Take down where the seal is to go. Raises: ReferenceNotFound (``off_site/escort_id``)."""
        request.is_off_site = off_site is not None
        request.place = request.escort_id = request.due_back_at = None
        if off_site is None:
            return []
        await self._known_people(off_site__escort_id=off_site.escort_id)
        request.place, request.escort_id = off_site.place, off_site.escort_id
        request.due_back_at = off_site.due_back_at
        return self._outing(request)

    def _outing(self, request: SealRequest, flow: Flow | None = None) -> list[Finding]:
        now = flow.now if flow else self._db.clock.now()
        return list(
            check_outing(
                request.created_by_id, request.escort_id, request.place, request.due_back_at, now, approved=True
            )
        )
