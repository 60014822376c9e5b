"""收文: the ways back: to the sender, for a correction, to an earlier step."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from app.core.clock import local_day
from app.core.errors import TransitionRefused
from app.models.incoming import IncomingDocument
from app.models.matters import Task
from app.rules.checks.screening import check_correction, check_return
from app.schemas.documents import Said
from app.schemas.incoming_steps import (
    CorrectionRecord,
    CorrectionRequest,
    ReturnToSender,
    SendBack,
)
from app.services.identity.directory import Directory
from app.services.incoming.base import LED, IncomingBase
from app.services.incoming.policy import MAIN
from app.services.incoming.workflow import AWAITS, RANK, awaits
from app.services.matters.flow import Flow
from app.services.matters.said import told
from app.vocabulary.documents import IncomingAction as Do
from app.vocabulary.documents import IncomingState as Is
from app.vocabulary.documents import IncomingStep as Step
from app.vocabulary.documents import Screening
from app.vocabulary.tasks import OpinionKind, TaskKind


class Returning(IncomingBase):
    """退文, 补正, 退回, 撤回."""

    async def return_to_sender(self, document_id: UUID, seen: int, said: ReturnToSender) -> dict[str, Any]:
        """退文: back to the sender with the reasons (DOC-X01); what the return notice needs is at `return-notice`.

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.RETURN_TO_SENDER, said)
        self._must_not_be_recalled(flow, step)
        self._judge(desk).weigh(document.id, step.action, check_return(said.reasons, said.note), told(said.overrides))
        document.return_reasons, document.return_note = list(dict.fromkeys(said.reasons)), said.note
        self._failed(document, said.screen_failed)
        document.returned_at = document.closed_at = flow.now
        document.paused_at = None
        waiting = (Step.SIGN_FOR, Step.SCREEN, Step.TRIAGE, Step.RECORD_CORRECTION)
        held = next((one for one in waiting if flow.open_tasks(one)), Step.SCREEN)
        flow.take(step, task=flow.mine(held, said.on_behalf_of_id), note=said.note)
        return await self.view(document_id)

    async def request_correction(self, document_id: UUID, seen: int, said: CorrectionRequest) -> dict[str, Any]:
        """补正: small defects are mended without a full return; the clock of the paper stands meanwhile (DOC-X02).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.REQUEST_CORRECTION, said)
        findings = check_correction(said.due_on, local_day(flow.now))
        self._judge(desk).weigh(document.id, step.action, findings, told(said.overrides))
        held = AWAITS[step.before]
        task = flow.mine(held, said.on_behalf_of_id)
        self._failed(document, said.screen_failed)
        document.correction_wanted, document.correction_due_on = said.wanted, said.due_on
        document.resume_state, document.paused_at = step.before, flow.now
        due_at = desk.closing(said.due_on)
        document.responsible_id = flow.open(Step.RECORD_CORRECTION, like=task, due_at=due_at).assignee_id
        flow.take(step, task=task, note=said.wanted)
        return await self.view(document_id)

    async def record_correction(self, document_id: UUID, seen: int, said: CorrectionRecord) -> dict[str, Any]:
        """补正完成: the clock runs on with what was left of it when it stopped (DOC-X02).

        Raises: NotFound, Stale, TransitionRefused, Forbidden.
        """
        document, flow, desk = await self._locked(document_id, seen)
        back = Is(document.resume_state) if document.resume_state else Is.REGISTERED
        step = self._check(document, flow, Do.RECORD_CORRECTION, said, to=back)
        task = flow.mine(Step.RECORD_CORRECTION, said.on_behalf_of_id)
        if document.due_at is not None and document.paused_at is not None:
            unit = self._limit(document, flow).unit
            resumed = desk.calendar.resumed_due(document.due_at, document.paused_at, flow.now, unit, desk.hours)
            document.due_at, document.warn_at = resumed, desk.warn(resumed, flow.now)
        document.paused_at, document.resume_state = None, None
        flow.say(OpinionKind.REMARK, said.note, task)
        document.responsible_id = flow.open(AWAITS[step.after]).assignee_id
        flow.take(step, task=task, note=said.note)
        return await self.view(document_id)

    async def send_back(self, document_id: UUID, seen: int, said: SendBack) -> dict[str, Any]:
        """退回: to an earlier step of the caller's choice, with the reason; an instruction is asked of the same leader again.
        One given by phone falls where the paper is sent back behind it; otherwise it still waits to be confirmed (DOC-X07).

        Raises: NotFound, Stale, TransitionRefused (not an earlier step), Forbidden.
        """
        document, flow, _ = await self._locked(document_id, seen)
        to = Is(said.to_state)
        step = self._check(document, flow, Do.SEND_BACK, said, to=to)
        if RANK[to] >= RANK[step.before]:
            raise TransitionRefused("只能退回到此前的环节", action=step.action, state=step.before)
        flow.nearest([one for one in flow.open_tasks() if one.step in MAIN])
        following = awaits(to, document.handling_kind)
        held = await self._held_before(document, flow, following) if following in LED else None
        await self._drop_extension(document, flow)
        stands = RANK[to] >= RANK[Is.INSTRUCTED]
        if not stands:
            document.oral_approval_at = document.oral_approval_by_id = document.oral_confirm_by = None
        flow.say(OpinionKind.REMARK, said.reason)
        document.responsible_id = flow.open(following, like=held).assignee_id
        flow.take(step, note=said.reason, spare=(TaskKind.DECIDE,) if stands else ())
        return await self.view(document_id)

    def _failed(self, document: IncomingDocument, questions: Sequence[Screening]) -> None:
        """What of the five questions the paper fails (DOC-I03). A paper that fails is not screened but returned or mended,
        so the answers are put down there; who names none leaves what an earlier step put down."""
        document.screen_failed = [one for one in Screening if one in questions] or document.screen_failed

    async def _held_before(self, document: IncomingDocument, flow: Flow, step: Step) -> Task | None:
        """The last task of a leader's step, so that the paper comes back to the leader chosen for it; nobody's when that
        person no longer works here."""
        last = next((one for one in reversed(flow.tasks) if one.step == step), None)
        found = await Directory(self._db).staff({last.assignee_id} if last else (), document.organ_id)
        return last if found else None

    async def withdraw(self, document_id: UUID, seen: int, said: Said) -> dict[str, Any]:
        """撤回: the last step is taken back, as long as nobody has looked at the next one; it waits for its owner again.

        Raises: NotFound, Stale, TransitionRefused, Forbidden.
        """
        document, flow, _ = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.WITHDRAW, said)
        held = AWAITS[step.after]
        document.responsible_id = flow.open(held, like=flow.taken_back(held)).assignee_id
        flow.take(step, note=said.opinion)
        return await self.view(document_id)
