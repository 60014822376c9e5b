"""The working calendar: what a day is, next year's notice, and how a limit is counted."""

from collections.abc import AsyncIterator, Callable
from datetime import date, timedelta
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import delete, select, update

from app.core.clock import FixedClock
from app.db.database import Database
from app.engine.calendar_data import shipped_days, shipped_years
from app.models.office import CalendarDay, CalendarYear
from app.models.trail import AuditEntry
from app.schemas.calendar import CalendarDays, YearRead
from app.vocabulary.calendar import DayKind
from app.vocabulary.identity import PersonKind, Role
from tests.factories.client import Client, problem
from tests.factories.make import Make, Someone
from tests.scenarios.office import open_office, task_of

ClientAs = Callable[[Someone], Client]
YEAR = "/calendar/years/2027"
SOURCE = "国务院办公厅关于2027年部分节假日安排的通知"


def holidays(name: str, first: str, days: int) -> list[dict[str, str]]:
    start = date.fromisoformat(first)
    return [{"on": str(start + timedelta(days=n)), "kind": "holiday", "name": name} for n in range(days)]


DAYS = [
    *holidays("元旦", "2026-12-31", 4),
    *holidays("春节", "2027-02-05", 8),
    {"on": "2027-01-30", "kind": "made_up", "name": "春节调休"},
    *holidays("清明节", "2027-04-03", 3),
    *holidays("劳动节", "2027-05-01", 5),
    *holidays("端午节", "2027-06-09", 1),
    *holidays("中秋节", "2027-09-15", 1),
    *holidays("国庆节", "2027-10-01", 7),
    {"on": "2027-10-09", "kind": "made_up", "name": "国庆节调休"},
]
NOTICE: dict[str, Any] = {"source": SOURCE, "days": DAYS}


@pytest_asyncio.fixture
async def director(make: Make) -> Someone:
    return await make.person(Role.OFFICE_DIRECTOR)


@pytest.fixture
def office_client(director: Someone, client_as: ClientAs) -> Client:
    return client_as(director)


@pytest_asyncio.fixture
async def next_year(database: Database) -> AsyncIterator[None]:
    """What is imported is taken out again: the calendar is everybody's."""
    yield
    async with database.open(writes=True) as db:
        await db.rows(delete(CalendarDay).where(CalendarDay.source.like("%2027%")))
        await db.rows(delete(CalendarYear).where(CalendarYear.year == 2027))
        await db.forget()
        await db.commit()


async def put(client: Client, version: int, said: Any, path: str = YEAR) -> Any:
    return await client.put(path, json=said, headers={"If-Match": f'"{version}"'})


class TestDays:
    async def test_tells_what_each_day_is(self, office_client: Client):
        answer = await office_client.get("/calendar/days?from=2026-09-30&before=2026-10-12")
        body = answer.json()
        assert CalendarDays.model_validate(body).model_dump(mode="json") == body
        assert [(day["on"][-2:], day["kind"], day["name"], day["is_workday"]) for day in body["items"]] == [
            ("30", "workday", "星期三", True),
            *((f"{n:02}", "holiday", "国庆节", False) for n in range(1, 8)),
            ("08", "workday", "星期四", True),
            ("09", "workday", "星期五", True),
            ("10", "made_up", "国庆节调休", True),
            ("11", "weekend", "星期日", False),
        ]
        assert all(day["confirmed"] for day in body["items"])

    async def test_marks_years_without_a_notice(self, office_client: Client):
        body = (await office_client.get("/calendar/days?from=2026-12-31&before=2027-01-02")).json()
        assert [(day["confirmed"], day["kind"]) for day in body["items"]] == [(True, "workday"), (False, "holiday")]

    async def test_is_for_everybody_who_is_known(self, client: Client, make: Make, client_as: ClientAs):
        path = "/calendar/days?from=2026-01-01&before=2026-01-02"
        problem(await client.get(path), 401, "unauthenticated")
        assert (await client_as(await make.person(kind=PersonKind.AUDIT_ADMIN)).get(path)).status_code == 200

    @pytest.mark.parametrize(
        ("query", "status"),
        [
            ("", 400), ("from=2026-01-01", 400), ("from=2026-1-1&before=2026-01-02", 400),
            ("first=2026-01-01&before=2026-01-02", 400),
            ("from=2026-02-29&before=2026-03-01", 400), ("from=1899-12-31&before=1900-01-02", 400),
            ("from=2026-01-01&before=2026-01-01", 422),
            ("from=2026-01-02&before=2026-01-01", 422), ("from=2026-01-01&before=2027-02-06", 422),
            ("from=2026-01-01&before=2027-02-05", 200), ("from=2099-12-01&before=2099-12-31", 200),
        ],
    )  # fmt: skip
    async def test_takes_a_span_of_days(self, office_client: Client, query: str, status: int):
        assert (await office_client.get(f"/calendar/days?{query}")).status_code == status

    async def test_seeded_days_are_the_shipped_ones(self, database: Database):
        async with database.open() as db:
            stored = await db.rows(
                select(CalendarDay.on, CalendarDay.kind, CalendarDay.name, CalendarDay.source).order_by(CalendarDay.on)
            )
            years = {row.year for row in await db.rows(select(CalendarYear.year))}
        assert [tuple(row) for row in stored] == [(day.on, day.kind, day.name, day.source) for day in shipped_days()]
        assert years == shipped_years()


@pytest.mark.usefixtures("next_year")
class TestImport:
    async def test_takes_in_the_notice_for_everybody(
        self, office_client: Client, director: Someone, make: Make, client_as: ClientAs, database: Database
    ):
        before = await office_client.get(YEAR)
        assert before.headers["etag"] == '"1"'
        assert (before.json()["confirmed"], before.json()["days"], before.json()["source"]) == (False, [], None)
        answer = await put(office_client, 1, NOTICE)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        assert YearRead.model_validate(body).model_dump(mode="json") == body
        assert (body["version"], body["confirmed"], body["source"], body["imported_by_name"]) == (
            2,
            True,
            SOURCE,
            director.name,
        )
        assert body["days"] == sorted(DAYS, key=lambda day: day["on"])
        elsewhere = client_as(await make.person())
        assert (await elsewhere.get(YEAR)).json() == body
        shown = (await elsewhere.get("/calendar/days?from=2026-12-31&before=2027-02-06")).json()["items"]
        kinds = {day["on"]: day["kind"] for day in shown}
        assert (kinds["2026-12-31"], kinds["2027-01-30"], kinds["2027-02-05"]) == ("holiday", "made_up", "holiday")
        assert all(day["confirmed"] for day in shown)
        async with database.open() as db:
            stmt = select(AuditEntry.note, AuditEntry.actor_id).where(
                AuditEntry.action == "import_year", AuditEntry.actor_id == director.id
            )
            assert tuple(await db.first(stmt) or ()) == (f"2027年：{SOURCE}", director.id)

    async def test_again_where_it_was_amended(self, office_client: Client):
        assert (await put(office_client, 1, NOTICE)).status_code == 200
        amended = {"source": SOURCE + "（修订，2027）", "days": [day for day in DAYS if day["on"] != "2027-10-09"]}
        assert problem(await put(office_client, 1, amended), 412, "precondition_failed")["current_version"] == 2
        answer = await put(office_client, 2, amended)
        assert (answer.status_code, answer.json()["version"]) == (200, 3)
        assert len(answer.json()["days"]) == len(DAYS) - 1
        day = (await office_client.get("/calendar/days?from=2027-10-09&before=2027-10-10")).json()["items"][0]
        assert day["kind"] == "weekend"
        assert (await office_client.get("/calendar/years/2026")).json()["version"] == 1, "other years stay"

    async def test_counts_from_now_on_and_moves_nothing_that_runs(
        self, make: Make, client_as: ClientAs, clock: FixedClock
    ):
        clock.advance(days=40)
        office = await open_office(make, client_as)
        before = await office.registered(received_at="2026-12-30T09:00:00+08:00", title="甲")
        assert task_of(before, "screen")["due_at"][:10] == "2026-12-31"
        assert (await put(office.director.client, 1, NOTICE)).status_code == 200
        assert task_of(await office.registrar.see(before), "screen")["due_at"][:10] == "2026-12-31"
        after = await office.registered(
            received_at="2026-12-30T09:00:00+08:00", title="乙", sender_number="江政办发〔2026〕99号"
        )
        assert task_of(after, "screen")["due_at"][:10] == "2027-01-04"

    async def test_is_the_directors(self, client: Client, make: Make, client_as: ClientAs):
        problem(await client.put(YEAR, json=NOTICE, headers={"If-Match": '"1"'}), 401, "unauthenticated")
        for who in (await make.person(Role.SUPERVISOR, Role.REGISTRAR), await make.person(kind=PersonKind.SYS_ADMIN)):
            problem(await put(client_as(who), 1, NOTICE), 403, "forbidden")
        problem(
            await client_as(await make.person(Role.OFFICE_DIRECTOR)).put(YEAR, json=NOTICE),
            428,
            "precondition_required",
        )

    @pytest.mark.parametrize("year", [2025, 2028, 2099])
    async def test_only_of_this_and_the_next_year(self, office_client: Client, year: int):
        told = problem(await put(office_client, 1, NOTICE, f"/calendar/years/{year}"), 422, "invalid_combination")
        assert told["errors"][0]["pointer"] == "/year"

    @pytest.mark.parametrize(
        ("changed", "pointer"),
        [
            ([*DAYS, DAYS[0]], "/days"),
            ([day for day in DAYS if day["on"] != "2027-10-01"], "/days"),
            ([day for day in DAYS if day["on"] != "2027-05-02"], "/days"),
            ([day for day in DAYS if day["name"] in {"元旦", "劳动节", "国庆节"}][:12], "/days"),
            ([{"on": "2028-01-01", "kind": "holiday", "name": "元旦"}, *DAYS], "/days/0/on"),
            ([{"on": "2026-12-19", "kind": "made_up", "name": "元旦调休"}, *DAYS], "/days/0/on"),
            ([{"on": "2027-03-03", "kind": "made_up", "name": "调休"}, *DAYS], "/days/0/kind"),
        ],
    )
    async def test_refuses_what_no_notice_says(self, office_client: Client, changed: list[Any], pointer: str):
        told = problem(await put(office_client, 1, NOTICE | {"days": changed}), 422, "invalid_combination")
        assert told["errors"][0]["pointer"] == pointer
        assert (await office_client.get(YEAR)).json()["confirmed"] is False

    async def test_refuses_another_years_notice_and_its_days(self, office_client: Client, database: Database):
        other = "国务院办公厅关于2026年部分节假日安排的通知"
        told = problem(await put(office_client, 1, NOTICE | {"source": other}), 422, "invalid_combination")
        assert (told["errors"][0]["pointer"], "2026" in told["detail"]) == ("/source", True)
        async with database.open(writes=True) as db:
            await db.rows(update(CalendarDay).where(CalendarDay.on == date(2026, 10, 1)).values(on=date(2026, 12, 31)))
            await db.forget()
            await db.commit()
        try:
            told = problem(await put(office_client, 1, NOTICE), 422, "invalid_combination")
            assert told["errors"][0]["pointer"] == "/days/0/on"
        finally:
            async with database.open(writes=True) as db:
                await db.rows(
                    update(CalendarDay).where(CalendarDay.on == date(2026, 12, 31)).values(on=date(2026, 10, 1))
                )
                await db.forget()
                await db.commit()

    @pytest.mark.parametrize(
        "said",
        [
            {"days": []}, {"days": [DAYS[0] | {"kind": "weekend"}]}, {"days": [DAYS[0] | {"on": "2027-02-30"}]},
            {"days": [DAYS[0] | {"name": ""}]}, {"days": DAYS * 4}, {"source": ""}, {"source": None}, {"x": 1},
        ],
    )  # fmt: skip
    async def test_refuses_what_is_no_notice(self, office_client: Client, said: dict[str, Any]):
        problem(await put(office_client, 1, NOTICE | said), 400, "validation_failed")

    @pytest.mark.parametrize("year", ["1899", "2100", "x", "2027.5", "-1"])
    async def test_of_a_year_that_is_none(self, office_client: Client, year: str):
        problem(await office_client.get(f"/calendar/years/{year}"), 400, "validation_failed")


def test_the_words_of_a_notice_are_those_of_the_calendar():
    assert {day["kind"] for day in DAYS} == {DayKind.HOLIDAY, DayKind.MADE_UP}
