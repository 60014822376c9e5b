"""The same POST twice: one effect, one answer."""

import asyncio
import secrets
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from app.db.database import Database
from tests.factories import things
from tests.factories.client import Client, problem
from tests.factories.make import Make


@pytest.fixture
def title() -> str:
    """A title nobody else uses, so that effects can be counted."""
    return secrets.token_hex(8)


@pytest_asyncio.fixture
async def other(plumbing: FastAPI, make: Make) -> Any:
    async with Client(plumbing, (await make.person()).token) as made:
        yield made


async def effects(database: Database, title: str) -> int:
    async with database.open() as db:
        return await things.count(db, title)


def keyed(key: str | None = None) -> dict[str, str]:
    return {"Idempotency-Key": key or str(uuid4())}


class TestReplay:
    async def test_is_byte_for_byte_and_has_no_second_effect(
        self, things_client: Client, database: Database, title: str
    ) -> None:
        headers = keyed()
        first = await things_client.post("/things", json={"title": title}, headers=headers)
        again = await things_client.post("/things", json={"title": title}, headers=headers)
        assert (first.status_code, again.status_code) == (201, 201)
        assert again.content == first.content
        for name in ("location", "etag", "content-type"):
            assert again.headers[name] == first.headers[name]
        assert "idempotency-replayed" not in first.headers
        assert again.headers["idempotency-replayed"] == "true"
        assert again.headers["x-request-id"] != first.headers["x-request-id"]
        assert await effects(database, title) == 1

    async def test_without_a_key_each_request_counts(
        self, things_client: Client, database: Database, title: str
    ) -> None:
        for _ in range(2):
            assert (await things_client.post("/things", json={"title": title})).status_code == 201
        assert await effects(database, title) == 2

    async def test_is_refused_for_another_body_or_query(self, things_client: Client, title: str) -> None:
        headers = keyed()
        await things_client.post("/things", json={"title": title}, headers=headers)
        answer = await things_client.post("/things", json={"title": "另一件"}, headers=headers)
        problem(answer, 422, "idempotency_key_reused")

    async def test_keys_belong_to_one_caller_and_one_path(
        self, things_client: Client, other: Client, database: Database, title: str
    ) -> None:
        headers = keyed()
        things.gates[title] = things.Gate()
        things.gates[title].open.set()
        for client, path in [(things_client, "/things"), (other, "/things"), (things_client, f"/things/hold/{title}")]:
            answer = await client.post(path, json={"title": title}, headers=headers)
            assert answer.is_success
            assert "idempotency-replayed" not in answer.headers
        assert await effects(database, title) == 3

    async def test_a_refusal_is_not_kept(self, things_client: Client, database: Database, title: str) -> None:
        headers = keyed()
        problem(await things_client.post("/things", json={"title": ""}, headers=headers), 400, "validation_failed")
        problem(
            await things_client.post("/things/fault", json={"title": title}, headers=headers), 500, "internal_error"
        )
        assert await effects(database, title) == 0
        assert (await things_client.post("/things", json={"title": title}, headers=headers)).status_code == 201

    @pytest.mark.parametrize("key", ["short", "a" * 129, "with space in it", "中文" * 10, "a" * 15, ""])
    async def test_a_key_that_is_none_is_refused(self, things_client: Client, key: str) -> None:
        answer = await things_client.post("/things", json={"title": "a"}, headers={"Idempotency-Key": key.encode()})
        error = problem(answer, 400, "validation_failed")["errors"][0]
        assert (error["in"], error["pointer"]) == ("header", "/Idempotency-Key")


class TestAtOnce:
    async def test_one_runs_and_the_other_is_told_so(
        self, things_client: Client, database: Database, title: str
    ) -> None:
        headers, gate = keyed(), things.Gate()
        things.gates[title] = gate

        def send() -> asyncio.Task[httpx.Response]:
            return asyncio.create_task(
                things_client.post(f"/things/hold/{title}", json={"title": title}, headers=headers)
            )

        running = send()
        await gate.reached.wait()
        body = await send()
        assert body.headers["retry-after"] == "1"
        problem(body, 409, "idempotency_in_flight")
        gate.open.set()
        assert (await running).status_code == 200
        assert (await send()).headers["idempotency-replayed"] == "true"
        assert await effects(database, title) == 1

    async def test_many_have_one_effect(self, things_client: Client, database: Database, title: str) -> None:
        headers = keyed()
        answers = await asyncio.gather(
            *(things_client.post("/things", json={"title": title}, headers=headers) for _ in range(20))
        )
        assert {answer.status_code for answer in answers} <= {201, 409}
        created = {answer.json()["id"] for answer in answers if answer.status_code == 201}
        assert len(created) == 1
        assert await effects(database, title) == 1


class TestRetry:
    async def test_what_could_not_be_serialized_runs_again(
        self, things_client: Client, database: Database, title: str
    ) -> None:
        things.gates[title] = things.Gate(retries=2)
        answer = await things_client.post(f"/things/retry/{title}", json={"title": title}, headers=keyed())
        assert answer.status_code == 200
        assert await effects(database, title) == 1

    async def test_is_given_up_after_three_times(self, things_client: Client, database: Database, title: str) -> None:
        things.gates[title] = things.Gate(retries=3)
        answer = await things_client.post(f"/things/retry/{title}", json={"title": title})
        assert answer.headers["retry-after"] == "1"
        problem(answer, 503, "unavailable")
        assert await effects(database, title) == 0


async def test_a_fault_leaves_nothing_behind(things_client: Client, database: Database, title: str) -> None:
    problem(await things_client.post("/things/fault", json={"title": title}), 500, "internal_error")
    assert await effects(database, title) == 0
