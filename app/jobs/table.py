"""Every job of the service, and when it is due."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from app.core.actor import Origin
from app.db.database import Database
from app.jobs.archives import check_archives, empty_archives
from app.jobs.cleaning import clean_up
from app.jobs.relay import relay_outbox
from app.jobs.scan import scan_deadlines
from app.services.attachments.intake import Intake
from app.services.trail.sealing import seal_trail

EVERY_MINUTE = "* * * * *"
HOURLY = "7 * * * *"
HALF_HOURLY = "17,47 * * * *"


@dataclass(frozen=True, slots=True)
class Tools:
    """What jobs work with."""

    database: Database
    files: Intake


@dataclass(frozen=True, slots=True)
class Job:
    """``when`` is a cron line, in UTC; without it the job is begun by something that happens."""

    run: Callable[[Tools, Origin], Awaitable[int]]
    when: str | None = None


RELAY_NEWS = "relay_news"
"""Begun when a new event lies in the outbox; the minute's run is for those that failed before."""

JOBS: Mapping[str, Job] = {
    "scan_deadlines": Job(lambda tools, origin: scan_deadlines(tools.database, origin), EVERY_MINUTE),
    "relay_outbox": Job(lambda tools, origin: relay_outbox(tools.database, origin), EVERY_MINUTE),
    RELAY_NEWS: Job(lambda tools, origin: relay_outbox(tools.database, origin, again=False)),
    "seal_trail": Job(lambda tools, origin: seal_trail(tools.database, origin), EVERY_MINUTE),
    "check_archives": Job(lambda tools, origin: check_archives(tools.database, tools.files, origin), HALF_HOURLY),
    "empty_archives": Job(lambda tools, origin: empty_archives(tools.database, tools.files, origin), EVERY_MINUTE),
    "clean_up": Job(lambda tools, origin: clean_up(tools.database, tools.files, origin), HOURLY),
}
