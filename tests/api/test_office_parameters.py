"""Parameters of a flow: versions, who may, what cannot be set, and that papers keep the version they began with."""

from collections.abc import Callable
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select

from app.core.clock import FixedClock
from app.core.ids import new_id
from app.db.database import Database
from app.models.trail import AuditEntry
from app.schemas.office import ParametersRead, ParametersVersion
from app.vocabulary.documents import IncomingStep
from app.vocabulary.identity import PersonKind, Role
from tests.factories.client import Client, problem
from tests.factories.make import Make, Someone
from tests.scenarios.office import Office, Player, open_office, task_of

PARAMETERS = "/flows/incoming_document/parameters"
Parameters = dict[str, Any]
MEMBERS = ("step", "limit_value", "limit_unit", "role", "person_id", "enabled", "sign_mode", "sign_count")


@pytest_asyncio.fixture
async def office(make: Make, client_as: Callable[[Someone], Client]) -> Office:
    return await open_office(make, client_as)


async def present(who: Player, **asked: Any) -> Parameters:
    answer = await who.client.get(PARAMETERS, params=asked)
    assert answer.status_code == 200, answer.text
    body: Parameters = answer.json()
    assert ParametersRead.model_validate(body).model_dump(mode="json") == body
    assert answer.headers["etag"] == f'"{body["version"]}"'
    return body


def change(seen: Parameters, changes: dict[str, dict[str, Any]], reason: str = "加快办理") -> dict[str, Any]:
    """The whole set as it was seen, with these members of these steps changed."""
    steps = [{name: step[name] for name in MEMBERS} | changes.get(step["step"], {}) for step in seen["steps"]]
    return {"reason": reason, "steps": steps}


async def put(who: Player, seen: Parameters, said: Any) -> Any:
    return await who.client.put(PARAMETERS, json=said, headers={"If-Match": f'"{seen["version"]}"'})


def step_of(shown: Parameters, name: str) -> dict[str, Any]:
    return next(step for step in shown["steps"] if step["step"] == name)


class TestRead:
    async def test_shows_what_is_shipped_until_something_is_set(self, office: Office):
        shown = await present(office.lead)
        assert (shown["version"], shown["reason"], shown["created_by_id"]) == (1, None, None)
        assert [step["step"] for step in shown["steps"]] == [step.value for step in IncomingStep]
        assert step_of(shown, "screen") == {
            "step": "screen", "label": "初审", "limit_value": 1, "limit_unit": "workday", "role": "office_clerk",
            "person_id": None, "owner_id": office.clerk.id, "owner_name": office.clerk.name, "enabled": True,
            "is_optional": False, "sign_mode": "all", "sign_count": None,
        }  # fmt: skip
        assert step_of(shown, "handle")["owner_id"] is None
        assert [step["step"] for step in shown["steps"] if step["is_optional"]] == ["assign"]

    async def test_is_for_staff(self, client: Client, make: Make, client_as: Callable[[Someone], Client]):
        problem(await client.get(PARAMETERS), 401, "unauthenticated")
        for kind in (PersonKind.SYS_ADMIN, PersonKind.SEC_ADMIN, PersonKind.AUDIT_ADMIN):
            problem(await client_as(await make.person(kind=kind)).get(PARAMETERS), 403, "forbidden")

    @pytest.mark.parametrize(("version", "status"), [("0", 400), ("x", 400), ("2", 404), ("99", 404), ("1", 200)])
    async def test_of_a_version(self, office: Office, version: str, status: int):
        assert (await office.lead.client.get(f"{PARAMETERS}?version={version}")).status_code == status

    async def test_of_an_unknown_flow(self, office: Office):
        problem(await office.lead.client.get("/flows/petition/parameters"), 400, "validation_failed")


class TestChange:
    async def test_makes_a_version_and_tells_why(self, office: Office, database: Database):
        seen = await present(office.director)
        said = change(
            seen,
            {
                "screen": {"limit_value": 0},
                "triage": {"person_id": office.head.id},
                "assign": {"enabled": False},
                "report": {"sign_mode": "some", "sign_count": 2},
            },
        )
        answer = await put(office.director, seen, said)
        assert answer.status_code == 200, answer.text
        shown = answer.json()
        assert shown == await present(office.director)
        assert (shown["version"], shown["reason"], shown["created_by_name"]) == (2, "加快办理", office.director.name)
        assert (step_of(shown, "triage")["owner_name"], step_of(shown, "triage")["role"]) == (
            office.head.name,
            "office_director",
        )
        assert (step_of(shown, "assign")["enabled"], step_of(shown, "report")["sign_count"]) == (False, 2)
        assert await present(office.lead, version=1) == seen
        async with database.open() as db:
            stmt = select(AuditEntry.changes, AuditEntry.note).where(
                AuditEntry.organ_id == office.organ.id, AuditEntry.action == "change_parameters"
            )
            row = await db.first(stmt)
        assert row is not None
        assert (row.note, row.changes) == (
            "加快办理",
            {
                "screen.limit": ["1 workday", "0 workday"],
                "triage.person_id": [None, office.head.id],
                "assign.enabled": [True, False],
                "report.sign_mode": ["all", "some"],
                "report.sign_count": [None, 2],
            },
        )

    async def test_lists_its_versions_newest_first(self, office: Office):
        for reason in ("第一次", "第二次", "第三次"):
            seen = await present(office.director)
            assert (await put(office.director, seen, change(seen, {}, reason))).status_code == 200
        path, reasons, cursor = f"{PARAMETERS}/versions?limit=2&with_total=true", [], ""
        for _ in range(2):
            body = (await office.lead.client.get(path + cursor)).json()
            for row in body["items"]:
                assert ParametersVersion.model_validate(row).model_dump(mode="json") == row
            reasons += [(row["version"], row["reason"]) for row in body["items"]]
            cursor = f"&cursor={body['next_cursor']}"
        assert (reasons, body["next_cursor"], body["total"]) == ([(4, "第三次"), (3, "第二次"), (2, "第一次")], None, 3)
        assert (await office.stranger.client.get(f"{PARAMETERS}/versions")).json()["items"] == []

    async def test_is_the_organs_own(self, office: Office):
        seen = await present(office.director)
        assert (await put(office.director, seen, change(seen, {"screen": {"limit_value": 9}}))).status_code == 200
        assert (await present(office.stranger))["version"] == 1

    async def test_binds_papers_that_begin_from_now_on(self, office: Office, clock: FixedClock):
        before = await office.receiver.receive(title="此前收到的来文")
        seen = await present(office.director)
        said = change(seen, {"screen": {"limit_value": 3, "role": "registrar", "person_id": office.other.id}})
        assert (await put(office.director, seen, said)).status_code == 200
        old = await office.registrar.take("register", before)
        new = await office.registered(title="此后收到的来文", sender_number="江政办发〔2026〕19号")
        assert (task_of(old, "screen")["assignee_id"], task_of(old, "screen")["due_at"][:10]) == (
            office.clerk.id,
            "2026-11-23",
        )
        assert (task_of(new, "screen")["assignee_id"], task_of(new, "screen")["due_at"][:10]) == (
            office.other.id,
            "2026-11-25",
        )

    async def test_is_the_directors(self, office: Office):
        seen = await present(office.director)
        for who in (office.registrar, office.clerk, office.principal, office.supervisor, office.lead):
            problem(await put(who, seen, change(seen, {})), 403, "forbidden")

    async def test_does_not_overwrite_what_another_set(self, office: Office):
        seen = await present(office.director)
        assert (await put(office.director, seen, change(seen, {}))).status_code == 200
        told = problem(await put(office.director, seen, change(seen, {})), 412, "precondition_failed")
        assert told["current_version"] == 2
        answer = await office.director.client.put(PARAMETERS, json=change(seen, {}))
        problem(answer, 428, "precondition_required")


class TestRefused:
    @pytest.mark.parametrize(
        ("step", "members", "member"),
        [
            ("screen", {"limit_value": 366}, "limit_value"),
            ("screen", {"limit_value": 8_761, "limit_unit": "hour"}, "limit_value"),
            ("screen", {"limit_value": 0, "limit_unit": "minute"}, "limit_value"),
            ("screen", {"enabled": False}, "enabled"),
            ("register", {"enabled": False}, "enabled"),
            ("instruct", {"enabled": False}, "enabled"),
            ("dispose", {"enabled": False}, "enabled"),
            ("screen", {"role": None}, "role"),
            ("handle", {"role": "leader"}, "role"),
            ("screen", {"sign_mode": "any"}, "sign_mode"),
            ("report", {"sign_mode": "some"}, "sign_count"),
            ("report", {"sign_count": 2}, "sign_count"),
        ],
    )
    async def test_what_cannot_be_set(self, office: Office, step: str, members: dict[str, Any], member: str):
        seen = await present(office.director)
        told = problem(await put(office.director, seen, change(seen, {step: members})), 422, "invalid_combination")
        place = [one["step"] for one in seen["steps"]].index(step)
        assert [one["pointer"] for one in told["errors"]] == [f"/steps/{place}/{member}"]
        assert await present(office.director) == seen

    async def test_people_who_cannot_do_it(self, office: Office, make: Make):
        seen = await present(office.director)
        gone = await make.person(organ=office.organ, active=False)
        administrator = await make.person(organ=office.organ, kind=PersonKind.SYS_ADMIN)
        for person_id in (office.stranger.id, str(gone.id), str(administrator.id), str(new_id())):
            told = problem(
                await put(office.director, seen, change(seen, {"triage": {"person_id": person_id}})),
                422,
                "invalid_combination",
            )
            assert told["errors"][0]["pointer"].endswith("/person_id")

    async def test_a_role_nobody_holds(self, make: Make, client_as: Callable[[Someone], Client]):
        who = await make.person(Role.OFFICE_DIRECTOR)
        alone = Player(who, client_as(who))
        seen = await present(alone)
        assert step_of(seen, "screen")["owner_id"] is None
        told = problem(
            await put(alone, seen, change(seen, {"screen": {"role": "receiver"}})), 422, "invalid_combination"
        )
        assert "收发员" in told["detail"]
        assert (await put(alone, seen, change(seen, {"screen": {"limit_value": 2}}))).status_code == 200, (
            "kept as it was"
        )

    async def test_a_step_left_out_or_named_twice(self, office: Office):
        seen = await present(office.director)
        said = change(seen, {})
        for steps in (said["steps"][1:], [*said["steps"], said["steps"][0]]):
            told = problem(await put(office.director, seen, said | {"steps": steps}), 422, "invalid_combination")
            assert told["errors"][0]["pointer"] == "/steps"

    @pytest.mark.parametrize(
        "broken",
        [
            {"reason": ""},
            {"reason": " "},
            {"reason": None},
            {"steps": []},
            {"steps": None},
            {"extra": 1},
            {"steps": [{"step": "nonsense"}]},
        ],
    )
    async def test_what_is_no_change(self, office: Office, broken: dict[str, Any]):
        seen = await present(office.director)
        problem(await put(office.director, seen, change(seen, {}) | broken), 400, "validation_failed")

    @pytest.mark.parametrize(
        "member",
        [
            {"limit_value": -1}, {"limit_value": 10_001}, {"limit_value": "3"}, {"limit_unit": "week"}, {"role": "king"},
            {"person_id": "1"}, {"enabled": "yes"}, {"sign_mode": "most"}, {"sign_count": 0}, {"x": 1},
        ],
    )  # fmt: skip
    async def test_steps_that_are_none(self, office: Office, member: dict[str, Any]):
        seen = await present(office.director)
        said = change(seen, {"screen": member})
        at = next(place for place, one in enumerate(said["steps"]) if one["step"] == "screen")
        told = problem(await put(office.director, seen, said), 400, "validation_failed")
        assert told["errors"][0]["pointer"] == f"/steps/{at}/{next(iter(member))}"
