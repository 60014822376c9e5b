"""收文: the steps in the office before anybody handles the paper."""

from typing import Any
from uuid import UUID

from app.rules.checks.handling import check_proposal, check_supervisor
from app.rules.checks.limits import check_urgent_deadline
from app.rules.checks.screening import check_screening
from app.schemas.incoming_steps import (
    ScreenIncoming,
    TriageIncoming,
)
from app.services.incoming.arriving import Arriving
from app.services.incoming.receiving import Receiving
from app.services.incoming.returning import Returning
from app.services.incoming.workflow import AWAITS
from app.services.matters.said import told
from app.vocabulary.documents import HandlingKind
from app.vocabulary.documents import IncomingAction as Do
from app.vocabulary.documents import IncomingStep as Step
from app.vocabulary.tasks import OpinionKind


class IncomingDocumentService(Receiving, Arriving, Returning):
    """签收, 登记, 初审, 拟办 and the ways out of them: 退文, 补正, 退回, 撤回, 作废."""

    async def screen(self, document_id: UUID, seen: int, said: ScreenIncoming) -> dict[str, Any]:
        """初审: five answers; only a paper that passes all of them goes on (DOC-I03).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated (return it or ask for a correction instead).
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.SCREEN, said)
        task = flow.mine(Step.SCREEN, said.on_behalf_of_id)
        self._judge(desk).weigh(document.id, Do.SCREEN, check_screening(said.answers()), told(said.overrides))
        document.screen_failed = [question for question, answer in said.answers().items() if not answer]
        flow.say(OpinionKind.REMARK, said.opinion, task)
        document.responsible_id = flow.open(AWAITS[step.after]).assignee_id
        flow.take(step, task=task)
        return await self.view(document_id)

    async def triage(self, document_id: UUID, seen: int, said: TriageIncoming) -> dict[str, Any]:
        """拟办: to be read or to be acted on, with a proposal; an urgent paper gets its limit here (DOC-I04, DOC-T01).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated, ConfirmationRequired, ReferenceNotFound.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.TRIAGE, said)
        task = flow.mine(Step.TRIAGE, said.on_behalf_of_id)
        await self._known_people(instructor_id=said.instructor_id, supervisor_id=said.supervisor_id)
        document.handling_kind, document.proposal = said.handling_kind, said.proposal
        document.supervisor_id = said.supervisor_id or document.supervisor_id
        if said.due_at is not None:
            self._set_due(document, desk, said.due_at)
        findings = [
            *check_proposal(said.handling_kind, said.proposal),
            *check_urgent_deadline(document.urgency, document.due_at),
            *check_supervisor(document.urgency, document.supervisor_id),
        ]
        self._judge(desk).weigh(document.id, Do.TRIAGE, findings, told(said.overrides))
        flow.say(OpinionKind.PROPOSAL, said.proposal, task)
        flow.enter(document.supervisor_id)
        if said.handling_kind == HandlingKind.FOR_INFORMATION:
            following = flow.open(Step.CIRCULATE)
        else:
            following = flow.open(Step.INSTRUCT, assignee_id=said.instructor_id)
        document.responsible_id = following.assignee_id
        flow.take(step, task=task)
        return await self.view(document_id)
