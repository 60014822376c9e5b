"""What is accepted and what is refused, before any service sees it."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.factories.client import Client, problem

JSON = {"Content-Type": "application/json"}


def first(body: dict[str, Any]) -> tuple[str, str, str]:
    error = body["errors"][0]
    return error["in"], error["pointer"], error["code"]


async def send(client: Client, content: bytes, **headers: str) -> httpx.Response:
    return await client.post("/things", content=content, headers={**JSON, **headers})


class TestMembers:
    @pytest.mark.parametrize(
        "body",
        [
            {"title": "关于防汛的通知"},
            {"title": "𠮷野家𰻝面"},
            {"title": "a", "copies": 66.0},
            {"title": "a", "body": "第一行\n\t第二行\r\n"},
            {"title": "a", "at": "2026-11-20T09:00:00+08:00"},
            {"title": "a", "at": "1900-01-01T00:00:00.123456789Z"},
            {"title": "a", "at": "2099-12-31T23:59:59-23:59"},
            {"title": "a", "on": "2000-02-29"},
            {"title": "a", "owner_id": "019A9D2E-5C00-7000-8000-000000000001"},
            {"title": "a", "inner": {"note": None}},
            {"title": "a", "tags": ["b", "c"]},
        ],
    )
    async def test_fit(self, things_client: Client, body: dict[str, Any]) -> None:
        answer = await things_client.post("/things", json=body)
        assert answer.status_code == 201, answer.text
        assert answer.headers["location"] == f"/api/v1/things/{answer.json()['id']}"
        assert answer.headers["etag"] == '"1"'

    @pytest.mark.parametrize(
        ("said", "pointer", "code"),
        [
            ({"title": None}, "/title", "wrong_type"),
            ({"title": ""}, "/title", "too_short"),
            ({"title": " 标题"}, "/title", "bad_format"),
            ({"title": "\u3000"}, "/title", "bad_format"),
            ({"title": "\u200b"}, "/title", "bad_format"),
            ({"title": "一\n二"}, "/title", "bad_format"),
            ({"title": "a\u0000b"}, "/title", "bad_format"),
            ({"title": "a\u202eb"}, "/title", "bad_format"),
            ({"title": "a\u2066b"}, "/title", "bad_format"),
            ({"title": "a\uffff"}, "/title", "bad_format"),
            ({"title": "字" * 21}, "/title", "too_long"),
            ({"title": 1}, "/title", "wrong_type"),
            ({"body": "a\u0000"}, "/body", "bad_format"),
            ({"body": "字" * 20_001}, "/body", "too_long"),
            ({"copies": "2"}, "/copies", "wrong_type"),
            ({"copies": True}, "/copies", "wrong_type"),
            ({"copies": 1.5}, "/copies", "wrong_type"),
            ({"copies": None}, "/copies", "wrong_type"),
            ({"copies": 0}, "/copies", "out_of_range"),
            ({"copies": 10**30}, "/copies", "out_of_range"),
            ({"urgent": "true"}, "/urgent", "wrong_type"),
            ({"urgent": 1}, "/urgent", "wrong_type"),
            ({"urgency": "soon"}, "/urgency", "not_in_list"),
            ({"at": "2026-11-20T09:00:00"}, "/at", "bad_moment"),
            ({"at": "2026-11-20"}, "/at", "bad_moment"),
            ({"at": 1_700_000_000}, "/at", "bad_moment"),
            ({"at": "1899-12-31T00:00:00Z"}, "/at", "bad_moment"),
            ({"at": "2100-01-01T00:00:00Z"}, "/at", "bad_moment"),
            ({"at": "9999-12-31T23:59:59Z"}, "/at", "bad_moment"),
            ({"at": "2026-02-29T00:00:00Z"}, "/at", "bad_moment"),
            ({"at": "2026-01-01T24:00:00Z"}, "/at", "bad_moment"),
            ({"at": "2026-01-01T00:00:60Z"}, "/at", "bad_moment"),
            ({"at": "２０２６-01-01T00:00:00Z"}, "/at", "bad_moment"),
            ({"on": "2026-2-1"}, "/on", "bad_day"),
            ({"on": "1900-02-29"}, "/on", "bad_day"),
            ({"on": "2026-11-20T00:00:00Z"}, "/on", "bad_day"),
            ({"on": 20261120}, "/on", "bad_day"),
            ({"owner_id": "019a9d2e5c0070008000000000000001"}, "/owner_id", "bad_id"),
            ({"owner_id": 7}, "/owner_id", "bad_id"),
            ({"inner": {"note": "a", "more": 1}}, "/inner/more", "unknown_member"),
            ({"inner": []}, "/inner", "wrong_type"),
            ({"tags": ["a", "b", "c", "d"]}, "/tags", "too_many"),
            ({"tags": ["a", ""]}, "/tags/1", "too_short"),
            ({"tags": {}}, "/tags", "wrong_type"),
            ({"state": "signed"}, "/state", "unknown_member"),
            ({"a/b~c": 1}, "/a~1b~0c", "unknown_member"),
        ],
    )
    async def test_break_the_schema(self, things_client: Client, said: dict[str, Any], pointer: str, code: str) -> None:
        body = problem(await things_client.post("/things", json={"title": "标题", **said}), 400, "validation_failed")
        assert first(body) == ("body", pointer, code)

    async def test_are_not_echoed(self, things_client: Client) -> None:
        answer = await things_client.post("/things", json={"title": "秘密" * 20, "owner_id": "110105199001011234"})
        body = problem(answer, 400, "validation_failed")
        assert len(body["errors"]) == 2
        assert "秘密" not in answer.text
        assert "110105" not in answer.text

    async def test_name_at_most_fifty_places(self, things_client: Client) -> None:
        answer = await things_client.post("/things", json={"title": "a"} | {f"x{n}": n for n in range(80)})
        assert len(problem(answer, 400, "validation_failed")["errors"]) == 50

    @pytest.mark.parametrize("whole", [[], "text", 1, None, True])
    async def test_stand_in_an_object(self, things_client: Client, whole: Any) -> None:
        problem(await things_client.post("/things", json=whole), 400, "validation_failed")

    async def test_absent_is_not_null_in_a_patch(self, things_client: Client) -> None:
        path, seen = f"/things/{uuid4()}", {"If-Match": '"3"'}
        for body, sent in [({}, []), ({"on": None}, ["on"]), ({"title": "新题"}, ["title"])]:
            answer = await things_client.patch(path, json=body, headers=seen)
            assert answer.json()["sent"] == sent
        refused = await things_client.patch(path, json={"title": None}, headers=seen)
        assert first(problem(refused, 400, "validation_failed")) == ("body", "/title", "wrong_type")


class TestJson:
    @pytest.mark.parametrize(
        "content",
        [
            b"{",
            b'{"title": "a"} x',
            b'{"title": "a", "title": "b"}',
            b'{"title": "a", "inner": {"note": "a", "note": "b"}}',
            b'{"title": NaN}',
            b'{"title": "a", "copies": Infinity}',
            b'{"title": "a", "copies": -Infinity}',
            b'{"title": "a", "copies": 1e400}',
            b'{"title": "a", "copies": ' + b"9" * 5_000 + b"}",
            b'\xef\xbb\xbf{"title": "a"}',
            '{"title": "标题"}'.encode("gbk"),
            '{"title": "a"}'.encode("utf-16"),
            b'{"title": "\xed\xa0\x80"}',
            b'{"title": "\\ud800"}',
            b'{"\\udfff": 1}',
            b'{"title": "a\nb"}',
            b'{"title": ' + b"[" * 33 + b"]" * 33 + b"}",
            b'{"title": ' + b"[" * 100_000,
            b'{"title": ' + b'{"a":' * 40 + b"1" + b"}" * 40 + b"}",
            b"{'title': 'a'}",
            b'{"title": "a",}',
            b"\x00",
        ],
    )
    async def test_that_is_none_is_refused(self, things_client: Client, content: bytes) -> None:
        problem(await send(things_client, content), 400, "malformed_json")

    async def test_may_nest_to_the_limit_and_hold_brackets_in_text(self, things_client: Client) -> None:
        deep = b'{"title": ' + b"[" * 31 + b"]" * 31 + b"}"
        body = problem(await send(things_client, deep), 400, "validation_failed")
        assert first(body) == ("body", "/title", "wrong_type")
        text = b'{"title": "a", "body": "' + b"[{" * 100 + b'\\""}'
        assert (await send(things_client, text)).status_code == 201

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (b"title=a", "application/x-www-form-urlencoded"),
            (b'{"title": "a"}', "text/plain"),
            (b'{"title": "a"}', "text/json"),
            (b'{"title": "a"}', "application/merge-patch+json"),
            (b'{"title": "a"}', "application/json; charset=gbk"),
            (b'{"title": "a"}', ""),
        ],
    )
    async def test_must_say_that_it_is_json(self, things_client: Client, content: bytes, told: str) -> None:
        answer = await things_client.post("/things", content=content, headers={"Content-Type": told})
        problem(answer, 415, "unsupported_media_type")

    async def test_may_say_its_charset(self, things_client: Client) -> None:
        answer = await send(things_client, b'{"title": "a"}', **{"Content-Type": "application/json; charset=UTF-8"})
        assert answer.status_code == 201

    async def test_may_not_be_compressed(self, things_client: Client) -> None:
        answer = await send(things_client, b'{"title": "a"}', **{"Content-Encoding": "gzip"})
        problem(answer, 415, "unsupported_media_type")

    async def test_must_be_there(self, things_client: Client) -> None:
        problem(await things_client.post("/things"), 400, "validation_failed")

    async def test_has_a_largest_size_announced_or_not(self, things_client: Client) -> None:
        large = b'{"title": "' + b"a" * (1024 * 1024) + b'"}'

        async def unannounced() -> Any:
            for start in range(0, len(large), 65_536):
                yield large[start : start + 65_536]

        problem(await send(things_client, large), 413, "payload_too_large")
        answer = await things_client.post("/things", content=unannounced(), headers=JSON)
        problem(answer, 413, "payload_too_large")


class TestQuery:
    @pytest.mark.parametrize(
        "query",
        ["", "limit=1", "limit=200", "limit=5.0", "tags=a&tags=b", "q=%E9%98%B2", "late=true", "due_from=2026-11-20"],
    )
    async def test_fits(self, things_client: Client, query: str) -> None:
        assert (await things_client.get(f"/things?{query}")).status_code == 200

    @pytest.mark.parametrize("query", ["limt=5", "limit=1&limit=2", "q=a&q=b", "=", "a=1&b=2", "limit[]=1", "LIMIT=1"])
    async def test_unknown_or_repeated_is_refused(self, things_client: Client, query: str) -> None:
        problem(await things_client.get(f"/things?{query}"), 400, "unknown_parameter")

    @pytest.mark.parametrize(
        ("query", "pointer", "code"),
        [
            ("limit=0", "/limit", "out_of_range"),
            ("limit=201", "/limit", "out_of_range"),
            ("limit=1_0", "/limit", "wrong_type"),
            ("limit=%2B5", "/limit", "wrong_type"),
            ("limit=%D9%A3", "/limit", "wrong_type"),
            ("limit=5.5", "/limit", "wrong_type"),
            ("limit=", "/limit", "wrong_type"),
            ("limit=" + "9" * 30, "/limit", "wrong_type"),
            ("cursor=", "/cursor", "too_short"),
            ("cursor=a%2Fb", "/cursor", "bad_format"),
            ("with_total=yes", "/with_total", "wrong_type"),
            ("with_total=1", "/with_total", "wrong_type"),
            ("late=TRUE", "/late", "wrong_type"),
            ("q=", "/q", "too_short"),
            ("q=%00", "/q", "bad_format"),
            ("due_from=2026-13-01", "/due_from", "bad_day"),
            ("tags=a&tags=b&tags=c&tags=d", "/tags", "too_many"),
            ("tags=a&tags=", "/tags/1", "too_short"),
        ],
    )
    async def test_breaks_the_schema(self, things_client: Client, query: str, pointer: str, code: str) -> None:
        body = problem(await things_client.get(f"/things?{query}"), 400, "validation_failed")
        assert first(body) == ("query", pointer, code)
        assert len(body["errors"]) == 1

    @pytest.mark.parametrize("query", ["q=%FF", "q=%B7%C0", "%E9=1", "q=%ED%A0%80", "q=%C0%80"])
    async def test_that_is_not_utf8_is_refused(self, things_client: Client, query: str) -> None:
        body = problem(await things_client.get(f"/things?{query}"), 400, "validation_failed")
        assert first(body) == ("query", "", "bad_character")

    async def test_of_another_operation_is_unknown_too(self, things_client: Client) -> None:
        problem(await things_client.post("/things?limit=1", json={"title": "a"}), 400, "unknown_parameter")


class TestIds:
    @pytest.mark.parametrize("written", ["1", "019a9d2e5c0070008000000000000001", "me", "%00", "{}", "urn:uuid:x"])
    async def test_that_are_none_are_refused(self, things_client: Client, written: str) -> None:
        body = problem(await things_client.get(f"/things/{written}"), 400, "validation_failed")
        assert first(body) == ("path", "/thing_id", "bad_id")


class TestVersions:
    async def test_are_asked_for(self, things_client: Client) -> None:
        path = f"/things/{uuid4()}"
        problem(await things_client.patch(path, json={}), 428, "precondition_required")
        problem(await things_client.delete(path), 428, "precondition_required")

    async def test_that_passed_are_told(self, things_client: Client) -> None:
        answer = await things_client.patch(f"/things/{uuid4()}", json={}, headers={"If-Match": '"2"'})
        assert problem(answer, 412, "precondition_failed")["current_version"] == 3

    async def test_come_second_to_a_broken_body(self, things_client: Client) -> None:
        body = problem(await things_client.patch(f"/things/{uuid4()}", json={"x": 1}), 400, "validation_failed")
        assert {(error["in"], error["code"]) for error in body["errors"]} == {
            ("header", "missing"),
            ("body", "unknown_member"),
        }

    @pytest.mark.parametrize(
        "said", ["*", "3", 'W/"3"', '"3", "4"', '""', '"03"', '"-1"', '"3.0"', '"' + "9" * 10 + '"']
    )
    async def test_are_one_number_in_quotes(self, things_client: Client, said: str) -> None:
        answer = await things_client.patch(f"/things/{uuid4()}", json={}, headers={"If-Match": said})
        assert first(problem(answer, 400, "validation_failed")) == ("header", "/If-Match", "bad_format")

    async def test_spare_the_body_when_nothing_changed(self, things_client: Client) -> None:
        path = f"/things/{uuid4()}"
        for said, status in [('"3"', 304), ('W/"3"', 304), ('"1", "3"', 304), ("*", 304), ('"2"', 200), ("3", 200)]:
            answer = await things_client.get(path, headers={"If-None-Match": said})
            assert (answer.status_code, answer.headers["etag"]) == (status, '"3"')
            assert bool(answer.content) == (status == 200)
