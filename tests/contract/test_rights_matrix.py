"""Every operation × every kind of caller × every relation to what is asked about, against the table in `rights.py`."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from app.core.ids import new_id
from app.db.database import Database
from app.http.openapi import describe
from app.main import routes
from app.services.identity.callers import permissions_of
from app.vocabulary.identity import ADMINISTRATORS, Permission, PersonKind, Role
from tests.contract.house import SCOPE, House, built
from tests.contract.rights import EVERYBODY, MAY, PUBLIC, SEES
from tests.factories.client import Client, problem
from tests.factories.make import Make

DOCUMENT = describe(routes())
SCHEMAS = DOCUMENT["components"]["schemas"]
OPERATIONS = {
    operation["operationId"]: (method.upper(), path, operation)
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
}
OUT_OF_REACH = {
    ("update_organ", "other"): "every organ is listed to everybody; one's own and those below it may be changed"
}
"""What is seen and yet refused to whoever may do it elsewhere: 403, with the reason."""
HELD = sorted(name for name, (_, path, _) in OPERATIONS.items() if set(re.findall(r"{(\w+)}", path)) & set(SEES))
"""Operations on something that not everybody may see."""
FAR = '"999999999"'
"""A version nothing has yet: whoever sees the thing is told so, and nothing happens."""
_operations = pytest.mark.parametrize("name", sorted(OPERATIONS))


def permissions(caller: str) -> frozenset[str]:
    """What the vocabulary gives a caller."""
    if caller == "nobody":
        return frozenset({Permission.PUBLIC})
    if caller == "key":
        return frozenset({Permission.PUBLIC, SCOPE})
    kind = PersonKind(caller) if caller in ADMINISTRATORS else PersonKind.STAFF
    return permissions_of(kind, [caller] if caller in list(Role) else []) | {Permission.PUBLIC}


class TestTheTable:
    def test_has_a_line_for_every_operation(self) -> None:
        assert set(MAY) == set(OPERATIONS), "state in tests/contract/rights.py who may"

    def test_has_a_line_for_every_path_parameter(self) -> None:
        named = {name for _, path, _ in OPERATIONS.values() for name in re.findall(r"{(\w+)}", path)}
        assert named == set(SEES) | set(PUBLIC), "state in tests/contract/rights.py who sees it"

    def test_knows_every_kind_of_caller(self) -> None:
        assert {*map(str, Role), *map(str, ADMINISTRATORS), "staff", "key", "nobody"} == EVERYBODY

    @_operations
    def test_agrees_with_what_the_operation_asks_for_and_what_roles_grant(self, name: str) -> None:
        wanted = OPERATIONS[name][2]["x-permission"]
        assert MAY[name] == {caller for caller in EVERYBODY if wanted in permissions(caller)}


@pytest_asyncio.fixture(scope="module")
async def house(app: FastAPI, database: Database) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        yield await built(app, Make(database), stack)


async def ask(client: Client, name: str, path: str, **query: str) -> httpx.Response:
    """A request that is right in form and does nothing: its version, if it names one, is never the present one."""
    method, _, operation = OPERATIONS[name]
    headers = {one["name"]: FAR for one in operation.get("parameters", ()) if one["name"] == "If-Match"}
    content = operation.get("requestBody", {}).get("content", {})
    sent: dict[str, Any] = {}
    if "application/json" in content:
        sent["json"] = SCHEMAS[content["application/json"]["schema"]["$ref"].rpartition("/")[2]]["examples"][0]
    elif content:
        sent["files"] = {"file": ("通知.txt", "请做好防汛准备。".encode())}
    return await client.request(method, f"http://localhost{path}", params=query, headers=headers, **sent)


def fill(path: str, ids: dict[str, str]) -> str:
    """The path with what is known put in; the rest is a random id, or the first of whatever is numbered."""
    return re.sub(r"{(\w+)}", lambda found: ({"number": "1"} | ids).get(found[1], str(new_id())), path)


class TestLettingIn:
    @_operations
    async def test_lets_in_exactly_whom_the_table_names(self, house: House, name: str) -> None:
        for caller in sorted(EVERYBODY):
            answer = await ask(house.clients[caller], name, fill(OPERATIONS[name][1], {}), nothing_of_the_kind="1")
            if caller in MAY[name]:
                assert problem(answer, 400, "unknown_parameter"), caller
            else:
                status, code = (401, "unauthenticated") if caller == "nobody" else (403, "forbidden")
                assert problem(answer, status, code), caller


def told(answer: httpx.Response) -> tuple[Any, ...]:
    """All that an answer says, apart from what names this very request."""
    body = {name: value for name, value in answer.json().items() if name not in ("request_id", "instance")}
    own = ("x-request-id", "ratelimit")
    return answer.status_code, body, [(name, value) for name, value in answer.headers.items() if name not in own]


def relations(name: str, caller: str) -> Iterator[tuple[str, str, bool]]:
    """How a caller may stand to what an operation is about: path parameter, relation, whether they get to see it."""
    for parameter in re.findall(r"{(\w+)}", OPERATIONS[name][1])[:1]:
        for relation, seers in SEES[parameter].items():
            yield parameter, relation, caller in seers


class TestSeeing:
    @pytest.mark.parametrize("name", HELD)
    async def test_shows_exactly_what_the_table_says(self, house: House, name: str) -> None:
        _, path, operation = OPERATIONS[name]
        names_version = any(one["name"] == "If-Match" for one in operation.get("parameters", ()))
        for caller in sorted(MAY[name]):
            client = house.clients[caller]
            unknown = await ask(client, name, fill(path, {}))
            assert unknown.status_code == 404, (caller, unknown.text)
            for parameter, relation, sees in relations(name, caller):
                found = house.things[parameter][relation][caller]
                answer = await ask(client, name, fill(path, {parameter: found}))
                if not sees:
                    assert told(answer) == told(unknown), (caller, relation)
                elif (name, relation) in OUT_OF_REACH:
                    assert problem(answer, 403, "forbidden"), (caller, relation)
                elif names_version:
                    assert problem(answer, 412, "precondition_failed"), (caller, relation)
                else:
                    assert answer.status_code != 404, (caller, relation, answer.text)

    @pytest.mark.parametrize("name", HELD)
    async def test_says_the_same_of_everything_to_whom_it_does_not_let_in(self, house: House, name: str) -> None:
        _, path, _ = OPERATIONS[name]
        for caller in sorted(EVERYBODY - MAY[name]):
            client = house.clients[caller]
            unknown = told(await ask(client, name, fill(path, {})))
            for parameter, relation, _ in relations(name, caller):
                found = house.things[parameter][relation].get(caller, str(new_id()))
                assert told(await ask(client, name, fill(path, {parameter: found}))) == unknown, (caller, relation)
