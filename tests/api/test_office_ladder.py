"""The urging ladder of an organ."""

from collections.abc import Callable
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select

from app.db.database import Database
from app.models.trail import AuditEntry
from app.schemas.office import LadderRead
from app.services.office.desk import DeskService
from app.vocabulary.common import Profile
from app.vocabulary.identity import Role
from tests.factories.client import Client, problem
from tests.factories.make import Make, Someone

LADDER = "/flows/incoming_document/ladder"
RUNGS = [
    {"key": "half_day", "offset_value": -4, "offset_unit": "work_hour", "target": "responsible"},
    {"key": "at_due", "offset_value": 0, "offset_unit": "minute", "target": "head"},
    {"key": "week_after", "offset_value": 5, "offset_unit": "workday", "target": "office_director"},
]
SAID = {"reason": "防汛期间从紧", "rungs": RUNGS}


@pytest_asyncio.fixture
async def director(make: Make) -> Someone:
    return await make.person(Role.OFFICE_DIRECTOR)


@pytest.fixture
def client_of_director(director: Someone, client_as: Callable[[Someone], Client]) -> Client:
    return client_as(director)


async def put(client: Client, version: int, said: Any) -> Any:
    return await client.put(LADDER, json=said, headers={"If-Match": f'"{version}"'})


@pytest.mark.rule("DOC-I08")
class TestLadder:
    async def test_is_the_shipped_one_until_it_is_set(self, client_of_director: Client):
        answer = await client_of_director.get(LADDER)
        body = answer.json()
        assert LadderRead.model_validate(body).model_dump(mode="json") == body
        assert (answer.headers["etag"], body["version"], body["set_by_id"]) == ('"1"', 1, None)
        assert [(rung["key"], rung["when"]) for rung in body["rungs"]] == [
            ("day_before", "before"), ("due", "at"), ("day_after", "after"), ("three_days_after", "after"),
        ]  # fmt: skip

    async def test_is_replaced_as_a_whole(self, client_of_director: Client, director: Someone, database: Database):
        for version in (1, 2):
            answer = await put(client_of_director, version, SAID)
            assert answer.status_code == 200, answer.text
        body = (await client_of_director.get(LADDER)).json()
        assert body == answer.json()
        assert LadderRead.model_validate(body).model_dump(mode="json") == body
        assert (body["version"], body["reason"], body["set_by_id"]) == (3, "防汛期间从紧", str(director.id))
        assert [{name: rung[name] for name in RUNGS[0]} for rung in body["rungs"]] == RUNGS
        async with database.open() as db:
            desk = await DeskService(db).of(director.organ_id)
            assert [rung.key for rung in desk.ladder] == ["half_day", "at_due", "week_after"]
            stmt = select(AuditEntry.changes).where(
                AuditEntry.organ_id == director.organ_id, AuditEntry.action == "change_ladder"
            )
            before, after = (await db.scalar(stmt.order_by(AuditEntry.id)))["rungs"]
        assert (before[0], after[2]) == ("day_before: -1 workday responsible", "week_after: 5 workday office_director")

    async def test_is_the_organs_own(
        self, client_of_director: Client, make: Make, client_as: Callable[[Someone], Client]
    ):
        assert (await put(client_of_director, 1, SAID)).status_code == 200
        other = client_as(await make.person(Role.OFFICE_DIRECTOR))
        assert (await other.get(LADDER)).json()["version"] == 1

    async def test_is_the_directors_to_set(self, client: Client, make: Make, client_as: Callable[[Someone], Client]):
        problem(await client.put(LADDER, json=SAID, headers={"If-Match": '"1"'}), 401, "unauthenticated")
        for roles in ((), (Role.SUPERVISOR,), (Role.PRINCIPAL_LEADER,)):
            problem(await put(client_as(await make.person(*roles)), 1, SAID), 403, "forbidden")

    async def test_does_not_overwrite_what_another_set(self, client_of_director: Client):
        assert (await put(client_of_director, 1, SAID)).status_code == 200
        assert problem(await put(client_of_director, 1, SAID), 412, "precondition_failed")["current_version"] == 2
        problem(await client_of_director.put(LADDER, json=SAID), 428, "precondition_required")

    @pytest.mark.parametrize("kept", [RUNGS[:1], RUNGS[1:]])
    async def test_reminds_before_and_after_where_the_law_binds(
        self, client_of_director: Client, make: Make, client_as: Callable[[Someone], Client], kept: list[Any]
    ):
        told = problem(await put(client_of_director, 1, SAID | {"rungs": kept}), 422, "rule_violated")
        assert [one["id"] for one in told["rules"]] == ["DOC-I08"]
        firm = client_as(await make.person(Role.OFFICE_DIRECTOR, organ=await make.organ(profile=Profile.SOE)))
        assert (await put(firm, 1, SAID | {"rungs": kept})).status_code == 200

    @pytest.mark.parametrize(
        ("rung", "pointer"),
        [
            ({"key": "half_day"}, "/rungs"),
            ({"offset_value": -366}, "/rungs/2/offset_value"),
            ({"offset_value": 8_761, "offset_unit": "hour"}, "/rungs/2/offset_value"),
        ],
    )
    async def test_refuses_what_makes_no_sense(self, client_of_director: Client, rung: dict[str, Any], pointer: str):
        said = SAID | {"rungs": [*RUNGS[:2], RUNGS[2] | rung]}
        told = problem(await put(client_of_director, 1, said), 422, "invalid_combination")
        assert told["errors"][0]["pointer"] == pointer

    @pytest.mark.parametrize(
        "said",
        [
            {"rungs": []}, {"rungs": RUNGS * 7}, {"rungs": [RUNGS[0] | {"key": "A b"}]}, {"reason": None}, {"more": 1},
            {"rungs": [RUNGS[0] | {"target": "everybody"}]}, {"rungs": [RUNGS[0] | {"offset_value": 1.5}]},
        ],
    )  # fmt: skip
    async def test_refuses_what_is_no_ladder(self, client_of_director: Client, said: dict[str, Any]):
        problem(await put(client_of_director, 1, SAID | said), 400, "validation_failed")
