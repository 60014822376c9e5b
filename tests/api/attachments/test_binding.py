"""Attachments of a matter: who binds, who sees, who takes back, and how the matter tells."""

from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from sqlalchemy import select

from app.core.ids import new_id
from app.db.database import Database
from app.models.trail import OutboxEvent
from app.schemas.attachments import AttachmentBound, AttachmentRow
from tests.api.attachments.uploads import FILES, TEXT, seen, uploaded
from tests.api.serving import running
from tests.factories.client import Client, problem
from tests.factories.make import Make
from tests.scenarios.office import PAPERS, PASSED, Office, Player, open_office

Paper = dict[str, Any]


@pytest_asyncio.fixture
async def office(make: Make, client_as: Any) -> Office:
    return await open_office(make, client_as)


def place(paper: Paper) -> str:
    return f"{PAPERS}/{paper['id']}/attachments"


async def bound(who: Player, paper: Paper, name: str = "通知.txt") -> dict[str, Any]:
    """Upload a file and bind it; what the answer says."""
    taken = await uploaded(who.client, name)
    answer = await who.client.post(place(paper), json={"attachment_id": taken["id"]}, headers=seen(paper))
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    assert AttachmentBound.model_validate(body).model_dump(mode="json") == body
    assert answer.headers["etag"] == f'"{body["version"]}"'
    assert answer.headers["location"] == f"/api/v1{FILES}/{taken['id']}"
    return body


class TestBind:
    async def test_gives_the_file_to_the_paper(self, office: Office, database: Database):
        paper = await office.receiver.receive()
        made = await bound(office.receiver, paper)
        assert (made["matter_id"], made["version"]) == (paper["id"], paper["version"] + 1)
        now = await office.receiver.see(paper)
        assert (now["version"], now["attachment_count"], now["state"]) == (made["version"], 1, "received")
        last = (await office.receiver.history("trail", paper))[-1]
        assert (last["action"], last["actor_id"], last["note"]) == ("attach", office.receiver.id, "通知.txt")
        async with database.open() as db:
            stmt = select(OutboxEvent.type, OutboxEvent.data["sequence"].as_integer())
            stmt = stmt.where(OutboxEvent.subject_id == paper["id"]).order_by(OutboxEvent.seq.desc())
            assert tuple(await db.first(stmt) or ()) == ("shuniu.incoming_document.attach", made["version"])

    async def test_lets_everybody_see_it_who_sees_the_paper(self, office: Office):
        paper = await office.receiver.receive()
        made = await bound(office.receiver, paper)
        for who, status in (
            (office.registrar, 200),
            (office.archivist, 200),
            (office.lead, 404),
            (office.stranger, 404),
        ):
            for path in (f"{FILES}/{made['id']}", f"{FILES}/{made['id']}/content", place(paper)):
                assert (await who.client.get(path)).status_code == status, path
            ticket = await who.client.post(f"{FILES}/{made['id']}/tickets")
            assert ticket.status_code == (201 if status == 200 else 404)

    async def test_whoever_has_a_part_may_add(self, office: Office):
        paper = await office.handled()
        await bound(office.lead, await office.lead.see(paper), "办理情况.txt")
        await bound(office.archivist, await office.archivist.see(paper), "附.txt")
        rows = await office.lead.all(place(paper))
        assert [row["name"] for row in rows] == ["办理情况.txt", "附.txt"]
        for row in rows:
            assert AttachmentRow.model_validate(row).model_dump(mode="json") == row

    async def test_asks_for_the_version(self, office: Office):
        paper = await office.receiver.receive()
        taken = await uploaded(office.receiver.client)
        said, client = {"attachment_id": taken["id"]}, office.receiver.client
        problem(await client.post(place(paper), json=said), 428, "precondition_required")
        problem(await client.post(place(paper), json=said, headers={"If-Match": "*"}), 400, "validation_failed")
        stale = await client.post(place(paper), json=said, headers={"If-Match": '"9"'})
        assert problem(stale, 412, "precondition_failed")["current_version"] == paper["version"]

    async def test_takes_only_ones_own_upload_and_only_once(self, office: Office):
        paper = await office.receiver.receive()
        foreign = await uploaded(office.registrar.client)
        made = await bound(office.receiver, paper)
        now = await office.receiver.see(paper)
        for attachment_id in (foreign["id"], made["id"], str(new_id())):
            answer = await office.receiver.client.post(
                place(paper), json={"attachment_id": attachment_id}, headers=seen(now)
            )
            told = problem(answer, 422, "reference_not_found")
            assert told["errors"][0]["pointer"] == "/attachment_id"

    async def test_is_refused_to_who_does_not_see_the_paper(self, office: Office):
        paper = await office.receiver.receive()
        for who in (office.lead, office.stranger):
            taken = await uploaded(who.client)
            answer = await who.client.post(place(paper), json={"attachment_id": taken["id"]}, headers=seen(paper))
            problem(answer, 404, "not_found")

    async def test_is_refused_once_the_paper_is_closed(self, office: Office):
        paper = await office.lead.take("close", await office.handled(), result="已办结")
        taken = await uploaded(office.lead.client)
        answer = await office.lead.client.post(place(paper), json={"attachment_id": taken["id"]}, headers=seen(paper))
        assert problem(answer, 409, "transition_refused")["action"] == "attach"

    async def test_stops_at_the_most_a_matter_holds(
        self, office: Office, database: Database, make: Make, tmp_path: Any
    ):
        paper = await office.receiver.receive()
        token = office.receiver.client.headers["Authorization"].split()[1]
        async with running(database, tmp_path, attachments_per_matter=2) as app, Client(app, token) as client:
            who = Player(await make.person(), client)
            for _ in range(2):
                await bound(who, await office.receiver.see(paper))
            taken = await uploaded(client)
            now = await office.receiver.see(paper)
            answer = await client.post(place(paper), json={"attachment_id": taken["id"]}, headers=seen(now))
            assert problem(answer, 409, "too_many_attachments")["limit"] == 2

    @pytest.mark.parametrize(
        "said", [{}, {"attachment_id": "1"}, {"attachment_id": None}, {"attachment_id": "x", "y": 1}, []]
    )
    async def test_refuses_what_is_no_binding(self, office: Office, said: Any):
        answer = await office.receiver.client.post(
            f"{PAPERS}/{uuid4()}/attachments", json=said, headers={"If-Match": '"1"'}
        )
        problem(answer, 400, "validation_failed")


class TestDetach:
    async def test_gives_the_file_back_to_its_uploader(self, office: Office):
        paper = await office.receiver.receive()
        made = await bound(office.receiver, paper)
        path = f"{place(paper)}/{made['id']}"
        answer = await office.receiver.client.delete(path, headers=seen(made))
        assert (answer.status_code, answer.headers["etag"]) == (204, f'"{made["version"] + 1}"')
        assert await office.receiver.all(place(paper)) == []
        assert (await office.receiver.history("trail", paper))[-1]["action"] == "detach"
        shown = await office.receiver.client.get(f"{FILES}/{made['id']}")
        assert (shown.json()["matter_id"], shown.json()["bound_at"]) == (None, None)
        problem(await office.registrar.client.get(f"{FILES}/{made['id']}"), 404, "not_found")
        again = {"attachment_id": made["id"]}
        now = await office.receiver.see(paper)
        assert (await office.receiver.client.post(place(paper), json=again, headers=seen(now))).status_code == 201

    async def test_is_the_uploaders_alone(self, office: Office):
        paper = await office.receiver.receive()
        made = await bound(office.receiver, paper)
        path = f"{place(paper)}/{made['id']}"
        for who, status, code in (
            (office.registrar, 403, "forbidden"),
            (office.director, 403, "forbidden"),
            (office.lead, 404, "not_found"),
            (office.stranger, 404, "not_found"),
        ):
            problem(await who.client.delete(path, headers=seen(made)), status, code)
        stale = await office.receiver.client.delete(path, headers=seen(paper))
        problem(stale, 412, "precondition_failed")
        problem(await office.receiver.client.delete(path), 428, "precondition_required")
        unknown = await office.receiver.client.delete(f"{place(paper)}/{new_id()}", headers=seen(made))
        problem(unknown, 404, "not_found")

    async def test_ends_with_the_screening(self, office: Office):
        paper = await office.receiver.receive()
        made = await bound(office.registrar, paper)
        now = await office.registrar.take("register", made | {"id": paper["id"]})
        second = await bound(office.registrar, now)
        gone = await office.registrar.client.delete(f"{place(paper)}/{second['id']}", headers=seen(second))
        assert gone.status_code == 204
        screened = await office.clerk.take("screen", await office.clerk.see(paper), **PASSED)
        answer = await office.registrar.client.delete(f"{place(paper)}/{made['id']}", headers=seen(screened))
        assert problem(answer, 409, "transition_refused")["state"] == "screened"
        assert (await office.lead.client.get(place(paper))).status_code == 404
        async with office.registrar.client.stream("GET", f"{FILES}/{made['id']}/content") as content:
            assert await content.aread() == TEXT
