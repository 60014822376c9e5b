"""What waits for a seal when something happens to the seal itself (SEAL-R09, SEAL-R12, SEAL-R13)."""

from uuid import UUID

from app.models.matters import Task
from app.models.seals import Seal, SealRequest
from app.services.matters.flow import Flow
from app.services.seal_requests.base import RequestBase
from app.services.seal_requests.workflow import OPEN, WRITING
from app.vocabulary.seals import SealRequestAction as Do
from app.vocabulary.seals import SealRequestState as Is
from app.vocabulary.seals import SealRequestStep as Step
from app.vocabulary.tasks import OpinionKind, TaskState

AT_HOME = OPEN - WRITING - {Is.AWAY}


class Pending(RequestBase):
    """The caller stops, loses or hands over the seal; the requests are not asked for one by one."""

    async def void(self, seal: Seal, reason: str, *, is_lost: bool) -> int:
        """End every request that waits for the seal and tell the applicants; how many there were. A seal that is merely
        stopped while it is out still has to be brought back; a lost one cannot be."""
        found = await self._waiting(seal, AT_HOME | {Is.AWAY} if is_lost else AT_HOME)
        for request, flow in found:
            step = self.workflow.check(self._case(request, flow), request.state, Do.VOID, self._actor)
            flow.told.add(request.created_by_id)
            flow.say(OpinionKind.REMARK, reason)
            self._end(request, flow)
            flow.take(step, note=reason)
        outing = await self._seals.outing(seal.id) if is_lost else None
        if outing is not None:
            outing.returned_at, outing.checked_by_id = self._db.clock.now(), self._actor.user_id
            outing.condition = f"遗失：{reason}"
        return len(found)

    async def pass_on(self, seal: Seal, keeper_id: UUID) -> int:
        """The new keeper gets what waits for the seal, with its clock running; how many there were."""
        found = await self._waiting(seal, frozenset({Is.SEALING}))
        for request, flow in found:
            step = self.workflow.check(self._case(request, flow), request.state, Do.CHANGE_KEEPER, self._actor)
            for task in flow.open_tasks(Step.SEAL):
                self._give(task, keeper_id, flow)
            request.responsible_id = keeper_id
            flow.take(step)
        return len(found)

    def _give(self, task: Task, keeper_id: UUID, flow: Flow) -> None:
        task.state, task.outcome = TaskState.CANCELLED, Do.CHANGE_KEEPER
        self._copy(task, keeper_id, flow)

    async def _waiting(self, seal: Seal, states: frozenset[Is]) -> list[tuple[SealRequest, Flow]]:
        desk = await self._desks.of(seal.organ_id)
        found = await self._requests.pending(seal.organ_id, seal.id, sorted(states))
        return [(one, self._flow(one, await self._matters.tasks(one.id), desk)) for one in found]
