"""Numbers over TCP: 48 clients at once against two processes of the service, one of which is killed on the way."""

import asyncio
import itertools
import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import text

from app.vocabulary.identity import Role
from tests.deep.process import Process, Wire, making
from tests.deep.proof import assert_nothing_is_half
from tests.scenarios.office import PAPERS, Office, open_office

pytestmark = [pytest.mark.deep, pytest.mark.rule("DOC-N06", "DOC-N09")]
CLIENTS, PAPERS_EACH = 48, 8


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


async def registered(client: Wire, seen: dict[str, Any]) -> httpx.Response:
    """登記, insisted on; the answer counts once."""
    headers = {"If-Match": f'"{seen["version"]}"', "Idempotency-Key": str(uuid4())}
    while True:
        try:
            answer = await client.post(f"{PAPERS}/{seen['id']}/register", json={}, headers=headers)
        except httpx.TransportError:
            answer = None
        if answer is not None and answer.status_code != 503 and answer.headers.get("retry-after") is None:
            return answer
        await asyncio.sleep(0.05)


async def received(office: Office, count: int) -> list[dict[str, Any]]:
    numbers = itertools.count(1)

    async def some() -> list[dict[str, Any]]:
        return [
            await office.receiver.receive(title=f"关于第{next(numbers)}号事项的通知", sender_number=None)
            for _ in range(count // 8)
        ]

    return list(itertools.chain(*await asyncio.gather(*(some() for _ in range(8)))))


@pytest.mark.parametrize("kills", [0, 2])
async def test_are_one_to_n_whatever_process_gave_them(services: list[Process], url: str, kills: int) -> None:
    first, second = services
    async with making(url) as make:
        office = await open_office(make, first.client)
        people = [await make.person(Role.REGISTRAR, organ=office.organ) for _ in range(CLIENTS)]
        clients = [services[place % 2].client(who) for place, who in enumerate(people)]
        await office.registered(sender_number=None)
        papers = await received(office, CLIENTS * PAPERS_EACH)

        async def work(client: Wire, share: list[dict[str, Any]]) -> list[httpx.Response]:
            stale = [{**one, "version": 9} for one in random.sample(share, 2)]
            jobs = random.sample([*share, *stale], len(share) + 2)
            return [await registered(client, one) for one in jobs]

        working = [asyncio.create_task(work(client, papers[at::CLIENTS])) for at, client in enumerate(clients)]
        for _ in range(kills):
            await asyncio.sleep(0.7)
            second.kill()
            await second.start()
        answers = list(itertools.chain(*await asyncio.gather(*working)))
        assert sum(answer.status_code == 412 for answer in answers) == 2 * CLIENTS
        numbers = {answer.json()["number"] for answer in answers if answer.is_success}
        assert numbers == {f"上收〔2026〕{value}号" for value in range(2, len(papers) + 2)}
        async with make.database.open() as db:
            last = await db.scalar(text("SELECT last_value FROM number_series"))
        assert last == len(papers) + 1
        await assert_nothing_is_half(make.database)
        for client in clients:
            await client.aclose()
