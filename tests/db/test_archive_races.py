"""Many file at once: 件号 have no gap and no twin (ARC-R11, ARC-R12); a hold and a destruction never both succeed (ARC-R17)."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from app.vocabulary.identity import Role
from tests.factories.archives import Archive, acted, ok, opened
from tests.factories.own import Own, own_service

MANY, ROUNDS = 16, 6


@pytest_asyncio.fixture(scope="module")
async def served(database_server: Any, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Own]:
    async with own_service(await database_server.fresh(), tmp_path_factory.mktemp("data")) as made:
        yield made


@pytest_asyncio.fixture
async def archive(served: Own) -> Archive:
    return await opened(served.make, served.client_as)


@pytest.mark.rule("ARC-R11", "ARC-R12")
class TestFiling:
    async def test_in_parallel_leaves_no_gap_and_no_twin(self, archive: Archive) -> None:
        letters = [await archive.sent() for _ in range(MANY)]
        refused = [await archive.sent() for _ in range(3)]
        asked = [archive.archive(one, class_code="23"[place % 2]) for place, one in enumerate(letters)]
        wrong = [archive.archive(one, class_code="9.1") for one in refused]
        answers = await asyncio.gather(*asked, *wrong)
        assert [one.status_code for one in answers] == [200] * MANY + [422] * 3
        rows = (await ok(await archive.client.get("/archive-records", params={"limit": 100})))["items"]
        for retention in ("y30", "y10"):
            numbers = sorted(one["item_number"] for one in rows if one["retention"] == retention)
            assert numbers == list(range(1, MANY // 2 + 1))
        assert len({one["code"] for one in rows}) == MANY

    async def test_of_one_paper_happens_once(self, archive: Archive) -> None:
        letter = await archive.sent()
        answers = await asyncio.gather(*(archive.archive(letter) for _ in range(8)))
        assert sorted(one.status_code for one in answers) == [200] + [412] * 7
        rows = (await ok(await archive.client.get("/archive-records")))["items"]
        assert [one["item_number"] for one in rows] == [1]


@pytest.mark.rule("ARC-R17")
class TestHoldAgainstDestruction:
    async def test_one_of_both_wins_and_never_both(self, served: Own, archive: Archive) -> None:
        leader = await served.make.person(Role.PRINCIPAL_LEADER, organ=archive.organ)
        eyes = [await served.make.person(organ=archive.organ) for _ in range(2)]
        outcomes = set()
        for turn in range(ROUNDS):
            record = await archive.filed(class_code="3", year=2010)
            said = {
                "title": "到期档案鉴定销毁清册",
                "report": "经鉴定小组逐件审查，已无保存价值。",
                "entries": [{"record_id": record["id"], "conclusion": "destroy", "reason": "已无查考价值"}],
                "watcher_ids": [str(one.id) for one in eyes],
                "approver_id": str(leader.id),
            }
            listed = await ok(await archive.client.post("/archive-disposals", json=said), 201)
            listed = await ok(await acted(served.client_as(leader), "archive-disposals", listed, "approve"))
            for one in eyes:
                listed = await ok(await acted(served.client_as(one), "archive-disposals", listed, "witness"))
            record = await archive.record(record["id"])
            both = [
                archive.act("archive-records", record, "hold", basis="县纪委监委调查"),
                archive.act("archive-disposals", listed, "execute"),
            ]
            answers = await asyncio.gather(*(both if turn % 2 else reversed(both)))
            now = await archive.record(record["id"])
            won = sum(one.status_code == 200 for one in answers)
            assert won == 1, [one.text for one in answers]
            assert (now["state"], now["hold_count"]) in {("destroyed", 0), ("kept", 1)}
            outcomes.add(now["state"])
        assert outcomes
