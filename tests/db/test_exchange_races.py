"""Dispatch and receipt at the same moment: one copy arrives, one answer counts, and neither side waits for ever."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import func, select

from app.models.incoming import IncomingDocument
from app.models.matters import Matter
from app.vocabulary.identity import Role
from app.vocabulary.outgoing import OutgoingAction as Do
from app.vocabulary.outgoing import OutgoingState as Is
from tests.factories.outgoing import PATH, Letter, Letters, sending
from tests.factories.own import Own, own_service

MANY = 30
PAPERS = "/incoming-documents"
AGAIN = [{"rule": "DOC-E11", "reason": "已核"}]


@pytest_asyncio.fixture(scope="module")
async def service(database_server: Any, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Own]:
    async with own_service(await database_server.fresh(), tmp_path_factory.mktemp("data")) as made:
        yield made


class Side:
    """An organ with one person for everything."""

    def __init__(self, service: Own, organ: Any, who: Any, colleague: Any) -> None:
        self.organ, self.client = organ, service.client_as(who)
        self.letters = Letters(self.client, who.id, colleague)

    @classmethod
    async def made(cls, service: Own) -> "Side":
        organ = await service.make.organ()
        who = await service.make.person(*Role, organ=organ)
        return cls(service, organ, who, await service.make.person(Role.LEADER, organ=organ))

    async def arrived(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = (await self.client.get(PAPERS)).json()["items"]
        return rows


async def ready(here: Side, *there: Side) -> Letter:
    addressed = [{"organ_id": str(one.organ.id)} for one in there]
    return await here.letters.bring(Is.DISPATCH, recipients=addressed)


async def dispatch(here: Side, letter: Letter, key: str) -> httpx.Response:
    said = {"sendings": [sending(one) for one in letter["recipients"]], "overrides": AGAIN}
    headers = {"If-Match": f'"{letter["version"]}"', "Idempotency-Key": key}
    return await here.client.post(f"{PATH}/{letter['id']}/dispatch", json=said, headers=headers)


@pytest.mark.parametrize("is_repeated", [True, False], ids=["one key", "many keys"])
async def test_thirty_dispatches_at_once_bring_one_copy(service: Own, *, is_repeated: bool) -> None:
    here, there = await Side.made(service), await Side.made(service)
    letter, key = await ready(here, there), str(uuid4())
    keys = [key if is_repeated else str(uuid4()) for _ in range(MANY)]
    answers = await asyncio.gather(*(dispatch(here, letter, one) for one in keys))
    states = {answer.status_code for answer in answers}
    assert states <= ({200, 409} if is_repeated else {200, 412})
    assert len(await there.arrived()) == 1
    async with service.database.open() as db:
        copies = select(func.count()).select_from(IncomingDocument).where(
            IncomingDocument.source_id == UUID(letter["id"])
        )  # fmt: skip
        assert await db.scalar(copies) == 1


async def test_signing_for_and_recalling_at_once_agree_in_both_organs(service: Own) -> None:
    here, there = await Side.made(service), await Side.made(service)
    for _ in range(8):
        letter = await here.letters.take(await ready(here, there), Do.DISPATCH)
        paper = next(one for one in await there.arrived() if one["sender_number"] == letter["number"])
        signed, recalled = await asyncio.gather(
            there.client.act(PAPERS, paper, "sign-for"), here.letters.ask(letter, Do.RECALL)
        )
        assert (signed.status_code, recalled.status_code) in {(200, 412), (409, 200), (412, 200), (200, 200)}
        (row,) = (await here.client.get(f"{PATH}/{letter['id']}")).json()["recipients"]
        seen = (await there.client.get(f"{PAPERS}/{paper['id']}")).json()["state"]
        assert (row["state"], seen) in {("received", "received"), ("recalled", "recalled"), ("recalling", "received")}


async def test_receipts_of_many_organs_at_once_all_count(service: Own) -> None:
    here = await Side.made(service)
    there = [await Side.made(service) for _ in range(10)]
    letter = await here.letters.take(await ready(here, *there), Do.DISPATCH)
    papers = [(one, (await one.arrived())[0]) for one in there]
    answers = await asyncio.gather(*(one.client.act(PAPERS, paper, "sign-for") for one, paper in papers))
    assert {answer.status_code for answer in answers} == {200}
    seen = (await here.client.get(f"{PATH}/{letter['id']}")).json()
    assert [row["state"] for row in seen["recipients"]] == ["received"] * 10
    assert seen["version"] == letter["version"] + 10
    async with service.database.open() as db:
        version = await db.scalar(select(Matter.version).where(Matter.id == UUID(letter["id"])))
    assert version == seen["version"]
