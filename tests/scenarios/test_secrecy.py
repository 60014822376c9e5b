"""State secrets at the door: whoever brings them, wherever they stand, nothing of them is kept (SEC-R01…R04)."""

import hashlib
import logging
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import orjson
import pytest
import pytest_asyncio
from fastapi import FastAPI

from app.core.clock import FixedClock
from app.db.database import Database
from app.models.office import RuleSwitch
from app.vocabulary.documents import IncomingAction as Do
from app.vocabulary.documents import IncomingState as Is
from app.vocabulary.identity import PersonKind, Role
from app.vocabulary.rules import Severity
from tests.factories.client import API, Client, problem
from tests.factories.make import Make
from tests.factories.papers import ASKED, AT_WORK, PATH, ROUTES, TO_ACT, Paper, Papers
from tests.factories.segments import segment
from tests.scenarios.ledger import row_counts
from tests.scenarios.office import paper

ROOT = Path(__file__).parents[2]
MARK = "（机密★5年）"
TEXT = "关于某重大事项" + MARK
DOUBT = "密级：机密"
"""A field of a form; a person has to look."""
ORAL: tuple[Do | str, ...] = (*TO_ACT, Do.INSTRUCT_ORALLY)
ASKED_BACK = (Do.DELIVER, Do.SIGN_FOR, Do.ASK_RECALL)
FROM: Mapping[Do, tuple[Is, tuple[Do | str, ...]]] = {
    Do.CIRCULATE: (Is.INSTRUCTED, ROUTES[Is.INSTRUCTED]),
    Do.READ: (Is.CIRCULATING, ROUTES[Is.CIRCULATING]),
    Do.REPORT: (Is.HANDLING, (*ROUTES[Is.INSTRUCTED], "assign_to_assist")),
    Do.REQUEST_EXTENSION: (Is.HANDLING, AT_WORK),
    Do.DECIDE_EXTENSION: (Is.HANDLING, ASKED),
    Do.CONFIRM_INSTRUCTION: (Is.INSTRUCTED, ORAL),
    Do.ASSIGN: (Is.INSTRUCTED, ROUTES[Is.INSTRUCTED]),
    Do.HAND_BACK: (Is.HANDLING, AT_WORK),
    Do.REPLY: (Is.HANDLING, AT_WORK),
    Do.CLOSE: (Is.HANDLING, AT_WORK),
    Do.DISPOSE: (Is.CLOSED, ROUTES[Is.CLOSED]),
    Do.RECORD_CORRECTION: (Is.AWAITING_CORRECTION, ROUTES[Is.AWAITING_CORRECTION]),
    Do.INSTRUCT: (Is.TRIAGED, TO_ACT),
    Do.INSTRUCT_ORALLY: (Is.TRIAGED, TO_ACT),
    Do.SEND_BACK: (Is.TRIAGED, TO_ACT),
    Do.TRIAGE: (Is.SCREENED, TO_ACT[:2]),
    Do.WITHDRAW: (Is.SCREENED, TO_ACT[:2]),
    Do.SIGN_FOR: (Is.DELIVERED, ROUTES[Is.DELIVERED]),
    Do.ACCEPT_RECALL: (Is.RECEIVED, ASKED_BACK),
    Do.DECLINE_RECALL: (Is.RECEIVED, ASKED_BACK),
}
"""Where an action can be taken, and the way there; all others right after registration, or before it."""
ACTIONS = [action for action in Do if action not in (Do.RECEIVE, Do.DELIVER, Do.RECALL, Do.ASK_RECALL)]
"""What people here do over HTTP; the others are acts of the sender's organ."""


@pytest_asyncio.fixture(scope="module")
async def papers(app: FastAPI, database: Database, _clock: FixedClock) -> AsyncIterator[Papers]:
    """One person with every role there is: whom, if not them, could anything let through?"""
    make = Make(database)
    organ = await make.organ()
    me, colleague = await make.person(*Role, organ=organ), await make.person(Role.LEADER, organ=organ)
    async with Client(app, me.token) as client:
        yield Papers(client, me.id, colleague, _clock.now())


async def brought(papers: Papers, action: Do) -> Paper:
    told = {"urgency": "urgent"} if action in (Do.INSTRUCT_ORALLY, Do.CONFIRM_INSTRUCTION) else {}
    early = (Is.RECEIVED, ()) if action in (Do.REGISTER, Do.VOID) else (Is.REGISTERED, TO_ACT[:1])
    state, way = FROM.get(action, early)
    return await papers.bring(state, by=way, **told)


async def body_schema(app: FastAPI, method: str, path: str) -> Mapping[str, Any]:
    """The members of a body as the published document has them."""
    document = orjson.loads(await app.state.openapi.content())
    content = document["paths"][API + path][method]["requestBody"]["content"]
    name = content["application/json"]["schema"]["$ref"].rpartition("/")[2]
    members: Mapping[str, Any] = document["components"]["schemas"][name]["properties"]
    return members


def texts(members: Mapping[str, Any]) -> list[str]:
    """The members that take a text as people write it."""
    found = []
    for name, schema in members.items():
        kinds = schema.get("anyOf", [schema])
        if any(one.get("type") == "string" and re.search(one.get("pattern", "^$"), TEXT) for one in kinds):
            found.append(name)
    return found


async def send(papers: Papers, seen: Paper, action: Do, said: Mapping[str, Any]) -> httpx.Response:
    url, headers = f"{PATH}/{seen['id']}", {"If-Match": f'"{seen["version"]}"'}
    if action is Do.UPDATE:
        return await papers.client.patch(url, json=said, headers=headers)
    return await papers.client.post(f"{url}/{segment(action)}", json=said, headers=headers)


@pytest.mark.rule("SEC-R01", "SEC-R02", "SEC-R03", "SEC-R04", "DOC-X11")
@pytest.mark.parametrize("action", ACTIONS)
async def test_no_text_of_any_action_carries_a_mark(
    papers: Papers, app: FastAPI, database: Database, action: Do
) -> None:
    seen = await brought(papers, action)
    _, right = papers.words(seen, action)
    route = PATH + ("/{document_id}" if action is Do.UPDATE else f"/{{document_id}}/{segment(action)}")
    members = texts(await body_schema(app, "patch" if action is Do.UPDATE else "post", route))
    assert members or action is Do.CIRCULATE
    before = await row_counts(database)
    override = {"overrides": [{"rule": "SEC-R02", "reason": TEXT}]}
    for said in (*({**right, name: TEXT} for name in members), {**right, **override}):
        answer = await send(papers, seen, action, said)
        body = problem(answer, 403, "classified_not_allowed")
        assert MARK not in answer.text
        assert body["errors"][0]["code"] == "SEC-R01"
    assert await row_counts(database) == before
    answer = await send(papers, seen, action, right)
    assert answer.status_code == 200, f"the same without a mark: {answer.text}"


@pytest.mark.rule("SEC-R01", "SEC-R03", "SEC-R04", "DOC-X11")
class TestReceipt:
    async def test_of_a_marked_paper_keeps_nothing(self, papers: Papers, app: FastAPI, database: Database) -> None:
        members = texts(await body_schema(app, "post", PATH))
        assert {"title", "sender_name", "sender_number", "damage_note", "handed_by"} <= set(members)
        before = await row_counts(database)
        for name in members:
            answer = await papers.client.post(PATH, json=paper(**{name: TEXT}), headers={"Idempotency-Key": "k" * 32})
            problem(answer, 403, "classified_not_allowed")
        assert await row_counts(database) == before

    @pytest.mark.parametrize("level", ["confidential", "secret", "top_secret"])
    async def test_of_a_declared_secret_keeps_nothing(self, papers: Papers, database: Database, level: str) -> None:
        before = await row_counts(database)
        overridden = [{"rule": "SEC-R01", "reason": "已经领导同意"}]
        for said in (paper(classification=level), paper(classification=level, overrides=overridden)):
            problem(await papers.client.post(PATH, json=said), 403, "classified_not_allowed")
        assert await row_counts(database) == before

    async def test_cannot_be_declared_later(self, papers: Papers) -> None:
        seen = await papers.bring(Is.RECEIVED)
        answer = await send(papers, seen, Do.UPDATE, {"classification": "secret"})
        problem(answer, 400, "validation_failed")

    async def test_no_switch_of_the_organ_lets_it_through(self, papers: Papers, make: Make, database: Database) -> None:
        me = (await papers.client.get("/me")).json()
        switch = RuleSwitch(
            organ_id=me["organ"]["id"] if "organ" in me else me["organ_id"],
            rule_id="SEC-R01",
            severity=Severity.OFF,
            reason="试图关闭",
            set_by_id=papers.me,
            set_at=database.clock.now(),
        )
        await make.add(switch)
        problem(await papers.client.post(PATH, json=paper(title=TEXT)), 403, "classified_not_allowed")

    @pytest.mark.rule("SEC-R42")
    @pytest.mark.parametrize("kind", [kind for kind in PersonKind if kind is not PersonKind.STAFF])
    async def test_no_administrator_gets_as_far_as_the_gate(self, make: Make, app: FastAPI, kind: PersonKind) -> None:
        admin = await make.person(kind=kind)
        async with Client(app, admin.token) as client:
            problem(await client.post(PATH, json=paper(title=TEXT)), 403, "forbidden")


@pytest.mark.rule("SEC-R03")
async def test_the_log_tells_who_and_which_rule_but_not_what(
    papers: Papers, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        await papers.client.post(PATH, json=paper(title=TEXT))
    (line,) = [one for one in caplog.records if "classified" in one.getMessage()]
    assert vars(line) | {
        "rule": "SEC-R01",
        "person": papers.me,
        "operation": "receive_incoming_document",
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
    } == vars(line)
    everything = caplog.text + "".join(capfd.readouterr()) + str([vars(one) for one in caplog.records])
    assert "某重大事项" not in everything
    assert "机密★" not in everything


_REFUSE = f"""
from uuid import UUID
from app import logs
from app.core.actor import Actor, Origin
from app.core.errors import ClassifiedNotAllowed
from app.services.secrecy.gate import SecrecyGate

logs.configure("info")
db = type("Db", (), {{"origin": Origin("request-1", operation="receive_incoming_document")}})()
try:
    SecrecyGate(db, Actor(UUID(int=7), "", UUID(int=8))).check({{"title": "{TEXT}"}})
except ClassifiedNotAllowed:
    print("refused")
"""


@pytest.mark.rule("SEC-R03")
def test_the_line_that_is_written_says_the_same() -> None:
    done = subprocess.run([sys.executable, "-c", _REFUSE], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "refused\n"
    line = orjson.loads(done.stderr)
    assert (line["rule"], line["person"]) == ("SEC-R01", str(UUID(int=7)))
    assert line["operation"] == "receive_incoming_document"
    assert line["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert "某重大事项" not in done.stderr


@pytest.mark.rule("SEC-R02", "SEC-R13")
class TestDoubt:
    @pytest.mark.parametrize("action", [Do.VOID, Do.URGE, Do.COMMENT, Do.SEND_BACK])
    async def test_waits_for_a_person_and_is_put_down(self, papers: Papers, action: Do) -> None:
        seen = await brought(papers, action)
        _, right = papers.words(seen, action)
        name = next(iter(right.keys() & {"reason", "note", "opinion"}))
        doubtful = {**right, name: DOUBT}
        body = problem(await send(papers, seen, action, doubtful), 409, "confirmation_required")
        assert [one["id"] for one in body["rules"]] == ["SEC-R02"]
        assert (await papers.client.get(f"{PATH}/{seen['id']}")).json()["version"] == seen["version"]
        overrides = [{"rule": "SEC-R02", "reason": "表格栏目名称，经核对不是密级标志"}]
        answer = await send(papers, seen, action, {**doubtful, "overrides": overrides})
        assert answer.status_code == 200, answer.text
        rows = (await papers.client.get(f"{PATH}/{seen['id']}/overrides")).json()["items"]
        assert [(row["rule_id"], row["action"], row["by_id"]) for row in rows] == [("SEC-R02", action, papers.me)]

    async def test_the_star_on_a_work_secret_is_refused_for_itself(self, papers: Papers) -> None:
        seen = await papers.bring(Is.REGISTERED)
        answer = await send(papers, seen, Do.COMMENT, {"opinion": "本件为工作秘密★5年"})
        assert problem(answer, 422, "rule_violated")["rules"][0]["id"] == "SEC-R13"


@pytest.mark.rule("SEC-R01", "SEC-R02", "SEC-R04")
@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        (f"{TEXT}.txt", "请阅。", None),
        ("通知.txt", f"正文第一行\n{TEXT}\n", None),
        ("通知.txt", "密级：机密\n", TEXT),
    ],
)
async def test_no_file_carries_a_mark(
    papers: Papers, database: Database, name: str, content: str, reason: str | None
) -> None:
    before = await row_counts(database)
    said = {"confirm_secrecy_reason": reason} if reason else {}
    answer = await papers.client.post("/attachments", files={"file": (name, content.encode())}, data=said)
    problem(answer, 403, "classified_not_allowed")
    assert await row_counts(database) == before
