"""The registers of numbers, and the published flow."""

from collections.abc import Callable

import pytest
import pytest_asyncio

from app.core.ids import new_id
from app.schemas.office import WorkflowRead
from app.schemas.registers import NumberRow, SeriesRow
from app.services.incoming.workflow import INCOMING
from app.vocabulary.documents import IncomingAction, IncomingState, IncomingStep
from app.vocabulary.identity import PersonKind
from tests.factories.client import Client, problem
from tests.factories.make import Make, Someone
from tests.scenarios.office import Office, open_office

ClientAs = Callable[[Someone], Client]
SERIES = "/number-series"


@pytest_asyncio.fixture
async def office(make: Make, client_as: ClientAs) -> Office:
    return await open_office(make, client_as)


@pytest.mark.rule("DOC-N06", "DOC-N09")
class TestRegister:
    async def test_shows_every_number_and_why_one_was_voided(self, office: Office):
        papers = [await office.registered(title=f"来文{n}", sender_number=f"江政办发〔2026〕{n}号") for n in (1, 2, 3)]
        await office.director.take("void", papers[1], reason="重复登记")
        (series,) = await office.clerk.all(SERIES)
        assert SeriesRow.model_validate(series).model_dump(mode="json") == series
        assert (series["year"], series["template"], series["last_value"], series["voided_count"]) == (
            2026, "上收〔{year}〕{seq}号", 3, 1,
        )  # fmt: skip
        path = f"{SERIES}/{series['id']}/numbers"
        rows = await office.clerk.all(path)
        for row in rows:
            assert NumberRow.model_validate(row).model_dump(mode="json") == row
        assert [(row["value"], row["text"], row["matter_id"]) for row in rows] == [
            (n, f"上收〔2026〕{n}号", paper["id"]) for n, paper in enumerate(papers, start=1)
        ]
        assert [row["void_reason"] for row in rows] == [None, "重复登记", None]
        assert rows[0]["given_by_name"] == office.registrar.name
        assert [row["value"] for row in await office.clerk.all(path, voided="true")] == [2]
        assert [row["value"] for row in await office.clerk.all(path, voided="false", sort="-value")] == [3, 1]
        first = (await office.clerk.client.get(f"{path}?limit=2")).json()
        rest = (await office.clerk.client.get(f"{path}?limit=2&cursor={first['next_cursor']}")).json()
        assert [row["value"] for row in first["items"] + rest["items"]] == [1, 2, 3]

    async def test_is_filtered_by_series_and_year(self, office: Office):
        await office.registered()
        await office.registered(
            sender_class="peer", sender_name="清河市某局", sender_number="清某发〔2026〕7号", title="函"
        )
        rows = await office.clerk.all(SERIES)
        assert sorted(row["template"] for row in rows) == ["上收〔{year}〕{seq}号", "平收〔{year}〕{seq}号"]
        assert await office.clerk.all(SERIES, year=2025) == []
        assert [row["id"] for row in await office.clerk.all(SERIES, series=rows[0]["series"])] == [rows[0]["id"]]

    async def test_is_the_organs_own(self, office: Office):
        await office.registered()
        (series,) = await office.clerk.all(SERIES)
        assert await office.stranger.all(SERIES) == []
        problem(await office.stranger.client.get(f"{SERIES}/{series['id']}/numbers"), 404, "not_found")
        problem(await office.clerk.client.get(f"{SERIES}/{new_id()}/numbers"), 404, "not_found")

    async def test_is_for_the_office(self, office: Office, client: Client, make: Make, client_as: ClientAs):
        await office.registered()
        (series,) = await office.clerk.all(SERIES)
        paths = (SERIES, f"{SERIES}/{series['id']}/numbers")
        administrators = [client_as(await make.person(organ=office.organ, kind=kind)) for kind in list(PersonKind)[1:]]
        for path in paths:
            for who in (office.receiver, office.registrar, office.archivist, office.director, office.supervisor):
                assert (await who.client.get(path)).status_code == 200
            for refused in (office.lead.client, office.leader.client, office.head.client, *administrators):
                problem(await refused.get(path), 403, "forbidden")
            problem(await client.get(path), 401, "unauthenticated")

    @pytest.mark.parametrize(
        "query", ["year=1899", "year=x", "sort=text", "limit=0", "voided=1", "q=x", "year=2026&year=2025"]
    )
    async def test_refuses_questions_it_does_not_know(self, office: Office, query: str):
        assert (await office.clerk.client.get(f"{SERIES}?{query}")).status_code == 400

    async def test_refuses_a_cursor_of_another_list(self, office: Office):
        for n in (1, 2):
            await office.registered(title=f"来文{n}", sender_number=f"江政办发〔2026〕{n}号")
        (series,) = await office.clerk.all(SERIES)
        path = f"{SERIES}/{series['id']}/numbers?limit=1"
        cursor = (await office.clerk.client.get(path)).json()["next_cursor"]
        problem(await office.clerk.client.get(f"{path}&sort=-value&cursor={cursor}"), 422, "invalid_cursor")


class TestWorkflow:
    async def test_is_published_from_the_table(self, office: Office):
        body = (await office.lead.client.get("/workflows/incoming_document")).json()
        assert WorkflowRead.model_validate(body).model_dump(mode="json") == body
        assert (body["label"], body["initial"]) == ("收文", "received")
        assert [state["value"] for state in body["states"]] == [state.value for state in IncomingState]
        assert {state["value"] for state in body["states"] if state["is_final"]} == {
            "disposed",
            "recalled",
            "returned_to_sender",
            "voided",
        }
        assert {action["value"] for action in body["actions"]} == set(IncomingAction) - {
            IncomingAction.RECEIVE,
            IncomingAction.DELIVER,
        }
        assert len(body["transitions"]) == len(INCOMING.table)
        screen = next(row for row in body["transitions"] if row["action"] == "screen")
        assert screen == {
            "action": "screen", "label": "初审", "sources": ["registered"], "targets": ["screened"], "keeps_tasks": False,
        }  # fmt: skip
        assert [step["step"] for step in body["steps"]] == [step.value for step in IncomingStep]
        assert body["diagram"] == INCOMING.diagram()

    async def test_is_for_everybody_who_is_known(self, client: Client, make: Make, client_as: ClientAs):
        problem(await client.get("/workflows/incoming_document"), 401, "unauthenticated")
        administrator = client_as(await make.person(kind=PersonKind.AUDIT_ADMIN))
        assert (await administrator.get("/workflows/incoming_document")).status_code == 200
        problem(await administrator.get("/workflows/petition"), 400, "validation_failed")
