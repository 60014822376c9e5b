"""用印登记: one gap-free log for each seal and year, entered in the transaction of the use (SEAL-R06)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.actor import Actor
from app.core.clock import local_day
from app.core.errors import Forbidden, ReferenceNotFound
from app.core.ids import new_id
from app.db.database import Db
from app.models.seals import Seal, SealUse
from app.repositories.seals import SealRepository
from app.rules.checks.seals import (
    check_copies,
    check_electronic_use,
    check_in_use,
    check_keeper,
    check_place,
)
from app.rules.finding import Finding
from app.services.numbering.service import NumberingService


@dataclass(frozen=True, slots=True)
class Impression:
    """What a seal is put on, by whose word and for whom. ``approvers`` are all who gave that word, the first is entered."""

    matter_id: UUID
    handler_id: UUID
    department_id: UUID | None
    purpose: str
    title: str
    reference: str | None
    sha256: str
    copies: int
    approved_copies: int
    approvers: Sequence[UUID]
    approved_at: datetime
    place: str
    riding_seal: bool
    provider_reference: str | None
    remarks: str | None


class SealLog:
    """Made for one request from ``(db, actor)``; the caller is whoever puts the seal."""

    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor, self._seals = db, actor, SealRepository(db)

    async def hold(self, seal_id: UUID, pointer: str = "/seal_id") -> Seal:
        """The seal, which nobody stops or hands over before this use is committed.

        Raises: ReferenceNotFound (no such seal of the caller's organ).
        """
        seal = await self._seals.hold(seal_id, self._actor.organ_id)
        if seal is None:
            raise ReferenceNotFound(pointer)
        return seal

    def must_keep(self, seal: Seal, *others: UUID | None) -> None:
        """Only its keeper, whoever the keeper entrusted, or one of ``others`` puts a seal. Raises: Forbidden."""
        if self._actor.stands_for.isdisjoint({seal.keeper_id, *others}):
            raise Forbidden("只能由该印章的保管人用印")

    async def findings(self, seal: Seal, made: Impression, *, away_for: UUID | None = None) -> list[Finding]:
        """What speaks against this use. ``away_for`` is the request the seal may be out of the house for."""
        outing, today = await self._seals.outing(seal.id), local_day(self._db.clock.now())
        is_for_this = outing is not None and outing.request_id == away_for
        return [
            *check_in_use(seal.state, seal.started_on, today),
            *check_place(is_out=outing is not None, is_for_this=is_for_this),
            *check_copies(made.copies, made.approved_copies),
            *check_keeper(self._actor.user_id, made.approvers),
            *check_electronic_use(seal.seal_type, made.provider_reference, seal.certificate_until, today),
        ]

    async def enter(self, seal: Seal, made: Impression) -> SealUse:
        """Write the use. Call this after everything that may refuse: the number is taken here (DOC-N06)."""
        now = self._db.clock.now()
        use = SealUse(
            id=new_id(),
            seal_id=seal.id,
            organ_id=seal.organ_id,
            matter_id=made.matter_id,
            log_number=await self._number(seal, made.matter_id, now),
            used_at=now,
            unit=await self._seals.unit(made.department_id, seal.organ_id),
            handler_id=made.handler_id,
            purpose=made.purpose,
            document_title=made.title,
            document_reference=made.reference,
            sha256=made.sha256,
            copies=made.copies,
            approved_copies=made.approved_copies,
            approver_id=made.approvers[0],
            approved_at=made.approved_at,
            keeper_id=self._actor.user_id,
            place=made.place,
            riding_seal=made.riding_seal,
            provider_reference=made.provider_reference,
            remarks=made.remarks,
            entered_by_id=self._actor.user_id,
            entered_at=now,
        )
        self._db.add(use)
        return use

    async def correct(self, seal: Seal, wrong: SealUse, reason: str, right: dict[str, object]) -> SealUse:
        """更正: another entry that says what the first should have said; that one stays as it is."""
        kept = {name: getattr(wrong, name) for name in SealUse.__table__.columns.keys()}  # noqa: SIM118 - a collection
        now = self._db.clock.now()
        kept |= {
            **right,
            "id": new_id(),
            "corrects_id": wrong.id,
            "correction_reason": reason,
            "entered_by_id": self._actor.user_id,
            "entered_at": now,
            "log_number": await self._number(seal, wrong.matter_id, now),
        }
        use = SealUse(**kept)
        self._db.add(use)
        return use

    async def _number(self, seal: Seal, matter_id: UUID, at: datetime) -> str:
        numbers = NumberingService(self._db, self._actor)
        return await numbers.give(
            matter_id, f"seal:{seal.code}", local_day(at).year, f"{seal.code}用〔{{year}}〕{{seq}}号"
        )
