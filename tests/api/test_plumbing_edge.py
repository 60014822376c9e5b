"""What the edge does for every request: its number, its language, its format, its size, its host."""

from uuid import uuid4

import pytest

from tests.factories.client import Client, problem


class TestHeaders:
    async def test_of_every_answer(self, things_client: Client) -> None:
        for path, status in [("/things", 200), ("/nothing", 404), ("/things?x=1", 400), ("/things/1", 400)]:
            answer = await things_client.get(path)
            assert answer.status_code == status
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert len(answer.headers["x-request-id"]) == 32
            assert "server" not in answer.headers

    @pytest.mark.parametrize("given", ["abcDEF_-12345678", "a" * 64])
    async def test_a_request_id_is_taken_over(self, things_client: Client, given: str) -> None:
        answer = await things_client.get("/things", headers={"X-Request-Id": given})
        assert answer.headers["x-request-id"] == given

    @pytest.mark.parametrize("given", ["short", "a" * 65, "with space in it", "x\r\ny" * 5, "中文" * 8])
    async def test_a_bad_request_id_is_replaced(self, things_client: Client, given: str) -> None:
        answer = await things_client.get("/things", headers={"X-Request-Id": given.encode()})
        assert len(answer.headers["x-request-id"]) == 32

    async def test_that_may_come_once_come_once(self, things_client: Client) -> None:
        headers = [("If-Match", '"3"'), ("If-Match", '"4"')]
        answer = await things_client.patch(f"/things/{uuid4()}", json={}, headers=headers)
        error = problem(answer, 400, "validation_failed")["errors"][0]
        assert (error["in"], error["pointer"], error["code"]) == ("header", "/If-Match", "repeated")


class TestLanguage:
    @pytest.mark.parametrize(
        ("asked", "spoken"),
        [
            ("", "zh-CN"),
            ("en", "en"),
            ("en-GB,en;q=0.9", "en"),
            ("zh-CN,en;q=0.5", "zh-CN"),
            ("zh;q=0.3, en;q=0.7", "en"),
            ("fr", "zh-CN"),
            ("en;q=0", "zh-CN"),
            ("en;q=x", "zh-CN"),
        ],
    )
    async def test_is_what_the_caller_likes_better(self, things_client: Client, asked: str, spoken: str) -> None:
        answer = await things_client.post("/things", json={}, headers={"Accept-Language": asked})
        body = problem(answer, 400, "validation_failed")
        assert answer.headers["content-language"] == spoken
        assert answer.headers["vary"] == "Accept-Language"
        assert body["errors"][0]["message"] == {"en": "Required", "zh-CN": "缺少必填项"}[spoken]
        assert body["title"].isascii() == (spoken == "en")


class TestFormats:
    @pytest.mark.parametrize("accept", ["*/*", "application/json", "application/*", "text/html, */*;q=0.1", ""])
    async def test_json_is_acceptable(self, things_client: Client, accept: str) -> None:
        assert (await things_client.get("/things", headers={"Accept": accept})).status_code == 200

    @pytest.mark.parametrize("accept", ["text/html", "application/xml", "application/json;q=0", "image/*"])
    async def test_nothing_else_is(self, things_client: Client, accept: str) -> None:
        problem(await things_client.get("/things", headers={"Accept": accept}), 406, "not_acceptable")


class TestSize:
    async def test_of_the_address_is_bounded(self, things_client: Client) -> None:
        problem(await things_client.get("/things?q=" + "a" * 8_192), 414, "uri_too_long")
        problem(await things_client.get("/things/" + "a" * 8_192), 414, "uri_too_long")

    async def test_of_the_headers_is_bounded(self, things_client: Client) -> None:
        problem(await things_client.get("/things", headers={"X-Long": "a" * 16_384}), 431, "headers_too_large")


class TestHost:
    @pytest.mark.parametrize("host", ["localhost", "localhost:8000", "LOCALHOST", "127.0.0.1:1", "[::1]:8000", "[::1]"])
    async def test_that_is_listed_may_be_asked(self, things_client: Client, host: str) -> None:
        assert (await things_client.get("/things", headers={"Host": host})).status_code == 200

    @pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "localhost@evil.example"])
    async def test_that_is_not_listed_is_refused(self, things_client: Client, host: str) -> None:
        answer = await things_client.get("/things", headers={"Host": host})
        assert problem(answer, 400, "validation_failed")["errors"][0]["pointer"] == "/Host"
        assert "evil" not in answer.text
