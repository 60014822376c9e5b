"""What happens to a seal reaches those who wait for it: stopping, losing and handing over (SEAL-R09, R12, R13)."""

from typing import Any
from uuid import UUID

from app.rules.checks.seals import check_handover, check_keeper_role
from app.schemas.seals import EndSeal, HandOverSeal
from app.services.seal_requests.pending import Pending
from app.services.seals.service import SealService
from app.vocabulary.seals import SealAction as Do
from app.vocabulary.seals import SealState as Is


class SealLifeService(SealService):
    async def stop(self, seal_id: UUID, seen: int, said: EndSeal) -> dict[str, Any]:
        """停用: a change of name, abolition, a new seal (SEAL-R12). What waits for it ends, and its applicants are told.

        Raises: NotFound, Stale, TransitionRefused, ClassifiedNotAllowed.
        """
        seal = await self._locked(seal_id, seen, Do.STOP)
        await self._weigh(said, ())
        self._end(seal, Is.STOPPED, said.reason)
        await Pending(self._db, self._actor).void(seal, f"印章已停用：{said.reason}", is_lost=False)
        return await self._done(seal, Do.STOP, said.reason)

    async def report_lost(self, seal_id: UUID, seen: int, said: EndSeal) -> dict[str, Any]:
        """报告遗失: by its keeper or the office director. It is void at once, what waits for it ends, and the applicants are
        told (SEAL-R13).

        Raises: NotFound, Stale, TransitionRefused, Forbidden, ClassifiedNotAllowed.
        """
        seal = await self._locked(seal_id, seen, Do.REPORT_LOST)
        self._must_answer_for(seal)
        await self._weigh(said, ())
        self._end(seal, Is.LOST, said.reason)
        await Pending(self._db, self._actor).void(seal, f"印章遗失，声明作废：{said.reason}", is_lost=True)
        return await self._done(seal, Do.REPORT_LOST, said.reason)

    async def hand_over(self, seal_id: UUID, seen: int, said: HandOverSeal) -> dict[str, Any]:
        """保管交接 before a witness (SEAL-R09); what waits for the seal waits for the new keeper from now on.

        Raises: NotFound, Stale, TransitionRefused, Forbidden, ReferenceNotFound, RuleViolated, ClassifiedNotAllowed.
        """
        seal = await self._locked(seal_id, seen, Do.HAND_OVER)
        self._must_answer_for(seal)
        await self._keepers(to_id=said.to_id, witness_id=said.witness_id)
        giver = seal.keeper_id
        await self._weigh(
            said,
            [
                *check_handover(giver, said.to_id, said.witness_id),
                *check_keeper_role(await self._roles(said.to_id), "/to_id"),
            ],
        )
        self._hand(seal, giver, said.to_id, said.witness_id, said.note)
        await Pending(self._db, self._actor).pass_on(seal, said.to_id)
        return await self._done(seal, Do.HAND_OVER, said.note)
