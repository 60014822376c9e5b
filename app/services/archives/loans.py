"""借阅: asked for, approved, lent, counted back in; whoever has a record in hand may read it (ARC-R21, DOC-X13)."""

from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.clock import local_day
from app.core.errors import AlreadyExists, Forbidden, ReferenceNotFound, Senseless, TransitionRefused
from app.core.ids import new_id
from app.db.database import Db
from app.db.slice import Slice, Wanted
from app.models.archives import ArchiveLoan
from app.repositories.archive_flows import LoanRepository
from app.repositories.archives import ArchiveRepository
from app.rules.checks.archiving import check_borrowing
from app.schemas.archive_flows import RefuseSaid, RequestLoan, ReturnLoan
from app.schemas.documents import Said
from app.services.archives.views import loan_view
from app.services.archives.workflow import LOAN, LOAN_DEFAULTS
from app.services.identity.directory import PersonCard
from app.services.matters.base import MatterBase
from app.services.matters.flow import Flow
from app.services.matters.said import texts, told
from app.services.office.desk import Desk
from app.vocabulary.archives import KeepingState, LoanAction, LoanStep
from app.vocabulary.common import Classification, MatterKind, Urgency
from app.vocabulary.identity import Permission
from app.vocabulary.tasks import OpinionKind

LONGEST = 366
"""Days a record may be out at most."""


class LoanService(MatterBase[ArchiveLoan]):
    """Made for one request from ``(db, actor)``."""

    workflow, defaults = LOAN, LOAN_DEFAULTS

    def __init__(self, db: Db, actor: Actor) -> None:
        super().__init__(db, actor)
        self._loans, self._archives = LoanRepository(db), ArchiveRepository(db)

    @property
    def _kept(self) -> LoanRepository:
        return self._loans

    def _shown(self, row: Any) -> dict[str, Any]:
        return loan_view(row, self._actor)

    async def search(self, wanted: Wanted) -> Slice:
        return await self._loans.search(wanted, self._actor, local_day(self._db.clock.now()))

    async def trail(self, loan_id: UUID, wanted: Wanted) -> Slice:
        """Raises: NotFound."""
        await self.must_see(loan_id)
        return await self._matters.history("trail", loan_id, wanted)

    async def request(self, said: RequestLoan) -> dict[str, Any]:
        """申请借阅, by whoever may see the record, or by the archive for somebody else.

        Raises: ReferenceNotFound (``record_id``, ``borrower_id``), Forbidden (for another, without being the archive),
        Senseless (``due_on``), TransitionRefused (destroyed, or on a disposal list), RuleViolated,
        ConfirmationRequired, ClassifiedNotAllowed.
        """
        borrower_id = said.borrower_id or self._actor.user_id
        if borrower_id != self._actor.user_id and not self._actor.can(Permission.ARCHIVES_WRITE):
            raise Forbidden("代他人登记借阅由档案员办理")
        cards = await self._known_people(borrower_id=borrower_id)
        code, title = await self._lendable(said.record_id)
        today = local_day(self._db.clock.now())
        if not 0 <= (said.due_on - today).days <= LONGEST:
            raise Senseless("/due_on", "应还日期应当在今天之后、一年以内")
        desk = await self._desks.of(self._actor.organ_id)
        loan = self._loan(said, borrower_id, cards[borrower_id], f"借阅{code}《{title}》"[:200], desk)
        findings = check_borrowing(
            is_outside=said.reader_name is not None, reader_unit=said.reader_unit, purpose=said.purpose
        )
        self._db.add(loan)
        heard = [*self._gate.check(texts(said)), *findings]
        self._judge(desk).weigh(loan.id, LoanAction.REQUEST, heard, told(said.overrides))
        flow = self._flow(loan, [], desk)
        flow.enter(self._actor.user_id, borrower_id)
        loan.responsible_id = flow.open(LoanStep.APPROVE, but=(borrower_id,)).assignee_id
        self._begin(flow, loan, LoanAction.REQUEST)
        return await self.view(loan.id)

    async def _lendable(self, record_id: UUID) -> tuple[str, str]:
        """档号 and title of a record that may be lent. Raises: ReferenceNotFound, TransitionRefused."""
        row = await self._archives.view(record_id, self._actor)
        if row is None:
            raise ReferenceNotFound("/record_id")
        if row.state == KeepingState.DESTROYED or row.disposal_id is not None:
            raise TransitionRefused("档案已销毁或者已列入鉴定销毁清单，不能借阅", action=LoanAction.REQUEST)
        return row.code, row.title

    def _loan(self, said: RequestLoan, borrower_id: UUID, card: PersonCard, title: str, desk: Desk) -> ArchiveLoan:
        now = self._db.clock.now()
        due = desk.closing(said.due_on)
        return ArchiveLoan(
            id=new_id(),
            kind=MatterKind.ARCHIVE_LOAN,
            organ_id=self._actor.organ_id,
            title=title,
            state=LOAN.initial,
            urgency=Urgency.NONE,
            classification=Classification.INTERNAL,
            department_id=card.department_id,
            created_by_id=self._actor.user_id,
            opened_at=now,
            due_at=due,
            warn_at=desk.warn(due, now),
            parameters_version=desk.latest(MatterKind.ARCHIVE_LOAN),
            record_id=said.record_id,
            borrower_id=borrower_id,
            purpose=said.purpose,
            reader_name=said.reader_name,
            reader_unit=said.reader_unit,
            wants_copy=said.wants_copy,
            due_on=said.due_on,
        )

    async def approve(self, loan_id: UUID, seen: int, said: Said) -> dict[str, Any]:
        """同意借阅. Raises: NotFound, Stale, TransitionRefused, Forbidden (also for one's own borrowing)."""
        loan, flow, _ = await self._locked(loan_id, seen)
        step = self._check(loan, flow, LoanAction.APPROVE, said)
        task = flow.mine(LoanStep.APPROVE, said.on_behalf_of_id)
        flow.say(OpinionKind.INSTRUCTION, said.opinion or "同意", task)
        loan.responsible_id = flow.open(LoanStep.LEND).assignee_id
        flow.take(step, task=task)
        return await self.view(loan_id)

    async def refuse(self, loan_id: UUID, seen: int, said: RefuseSaid) -> dict[str, Any]:
        """不同意借阅. Raises: NotFound, Stale, TransitionRefused, Forbidden."""
        loan, flow, _ = await self._locked(loan_id, seen)
        step = self._check(loan, flow, LoanAction.REFUSE, said)
        task = flow.mine(LoanStep.APPROVE, said.on_behalf_of_id)
        flow.say(OpinionKind.INSTRUCTION, said.reason, task)
        flow.told.add(loan.borrower_id)
        self._end(loan, flow)
        flow.take(step, task=task, note=said.reason)
        return await self.view(loan_id)

    async def withdraw(self, loan_id: UUID, seen: int, said: RefuseSaid) -> dict[str, Any]:
        """撤回申请. Raises: NotFound, Stale, TransitionRefused, Forbidden."""
        loan, flow, _ = await self._locked(loan_id, seen)
        step = self._check(loan, flow, LoanAction.WITHDRAW, said)
        self._end(loan, flow)
        flow.take(step, note=said.reason)
        return await self.view(loan_id)

    async def lend(self, loan_id: UUID, seen: int, said: Said) -> dict[str, Any]:
        """借出: the borrower may read its files until it is returned; the clock of the return runs.

        Raises: NotFound, Stale, TransitionRefused (also when it was put on a disposal list), Forbidden, AlreadyExists.
        """
        loan, flow, desk = await self._locked(loan_id, seen)
        step = self._check(loan, flow, LoanAction.LEND, said)
        task = flow.mine(LoanStep.LEND, said.on_behalf_of_id)
        keeping = await self._archives.lock(loan.record_id)
        assert keeping is not None  # every record is kept somehow
        if keeping.state == KeepingState.DESTROYED or keeping.disposal_id is not None:
            raise TransitionRefused("档案已销毁或者已列入鉴定销毁清单，不能借出", action=step.action, state=loan.state)
        if await self._loans.lent(ids=[loan.record_id]) and not await self._has_files(loan.record_id):
            raise AlreadyExists("纸质件已经借出")
        keeping.version += 1
        loan.lent_at = flow.now
        flow.say(OpinionKind.REMARK, said.opinion, task)
        due = max(desk.closing(loan.due_on), flow.now)
        loan.responsible_id = flow.open(LoanStep.RETURN, assignee_id=loan.borrower_id, due_at=due).assignee_id
        flow.take(step, task=task)
        return await self.view(loan_id)

    async def _has_files(self, record_id: UUID) -> bool:
        return bool(await self._archives.components([record_id]))

    async def return_(self, loan_id: UUID, seen: int, said: ReturnLoan) -> dict[str, Any]:
        """归还: counted back in by the archive. Raises: NotFound, Stale, TransitionRefused, Forbidden, Senseless."""
        loan, flow, _ = await self._locked(loan_id, seen)
        step = self._check(loan, flow, LoanAction.RETURN, said)
        if said.copies_made and not loan.wants_copy:
            raise Senseless("/copies_made", "申请时未要求复制")
        loan.returned_at, loan.copies_made, loan.return_note = flow.now, said.copies_made, said.note
        for task in flow.open_tasks(LoanStep.RETURN):
            flow.finish(task, step.action)
        self._end(loan, flow)
        flow.take(step, note=said.note)
        return await self.view(loan_id)

    def _end(self, loan: ArchiveLoan, flow: Flow) -> None:
        loan.closed_at, loan.responsible_id = flow.now, None
