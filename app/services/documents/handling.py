"""收文: instructing, circulating, handling, answering, closing and disposing; and everything beside the main line."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from app.core.errors import Forbidden, NotFound, ReferenceNotFound, Senseless, TransitionRefused
from app.core.ids import new_id
from app.engine.groups import settled
from app.models.documents import IncomingDocument
from app.models.matters import Extension, Task, Urging
from app.rules.checks.disposal import check_disposal
from app.rules.checks.handling import (
    check_answered,
    check_circulation,
    check_close_out,
    check_extension,
    check_hand_back,
    check_handlers,
    check_instruction_deadline,
    check_oral_approval,
    check_supervisor,
)
from app.rules.checks.limits import default_limit
from app.rules.checks.receipt import check_is_registered
from app.rules.finding import Finding
from app.schemas.documents import (
    AssignIncoming,
    CirculateIncoming,
    CloseIncoming,
    Comment,
    DecideExtension,
    DisposeIncoming,
    HandBack,
    HandOver,
    InstructIncoming,
    InstructOrally,
    ReadIncoming,
    ReplyIncoming,
    ReportIncoming,
    RequestExtension,
    Urge,
)
from app.services.documents.base import IncomingBase, told
from app.services.documents.policy import acts_on
from app.services.documents.workflow import AWAITS
from app.services.matters.flow import Flow
from app.services.office.desk import Desk
from app.vocabulary.documents import HandlingKind, Retention
from app.vocabulary.documents import IncomingAction as Do
from app.vocabulary.documents import IncomingState as Is
from app.vocabulary.documents import IncomingStep as Step
from app.vocabulary.identity import Permission, Role
from app.vocabulary.labelled import Labelled
from app.vocabulary.tasks import OpinionKind, Order, Part, TaskKind, TaskState

BESIDE = (TaskKind.READ, TaskKind.DECIDE)
"""Tasks that go on while the paper moves ahead: copies being read, an oral instruction to be confirmed."""
MANUAL = "manual"


class IncomingHandlingService(IncomingBase):
    """批办, 传阅, 承办, 催办, 答复, 注办, 处置."""

    async def instruct(self, document_id: UUID, seen: int, said: InstructIncoming) -> dict[str, Any]:
        """批办: the leader's 批示, one 主办, any 协办, the limit (DOC-I05). The 批示 is never changed afterwards.

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated, ReferenceNotFound.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.INSTRUCT)
        task = flow.mine(Step.INSTRUCT, said.on_behalf_of_id)
        await self._name_handlers(document, flow, desk, said.lead_handler_id, said.co_handler_ids, said.due_at)
        self._weigh_instruction(document, desk, step.action, said)
        flow.say(OpinionKind.INSTRUCTION, said.opinion, task)
        self._to_work(document, flow)
        flow.take(step, task=task, spare=BESIDE)
        return await self.view(document_id)

    async def instruct_orally(self, document_id: UUID, seen: int, said: InstructOrally) -> dict[str, Any]:
        """记录口头批示: an urgent paper goes on at a leader's word by phone; the leader confirms within 24 hours (DOC-X07).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated, ReferenceNotFound, Senseless.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.INSTRUCT_ORALLY)
        holders = {*desk.holders.get(Role.LEADER, ()), *desk.holders.get(Role.PRINCIPAL_LEADER, ())}
        if said.leader_id not in holders:
            raise ReferenceNotFound("/leader_id")
        if said.said_at > flow.now or said.said_at < document.received_at:
            raise Senseless("/said_at", "口头批示的时间应当在收文之后、现在之前")
        await self._name_handlers(document, flow, desk, said.lead_handler_id, said.co_handler_ids, said.due_at)
        self._weigh_instruction(document, desk, step.action, said)
        document.oral_approval_at, document.oral_approval_by_id = said.said_at, said.leader_id
        confirm_by = desk.due(said.said_at, flow.settings.of(Step.CONFIRM_INSTRUCTION).limit)
        document.oral_confirm_by = confirm_by
        flow.open(Step.CONFIRM_INSTRUCTION, kind=TaskKind.DECIDE, assignee_id=said.leader_id, due_at=confirm_by)
        flow.say(OpinionKind.REMARK, said.opinion)
        self._to_work(document, flow)
        flow.take(step, note=said.opinion, spare=BESIDE)
        return await self.view(document_id)

    async def confirm_instruction(self, document_id: UUID, seen: int, said: Comment) -> dict[str, Any]:
        """书面确认批示: the leader puts in writing what was said by phone (DOC-X07).

        Raises: NotFound, Stale, TransitionRefused, Forbidden.
        """
        document, flow, _ = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.CONFIRM_INSTRUCTION)
        task = flow.mine(Step.CONFIRM_INSTRUCTION, said.on_behalf_of_id)
        document.oral_confirm_by = None
        flow.say(OpinionKind.INSTRUCTION, said.opinion, task)
        flow.take(step, task=task)
        return await self.view(document_id)

    def _weigh_instruction(
        self, document: IncomingDocument, desk: Desk, action: Labelled, said: InstructIncoming | InstructOrally
    ) -> None:
        leads = [said.lead_handler_id] if said.lead_handler_id else []
        findings = [
            *self._gate.check({"opinion": said.opinion}),
            *check_is_registered(document.number),
            *check_handlers(leads, said.co_handler_ids),
            *check_instruction_deadline(document.urgency, document.due_at),
        ]
        self._judge(desk).weigh(document.id, action, findings, told(said.overrides))

    async def _name_handlers(
        self,
        document: IncomingDocument,
        flow: Flow,
        desk: Desk,
        lead_id: UUID | None,
        co_ids: Sequence[UUID],
        due_at: datetime | None,
    ) -> None:
        """Put down who handles the paper and until when; whoever leads owns it from now on."""
        named = {f"co_handler_ids__{place}": one for place, one in enumerate(co_ids)}
        found = await self._known_people(lead_handler_id=lead_id, **named)
        if due_at is not None:
            self._set_due(document, desk, due_at)
        if lead_id is not None:
            document.lead_handler_id = lead_id
            document.department_id = found[lead_id].department_id
        document.co_handler_ids = list(co_ids) if co_ids else document.co_handler_ids
        flow.enter(lead_id, *co_ids)

    def _to_work(self, document: IncomingDocument, flow: Flow) -> None:
        document.responsible_id = flow.open(AWAITS[Is.INSTRUCTED]).assignee_id

    async def assign(self, document_id: UUID, seen: int, said: AssignIncoming) -> dict[str, Any]:
        """交办: the paper goes to its one lead handler and any co-handlers, with a limit (DOC-I05, DOC-T03).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated, ReferenceNotFound.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.ASSIGN)
        task = flow.mine(Step.ASSIGN, said.on_behalf_of_id)
        lead = said.lead_handler_id or document.lead_handler_id
        co_handlers = said.co_handler_ids or document.co_handler_ids
        await self._name_handlers(document, flow, desk, lead, co_handlers, said.due_at)
        document.supervisor_id = said.supervisor_id or document.supervisor_id
        await self._known_people(supervisor_id=said.supervisor_id)
        if document.due_at is None:
            self._set_due(document, desk, desk.due(flow.now, default_limit(document.urgency, document.medium)))
        findings = [
            *check_handlers([lead] if lead else [], co_handlers),
            *check_supervisor(document.urgency, document.supervisor_id),
        ]
        self._judge(desk).weigh(document.id, step.action, findings, told(said.overrides))
        if lead is None:
            raise ReferenceNotFound("/lead_handler_id")
        group = new_id()
        flow.open(
            Step.HANDLE, kind=TaskKind.HANDLE, part=Part.LEAD, assignee_id=lead, due_at=document.due_at, group_id=group
        )
        for one in co_handlers:
            flow.open(Step.REPORT, kind=TaskKind.HANDLE, part=Part.CO, assignee_id=one, group_id=group)
        document.responsible_id = lead
        flow.enter(document.supervisor_id)
        flow.say(OpinionKind.REMARK, said.opinion, task)
        flow.take(step, task=task, spare=BESIDE)
        return await self.view(document_id)

    async def circulate(self, document_id: UUID, seen: int, said: CirculateIncoming) -> dict[str, Any]:
        """传阅: to readers in turn or at once; who holds it is always known (DOC-I06). Beside other work it adds copies.

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated, ReferenceNotFound.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.CIRCULATE)
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
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.READ)
        task = flow.mine(Step.READ, said.on_behalf_of_id)
        self._judge(desk).weigh(
            document.id, step.action, self._gate.check({"opinion": said.opinion}), told(said.overrides)
        )
        flow.say(OpinionKind.READING, said.opinion, task)
        flow.finish(task, Do.READ)
        if task.group_id is not None:
            flow.pass_on(task.group_id)
        reading = [one for one in flow.tasks if one.kind == TaskKind.READ]
        if document.state == Is.CIRCULATING and settled(reading) and not flow.open_tasks(Step.ASSIGN):
            to_work = document.handling_kind == HandlingKind.FOR_ACTION
            document.responsible_id = flow.open(Step.ASSIGN if to_work else Step.CLOSE).assignee_id
        flow.take(step)
        return await self.view(document_id)

    async def report(self, document_id: UUID, seen: int, said: ReportIncoming) -> dict[str, Any]:
        """协办反馈: a co-handler reports to the lead what was done.

        Raises: NotFound, Stale, TransitionRefused, Forbidden, ClassifiedNotAllowed.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.REPORT)
        task = flow.mine(Step.REPORT, said.on_behalf_of_id)
        self._judge(desk).weigh(
            document.id, step.action, self._gate.check({"opinion": said.opinion}), told(said.overrides)
        )
        flow.say(OpinionKind.HANDLING, said.opinion, task)
        flow.told.add(document.responsible_id or task.assignee_id)
        flow.take(step, task=task)
        return await self.view(document_id)

    async def hand_back(self, document_id: UUID, seen: int, said: HandBack) -> dict[str, Any]:
        """退回承办: not ours to handle; back to the office at once, with the reason (DOC-I07).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.HAND_BACK)
        task = flow.mine(Step.HANDLE, said.on_behalf_of_id)
        self._judge(desk).weigh(document.id, step.action, check_hand_back(said.reason), told(said.overrides))
        flow.say(OpinionKind.HANDLING, said.reason, task)
        document.lead_handler_id, document.co_handler_ids = None, []
        await self._drop_extension(document, flow)
        document.responsible_id = flow.open(Step.ASSIGN).assignee_id
        flow.take(step, task=task, note=said.reason, spare=(TaskKind.READ,))
        return await self.view(document_id)

    async def hand_over(self, document_id: UUID, seen: int, said: HandOver) -> dict[str, Any]:
        """转办: an open task goes to another person with its clock running; both stand in the trail.

        Raises: NotFound, Stale, TransitionRefused, Forbidden (not the caller's task), ReferenceNotFound.
        """
        document, flow, _ = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.HAND_OVER)
        task = next((one for one in flow.open_tasks() if one.id == said.task_id), None)
        if task is None:
            raise ReferenceNotFound("/task_id")
        if not (acts_on(task, self._actor) or self._actor.can(Permission.TASKS_OVERSEE)):
            raise Forbidden("只能转办自己的任务")
        found = await self._known_people(to_person_id=said.to_person_id)
        if said.to_person_id == task.assignee_id:
            raise Senseless("/to_person_id", "该任务已由此人办理")
        task.state, task.outcome = TaskState.CANCELLED, Do.HAND_OVER
        replacement = self._copy(task, said.to_person_id, flow)
        if task.step == Step.HANDLE:
            document.lead_handler_id = document.responsible_id = said.to_person_id
            document.department_id = found[said.to_person_id].department_id
        elif document.responsible_id == task.assignee_id:
            document.responsible_id = replacement.assignee_id
        flow.take(step, note=said.reason)
        return await self.view(document_id)

    def _copy(self, task: Task, person_id: UUID, flow: Flow) -> Task:
        return flow.open(
            Step(task.step),
            kind=task.kind,
            part=task.part,
            assignee_id=person_id,
            due_at=task.due_at,
            group_id=task.group_id,
            turn=0,
            from_task_id=task.id,
        )

    async def request_extension(self, document_id: UUID, seen: int, said: RequestExtension) -> dict[str, Any]:
        """申请延期: before the limit is over, to one exact later moment, for somebody to decide (DOC-I07).

        Raises: NotFound, Stale, TransitionRefused, Forbidden (also while one is being decided), RuleViolated.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.REQUEST_EXTENSION)
        task = flow.mine(Step.HANDLE, said.on_behalf_of_id)
        self._judge(desk).weigh(
            document.id, step.action, check_extension(task.due_at, flow.now, said.to_due_at), told(said.overrides)
        )
        decision = flow.open(Step.DECIDE_EXTENSION, kind=TaskKind.DECIDE)
        self._db.add(
            Extension(
                id=new_id(),
                matter_id=document.id,
                task_id=task.id,
                decision_task_id=decision.id,
                requested_by_id=self._actor.user_id,
                requested_at=flow.now,
                reason=said.reason,
                from_due_at=task.due_at,
                to_due_at=said.to_due_at,
            )
        )
        flow.take(step, note=said.reason)
        return await self.view(document_id)

    async def decide_extension(self, document_id: UUID, seen: int, said: DecideExtension) -> dict[str, Any]:
        """审批延期: granted, the handler's limit and the paper's move to the moment asked for.

        Raises: NotFound, Stale, TransitionRefused, Forbidden.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.DECIDE_EXTENSION)
        task = flow.mine(Step.DECIDE_EXTENSION, said.on_behalf_of_id)
        extension = await self._matters.open_extension(document_id)
        if extension is None:
            raise NotFound
        extension.decided_by_id, extension.decided_at, extension.approved = self._actor.user_id, flow.now, said.approved
        if said.approved:
            for one in flow.tasks:
                if one.id == extension.task_id or one.from_task_id == extension.task_id:
                    one.due_at, one.warn_at = extension.to_due_at, desk.warn(extension.to_due_at, flow.now)
            self._set_due(document, desk, extension.to_due_at)
        flow.told.add(extension.requested_by_id)
        flow.say(OpinionKind.REMARK, said.opinion, task)
        flow.take(step, task=task, note="同意延期" if said.approved else "不同意延期")
        return await self.view(document_id)

    async def _drop_extension(self, document: IncomingDocument, flow: Flow) -> None:
        """An extension nobody decided lapses when the handling ends."""
        extension = await self._matters.open_extension(document.id)
        if extension is not None:
            extension.decided_by_id, extension.decided_at, extension.approved = self._actor.user_id, flow.now, False
            flow.cancel([one for one in flow.tasks if one.id == extension.decision_task_id], "lapsed")

    def _co_handlers_done(self, flow: Flow, action: Do, state: str) -> None:
        """Raises: TransitionRefused (not enough co-handlers have reported, by the organ's sign mode)."""
        setting = flow.settings.of(Step.REPORT)
        group = [one for one in flow.tasks if one.step == Step.REPORT]
        if not settled(group, setting.sign_mode, setting.sign_count):
            raise TransitionRefused("协办单位尚未全部反馈", action=action, state=state)

    async def reply(self, document_id: UUID, seen: int, said: ReplyIncoming) -> dict[str, Any]:
        """答复: the sender is told the result (DOC-I09); a 请示 is answered by a 批复 or 复函 of its own number.

        Raises: NotFound, Stale, TransitionRefused (co-handlers), Forbidden, RuleViolated.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.REPLY)
        task = flow.mine(Step.HANDLE, said.on_behalf_of_id)
        self._co_handlers_done(flow, Do.REPLY, step.before)
        findings = [
            *self._gate.check({"opinion": said.opinion, "reply_number": said.reply_number}),
            *check_answered(document.doc_type, said.reply_number),
        ]
        self._judge(desk).weigh(document.id, step.action, findings, told(said.overrides))
        document.reply_number, document.replied_at = said.reply_number, flow.now
        flow.say(OpinionKind.HANDLING, said.opinion, task)
        await self._drop_extension(document, flow)
        document.responsible_id = flow.open(Step.CLOSE, assignee_id=task.assignee_id).assignee_id
        flow.take(step, task=task, spare=BESIDE)
        return await self.view(document_id)

    async def close(self, document_id: UUID, seen: int, said: CloseIncoming) -> dict[str, Any]:
        """注办: what came of it, on the record (DOC-I10). A 请示 must be answered before (DOC-I09).

        Raises: NotFound, Stale, TransitionRefused (readers or co-handlers still at it), Forbidden, RuleViolated.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.CLOSE)
        if document.state == Is.HANDLING:
            self._co_handlers_done(flow, Do.CLOSE, step.before)
        held = Step.HANDLE if document.state == Is.HANDLING else Step.CLOSE
        task = flow.mine(held, said.on_behalf_of_id)
        findings: list[Finding] = [
            *self._gate.check({"result": said.result}),
            *check_close_out(said.result),
            *check_answered(document.doc_type, document.reply_number),
        ]
        if document.oral_approval_at is not None and document.oral_confirm_by is not None:
            findings += check_oral_approval(document.oral_approval_at, None, flow.now)
        self._judge(desk).weigh(document.id, step.action, findings, told(said.overrides))
        document.result, document.closed_at = said.result, flow.now
        flow.say(OpinionKind.RESULT, said.result, task)
        await self._drop_extension(document, flow)
        document.responsible_id = flow.open(AWAITS[step.after]).assignee_id
        flow.take(step, task=task, note=said.result, spare=BESIDE)
        return await self.view(document_id)

    async def dispose(self, document_id: UUID, seen: int, said: DisposeIncoming) -> dict[str, Any]:
        """处置: archive, return, destroy or keep for a while (DOC-I11).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated, ReferenceNotFound.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.DISPOSE)
        task = flow.mine(Step.DISPOSE, said.on_behalf_of_id)
        retention = Retention(said.retention) if said.retention else None
        findings = check_disposal(said.disposal, retention, said.approver_id)
        self._judge(desk).weigh(document.id, step.action, findings, told(said.overrides))
        await self._known_people(approver_id=said.approver_id)
        document.disposal, document.retention, document.disposed_at = said.disposal, retention, flow.now
        document.disposal_basis, document.disposal_approver_id = said.basis, said.approver_id
        flow.take(step, task=task, note=said.basis)
        return await self.view(document_id)

    async def urge(self, document_id: UUID, seen: int, said: Urge) -> dict[str, Any]:
        """催办: everybody who holds the paper now is reminded, by name, with a word (DOC-I08).

        Raises: NotFound, Stale, TransitionRefused, Forbidden.
        """
        document, flow, _ = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.URGE)
        for task in flow.open_tasks():
            flow.told.add(task.assignee_id)
            self._db.add(
                Urging(
                    id=new_id(),
                    matter_id=document.id,
                    task_id=task.id,
                    due_at=task.due_at,
                    rung=MANUAL,
                    person_id=task.assignee_id,
                    by_id=self._actor.user_id,
                    note=said.note,
                    at=flow.now,
                )
            )
        flow.take(step, note=said.note)
        return await self.view(document_id)

    async def comment(self, document_id: UUID, seen: int, said: Comment) -> dict[str, Any]:
        """批注: a word on the record by anybody who sees the paper; it changes nothing else.

        Raises: NotFound, Stale, TransitionRefused, ClassifiedNotAllowed.
        """
        document, flow, desk = await self._locked(document_id, seen)
        step = self._check(document, flow, Do.COMMENT)
        self._judge(desk).weigh(
            document.id, step.action, self._gate.check({"opinion": said.opinion}), told(said.overrides)
        )
        flow.say(OpinionKind.REMARK, said.opinion)
        flow.take(step)
        return await self.view(document_id)
