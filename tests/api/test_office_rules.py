"""The published catalogue, and the switches of an organ."""

from collections.abc import Callable
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select

from app.db.database import Database
from app.models.identity import Organ
from app.models.trail import AuditEntry
from app.rules.catalogue import CATALOGUE
from app.schemas.rules import RuleRead, RuleRow
from app.services.office.rules import NEVER_WEAKER
from app.vocabulary.common import Profile
from app.vocabulary.identity import PersonKind, Role
from app.vocabulary.rules import Enforcement, RuleLevel, Severity
from tests.factories.client import Client, problem
from tests.factories.make import Make, Someone
from tests.scenarios.office import PAPERS, paper

ClientAs = Callable[[Someone], Client]
SAID = {"severity": "off", "reason": "本机关另有规定"}
BINDING = sorted(NEVER_WEAKER | {"DOC-I03", "DOC-I04", "DOC-N06", "ARC-R03", "SEC-R13", "SEC-R30"})
MILDER = [
    (rule_id, severity)
    for rule_id in BINDING
    for severity in Severity
    if severity.rank < CATALOGUE[rule_id].default_severity(Profile.PARTY_GOV).rank
]
"""Every way to make a rule milder that binds: by law, by the shape of things, or because it guards secrecy."""


@pytest_asyncio.fixture
async def organ(make: Make) -> Organ:
    return await make.organ()


@pytest_asyncio.fixture
async def guard(make: Make, organ: Organ, client_as: ClientAs) -> Client:
    """The security administrator of the organ."""
    return client_as(await make.person(organ=organ, kind=PersonKind.SEC_ADMIN))


@pytest_asyncio.fixture
async def staff(make: Make, organ: Organ, client_as: ClientAs) -> Client:
    return client_as(await make.person(Role.RECEIVER, Role.REGISTRAR, organ=organ))


async def rows(client: Client, **asked: Any) -> list[dict[str, Any]]:
    """All rows of the list, page by page."""
    found: list[dict[str, Any]] = []
    while True:
        body = (await client.get("/rules", params={"limit": 50, **asked})).json()
        found += body["items"]
        if body["next_cursor"] is None:
            return found
        asked["cursor"] = body["next_cursor"]


class TestCatalogue:
    async def test_is_shown_whole_in_its_order(self, staff: Client):
        shown = await rows(staff)
        assert [row["id"] for row in shown] == list(CATALOGUE)
        for row in shown:
            assert RuleRow.model_validate(row).model_dump(mode="json") == row
        page = (await staff.get("/rules?limit=200&with_total=true")).json()
        assert (len(page["items"]), page["total"], page["total_is_exact"]) == (200, len(CATALOGUE), True)

    async def test_is_for_everybody_who_is_known(self, client: Client, make: Make, client_as: ClientAs):
        problem(await client.get("/rules"), 401, "unauthenticated")
        for kind in PersonKind:
            someone = client_as(await make.person(kind=kind))
            assert (await someone.get("/rules?limit=1")).status_code == 200
            assert (await someone.get("/rules/SEC-R01")).status_code == 200

    async def test_is_filtered(self, staff: Client):
        assert [row["id"] for row in await rows(staff, prefix="DOC-I")] == [f"DOC-I{n:02}" for n in range(1, 12)]
        for level in RuleLevel:
            assert [row["id"] for row in await rows(staff, level=level.value)] == [
                rule.id for rule in CATALOGUE.values() if rule.level is level
            ]
        both = await rows(staff, enforcement=["enforced", "structural"], prefix="SEC")
        assert {row["enforcement"] for row in both} == {Enforcement.ENFORCED, Enforcement.STRUCTURAL}
        assert [row["id"] for row in await rows(staff, q="六角括号")] == ["DOC-N02"]
        assert [row["id"] for row in await rows(staff, q="doc-n02")] == ["DOC-N02"]
        assert await rows(staff, q="没有这样的词") == []

    async def test_refuses_cursors_of_another_question(self, staff: Client):
        cursor = (await staff.get("/rules?limit=2&prefix=DOC")).json()["next_cursor"]
        assert (await staff.get(f"/rules?limit=3&prefix=DOC&cursor={cursor}")).json()["items"][0]["id"] == "DOC-S03"
        for query in (f"prefix=SEC&cursor={cursor}", f"cursor={cursor}", "cursor=AAAA", f"prefix=DOC&cursor={cursor}A"):
            problem(await staff.get(f"/rules?{query}"), 422, "invalid_cursor")

    @pytest.mark.parametrize(
        "query", ["prefix=doc", "level=holy", "enforcement=x", "q=", "limit=0", "limit=201", "sort=id", "x=1"]
    )
    async def test_refuses_questions_it_does_not_know(self, staff: Client, query: str):
        assert (await staff.get(f"/rules?{query}")).status_code == 400

    async def test_shows_one_with_its_source(self, staff: Client):
        body = (await staff.get("/rules/DOC-I04")).json()
        assert RuleRead.model_validate(body).model_dump(mode="json") == body
        assert "第二十四条" in body["source"]
        assert (body["profiles"], body["severity"], body["may_be_weakened"], body["switch"]) == (
            ["party_gov"],
            "block",
            False,
            None,
        )

    async def test_knows_whom_a_source_binds(self, make: Make, client_as: ClientAs):
        firm = client_as(await make.person(organ=await make.organ(profile=Profile.SOE)))
        body = (await firm.get("/rules/DOC-I04")).json()
        assert (body["default_severity"], body["severity"], body["may_be_weakened"]) == ("warn", "warn", True)

    @pytest.mark.parametrize(
        ("rule_id", "status"), [("DOC-I99", 404), ("doc-i04", 400), ("DOC", 400), ("DOC-I04x", 400)]
    )
    async def test_does_not_know_others(self, staff: Client, guard: Client, rule_id: str, status: int):
        assert (await staff.get(f"/rules/{rule_id}")).status_code == status
        assert (await guard.put(f"/rules/{rule_id}/switch", json=SAID)).status_code == status
        assert (await guard.delete(f"/rules/{rule_id}/switch")).status_code == status


class TestSwitch:
    async def test_changes_how_a_rule_bites_here(self, guard: Client, staff: Client, make: Make, client_as: ClientAs):
        twin = {"received_at": "2026-11-20T09:10:00+08:00"}
        assert (await staff.post(PAPERS, json=paper(**twin))).status_code == 201
        assert (
            problem(await staff.post(PAPERS, json=paper(**twin)), 409, "confirmation_required")["rules"][0]["id"]
            == "OFF-D01"
        )
        answer = await guard.put("/rules/OFF-D01/switch", json=SAID)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        assert RuleRead.model_validate(body).model_dump(mode="json") == body
        assert (body["severity"], body["default_severity"], body["is_switched"]) == ("off", "warn", True)
        assert body["switch"]["reason"] == "本机关另有规定"
        assert (await staff.get("/rules/OFF-D01")).json() == body
        assert (await staff.post(PAPERS, json=paper(**twin))).status_code == 201, "felt at once"
        elsewhere = client_as(await make.person())
        assert (await elsewhere.get("/rules/OFF-D01")).json()["severity"] == "warn"

    async def test_is_taken_away_again(self, guard: Client, organ: Organ, database: Database):
        assert (await guard.put("/rules/OFF-D01/switch", json=SAID)).status_code == 200
        stricter = {"severity": "block", "reason": "从严"}
        assert (await guard.put("/rules/OFF-D01/switch", json=stricter)).json()["severity"] == "block"
        answer = await guard.delete("/rules/OFF-D01/switch")
        assert (answer.status_code, answer.content) == (204, b"")
        body = (await guard.get("/rules/OFF-D01")).json()
        assert (body["severity"], body["switch"], body["is_switched"]) == ("warn", None, False)
        problem(await guard.delete("/rules/OFF-D01/switch"), 404, "not_found")
        async with database.open() as db:
            stmt = select(AuditEntry.action, AuditEntry.changes, AuditEntry.note)
            stmt = stmt.where(AuditEntry.organ_id == organ.id, AuditEntry.subject == "rule_switch").order_by(
                AuditEntry.id
            )
            assert [tuple(row) for row in await db.rows(stmt)] == [
                ("switch_rule", {"OFF-D01": [None, "off"]}, "OFF-D01：本机关另有规定"),
                ("switch_rule", {"OFF-D01": ["off", "block"]}, "OFF-D01：从严"),
                ("unswitch_rule", {"OFF-D01": ["block", None]}, "OFF-D01"),
            ]

    async def test_is_the_security_administrators(self, client: Client, organ: Organ, make: Make, client_as: ClientAs):
        problem(await client.put("/rules/OFF-D01/switch", json=SAID), 401, "unauthenticated")
        others = [await make.person(*Role, organ=organ)]
        others += [await make.person(organ=organ, kind=kind) for kind in (PersonKind.SYS_ADMIN, PersonKind.AUDIT_ADMIN)]
        for who in others:
            problem(await client_as(who).put("/rules/OFF-D01/switch", json=SAID), 403, "forbidden")
            problem(await client_as(who).delete("/rules/OFF-D01/switch"), 403, "forbidden")

    @pytest.mark.rule("SEC-R01", "SEC-R04", "SEC-R40", "SEC-R41", "SEC-R42", "SEC-R43")
    @pytest.mark.parametrize(("rule_id", "severity"), MILDER)
    async def test_never_weakens_what_binds(self, guard: Client, rule_id: str, severity: Severity):
        before = (await guard.get(f"/rules/{rule_id}")).json()
        assert before["may_be_weakened"] is False
        answer = await guard.put(f"/rules/{rule_id}/switch", json=SAID | {"severity": severity})
        told = problem(answer, 422, "rule_violated")
        assert [one["id"] for one in told["rules"]] == [rule_id]
        assert told["rules"][0]["source"]
        assert (await guard.get(f"/rules/{rule_id}")).json() == before

    async def test_may_make_anything_stricter(self, guard: Client):
        for rule_id in ("SEC-R02", "DOC-K02", "DOC-N09"):
            answer = await guard.put(f"/rules/{rule_id}/switch", json={"severity": "block", "reason": "从严"})
            assert (answer.status_code, answer.json()["severity"]) == (200, "block")

    @pytest.mark.parametrize(
        "said",
        [
            {},
            {"severity": "off"},
            {"severity": "loud", "reason": "x"},
            {"severity": "off", "reason": ""},
            SAID | {"x": 1},
        ],
    )
    async def test_asks_for_severity_and_reason(self, guard: Client, said: dict[str, Any]):
        problem(await guard.put("/rules/OFF-D01/switch", json=said), 400, "validation_failed")
