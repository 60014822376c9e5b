"""Who may ask, how often, and from where."""

from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from app.db.database import Database
from tests.api.serving import running
from tests.factories.client import Client, problem
from tests.factories.make import Make, Someone


class TestCallers:
    async def test_are_asked_who_they_are_before_anything_else(self, plumbing: FastAPI) -> None:
        async with Client(plumbing) as stranger:
            for answer in (
                await stranger.get("/things?unknown=1"),
                await stranger.post("/things", content=b"{"),
                await stranger.patch("/things/1"),
            ):
                problem(answer, 401, "unauthenticated")
                assert answer.headers["www-authenticate"] == "Bearer"

    @pytest.mark.parametrize("said", ["Basic YTpi", "Bearer", "Bearer ", "Bearer a b", "Bearer unknown", "Bearer \xff"])
    async def test_with_a_bad_token_are_told_so(self, plumbing: FastAPI, said: str) -> None:
        async with Client(plumbing) as stranger:
            answer = await stranger.get("/things", headers={"Authorization": said.encode("latin-1")})
            problem(answer, 401, "invalid_token")
            assert answer.headers["www-authenticate"] == "Bearer"

    async def test_without_the_right_are_refused_before_the_body_is_judged(self, plumbing: FastAPI, make: Make) -> None:
        someone = await make.person()
        async with Client(plumbing, someone.token) as client:
            answer = await client.post(
                "/incoming-documents", content=b"{", headers={"Content-Type": "application/json"}
            )
            problem(answer, 403, "forbidden")

    async def test_of_open_operations_need_no_name(self, plumbing: FastAPI) -> None:
        async with Client(plumbing) as stranger:
            answer = await stranger.post("/things/open", json={"title": "a"}, headers={"Idempotency-Key": "x"})
            assert answer.json() == {"caller": None, "title": "a"}


class TestQuota:
    async def test_is_told_and_kept(self, database: Database, clerk: Someone, tmp_path: Path) -> None:
        async with running(database, tmp_path, rate_limit=2) as app, Client(app, clerk.token) as client:
            for left in (1, 0):
                answer = await client.get("/things")
                assert answer.headers["ratelimit-policy"] == '"default";q=2;w=60'
                assert answer.headers["ratelimit"].startswith(f'"default";r={left};t=')
            refused = await client.get("/things")
            problem(refused, 429, "quota_exceeded")
            assert 1 <= int(refused.headers["retry-after"]) <= 60
            assert refused.headers["ratelimit"].startswith('"default";r=0;')
            assert (await client.get("http://localhost/livez")).status_code == 200

    async def test_counts_callers_apart_and_guesses_by_address(
        self, database: Database, make: Make, clerk: Someone, tmp_path: Path
    ) -> None:
        another = await make.person()
        async with running(database, tmp_path, rate_limit=1) as app:
            for who in (clerk, another):
                async with Client(app, who.token) as client:
                    assert (await client.get("/things")).status_code == 200
            async with Client(app, "guess-1") as guesser:
                problem(await guesser.get("/things"), 401, "invalid_token")
            async with Client(app, "guess-2") as guesser:
                problem(await guesser.get("/things"), 429, "quota_exceeded")
                problem(await guesser.get("/enums"), 429, "quota_exceeded")

    async def test_is_tighter_for_who_tries_to_get_in(self, database: Database, clerk: Someone, tmp_path: Path) -> None:
        said = {"username": "nobody", "password": "Wrong-2026!"}
        async with running(database, tmp_path, login_rate_limit=2) as app, Client(app) as stranger:
            for left in (1, 0):
                answer = await stranger.post("/auth/login", json=said)
                assert answer.status_code == 401
                assert answer.headers["ratelimit-policy"] == '"login";q=2;w=60'
                assert answer.headers["ratelimit"].startswith(f'"login";r={left};t=')
            refused = await stranger.post("/auth/login", json=said)
            problem(refused, 429, "quota_exceeded")
            assert 1 <= int(refused.headers["retry-after"]) <= 60
            refresh = await stranger.post("/auth/refresh", json={"refresh_token": "shr_" + "a" * 43})
            assert (refresh.status_code, refresh.headers["ratelimit-policy"]) == (401, '"login";q=2;w=60')
            assert (await stranger.get("/enums")).headers["ratelimit-policy"].startswith('"default";')
            async with Client(app, clerk.token) as client:
                assert (await client.get("/things")).status_code == 200, "who is in is not held up by who is not"


class TestProxies:
    async def test_are_believed_only_if_trusted(self, database: Database, make: Make, tmp_path: Path) -> None:
        async def ask(app: FastAPI, peer: str, told: str) -> httpx.Response:
            transport = httpx.ASGITransport(app=app, client=(peer, 1))
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
                return await client.get("/api/v1/enums", headers={"X-Forwarded-For": told})

        async with running(database, tmp_path, rate_limit=1) as app:
            assert (await ask(app, "127.0.0.1", "10.0.0.1")).status_code == 200
            assert (await ask(app, "127.0.0.1", "10.0.0.2")).status_code == 200
            assert (await ask(app, "10.9.9.9", "10.0.0.3")).status_code == 200
            assert (await ask(app, "10.9.9.9", "10.0.0.4")).status_code == 429


class TestCors:
    async def test_is_off_unless_origins_are_listed(self, things_client: Client) -> None:
        answer = await things_client.get("/things", headers={"Origin": "https://oa.example.cn"})
        assert "access-control-allow-origin" not in answer.headers

    async def test_lets_listed_origins_in(self, database: Database, clerk: Someone, tmp_path: Path) -> None:
        origin = "https://oa.example.cn"
        async with running(database, tmp_path, cors_origins=[origin]) as app, Client(app, clerk.token) as client:
            answer = await client.get("/things", headers={"Origin": origin})
            assert answer.headers["access-control-allow-origin"] == origin
            assert "ETag" in answer.headers["access-control-expose-headers"]
            asked = {"Origin": origin, "Access-Control-Request-Method": "PATCH"}
            preflight = await client.options("/things", headers=asked)
            assert preflight.status_code == 200
            other = await client.get("/things", headers={"Origin": "https://evil.example"})
            assert "access-control-allow-origin" not in other.headers
