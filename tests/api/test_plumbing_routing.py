"""Finding the route: methods, slashes, HEAD and OPTIONS, and the last route as near as the first."""

import time
from uuid import uuid4

import pytest
from fastapi import APIRouter, Depends, FastAPI
from starlette.responses import Response
from starlette.routing import Route

from app.db.database import Database
from app.http.dependencies import requires
from app.http.index import IndexedRouter, Node
from app.http.routing import OfficeRoute, office_router
from app.vocabulary.identity import Permission
from tests.factories.client import Client, problem


async def endpoint() -> Response:
    return Response()


class TestMethods:
    async def test_all_of_a_path_are_told(self, things_client: Client) -> None:
        for path, allow in [
            ("/things", "GET, HEAD, OPTIONS, POST"),
            (f"/things/{uuid4()}", "DELETE, GET, HEAD, OPTIONS, PATCH"),
            ("/things/fault", "OPTIONS, POST"),
        ]:
            options = await things_client.options(path)
            assert (options.status_code, options.headers["allow"], options.content) == (204, allow, b"")
            refused = await things_client.put(path, json={})
            problem(refused, 405, "method_not_allowed")
            assert refused.headers["allow"] == allow

    @pytest.mark.parametrize("method", ["TRACE", "CONNECT", "FOO", "QUERY", "get"])
    async def test_nobody_knows_are_not_allowed(self, things_client: Client, method: str) -> None:
        request = things_client.build_request("POST", "/things")
        request.method = method
        problem(await things_client.send(request), 405, "method_not_allowed")

    async def test_head_is_get_without_the_body(self, things_client: Client) -> None:
        path = f"/things/{uuid4()}"
        got, head = await things_client.get(path), await things_client.head(path)
        assert head.status_code == 200
        assert head.content == b""
        for name in ("content-length", "content-type", "etag"):
            assert head.headers[name] == got.headers[name]
        assert (await things_client.head("/things/fault")).status_code == 405
        assert (await things_client.head("http://localhost/livez")).status_code == 200


class TestPaths:
    @pytest.mark.parametrize(
        "path",
        ["/things/", "//things", "/things//", "/thing", "/Things", "/things/%20/x", "/", "/..", "/things/a/b/c", ""],
    )
    async def test_that_lead_nowhere_are_not_found(self, things_client: Client, path: str) -> None:
        answer = await things_client.get(f"http://localhost/api/v1{path}")
        problem(answer, 404, "not_found")
        assert "location" not in answer.headers

    @pytest.mark.parametrize("path", ["/", "//", "/livez/", "/docs/", "/api", "/api/v1", "/api/v2/things", "/%00"])
    async def test_outside_the_api_are_not_found(self, client: Client, path: str) -> None:
        problem(await client.get(f"http://localhost{path}"), 404, "not_found")

    async def test_nobody_may_see_look_like_none(self, things_client: Client) -> None:
        unseen = problem(await things_client.get(f"/incoming-documents/{uuid4()}"), 404, "not_found")
        absent = problem(await things_client.get("/nothing"), 404, "not_found")
        for member in ("type", "title", "status", "code", "detail"):
            assert unseen[member] == absent[member]
        assert set(unseen) == set(absent)


class TestIndex:
    def test_literals_win_and_dead_ends_are_left(self) -> None:
        root = Node()
        routes = {path: Route(path, endpoint) for path in ("/a/{x}", "/a/b", "/a/b/c", "/a/{x}/d", "/{y}/e")}
        for path, route in routes.items():
            root.add(path.split("/")[1:], route)

        def find(path: str) -> tuple[str, list[str]] | None:
            values: list[str] = []
            node = root.find(path.split("/")[1:], 0, values)
            return (node.routes["GET"].path, values) if node else None

        assert find("/a/b") == ("/a/b", [])
        assert find("/a/z") == ("/a/{x}", ["z"])
        assert find("/a/b/c") == ("/a/b/c", [])
        assert find("/a/b/d") == ("/a/{x}/d", ["b"])
        assert find("/a/e") == ("/a/{x}", ["e"])
        assert find("/z/e") == ("/{y}/e", ["z"])
        for nothing in ("/a", "/a/", "/a/b/", "/a/z/e", "/", "/a//d"):
            assert find(nothing) is None

    @pytest.mark.parametrize("path", ["/a/{x:path}", "/a/{x:int}", "/a/{x}.json"])
    def test_refuses_what_it_could_not_find(self, path: str) -> None:
        with pytest.raises(ValueError, match="parameter"):
            IndexedRouter(routes=[Route(path, endpoint)])

    def test_refuses_two_routes_for_one_request(self) -> None:
        with pytest.raises(ValueError, match=r"two routes for GET /a/\{y\}"):
            IndexedRouter(routes=[Route("/a/{x}", endpoint), Route("/a/{y}", endpoint)])

    def test_finds_the_last_of_many_as_fast_as_the_first(self) -> None:
        names = [f"kind-{number}" for number in range(150)]
        root = Node()
        for name in names:
            root.add(["api", "v1", name, "{id}", "sign"], Route(f"/api/v1/{name}/{{id}}/sign", endpoint))

        def cost(name: str) -> float:
            segments, best = ["api", "v1", name, "1", "sign"], float("inf")
            for _ in range(50):
                started = time.perf_counter()
                for _ in range(200):
                    root.find(segments, 0, [])
                best = min(best, time.perf_counter() - started)
            return best

        assert cost(names[-1]) < 2 * cost(names[0])


class TestOperations:
    def test_must_say_who_may(self) -> None:
        router = office_router("/x", "x")
        with pytest.raises(TypeError, match="endpoint must say who may"):
            router.add_api_route("", endpoint)

    def test_may_say_it_for_a_whole_router(self) -> None:
        router = APIRouter(route_class=OfficeRoute, dependencies=[Depends(requires(Permission.STAFF))])
        router.add_api_route("/a", endpoint)
        router.add_api_route("/b", endpoint, dependencies=[Depends(requires(Permission.AUDIT_READ))])
        assert [route.permission for route in router.routes] == [Permission.STAFF, Permission.AUDIT_READ]

    async def test_that_touch_no_data_open_no_connection(
        self, plumbing: FastAPI, things_client: Client, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert (await things_client.get("/things")).status_code == 200
        monkeypatch.setattr(database.pool, "_gate", None)
        assert (await things_client.get("/things")).status_code == 200
        assert (await things_client.get(f"/things/{uuid4()}")).status_code == 200
        assert (await things_client.get("/enums")).status_code == 200
