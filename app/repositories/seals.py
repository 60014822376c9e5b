"""The register of seals, and the books kept on each: keepers, outings, uses."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, case, func, literal_column, select

from app.db.database import Db
from app.db.slice import Listing, Slice, Sort, Wanted
from app.models.identity import Department, Organ
from app.models.seals import Seal, SealHandover, SealOuting, SealUse
from app.repositories.matters import matters, people
from app.repositories.shown import is_one_of, name_of
from app.vocabulary.seals import SealState, SealType

seals, handovers, outings, uses = (model.__table__ for model in (Seal, SealHandover, SealOuting, SealUse))
departments, organs = Department.__table__, Organ.__table__
_of_organ = seals.c.organ_id == bindparam("organ_id")
_of_seal: Any = bindparam("seal_id")
_is_out = (
    select(literal_column("1"))
    .where(outings.c.seal_id == seals.c.id, outings.c.returned_at.is_(None))
    .correlate(seals)
    .exists()
)
_SUMMARY = ("id", "code", "name", "seal_type", "shape", "keeper_id", "state", "started_on", "version")

LISTING = Listing(
    {**{name: seals.c[name] for name in _SUMMARY}, "keeper_name": name_of(seals.c.keeper_id), "is_out": _is_out},
    seals,
    id_column=seals.c.id,
    scopes={"organ": _of_organ},
    filters={
        "state": is_one_of(seals.c.state, "state"),
        "seal_type": is_one_of(seals.c.seal_type, "seal_type"),
        "keeper_id": seals.c.keeper_id == bindparam("keeper_id"),
    },
    sorts={"code": Sort(seals.c.code, str)},
)
_giver, _witness, _recorder = (people.alias(name) for name in ("giver", "witness", "recorder"))
HANDOVERS = Listing(
    {
        **{name: handovers.c[name] for name in ("id", "from_id", "to_id", "witness_id", "note", "at")},
        "from_name": _giver.c.name,
        "to_name": people.c.name,
        "witness_name": _witness.c.name,
        "recorded_by_id": handovers.c.recorded_by_id,
        "recorded_by_name": _recorder.c.name,
    },
    handovers.join(people, people.c.id == handovers.c.to_id)
    .join(_recorder, _recorder.c.id == handovers.c.recorded_by_id)
    .outerjoin(_giver, _giver.c.id == handovers.c.from_id)
    .outerjoin(_witness, _witness.c.id == handovers.c.witness_id),
    id_column=handovers.c.id,
    scopes={"seal": handovers.c.seal_id == _of_seal},
    filters={},
    sorts={"-at": Sort(handovers.c.at, datetime, descending=True), "at": Sort(handovers.c.at, datetime)},
)
_carrier, _escort = people.alias("carrier"), people.alias("escort")
OUTINGS = Listing(
    {
        **{name: outings.c[name] for name in ("id", "request_id", "carrier_id", "escort_id", "place", "out_at", "due_at")},
        "carrier_name": _carrier.c.name,
        "escort_name": _escort.c.name,
        "returned_at": outings.c.returned_at,
        "checked_by_id": outings.c.checked_by_id,
        "checked_by_name": name_of(outings.c.checked_by_id),
        "condition": outings.c.condition,
    },
    outings.join(_carrier, _carrier.c.id == outings.c.carrier_id).join(_escort, _escort.c.id == outings.c.escort_id),
    id_column=outings.c.id,
    scopes={"seal": outings.c.seal_id == _of_seal},
    filters={"open": (outings.c.returned_at.is_(None)) == bindparam("open")},
    sorts={"-out_at": Sort(outings.c.out_at, datetime, descending=True), "out_at": Sort(outings.c.out_at, datetime)},
)  # fmt: skip
_handler, _approver, _keeper = (people.alias(name) for name in ("handler", "approver", "keeper"))
_USE_COLUMNS = (
    *("id", "seal_id", "matter_id", "log_number", "used_at", "unit", "handler_id", "purpose", "document_title"),
    *("document_reference", "sha256", "copies", "approved_copies", "approver_id", "approved_at", "keeper_id", "place"),
    *(
        "riding_seal",
        "provider_reference",
        "remarks",
        "corrects_id",
        "correction_reason",
        "entered_by_id",
        "entered_at",
    ),
)
USES = Listing(
    {
        **{name: uses.c[name] for name in _USE_COLUMNS},
        "matter_kind": matters.c.kind,
        "handler_name": _handler.c.name,
        "approver_name": _approver.c.name,
        "keeper_name": _keeper.c.name,
    },
    uses.join(matters, matters.c.id == uses.c.matter_id)
    .join(_handler, _handler.c.id == uses.c.handler_id)
    .join(_approver, _approver.c.id == uses.c.approver_id)
    .join(_keeper, _keeper.c.id == uses.c.keeper_id),
    id_column=uses.c.id,
    scopes={"seal": uses.c.seal_id == _of_seal},
    filters={
        "used_from": uses.c.used_at >= bindparam("used_from"),
        "used_before": uses.c.used_at < bindparam("used_before"),
        "matter_id": uses.c.matter_id == bindparam("matter_id"),
        "handler_id": uses.c.handler_id == bindparam("handler_id"),
    },
    sorts={"-used_at": Sort(uses.c.used_at, datetime, descending=True), "used_at": Sort(uses.c.used_at, datetime)},
)
HISTORIES = {"handovers": HANDOVERS, "outings": OUTINGS, "uses": USES}

_ONE: Select[Any] = select(*seals.columns).where(seals.c.id == _of_seal, _of_organ)
_LOCK = _ONE.with_for_update()
_SHARE = _ONE.with_for_update(read=True)
_VIEW = _ONE.add_columns(name_of(seals.c.keeper_id).label("keeper_name"), _is_out.label("is_out"))
_OPEN_OUTING = select(*outings.columns).where(outings.c.seal_id == _of_seal, outings.c.returned_at.is_(None))
_USE = select(*uses.columns).where(uses.c.id == bindparam("use_id"), uses.c.organ_id == bindparam("organ_id"))
_ENDED = (SealState.SURRENDERED, SealState.DESTROYED)
_OFFICIAL = select(seals.c.name).where(
    _of_organ,
    seals.c.seal_type.in_((SealType.OFFICIAL, SealType.PARTY)),
    seals.c.state.not_in(_ENDED),
)
_ON_PAPERS = (
    select(seals.c.keeper_id)
    .where(
        _of_organ,
        seals.c.state == SealState.IN_USE,
        seals.c.seal_type.in_((SealType.OFFICIAL, SealType.PARTY, SealType.PRINT_PLATE, SealType.ELECTRONIC)),
        is_one_of(seals.c.name, "names"),
    )
    .order_by(case((seals.c.seal_type == SealType.OFFICIAL, 0), else_=1), seals.c.code)
    .limit(1)
)
_UNIT = select(
    func.coalesce(
        select(departments.c.name).where(departments.c.id == bindparam("department_id")).scalar_subquery(),
        organs.c.name,
    )
).where(organs.c.id == bindparam("organ_id"))


class SealRepository:
    """Every staff member of an organ sees its seals, nobody those of another; who may see the books is asked before."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def search(self, organ_id: UUID, wanted: Wanted) -> Slice:
        return await LISTING.fetch(self._db, wanted, "organ", {"organ_id": organ_id})

    async def view(self, seal_id: UUID, organ_id: UUID) -> Row[Any] | None:
        return await self._db.first(_VIEW, {"seal_id": seal_id, "organ_id": organ_id})

    async def one(self, seal_id: UUID, organ_id: UUID) -> Seal | None:
        return await self._db.entity(Seal, _ONE, {"seal_id": seal_id, "organ_id": organ_id})

    async def lock(self, seal_id: UUID, organ_id: UUID) -> Seal | None:
        """For a change of the seal itself."""
        return await self._db.entity(Seal, _LOCK, {"seal_id": seal_id, "organ_id": organ_id})

    async def hold(self, seal_id: UUID, organ_id: UUID) -> Seal | None:
        """For a use: until it is committed the seal is neither stopped nor handed over; other uses go on."""
        return await self._db.entity(Seal, _SHARE, {"seal_id": seal_id, "organ_id": organ_id})

    async def outing(self, seal_id: UUID) -> SealOuting | None:
        """Where the seal is now, if it is out."""
        return await self._db.entity(SealOuting, _OPEN_OUTING, {"seal_id": seal_id})

    async def use(self, use_id: UUID, organ_id: UUID) -> SealUse | None:
        return await self._db.entity(SealUse, _USE, {"use_id": use_id, "organ_id": organ_id})

    async def official_names(self, organ_id: UUID) -> set[str]:
        """What is engraved in the seals that stand for the organ itself."""
        return {row.name for row in await self._db.rows(_OFFICIAL, {"organ_id": organ_id})}

    async def keeper(self, organ_id: UUID, names: Sequence[str]) -> UUID | None:
        """Who keeps the seal that stands for the organ of these names, the official one first."""
        found: UUID | None = await self._db.scalar(_ON_PAPERS, {"organ_id": organ_id, "names": list(names)})
        return found

    async def unit(self, department_id: UUID | None, organ_id: UUID) -> str:
        """用印单位: the department, or the organ for people without one."""
        found: str = await self._db.scalar(_UNIT, {"department_id": department_id, "organ_id": organ_id})
        return found

    async def history(self, name: str, seal_id: UUID, wanted: Wanted) -> Slice:
        """One of `HISTORIES` of a seal the caller was already found to see."""
        return await HISTORIES[name].fetch(self._db, wanted, "seal", {"seal_id": seal_id})
