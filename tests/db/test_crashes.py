"""The API is killed -9 while people work; whoever sends the same request again finds that all is well."""

import asyncio
import random
from pathlib import Path
from typing import Any

import pytest

from tests.deep.load import Load
from tests.deep.process import Process, making
from tests.deep.proof import assert_whole
from tests.scenarios.office import open_office

KILLS, DESKS = 2, 4


@pytest.mark.rule("DOC-N06", "SEC-R43")
async def test_what_was_answered_survives_and_happened_once(database_server: Any, tmp_path: Path) -> None:
    url = await database_server.fresh()
    service = Process(tmp_path, url)
    try:
        await service.start()
        async with making(url) as make:
            load = Load(await open_office(make, service.client))
            working = asyncio.create_task(load.run(DESKS))
            for _ in range(KILLS):
                await load.busy(random.randint(15, 40))
                service.kill()
                await service.start()
            await load.busy(20)
            await load.finish(working)
            assert any(deed.sent > 1 for deed in load.deeds)
            await assert_whole(make.database, load.deeds)
    finally:
        await service.stop()
