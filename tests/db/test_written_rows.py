"""Rows of a unit of work: what they begin with, and how what changed in them is written."""

from typing import Any

import pytest
from sqlalchemy import bindparam, select

from app.core.ids import new_id
from app.db.database import Database
from app.db.writes import Writes
from app.models.identity import Organ, Person
from app.vocabulary.common import Profile
from app.vocabulary.identity import PersonKind
from tests.factories.clockwork import MORNING

_PEOPLE = select(*Person.__table__.columns).where(Person.username == bindparam("username"))
_ORGAN = Organ.__table__


def organ() -> Organ:
    return Organ(id=new_id(), name="市府办", short_name="市府办", code=new_id().hex, profile=Profile.SOE)


def person(organ_id: Any) -> Person:
    named = {"username": new_id().hex, "name": "张三", "kind": PersonKind.STAFF, "created_at": MORNING}
    return Person(id=new_id(), organ_id=organ_id, **named)


class TestNew:
    def test_begin_with_their_defaults_and_lists_of_their_own(self) -> None:
        one, other = person(new_id()), person(new_id())
        assert (one.version, one.active, one.password_history, one.phone) == (1, True, [], None)
        assert one.password_history is not other.password_history

    def test_have_no_column_that_is_misspelt(self) -> None:
        with pytest.raises(TypeError, match="Organ has no column kode"):
            Organ(kode="x")

    async def test_are_watched_once_they_are_written(self, database: Database) -> None:
        """What was empty when the row was written is written when it is filled."""
        async with database.open(writes=True) as db:
            office = organ()
            one = person(office.id)
            db.add(office, one)
            await db.flush()
            one.phone = "13800000000"
            one.password_history = ["a"]
            assert db.changes(one) == {"phone": (None, "13800000000"), "password_history": ([], ["a"])}
            await db.flush()
            found = await db.entity(Person, _PEOPLE, {"username": one.username})
            assert found is not None
            assert (found.phone, found.password_history, found.kind) == ("13800000000", ["a"], PersonKind.STAFF)
            db.remove(found)
            assert await db.entity(Person, _PEOPLE, {"username": one.username}) is None


class TestStatement:
    def test_of_one_shape_is_one_text(self) -> None:
        def written(profile: Profile) -> tuple[str, list[Any]]:
            writes = Writes()
            for _ in range(2):
                writes.insert(_ORGAN, ("code", "profile"), ["x", profile])
            writes.update(_ORGAN, ("name",), ("id",), ["n", 7])
            writes.delete(_ORGAN, ("id",), [8])
            return writes.statement()

        one, other = written(Profile.SOE), written(Profile.PARTY_GOV)
        assert one[0] is other[0]
        assert one[1] == ["x", "soe", "x", "soe", "n", 7, 8]
        assert one[0] == (
            'WITH w0 AS (INSERT INTO organs ("code", "profile") VALUES ($1, $2), ($3, $4)), '
            'w1 AS (UPDATE organs SET "name" = $5 WHERE "id" = $6) DELETE FROM organs WHERE "id" = $7'
        )
