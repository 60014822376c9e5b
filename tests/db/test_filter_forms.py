"""A filter is declared once and asked in the form that suits its value; each form gives what the declared one gives."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import ARRAY, Boolean, Text, any_, bindparam, event, true

from app.core.ids import new_id
from app.db.database import Database
from app.db.slice import Listing, Sort, Wanted
from app.models.identity import Organ
from app.vocabulary.common import Profile

_organs = Organ.__table__
LISTING = Listing(
    {"code": _organs.c.code},
    _organs,
    id_column=_organs.c.id,
    scopes={"all": true()},
    filters={
        "profile": _organs.c.profile == any_(bindparam("profile", type_=ARRAY(Text()))),
        "code": any_(bindparam("code", type_=ARRAY(Text()))) == _organs.c.code,
        "founded": _organs.c.superior_id.is_not(None) == bindparam("founded"),
        "active": _organs.c.active == bindparam("active", type_=Boolean),
    },
    sorts={"code": Sort(_organs.c.code, str)},
)


@pytest_asyncio.fixture(scope="module")
async def own(database_server: Any) -> AsyncIterator[Database]:
    database = Database(await database_server.fresh())
    async with database.open(writes=True) as db:
        top = Organ(id=new_id(), name="a", short_name="a", code="a", profile=Profile.PARTY_GOV)
        under = Organ(id=new_id(), name="b", short_name="b", code="b", profile=Profile.SOE, superior_id=top.id)
        closed = Organ(id=new_id(), name="c", short_name="c", code="c", profile=Profile.INSTITUTION, active=False)
        db.add(top, under, closed)
        await db.commit()
    yield database
    await database.close()


@pytest.mark.parametrize(
    ("filters", "found", "asked"),
    [
        ({"profile": ["soe"]}, "b", "organs.profile = $1"),
        ({"profile": ["soe", "party_gov"]}, "ab", "organs.profile = ANY ($1"),
        ({"profile": []}, "", "organs.profile = ANY ($1"),
        ({"code": ["c"]}, "c", "organs.code = $1"),
        ({"code": ["c", "a"]}, "ac", "ANY ($1"),
        ({"founded": True}, "b", "WHERE organs.superior_id IS NOT NULL"),
        ({"founded": False}, "ac", "WHERE organs.superior_id IS NULL"),
        ({"active": True}, "ab", "organs.active = $1"),
        ({"active": False, "founded": False, "code": ["c"]}, "c", "organs.superior_id IS NULL"),
    ],
)
async def test_a_filter_is_asked_as_its_value_wants(own: Database, filters: Any, found: str, asked: str) -> None:
    sent: list[str] = []

    def note(*told: Any) -> None:
        sent.append(told[2])

    event.listen(own.engine.sync_engine, "before_cursor_execute", note)
    try:
        async with own.open() as db:
            page = await LISTING.fetch(db, Wanted("code", 20, None, filters, with_total=True), "all", {})
    finally:
        event.remove(own.engine.sync_engine, "before_cursor_execute", note)
    assert "".join(row[9] for row in page.rows) == found
    assert page.total == len(found)
    assert asked in sent[0], sent[0]
