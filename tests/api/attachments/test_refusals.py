"""POST /attachments: files that are refused, the secrecy gate, and the same upload twice."""

import errno
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import uuid4

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app.core.errors import Senseless
from app.db.database import Database
from app.models.office import RuleSwitch
from app.models.trail import AuditEntry
from app.services.attachments import durable
from app.services.audit.service import AuditService
from app.vocabulary.identity import Role
from app.vocabulary.rules import Severity
from tests.api.attachments.uploads import BOUNDARY, FILES, TEXT, form, left_behind, part, send, upload
from tests.api.serving import running
from tests.factories.client import Client, problem
from tests.factories.make import Make, Someone

ClientAs = Callable[[Someone], Client]
WORD_98 = bytes.fromhex("d0cf11e0a1b11ae1")
DOUBT = "涉密文件首页应标注“机密★10年”字样。\n".encode()
"""A mark in quotation marks: perhaps a lesson on marking, perhaps not."""


@pytest.mark.usefixtures("nothing_left")
class TestRefusedFiles:
    @pytest.mark.parametrize(
        ("name", "content", "reason"),
        [
            ("a.txt", b"", "empty"),
            ("a/b.txt", TEXT, "bad_name"),
            ("..txt", TEXT, "bad_name"),
            ("C:\\x.txt", TEXT, "bad_name"),
            ("a\u202etxt.exe.txt", TEXT, "bad_name"),
            ("汉" * 252 + ".txt", TEXT, "bad_name"),
            ("a.exe", b"MZ", "kind_not_allowed"),
            ("a.zip", b"PK\x03\x04", "kind_not_allowed"),
            ("noextension", TEXT, "kind_not_allowed"),
            ("a.pdf", TEXT, "mismatch"),
            ("a.txt", b"MZ\x90\x00\x00", "executable"),
            ("a.txt", b"<script>alert(1)</script>", "active_content"),
            ("a.docx", b"PK\x03\x04broken", "broken"),
            ("a.doc", WORD_98, "broken"),
        ],
    )
    async def test_say_why(self, mine: Client, name: str, content: bytes, reason: str):
        told = problem(await upload(mine, name, content), 422, "file_refused")
        assert told["reason"] == reason

    @pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
    async def test_when_the_disk_is_full(self, mine: Client, code: int):
        full = OSError(code, os.strerror(code))
        with mock.patch.object(durable.os, "fsync", side_effect=full):
            problem(await upload(mine), 507, "storage_full")
        with (
            mock.patch.object(durable.os, "link", side_effect=full),
            mock.patch.object(durable.shutil, "copyfile", side_effect=full),
        ):
            problem(await upload(mine), 507, "storage_full")

    async def test_when_the_row_cannot_be_written(self, mine: Client):
        with mock.patch.object(AuditService, "record", side_effect=Senseless("/x", "不可")):
            problem(await upload(mine), 422, "invalid_combination")

    async def test_when_the_client_breaks_off(self, app: FastAPI, clerk: Someone):
        whole = form(part('form-data; name="file"; filename="a.txt"', TEXT * 100))
        arriving = [
            {"type": "http.request", "body": whole[:500], "more_body": True},
            {"type": "http.disconnect"},
        ]
        sent: list[Any] = []

        async def receive() -> Any:
            return arriving.pop(0) if arriving else {"type": "http.disconnect"}

        async def answer(message: Any) -> None:
            sent.append(message)

        headers = {
            "host": "localhost",
            "authorization": f"Bearer {clerk.token}",
            "content-type": f"multipart/form-data; boundary={BOUNDARY}",
        }
        scope = {
            "type": "http", "method": "POST", "path": "/api/v1/attachments", "raw_path": b"/api/v1/attachments",
            "query_string": b"", "client": ("127.0.0.1", 1), "http_version": "1.1", "asgi": {"version": "3.0"},
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }  # fmt: skip
        await app(scope, receive, answer)
        assert sent[0]["status"] == 400


class TestLimit:
    async def test_that_are_too_large(self, database: Database, clerk: Someone, tmp_path: Path):
        async with running(database, tmp_path, attachment_max_bytes=2048) as app, Client(app, clerk.token) as mine:
            assert (await upload(mine, content=b"x" * 2048)).status_code == 201
            before = left_behind(tmp_path)
            told = problem(await upload(mine, content=b"x" * 2049), 413, "payload_too_large")
            assert told["limit_bytes"] == 2048

            async def unannounced() -> AsyncIterator[bytes]:
                yield form(part('form-data; name="file"; filename="a.txt"', b"x"))[:-20]
                for _ in range(1000):
                    yield b"x" * 1024

            problem(await send(mine, unannounced()), 413, "payload_too_large")
            problem(await send(mine, b"", **{"Content-Length": "999999"}), 413, "payload_too_large")
            padded = form(part("form-data; name=file; filename=a.txt", b"x" * 9)) + b"\r\n" * 40_000
            problem(await send(mine, padded), 413, "payload_too_large")
            assert left_behind(tmp_path) == before


class TestSecrecy:
    @pytest.mark.rule("SEC-R01", "SEC-R04")
    @pytest.mark.usefixtures("nothing_left")
    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("关于某事的通知（机密★5年）.txt", TEXT),
            ("通知.txt", "机密★5年\n关于某事的通知".encode()),
            ("通知.txt", "第一页\f绝 密 ★ 30年".encode()),
            ("通知.txt", "秘密★6个月".encode("gb18030")),
        ],
    )
    @pytest.mark.parametrize("reason", [{}, {"confirm_secrecy_reason": "领导同意"}])
    async def test_marks_are_refused_whatever_anybody_says(
        self, make: Make, client_as: ClientAs, name: str, content: bytes, reason: dict[str, str]
    ):
        for roles in ((), tuple(Role)):
            mine = client_as(await make.person(*roles))
            told = problem(await upload(mine, name, content, **reason), 403, "classified_not_allowed")
            assert "某事" not in str(told)

    @pytest.mark.rule("SEC-R02")
    async def test_doubts_ask_for_a_reason_and_are_on_record(self, mine: Client, clerk: Someone, database: Database):
        told = problem(await upload(mine, content=DOUBT), 409, "confirmation_required")
        assert [one["id"] for one in told["rules"]] == ["SEC-R02"]
        assert told["rules"][0]["pointer"] == "/file/text"
        answer = await upload(mine, content=DOUBT, confirm_secrecy_reason="培训教材中的样例")
        assert answer.status_code == 201, answer.text
        async with database.open() as db:
            stmt = select(AuditEntry.note).where(
                AuditEntry.subject_id == answer.json()["id"], AuditEntry.action == "confirm_rule"
            )
            assert await db.scalar(stmt) == "SEC-R02：培训教材中的样例"

    async def test_an_organ_may_refuse_doubts_outright(
        self, mine: Client, clerk: Someone, make: Make, database: Database
    ):
        await make.add(
            RuleSwitch(
                organ_id=clerk.organ_id, rule_id="SEC-R02", severity=Severity.BLOCK, reason="从严",
                set_by_id=clerk.id, set_at=database.clock.now(),
            )
        )  # fmt: skip
        answer = await upload(mine, content=DOUBT, confirm_secrecy_reason="培训教材")
        assert problem(answer, 422, "rule_violated")["rules"][0]["id"] == "SEC-R02"

    @pytest.mark.rule("SEC-R13")
    @pytest.mark.usefixtures("nothing_left")
    async def test_the_star_on_anything_else_is_refused(self, mine: Client):
        answer = await upload(mine, content="工作秘密★\n".encode())
        assert problem(answer, 422, "rule_violated")["rules"][0]["id"] == "SEC-R13"


class TestRepeated:
    async def test_the_same_upload_is_taken_once(self, mine: Client, database: Database):
        key = {"Idempotency-Key": str(uuid4())}
        first = await mine.post(FILES, files={"file": ("a.txt", TEXT)}, headers=key)
        again = await mine.post(FILES, files={"file": ("a.txt", TEXT)}, headers=key)
        assert (first.status_code, again.status_code) == (201, 201)
        assert again.headers["Idempotency-Replayed"] == "true"
        assert again.content == first.content

    @pytest.mark.parametrize(("name", "content"), [("b.txt", b"yyyy"), ("a.txt", b"zzzz")])
    async def test_another_file_of_the_same_size_under_the_same_key_is_refused(
        self, mine: Client, name: str, content: bytes
    ):
        key = {"Idempotency-Key": str(uuid4())}
        assert (await mine.post(FILES, files={"file": ("a.txt", b"yyyy")}, headers=key)).status_code == 201
        answer = await mine.post(FILES, files={"file": (name, content)}, headers=key)
        problem(answer, 422, "idempotency_key_reused")
