"""Endpoints are called with what their signature asks for; a signature we do not know stops the start."""

from typing import Annotated, Any

import pytest
from fastapi import Cookie, Depends, Header, Path, Query
from fastapi.dependencies.utils import get_dependant
from starlette.requests import Request
from starlette.responses import Response

from app.core.errors import Invalid, VersionRequired
from app.http.binding import Binding
from app.http.dependencies import IfMatch
from app.http.requests import ABSENT
from app.schemas.common import In, ListQuery


class Said(In):
    opinion: str = "无"


def request(path: dict[str, str] | None = None, headers: dict[str, str] | None = None) -> Request:
    raw = [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()]
    return Request({"type": "http", "path_params": path or {}, "headers": raw})


def binding(endpoint: Any, path: str = "/") -> Binding:
    return Binding(get_dependant(path=path, call=endpoint))


async def told(
    endpoint: Any, *, query: Any = None, body: Any = ABSENT, path: str = "/", sent: Request | None = None
) -> bytes:
    answer = await binding(endpoint, path).answer(sent or request(), query or {}, body)
    return bytes(answer.body)


class TestArguments:
    async def test_come_from_path_query_header_and_body(self) -> None:
        async def endpoint(
            thing: Annotated[int, Path()], wanted: Annotated[ListQuery, Query()], seen: IfMatch, said: Said
        ) -> Response:
            return Response(f"{thing} {wanted.limit} {seen} {said.opinion}")

        sent = request({"thing": "7"}, {"If-Match": '"3"'})
        said = await told(endpoint, path="/{thing}", query={"limit": "9"}, body={"opinion": "同意"}, sent=sent)
        assert said == "7 9 3 同意".encode()
        assert await told(endpoint, path="/{thing}", body={}, sent=sent) == "7 20 3 无".encode()

    async def test_single_ones_of_a_query_keep_their_defaults(self) -> None:
        async def endpoint(
            kind: Annotated[list[str] | None, Query()] = None, word: Annotated[str, Query()] = "无"
        ) -> Response:
            return Response(f"{kind} {word}")

        assert await told(endpoint) == "None 无".encode()
        assert await told(endpoint, query={"kind": ["a", "b"], "word": "有"}) == "['a', 'b'] 有".encode()

    async def test_that_are_wrong_are_told_together(self) -> None:
        async def endpoint(
            thing: Annotated[int, Path()], wanted: Annotated[ListQuery, Query()], said: Said
        ) -> Response:
            return Response()

        with pytest.raises(Invalid) as refused:
            await told(endpoint, path="/{thing}", query={"limit": "0"}, body={"x": 1}, sent=request({"thing": "x"}))
        found = [(one["in"], one["pointer"], one["code"]) for one in refused.value.extra["errors"]]
        assert found == [
            ("path", "/thing", "wrong_type"), ("query", "/limit", "out_of_range"), ("body", "/x", "unknown_member"),
        ]  # fmt: skip

    async def test_that_are_missing_are_not_null(self) -> None:
        async def endpoint(said: Said) -> Response:
            return Response()

        for body, code in ((ABSENT, "missing"), (None, "wrong_type")):
            with pytest.raises(Invalid) as refused:
                await told(endpoint, body=body)
            assert refused.value.extra["errors"][0]["code"] == code

    async def test_without_the_version_seen_are_a_refusal_of_its_own(self) -> None:
        async def endpoint(seen: IfMatch) -> Response:
            return Response()

        with pytest.raises(VersionRequired):
            await told(endpoint)


class TestDependencies:
    async def test_of_one_request_are_made_once(self) -> None:
        made: list[Request] = []

        async def root(request: Request) -> int:
            made.append(request)
            return len(made)

        async def middle(inner: Annotated[int, Depends(root)]) -> int:
            return inner + 10

        async def endpoint(
            request: Request, one: Annotated[int, Depends(root)], two: Annotated[int, Depends(middle)]
        ) -> Response:
            return Response(f"{one} {two} {request is made[0]}")

        assert await told(endpoint) == b"1 11 True"


class TestSignatures:
    def test_that_are_not_known_are_refused_at_the_start(self) -> None:
        async def with_cookie(word: Annotated[str, Cookie()]) -> Response:
            return Response()

        async def with_bodies(one: Said, two: Said) -> Response:
            return Response()

        async def with_two_queries(wanted: Annotated[ListQuery, Query()], word: Annotated[str, Query()]) -> Response:
            return Response()

        async def without_response() -> dict[str, str]:
            return {}

        def plain() -> Response:
            return Response()

        async def asking(word: Annotated[str, Header()]) -> str:
            return word

        async def with_asking_dependency(word: Annotated[str, Depends(asking)]) -> Response:
            return Response()

        for endpoint in (with_cookie, with_bodies, without_response, plain, with_asking_dependency):
            with pytest.raises(TypeError):
                binding(endpoint)
        with pytest.raises((TypeError, AssertionError)):
            binding(with_two_queries)
