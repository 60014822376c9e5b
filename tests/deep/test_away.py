"""The database is stopped and started while people work: 503 and no other fault, and the service comes back by itself."""

import asyncio
import signal

import pytest

from tests.deep.conftest import Machine
from tests.deep.load import Load
from tests.scenarios.office import open_office

pytestmark = [pytest.mark.deep, pytest.mark.embedded]
DESKS, ROUNDS = 6, 3


async def test_is_weathered_without_a_restart_and_without_loss(machine: Machine) -> None:
    load = Load(await open_office(machine.make, machine.service.client))
    pid = machine.service.pid
    working = asyncio.create_task(load.run(DESKS))
    for _ in range(ROUNDS):
        await load.busy(50)
        machine.signal_database(signal.SIGINT)
        await asyncio.sleep(1)
        await machine.start_database()
        async with asyncio.timeout(30):
            await load.busy(2 * DESKS)
    await load.finish(working)
    assert machine.service.pid == pid
    assert any(deed.sent > 1 for deed in load.deeds)
    await machine.assert_whole(load)
    assert b'"unexpected"' not in machine.service.log.read_bytes()
