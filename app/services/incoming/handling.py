"""收文: handling, answering, closing and disposing; and what may be done beside the main line."""

from typing import Any
from uuid import UUID

from app.core.errors import Senseless, TransitionRefused
from app.engine.groups import settled
from app.models.incoming import IncomingDocument
from app.models.matters import Task
from app.rules.checks.disposal import check_disposal
from app.rules.checks.handling import (
    check_answered,
    check_close_out,
    check_hand_back,
    check_oral_approval,
)
from app.rules.finding import Finding
from app.schemas.documents import Comment, HandOver, Urge
from app.schemas.incoming_steps import CloseIncoming, DisposeIncoming, HandBack, ReplyIncoming, ReportIncoming
from app.services.attachments.store import FileStore
from app.services.identity.directory import PersonCard
from app.services.incoming.base import BESIDE, LED, leaders_of
from app.services.incoming.circulating import Circulating
from app.services.incoming.extending import Extending
from app.services.incoming.filing import Filing
from app.services.incoming.instructing import Instructing
from app.services.incoming.workflow import AWAITS
from app.services.matters.beside import Beside
from app.services.matters.flow import Flow
from app.services.matters.said import told
from app.vocabulary.documents import Disposal, Retention
from app.vocabulary.documents import IncomingAction as Do
from app.vocabulary.documents import IncomingState as Is
from app.vocabulary.documents import IncomingStep as Step
from app.vocabulary.tasks import OpinionKind, TaskKind, TaskState

UNDONE = (TaskState.OPEN, TaskState.WAITING)


class IncomingHandlingService(Instructing, Circulating, Extending, Filing, Beside[IncomingDocument]):
    """批办, 传阅, 承办, 催办, 答复, 注办, 处置."""

    async def report(self, document_id: UUID, seen: int, said: ReportIncoming) -> dict[str, Any]:
        """协办反馈: a co-handler reports to the lead what was done.

        Raises: NotFound, Stale, TransitionRefused, Forbidden, ClassifiedNotAllowed.
        """
        document, flow, _ = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.REPORT, said)
        task = flow.mine(Step.REPORT, said.on_behalf_of_id)
        flow.say(OpinionKind.HANDLING, said.opinion, task)
        flow.told.add(document.responsible_id or task.assignee_id)
        flow.take(step, task=task)
        return await self.view(document_id)

    async def hand_back(self, document_id: UUID, seen: int, said: HandBack) -> dict[str, Any]:
        """退回承办: not ours to handle; back to the office at once, with the reason (DOC-I07).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.HAND_BACK, said)
        task = flow.mine(Step.HANDLE, said.on_behalf_of_id)
        self._judge(desk).weigh(document.id, step.action, check_hand_back(said.reason), told(said.overrides))
        await self._drop_extension(document, flow)
        flow.say(OpinionKind.HANDLING, said.reason, task)
        document.lead_handler_id, document.co_handler_ids = None, []
        document.responsible_id = flow.open(Step.ASSIGN).assignee_id
        flow.take(step, task=task, note=said.reason, spare=BESIDE)
        return await self.view(document_id)

    async def hand_over(self, document_id: UUID, seen: int, said: HandOver) -> dict[str, Any]:
        """转办: an open task goes to another person with its clock running; both stand in the trail.

        Raises: NotFound, Stale, TransitionRefused, Forbidden (not the caller's task), ReferenceNotFound, Senseless.
        """
        return await self._handed_over(Do.HAND_OVER, document_id, seen, said)

    def _may_take_over(self, document: IncomingDocument, task: Task, person_id: UUID, flow: Flow) -> None:
        """An instruction is given by a leader (DOC-I05, DOC-X07), an extension granted by somebody else than the handler.

        Raises: Senseless.
        """
        if task.step in LED and person_id not in leaders_of(flow.desk):
            raise Senseless("/to_person_id", "批示只能转由领导办理")
        if task.step == Step.DECIDE_EXTENSION and person_id == document.lead_handler_id:
            raise Senseless("/to_person_id", "延期申请不能转由承办人自己审批")

    def _passed_on(self, document: IncomingDocument, task: Task, person_id: UUID, card: PersonCard) -> None:
        """Whoever takes the handling takes the paper, and their department with it."""
        if task.step == Step.HANDLE:
            document.lead_handler_id = document.responsible_id = person_id
            document.department_id = card.department_id

    def _co_handlers_done(self, flow: Flow, task: Task, action: Do, state: str) -> None:
        """Whether those who assist on this handling task are done; an earlier round counts for nothing.

        Raises: TransitionRefused (not enough co-handlers have reported, by the organ's sign mode).
        """
        setting = flow.settings.of(Step.REPORT)
        group = [one for one in flow.tasks if one.step == Step.REPORT and one.group_id == task.group_id]
        if not settled(group, setting.sign_mode, setting.sign_count):
            raise TransitionRefused("协办单位尚未全部反馈", action=action, state=state)

    async def reply(self, document_id: UUID, seen: int, said: ReplyIncoming) -> dict[str, Any]:
        """答复: the sender is told the result (DOC-I09); a 请示 is answered by a 批复 or 复函 of its own number.

        Raises: NotFound, Stale, TransitionRefused (co-handlers), Forbidden, RuleViolated.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.REPLY, said)
        task = flow.mine(Step.HANDLE, said.on_behalf_of_id)
        self._co_handlers_done(flow, task, Do.REPLY, step.before)
        findings = [
            *check_answered(document.doc_type, said.reply_number, is_copied=document.is_copied),
        ]
        self._judge(desk).weigh(document.id, step.action, findings, told(said.overrides))
        await self._drop_extension(document, flow)
        document.reply_number, document.replied_at = said.reply_number, flow.now
        flow.say(OpinionKind.HANDLING, said.opinion, task)
        document.responsible_id = flow.open(Step.CLOSE, assignee_id=task.assignee_id).assignee_id
        flow.take(step, task=task, spare=BESIDE)
        return await self.view(document_id)

    async def close(self, document_id: UUID, seen: int, said: CloseIncoming) -> dict[str, Any]:
        """注办: what came of it, on the record (DOC-I10). A 请示 must be answered before (DOC-I09). Copies that still go round
        go on; the paper is only put away when they have all been read.

        Raises: NotFound, Stale, TransitionRefused (co-handlers still at it), Forbidden, RuleViolated.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.CLOSE, said)
        held = Step.HANDLE if document.state == Is.HANDLING else Step.CLOSE
        task = flow.mine(held, said.on_behalf_of_id)
        if held == Step.HANDLE:
            self._co_handlers_done(flow, task, Do.CLOSE, step.before)
        findings: list[Finding] = [
            *check_close_out(said.result),
            *check_answered(document.doc_type, document.reply_number, is_copied=document.is_copied),
        ]
        if document.oral_approval_at is not None and document.oral_confirm_by is not None:
            findings += check_oral_approval(document.oral_approval_at, None, flow.now)
        self._judge(desk).weigh(document.id, step.action, findings, told(said.overrides))
        await self._drop_extension(document, flow)
        document.result, document.closed_at = said.result, flow.now
        flow.say(OpinionKind.RESULT, said.result, task)
        document.responsible_id = flow.open(AWAITS[step.after]).assignee_id
        flow.take(step, task=task, note=said.result, spare=BESIDE)
        return await self.view(document_id)

    async def dispose(
        self, document_id: UUID, seen: int, said: DisposeIncoming, store: FileStore | None = None
    ) -> dict[str, Any]:
        """处置: archive, return, destroy or keep for a while (DOC-I11). A word by phone is confirmed before (DOC-X07), and
        nobody who was to read the paper is left out (DOC-I06). With its class it becomes a record at once, whose files go
        to the ``store``; without, it waits on the list of what is not filed (ARC-R01).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated, ReferenceNotFound, Senseless, StorageFull.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.DISPOSE, said)
        self._must_not_be_recalled(flow, step)
        task = flow.mine(Step.DISPOSE, said.on_behalf_of_id)
        if flow.open_tasks(Step.CONFIRM_INSTRUCTION):
            raise TransitionRefused("口头批示尚未书面确认", action=step.action, state=step.before)
        if any(one.kind == TaskKind.READ and one.state in UNDONE for one in flow.tasks):
            raise TransitionRefused("传阅尚未完毕", action=step.action, state=step.before)
        retention = Retention(said.retention) if said.retention else None
        findings = check_disposal(said.disposal, retention, said.approver_id)
        self._judge(desk).weigh(document.id, step.action, findings, told(said.overrides))
        await self._known_people(approver_id=said.approver_id)
        document.disposal, document.retention, document.disposed_at = said.disposal, retention, flow.now
        document.disposal_basis, document.disposal_approver_id = said.basis, said.approver_id
        if said.filing is not None:
            if said.disposal is not Disposal.ARCHIVE or store is None:
                raise Senseless("/filing", "只有归档的才填写归档类目")
            await self._file(document, desk, said.filing, store, told(said.overrides))
        flow.take(step, task=task, note=said.basis)
        return await self.view(document_id)

    async def urge(self, document_id: UUID, seen: int, said: Urge) -> dict[str, Any]:
        """催办: everybody who holds the paper now is reminded, by name, with a word (DOC-I08).

        Raises: NotFound, Stale, TransitionRefused, Forbidden.
        """
        return await self._urged(Do.URGE, document_id, seen, said)

    async def comment(self, document_id: UUID, seen: int, said: Comment) -> dict[str, Any]:
        """批注: a word on the record by anybody who sees the paper; it changes nothing else.

        Raises: NotFound, Stale, TransitionRefused, ClassifiedNotAllowed.
        """
        return await self._commented(Do.COMMENT, document_id, seen, said)
