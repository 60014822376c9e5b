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
from uuid import UUID

import asyncpg
from sqlalchemy import make_url

from app.db import migrate
from app.db.embedded import EmbeddedPostgres
from app.vocabulary.documents import IncomingState as Is
from bench.generator import Generator, Outcome, Slice
from bench.office import Office, staff
from bench.operations import REFERENCE, SERVICE, Questions
from bench.papers import busy, fill, prepare
from bench.routes import share_of_the_last
from bench.servers import Server, reference, service

CONNECTIONS, SMALL = 32, 1_000
TARGETS = {"get": 0.50, "list": 0.45, "to_do": 0.55, "create": 0.70, "register": 0.70, "screen": 0.70}
TAIL, GROWTH, LAST_ROUTE, START = 3.0, 1.3, 1.10, 2.5


@dataclass
class Measured:
    """One operation: requests a second of both sides, latencies in milliseconds of the service."""

    name: str
    target: float
    reference: list[float] = field(default_factory=list)
    service: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    generator_share: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        return statistics.median(ours / theirs for ours, theirs in zip(self.service, self.reference, strict=True))

    @property
    def tail(self) -> float:
        return statistics.median(self.p99) / statistics.median(self.p50)

    def took(self, side: str, outcome: Outcome) -> None:
        if outcome.refused:
            raise RuntimeError(f"{self.name} of the {side} was refused: {outcome.example[:600]!r}")
        self.generator_share.append(outcome.cpu / outcome.seconds)
        if side == REFERENCE:
            self.reference.append(outcome.rate)
            return
        times = sorted(outcome.latencies)
        self.service.append(outcome.rate)
        self.p50.append(1000 * times[len(times) // 2])
        self.p99.append(1000 * times[int(len(times) * 0.99)])


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
                outcome = self.ask(sides[side].port, requests, once=once)
                if number:  # the first round warms both up
                    measured.took(side, outcome)
        return measured

    async def _requests(self, name: str, asked: Questions, side: str) -> tuple[Sequence[bytes], bool]:
        if name in ("register", "screen"):
            state = Is.RECEIVED if name == "register" else Is.REGISTERED
            papers: list[UUID] = await prepare(self._db, self._office, state, int(2_000 * self._seconds))
            return list(getattr(asked, name)(side, papers)), True
        made: Iterator[bytes] = getattr(asked, name)(side)
        return list(islice(made, int(4_000 * self._seconds))), name == "create"

    def latency(self, port: int, asked: Questions, name: str) -> float:
        """Median milliseconds of the service with two connections, when nobody waits."""
        requests = list(islice(getattr(asked, name)(SERVICE), 2_000))
        self.ask(port, requests, connections=2)
        times = sorted(self.ask(port, requests, connections=2).latencies)
        return 1000 * times[len(times) // 2]


async def run(url: str, folder: Path, papers: int, rounds: int, seconds: float) -> dict[str, object]:
    await migrate.upgrade(url)
    parts = make_url(url)
    db = await asyncpg.connect(**parts.translate_connect_args(username="user"), **dict(parts.query))
    office = await staff(db)
    with ExitStack() as stack:
        load = stack.enter_context(Generator())
        sides = {
            SERVICE: stack.enter_context(service(folder, url)),
            REFERENCE: stack.enter_context(reference(url, folder)),
        }
        bench = Bench(db, office, load, seconds)
        await fill(db, office, SMALL)
        asked = await bench.questions(SMALL)
        small = {name: bench.latency(sides[SERVICE].port, asked, name) for name in ("get", "list", "to_do")}
        await fill(db, office, papers - SMALL)
        asked = await bench.questions(papers)
        large = {name: bench.latency(sides[SERVICE].port, asked, name) for name in small}
        measured = [await bench.compare(name, asked, sides, rounds) for name in TARGETS]
    await db.close()
    return {
        "papers": papers,
        "operations": [asdict(one) | {"ratio": one.ratio, "tail": one.tail} for one in measured],
        "growth": {name: large[name] / small[name] for name in small},
        "last_route": await share_of_the_last(150),
        "start_seconds": started(folder),
    }


def started(folder: Path) -> float:
    """Seconds from the start of the process to readiness, with an embedded server that was initialised before."""
    data = {"OFFICE_DATA_DIR": str(folder / "data")}
    subprocess.run([sys.executable, "-m", "app.cli", "admin", "migrate"], env={**os.environ, **data}, check=True)
    with service(folder) as server:
        return server.started_in


def told(found: dict[str, object]) -> Iterator[str]:
    """The table and what was reached."""
    yield f"{found['papers']:,} papers, {CONNECTIONS} connections, one worker each; requests a second, medians of the rounds"
    yield f"{'operation':10}{'reference':>11}{'service':>9}{'ratio':>7}{'target':>8}   {'p50 ms':>7}{'p99 ms':>8}{'p99/p50':>9}"
    operations = found["operations"]
    assert isinstance(operations, list)
    for one in operations:
        middle = {name: statistics.median(one[name]) for name in ("reference", "service", "p50", "p99")}
        reached = "✓" if one["ratio"] >= one["target"] else "✗"
        calm = "✓" if one["tail"] <= TAIL else "✗"
        yield (
            f"{one['name']:10}{middle['reference']:>11.0f}{middle['service']:>9.0f}{one['ratio']:>7.2f}"
            f"{one['target']:>7.2f} {reached} {middle['p50']:>7.1f}{middle['p99']:>8.1f}{one['tail']:>8.1f} {calm}"
        )
    growth = found["growth"]
    assert isinstance(growth, dict)
    for name, times in growth.items():
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
