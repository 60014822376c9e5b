"""A router that finds the last of many routes as fast as the first, and knows all methods of a path."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Mount, Route
from starlette.types import Message, Receive, Scope, Send

from app.core.errors import NotFound
from app.http.faults import MethodNotAllowed


class Node:
    """One step of a path: where its next segment leads, and which routes end here, by method."""

    __slots__ = ("literal", "other", "routes")

    def __init__(self) -> None:
        self.literal: dict[str, Node] = {}
        self.other: Node | None = None
        self.routes: dict[str, Route] = {}

    def add(self, segments: Sequence[str], route: Route) -> None:
        """Put a route in; a segment in braces stands for any one segment that is not empty."""
        if not segments:
            for method in route.methods or ():
                if method in self.routes and method != "HEAD":
                    raise ValueError(f"two routes for {method} {route.path}")
                self.routes[method] = route
            return
        name, rest = segments[0], segments[1:]
        if name.startswith("{"):
            if ":" in name or not name.endswith("}"):
                raise ValueError(f"{route.path}: a parameter fills one segment and has no converter")
            self.other = self.other or Node()
            self.other.add(rest, route)
        else:
            self.literal.setdefault(name, Node()).add(rest, route)

    def find(self, segments: Sequence[str], at: int, values: list[str]) -> "Node | None":
        """The node of a path; a literal segment wins over a parameter. ``values`` gets what parameters stand for."""
        if at == len(segments):
            return self if self.routes else None
        segment = segments[at]
        following = self.literal.get(segment)
        found = following.find(segments, at + 1, values) if following else None
        if found is None and self.other is not None and segment:
            values.append(segment)
            found = self.other.find(segments, at + 1, values)
            if found is None:
                values.pop()
        return found

    @property
    def allowed(self) -> list[str]:
        """All methods of the path, those that come of themselves included."""
        head = {"HEAD"} if "GET" in self.routes else set()
        return sorted({*self.routes, *head, "OPTIONS"})


@cache
def parameters(path: str) -> tuple[str, ...]:
    """The names in braces, in order."""
    return tuple(segment[1:-1] for segment in path.split("/") if segment.startswith("{"))


class IndexedRouter(APIRouter):
    """Takes routes laid flat (``routes=``), each with its whole path; mounts are told by their first segment."""

    def __init__(self, *, routes: Sequence[BaseRoute], **options: Any) -> None:
        super().__init__(routes=list(routes), redirect_slashes=False, **options)
        self._root = Node()
        self._mounts: dict[str, Mount] = {}
        for route in routes:
            if isinstance(route, Mount):
                self._mounts[route.path.split("/")[1]] = route
            elif isinstance(route, Route):
                self._root.add(route.path.split("/")[1:], route)
            else:
                raise TypeError(f"{route!r} cannot be found by its path")

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await super().app(scope, receive, send)
            return
        segments = scope["path"].split("/")[1:]
        mount = self._mounts.get(segments[0])
        if mount is not None:
            await _enter(mount, scope, receive, send)
            return
        values: list[str] = []
        node = self._root.find(segments, 0, values)
        if node is None:
            raise NotFound
        method = scope["method"]
        route = node.routes.get(method) or (node.routes.get("GET") if method == "HEAD" else None)
        if route is None:
            if method != "OPTIONS":
                raise MethodNotAllowed(node.allowed)
            await Response(status_code=204, headers={"Allow": ", ".join(node.allowed)})(scope, receive, send)
            return
        scope["route"], scope["endpoint"], scope["router"] = route, route.endpoint, self
        scope["path_params"] = dict(zip(parameters(route.path), values, strict=True))
        await route.app(scope, receive, _without_body(send) if method == "HEAD" else send)


async def _enter(mount: Mount, scope: Scope, receive: Receive, send: Send) -> None:
    match, inner = mount.matches(scope)
    if match is not Match.FULL:
        raise NotFound
    scope.update(inner)
    await mount.handle(scope, receive, send)


def _without_body(send: Send) -> Send:
    async def bodiless(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return bodiless


def by_operation(routes: Sequence[BaseRoute]) -> Mapping[tuple[str, str], Route]:
    """(path, lower-case method) → route, as the published document names operations."""
    listed = [one for one in routes if isinstance(one, Route)]
    return {(one.path, method.lower()): one for one in listed for method in one.methods or ()}
