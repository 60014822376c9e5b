"""The processes that are measured: each one uvicorn worker on a loopback port."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

_PATIENCE = 60.0
_COMMON = (
    "--host",
    "127.0.0.1",
    "--no-access-log",
    "--log-level",
    "warning",
    "--loop",
    "uvloop",
    "--http",
    "httptools",
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class Server:
    """``with Server("-m", "uvicorn", …, probe="/…", env={…}) as server``: ready when the probe is answered."""

    def __init__(self, *command: str, probe: str, log: Path, env: Mapping[str, str]) -> None:
        self.port = free_port()
        self._command = [sys.executable, *command, "--port", str(self.port)]
        self._probe, self._log, self._env = probe, log, {**os.environ, **env}
        self._process: subprocess.Popen[bytes] | None = None
        self.started_in = 0.0
        """Seconds from the start of the process to its first answer."""

    def __enter__(self) -> Self:
        began = time.perf_counter()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log, env=self._env)
        while not self._answers():
            if self._process.poll() is not None or time.perf_counter() - began > _PATIENCE:
                raise RuntimeError(f"{self._command[3]} does not start:\n{self._log.read_text()[-2000:]}")
            time.sleep(0.005)
        self.started_in = time.perf_counter() - began
        return self

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{self._probe}", timeout=5) as answer:
                return bool(answer.status == 200)
        except urllib.error.HTTPError as refused:
            return refused.code == 404  # it speaks, if only to say that it has no such thing
        except OSError:
            return False

    @property
    def cpu(self) -> float:
        """Seconds of processor time it took so far; 0 where the system does not tell."""
        assert self._process is not None
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return 0.0

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def reference(url: str, folder: Path) -> Server:
    env = {"BENCH_DATABASE_URL": url.replace("+asyncpg", "")}
    return Server(
        "-m", "uvicorn", "bench.reference:app", *_COMMON, probe="/nothing", log=folder / "reference.log", env=env
    )


def service(folder: Path, url: str) -> Server:
    """The service in one process, without the jobs beside it and with room for one caller to ask as often as he can."""
    env = _quiet(folder) | {"OFFICE_DATABASE_URL": url}
    command = ("-m", "uvicorn", "bench.service:create", "--factory", *_COMMON)
    return Server(*command, probe="/readyz", log=folder / "service.log", env=env)


def deployed(folder: Path) -> Server:
    """The service as it is deployed, with the embedded server of the data directory."""
    command = ("-m", "app.cli", "serve", "--no-worker")
    return Server(*command, probe="/readyz", log=folder / "deployed.log", env=_quiet(folder))


def _quiet(folder: Path) -> dict[str, str]:
    return {
        "OFFICE_DATA_DIR": str(folder / "data"),
        "OFFICE_RUN_WORKER": "false",
        "OFFICE_LOG_LEVEL": "warning",
        "OFFICE_RATE_LIMIT": "1000000000",
        "OFFICE_POOL_SIZE": "10",
    }
