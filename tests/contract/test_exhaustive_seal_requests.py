"""Every state of a request for a seal × every action, through the API: what the table permits happens, nothing else does."""

from collections.abc import AsyncIterator, Mapping

import pytest
import pytest_asyncio
from fastapi import FastAPI
from fastapi.routing import APIRoute

from app.db.database import Database
from app.main import routes
from app.services.seal_requests.workflow import REACTIONS, SEAL_REQUESTS
from app.vocabulary.identity import Role
from app.vocabulary.seals import SealRequestAction as Do
from app.vocabulary.seals import SealRequestState as Is
from tests.factories.client import Client, problem
from tests.factories.make import Make
from tests.factories.seals import APPROVED, PATH, ROUTES, Request, Stamps, segment

ACTIONS = [action for action in Do if action not in REACTIONS | {Do.CREATE}]
PERMITTED = {(state, row.action) for row in SEAL_REQUESTS.table for state in row.sources if row.action in ACTIONS}
HELD_BY_NOBODY = {(Is.SEALING, Do.HAND_OVER), (Is.AWAY, Do.HAND_OVER)}
"""The only tasks there are the keeper's and go with the seal: 403, never 409."""
OFF_SITE = {(Is.SEALING, Do.TAKE_OUT), (Is.AWAY, Do.USE), (Is.AWAY, Do.BRING_BACK)}
BY_WAY_OF: Mapping[tuple[Is, Do], tuple[Do | str, ...]] = {(Is.AWAY, Do.BRING_BACK): (*APPROVED, Do.TAKE_OUT, Do.USE)}


@pytest_asyncio.fixture(scope="module")
async def stamps(app: FastAPI, database: Database) -> AsyncIterator[Stamps]:
    """An office in which one person holds every role, and their head of department is somebody else."""
    make = Make(database)
    organ = await make.organ()
    department = await make.department(organ)
    me = await make.person(*Role, organ=organ, department=department)
    colleague = await make.person(Role.LEADER, organ=organ)
    async with Client(app, me.token) as client:
        yield Stamps(client, me.id, colleague)


@pytest_asyncio.fixture(scope="module")
async def reviewed(app: FastAPI, database: Database) -> AsyncIterator[tuple[Stamps, Stamps]]:
    """A clerk under a head of department who may endorse what the clerk asks for."""
    make = Make(database)
    organ = await make.organ()
    department = await make.department(organ)
    clerk = await make.person(Role.SEAL_KEEPER, Role.OFFICE_DIRECTOR, organ=organ, department=department)
    head = await make.person(organ=organ, department=department, is_head=True)
    leader = await make.person(Role.LEADER, Role.PRINCIPAL_LEADER, organ=organ)
    async with Client(app, clerk.token) as client, Client(app, head.token) as boss:
        yield Stamps(client, clerk.id, leader), Stamps(boss, head.id, leader)


async def brought(stamps: Stamps, state: Is, action: Do) -> Request:
    told = {}
    if (state, action) in OFF_SITE:
        told = {"off_site": stamps.off_site(), "seal_id": (await stamps.seal())["id"]}
    return await stamps.bring(state, by=BY_WAY_OF.get((state, action)), **told)


async def look(stamps: Stamps, request: Request) -> tuple[Request, int]:
    """The whole request, and how long its trail is."""
    seen = await stamps.client.get(f"{PATH}/{request['id']}")
    trail = await stamps.client.get(f"{PATH}/{request['id']}/trail", params={"with_total": "true"})
    return seen.json(), trail.json()["total"]


@pytest.mark.usefixtures("clock")
class TestEveryPair:
    @pytest.mark.parametrize(
        ("state", "action"), sorted(pair for pair in PERMITTED - HELD_BY_NOBODY if pair[0] is not Is.REVIEW)
    )
    async def test_of_the_table_is_accepted(self, stamps: Stamps, state: Is, action: Do) -> None:
        request = await brought(stamps, state, action)
        moved = await stamps.take(request, action)
        targets = {
            target
            for row in SEAL_REQUESTS.table
            if row.action == action and state in row.sources
            for target in row.targets
        }
        assert moved["state"] in (targets or {state})
        assert moved["version"] == request["version"] + 1

    @pytest.mark.parametrize("action", sorted(action for state, action in PERMITTED if state is Is.REVIEW))
    async def test_of_the_review_is_accepted_of_whoever_may(self, reviewed: tuple[Stamps, Stamps], action: Do) -> None:
        mine, theirs = reviewed
        request = await mine.bring(Is.REVIEW)
        by_head = action in (Do.ENDORSE, Do.REJECT, Do.HAND_OVER)
        moved = await (theirs if by_head else mine).take(request, action)
        assert moved["version"] == request["version"] + 1

    @pytest.mark.parametrize(("state", "action"), sorted(HELD_BY_NOBODY))
    async def test_that_goes_with_the_seal_is_forbidden(self, stamps: Stamps, state: Is, action: Do) -> None:
        problem(await stamps.ask(await stamps.bring(state), action), 403, "forbidden")

    @pytest.mark.parametrize("state", [one for one in Is if one is not Is.REVIEW])
    async def test_outside_the_table_is_refused_and_changes_nothing(self, stamps: Stamps, state: Is) -> None:
        request = await stamps.bring(state)
        before = await look(stamps, request)
        for action in (one for one in ACTIONS if (state, one) not in PERMITTED):
            said = problem(await stamps.ask(request, action), 409, "transition_refused")
            assert (said["action"], said["state"]) == (action, state)
        assert await look(stamps, request) == before

    @pytest.mark.parametrize("state", [one for one in Is if one is not Is.REVIEW])
    async def test_is_offered_exactly_when_it_would_be_accepted(self, stamps: Stamps, state: Is) -> None:
        request = await stamps.bring(state)
        offered = {Do(one["action"]) for one in request["allowed_actions"]}
        assert offered <= {action for source, action in PERMITTED if source == state}
        for action in set(ACTIONS) - offered:
            answer = await stamps.ask(request, action)
            assert answer.status_code in (403, 409), (action, answer.text)


def test_every_state_and_action_is_tried() -> None:
    assert set(ROUTES) == set(Is)
    assert {segment(action) for action in ACTIONS if action is not Do.UPDATE} == {
        route.path.rpartition("/")[2]
        for route in routes()
        if isinstance(route, APIRoute) and "POST" in (route.methods or ()) and "{seal_request_id}/" in route.path
    } - {"attachments"}
