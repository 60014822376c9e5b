"""kill -9 of the service while papers go to many organs: each paper arrives once in each, or is not sent at all."""

import asyncio
import random
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from app.vocabulary.identity import Role
from app.vocabulary.outgoing import OutgoingState as Is
from tests.deep.conftest import Machine
from tests.deep.process import Wire, making
from tests.factories.outgoing import PATH, Letter, Letters, sending

pytestmark = [pytest.mark.deep, pytest.mark.embedded]
ORGANS, PAPERS, KILLS = 25, 12, 6
TWICE_OR_NEVER = """
SELECT r.id FROM outgoing_recipients r JOIN matters m ON m.id = r.matter_id
LEFT JOIN incoming_documents d ON d.recipient_id = r.id
GROUP BY r.id, m.state HAVING count(d.id) <> CASE WHEN m.state = 'dispatched' THEN 1 ELSE 0 END
"""
FILES = """
SELECT d.id FROM incoming_documents d
WHERE NOT EXISTS (SELECT FROM tasks t WHERE t.matter_id = d.id AND t.state = 'open' AND t.step = 'sign_for')
"""


async def insisted(client: Wire, letter: Letter) -> dict[str, Any]:
    """Dispatch, asked for with one key until it is answered."""
    said = {
        "sendings": [sending(one) for one in letter["recipients"]],
        "overrides": [{"rule": "DOC-E11", "reason": "已核"}],
    }
    headers = {"If-Match": f'"{letter["version"]}"', "Idempotency-Key": str(uuid4())}
    while True:
        try:
            answer = await client.post(f"{PATH}/{letter['id']}/dispatch", json=said, headers=headers)
        except httpx.TransportError:
            answer = None
        if answer is not None and answer.status_code == 200:
            shown: dict[str, Any] = answer.json()
            return shown
        assert answer is None or answer.status_code in (409, 503), answer.text
        await asyncio.sleep(0.05)


async def test_between_dispatch_and_delivery_brings_one_copy_each(machine: Machine) -> None:
    make, service = machine.make, machine.service
    organ = await make.organ()
    me, colleague = await make.person(*Role, organ=organ), await make.person(Role.LEADER, organ=organ)
    others = [await make.organ() for _ in range(ORGANS)]
    for one in others:
        await make.person(Role.RECEIVER, Role.REGISTRAR, organ=one)
    client = service.client(me)
    letters = Letters(client, me.id, colleague)
    addressed = [{"organ_id": str(one.id)} for one in others]
    waiting = [await letters.bring(Is.DISPATCH, recipients=addressed) for _ in range(PAPERS)]
    working = [asyncio.create_task(insisted(client, letter)) for letter in waiting]
    for _ in range(KILLS):
        await asyncio.sleep(random.uniform(0.0, 0.25))
        service.kill()
        async with making(machine.server.url) as looking, looking.database.open() as db:
            assert not await db.rows(text(TWICE_OR_NEVER)), "half a dispatch"
        await service.start()
    sent = await asyncio.gather(*working)
    assert {one["state"] for one in sent} == {"dispatched"}
    async with making(machine.server.url) as looking, looking.database.open() as db:
        assert not await db.rows(text(TWICE_OR_NEVER))
        assert not await db.rows(text(FILES))
        assert await db.scalar(text("SELECT count(*) FROM incoming_documents")) == ORGANS * PAPERS
