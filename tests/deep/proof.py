"""What must be true after any crash: every answer holds, everything happened once, nothing is half there."""

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import text

from app.db.database import Database
from tests.deep.load import Deed
from tests.scenarios.office import PAPERS, unlit

log = logging.getLogger("tests.deep")
HALVES = {
    "a matter without its document": "SELECT id FROM matters WHERE id NOT IN (SELECT id FROM incoming_documents)",
    "a document without its matter": "SELECT id FROM incoming_documents WHERE id NOT IN (SELECT id FROM matters)",
    "an open matter that nobody holds": """
        SELECT m.id FROM matters m WHERE m.state NOT IN ('disposed', 'returned_to_sender', 'voided', 'recalled')
        AND NOT EXISTS (SELECT FROM tasks t WHERE t.matter_id = m.id AND t.state = 'open')""",
    "a version without its entry": """
        SELECT m.id FROM matters m WHERE version <> (
            SELECT count(*) FROM audit_entries a
            WHERE a.matter_id = m.id AND a.subject = m.kind AND a.actor_id IS NOT NULL)""",
    "a version without its event": """
        SELECT m.id FROM matters m
        WHERE version <> (SELECT count(*) FROM outbox_events e WHERE e.subject_id = m.id AND e.data->>'actor_id' IS NOT NULL)""",
    "a number that is not the register's": """
        SELECT coalesce(m.id, r.matter_id) FROM matters m FULL JOIN registered_numbers r ON r.matter_id = m.id
        WHERE m.number IS DISTINCT FROM r.text""",
    "a gap or twin in a series": """
        SELECT series_id FROM registered_numbers GROUP BY series_id
        HAVING count(*) <> max(value) OR min(value) <> 1 OR count(DISTINCT value) <> count(*)""",
    "a series ahead of its register": """
        SELECT id FROM number_series s
        WHERE last_value <> (SELECT count(*) FROM registered_numbers r WHERE r.series_id = s.id)""",
    "a request with two effects": """
        SELECT request_id FROM audit_entries a JOIN matters m ON a.subject_id = m.id AND a.subject = m.kind
        WHERE a.actor_id IS NOT NULL GROUP BY request_id HAVING count(*) > 1""",
    "an opinion without its task": """
        SELECT o.id FROM opinions o LEFT JOIN tasks t ON t.id = o.task_id AND t.state = 'done'
        WHERE o.task_id IS NOT NULL AND t.id IS NULL""",
    "a message told twice": "SELECT event_id FROM notifications GROUP BY event_id, person_id HAVING count(*) > 1",
}  # fmt: skip
"""What must not be found → where it would be."""


async def assert_nothing_is_half(database: Database) -> None:
    async with database.open() as db:
        for what, query in HALVES.items():
            found = await db.rows(text(query))
            assert not found, f"{what}: {found[:5]}"


async def assert_effects(database: Database, deeds: Sequence[Deed]) -> None:
    """One entry in the trail and one kept answer for each thing done, however often it was sent."""
    async with database.open() as db:
        entries = await db.rows(
            text("SELECT request_id, count(*) FROM audit_entries WHERE actor_id IS NOT NULL GROUP BY 1")
        )
        keys = {row.key for row in await db.rows(text("SELECT key FROM idempotency_keys"))}
    done = {deed.request_id: 1 for deed in deeds}
    assert Counter({row.request_id: row.count for row in entries if row.request_id in done}) == Counter(done)
    assert keys == {deed.options["headers"]["Idempotency-Key"] for deed in deeds}


async def assert_answers_hold(deeds: Sequence[Deed]) -> None:
    """The last answer about each paper is what the same person reads now; each request repeated gives its answer again."""
    last: dict[str, tuple[Deed, dict[str, Any]]] = {}
    for deed in deeds:
        assert deed.answer is not None
        body = deed.answer.json()
        if deed.url.startswith(PAPERS) and "state" in body:
            last[body["id"]] = (deed, body)
    for deed, body in last.values():
        now = await deed.player.see(body)
        if now["version"] == body["version"]:
            assert unlit(now) == unlit(body)
        else:
            assert now["version"] == body["version"] + 1, "only an attachment came after the last step"
    for some in range(0, len(deeds), 20):
        await asyncio.gather(*map(_assert_repeats, deeds[some : some + 20]))


async def _assert_repeats(deed: Deed) -> None:
    assert deed.answer is not None
    again = await deed.player.client.post(deed.url, **deed.options)
    assert again.headers.get("idempotency-replayed") == "true", again.text
    assert (again.status_code, again.content) == (deed.answer.status_code, deed.answer.content)
    for name in ("etag", "location"):
        assert again.headers.get(name) == deed.answer.headers.get(name)


async def assert_files_hold(deeds: Sequence[Deed]) -> int:
    """Every uploaded file has the content that was sent; how many there are."""
    uploads = [deed for deed in deeds if deed.url == "/attachments"]
    for deed in uploads:
        assert deed.answer is not None
        answer = await deed.player.client.get(f"/attachments/{deed.answer.json()['id']}/content")
        assert answer.content == deed.options["files"]["file"][1]
    return len(uploads)


async def assert_whole(database: Database, deeds: Sequence[Deed]) -> None:
    """All of it."""
    await assert_nothing_is_half(database)
    await assert_effects(database, deeds)
    await assert_answers_hold(deeds)
    files = await assert_files_hold(deeds)
    again = sum(deed.sent > 1 for deed in deeds)
    log.info("%d requests hold, %d of them sent more than once, %d files", len(deeds), again, files)
