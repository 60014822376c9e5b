"""Reads everything there is to read: each GET of the document, at every address whose parameters are known."""

import itertools
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

ALWAYS: Mapping[str, Sequence[str]] = {
    "kind": ("incoming_document", "outgoing_document", "seal_request", "archive_loan"),
    "number": ("1",),
    "year": ("2026", "2027"),
    "code": ("not_found",),
    "rule_id": ("DOC-I01", "OFF-D01", "SEC-R01"),
}
"""Parameters whose values everybody knows; some of them are enough."""
ASKED: Mapping[str, Mapping[str, str]] = {
    "list_calendar_days": {"from": "2026-10-01", "before": "2026-11-01"},
    "count_returns_by_sender": {"since": "2020-01-01T00:00:00+08:00", "before": "2099-01-01T00:00:00+08:00"},
}
"""Queries that may not be left out."""
_NAMES = re.compile(r"{(\w+)}")
_COLLECTION = re.compile(r"(/api/v1/[a-z-]+)/{(\w+)}")
_MOST = 300


@dataclass(frozen=True, slots=True)
class Reading:
    """One address that was asked."""

    operation: Mapping[str, Any]
    template: str
    path: str
    query: Mapping[str, str]
    answer: httpx.Response


class Known:
    """The ids a client was shown, under the names paths call them by."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        found = (match for path in document["paths"] for match in _COLLECTION.finditer(path))
        self.called = {match[1]: match[2] for match in found}
        self._ids: dict[str, dict[str, None]] = defaultdict(dict)

    def ids(self, name: str) -> list[str]:
        """What is kept under a name, oldest first."""
        return list(self._ids[name])

    def keep(self, name: str, value: str) -> None:
        if len(self._ids[name]) < _MOST:
            self._ids[name][value] = None

    def learn(self, template: str, body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """Keep the ids an answer shows; whatever has one in it. ``template`` is its path as the document writes it."""
        found = list(_things(body, self.name_at(template, body)))
        for name, thing in found:
            self.keep(name, thing["id"])
        return [thing for _, thing in found]

    def name_at(self, template: str, body: Mapping[str, Any]) -> str:
        """What paths call the ids an answer holds; empty for a list of things that have no path of their own."""
        segments = template.removeprefix("/api/v1/").split("/")
        first, last = segments[0], segments[-1]
        own = self.called.get(f"/api/v1/{last}")
        if own or ("items" in body and "{" in template):
            return own or ""
        return self.called.get(f"/api/v1/{first}", "")


def _things(body: Any, called: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if not isinstance(body, dict):
        return
    if isinstance(body.get("id"), str) and called:
        yield called, body
    for name, inner in body.items():
        if isinstance(inner, list):
            for one in inner:
                yield from _things(one, called if name == "items" else f"{name.removesuffix('s')}_id")


async def read(client: httpx.AsyncClient, document: Mapping[str, Any], known: Known) -> AsyncIterator[Reading]:
    """Lists first, because they tell the ids of the rest."""
    gets = sorted((path, one["get"]) for path, one in document["paths"].items() if "get" in one)
    for template, operation, path in _addresses(gets, known):
        query = _query(operation)
        answer = await client.get(_root(client) + path, params=query)
        if answer.status_code == 200 and answer.headers["content-type"] == "application/json":
            known.learn(template, answer.json())
        yield Reading(operation, template, path, query, answer)


def _addresses(
    gets: Sequence[tuple[str, Mapping[str, Any]]], known: Known
) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    """Each address once; what has no ids yet is tried again when the rest has told some."""
    waiting = sorted(gets, key=lambda one: one[0].count("{"))
    for _ in range(2):
        later = []
        for template, operation in waiting:
            names = _NAMES.findall(template)
            choices = [ALWAYS.get(name) or known.ids(name) for name in names]
            if not all(choices):
                later.append((template, operation))
            for values in itertools.product(*choices):
                yield template, operation, template.format(**dict(zip(names, values, strict=True)))
        waiting = later


def _root(client: httpx.AsyncClient) -> str:
    return f"{client.base_url.scheme}://{client.base_url.netloc.decode()}"


def _query(operation: Mapping[str, Any]) -> Mapping[str, str]:
    names = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"}
    paging = {"limit": "200", "with_total": "true"} if "limit" in names else {}
    return paging | dict(ASKED.get(operation["operationId"], {}))
