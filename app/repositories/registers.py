"""Lists of what an office keeps books on: the versions of its parameters, its number series, the numbers given."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, func, select

from app.db.database import Db
from app.db.slice import Listing, Slice, Sort, Wanted
from app.models.office import FlowParameters, NumberSeries, RegisteredNumber
from app.repositories.matters import people
from app.vocabulary.common import MatterKind

_versions, _series, _numbers = FlowParameters.__table__, NumberSeries.__table__, RegisteredNumber.__table__

VERSIONS = Listing(
    {
        "version": _versions.c.version,
        "reason": _versions.c.reason,
        "created_by_id": _versions.c.created_by_id,
        "created_by_name": people.c.name,
        "created_at": _versions.c.created_at,
    },
    _versions.join(people, people.c.id == _versions.c.created_by_id),
    id_column=_versions.c.id,
    scopes={"flow": (_versions.c.organ_id == bindparam("organ_id")) & (_versions.c.kind == bindparam("kind"))},
    filters={},
    sorts={"-version": Sort(_versions.c.version, int, descending=True)},
)
SERIES = Listing(
    {
        "id": _series.c.id,
        "series": _series.c.series,
        "year": _series.c.year,
        "template": _series.c.template,
        "last_value": _series.c.last_value,
        "voided_count": select(func.count())
        .where(_numbers.c.series_id == _series.c.id, _numbers.c.voided_at.is_not(None))
        .correlate(_series)
        .scalar_subquery(),
    },
    _series,
    id_column=_series.c.id,
    scopes={"organ": _series.c.organ_id == bindparam("organ_id")},
    filters={"series": _series.c.series == bindparam("series"), "year": _series.c.year == bindparam("year")},
    sorts={"-year": Sort(_series.c.year, int, descending=True), "year": Sort(_series.c.year, int)},
)
NUMBERS = Listing(
    {
        "value": _numbers.c.value,
        "text": _numbers.c.text,
        "matter_id": _numbers.c.matter_id,
        "given_at": _numbers.c.given_at,
        "given_by_id": _numbers.c.given_by_id,
        "given_by_name": people.c.name,
        "voided_at": _numbers.c.voided_at,
        "void_reason": _numbers.c.void_reason,
    },
    _numbers.join(people, people.c.id == _numbers.c.given_by_id),
    id_column=_numbers.c.matter_id,
    scopes={"series": _numbers.c.series_id == bindparam("series_id")},
    filters={"voided": (_numbers.c.voided_at.is_not(None)) == bindparam("voided")},
    sorts={"value": Sort(_numbers.c.value, int), "-value": Sort(_numbers.c.value, int, descending=True)},
)
_OWN_SERIES = select(_series.c.id).where(
    _series.c.id == bindparam("series_id"), _series.c.organ_id == bindparam("organ_id")
)


class RegisterRepository:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def versions(self, organ_id: UUID, kind: MatterKind, wanted: Wanted) -> Slice:
        return await VERSIONS.fetch(self._db, wanted, "flow", {"organ_id": organ_id, "kind": kind})

    async def series(self, organ_id: UUID, wanted: Wanted) -> Slice:
        return await SERIES.fetch(self._db, wanted, "organ", {"organ_id": organ_id})

    async def own_series(self, series_id: UUID, organ_id: UUID) -> Row[Any] | None:
        """The series, if it is the organ's."""
        return await self._db.first(_OWN_SERIES, {"series_id": series_id, "organ_id": organ_id})

    async def numbers(self, series_id: UUID, wanted: Wanted) -> Slice:
        return await NUMBERS.fetch(self._db, wanted, "series", {"series_id": series_id})
