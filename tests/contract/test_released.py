"""The document in docs/ is the one that is served, and it breaks nobody who was written against the last release."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.http.answers import as_json
from app.http.openapi import describe
from app.main import routes
from tests.contract.changes import breaking, operations

DOCS = Path(__file__).parents[2] / "docs"
RELEASED = DOCS / "openapi.released.json"
DOCUMENT: dict[str, Any] = json.loads(as_json(describe(routes())))


def test_document_in_docs_is_up_to_date() -> None:
    written = json.loads((DOCS / "openapi.json").read_text(encoding="utf-8"))
    assert written == DOCUMENT, "run: make openapi"


@pytest.mark.skipif(not RELEASED.exists(), reason="nothing was released yet")
def test_nothing_breaks_since_the_last_release() -> None:
    assert breaking(json.loads(RELEASED.read_text(encoding="utf-8")), DOCUMENT) == []


def schema(document: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = document["components"]["schemas"][name]
    return found


def drop_operation(document: dict[str, Any]) -> None:
    del document["paths"]["/api/v1/me"]


def move_operation(document: dict[str, Any]) -> None:
    document["paths"]["/api/v1/myself"] = document["paths"].pop("/api/v1/me")


def drop_member(document: dict[str, Any]) -> None:
    del schema(document, "IncomingDocumentRow")["properties"]["title"]


def let_member_be_missing(document: dict[str, Any]) -> None:
    schema(document, "OrganRead")["required"].remove("name")


def change_type(document: dict[str, Any]) -> None:
    schema(document, "OrganRead")["properties"]["name"] = {"type": "integer"}


def let_be_null(document: dict[str, Any]) -> None:
    member = schema(document, "OrganRead")["properties"]
    member["name"] = {"anyOf": [member["name"], {"type": "null"}]}


def require_member(document: dict[str, Any]) -> None:
    schema(document, "OrganCreate")["required"].append("superior_id")


def drop_input(document: dict[str, Any]) -> None:
    del schema(document, "OrganCreate")["properties"]["superior_id"]


def shorten_input(document: dict[str, Any]) -> None:
    schema(document, "OrganCreate")["properties"]["name"]["maxLength"] -= 1


def forget_word(document: dict[str, Any]) -> None:
    schema(document, "Channel")["enum"].remove("fax")


def change_pattern(document: dict[str, Any]) -> None:
    schema(document, "OrganCreate")["properties"]["code"]["pattern"] = "^[a-z]+$"


def drop_parameter(document: dict[str, Any]) -> None:
    parameters = document["paths"]["/api/v1/incoming-documents"]["get"]["parameters"]
    parameters[:] = [one for one in parameters if one["name"] != "q"]


def require_parameter(document: dict[str, Any]) -> None:
    for one in document["paths"]["/api/v1/incoming-documents"]["get"]["parameters"]:
        one["required"] = True


def ask_for_more_rights(document: dict[str, Any]) -> None:
    document["paths"]["/api/v1/me"]["get"]["x-permission"] = "staff"


def drop_header(document: dict[str, Any]) -> None:
    del document["paths"]["/api/v1/organs"]["post"]["responses"]["201"]["headers"]["Location"]


BREAKS = [
    drop_operation,
    move_operation,
    drop_member,
    let_member_be_missing,
    change_type,
    let_be_null,
    require_member,
    drop_input,
    shorten_input,
    forget_word,
    change_pattern,
    drop_parameter,
    require_parameter,
    ask_for_more_rights,
    drop_header,
]


def add_operation(document: dict[str, Any]) -> None:
    added = copy.deepcopy(document["paths"]["/api/v1/me"])
    added["get"]["operationId"] = "show_me_again"
    document["paths"]["/api/v1/me-again"] = added


def add_member(document: dict[str, Any]) -> None:
    read = schema(document, "OrganRead")
    read["properties"]["motto"] = {"type": "string", "maxLength": 9}
    read["required"].append("motto")


def take_more(document: dict[str, Any]) -> None:
    schema(document, "OrganCreate")["properties"]["motto"] = {"type": "string", "maxLength": 9}
    schema(document, "OrganCreate")["properties"]["name"]["maxLength"] += 1


def add_word(document: dict[str, Any]) -> None:
    schema(document, "IncomingState")["enum"].append("lost")


class TestComparing:
    @pytest.mark.parametrize("change", BREAKS, ids=lambda one: one.__name__)
    def test_finds_what_breaks_a_client(self, change: Callable[[dict[str, Any]], None]) -> None:
        changed = copy.deepcopy(DOCUMENT)
        change(changed)
        assert breaking(DOCUMENT, changed)

    @pytest.mark.parametrize("change", [add_operation, add_member, take_more, add_word], ids=lambda one: one.__name__)
    def test_lets_what_only_adds(self, change: Callable[[dict[str, Any]], None]) -> None:
        changed = copy.deepcopy(DOCUMENT)
        change(changed)
        assert breaking(DOCUMENT, changed) == []

    def test_finds_nothing_between_a_document_and_itself(self) -> None:
        assert breaking(DOCUMENT, DOCUMENT) == []
        assert len(operations(DOCUMENT)) > 100
