"""kill -9, again and again: the API alone, the database under it, and both at once, on a data directory of its own."""

import asyncio
import random
import signal
from collections.abc import Callable

import httpx
import pytest

from tests.deep.conftest import Machine
from tests.deep.load import Load
from tests.factories.client import API
from tests.scenarios.office import open_office

pytestmark = [pytest.mark.deep, pytest.mark.embedded]
DESKS = 6


async def worked_through(machine: Machine, crash: Callable[[], object], times: int) -> Load:
    """People work while it crashes so often; the load when all of them have their last answer."""
    load = Load(await open_office(machine.make, machine.service.client))
    working = asyncio.create_task(load.run(DESKS))
    for _ in range(times):
        await load.busy(random.randint(10, 100))
        crash()
        await machine.service.start()
    await load.busy(20)
    await load.finish(working)
    return load


async def test_of_the_api_loses_nothing(machine: Machine) -> None:
    load = await worked_through(machine, machine.service.kill, 8)
    assert sum(deed.sent > 1 for deed in load.deeds) >= 8
    await machine.assert_whole(load)


async def test_of_the_database_and_the_api_loses_nothing(machine: Machine) -> None:
    def power_cut() -> None:
        machine.signal_database(signal.SIGKILL)
        machine.service.kill()

    load = await worked_through(machine, power_cut, 4)
    await machine.assert_whole(load)


async def test_of_the_database_alone_is_told_as_unavailable(machine: Machine) -> None:
    seen: set[int] = set()

    async def crash_and_look() -> None:
        machine.signal_database(signal.SIGKILL)
        async with httpx.AsyncClient(base_url=machine.service.root, trust_env=False) as client:
            for _ in range(20):
                answer = await client.get(f"{API}/incoming-documents", headers={"Authorization": "Bearer nobody"})
                seen.add(answer.status_code)
                assert (await client.get("/livez")).status_code == 200
                await asyncio.sleep(0.05)
            assert (await client.get("/readyz")).status_code == 503
            assert answer.headers["retry-after"]

    load = Load(await open_office(machine.make, machine.service.client))
    working = asyncio.create_task(load.run(DESKS))
    await load.busy(50)
    await crash_and_look()
    assert seen <= {401, 503}
    machine.service.kill()
    await machine.service.start()
    await load.busy(20)
    await load.finish(working)
    await machine.assert_whole(load)
