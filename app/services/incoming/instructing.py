"""批办, 交办: the leader instructs, the office assigns."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from app.core.errors import ReferenceNotFound, Senseless
from app.core.ids import new_id
from app.engine.workflow import Step as Moved
from app.models.incoming import IncomingDocument
from app.rules.checks.handling import (
    check_handlers,
    check_instruction_deadline,
    check_supervisor,
)
from app.rules.checks.receipt import check_is_registered
from app.schemas.documents import Comment
from app.schemas.incoming_steps import AssignIncoming, InstructIncoming, InstructOrally
from app.services.incoming.base import BESIDE, IncomingBase, leaders_of
from app.services.incoming.workflow import AWAITS
from app.services.matters.flow import Flow
from app.services.matters.said import told
from app.services.office.desk import Desk
from app.vocabulary.documents import IncomingAction as Do
from app.vocabulary.documents import IncomingState as Is
from app.vocabulary.documents import IncomingStep as Step
from app.vocabulary.labelled import Labelled
from app.vocabulary.tasks import OpinionKind, Part, TaskKind


def _following(flow: Flow, said: InstructIncoming | InstructOrally) -> Is:
    """The office hands out what was instructed, unless the organ left that step out and a handler was named."""
    is_named = said.lead_handler_id is not None
    return Is.HANDLING if is_named and not flow.settings.of(Step.ASSIGN).enabled else Is.INSTRUCTED


def _co_handlers(said: InstructIncoming | InstructOrally | AssignIncoming) -> Sequence[UUID] | None:
    """Who assists; None where nothing was said of it and what was named before stands."""
    return said.co_handler_ids if "co_handler_ids" in said.model_fields_set else None


class Instructing(IncomingBase):
    """批办, 交办."""

    async def instruct(self, document_id: UUID, seen: int, said: InstructIncoming) -> dict[str, Any]:
        """批办: the leader's 批示, one 主办, any 协办, the limit (DOC-I05). The 批示 is never changed afterwards.

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated, ReferenceNotFound.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.INSTRUCT, said, _following(flow, said))
        task = flow.mine(Step.INSTRUCT, said.on_behalf_of_id)
        await self._name_handlers(document, flow, desk, said.lead_handler_id, _co_handlers(said), said.due_at)
        self._weigh_instruction(document, desk, step.action, said)
        flow.say(OpinionKind.INSTRUCTION, said.opinion, task)
        self._to_work(document, flow, desk, step)
        flow.take(step, task=task, spare=BESIDE)
        return await self.view(document_id)

    async def instruct_orally(self, document_id: UUID, seen: int, said: InstructOrally) -> dict[str, Any]:
        """记录口头批示: an urgent paper goes on at a leader's word by phone; the leader confirms within 24 hours (DOC-X07).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated, ReferenceNotFound, Senseless.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.INSTRUCT_ORALLY, said, _following(flow, said))
        if said.leader_id not in leaders_of(desk):
            raise ReferenceNotFound("/leader_id")
        if said.said_at > flow.now or said.said_at < document.received_at:
            raise Senseless("/said_at", "口头批示的时间应当在收文之后、现在之前")
        await self._name_handlers(document, flow, desk, said.lead_handler_id, _co_handlers(said), said.due_at)
        self._weigh_instruction(document, desk, step.action, said)
        document.oral_approval_at, document.oral_approval_by_id = said.said_at, said.leader_id
        confirm_by = desk.due(said.said_at, flow.settings.of(Step.CONFIRM_INSTRUCTION).limit)
        document.oral_confirm_by = confirm_by
        flow.open(Step.CONFIRM_INSTRUCTION, kind=TaskKind.DECIDE, assignee_id=said.leader_id, due_at=confirm_by)
        flow.say(OpinionKind.REMARK, said.opinion)
        self._to_work(document, flow, desk, step)
        flow.take(step, note=said.opinion, spare=BESIDE)
        return await self.view(document_id)

    async def confirm_instruction(self, document_id: UUID, seen: int, said: Comment) -> dict[str, Any]:
        """书面确认批示: the leader puts in writing what was said by phone (DOC-X07).

        Raises: NotFound, Stale, TransitionRefused, Forbidden.
        """
        document, flow, _ = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.CONFIRM_INSTRUCTION, said)
        task = flow.mine(Step.CONFIRM_INSTRUCTION, said.on_behalf_of_id)
        document.oral_confirm_by = None
        flow.say(OpinionKind.INSTRUCTION, said.opinion, task)
        flow.take(step, task=task)
        return await self.view(document_id)

    def _weigh_instruction(
        self, document: IncomingDocument, desk: Desk, action: Labelled, said: InstructIncoming | InstructOrally
    ) -> None:
        leads = [document.lead_handler_id] if document.lead_handler_id else []
        findings = [
            *check_is_registered(document.number),
            *check_handlers(leads, document.co_handler_ids),
            *check_instruction_deadline(document.urgency, document.due_at),
        ]
        self._judge(desk).weigh(document.id, action, findings, told(said.overrides))

    async def _name_handlers(
        self,
        document: IncomingDocument,
        flow: Flow,
        desk: Desk,
        lead_id: UUID | None,
        co_ids: Sequence[UUID] | None,
        due_at: datetime | None,
    ) -> None:
        """Put down who handles the paper and until when; whoever leads owns it from now on."""
        named = {f"co_handler_ids__{place}": one for place, one in enumerate(co_ids or ())}
        found = await self._known_people(lead_handler_id=lead_id, **named)
        if due_at is not None:
            self._set_due(document, desk, due_at)
        if lead_id is not None:
            document.lead_handler_id = lead_id
            document.department_id = found[lead_id].department_id
        if co_ids is not None:
            document.co_handler_ids = list(co_ids)
        flow.enter(lead_id, *(co_ids or ()))

    def _to_work(self, document: IncomingDocument, flow: Flow, desk: Desk, moved: Moved) -> None:
        """Where the organ left out the office's own step, the paper goes straight to whom the leader named."""
        if moved.after == Is.HANDLING:
            self._hand_out(document, flow, desk)
        else:
            document.responsible_id = flow.open(AWAITS[Is.INSTRUCTED]).assignee_id

    def _hand_out(self, document: IncomingDocument, flow: Flow, desk: Desk) -> None:
        """Tasks for the one lead handler and every co-handler, with the limit of the paper (DOC-T03)."""
        if document.due_at is None:
            self._set_due(document, desk, desk.due(flow.now, self._limit(document, flow)))
        lead, group = document.lead_handler_id, new_id()
        flow.open(
            Step.HANDLE, kind=TaskKind.HANDLE, part=Part.LEAD, assignee_id=lead, due_at=document.due_at, group_id=group
        )
        for one in document.co_handler_ids:
            flow.open(Step.REPORT, kind=TaskKind.HANDLE, part=Part.CO, assignee_id=one, group_id=group)
        document.responsible_id = lead

    async def assign(self, document_id: UUID, seen: int, said: AssignIncoming) -> dict[str, Any]:
        """交办: the paper goes to its one lead handler and any co-handlers, with a limit (DOC-I05, DOC-T03).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated, ReferenceNotFound.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.ASSIGN, said)
        task = flow.mine(Step.ASSIGN, said.on_behalf_of_id)
        lead = said.lead_handler_id or document.lead_handler_id
        await self._known_people(supervisor_id=said.supervisor_id)
        await self._name_handlers(document, flow, desk, lead, _co_handlers(said), said.due_at)
        document.supervisor_id = said.supervisor_id or document.supervisor_id
        findings = [
            *check_handlers([lead] if lead else [], document.co_handler_ids),
            *check_supervisor(document.urgency, document.supervisor_id),
        ]
        self._judge(desk).weigh(document.id, step.action, findings, told(said.overrides))
        if lead is None:
            raise ReferenceNotFound("/lead_handler_id")
        self._hand_out(document, flow, desk)
        flow.enter(document.supervisor_id)
        flow.say(OpinionKind.REMARK, said.opinion, task)
        flow.take(step, task=task, spare=BESIDE)
        return await self.view(document_id)
