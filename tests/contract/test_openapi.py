"""The published document: valid, complete, bounded, exemplified, and true to the routes."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from app.http.index import by_operation
from app.http.openapi import describe
from app.http.openapi.document import TAGS
from app.http.openapi.schemas import walk
from app.http.routing import OfficeRoute
from app.main import routes
from app.vocabulary.identity import Permission

DOCUMENT = describe(routes())
SCHEMAS = DOCUMENT["components"]["schemas"]
OPERATIONS = {
    operation["operationId"]: (path, method, operation)
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
}
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_operations = pytest.mark.parametrize("name", sorted(OPERATIONS))
_schemas = pytest.mark.parametrize("name", sorted(SCHEMAS))


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator({**schema, "components": DOCUMENT["components"]})


def nodes() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema-like object of the document with the name of where it stands."""
    for name, schema in SCHEMAS.items():
        for node in walk(schema):
            yield name, node
    for name, (_, _, operation) in OPERATIONS.items():
        for node in walk(operation):
            yield name, node


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    found: Any = DOCUMENT
    for part in node.get("$ref", "").removeprefix("#/").split("/") if "$ref" in node else ():
        found = found[part]
    return found if "$ref" in node else node


class TestDocument:
    def test_is_valid(self) -> None:
        OpenAPIV31SpecValidator(DOCUMENT).validate()

    def test_says_where_and_under_what_terms(self) -> None:
        assert DOCUMENT["servers"]
        assert DOCUMENT["info"]["license"]["identifier"] == "Apache-2.0"
        assert DOCUMENT["info"]["contact"]
        assert "RFC8725" in DOCUMENT["info"]["description"]
        assert "RFC8725" in DOCUMENT["components"]["securitySchemes"]["Bearer"]["description"]

    def test_names_every_route_once(self) -> None:
        listed = [route for route in routes() if isinstance(route, OfficeRoute)]
        assert len(OPERATIONS) == len(listed) == len({route.endpoint.__name__ for route in listed})
        for (path, method), route in by_operation(routes()).items():
            operation = DOCUMENT["paths"][path][method]
            assert isinstance(route, OfficeRoute)
            assert operation["operationId"] == route.endpoint.__name__
            assert operation["x-permission"] == route.permission.value

    def test_describes_each_tag_in_chinese(self) -> None:
        used = {tag for _, _, operation in OPERATIONS.values() for tag in operation["tags"]}
        assert {tag["name"] for tag in DOCUMENT["tags"]} == used
        assert used <= set(TAGS)
        assert all(_CHINESE.search(tag["description"]) for tag in DOCUMENT["tags"])

    def test_holds_nothing_of_the_framework(self) -> None:
        text = json.dumps(DOCUMENT)
        assert "ValidationError" not in text
        assert "Successful Response" not in text
        assert "default" not in {status for _, _, one in OPERATIONS.values() for status in one["responses"]}

    def test_has_no_bound_that_is_none(self) -> None:
        """A bound behind a validator is published as a word JSON Schema does not know, and binds nobody."""
        unknown = {"ge", "le", "gt", "lt", "min_length", "max_length"}
        assert [(name, node) for name, node in nodes() if unknown & set(node)] == []


class TestOperations:
    @_operations
    def test_speak_both_languages(self, name: str) -> None:
        _, _, operation = OPERATIONS[name]
        assert re.fullmatch(
            r"[\u4e00-\u9fff][\u4e00-\u9fffA-Z0-9、（）“” ]* [A-Z][A-Za-z0-9 ',-]+", operation["summary"]
        )
        assert _CHINESE.search(operation["description"].splitlines()[0])
        assert re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", name)
        assert len(operation["tags"]) == 1

    @_operations
    def test_say_who_may(self, name: str) -> None:
        _, _, operation = OPERATIONS[name]
        is_open = operation["x-permission"] == Permission.PUBLIC
        assert operation["security"] == ([] if is_open else [{"Bearer": []}])

    @_operations
    def test_declare_what_they_refuse(self, name: str) -> None:
        path, _, operation = OPERATIONS[name]
        declared = set(operation["responses"])
        wanted = {"400", "414", "431", "500", "503"}
        wanted |= set() if operation["x-permission"] == Permission.PUBLIC else {"401", "403"}
        wanted |= {"429"} if path.startswith("/api/") else set()
        wanted |= {"404"} if "{" in path else set()
        wanted |= {"413", "415"} if "requestBody" in operation else set()
        headers = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "header"}
        wanted |= {"412", "428"} if "If-Match" in headers else set()
        wanted |= {"409", "422"} if "Idempotency-Key" in headers else set()
        assert wanted <= declared
        for status in declared - {one for one in declared if one < "400"}:
            content = resolved(operation["responses"][status])["content"]
            assert list(content) == ["application/problem+json"]
            assert content["application/problem+json"]["schema"] == {"$ref": "#/components/schemas/Problem"}

    @_operations
    def test_are_safe_to_repeat(self, name: str) -> None:
        _, method, operation = OPERATIONS[name]
        headers = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "header"}
        is_open = operation["x-permission"] == Permission.PUBLIC
        assert ("Idempotency-Key" in headers) == (method == "post" and not is_open)

    @_operations
    def test_answer_with_an_object(self, name: str) -> None:
        _, _, operation = OPERATIONS[name]
        for status, response in operation["responses"].items():
            if status.startswith("2") and "application/json" in resolved(response).get("content", {}):
                schema = resolved(response["content"]["application/json"]["schema"])
                assert schema["type"] == "object", status

    @_operations
    def test_tell_where_what_they_created_is(self, name: str) -> None:
        _, _, operation = OPERATIONS[name]
        created = operation["responses"].get("201")
        if created is not None:
            schema = resolved(created["content"]["application/json"]["schema"])
            assert "Location" in created["headers"]
            assert ("ETag" in created["headers"]) == ("version" in schema["properties"])
        for link in (created or {}).get("links", {}).values():
            path, _, linked = OPERATIONS[link["operationId"]]
            names = {one["name"] for one in linked["parameters"]}
            assert set(link["parameters"]) <= names
            assert set(re.findall(r"{(\w+)}", path)) <= set(link["parameters"])

    @_operations
    def test_write_parameters_as_they_are_sent(self, name: str) -> None:
        _, _, operation = OPERATIONS[name]
        for parameter in operation.get("parameters", ()):
            written = parameter["name"]
            pattern = r"[A-Z][A-Za-z]*(-[A-Z][A-Za-z]*)*" if parameter["in"] == "header" else r"[a-z][a-z0-9_]*"
            assert re.fullmatch(pattern, written)
            assert not allows_null(parameter["schema"]), written
            assert _CHINESE.search(parameter.get("description", "")), f"{written} is not described"


def allows_null(schema: dict[str, Any]) -> bool:
    return schema.get("type") == "null" or any(allows_null(resolved(one)) for one in schema.get("anyOf", ()))


class TestSchemas:
    def test_bound_every_text(self) -> None:
        loose = [
            (name, node)
            for name, node in nodes()
            if node.get("type") == "string" and not {"enum", "const"} & set(node) and "maxLength" not in node
        ]
        assert loose == []

    def test_restrict_every_text_that_comes_in(self) -> None:
        loose = [
            (name, node)
            for name in inputs()
            for node in walk(SCHEMAS[name])
            if node.get("type") == "string" and not {"enum", "const", "pattern"} & set(node)
        ]
        assert loose == []

    def test_bound_every_number(self) -> None:
        loose = [
            (name, node)
            for name, node in nodes()
            if node.get("type") == "integer" and not {"minimum", "maximum", "format"} <= set(node)
        ]
        assert loose == []
        assert [(name, node) for name, node in nodes() if node.get("type") == "number"] == []

    def test_bound_every_list(self) -> None:
        assert [(name, node) for name, node in nodes() if node.get("type") == "array" and "maxItems" not in node] == []

    def test_close_every_input(self) -> None:
        for name in inputs():
            if SCHEMAS[name].get("type") == "object":
                assert SCHEMAS[name]["additionalProperties"] is False, name

    @_schemas
    def test_have_examples_that_fit(self, name: str) -> None:
        for node in walk(SCHEMAS[name]):
            for shown in node.get("examples", ()):
                validator(node).validate(shown)
        assert SCHEMAS[name].get("examples")

    def test_of_parameters_have_examples_that_fit(self) -> None:
        for _, _, operation in OPERATIONS.values():
            for parameter in operation.get("parameters", ()):
                for shown in parameter["schema"].get("examples", ()):
                    validator(parameter["schema"]).validate(shown)

    def test_of_problems_have_examples_that_fit(self) -> None:
        for response in DOCUMENT["components"]["responses"].values():
            for shown in response["content"]["application/problem+json"]["examples"].values():
                validator(SCHEMAS["Problem"]).validate(shown["value"])


def inputs() -> set[str]:
    """The names of schemas that requests are made of."""
    found: set[str] = set()

    def follow(node: Any) -> None:
        for one in walk(node):
            name = one.get("$ref", "").rpartition("/")[2]
            if name and name not in found:
                found.add(name)
                follow(SCHEMAS[name])

    for _, _, operation in OPERATIONS.values():
        follow(operation.get("requestBody", {}))
        follow(operation.get("parameters", []))
    return found
