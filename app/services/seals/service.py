"""印章: the register of an organ's seals, and what becomes of each (SEAL-R09 … SEAL-R13, SEAL-R16)."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.clock import local_day
from app.core.errors import (
    AlreadyExists,
    Forbidden,
    NotFound,
    ReferenceNotFound,
    Stale,
    TransitionRefused,
)
from app.core.ids import new_id
from app.db.database import Db
from app.db.slice import Slice, Wanted
from app.models.seals import Seal, SealHandover
from app.repositories.seals import SealRepository
from app.rules.checks.seals import (
    SealLook,
    check_copies,
    check_keeper_role,
    check_look,
    check_provider,
    check_resumed,
    check_special_name,
)
from app.rules.finding import Finding
from app.schemas.seal_uses import CorrectUse
from app.schemas.seals import DisposeSeal, EndSeal, SealCreate, SealUpdate
from app.services.audit.service import AuditService
from app.services.identity.directory import Directory, PersonCard
from app.services.matters.said import texts, told
from app.services.office.desk import DeskService
from app.services.seals.log import SealLog
from app.services.seals.weighing import weigh
from app.services.secrecy.gate import SecrecyGate
from app.vocabulary.identity import Permission, Role
from app.vocabulary.seals import SealAction as Do
from app.vocabulary.seals import SealState as Is

SUBJECT = "seal"
MAY_BE: dict[Do, frozenset[Is]] = {
    Do.UPDATE: frozenset({Is.IN_USE, Is.STOPPED}),
    Do.HAND_OVER: frozenset({Is.IN_USE, Is.STOPPED}),
    Do.STOP: frozenset({Is.IN_USE}),
    Do.RESUME: frozenset({Is.STOPPED}),
    Do.SURRENDER: frozenset({Is.STOPPED, Is.LOST}),
    Do.DESTROY: frozenset({Is.STOPPED, Is.LOST, Is.SURRENDERED}),
    Do.REPORT_LOST: frozenset({Is.IN_USE, Is.STOPPED}),
}
"""From which states each thing may be done to a seal (SEAL-R12, SEAL-R13). A lost one that turns up is not used again."""
HIDDEN = ("organ_id",)


class SealService:
    """Made for one request from ``(db, actor)``."""

    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor = db, actor
        self._seals, self._audit = SealRepository(db), AuditService(db, actor)

    async def search(self, wanted: Wanted) -> Slice:
        return await self._seals.search(self._actor.organ_id, wanted)

    async def view(self, seal_id: UUID) -> dict[str, Any]:
        """Raises: NotFound."""
        row = await self._seals.view(seal_id, self._actor.organ_id)
        if row is None:
            raise NotFound
        return {name: value for name, value in row._mapping.items() if name not in HIDDEN}

    async def history(self, name: str, seal_id: UUID, wanted: Wanted) -> Slice:
        """Its keepers, its outings or its uses. Raises: NotFound."""
        if await self._seals.one(seal_id, self._actor.organ_id) is None:
            raise NotFound
        return await self._seals.history(name, seal_id, wanted)

    async def create(self, said: SealCreate) -> dict[str, Any]:
        """登记印章 with its first keeper.

        Raises: RuleViolated, ConfirmationRequired, ReferenceNotFound (``keeper_id``), AlreadyExists (its code),
        ClassifiedNotAllowed.
        """
        seal = Seal(id=new_id(), organ_id=self._actor.organ_id, **said.model_dump(exclude={"overrides"}))
        await self._keepers(keeper_id=said.keeper_id)
        special = check_special_name(seal.name, seal.seal_type, await self._seals.official_names(seal.organ_id))
        findings = [*special, *check_provider(seal.seal_type, seal.provider, seal.provider_reference)]
        findings += check_keeper_role(await self._roles(said.keeper_id))
        reasons = await self._weigh(said, [*findings, *check_look(_look(seal))])
        self._db.add(seal)
        self._audit.record(SUBJECT, seal.id, Do.CREATE, entity=seal, note=reasons)
        self._hand(seal, None, said.keeper_id, None, None)
        await self._db.flush()
        return await self.view(seal.id)

    async def update(self, seal_id: UUID, seen: int, said: SealUpdate) -> dict[str, Any]:
        """Raises: NotFound, Stale, TransitionRefused, RuleViolated, ConfirmationRequired, ClassifiedNotAllowed."""
        seal = await self._locked(seal_id, seen, Do.UPDATE)
        for name, value in said.model_dump(exclude_unset=True, exclude={"overrides"}).items():
            setattr(seal, name, value)
        reasons = await self._weigh(said, check_look(_look(seal)))
        return await self._done(seal, Do.UPDATE, reasons)

    async def resume(self, seal_id: UUID, seen: int, said: EndSeal) -> dict[str, Any]:
        """恢复使用: an electronic seal only (SEAL-R12, SEAL-R16).

        Raises: NotFound, Stale, TransitionRefused, RuleViolated, ClassifiedNotAllowed.
        """
        seal = await self._locked(seal_id, seen, Do.RESUME)
        await self._weigh(said, check_resumed(seal.seal_type))
        seal.state, seal.ended_on, seal.end_reason = Is.IN_USE, None, None
        return await self._done(seal, Do.RESUME, said.reason)

    async def surrender(self, seal_id: UUID, seen: int, said: DisposeSeal) -> dict[str, Any]:
        """缴回制发机关 (SEAL-R12). Raises: NotFound, Stale, TransitionRefused, ClassifiedNotAllowed."""
        return await self._disposed(seal_id, seen, Do.SURRENDER, Is.SURRENDERED, said)

    async def destroy(self, seal_id: UUID, seen: int, said: DisposeSeal) -> dict[str, Any]:
        """销毁 (SEAL-R12). Raises: NotFound, Stale, TransitionRefused, ClassifiedNotAllowed."""
        return await self._disposed(seal_id, seen, Do.DESTROY, Is.DESTROYED, said)

    async def correct(self, use_id: UUID, said: CorrectUse) -> dict[str, Any]:
        """更正用印登记: by the keeper or the office director, as another entry (SEAL-R06).

        Raises: NotFound, Forbidden, AlreadyExists (it was corrected before), RuleViolated (SEAL-R05), ClassifiedNotAllowed.
        """
        wrong = await self._seals.use(use_id, self._actor.organ_id)
        seal = await self._seals.hold(wrong.seal_id, self._actor.organ_id) if wrong is not None else None
        if wrong is None or seal is None:
            raise NotFound
        self._must_answer_for(seal)
        right = said.model_dump(exclude_unset=True, exclude={"reason"})
        copies = right.get("copies", wrong.copies)
        await self._weigh(said, check_copies(copies, wrong.approved_copies))
        log = SealLog(self._db, self._actor)
        use = await log.correct(seal, wrong, said.reason, right)
        self._audit.record(SUBJECT, seal.id, "correct_use", note=f"{wrong.log_number}：{said.reason}")
        try:
            await self._db.flush()
        except AlreadyExists as twice:
            raise AlreadyExists("该条登记已经更正，请更正其更正条") from twice
        return {"id": use.id, "log_number": use.log_number, "corrects_id": wrong.id, "copies": use.copies}

    def _must_answer_for(self, seal: Seal) -> None:
        """Its keeper, or the office director. Raises: Forbidden."""
        if seal.keeper_id not in self._actor.stands_for and not self._actor.can(Permission.SEALS_WRITE):
            raise Forbidden("只有保管人和办公室主任可以办理")

    async def _locked(self, seal_id: UUID, seen: int, action: Do) -> Seal:
        """Raises: NotFound, Stale, TransitionRefused."""
        seal = await self._seals.lock(seal_id, self._actor.organ_id)
        if seal is None:
            raise NotFound
        if seal.version != seen:
            raise Stale(seal.version)
        if seal.state not in MAY_BE[action]:
            refused = f"“{seal.state.label}”的印章不能执行“{action.label}”"
            raise TransitionRefused(refused, action=action, state=seal.state)
        return seal

    async def _disposed(self, seal_id: UUID, seen: int, action: Do, state: Is, said: DisposeSeal) -> dict[str, Any]:
        seal = await self._locked(seal_id, seen, action)
        await self._weigh(said, ())
        self._end(seal, state, said.reason)
        seal.disposal = said.disposal
        return await self._done(seal, action, said.reason)

    def _end(self, seal: Seal, state: Is, reason: str) -> None:
        """From today on it is not used."""
        seal.state, seal.end_reason = state, reason
        seal.ended_on = seal.ended_on or local_day(self._db.clock.now())

    async def _done(self, seal: Seal, action: Do, note: str | None) -> dict[str, Any]:
        seal.version += 1
        self._audit.record(SUBJECT, seal.id, action, entity=seal, note=note)
        return await self.view(seal.id)

    def _hand(self, seal: Seal, giver: UUID | None, taker: UUID, witness: UUID | None, note: str | None) -> None:
        """交接 is on record for ever."""
        seal.keeper_id = taker
        self._db.add(
            SealHandover(
                id=new_id(),
                seal_id=seal.id,
                from_id=giver,
                to_id=taker,
                witness_id=witness,
                note=note,
                recorded_by_id=self._actor.user_id,
                at=self._db.clock.now(),
            )
        )

    async def _keepers(self, **people: UUID) -> dict[UUID, PersonCard]:
        """The people a request names. Raises: ReferenceNotFound (who does not work here)."""
        found = await Directory(self._db).staff(people.values(), self._actor.organ_id)
        for member, person_id in people.items():
            if person_id not in found:
                raise ReferenceNotFound(f"/{member}")
        return dict(found)

    async def _roles(self, person_id: UUID) -> list[Role]:
        holders = await Directory(self._db).holders(self._actor.organ_id)
        return [role for role, people in holders.items() if person_id in people]

    async def _weigh(self, said: Any, findings: Iterable[Finding]) -> str | None:
        """What stands in the way, and the gate before it (SEC-R01). The reasons for what was set aside."""
        doubts = SecrecyGate(self._db, self._actor).check(texts(said))
        desk = await DeskService(self._db).of(self._actor.organ_id)
        return weigh(desk, [*doubts, *findings], told(getattr(said, "overrides", ())))


def _look(seal: Seal) -> SealLook:
    return SealLook(seal.seal_type, seal.shape, seal.emblem, seal.rank, seal.width_mm, seal.height_mm)
