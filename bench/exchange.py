"""``python -m bench.exchange``: one document to a hundred organs at once: seconds, and processor seconds for each paper.

The service runs as it is measured elsewhere, one process with an embedded PostgreSQL that syncs; the processor time is the
service's own, without that of the database. The first dispatch finds nothing in memory of the organs it goes to.
"""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

import httpx

from app.db import migrate
from app.db.database import Database
from app.db.embedded import EmbeddedPostgres
from app.vocabulary.identity import Role
from app.vocabulary.outgoing import OutgoingAction as Do
from app.vocabulary.outgoing import OutgoingState as Is
from bench.servers import Server, service
from tests.factories.make import Make, Someone
from tests.factories.outgoing import Letter, Letters

ORGANS, TIMES = 100, 6
UNSIGNED = [{"rule": "DOC-E11", "reason": "统发文件，版头已列发文机关"}]
FILE = "县级防汛责任人名单。\n".encode() * 2_000


async def peopled(url: str) -> tuple[Someone, Someone, list[str]]:
    """Who sends, a colleague, and the organs that receive, each with somebody for every role."""
    database = Database(url, pool_size=4)
    try:
        make = Make(database)
        organ = await make.organ()
        me, colleague = await make.person(*Role, organ=organ), await make.person(Role.LEADER, organ=organ)
        others = [await make.organ(superior_id=organ.id) for _ in range(ORGANS)]
        for one in others:
            await make.person(*Role, organ=one)
        return me, colleague, [str(one.id) for one in others]
    finally:
        await database.close()


async def ready(letters: Letters, organs: list[str]) -> Letter:
    """A paper with one file that waits to be dispatched to all of them."""
    addressed = [{"organ_id": one} for one in organs]
    letter = await letters.create(recipients=addressed, is_unsealed=True, attachment_notes=["防汛责任人名单"])
    sent = await letters.client.post("/attachments", files={"file": ("防汛责任人名单.txt", FILE)})
    headers = {"If-Match": f'"{letter["version"]}"'}
    url = f"/outgoing-documents/{letter['id']}"
    bound = await letters.client.post(f"{url}/attachments", json={"attachment_id": sent.json()["id"]}, headers=headers)
    assert bound.status_code == 201, bound.text
    letter = (await letters.client.get(url)).json()
    for step in (Do.SUBMIT, Do.APPROVE, Do.APPROVE, Do.SIGN, Do.RECHECK, Do.REGISTER, Do.PROOF, Do.PRINT):
        letter = await letters.take(letter, step)
    return letter


async def measured(server: Server, me: Someone, colleague: Someone, organs: list[str]) -> list[tuple[float, float]]:
    """Seconds and processor seconds of each dispatch."""
    headers = {"Authorization": f"Bearer {me.token}"}
    base = f"http://127.0.0.1:{server.port}/api/v1/"
    found = []
    async with httpx.AsyncClient(base_url=base, headers=headers, timeout=60.0, trust_env=False) as client:
        letters = Letters(client, me.id, colleague)
        for _ in range(TIMES):
            letter = await ready(letters, organs)
            began, spent = time.perf_counter(), server.cpu
            answer = await letters.ask(letter, Do.DISPATCH, overrides=UNSIGNED)
            found.append((time.perf_counter() - began, server.cpu - spent))
            sent = answer.json()
            assert sent["state"] == Is.DISPATCHED, answer.text
            assert {one["state"] for one in sent["recipients"]} == {"sent"}
    return found


async def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="shuniu-bench-"))
    folder.chmod(0o755)
    postgres = EmbeddedPostgres(folder / "postgres")
    await asyncio.to_thread(postgres.start)
    try:
        await migrate.upgrade(postgres.url)
        people = await peopled(postgres.url)
        with service(folder, postgres.url) as server:
            found = await measured(server, *people)
    finally:
        await asyncio.to_thread(postgres.stop)
    first, rest = found[0], found[1:]
    seconds, cpu = (statistics.median(part) for part in zip(*rest, strict=True))
    print(f"dispatch to {ORGANS} organs, one file each: {seconds:.3f} s, {cpu:.3f} s of the service's processor")
    print(f"a paper: {ORGANS / seconds:.0f} a second, {cpu / ORGANS * 1000:.2f} ms of processor")
    print(f"the first, with nothing in memory: {first[0]:.3f} s, {first[1]:.3f} s of processor")


if __name__ == "__main__":
    asyncio.run(main())
