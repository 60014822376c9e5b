"""The urging ladder (催办阶梯) an organ sets itself: who is told how long before or after a task is due (DOC-I08)."""

from collections.abc import Sequence
from typing import Any

from app.core.actor import Actor
from app.core.errors import RuleViolated, Senseless, Stale
from app.db.database import Db
from app.engine.ladder import DEFAULT_LADDER, Rung
from app.engine.worktime import Limit
from app.models.office import Ladder, LadderRung
from app.repositories.office import OfficeRepository
from app.rules.finding import Finding
from app.schemas.office import LadderChange
from app.services.audit.service import AuditService
from app.services.office.desk import DeskService
from app.services.office.limits import check_limit
from app.services.office.parameters import SHIPPED
from app.services.rules.judge import told
from app.vocabulary.deadlines import RungWhen
from app.vocabulary.rules import Severity

URGED = "DOC-I08"
"""Urging happens before and after the due moment."""


class LadderService:
    """Made for one request from ``(db, actor)``. One ladder serves all flows of an organ."""

    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor, self._office = db, actor, OfficeRepository(db)

    async def read(self) -> dict[str, Any]:
        """The ladder of the caller's organ, the shipped one where it set none."""
        return self._view(await self._office.ladder(self._actor.organ_id), await self._rungs())

    async def change(self, seen: int, said: LadderChange) -> dict[str, Any]:
        """Replace all rungs. What was urged already is not urged again; open tasks follow the new ladder from now on.

        Raises: Stale, Senseless (a key twice, an offset out of bounds), RuleViolated (nothing before or nothing from the
        due moment on; DOC-I08).
        """
        organ_id = self._actor.organ_id
        await self._office.lock_organ(organ_id)
        found = await self._office.ladder(organ_id)
        present = found.version if found else SHIPPED
        if present != seen:
            raise Stale(present)
        before = await self._rungs()
        rungs = _checked(said)
        await self._check_both_sides(rungs)
        ladder = self._replaced(found, present + 1, said.reason)
        await self._office.drop_rungs(organ_id)
        self._db.add(*(_row(self._actor, place, rung) for place, rung in enumerate(rungs, start=1)))
        AuditService(self._db, self._actor).record(
            "ladder", organ_id, "change_ladder", note=said.reason, changes={"rungs": (_told(before), _told(rungs))}
        )
        await self._db.forget()
        return self._view(ladder, rungs)

    async def _rungs(self) -> Sequence[Rung]:
        rows = await self._office.rungs(self._actor.organ_id)
        return [Rung(row.key, Limit(row.offset_value, row.offset_unit), row.target) for row in rows] or DEFAULT_LADDER

    async def _check_both_sides(self, rungs: Sequence[Rung]) -> None:
        desk = await DeskService(self._db).of(self._actor.organ_id)
        sides = {rung.when is RungWhen.BEFORE for rung in rungs}
        if len(sides) < 2 and desk.severity(URGED) == Severity.BLOCK:
            finding = Finding(URGED, "催办阶梯应当既有到期前的提醒，又有到期时或者逾期后的提醒", "/rungs")
            errors = [{"pointer": finding.pointer, "in": "body", "code": finding.rule, "message": finding.message}]
            raise RuleViolated(finding.message, rules=[told(finding)], errors=errors)

    def _replaced(self, found: Ladder | None, version: int, reason: str) -> Ladder:
        ladder = found or Ladder(organ_id=self._actor.organ_id)
        ladder.version, ladder.reason = version, reason
        ladder.set_by_id, ladder.set_at = self._actor.user_id, self._db.clock.now()
        if found is None:
            self._db.add(ladder)
        return ladder

    def _view(self, found: Ladder | None, rungs: Sequence[Rung]) -> dict[str, Any]:
        return {
            "version": found.version if found else SHIPPED,
            "reason": found.reason if found else None,
            "set_by_id": found.set_by_id if found else None,
            "set_at": found.set_at if found else None,
            "rungs": [
                {
                    "key": rung.key,
                    "offset_value": rung.offset.value,
                    "offset_unit": rung.offset.unit,
                    "when": rung.when,
                    "target": rung.target,
                }
                for rung in rungs
            ],
        }


def _checked(said: LadderChange) -> list[Rung]:
    """Raises: Senseless."""
    if len({one.key for one in said.rungs}) < len(said.rungs):
        raise Senseless("/rungs", "催办阶梯中各级的代号不得相同")
    rungs = [Rung(one.key, Limit(one.offset_value, one.offset_unit), one.target) for one in said.rungs]
    for place, rung in enumerate(rungs):
        if rung.offset.value:
            check_limit(rung.offset, f"/rungs/{place}/offset_value")
    return rungs


def _row(actor: Actor, place: int, rung: Rung) -> LadderRung:
    return LadderRung(
        organ_id=actor.organ_id,
        key=rung.key,
        position=place,
        offset_value=rung.offset.value,
        offset_unit=rung.offset.unit,
        target=rung.target,
    )


def _told(rungs: Sequence[Rung]) -> list[str]:
    return [f"{rung.key}: {rung.offset.value} {rung.offset.unit} {rung.target}" for rung in rungs]
