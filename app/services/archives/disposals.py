"""鉴定销毁: what ran out is appraised, approved by a leader, and destroyed under two pairs of eyes (ARC-R18, DOC-M06)."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.clock import local_day
from app.core.errors import AlreadyExists, ReferenceNotFound, Senseless
from app.core.ids import new_id
from app.db.database import Db
from app.db.slice import Slice, Wanted
from app.models.archives import ArchiveDisposal, ArchiveKeeping, DisposalEntry
from app.repositories.archive_checks import SUBJECT
from app.repositories.archive_flows import DisposalRepository, LoanRepository
from app.repositories.archives import ArchiveRepository
from app.rules.checks.archiving import check_appraisal, check_destruction, check_watchers, expiry
from app.rules.finding import Finding
from app.schemas.archive_flows import ApproveDisposal, ProposeDisposal, RefuseSaid, WitnessDisposal
from app.schemas.documents import Said
from app.services.archives.views import disposal_view
from app.services.archives.workflow import DISPOSAL, DISPOSAL_DEFAULTS
from app.services.audit.service import AuditService
from app.services.matters.base import MatterBase
from app.services.matters.flow import Flow
from app.services.matters.said import texts, told
from app.vocabulary.archives import Conclusion, DisposalAction, DisposalState, DisposalStep, KeepingState
from app.vocabulary.common import Classification, MatterKind, Urgency
from app.vocabulary.identity import Role
from app.vocabulary.tasks import OpinionKind

LEADERS = (Role.PRINCIPAL_LEADER, Role.LEADER)


class DisposalService(MatterBase[ArchiveDisposal]):
    """Made for one request from ``(db, actor)``."""

    workflow, defaults = DISPOSAL, DISPOSAL_DEFAULTS

    def __init__(self, db: Db, actor: Actor) -> None:
        super().__init__(db, actor)
        self._disposals, self._archives, self._loans = DisposalRepository(db), ArchiveRepository(db), LoanRepository(db)

    @property
    def _kept(self) -> DisposalRepository:
        return self._disposals

    def _shown(self, row: Any) -> dict[str, Any]:
        return disposal_view(row, self._actor)

    async def search(self, wanted: Wanted) -> Slice:
        return await self._disposals.search(wanted, self._actor)

    async def trail(self, disposal_id: UUID, wanted: Wanted) -> Slice:
        """Raises: NotFound."""
        await self.must_see(disposal_id)
        return await self._matters.history("trail", disposal_id, wanted)

    async def entries(self, disposal_id: UUID, wanted: Wanted) -> Slice:
        """销毁清册: what is on the list and what became of it. Raises: NotFound."""
        await self.must_see(disposal_id)
        return await self._disposals.listed(disposal_id, wanted)

    async def propose(self, said: ProposeDisposal) -> dict[str, Any]:
        """提出鉴定意见 with the report; until it is decided, its records stand on no other list and are not lent.

        Raises: ReferenceNotFound, Senseless (a record twice, an approver who is no leader), AlreadyExists (on another
        list, or destroyed), RuleViolated, ConfirmationRequired, ClassifiedNotAllowed.
        """
        people = {f"watcher_ids__{place}": one for place, one in enumerate(said.watcher_ids)}
        await self._known_people(approver_id=said.approver_id, **people)
        kept = await self._listed(said)
        desk = await self._desks.of(self._actor.organ_id)
        if said.approver_id is not None and not any(said.approver_id in desk.holders.get(r, ()) for r in LEADERS):
            raise Senseless("/approver_id", "鉴定意见由领导批准")
        disposal = self._disposal(said, desk.latest(MatterKind.ARCHIVE_DISPOSAL))
        findings = [*self._gate.check(texts(said)), *await self._findings(said, kept)]
        self._judge(desk).weigh(disposal.id, DisposalAction.PROPOSE, findings, told(said.overrides))
        for place, one in enumerate(said.entries):
            kept[one.record_id].disposal_id = disposal.id
            kept[one.record_id].version += 1
            row = DisposalEntry(id=new_id(), disposal_id=disposal.id, position=place + 1, **one.model_dump())
            self._db.add(row)
        self._db.add(disposal)
        flow = self._flow(disposal, [], desk)
        flow.enter(self._actor.user_id)
        opened = flow.open(DisposalStep.APPROVE, assignee_id=said.approver_id, but=(self._actor.user_id,))
        disposal.responsible_id = opened.assignee_id
        self._begin(flow, disposal, DisposalAction.PROPOSE)
        return await self.view(disposal.id)

    async def _listed(self, said: ProposeDisposal) -> Mapping[UUID, ArchiveKeeping]:
        """How the records are kept, locked. Raises: ReferenceNotFound, Senseless, AlreadyExists."""
        ids = [one.record_id for one in said.entries]
        own = {row.id for row in await self._archives.own(ids, self._actor.organ_id)}
        for place, one in enumerate(ids):
            if one not in own:
                raise ReferenceNotFound(f"/entries/{place}/record_id")
            if one in ids[:place]:
                raise Senseless(f"/entries/{place}/record_id", "同一件档案不得重复列入")
        kept = {one.record_id: one for one in await self._archives.lock_all(ids)}
        if any(one.state == KeepingState.DESTROYED or one.disposal_id is not None for one in kept.values()):
            raise AlreadyExists("有档案已经销毁，或者已列入另一份鉴定销毁清单")
        return kept

    async def _findings(self, said: ProposeDisposal, kept: Mapping[UUID, ArchiveKeeping]) -> list[Finding]:
        today = local_day(self._db.clock.now())
        found: list[Finding] = []
        destroyed = [one.record_id for one in said.entries if one.conclusion is Conclusion.DESTROY]
        out = await self._loans.lent(destroyed)
        for place, one in enumerate(said.entries):
            keeping, where = kept[one.record_id], f"/entries/{place}"
            found += check_appraisal(
                one.conclusion, expires_on=keeping.expires_on, today=today, renewed=one.retention, place=where
            )
            if one.conclusion is Conclusion.DESTROY:
                found += check_destruction(keeping.hold_count, out.get(one.record_id, 0), f"{where}/record_id")
        if destroyed:
            found += check_watchers(said.watcher_ids, self._actor.user_id)
        return found

    def _disposal(self, said: ProposeDisposal, parameters: int) -> ArchiveDisposal:
        return ArchiveDisposal(
            id=new_id(),
            kind=MatterKind.ARCHIVE_DISPOSAL,
            organ_id=self._actor.organ_id,
            title=said.title,
            state=DISPOSAL.initial,
            urgency=Urgency.NONE,
            classification=Classification.INTERNAL,
            created_by_id=self._actor.user_id,
            opened_at=self._db.clock.now(),
            parameters_version=parameters,
            report=said.report,
            watcher_ids=list(said.watcher_ids),
        )

    async def approve(self, disposal_id: UUID, seen: int, said: ApproveDisposal) -> dict[str, Any]:
        """批准: what is kept on has its new term from now on; what is to be destroyed waits for its watchers.

        Raises: NotFound, Stale, TransitionRefused, Forbidden (also to whoever drew it up).
        """
        disposal, flow, _ = await self._locked(disposal_id, seen)
        entries = await self._disposals.entries(disposal_id)
        destroys = any(one.conclusion == Conclusion.DESTROY for one in entries)
        to = DisposalState.WITNESSING if destroys else DisposalState.DONE
        step = self._check(disposal, flow, DisposalAction.APPROVE, said, to=to)
        task = flow.mine(DisposalStep.APPROVE, said.on_behalf_of_id)
        disposal.approved_by_id, disposal.approved_at = flow.principal_id or self._actor.user_id, flow.now
        await self._keep_on([one for one in entries if one.conclusion == Conclusion.KEEP])
        flow.say(OpinionKind.INSTRUCTION, said.opinion or "同意", task)
        if destroys:
            group = new_id()
            for person_id in disposal.watcher_ids:
                flow.open(DisposalStep.WITNESS, assignee_id=person_id, group_id=group)
            disposal.responsible_id = disposal.created_by_id
        else:
            self._end(disposal, flow)
        flow.take(step, task=task)
        return await self.view(disposal_id)

    async def _keep_on(self, entries: Sequence[DisposalEntry]) -> None:
        """续存: the new period runs from this year on; the 档号 stays as it is (ARC-R12)."""
        kept = {one.record_id: one for one in await self._archives.lock_all([one.record_id for one in entries])}
        year = local_day(self._db.clock.now()).year
        for one in entries:
            assert one.retention is not None  # else it was refused
            keeping = kept[one.record_id]
            keeping.retention, keeping.expires_on = one.retention, expiry(year - 1, one.retention)
            keeping.disposal_id = None
            keeping.version += 1

    async def refuse(self, disposal_id: UUID, seen: int, said: RefuseSaid) -> dict[str, Any]:
        """不批准. Raises: NotFound, Stale, TransitionRefused, Forbidden."""
        disposal, flow, _ = await self._locked(disposal_id, seen)
        step = self._check(disposal, flow, DisposalAction.REFUSE, said)
        task = flow.mine(DisposalStep.APPROVE, said.on_behalf_of_id)
        flow.say(OpinionKind.INSTRUCTION, said.reason, task)
        flow.told.add(disposal.created_by_id)
        await self._release(disposal_id)
        self._end(disposal, flow)
        flow.take(step, task=task, note=said.reason)
        return await self.view(disposal_id)

    async def terminate(self, disposal_id: UUID, seen: int, said: RefuseSaid) -> dict[str, Any]:
        """终止, as long as nothing was destroyed. Raises: NotFound, Stale, TransitionRefused, Forbidden."""
        disposal, flow, _ = await self._locked(disposal_id, seen)
        step = self._check(disposal, flow, DisposalAction.TERMINATE, said)
        await self._release(disposal_id)
        self._end(disposal, flow)
        flow.take(step, note=said.reason)
        return await self.view(disposal_id)

    async def witness(self, disposal_id: UUID, seen: int, said: WitnessDisposal) -> dict[str, Any]:
        """监销: one of the two has compared list and records. Raises: NotFound, Stale, TransitionRefused, Forbidden."""
        disposal, flow, _ = await self._locked(disposal_id, seen)
        last = len(flow.open_tasks(DisposalStep.WITNESS)) == 1
        to = DisposalState.EXECUTION if last else DisposalState.WITNESSING
        step = self._check(disposal, flow, DisposalAction.WITNESS, said, to=to)
        task = flow.mine(DisposalStep.WITNESS, said.on_behalf_of_id)
        flow.say(OpinionKind.REMARK, said.opinion or "已逐件核对", task)
        if last:
            opened = flow.open(DisposalStep.EXECUTE, but=disposal.watcher_ids)
            disposal.responsible_id = opened.assignee_id
        flow.finish(task, step.action)
        flow.lasting = frozenset({DisposalStep.WITNESS})  # the other one still has theirs to do
        flow.take(step)
        return await self.view(disposal_id)

    async def execute(self, disposal_id: UUID, seen: int, said: Said) -> dict[str, Any]:
        """销毁: nobody reads the files any more from this moment, and a job removes them; the catalogue and the trail stay.

        Raises: NotFound, Stale, TransitionRefused, Forbidden, RuleViolated (a hold or a loan came in between).
        """
        disposal, flow, desk = await self._locked(disposal_id, seen)
        step = self._check(disposal, flow, DisposalAction.EXECUTE, said)
        task = flow.mine(DisposalStep.EXECUTE, said.on_behalf_of_id)
        doomed = [one for one in await self._disposals.entries(disposal_id) if one.conclusion == Conclusion.DESTROY]
        kept = await self._archives.lock_all([one.record_id for one in doomed])
        out = await self._loans.lent([one.record_id for one in kept])
        findings = [found for one in kept for found in check_destruction(one.hold_count, out.get(one.record_id, 0), "")]
        self._judge(desk).weigh(disposal.id, step.action, findings, told(said.overrides))
        audit = AuditService(self._db, self._actor)
        for one in kept:
            one.state, one.destroyed_at = KeepingState.DESTROYED, flow.now
            one.version += 1
            audit.record(SUBJECT, one.record_id, "destroy", entity=one, note=disposal.title)
        disposal.executed_at = flow.now
        flow.say(OpinionKind.REMARK, said.opinion, task)
        self._end(disposal, flow)
        flow.take(step, task=task)
        return await self.view(disposal_id)

    async def _release(self, disposal_id: UUID) -> None:
        """The records stand on no list any more."""
        ids = [one.record_id for one in await self._disposals.entries(disposal_id)]
        for one in await self._archives.lock_all(ids):
            if one.disposal_id == disposal_id:
                one.disposal_id = None
                one.version += 1

    def _end(self, disposal: ArchiveDisposal, flow: Flow) -> None:
        disposal.closed_at, disposal.responsible_id = flow.now, None
