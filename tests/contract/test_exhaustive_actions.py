"""Every state of an incoming document × every action, through the API: what the table permits happens, nothing else does."""

from collections.abc import AsyncIterator, Mapping

import pytest
import pytest_asyncio
from fastapi import FastAPI
from fastapi.routing import APIRoute

from app.core.clock import FixedClock
from app.db.database import Database
from app.main import routes
from app.services.incoming.workflow import INCOMING, SIGNED_FOR
from app.vocabulary.documents import IncomingAction as Do
from app.vocabulary.documents import IncomingState as Is
from app.vocabulary.identity import Role
from tests.factories.client import Client, problem
from tests.factories.make import Make
from tests.factories.papers import ASKED, AT_WORK, BY_SENDER, PATH, ROUTES, TO_ACT, Paper, Papers
from tests.factories.segments import segment

ACTIONS = [action for action in Do if action is not Do.RECEIVE and action not in BY_SENDER]
PERMITTED = {(state, row.action) for row in INCOMING.table for state in row.sources if row.action in ACTIONS}

ORAL = (*TO_ACT, Do.INSTRUCT_ORALLY)
BY_WAY_OF: Mapping[tuple[Is, Do], tuple[Do | str, ...]] = {
    (Is.CIRCULATING, Do.CLOSE): (*ROUTES[Is.CIRCULATING], Do.READ),
    (Is.CIRCULATING, Do.ASSIGN): (*ROUTES[Is.INSTRUCTED], Do.CIRCULATE, Do.READ),
    (Is.CIRCULATING, Do.CONFIRM_INSTRUCTION): (*ORAL, Do.CIRCULATE),
    (Is.TRIAGED, Do.CIRCULATE): (*TO_ACT[:2], "triage_to_read"),
    (Is.INSTRUCTED, Do.READ): (*AT_WORK, Do.CIRCULATE, Do.HAND_BACK),
    (Is.INSTRUCTED, Do.CONFIRM_INSTRUCTION): ORAL,
    (Is.HANDLING, Do.READ): (*AT_WORK, Do.CIRCULATE),
    (Is.HANDLING, Do.REPORT): (*ROUTES[Is.INSTRUCTED], "assign_to_assist"),
    (Is.HANDLING, Do.DECIDE_EXTENSION): ASKED,
    (Is.HANDLING, Do.CONFIRM_INSTRUCTION): (*ORAL, Do.ASSIGN),
    (Is.REPLIED, Do.READ): (*AT_WORK, Do.CIRCULATE, Do.REPLY),
    (Is.REPLIED, Do.CONFIRM_INSTRUCTION): (*ORAL, Do.ASSIGN, Do.REPLY),
    (Is.CLOSED, Do.READ): (*AT_WORK, Do.CIRCULATE, Do.REPLY, Do.CLOSE),
    (Is.CLOSED, Do.CONFIRM_INSTRUCTION): (*ORAL, Do.ASSIGN, Do.REPLY, Do.CLOSE),
    **{
        (state, answer): (Do.DELIVER, Do.SIGN_FOR, *ROUTES[state], Do.ASK_RECALL)
        for state in SIGNED_FOR
        for answer in (Do.ACCEPT_RECALL, Do.DECLINE_RECALL)
    },
}
"""Pairs that need more than the state: somebody must have been given the step that is taken."""

HELD_BY_NOBODY = {
    (state, action)
    for state in (Is.REGISTERED, Is.SCREENED, Is.TRIAGED)
    for action in (Do.READ, Do.CONFIRM_INSTRUCTION)
}
"""Pairs of the table nobody can ever hold: a paper that is sent back to these states loses its open reading copies and
its oral instruction. They are 403, never 409."""


@pytest_asyncio.fixture(scope="module")
async def papers(app: FastAPI, database: Database, _clock: FixedClock) -> AsyncIterator[Papers]:
    """An office in which one person holds every role and so every step, and a colleague is a leader beside them."""
    make = Make(database)
    organ = await make.organ()
    me, colleague = await make.person(*Role, organ=organ), await make.person(Role.LEADER, organ=organ)
    async with Client(app, me.token) as client:
        yield Papers(client, me.id, colleague, _clock.now())


async def brought(papers: Papers, state: Is, action: Do) -> Paper:
    urgent = action in (Do.INSTRUCT_ORALLY, Do.CONFIRM_INSTRUCTION)
    told = {"urgency": "urgent"} if urgent else {}
    return await papers.bring(state, by=BY_WAY_OF.get((state, action)), **told)


async def look(papers: Papers, paper: Paper) -> tuple[Paper, int]:
    """The whole paper, and how long its trail is."""
    seen = await papers.client.get(f"{PATH}/{paper['id']}")
    trail = await papers.client.get(f"{PATH}/{paper['id']}/trail", params={"with_total": "true"})
    return seen.json(), trail.json()["total"]


@pytest.mark.usefixtures("clock")
class TestEveryPair:
    @pytest.mark.parametrize(("state", "action"), sorted(PERMITTED - HELD_BY_NOBODY))
    async def test_of_the_table_is_accepted(self, papers: Papers, state: Is, action: Do) -> None:
        paper = await brought(papers, state, action)
        answer = await papers.ask(paper, action)
        assert answer.status_code == 200, answer.text
        moved = answer.json()
        targets = {
            target for row in INCOMING.table if row.action == action and state in row.sources for target in row.targets
        }
        assert moved["state"] in (targets or {state})
        assert moved["version"] == paper["version"] + 1
        assert answer.headers["etag"] == f'"{moved["version"]}"'

    @pytest.mark.parametrize(("state", "action"), sorted(HELD_BY_NOBODY))
    async def test_that_nobody_holds_is_forbidden(self, papers: Papers, state: Is, action: Do) -> None:
        paper = await papers.bring(state)
        problem(await papers.ask(paper, action), 403, "forbidden")

    @pytest.mark.parametrize("state", Is)
    async def test_outside_the_table_is_refused_and_changes_nothing(self, papers: Papers, state: Is) -> None:
        paper = await papers.bring(state)
        before = await look(papers, paper)
        refused = [action for action in ACTIONS if (state, action) not in PERMITTED]
        for action in refused:
            said = problem(await papers.ask(paper, action), 409, "transition_refused")
            assert (said["action"], said["state"]) == (action, state)
        assert await look(papers, paper) == before

    @pytest.mark.parametrize("state", Is)
    async def test_is_offered_exactly_when_it_would_be_accepted(self, papers: Papers, state: Is) -> None:
        paper = await papers.bring(state)
        offered = {Do(one["action"]) for one in paper["allowed_actions"]}
        assert offered <= {action for source, action in PERMITTED if source == state}
        for action in set(ACTIONS) - offered:
            answer = await papers.ask(paper, action)
            assert answer.status_code in (403, 409), (action, answer.text)


def test_every_state_and_action_is_tried() -> None:
    assert set(ROUTES) == set(Is)
    assert {segment(action) for action in ACTIONS if action is not Do.UPDATE} == {
        route.path.rpartition("/")[2]
        for route in routes()
        if isinstance(route, APIRoute) and "POST" in (route.methods or ()) and "{document_id}/" in route.path
    } - {"attachments"}
