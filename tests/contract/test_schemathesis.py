"""Generated requests against the running service, as different people: whatever they send, the published document holds.

Every second operation is covered in full (every bound, every member, every method) as the first caller who may use it, the
others by their examples; everybody sends random requests to what they may use and plain ones to what they may not. ``deep``
covers all of them in full as everybody, with more of everything.
"""

import asyncio
import multiprocessing
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from app.db.database import Database
from app.http.openapi import describe
from app.main import routes
from app.services.identity.callers import permissions_of
from app.vocabulary.identity import ADMINISTRATORS, Permission, PersonKind, Role
from tests.contract.campaign import Campaign, Findings, Sortie
from tests.contract.crawl import read
from tests.contract.live import Live, live
from tests.contract.memory import Memory
from tests.factories.client import API
from tests.factories.desks import Desks
from tests.factories.make import Make, Someone
from tests.factories.office import CLERK, Office, staffed
from tests.factories.server import TestServer

DOCUMENT = describe(routes())
PERMISSIONS = {
    operation["operationId"]: operation["x-permission"]
    for operations in DOCUMENT["paths"].values()
    for operation in operations.values()
}
CALLERS: dict[str, tuple[PersonKind, tuple[Role, ...]]] = {
    "everything": (PersonKind.STAFF, tuple(Role)),
    "clerk": (PersonKind.STAFF, CLERK),
    "director": (PersonKind.STAFF, (Role.OFFICE_DIRECTOR,)),
    "handler": (PersonKind.STAFF, ()),
    **{str(kind): (kind, ()) for kind in sorted(ADMINISTRATORS)},
}
FIRST = next(iter(CALLERS))
"""Whoever may read and write nearly everything finds something of everything."""
OUT_OF_REACH = {
    "get_return_notice": "only returned papers have one, and few are",
    "list_calendar_days": "two days that fit together come by luck",
    "count_returns_by_sender": "two moments that fit together come by luck",
    "use_attachment_ticket": "a ticket works once",
}
"""What may be read but need not succeed: random requests meet it too seldom."""
_SPARE = 400


def usable(caller: str) -> set[str]:
    """The operations a caller may use."""
    kind, roles = CALLERS[caller]
    allowed = permissions_of(kind, roles) | {Permission.PUBLIC}
    return {name for name, permission in PERMISSIONS.items() if permission in allowed}


def at_home(caller: str) -> set[str]:
    """Those of them nobody before could use."""
    earlier = list(CALLERS)[: list(CALLERS).index(caller)]
    return usable(caller) - {name for one in earlier for name in usable(one)}


@dataclass
class Stage:
    """A running service, a second office like each first one, and the way into its database."""

    service: Live
    make: Make
    folder: Path
    strangers: Office


@pytest_asyncio.fixture(scope="module")
async def stage(database_server: TestServer, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    url, folder = await database_server.fresh(), tmp_path_factory.mktemp("live")
    database = Database(url, role="shuniu_app")
    make = Make(database)
    settings = {
        "rate_limit": 100_000_000,
        "login_rate_limit": 100_000_000,
        "login_failures": 100,
        "signing_key": "k" * 32,
    }
    with live(url, folder, **settings) as service:
        yield Stage(service, make, folder, await staffed(make))
    await database.close()


def who(office: Office, caller: str) -> Someone:
    named = {"everything": office.everything, "clerk": office.clerk, "director": office.director}
    return named.get(caller) or office.administrators.get(CALLERS[caller][0], office.handler)


async def enter(stage: Stage, caller: str, seed: int) -> Campaign:
    """A caller in an office of their own, full of work they have looked through."""
    office = await staffed(stage.make)
    base = f"{stage.service.url}{API}/"
    someone = who(office, caller)
    if CALLERS[caller][0] is PersonKind.STAFF:
        async with httpx.AsyncClient(base_url=base, headers=bearer(office.everything)) as client:
            desks = Desks(client, office, stage.make)
            papers = await desks.papers()
            if caller == FIRST:
                await desks.letters()
                await desks.stamps()
                await desks.archive()
            await desks.file(papers[0])
            await desks.delegation(office.handler)
            await desks.message(someone)
    memory = Memory(DOCUMENT, someone.token, await stage.make.tokens(someone, _SPARE), seed)
    async with httpx.AsyncClient(base_url=base, headers=bearer(someone)) as client:
        async for reading in read(client, DOCUMENT, memory.known):
            if reading.answer.status_code == 200 and reading.answer.headers["content-type"] == "application/json":
                memory.learn(reading.template, reading.answer.json())
    peer = who(stage.strangers, caller)
    return Campaign(stage.service.url, stage.folder, someone.token, peer.token, memory, seed)


def bearer(someone: Someone) -> dict[str, str]:
    return {"Authorization": f"Bearer {someone.token}"}


async def still_known(campaign: Campaign) -> None:
    """Nothing the caller sent may have locked the caller out: all that came after would prove nothing."""
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {campaign.token}"}) as client:
        assert (await client.get(f"{campaign.url}{API}/me")).status_code == 200


def judge(stage: Stage, findings: list[Findings]) -> None:
    assert not any(one.failures for one in findings), "\n\n".join(one.told() for one in findings)
    assert stage.service.faults() == []


def reached(caller: str, findings: list[Findings]) -> None:
    """Everything that can be read was read, and most of what can be done was done: the checks had something to look at."""
    succeeded = set().union(*(one.succeeded() for one in findings))
    home = at_home(caller)
    readable = {name for name in home if name.split("_")[0] in ("get", "list", "show", "count")} - set(OUT_OF_REACH)
    assert readable <= succeeded
    written = home - readable - set(OUT_OF_REACH)
    assert len(written & succeeded) * 2 >= len(written), sorted(written - succeeded)


def figures(findings: list[Findings]) -> dict[str, Any]:
    total: dict[str, int] = {}
    for one in findings:
        for phase, count in one.cases.items():
            total[phase] = total.get(phase, 0) + count
    return {"operations": len({name for one in findings for name in one.answers}), "cases": total}


def short(caller: str) -> list[Sortie]:
    home = at_home(caller)
    named = sorted(home)
    return [
        Sortie(set(named[::2]), ("coverage",), 1),
        Sortie(set(named[1::2]), ("examples",), 1),
        Sortie(usable(caller), ("fuzzing", "stateful"), 5 if caller == FIRST else 2),
        Sortie(set(PERMISSIONS) - home, ("examples",), 1),
    ]


def long(caller: str) -> list[Sortie]:
    mine = usable(caller)
    return [
        Sortie(mine, ("examples", "coverage", "fuzzing"), 100),
        Sortie(mine, ("stateful",), 200, 25),
        Sortie(set(PERMISSIONS) - mine, ("examples", "coverage", "fuzzing"), 10),
    ]


Run = tuple[Campaign, "asyncio.Future[list[Findings]]"]


@pytest_asyncio.fixture(scope="module")
async def runs(request: pytest.FixtureRequest, stage: Stage) -> AsyncIterator[dict[str, Run]]:
    """The campaigns of all callers that were asked for, two at a time, each in a process of its own."""
    loop, context = asyncio.get_running_loop(), multiprocessing.get_context("spawn")
    here = [item for item in request.session.items if item.path == request.path and isinstance(item, pytest.Function)]
    asked = {item.callspec.params.get("caller") for item in here}
    with ProcessPoolExecutor(2, context) as pool:
        made = {}
        for caller in (one for one in CALLERS if one in asked):
            campaign = await enter(stage, caller, seed=1)
            made[caller] = campaign, loop.run_in_executor(pool, campaign.run, short(caller))
        yield made


@pytest.mark.parametrize("caller", CALLERS)
async def test_the_document_holds(
    stage: Stage, runs: dict[str, Run], caller: str, record_testsuite_property: Any
) -> None:
    campaign, running = runs[caller]
    findings = await running
    record_testsuite_property(caller, figures(findings))
    judge(stage, findings)
    await still_known(campaign)
    reached(caller, findings)


@pytest.mark.deep
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("caller", CALLERS)
async def test_the_document_holds_for_long(
    stage: Stage, caller: str, seed: int, record_testsuite_property: Any
) -> None:
    campaign = await enter(stage, caller, seed)
    findings = await asyncio.to_thread(campaign.run, long(caller))
    record_testsuite_property(f"{caller} {seed}", figures(findings))
    judge(stage, findings)
    await still_known(campaign)
