"""What is answered is what was published: nothing missing, nothing more, in every answer that can be read."""

import copy
import pkgutil
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from importlib import import_module
from typing import Any

import pytest
import pytest_asyncio
from fastapi import FastAPI
from fastapi.routing import APIRoute
from jsonschema import Draft202012Validator, FormatChecker

import app.repositories
from app.db.database import Database
from app.db.slice import Listing
from app.http.openapi import describe
from app.http.openapi.schemas import walk
from app.main import routes
from app.schemas.common import Page
from app.vocabulary.identity import PersonKind
from tests.contract.crawl import Known, Reading, read
from tests.contract.house import key_of
from tests.factories.client import Client
from tests.factories.desks import Desks
from tests.factories.make import Make, Someone
from tests.factories.office import Office, staffed

DOCUMENT = describe(routes())
OF_ADMINISTRATORS = {
    "audit_admin": {"list_audit_entries"},
    "sec_admin": {"list_service_keys", "get_service_key"},
}
ONCE = "use_attachment_ticket"
"""Bytes of a file for a path that works once; there is no schema to look at."""
CALLERS = ("everything", "handler", *sorted(kind for kind in PersonKind if kind is not PersonKind.STAFF))


def strict(document: dict[str, Any]) -> dict[str, Any]:
    """The schemas as the service fills them: outputs may grow for clients, but here each member is one we know."""
    schemas: dict[str, Any] = copy.deepcopy(document["components"]["schemas"])
    for name, schema in schemas.items():
        for node in walk(schema):
            if node.get("type") == "object" and "properties" in node and name != "Problem":
                node["additionalProperties"] = False
                node["required"] = sorted(node["properties"])
    return schemas


SCHEMAS = strict(DOCUMENT)


def check(schema: dict[str, Any], body: Any) -> None:
    whole = {**schema, "components": {"schemas": SCHEMAS}}
    Draft202012Validator(whole, format_checker=FormatChecker()).validate(body)


@pytest_asyncio.fixture(scope="module")
async def office(app: FastAPI, database: Database) -> AsyncIterator[Office]:
    """An office with all that leaves a mark, and a message in everybody's box."""
    make = Make(database)
    made = await staffed(make)
    async with Client(app, made.everything.token) as client:
        desks = Desks(client, made, make)
        papers = await desks.papers()
        await desks.letters()
        await desks.stamps()
        await desks.archive()
        await desks.file(papers[0])
        await desks.delegation(made.handler)
        await key_of(make, made.handler)
        for someone in (made.everything, made.handler, *made.administrators.values()):
            await desks.message(someone)
    yield made


def who(office: Office, caller: str) -> Someone:
    if caller in ("everything", "handler"):
        return getattr(office, caller)  # type: ignore[no-any-return]  # both are people of the office
    return office.administrators[PersonKind(caller)]


def expected(caller: str) -> set[str]:
    """What the caller must have got to see; everything that can be read is expected of somebody."""
    readable = {one["get"]["operationId"] for one in DOCUMENT["paths"].values() if "get" in one}
    if caller == "everything":
        return readable - set().union(*OF_ADMINISTRATORS.values()) - {ONCE}
    return OF_ADMINISTRATORS.get(caller, {"show_me", "list_people", "get_person"})


class TestAnswers:
    @pytest.mark.parametrize("caller", CALLERS)
    async def test_are_what_was_published(self, app: FastAPI, office: Office, caller: str) -> None:
        seen: Counter[str] = Counter()
        async with Client(app, who(office, caller).token) as client:
            async for reading in read(client, DOCUMENT, Known(DOCUMENT)):
                seen[reading.operation["operationId"]] += self._looks_right(reading)
        assert expected(caller) <= {name for name, count in seen.items() if count}

    def _looks_right(self, reading: Reading) -> bool:
        answer, name = reading.answer, reading.operation["operationId"]
        assert str(answer.status_code) in reading.operation["responses"], (name, answer.text)
        if answer.status_code != 200 or answer.headers["content-type"] != "application/json":
            return answer.status_code == 200
        try:
            check(reading.operation["responses"]["200"]["content"]["application/json"]["schema"], answer.json())
        except Exception as fault:
            raise AssertionError(f"{name} {reading.path}: {fault}") from fault
        return True


def listings() -> Iterator[tuple[str, Listing]]:
    """Every list of the project, by where it is defined."""
    for module in pkgutil.walk_packages(app.repositories.__path__, "app.repositories."):
        for name, value in vars(import_module(module.name)).items():
            if isinstance(value, Listing):
                yield f"{module.name}.{name}", value


def rows() -> Iterator[tuple[str, set[str]]]:
    """Every row that is published in pages, with its members."""
    for route in routes():
        model = route.response_model if isinstance(route, APIRoute) else None
        if isinstance(model, type) and issubclass(model, Page):
            row = model.model_fields["items"].annotation.__args__[0]  # type: ignore[union-attr]  # always list[Row]
            yield row.__name__, {field.alias or name for name, field in row.model_fields.items()}


class TestLists:
    def test_of_the_repositories_are_all_published_and_hold_the_members_of_a_row(self) -> None:
        published = dict(rows())
        for where, listing in listings():
            assert set(listing.columns) in published.values(), f"{where} has {sorted(listing.columns)}"

    def test_that_are_published_all_come_from_a_repository(self) -> None:
        held = [set(listing.columns) for _, listing in listings()]
        for name, members in rows():
            assert members in held or name == "RuleRow", name  # rules are a catalogue in code, not a table
