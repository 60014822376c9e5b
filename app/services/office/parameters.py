"""The parameters of a flow that an organ sets itself: limits, owners, optional steps, when parallel work is settled.

Version 1 of everything is what is shipped; an organ's own versions begin with 2. A running matter keeps the version it
started with.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from app.core.actor import Actor
from app.core.clock import local_day
from app.core.errors import NotFound, Senseless, Stale
from app.core.ids import new_id
from app.db.database import Db
from app.db.slice import Slice, Wanted
from app.engine.steps import StepSetting
from app.engine.worktime import Limit
from app.models.office import FlowParameters, StepParameter
from app.repositories.office import OfficeRepository
from app.repositories.registers import RegisterRepository
from app.schemas.office import ParametersChange, StepChange
from app.services.audit.service import AuditService
from app.services.identity.directory import Directory
from app.services.office.limits import check_limit
from app.vocabulary.common import MatterKind
from app.vocabulary.identity import Role
from app.vocabulary.labelled import Labelled
from app.vocabulary.tasks import SignMode

SHIPPED: Final = 1
"""The version of what nobody tuned."""

Settings = Mapping[Labelled, StepSetting]


@dataclass(frozen=True, slots=True)
class TunableFlow:
    """What of a flow may be tuned: its steps with their shipped settings, those that may be left out, and those that
    several people do at once, so that it has to be said when they are settled."""

    kind: MatterKind
    defaults: Settings
    optional: frozenset[Labelled]
    parallel: frozenset[Labelled]

    def step(self, name: str) -> Labelled:
        """The step of this name. Raises: KeyError."""
        return {str(step): step for step in self.defaults}[name]


class ParameterService:
    """Made for one request from ``(db, actor)``."""

    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor, self._office = db, actor, OfficeRepository(db)

    async def read(self, flow: TunableFlow, version: int | None = None) -> dict[str, Any]:
        """The present parameters of the caller's organ, or those of one version. Raises: NotFound (no such version)."""
        found = None
        if version != SHIPPED:
            found = await self._office.parameters(self._actor.organ_id, flow.kind, version)
            if found is None and version is not None:
                raise NotFound
        settings = await self._settings(flow, found.id if found else None)
        return {
            "kind": flow.kind,
            "version": found.version if found else SHIPPED,
            "reason": found.reason if found else None,
            "created_by_id": found.created_by_id if found else None,
            "created_by_name": found.created_by_name if found else None,
            "created_at": found.created_at if found else None,
            "steps": await self._shown(flow, settings),
        }

    async def versions(self, flow: TunableFlow, wanted: Wanted) -> Slice:
        """The organ's own versions, newest first."""
        return await RegisterRepository(self._db).versions(self._actor.organ_id, flow.kind, wanted)

    async def change(self, flow: TunableFlow, seen: int, said: ParametersChange) -> dict[str, Any]:
        """A new version of all steps; matters that begin from now on follow it.

        Raises: Stale (``seen`` is not the present version), Senseless (a step is missing, named twice, switched off
        although the law wants it, without an owner, or its limit out of bounds).
        """
        organ_id = self._actor.organ_id
        await self._office.lock_organ(organ_id)
        found = await self._office.parameters(organ_id, flow.kind)
        present = found.version if found else SHIPPED
        if present != seen:
            raise Stale(present)
        before = await self._settings(flow, found.id if found else None)
        after = await self._checked(flow, before, said.steps)
        now = self._db.clock.now()
        parameters = FlowParameters(
            id=new_id(),
            organ_id=organ_id,
            kind=flow.kind,
            version=present + 1,
            reason=said.reason,
            created_by_id=self._actor.user_id,
            created_at=now,
        )
        self._db.add(parameters, *(_row(parameters.id, step, setting) for step, setting in after.items()))
        AuditService(self._db, self._actor).record(
            "flow_parameters", parameters.id, "change_parameters", note=said.reason, changes=_changes(before, after)
        )
        await self._db.forget()
        return await self.read(flow)

    async def _settings(self, flow: TunableFlow, parameters_id: UUID | None) -> dict[Labelled, StepSetting]:
        settings = dict(flow.defaults)
        for row in await self._office.steps_of(parameters_id) if parameters_id else ():
            settings[flow.step(row.step)] = StepSetting(
                Limit(row.limit_value, row.limit_unit),
                Role(row.role) if row.role else None,
                person_id=row.person_id,
                enabled=row.enabled,
                sign_mode=row.sign_mode,
                sign_count=row.sign_count,
            )
        return settings

    async def _shown(self, flow: TunableFlow, settings: Settings) -> list[dict[str, Any]]:
        holders = await Directory(self._db).holders(self._actor.organ_id)
        owners = {step: setting.person_id or _first(holders, setting.role) for step, setting in settings.items()}
        cards = await Directory(self._db).people([one for one in owners.values() if one is not None])
        names: dict[UUID | None, str] = {person_id: card.name for person_id, card in cards.items()}
        return [
            {
                "step": step,
                "label": step.label,
                "limit_value": setting.limit.value,
                "limit_unit": setting.limit.unit,
                "role": setting.role,
                "person_id": setting.person_id,
                "owner_id": owners[step],
                "owner_name": names.get(owners[step]),
                "enabled": setting.enabled,
                "is_optional": step in flow.optional,
                "sign_mode": setting.sign_mode,
                "sign_count": setting.sign_count,
            }
            for step, setting in settings.items()
        ]

    async def _checked(self, flow: TunableFlow, before: Settings, said: Sequence[StepChange]) -> Settings:
        names = [one.step for one in said]
        if missing := [step.label for step in flow.defaults if step not in names]:
            raise Senseless("/steps", f"缺少环节：{'、'.join(missing)}")
        if len(names) != len(flow.defaults):
            raise Senseless("/steps", "同一环节只能出现一次")
        after = {flow.step(one.step): _setting(one) for one in said}
        staff = await self._office.staff(
            {one.person_id for one in said if one.person_id is not None},
            self._actor.organ_id,
            local_day(self._db.clock.now()),
        )
        holders = await Directory(self._db).holders(self._actor.organ_id)
        for place, (step, setting) in enumerate(after.items()):
            pointer = f"/steps/{place}"
            check_limit(setting.limit, f"{pointer}/limit_value")
            _check_owner(setting, before[step], flow.defaults[step], staff, holders, pointer)
            _check_way(flow, step, setting, pointer)
        return after


def _first(holders: Mapping[Role, Sequence[UUID]], role: Role | None) -> UUID | None:
    return next(iter(holders.get(role, ())), None) if role else None


def _setting(said: StepChange) -> StepSetting:
    return StepSetting(
        Limit(said.limit_value, said.limit_unit),
        said.role,
        person_id=said.person_id,
        enabled=said.enabled,
        sign_mode=said.sign_mode,
        sign_count=said.sign_count,
    )


def _check_owner(
    setting: StepSetting,
    before: StepSetting,
    shipped: StepSetting,
    staff: Mapping[UUID, str],
    holders: Mapping[Role, Sequence[UUID]],
    pointer: str,
) -> None:
    """Steps with a post have an owner; those whose people are named paper by paper have none.

    A role nobody holds would stop every paper at this step, so it is not newly chosen.
    Raises: Senseless.
    """
    if shipped.role is None:
        if setting.role is not None or setting.person_id is not None:
            raise Senseless(f"{pointer}/role", "该环节的办理人由流程逐件确定，不设角色或人员")
        return
    if setting.person_id is not None and setting.person_id not in staff:
        raise Senseless(f"{pointer}/person_id", "指定的人员应当是本机关在岗的工作人员")
    if setting.role is None and setting.person_id is None:
        raise Senseless(f"{pointer}/role", "应当指定角色或者人员")
    if setting.role is not None and setting.role != before.role and not holders.get(setting.role):
        raise Senseless(f"{pointer}/role", f"目前无人担任“{setting.role.label}”")


def _check_way(flow: TunableFlow, step: Labelled, setting: StepSetting, pointer: str) -> None:
    """Raises: Senseless (a step the law wants is switched off; a way of signing the step does not know)."""
    if not setting.enabled and step not in flow.optional:
        raise Senseless(f"{pointer}/enabled", f"“{step.label}”是规定环节，不得关闭")
    if setting.sign_mode != SignMode.ALL and step not in flow.parallel:
        raise Senseless(f"{pointer}/sign_mode", f"“{step.label}”由一人办理，不设会签方式")
    if (setting.sign_mode == SignMode.SOME) != (setting.sign_count is not None):
        raise Senseless(f"{pointer}/sign_count", "会签方式为“若干”时，且仅在此时，应当填写人数")


def _row(parameters_id: UUID, step: Labelled, setting: StepSetting) -> StepParameter:
    return StepParameter(
        parameters_id=parameters_id,
        step=step,
        limit_value=setting.limit.value,
        limit_unit=setting.limit.unit,
        role=setting.role,
        person_id=setting.person_id,
        enabled=setting.enabled,
        sign_mode=setting.sign_mode,
        sign_count=setting.sign_count,
    )


def _facts(settings: Settings) -> Iterable[tuple[str, Any]]:
    for step, setting in settings.items():
        yield f"{step}.limit", f"{setting.limit.value} {setting.limit.unit}"
        for member in ("role", "person_id", "enabled", "sign_mode", "sign_count"):
            yield f"{step}.{member}", getattr(setting, member)


def _changes(before: Settings, after: Settings) -> dict[str, tuple[Any, Any]]:
    old = dict(_facts(before))
    return {name: (old[name], value) for name, value in _facts(after) if value != old[name]}
