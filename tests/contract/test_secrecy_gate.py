"""Whatever is written passes the gate: each text of each body of each operation, by whoever may write it (SEC-R04)."""

import re
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any

import orjson
import pytest
import pytest_asyncio
from fastapi import FastAPI

from app.db.database import Database
from tests.factories.client import Client, problem
from tests.factories.make import Make
from tests.factories.office import staffed
from tests.scenarios.ledger import row_counts

MARK = "（机密★5年）"
DOUBT = "密级：机密"
"""A field of a form; a person has to look, and a reason for a setting has nobody who could."""
WITHOUT_TEXT = {
    "change_password",
    "work_out_due",
    "circulate_incoming_document",
    "register_incoming_documents",
    "put_department_leader",
    "put_roles",
    "put_counterpart",
    "end_post",
    "bind_attachment_to_incoming_document",
    "bind_attachment_to_outgoing_document",
    "bind_attachment_to_seal_request",
    "check_archive_records",
}
"""Operations whose bodies hold ids, days and vocabulary alone; passwords are hidden from the gate and its log."""


class Writing:
    """One operation that takes JSON."""

    def __init__(self, document: Mapping[str, Any], method: str, path: str, operation: Mapping[str, Any]) -> None:
        self._schemas = document["components"]["schemas"]
        self.method, self.path, self.name = method, path, operation["operationId"]
        self.parameters = [one for one in operation.get("parameters", ()) if one["in"] == "path"]
        self.schema = operation["requestBody"]["content"]["application/json"]["schema"]

    def url(self) -> str:
        """The path with a value in each place; nothing need be there."""
        found = self.path.removeprefix("/api/v1")
        for one in self.parameters:
            schema = self._plain(one["schema"])
            value = schema.get("enum", schema.get("examples", [one.get("example", "2026")]))[0]
            found = found.replace(f"{{{one['name']}}}", str(value))
        return found

    def _plain(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        kinds = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
        found: Mapping[str, Any] = {**schema, **kinds[0]}
        if "$ref" in found:
            return self._plain(self._schemas[found["$ref"].rpartition("/")[2]])
        return found

    def whole(self, schema: Mapping[str, Any]) -> Any:
        """A body with every member there can be."""
        found = self._plain(schema)
        if found.get("type") == "object":
            return {name: self.whole(one) for name, one in found.get("properties", {}).items()}
        if found.get("type") == "array":
            return [self.whole(found["items"])]
        if "enum" in found:
            return found["enum"][0]
        if "examples" in found:
            return found["examples"][0]
        return "正文" if found.get("type") == "string" else found.get("const", found.get("minimum", False))

    def marked(self, text: str) -> Iterator[tuple[str, Any]]:
        """The whole body, once for each of its texts, with that one bearing ``text``."""
        yield from self._marked(self.schema, text, self.whole(self.schema), "")

    def _marked(self, schema: Mapping[str, Any], text: str, body: Any, place: str) -> Iterator[tuple[str, Any]]:
        found = self._plain(schema)
        if found.get("type") == "object":
            for name, one in found.get("properties", {}).items():
                for where, value in self._marked(one, text, body[name], f"{place}/{name}"):
                    yield where, {**body, name: value}
        elif found.get("type") == "array":
            for where, value in self._marked(found["items"], text, body[0], f"{place}/0"):
                yield where, [value]
        elif _takes(found, text):
            yield place, text


def _takes(schema: Mapping[str, Any], text: str) -> bool:
    """Whether a member takes a text as people write it."""
    if schema.get("type") != "string" or "enum" in schema or schema.get("format") == "password":
        return False
    return len(text) <= schema.get("maxLength", 0) and re.search(schema.get("pattern", ""), text) is not None


def writings(document: Mapping[str, Any]) -> Iterator[Writing]:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            takes = operation.get("requestBody", {}).get("content", {})
            if "application/json" in takes and operation["security"]:
                yield Writing(document, method, path, operation)


@pytest_asyncio.fixture(scope="module")
async def people(app: FastAPI, database: Database) -> AsyncIterator[list[Client]]:
    """Somebody with every role, and each administrator."""
    office = await staffed(Make(database))
    who = [office.everything, *office.administrators.values()]
    clients = [Client(app, one.token) for one in who]
    yield clients
    for one in clients:
        await one.aclose()


async def answers(people: list[Client], writing: Writing, body: Any) -> Any:
    """The answer to the first who is not refused for want of a right."""
    for client in people:
        answer = await client.request(writing.method, writing.url(), json=body, headers={"If-Match": '"1"'})
        if answer.json().get("code") != "forbidden":
            return answer
    raise AssertionError(f"nobody may {writing.name}")


@pytest.mark.rule("SEC-R01", "SEC-R02", "SEC-R04")
async def test_no_text_of_any_body_carries_a_mark(app: FastAPI, database: Database, people: list[Client]) -> None:
    before = await row_counts(database)
    silent = set()
    for writing in writings(orjson.loads(await app.state.openapi.content())):
        asked = False
        for place, body in writing.marked("某" + MARK):
            asked = True
            refused = problem(await answers(people, writing, body), 403, "classified_not_allowed")
            assert place in {one["pointer"] for one in refused["errors"]}, (writing.name, place)
        if not asked:
            silent.add(writing.name)
    assert silent <= WITHOUT_TEXT
    assert await row_counts(database) == before


@pytest.mark.rule("SEC-R02", "SEC-R13")
async def test_a_doubtful_text_is_refused_where_nobody_can_answer_for_it(people: list[Client], app: FastAPI) -> None:
    refused = 0
    for writing in writings(orjson.loads(await app.state.openapi.content())):
        if "overrides" in writing.whole(writing.schema) or writing.name == "check_draft_document":
            continue
        for text, rule in ((DOUBT, "SEC-R02"), ("商业秘密★5年", "SEC-R13")):
            for _, body in writing.marked(text):
                answer = problem(await answers(people, writing, body), 422, "rule_violated")
                assert [one["id"] for one in answer["rules"]] == [rule]
                refused += 1
    assert refused > 20


async def test_a_password_is_nobodys_text(people: list[Client], caplog: pytest.LogCaptureFixture) -> None:
    said = {"current_password": "机密★5年-Aa1", "new_password": "机密★6年-Aa1"}
    answer = await people[0].put("/auth/password", json=said)
    assert answer.json()["code"] != "classified_not_allowed"
    assert "classified material refused" not in caplog.text
