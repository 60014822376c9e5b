"""Many register at once: the numbers of a series have no gap and no twin, and follow the commits (DOC-N06, DOC-N09)."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from unittest import mock
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import Row, select

from app.core.clock import SHANGHAI
from app.core.errors import Senseless
from app.models.matters import Matter
from app.models.office import NumberSeries, RegisteredNumber
from app.services.numbering.service import NumberingService
from app.vocabulary.identity import Role
from tests.factories.client import problem
from tests.factories.clockwork import MORNING
from tests.factories.own import Own, own_service
from tests.scenarios.office import PAPERS, Office, Player, open_office

CLERKS, MANY, FEW = 12, 48, 8
_BOOK = (
    select(
        NumberSeries.year,
        NumberSeries.last_value,
        RegisteredNumber.value,
        RegisteredNumber.text,
        RegisteredNumber.matter_id,
        RegisteredNumber.voided_at,
        Matter.number,
    )
    .join_from(RegisteredNumber, NumberSeries, NumberSeries.id == RegisteredNumber.series_id)
    .join(Matter, Matter.id == RegisteredNumber.matter_id)
    .order_by(NumberSeries.year, RegisteredNumber.value)
)
_NUMBERED = select(Matter.number).where(Matter.number.is_not(None))

pytestmark = pytest.mark.rule("DOC-N06", "DOC-N09")
Paper = dict[str, Any]


@pytest_asyncio.fixture(scope="module")
async def served(database_server: Any, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Own]:
    async with own_service(await database_server.fresh(), tmp_path_factory.mktemp("data")) as made:
        yield made


@pytest.fixture
def service(served: Own) -> Own:
    served.clock.at = MORNING
    return served


@pytest_asyncio.fixture
async def office(service: Own) -> Office:
    return await open_office(service.make, service.client_as)


@pytest_asyncio.fixture
async def clerks(service: Own, office: Office) -> list[Player]:
    """Registrars who step in for one another."""
    people = [await service.make.person(Role.REGISTRAR, organ=office.organ) for _ in range(CLERKS)]
    return [Player(who, service.client_as(who)) for who in people]


async def received(office: Office, count: int, **told: Any) -> list[Paper]:
    """So many papers at the counter, no two alike."""
    mark = random.randrange(10**9)
    papers = (
        office.receiver.receive(title=f"关于第{mark}-{n}号事项的通知", sender_number=None, **told) for n in range(count)
    )
    return list(await asyncio.gather(*papers))


async def register(player: Player, seen: Paper) -> httpx.Response:
    return await player.client.act(PAPERS, seen, "register")


async def book_of(service: Own, office: Office) -> Sequence[Row[Any]]:
    """The register of the organ."""
    async with service.database.open() as db:
        return await db.rows(_BOOK.where(NumberSeries.organ_id == office.organ.id))


async def numbered(service: Own, office: Office) -> int:
    """How many papers of the organ have a number."""
    async with service.database.open() as db:
        return len(await db.rows(_NUMBERED.where(Matter.organ_id == office.organ.id)))


async def assert_book(service: Own, office: Office, count: int) -> None:
    """The register of the organ's one series holds 1…count, each with its own paper."""
    book = await book_of(service, office)
    assert [row.value for row in book] == list(range(1, count + 1))
    assert {row.last_value for row in book} == {count}
    assert [row.text for row in book] == [f"上收〔2026〕{value}号" for value in range(1, count + 1)]
    assert all(row.text == row.number for row in book)
    assert len({row.matter_id for row in book}) == count
    assert await numbered(service, office) == count


@asynccontextmanager
async def watched(service: Own, office: Office) -> AsyncIterator[None]:
    """Look at the register all the while: what is committed is at any moment 1…m, so numbers follow the commits."""
    over, looks = asyncio.Event(), 0

    async def watch() -> None:
        nonlocal looks
        while not over.is_set():
            values = [row.value for row in await book_of(service, office)]
            assert values == list(range(1, len(values) + 1))
            looks += 1
            await asyncio.sleep(0.002)

    watching = asyncio.create_task(watch())
    yield
    over.set()
    await watching
    assert looks > 5


async def cut_off(player: Player, seen: Paper) -> None:
    """A client that hangs up somewhere on the way."""
    asking = asyncio.create_task(register(player, seen))
    await asyncio.sleep(random.uniform(0, 0.2))
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)


async def test_among_refusals_and_hang_ups_there_is_no_gap(service: Own, office: Office, clerks: list[Player]) -> None:
    await office.registered(sender_number=None)
    right, stale, doomed, cut = [await received(office, count) for count in (MANY, FEW, FEW, FEW)]
    incomplete = await received(office, FEW, doc_date=None)
    fails = {UUID(one["id"]) for one in doomed}
    give = NumberingService.give

    async def give_and_fail(self: NumberingService, matter_id: UUID, *rest: Any) -> str:
        """The number is taken; then something refuses and all is rolled back."""
        number = await give(self, matter_id, *rest)
        if matter_id in fails:
            raise Senseless("/number", "不可")
        return number

    jobs = [
        *((200, one) for one in right),
        *((412, {**one, "version": 7}) for one in stale),
        *((422, one) for one in (*doomed, *incomplete)),
        *((None, one) for one in cut),
    ]
    random.shuffle(jobs)
    with mock.patch.object(NumberingService, "give", give_and_fail):
        async with watched(service, office):
            answers = await asyncio.gather(
                *(
                    (register if status else cut_off)(clerks[place % CLERKS], seen)
                    for place, (status, seen) in enumerate(jobs)
                )
            )
    for (status, _), answer in zip(jobs, answers, strict=True):
        assert answer is None or answer.status_code == status, answer.text
    given = [one.json()["number"] for one in answers if one is not None and one.is_success]
    assert len(set(given)) == MANY
    last = await numbered(service, office)
    assert 1 + MANY <= last <= 1 + MANY + FEW
    await assert_book(service, office, last)
    following = await office.registered(title="随后一件", sender_number=None)
    assert following["number"] == f"上收〔2026〕{last + 1}号"


async def test_voided_numbers_stay_and_are_not_given_again(service: Own, office: Office, clerks: list[Player]) -> None:
    first = [(await register(clerks[0], one)).json() for one in await received(office, FEW)]
    more = await received(office, FEW)
    voids = [office.director.client.act(PAPERS, one, "void", reason="重复登记") for one in first[::2]]
    async with watched(service, office):
        answers = await asyncio.gather(*voids, *map(register, clerks, more))
    assert {answer.status_code for answer in answers} == {200}
    await assert_book(service, office, 2 * FEW)
    assert {row.value for row in await book_of(service, office) if row.voided_at} == {1, 3, 5, 7}


async def test_a_new_year_begins_a_new_book_in_the_middle_of_the_night(service: Own) -> None:
    service.clock.at = datetime(2026, 12, 31, 23, 59, 59, tzinfo=SHANGHAI)
    office = await open_office(service.make, service.client_as)
    old = await received(office, 3, received_at="2026-12-31T23:00:00+08:00")
    numbers = [(await office.registrar.take("register", one))["number"] for one in old[:2]]
    service.clock.advance(seconds=1)
    numbers.append((await office.registrar.take("register", old[2]))["number"])
    assert numbers == ["上收〔2026〕1号", "上收〔2026〕2号", "上收〔2027〕1号"]
    assert [(row.year, row.value, row.last_value) for row in await book_of(service, office)] == [
        (2026, 1, 2),
        (2026, 2, 2),
        (2027, 1, 1),
    ]


async def test_the_first_numbers_of_a_series_are_given_at_once(
    service: Own, office: Office, clerks: list[Player]
) -> None:
    answers = await asyncio.gather(*map(register, clerks, await received(office, CLERKS)))
    assert [answer.status_code for answer in answers] == [200] * CLERKS
    await assert_book(service, office, CLERKS)


async def test_several_bulks_at_once_share_one_series(service: Own, office: Office, clerks: list[Player]) -> None:
    await office.registered(sender_number=None)
    papers = await received(office, MANY)
    shares = [papers[place::4] for place in range(4)]
    bodies = [{"items": [{"id": one["id"], "version": one["version"]} for one in share]} for share in shares]
    async with watched(service, office):
        answers = await asyncio.gather(
            *(
                clerk.client.post(f"{PAPERS}/bulk/register", json=body)
                for clerk, body in zip(clerks, bodies, strict=False)
            )
        )
    items = [item for answer in answers for item in answer.json()["items"]]
    assert {(item["status"], item["version"]) for item in items} == {(200, 2)}
    assert len({item["number"] for item in items}) == MANY
    await assert_book(service, office, 1 + MANY)
    again = await clerks[0].client.post(f"{PAPERS}/bulk/register", json=bodies[0])
    assert again.status_code == 207
    assert {item["status"] for item in again.json()["items"]} == {412}
    problem(await clerks[0].client.act(PAPERS, papers[0] | {"version": 2}, "register"), 409, "transition_refused")
