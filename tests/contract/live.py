"""The service as operators run it: a process of its own behind a real socket, on a database and a folder of its own."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_BOUND = re.compile(r"Uvicorn running on (http://127\.0\.0\.1:\d+)")
_PATIENCE = 60
"""Seconds to wait for the service to come up or to stop."""


@dataclass(frozen=True, slots=True)
class Live:
    """A running service: its base URL, and the file everything it says goes to."""

    url: str
    log: Path

    def faults(self) -> list[str]:
        """What its log holds of errors: nothing a client sends may cause one."""
        return [line for line in self.log.read_text().splitlines() if '"level":"error"' in line or "Traceback" in line]


@contextmanager
def live(database_url: str, folder: Path, **settings: object) -> Iterator[Live]:
    """Start the service, wait until it listens, and stop it as an operator would."""
    told = {"database_url": database_url, "data_dir": folder, "log_level": "error", "run_worker": "false", **settings}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OFFICE_")}
    environment = kept | {f"OFFICE_{name.upper()}": str(value) for name, value in told.items()}
    command = [sys.executable, "-m", "uvicorn", "--factory", "app.main:service"]
    command += ["--port", "0", "--no-access-log", "--app-dir", str(_ROOT)]
    log = folder / "service.log"
    with log.open("w") as said:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=said, stderr=said)
    try:
        yield Live(_address(process, log), log)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        found = _BOUND.search(log.read_text())
        if found:
            return found[1]
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError(f"the service did not start:\n{log.read_text()}")
