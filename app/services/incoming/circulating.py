"""传阅: readers in turn or at once; who holds the paper is always known."""

from typing import Any
from uuid import UUID

from app.core.ids import new_id
from app.engine.groups import settled
from app.rules.checks.handling import (
    check_circulation,
)
from app.schemas.incoming_steps import CirculateIncoming, ReadIncoming
from app.services.incoming.base import BESIDE, IncomingBase
from app.services.matters.said import told
from app.vocabulary.documents import HandlingKind
from app.vocabulary.documents import IncomingAction as Do
from app.vocabulary.documents import IncomingState as Is
from app.vocabulary.documents import IncomingStep as Step
from app.vocabulary.tasks import OpinionKind, Order, Part, TaskKind


class Circulating(IncomingBase):
    """传阅."""

    async def circulate(self, document_id: UUID, seen: int, said: CirculateIncoming) -> dict[str, Any]:
        """传阅: to readers in turn or at once; who holds it is always known (DOC-I06). Beside other work it adds copies.

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated, ReferenceNotFound.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.CIRCULATE, said)
        self._judge(desk).weigh(document.id, step.action, check_circulation(said.reader_ids), told(said.overrides))
        await self._known_people(**{f"reader_ids__{place}": one for place, one in enumerate(said.reader_ids)})
        task = None
        if not step.keeps_tasks:
            held = Step.CIRCULATE if flow.open_tasks(Step.CIRCULATE) else Step.ASSIGN
            task = flow.mine(held, said.on_behalf_of_id)
        group = new_id()
        for place, reader in enumerate(said.reader_ids, start=1):
            turn = place if said.order == Order.IN_TURN else 0
            flow.open(Step.READ, kind=TaskKind.READ, part=Part.READER, assignee_id=reader, group_id=group, turn=turn)
        flow.take(step, task=task, spare=BESIDE)
        return await self.view(document_id)

    async def read(self, document_id: UUID, seen: int, said: ReadIncoming) -> dict[str, Any]:
        """阅毕: the reader signs; the paper goes to the next one. After the last the office carries on (DOC-I06).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, ClassifiedNotAllowed.
        """
        document, flow, _ = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.READ, said)
        task = flow.mine(Step.READ, said.on_behalf_of_id)
        flow.say(OpinionKind.READING, said.opinion, task)
        flow.finish(task, Do.READ)
        if task.group_id is not None:
            flow.pass_on(task.group_id)
        reading = [one for one in flow.tasks if one.kind == TaskKind.READ]
        following = flow.open_tasks(Step.ASSIGN) or flow.open_tasks(Step.CLOSE)
        if document.state == Is.CIRCULATING and settled(reading) and not following:
            to_work = document.handling_kind == HandlingKind.FOR_ACTION
            document.responsible_id = flow.open(Step.ASSIGN if to_work else Step.CLOSE).assignee_id
        flow.take(step)
        return await self.view(document_id)
