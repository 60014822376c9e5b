"""What the service says about itself."""

import shutil
from pathlib import Path

import pytest
from fastapi import FastAPI

from app.db.database import Database
from app.http.about import storage_folders, words
from app.http.answers import as_json
from app.http.openapi import describe
from app.http.problems import by_code, status_of
from app.main import routes
from app.vocabulary.documents import IncomingState
from tests.api.serving import running
from tests.conftest import make_settings
from tests.factories.client import Client, problem

ROOT = "http://localhost"


class TestProbes:
    async def test_answer_without_a_log_in(self, client: Client) -> None:
        for path in ("/livez", "/readyz"):
            answer = await client.get(ROOT + path)
            assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
        assert set((await client.get(f"{ROOT}/version")).json()) == {"version", "api"}

    async def test_tell_what_is_missing(self, database: Database, tmp_path: Path) -> None:
        folder = tmp_path / "data"
        async with running(database, folder) as app, Client(app) as client:
            shutil.rmtree(folder)
            ready = await client.get(f"{ROOT}/readyz")
            assert problem(ready, 503, "unavailable")["missing"] == ["storage"]
            app.state.revision = "9999_of_tomorrow"
            ready = await client.get(f"{ROOT}/readyz")
            assert problem(ready, 503, "unavailable")["missing"] == ["migrations", "storage"]
            assert (await client.get(f"{ROOT}/livez")).status_code == 200

    @pytest.mark.parametrize(
        ("url", "also"),
        [(None, []), ("file:///srv/%E6%96%87%E4%BB%B6", [Path("/srv/文件")]), ("s3://files?endpoint=x", [])],
    )
    def test_look_for_files_where_they_lie(self, url: str | None, also: list[Path]) -> None:
        settings = make_settings(None, Path("data"), storage_url=url)
        assert storage_folders(settings) == [Path("data"), *also]


class TestWords:
    async def test_have_official_terms(self, client: Client) -> None:
        told = (await client.get("/enums")).json()["enums"]
        assert told == words()
        assert told["incoming_state"] == [{"value": word.value, "label": word.label} for word in IncomingState]
        assert {"urgency", "role", "matter_kind"} <= set(told)


class TestLimits:
    async def test_are_the_settings(self, client: Client, app: FastAPI) -> None:
        told = (await client.get("/limits")).json()
        assert told["body_bytes"] == app.state.settings.body_max_bytes == 1_048_576
        assert told["body_depth"] == 32
        assert told["requests_per_minute"] == app.state.settings.rate_limit
        assert told["logins_per_minute"] == app.state.settings.login_rate_limit


class TestProblems:
    async def test_are_listed_and_explained(self, client: Client) -> None:
        listed = (await client.get("/problems")).json()["items"]
        assert {one["code"]: one["status"] for one in listed} == {c: status_of(e) for c, e in by_code().items()}
        assert [one["status"] for one in listed] == sorted(one["status"] for one in listed)
        for one in listed:
            assert (await client.get(f"/problems/{one['code']}")).json() == one
            assert one["title"]
            assert not one["title"].isascii()
            assert one["title_en"].isascii()
            assert one["meaning"]

    @pytest.mark.parametrize(
        ("code", "status", "said"), [("nothing_like_it", 404, "not_found"), ("A", 400, "validation_failed")]
    )
    async def test_unknown_ones_are_not_found(self, client: Client, code: str, status: int, said: str) -> None:
        problem(await client.get(f"/problems/{code}"), status, said)


class TestPages:
    @pytest.mark.parametrize(("path", "script"), [("/docs", "swagger-ui-bundle.js"), ("/redoc", "redoc.standalone.js")])
    async def test_need_no_other_host(self, client: Client, path: str, script: str) -> None:
        page = await client.get(ROOT + path)
        assert page.headers["content-type"].startswith("text/html")
        assert "://" not in page.text
        assert f'src="/static/{script}"' in page.text
        policy = page.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "http" not in policy
        for asset in [script, "swagger-ui.css", "favicon.png"]:
            assert (await client.get(f"{ROOT}/static/{asset}")).status_code == 200

    async def test_assets_stay_in_their_folder(self, client: Client) -> None:
        for path in ("/static/../core.py", "/static/%2e%2e/core.py", "/static/nothing.js", "/static", "/static/"):
            problem(await client.get(ROOT + path), 404, "not_found")

    async def test_document_is_served_as_made(self, client: Client) -> None:
        answer = await client.get(f"{ROOT}/openapi.json")
        assert answer.content == as_json(describe(routes()))
        assert (await client.get(f"{ROOT}/openapi.json")).content == answer.content
        assert answer.json()["openapi"].startswith("3.1")
