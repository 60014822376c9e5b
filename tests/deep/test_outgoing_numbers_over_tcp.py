"""Two hundred papers signed, rechecked and registered at once by two processes, one of which is killed on the way."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import text

from app.vocabulary.outgoing import OutgoingAction as Do
from app.vocabulary.outgoing import OutgoingState as Is
from tests.deep.process import Process, Wire, making
from tests.deep.proof import assert_nothing_is_half
from tests.factories.office import Office, staffed
from tests.factories.outgoing import PATH, Letter, Letters
from tests.factories.papers import segment

pytestmark = [pytest.mark.deep, pytest.mark.rule("DOC-N05", "DOC-N06", "DOC-P12")]
PAPERS, AT_ONCE = 200, 50
STEPS = (Do.SIGN, Do.RECHECK, Do.REGISTER)


@pytest_asyncio.fixture
async def url(database_server: Any) -> str:
    fresh: str = await database_server.fresh()
    return fresh


@pytest_asyncio.fixture
async def services(url: str, tmp_path: Path) -> AsyncIterator[list[Process]]:
    made = [Process(tmp_path / str(number), url, RUN_WORKER="false") for number in range(2)]
    for one in made:
        one.log.parent.mkdir()
    await asyncio.gather(*(one.start() for one in made))
    yield made
    for one in made:
        await one.stop()


async def insisted(client: Wire, letter: Letter, action: Do) -> Letter:
    """The step, asked for until it is answered; whoever asks again with the same key gets the same answer."""
    overrides: list[dict[str, str]] = []
    while True:
        key = str(uuid4())
        answer = await answered(client, letter, action, overrides, key)
        if answer.status_code == 409 and answer.json()["code"] == "confirmation_required":
            rules = dict.fromkeys(one["id"] for one in answer.json()["rules"])
            overrides = [{"rule": rule, "reason": "已核"} for rule in rules]
            continue
        assert answer.status_code == 200, answer.text
        moved: Letter = answer.json()
        return moved


async def answered(
    client: Wire, letter: Letter, action: Do, overrides: list[dict[str, str]], key: str
) -> httpx.Response:
    headers = {"If-Match": f'"{letter["version"]}"', "Idempotency-Key": key}
    while True:
        try:
            url = f"{PATH}/{letter['id']}/{segment(action)}"
            answer = await client.post(url, json={"overrides": overrides}, headers=headers)
        except httpx.TransportError:
            answer = None
        if answer is not None and answer.status_code != 503 and answer.headers.get("retry-after") is None:
            return answer
        await asyncio.sleep(0.05)


async def to_be_signed(client: Wire, office: Office, count: int) -> list[Letter]:
    letters = Letters(client, office.everything.id, office.handler)
    await letters.code()
    made: list[Letter] = []
    for _ in range(count // 8):
        made += await asyncio.gather(*(letters.bring(Is.SIGN) for _ in range(8)))
    return made


@pytest.mark.parametrize("kills", [0, 3])
async def test_get_the_numbers_from_one_to_two_hundred(services: Sequence[Process], url: str, kills: int) -> None:
    first, second = services
    async with making(url) as make:
        office = await staffed(make)
        papers = await to_be_signed(first.client(office.everything), office, PAPERS)
        gate = asyncio.Semaphore(AT_ONCE)
        clients = [one.client(office.everything) for one in services]

        async def through(letter: Letter) -> str:
            async with gate:
                for action in STEPS:
                    letter = await insisted(random.choice(clients), letter, action)
            number: str = letter["number"]
            return number

        working = [asyncio.create_task(through(letter)) for letter in papers]
        for _ in range(kills):
            await asyncio.sleep(0.8)
            second.kill()
            await second.start()
        numbers = await asyncio.gather(*working)
        code = numbers[0].partition("〔")[0]
        assert sorted(numbers) == sorted(f"{code}〔2026〕{value}号" for value in range(1, PAPERS + 1))
        async with make.database.open() as db:
            last = await db.scalar(text("SELECT last_value FROM number_series WHERE series LIKE 'outgoing:%'"))
        assert last == PAPERS
        await assert_nothing_is_half(make.database)
        for client in clients:
            await client.aclose()
