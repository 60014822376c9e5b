"""Schemas as clients want them: no made-up titles, a format for each integer, an example for each object."""

import re
from collections.abc import Iterator
from typing import Any

from app.http.about import words

_LITERAL = ("example", "examples", "default", "const", "enum", "value")
_INT32 = 2**31 - 1
_DEEPEST = 12
Schema = dict[str, Any]


def tidy(document: dict[str, Any]) -> None:
    """Put all schemas of the document in order."""
    for node in walk(document["paths"]):
        _settle(node)
    components = document["components"]
    schemas = components["schemas"]
    named = {name.replace("_", ""): told for name, told in words().items()}
    for name, schema in schemas.items():
        for node in walk(schema):
            _settle(node)
        if "enum" in schema and name.lower() in named:
            schema["x-labels"] = {word["value"]: word["label"] for word in named[name.lower()]}
    for schema in schemas.values():
        if "examples" not in schema and "$ref" not in schema:
            schema["examples"] = [example(schema, schemas)]


def walk(node: Any) -> Iterator[Schema]:
    """Every object of a document that is not a literal value."""
    if isinstance(node, list):
        for one in node:
            yield from walk(one)
    elif isinstance(node, dict):
        yield node
        for name, inner in node.items():
            if name == "properties" and isinstance(inner, dict):
                for member in inner.values():
                    yield from walk(member)
            elif name not in _LITERAL:
                yield from walk(inner)


def _settle(node: Schema) -> None:
    if isinstance(node.get("title"), str) and "openapi" not in node:
        del node["title"]
    for bound in ("minimum", "maximum"):
        if bound in node:
            node[bound] = int(node[bound])
    if node.get("type") == "integer" and "format" not in node:
        largest = max(abs(node.get(name, 0)) for name in ("minimum", "maximum"))
        node["format"] = "int32" if largest <= _INT32 + 1 else "int64"


def example(schema: Schema, schemas: dict[str, Schema], name: str = "", depth: int = 0) -> Any:
    """A value that fits: of an object all members an answer has, of an input what must be sent."""
    if schema.get("examples"):
        return schema["examples"][0]
    if "$ref" in schema:
        return example(schemas[schema["$ref"].rpartition("/")[2]], schemas, name, depth)
    for joined in ("anyOf", "oneOf", "allOf"):
        if joined in schema:
            return example(schema[joined][0], schemas, name, depth)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        properties = schema.get("properties", {})
        wanted = schema.get("required") or list(properties)
        return {member: example(properties[member], schemas, member, depth + 1) for member in wanted}
    if kind == "array":
        return [example(schema["items"], schemas, name, depth + 1)] if depth < _DEEPEST else []
    plain = {"boolean": True, "integer": schema.get("minimum", 1), "null": None}
    return plain[str(kind)] if kind in plain else _text(schema, name)


def _text(schema: Schema, name: str) -> str:
    """A word that fits the pattern: any, else the member's own name, else a digit."""
    pattern = schema.get("pattern", "")
    return next((word for word in ("示例", name) if re.search(pattern, word)), "1")
