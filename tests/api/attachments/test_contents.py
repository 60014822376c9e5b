"""Serving: whole or a part, under any name, to whoever may see; and tickets that work once."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy import select, update

from app.core.clock import FixedClock
from app.core.ids import new_id
from app.db.database import Database
from app.http.contents import disposition
from app.models.identity import Person
from app.models.matters import AttachmentTicket
from app.models.trail import AuditEntry
from app.schemas.attachments import TicketRead
from app.vocabulary.identity import Role
from tests.api.attachments.uploads import FILES, uploaded
from tests.factories.client import Client, problem
from tests.factories.make import Make, Someone

DIGITS = b"0123456789" * 10
NAME = '关于"防汛"的通知; filename=x.exe 😀.txt'


@pytest_asyncio.fixture
async def url(mine: Client) -> str:
    """The content of a file of a hundred digits."""
    return f"{FILES}/{(await uploaded(mine, NAME, DIGITS))['id']}/content"


class TestWhole:
    async def test_says_what_it_is_and_lets_nobody_guess(self, mine: Client, url: str):
        answer = await mine.get(url)
        assert (answer.status_code, answer.content) == (200, DIGITS)
        told = answer.headers
        assert told["content-type"] == "text/plain"
        assert told["content-length"] == "100"
        assert told["x-content-type-options"] == "nosniff"
        assert told["cache-control"] == "private, no-cache"
        assert told["accept-ranges"] == "bytes"
        assert told["etag"].strip('"') == (await mine.get(url.removesuffix("/content"))).json()["sha256"]

    async def test_carries_its_name_without_letting_it_out(self, mine: Client, url: str):
        told = (await mine.get(url)).headers["content-disposition"]
        assert told.isascii()
        plain, extended = told.split("; filename*=UTF-8''")
        assert unquote(extended) == NAME
        assert plain.count('"') == 2

    @pytest.mark.parametrize(
        ("name", "plain"),
        [
            ("report (1).pdf", "report (1).pdf"),
            ("通知.pdf", "__.pdf"),
            ('a"b\\c%41.txt', "a_b_c_41.txt"),
            ("a\r\nSet-Cookie: x", "a__Set-Cookie_ x"),
            ("שלום.txt", "____.txt"),
        ],
    )
    def test_writes_a_plain_name_for_old_clients(self, name: str, plain: str):
        told = disposition(name)
        assert told.startswith(f"attachment; filename=\"{plain}\"; filename*=UTF-8''")
        assert unquote(told.rpartition("''")[2]) == name
        assert told.isascii()
        assert "\n" not in told

    async def test_head_tells_the_same_and_reads_nothing(self, mine: Client, url: str):
        head, get = await mine.head(url), await mine.get(url)
        assert (head.status_code, head.content) == (200, b"")
        for name in ("etag", "content-length", "content-type", "content-disposition", "accept-ranges"):
            assert head.headers[name] == get.headers[name]

    async def test_is_not_sent_to_who_has_it(self, mine: Client, url: str):
        tag = (await mine.get(url)).headers["etag"]
        for seen in (tag, f'"other", W/{tag}', "*"):
            for answer in (
                await mine.get(url, headers={"If-None-Match": seen}),
                await mine.head(url, headers={"If-None-Match": seen}),
            ):
                assert (answer.status_code, answer.content) == (304, b"")
                assert (answer.headers["etag"], answer.headers["cache-control"]) == (tag, "private, no-cache")
        assert (await mine.get(url, headers={"If-None-Match": '"other"'})).status_code == 200

    async def test_bytes_that_are_lost_are_our_fault(self, app: FastAPI, mine: Client, url: str):
        await app.state.store.delete(UUID(url.split("/")[2]))
        problem(await mine.get(url), 503, "unavailable")


class TestRange:
    @pytest.mark.parametrize(
        ("asked", "start", "end"),
        [
            ("bytes=0-0", 0, 1),
            ("bytes=10-19", 10, 20),
            ("bytes=90-", 90, 100),
            ("bytes=90-9999", 90, 100),
            ("bytes=-7", 93, 100),
            ("bytes=-9999", 0, 100),
            ("bytes=99-99", 99, 100),
            ("bytes= 5-6 ", 5, 7),
        ],
    )
    async def test_one_is_sent(self, mine: Client, url: str, asked: str, start: int, end: int):
        answer = await mine.get(url, headers={"Range": asked})
        assert (answer.status_code, answer.content) == (206, DIGITS[start:end])
        assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/100"
        assert answer.headers["content-length"] == str(end - start)
        head = await mine.head(url, headers={"Range": asked})
        assert (head.status_code, head.content, head.headers["content-length"]) == (206, b"", str(end - start))

    @pytest.mark.parametrize(
        "asked", ["bytes=0-1,5-6", "bytes=5-2", "bytes=", "bytes=-", "lines=1-2", "bytes=a-b", "x" * 500]
    )
    async def test_what_cannot_be_read_gives_the_whole(self, mine: Client, url: str, asked: str):
        answer = await mine.get(url, headers={"Range": asked})
        assert (answer.status_code, answer.content) == (200, DIGITS)
        assert "content-range" not in answer.headers

    @pytest.mark.parametrize("asked", ["bytes=100-", "bytes=100-200", "bytes=9999999999999999999-", "bytes=-0"])
    async def test_behind_the_end_is_refused(self, mine: Client, url: str, asked: str):
        answer = await mine.get(url, headers={"Range": asked})
        problem(answer, 416, "range_not_satisfiable")
        assert answer.headers["content-range"] == "bytes */100"

    async def test_of_an_older_content_gives_the_whole(self, mine: Client, url: str):
        tag = (await mine.head(url)).headers["etag"]
        for held, status in ((tag, 206), ('"other"', 200), ("Fri, 20 Nov 2026 01:00:00 GMT", 200)):
            answer = await mine.get(url, headers={"Range": "bytes=0-4", "If-Range": held})
            assert answer.status_code == status


class TestTickets:
    async def test_opens_once_without_a_log_in(self, mine: Client, client: Client, clerk: Someone, database: Database):
        taken = await uploaded(mine, NAME, DIGITS)
        issued = await mine.post(f"{FILES}/{taken['id']}/tickets")
        assert issued.status_code == 201
        body = issued.json()
        assert TicketRead.model_validate(body).model_dump(mode="json") == body
        assert issued.headers["location"] == body["path"]
        assert body["expires_at"] == "2026-11-20T10:01:00+08:00"
        path = f"http://localhost{body['path']}"
        for _ in range(2):
            head = await client.head(path)
            assert (head.status_code, head.headers["content-length"], head.headers["accept-ranges"]) == (
                200,
                "100",
                "none",
            )
        answer = await client.get(path, headers={"Range": "bytes=0-1"})
        assert (answer.status_code, answer.content) == (200, DIGITS)
        assert answer.headers["content-disposition"] == disposition(NAME)
        for again in (await client.get(path), await client.head(path)):
            assert again.status_code == 404
        async with database.open() as db:
            stmt = select(AuditEntry.action, AuditEntry.actor_id, AuditEntry.organ_id)
            stmt = stmt.where(AuditEntry.subject_id == taken["id"]).order_by(AuditEntry.id)
            assert [tuple(row) for row in await db.rows(stmt)] == [
                (action, clerk.id, clerk.organ_id) for action in ("upload", "issue_ticket", "use_ticket")
            ]

    async def test_keeps_no_secret(self, mine: Client, database: Database):
        taken = await uploaded(mine)
        secret = (await mine.post(f"{FILES}/{taken['id']}/tickets")).json()["path"].rpartition("/")[2]
        async with database.open() as db:
            stmt = select(AttachmentTicket.secret_hash).where(AttachmentTicket.attachment_id == taken["id"])
            assert secret.encode() not in await db.scalar(stmt)

    async def test_lasts_sixty_seconds(self, mine: Client, client: Client, clock: FixedClock):
        taken = await uploaded(mine)
        first, second = [(await mine.post(f"{FILES}/{taken['id']}/tickets")).json()["path"] for _ in range(2)]
        clock.advance(seconds=59)
        assert (await client.get(f"http://localhost{first}")).status_code == 200
        clock.advance(seconds=1)
        problem(await client.get(f"http://localhost{second}"), 404, "not_found")

    async def test_ends_with_the_account(self, mine: Client, client: Client, clerk: Someone, database: Database):
        taken = await uploaded(mine)
        path = (await mine.post(f"{FILES}/{taken['id']}/tickets")).json()["path"]
        async with database.open(writes=True) as db:
            await db.rows(update(Person).where(Person.id == clerk.id).values(active=False))
            await db.commit()
        problem(await client.get(f"http://localhost{path}"), 404, "not_found")

    @pytest.mark.parametrize(("secret", "status"), [("x" * 43, 404), ("x" * 42, 400), ("x" * 44, 400), ("é" * 43, 400)])
    async def test_unknown_ones_open_nothing(self, client: Client, secret: str, status: int):
        assert (await client.get(f"/attachment-tickets/{secret}")).status_code == status

    async def test_are_issued_to_whoever_may_see(
        self, mine: Client, make: Make, client_as: Callable[[Someone], Client]
    ):
        taken = await uploaded(mine)
        stranger = client_as(await make.person(*Role))
        problem(await stranger.post(f"{FILES}/{taken['id']}/tickets"), 404, "not_found")
        problem(await mine.post(f"{FILES}/{new_id()}/tickets"), 404, "not_found")


@pytest.mark.rule("SEC-R30", "SEC-R43")
async def test_every_download_is_on_record_and_nothing_else_is(mine: Client, clerk: Someone, database: Database):
    taken = await uploaded(mine)
    url = f"{FILES}/{taken['id']}"
    for answer in (
        await mine.get(url),
        await mine.head(f"{url}/content"),
        await mine.get(f"{FILES}/{clerk.id}/content"),
    ):
        assert answer.status_code in (200, 404)
    assert await downloads(database, taken["id"]) == []
    assert (await mine.get(f"{url}/content")).status_code == 200
    assert (await mine.get(f"{url}/content", headers={"Range": "bytes=5-9"})).status_code == 206
    assert await downloads(database, taken["id"]) == [(clerk.id, clerk.organ_id)] * 2


async def downloads(database: Database, attachment_id: str) -> list[tuple[Any, ...]]:
    stmt = select(AuditEntry.actor_id, AuditEntry.organ_id)
    stmt = stmt.where(AuditEntry.subject_id == attachment_id, AuditEntry.action == "download")
    async with database.open() as db:
        return [tuple(row) for row in await db.rows(stmt)]
