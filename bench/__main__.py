"""``python -m bench``: this service against a bare reference that does the same SQL, in one run, as ratios.

Both sides are one uvicorn worker with a pool of ten connections, asked by 32 connections in slices that alternate. A ratio is
the median over the rounds of the paired slices. It is a benchmark, not a test: it always ends with 0 and says what it missed.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import asyncpg
from sqlalchemy import make_url

from app.db import migrate
from app.db.embedded import EmbeddedPostgres
from app.vocabulary.documents import IncomingState as Is
from bench.alike import check_alike
from bench.generator import Generator, Outcome, Slice
from bench.office import Office, staff
from bench.operations import REFERENCE, SERVICE, Questions
from bench.papers import busy, fill, prepare
from bench.routes import share_of_the_last
from bench.servers import Server, deployed, reference, service

CONNECTIONS, SMALL, TURNS, STARTS = 32, 1_000, 5, 3
TARGETS = {"get": 0.50, "list": 0.45, "to_do": 0.55, "create": 0.70, "register": 0.70, "screen": 0.70}
TAIL, GROWTH, LAST_ROUTE, START = 3.0, 1.3, 1.10, 2.5


@dataclass
class Side:
    """What one side did, a figure a round: answers a second, milliseconds, and microseconds of its processor a request."""

    rate: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def tail(self) -> float:
        return statistics.median(self.p99) / statistics.median(self.p50)


@dataclass
class Measured:
    """One operation on both sides."""

    name: str
    target: float
    sides: dict[str, Side] = field(default_factory=lambda: {SERVICE: Side(), REFERENCE: Side()})
    generator_share: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        pairs = zip(self.sides[SERVICE].rate, self.sides[REFERENCE].rate, strict=True)
        return statistics.median(ours / theirs for ours, theirs in pairs)

    def took(self, side: str, outcome: Outcome, cpu: float) -> None:
        if outcome.refused:
            raise RuntimeError(f"{self.name} of the {side} was refused: {outcome.example[:600]!r}")
        self.generator_share.append(outcome.cpu / outcome.seconds)
        times, one = sorted(outcome.latencies), self.sides[side]
        one.rate.append(outcome.rate)
        one.p50.append(1000 * times[len(times) // 2])
        one.p99.append(1000 * times[int(len(times) * 0.99)])
        one.cpu.append(1_000_000 * cpu / outcome.sent)


class Bench:
    """The two servers, the load, and one office with its papers."""

    def __init__(
        self, db: "asyncpg.Connection[asyncpg.Record]", office: Office, load: Generator, seconds: float
    ) -> None:
        self._db, self._office, self._load, self._seconds = db, office, load, seconds

    async def questions(self, count: int) -> Questions:
        papers = [row["id"] for row in await self._db.fetch("SELECT id FROM matters ORDER BY random() LIMIT 2000")]
        return Questions(self._office, papers, busy(self._office, count))

    def ask(
        self, port: int, requests: Sequence[bytes], *, connections: int = CONNECTIONS, once: bool = False
    ) -> Outcome:
        return self._load.run(Slice(port, requests, self._seconds, connections, once))

    async def compare(self, name: str, asked: Questions, sides: dict[str, Server], rounds: int) -> Measured:
        """An operation, the sides taking turns to begin."""
        measured = Measured(name, TARGETS[name])
        for number in range(rounds + 1):
            for side in (SERVICE, REFERENCE) if number % 2 else (REFERENCE, SERVICE):
                requests, once = await self._requests(name, asked, side)
                before = sides[side].cpu
                outcome = self.ask(sides[side].port, requests, once=once)
                if number:  # the first round warms both up
                    measured.took(side, outcome, sides[side].cpu - before)
        return measured

    async def _requests(self, name: str, asked: Questions, side: str) -> tuple[Sequence[bytes], bool]:
        if name in ("register", "screen"):
            state = Is.RECEIVED if name == "register" else Is.REGISTERED
            papers: list[UUID] = await prepare(self._db, self._office, state, int(2_000 * self._seconds))
            return list(getattr(asked, name)(side, papers)), True
        made: Iterator[bytes] = getattr(asked, name)(side)
        return list(islice(made, int(4_000 * self._seconds))), name == "create"

    def latency(self, port: int, requests: Sequence[bytes]) -> float:
        """Median milliseconds with two connections, when nobody waits."""
        times = sorted(self.ask(port, requests, connections=2).latencies)
        return 1000 * times[len(times) // 2]


async def connected(url: str) -> "asyncpg.Connection[asyncpg.Record]":
    parts = make_url(url)
    options: dict[str, Any] = parts.translate_connect_args(username="user") | dict(parts.query)
    return cast("asyncpg.Connection[asyncpg.Record]", await asyncpg.connect(**options))


async def laid_out(url: str, papers: int) -> tuple["asyncpg.Connection[asyncpg.Record]", Office]:
    """An office with so many papers."""
    await migrate.upgrade(url)
    db = await connected(url)
    office = await staff(db)
    await fill(db, office, papers)
    return db, office


async def growth(large: Bench, url: str, port: int, papers: int, folder: Path, load: Generator) -> dict[str, float]:
    """Latency with all papers over that with `SMALL`: two services on two databases, which take turns."""
    other = make_url(url)
    beside = other.set(database=f"{other.database}_small").render_as_string(hide_password=False)
    admin = await connected(url)
    await admin.execute(f'CREATE DATABASE "{other.database}_small"')
    await admin.close()
    db, office = await laid_out(beside, SMALL)
    small = Bench(db, office, load, 1.0)
    found: dict[str, float] = {}
    with service(folder, beside) as second:
        asked = {second.port: await small.questions(SMALL), port: await large.questions(papers)}
        for name in ("get", "list", "to_do"):
            requests = {at: list(islice(getattr(one, name)(SERVICE), 2_000)) for at, one in asked.items()}
            times: dict[int, list[float]] = {at: [] for at in asked}
            for number in range(TURNS + 1):
                for at in asked:
                    took = small.latency(at, requests[at])
                    if number:  # the first turn warms both up
                        times[at].append(took)
            found[name] = statistics.median(times[port]) / statistics.median(times[second.port])
    await db.close()
    return found


async def run(url: str, folder: Path, papers: int, rounds: int, seconds: float) -> dict[str, object]:
    db, office = await laid_out(url, papers)
    with ExitStack() as stack:
        load = stack.enter_context(Generator())
        sides = {
            SERVICE: stack.enter_context(service(folder, url)),
            REFERENCE: stack.enter_context(reference(url, folder)),
        }
        bench = Bench(db, office, load, seconds)
        asked = await bench.questions(papers)
        check_alike(sides[SERVICE].port, sides[REFERENCE].port, asked)
        measured = [await bench.compare(name, asked, sides, rounds) for name in TARGETS]
        grown = await growth(bench, url, sides[SERVICE].port, papers, folder, load)
    await db.close()
    return {
        "papers": papers,
        "operations": [
            asdict(one) | {"ratio": one.ratio, "tails": {name: side.tail for name, side in one.sides.items()}}
            for one in measured
        ],
        "growth": grown,
        "last_route": await share_of_the_last(150),
        "start_seconds": started(folder),
    }


def started(folder: Path) -> float:
    """Seconds from the start of the process to readiness, with an embedded server that was initialised before."""
    data = {"OFFICE_DATA_DIR": str(folder / "data")}
    subprocess.run([sys.executable, "-m", "app.cli", "admin", "migrate"], env={**os.environ, **data}, check=True)
    times = []
    for _ in range(STARTS):
        with deployed(folder) as server:
            times.append(server.started_in)
    return statistics.median(times)


def told(found: dict[str, object]) -> Iterator[str]:
    """The table and what was reached."""
    yield f"{found['papers']:,} papers, {CONNECTIONS} connections, one worker each; requests a second, medians of the rounds"
    head = f"{'p50 ms':>8}{'p99 ms':>8}{'p99/p50':>8}{'CPU us':>8}"
    yield f"{'operation':10}{'side':11}{'req/s':>7}{head}{'ratio':>8}{'target':>8}"
    operations = found["operations"]
    assert isinstance(operations, list)
    for one in operations:
        for side, figures in one["sides"].items():
            rate, p50, p99, cpu = (statistics.median(figures[name]) for name in ("rate", "p50", "p99", "cpu"))
            tail = one["tails"][side]
            line = f"{one['name']:10}{side:11}{rate:>7.0f}{p50:>8.1f}{p99:>8.1f}{tail:>8.1f}{cpu:>8.0f}"
            reached = "✓" if one["ratio"] >= one["target"] else "✗"
            calm = "calm ✓" if tail <= TAIL else "calm ✗"
            yield line + (f"{one['ratio']:>8.2f}{one['target']:>8.2f} {reached} {calm}" if side == SERVICE else "")
    grown = found["growth"]
    assert isinstance(grown, dict)
    for name, times in grown.items():
        yield f"{name}: p50 at {found['papers']:,} papers is {times:.2f} × that at {SMALL:,} {'✓' if times <= GROWTH else '✗'}"
    last, start = found["last_route"], found["start_seconds"]
    assert isinstance(last, float)
    assert isinstance(start, float)
    yield f"the last of 150 routes costs {last:.2f} × the first {'✓' if last <= LAST_ROUTE else '✗'}"
    yield f"ready {start:.1f} s after the start {'✓' if start <= START else '✗'}"
    shares = [share for one in operations for share in one["generator_share"]]
    yield f"the load generator took {100 * statistics.median(shares):.0f} % of a core"


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--papers", type=int, default=100_000, help="how many papers the office has")
    parser.add_argument("--quick", action="store_true", help="10 000 papers, fewer and shorter slices")
    parser.add_argument("--database", help="an empty PostgreSQL database to use instead of an embedded one")
    parser.add_argument("--json", type=Path, help="write the figures to this file as well")
    asked = parser.parse_args()
    papers, rounds, seconds = (10_000, 3, 1.0) if asked.quick else (asked.papers, 6, 2.0)
    with tempfile.TemporaryDirectory(prefix="shuniu-bench-") as made, ExitStack() as stack:
        folder = Path(made)
        folder.chmod(0o755)
        url = asked.database or stack.enter_context(EmbeddedPostgres(folder / "postgres")).url
        found = asyncio.run(run(url, folder, papers, rounds, seconds))
    print("\n".join(told(found)))
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
