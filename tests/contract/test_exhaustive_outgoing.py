"""Every state of a document of ours × every action, through the API: what the table permits happens, nothing else does."""

from collections.abc import AsyncIterator, Mapping

import pytest
import pytest_asyncio
from fastapi import FastAPI
from fastapi.routing import APIRoute

from app.db.database import Database
from app.main import routes
from app.services.outgoing.workflow import OUTGOING
from app.vocabulary.identity import Role
from app.vocabulary.outgoing import OutgoingAction as Do
from app.vocabulary.outgoing import OutgoingState as Is
from tests.factories.client import Client, problem
from tests.factories.make import Make
from tests.factories.outgoing import NUMBERED, PATH, REVIEWED, ROUTES, UNSEALED, Letter, Letters
from tests.factories.segments import segment

ROUTED = {
    route.path.rpartition("/")[2]
    for route in routes()
    if isinstance(route, APIRoute) and "POST" in (route.methods or ()) and "{outgoing_id}/" in route.path
}
ACTIONS = [action for action in Do if action is Do.UPDATE or segment(action) in ROUTED]
PERMITTED = {(state, row.action) for row in OUTGOING.table for state in row.sources}

JOINT = {"joint_issuers": [{"name": "清河县水利局"}]}
BY_WAY_OF: Mapping[tuple[Is, Do], tuple[Do | str, ...]] = {
    (Is.CONSULTATION, Do.COSIGN): ("submit_to_me",),
    (Is.CONSULTATION, Do.HAND_OVER): ("submit_to_me",),
    (Is.CONSULTATION, Do.CONCLUDE): ("submit_to_me", Do.COSIGN),
    (Is.SIGN, Do.RECORD_JOINT_SIGNATURE): (*REVIEWED, Do.SIGN),
    (Is.PRINTING, Do.PRINT): (*NUMBERED, Do.PROOF),
    (Is.DISPATCHED, Do.RECORD_RECALL): (*UNSEALED, Do.DISPATCH, Do.RECALL),
    (Is.ARCHIVED, Do.RECORD_RECALL): (*UNSEALED, Do.DISPATCH, Do.RECALL, Do.ARCHIVE),
}
"""Pairs that need more than the state: somebody must have been given the step that is taken."""


@pytest_asyncio.fixture(scope="module")
async def letters(app: FastAPI, database: Database) -> AsyncIterator[Letters]:
    """An office in which one person holds every role and so every step, and a colleague is a leader beside them."""
    make = Make(database)
    organ = await make.organ()
    me, colleague = await make.person(*Role, organ=organ), await make.person(Role.LEADER, organ=organ)
    async with Client(app, me.token) as client:
        yield Letters(client, me.id, colleague)


async def brought(letters: Letters, state: Is, action: Do) -> Letter:
    told = JOINT if action is Do.RECORD_JOINT_SIGNATURE else {}
    return await letters.bring(state, by=BY_WAY_OF.get((state, action)), **told)


async def look(letters: Letters, letter: Letter) -> tuple[Letter, int]:
    """The whole document, and how long its trail is."""
    seen = await letters.client.get(f"{PATH}/{letter['id']}")
    trail = await letters.client.get(f"{PATH}/{letter['id']}/trail", params={"with_total": "true"})
    return seen.json(), trail.json()["total"]


@pytest.mark.usefixtures("clock")
class TestEveryPair:
    @pytest.mark.parametrize(
        ("state", "action"), sorted(pair for pair in PERMITTED if pair[0] in ROUTES and pair[1] in ACTIONS)
    )
    async def test_of_the_table_is_accepted(self, letters: Letters, state: Is, action: Do) -> None:
        letter = await brought(letters, state, action)
        moved = await letters.take(letter, action)
        targets = {
            target for row in OUTGOING.table if row.action == action and state in row.sources for target in row.targets
        }
        assert moved["state"] in (targets or {state})
        assert moved["version"] == letter["version"] + 1

    @pytest.mark.parametrize("state", ROUTES)
    async def test_outside_the_table_is_refused_and_changes_nothing(self, letters: Letters, state: Is) -> None:
        letter = await letters.bring(state)
        before = await look(letters, letter)
        for action in (one for one in ACTIONS if (state, one) not in PERMITTED):
            said = problem(await letters.ask(letter, action), 409, "transition_refused")
            assert (said["action"], said["state"]) == (action, state)
        assert await look(letters, letter) == before

    @pytest.mark.parametrize("state", ROUTES)
    async def test_is_offered_exactly_when_it_would_be_accepted(self, letters: Letters, state: Is) -> None:
        letter = await letters.bring(state)
        offered = {Do(one["action"]) for one in letter["allowed_actions"]}
        assert offered <= {action for source, action in PERMITTED if source == state}
        for action in set(ACTIONS) - offered:
            answer = await letters.ask(letter, action)
            assert answer.status_code in (403, 409), (action, answer.text)
