"""The command line, as an operator uses it: from an empty database to the first accounts and a checked trail."""

import asyncio
import io
import json
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from app import cli
from app.core.actor import Origin
from app.db import migrate
from app.db.database import Database
from app.jobs.administration import told_of_demo
from app.services.identity.sessions import SessionService
from app.services.trail.sealing import seal_trail
from app.settings import get_settings
from tests.conftest import make_settings

PASSWORD = "Qinghe-2026x"
USER = ("admin", "create-user", "--username", "sysadmin", "--name", "张三", "--kind", "sys_admin", "--organ", "jz")
Shuniu = Callable[..., tuple[int | str | None, str]]


@pytest_asyncio.fixture
async def empty(database_server: Any) -> str:
    """The URL of a database that was never migrated."""
    url: str = await database_server.empty()
    return url


@pytest.fixture
def shuniu(empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """``shuniu("admin", "migrate")``: exit code or message, and what was printed."""
    monkeypatch.setenv("OFFICE_DATABASE_URL", empty)
    monkeypatch.setenv("OFFICE_DATA_DIR", str(tmp_path))
    monkeypatch.delenv(cli.NEW_PASSWORD, raising=False)
    handler = signal.getsignal(signal.SIGTERM)

    def called(*arguments: str, stdin: str = "") -> tuple[int | str | None, str]:
        get_settings.cache_clear()
        monkeypatch.setattr("sys.argv", ["shuniu", *arguments])
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return ended.value.code, capsys.readouterr().out

    yield called
    signal.signal(signal.SIGTERM, handler)
    get_settings.cache_clear()


def on(url: str, act: Callable[[Database], Any]) -> Any:
    """Do something on a database, outside of the tests' loop."""

    async def done() -> Any:
        database = Database(url)
        try:
            return await act(database)
        finally:
            await database.close()

    return asyncio.run(done())


class TestAdmin:
    def test_nothing_runs_before_the_schema_is_there(self, shuniu: Shuniu) -> None:
        for command in (("serve",), ("worker",), USER, ("admin", "verify-trail")):
            code, _ = shuniu(*command)
            assert "shuniu admin migrate" in str(code), command
        assert shuniu("admin", "migrate") == (0, f"the database is at {migrate.head()}\n")
        assert shuniu("admin", "migrate")[0] == 0, "again changes nothing"

    def test_makes_the_first_administrator(self, shuniu: Shuniu, empty: str, tmp_path: Path) -> None:
        shuniu("admin", "migrate")
        code, _ = shuniu(*USER, stdin=PASSWORD)
        assert "--organ-name" in str(code)
        code, told = shuniu(*USER, "--organ-name", "江州市人民政府", stdin=f"{PASSWORD}\n")
        assert code == 0
        assert "sysadmin (系统管理员) is made" in told
        assert "Temporary" not in told

        async def log_in(database: Database) -> Any:
            async with database.open(writes=True, origin=Origin("test")) as db:
                return await SessionService(db, make_settings(empty, tmp_path)).log_in("sysadmin", PASSWORD, None, "")

        assert on(empty, log_in)["access_token"]
        assert "shuniu: " in str(shuniu(*USER, stdin=PASSWORD)[0]), "there is one of this name already"

    def test_takes_a_password_from_the_environment_or_makes_one(
        self, shuniu: Shuniu, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shuniu("admin", "migrate")
        code, told = shuniu(*USER, "--organ-name", "江州市人民政府")
        assert code == 0
        assert "Temporary password, to be changed at the first log-in: " in told
        monkeypatch.setenv(cli.NEW_PASSWORD, "short")
        code, _ = shuniu("admin", "create-user", "--username", "li", "--name", "李四", "--organ", "jz")
        assert str(code).startswith("shuniu: ")
        assert "short" not in str(code)
        monkeypatch.setenv(cli.NEW_PASSWORD, PASSWORD)
        code, told = shuniu("admin", "create-user", "--username", "li", "--name", "李四", "--organ", "jz")
        assert (code, "工作人员" in told) == (0, True)
        monkeypatch.delenv(cli.NEW_PASSWORD)
        code, told = shuniu("admin", "reset-password", "--username", "li")
        assert (code, "Temporary password" in told) == (0, True)
        assert str(shuniu("admin", "reset-password", "--username", "nobody")[0]).startswith("shuniu: ")

    def test_checks_the_trail(self, shuniu: Shuniu, empty: str) -> None:
        shuniu("admin", "migrate")
        shuniu(*USER, "--organ-name", "江州市人民政府", stdin=PASSWORD)
        code, told = shuniu("admin", "verify-trail")
        assert code == 0
        assert "0 links hold" in told
        assert "2 entries are not sealed yet" in told
        assert on(empty, lambda database: seal_trail(database, Origin("test"))) == 2
        code, told = shuniu("admin", "verify-trail")
        noted = told.split()[-1]
        assert (code, told.startswith("2 links hold"), noted.startswith("2:")) == (0, True, True)
        assert shuniu("admin", "verify-trail", "--anchor", noted)[0] == 0
        code, told = shuniu("admin", "verify-trail", "--anchor", f"2:{'00' * 32}")
        assert code == 1
        assert "BROKEN at link 2" in told
        assert shuniu("admin", "verify-trail", "--anchor", "two")[0] == 2

    def test_prints_the_published_document(self, shuniu: Shuniu, tmp_path: Path) -> None:
        code, told = shuniu("admin", "openapi")
        assert code == 0
        assert "/api/v1/tasks" in json.loads(told)["paths"]
        assert shuniu("admin", "openapi", "--output", str(tmp_path / "openapi.json")) == (0, "")
        assert (tmp_path / "openapi.json").read_text(encoding="utf-8") == told

    def test_names_a_setting_that_is_wrong_without_its_value(
        self, shuniu: Shuniu, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("OFFICE_SIGNING_KEY", "too-short-to-keep")
        code, _ = shuniu("admin", "migrate")
        assert "signing_key" in str(code)
        assert "too-short-to-keep" not in str(code)


class TestServe:
    def test_starts_as_the_settings_and_arguments_say(self, shuniu: Shuniu, monkeypatch: pytest.MonkeyPatch) -> None:
        started: dict[str, Any] = {}
        monkeypatch.setattr("app.cli.uvicorn.run", lambda app, **told: started.update(told, app=app))
        monkeypatch.setattr("app.cli.logs.configure", lambda level: None)
        for name in ("HOST", "PORT", "WORKERS", "RUN_WORKER"):
            monkeypatch.setenv(f"OFFICE_{name}", "0")
            monkeypatch.delenv(f"OFFICE_{name}")
        shuniu("admin", "migrate")
        code, _ = shuniu("serve", "--port", "8123", "--workers", "2", "--no-worker")
        assert code == 0
        assert (started["app"], started["factory"]) == ("app.main:service", True)
        assert (started["host"], started["port"], started["workers"]) == ("127.0.0.1", 8123, 2)
        assert (started["timeout_graceful_shutdown"], started["access_log"]) == (30, False)
        assert get_settings().run_worker is False, "the processes it starts read the same environment"
        assert "port" in str(shuniu("serve", "--port", "99999")[0])


def test_the_demo_is_told_with_its_log_ins() -> None:
    demo = pytest.importorskip("app.jobs.demo")
    login = demo.Login("登记员", "zhouhui", "周慧")
    report = demo.DemoReport(True, "青禾县", "x", [login], {"已登记": 3}, {"签发": 2}, 1.4)
    told = told_of_demo(report)
    assert told.startswith("青禾县: made in 1 s\n收文 已登记 3\n发文 签发 2\n")
    assert "zhouhui          登记员 周慧" in told
