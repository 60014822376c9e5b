"""What of a change to the published document would break a client that was written against the one before.

Within a version of the API things may only be added: operations, members of answers, optional members of requests, values
of an output enum. Whatever a client sends today must be accepted tomorrow, and whatever it reads must still be there.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Node = Mapping[str, Any]
_UPPER = ("maxLength", "maxItems", "maximum", "maxProperties")
_LOWER = ("minLength", "minItems", "minimum", "minProperties")
_DEEPEST = 24


def breaking(old: Node, new: Node) -> list[str]:
    """Every breaking difference, in words; empty where ``new`` only adds to ``old``."""
    return sorted(set(_Comparison(old, new).all()))


def operations(document: Node) -> dict[str, tuple[str, str, Node]]:
    """operationId → path, method, operation."""
    return {
        operation["operationId"]: (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


class _Comparison:
    def __init__(self, old: Node, new: Node) -> None:
        self._old, self._new = old, new

    def all(self) -> Iterator[str]:
        before, after = operations(self._old), operations(self._new)
        for name, (path, method, operation) in before.items():
            if name not in after:
                yield f"{name}: removed"
                continue
            there, by, present = after[name]
            if (there, by) != (path, method):
                yield f"{name}: moved from {method} {path} to {by} {there}"
            if operation.get("x-permission") != present.get("x-permission"):
                yield f"{name}: asks for another permission"
            yield from self._parameters(name, operation, present)
            yield from self._bodies(name, operation, present)
            yield from self._answers(name, operation, present)

    def _parameters(self, name: str, old: Node, new: Node) -> Iterator[str]:
        before, after = ({(one["in"], one["name"]): one for one in side.get("parameters", ())} for side in (old, new))
        for key, parameter in after.items():
            if parameter.get("required") and not before.get(key, {}).get("required"):
                yield f"{name}: parameter {key[1]} is now required"
        for key, parameter in before.items():
            if key not in after:
                yield f"{name}: parameter {key[1]} removed"
            else:
                yield from self._taken(f"{name}: {key[1]}", parameter["schema"], after[key]["schema"])

    def _bodies(self, name: str, old: Node, new: Node) -> Iterator[str]:
        before, after = (side.get("requestBody", {}) for side in (old, new))
        if after.get("required") and not before.get("required"):
            yield f"{name}: a body is now required"
        for media, content in before.get("content", {}).items():
            present = after.get("content", {}).get(media)
            if present is None:
                yield f"{name}: no longer takes {media}"
            else:
                yield from self._taken(f"{name}: body", content["schema"], present["schema"])

    def _answers(self, name: str, old: Node, new: Node) -> Iterator[str]:
        for status, answer in old["responses"].items():
            if not status.startswith("2"):
                continue
            if status not in new["responses"]:
                yield f"{name}: no longer answers {status}"
                continue
            present = new["responses"][status]
            for header in answer.get("headers", {}):
                if header not in present.get("headers", {}):
                    yield f"{name}: {status} lost its header {header}"
            for media, content in answer.get("content", {}).items():
                if media not in present.get("content", {}):
                    yield f"{name}: {status} is no longer {media}"
                else:
                    schema = present["content"][media]["schema"]
                    yield from self._given(f"{name}: {status}", content["schema"], schema)

    def _taken(self, where: str, old: Node, new: Node, depth: int = 0) -> Iterator[str]:
        """What a client sends: nothing that was accepted may be refused."""
        old, new = _resolved(old, self._old), _resolved(new, self._new)
        lost = _types(old, self._old) - _types(new, self._new)
        if lost:
            yield f"{where} no longer takes {'/'.join(sorted(lost))}"
        yield from _tightened(where, old, new)
        if depth > _DEEPEST:
            return
        before, after = old.get("properties", {}), new.get("properties", {})
        for member in set(new.get("required", ())) - set(old.get("required", ())):
            yield f"{where}/{member} is now required"
        for member, schema in before.items():
            if member not in after:
                yield f"{where}/{member} removed"
            else:
                yield from self._taken(f"{where}/{member}", schema, after[member], depth + 1)
        yield from self._inside(where, old, new, self._taken, depth)

    def _given(self, where: str, old: Node, new: Node, depth: int = 0) -> Iterator[str]:
        """What a client reads: nothing it relies on may be gone or be of another type."""
        old, new = _resolved(old, self._old), _resolved(new, self._new)
        gained = _types(new, self._new) - _types(old, self._old)
        if gained:
            yield f"{where} may now also be {'/'.join(sorted(gained))}"
        if old.get("format") != new.get("format"):
            yield f"{where} has another format"
        if depth > _DEEPEST:
            return
        before, after = old.get("properties", {}), new.get("properties", {})
        for member, schema in before.items():
            if member not in after:
                yield f"{where}/{member} removed"
                continue
            if member in old.get("required", ()) and member not in new.get("required", ()):
                yield f"{where}/{member} may now be missing"
            yield from self._given(f"{where}/{member}", schema, after[member], depth + 1)
        yield from self._inside(where, old, new, self._given, depth)

    def _inside(self, where: str, old: Node, new: Node, compare: Any, depth: int) -> Iterator[str]:
        """The items of lists, and what is behind "or null"."""
        if "items" in old and "items" in new:
            yield from compare(f"{where}[]", old["items"], new["items"], depth + 1)
        inner_old, inner_new = _substance(old), _substance(new)
        if inner_old is not old or inner_new is not new:
            yield from compare(where, inner_old, inner_new, depth + 1)


def _resolved(node: Node, document: Node) -> Node:
    while "$ref" in node:
        found: Any = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node


def _types(node: Node, document: Node) -> set[str]:
    node = _resolved(node, document)
    if "anyOf" in node:
        return set().union(*(_types(one, document) for one in node["anyOf"]))
    kind = node.get("type")
    return set(kind) if isinstance(kind, list) else {kind} if kind else set()


def _substance(node: Node) -> Node:
    """The one alternative that is not null; the node itself if there is no such choice."""
    others = [one for one in node.get("anyOf", ()) if one.get("type") != "null"]
    return others[0] if len(others) == 1 else node


def _tightened(where: str, old: Node, new: Node) -> Iterator[str]:
    for bound in _UPPER:
        if bound in new and (bound not in old or new[bound] < old[bound]):
            yield f"{where} has a smaller {bound}"
    for bound in _LOWER:
        if bound in new and new[bound] > old.get(bound, new[bound] - 1 if bound == "minimum" else 0):
            yield f"{where} has a larger {bound}"
    if "pattern" in new and new["pattern"] != old.get("pattern"):
        yield f"{where} must match another pattern"
    if "enum" in new and not set(old.get("enum", ())) <= set(new["enum"]):
        yield f"{where} takes fewer words"
