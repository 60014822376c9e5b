"""POST /attachments: what is taken, from whom, and which forms are refused."""

import hashlib
from collections.abc import AsyncIterator, Callable

import pytest
from sqlalchemy import select

from app.core.ids import new_id
from app.db.database import Database
from app.models.trail import AuditEntry
from app.schemas.attachments import AttachmentRead, AttachmentTaken
from app.settings import Settings
from app.vocabulary.identity import PersonKind, Role
from tests.api.attachments.uploads import FILES, TEXT, form, left_behind, part, send, upload, uploaded
from tests.factories.client import Client, problem
from tests.factories.make import Make, Someone

ClientAs = Callable[[Someone], Client]


class TestUpload:
    async def test_takes_a_file_and_says_what_it_is(self, mine: Client, clerk: Someone, settings: Settings):
        answer = await upload(mine, "防汛通知.txt")
        assert answer.status_code == 201
        body = answer.json()
        assert answer.headers["location"] == f"/api/v1/attachments/{body['id']}"
        assert AttachmentTaken.model_validate(body).model_dump(mode="json") == body
        assert (body["name"], body["file_kind"], body["media_type"]) == ("防汛通知.txt", "txt", "text/plain")
        assert (body["size"], body["sha256"]) == (len(TEXT), hashlib.sha256(TEXT).hexdigest())
        assert (body["has_macros"], body["warnings"], body["matter_id"]) == (False, [], None)
        assert (body["uploaded_by_id"], body["uploaded_by_name"]) == (str(clerk.id), clerk.name)
        assert body["uploaded_at"] == "2026-11-20T10:00:00+08:00"
        stored = [name for name in left_behind(settings.data_dir) if body["id"] in name]
        assert stored == [f"attachments/{body['id'][-2:]}/{body['id'][-4:-2]}/{body['id']}"]
        assert list((settings.data_dir / "uploads").iterdir()) == []

    async def test_is_on_record(self, mine: Client, clerk: Someone, database: Database):
        taken = await uploaded(mine)
        async with database.open() as db:
            stmt = select(AuditEntry.action, AuditEntry.actor_id, AuditEntry.organ_id).where(
                AuditEntry.subject_id == taken["id"]
            )
            assert [tuple(row) for row in await db.rows(stmt)] == [("upload", clerk.id, clerk.organ_id)]

    @pytest.mark.parametrize(
        "name",
        [
            "关于𠮷林𡋾工作的通知.txt",
            "😀👨‍👩‍👧 会议照片.txt",
            "שלום עולם.txt",
            "تقرير.txt",
            'it\'s 100% "done"; a=b.txt',
            "Ünïcödé ñame.txt",
            "a" * 251 + ".txt",
            "汉" * 251 + ".txt",
        ],
    )
    async def test_keeps_names_of_any_script(self, mine: Client, name: str):
        taken = await uploaded(mine, name)
        assert taken["name"] == name
        assert (await mine.get(f"{FILES}/{taken['id']}")).json()["name"] == name

    @pytest.mark.parametrize(
        "disposition",
        [
            "form-data; name=\"file\"; filename*=UTF-8''%E9%80%9A%E7%9F%A5.txt",
            'form-data; name="file"; filename="x.txt"; filename*=utf-8\'zh\'%E9%80%9A%E7%9F%A5.txt',
            'FORM-DATA ; NAME=file; FileName="通知.txt"',
            'form-data; filename="通知.txt"; name="file";',
        ],
    )
    async def test_reads_the_name_as_clients_of_all_ages_write_it(self, mine: Client, disposition: str):
        answer = await send(mine, form(part(disposition)))
        assert (answer.status_code, answer.json().get("name")) == (201, "通知.txt"), answer.text

    async def test_unquotes_a_quoted_name(self, mine: Client):
        answer = await send(mine, form(part(r'form-data; name="file"; filename="a \"b\".txt"')))
        assert answer.json()["name"] == 'a "b".txt'

    async def test_takes_text_in_another_encoding(self, mine: Client):
        assert (await uploaded(mine, content="关于防汛的通知".encode("gb18030")))["file_kind"] == "txt"

    async def test_does_not_care_how_the_body_is_cut(self, mine: Client):
        body = form(part('form-data; name="file"; filename="通知.txt"', TEXT * 50))

        async def drops() -> AsyncIterator[bytes]:
            for at in range(0, len(body), 7):
                yield body[at : at + 7]

        answer = await send(mine, drops())
        assert answer.json()["sha256"] == hashlib.sha256(TEXT * 50).hexdigest()


class TestWhoMay:
    async def test_only_staff_uploads(self, client: Client, client_as: ClientAs, make: Make):
        problem(await upload(client), 401, "unauthenticated")
        client.headers["Authorization"] = f"Bearer {'x' * 43}"
        problem(await upload(client), 401, "invalid_token")
        for kind in (PersonKind.SYS_ADMIN, PersonKind.SEC_ADMIN, PersonKind.AUDIT_ADMIN):
            problem(await upload(client_as(await make.person(kind=kind))), 403, "forbidden")

    async def test_an_unknown_caller_sends_nothing(self, client: Client):
        read = 0

        async def endless() -> AsyncIterator[bytes]:
            nonlocal read
            while read < 1000:
                read += 1
                yield b"x" * 65_536

        problem(await send(client, endless()), 401, "unauthenticated")
        assert read == 0

    async def test_unbound_files_are_their_uploaders(
        self, mine: Client, clerk: Someone, client_as: ClientAs, make: Make
    ):
        taken = await uploaded(mine)
        shown = await mine.get(f"{FILES}/{taken['id']}")
        assert AttachmentRead.model_validate(shown.json()).model_dump(mode="json") == shown.json()
        assert shown.json() == {name: value for name, value in taken.items() if name != "warnings"}
        async with mine.stream("GET", f"{FILES}/{taken['id']}/content") as answer:
            assert await answer.aread() == TEXT
        organ = await make.organ()
        for who in (await make.person(*Role, organ=organ), await make.person(kind=PersonKind.SEC_ADMIN, organ=organ)):
            for path in ("", "/content"):
                answer = await client_as(who).get(f"{FILES}/{taken['id']}{path}")
                assert answer.status_code in (403, 404)
        problem(await mine.get(f"{FILES}/{new_id()}"), 404, "not_found")


@pytest.mark.usefixtures("nothing_left")
class TestRefusedForms:
    @pytest.mark.parametrize(
        ("body", "pointer", "code"),
        [
            (form(), "/file", "missing"),
            (b"", "", "bad_format"),
            (b"nonsense", "", "bad_format"),
            (form(part('form-data; name="other"')), "/other", "unknown_member"),
            (form(part('form-data; name="file"')), "/file", "missing"),
            (form(part('form-data; name="file"; filename=""')), "/file", "missing"),
            (form(*[part("form-data; name=file; filename=a.txt")] * 2), "/file", "repeated"),
            (form(part('form-data; name="confirm_secrecy_reason"', b"x")), "/file", "missing"),
            (form(*[part('form-data; name="confirm_secrecy_reason"', b"x")] * 2), "/confirm_secrecy_reason", "repeated"),
            (form(part('form-data; name="confirm_secrecy_reason"', b"")), "/confirm_secrecy_reason", "bad_format"),
            (form(part('form-data; name="confirm_secrecy_reason"', b"\xff")), "/confirm_secrecy_reason", "bad_character"),
            (form(part('form-data; name="confirm_secrecy_reason"', b"x" * 501)), "/confirm_secrecy_reason", "too_long"),
            (form(part('form-data; name="confirm_secrecy_reason"', b"x" * 99_000)), "/confirm_secrecy_reason", "too_long"),
            (form(part(b'form-data; name="file"; filename="\xb7\xc0\xd1\xb4.txt"')), "/file", "bad_character"),
            (form(part("form-data; name=\"file\"; filename*=UTF-8''%FF.txt")), "/file", "bad_character"),
            (form(part('attachment; name="file"; filename="a.txt"')), "", "bad_format"),
            (form(part('form-data; name="file"; name="file"; filename="a.txt"')), "", "bad_format"),
            (form(part('form-data; name="file; filename=a.txt')), "", "bad_format"),
            (form(part('form-data; name="file"; filename="a.txt"', TEXT, Content_Transfer_Encoding="base64")), "", "bad_format"),
            (form(part('form-data; name="file"; filename="a.txt"', TEXT, **{f"x{n}": "y" for n in range(20)})), "", "bad_format"),
            (form(part('form-data; name="file"; filename="a.txt"', TEXT, x="y" * 9_000)), "", "bad_format"),
            (form(part('form-data; name="file"; filename="a.txt"'), end=b""), "", "bad_format"),
            (form(part('form-data; name="file"; filename="a.txt"'))[:-30], "", "bad_format"),
        ],
    )  # fmt: skip
    async def test_say_what_is_wrong(self, mine: Client, body: bytes, pointer: str, code: str):
        told = problem(await send(mine, body), 400, "validation_failed")
        assert [(one["pointer"], one["code"]) for one in told["errors"]] == [(pointer, code)]

    @pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/mixed; boundary=x", "x"])
    async def test_of_another_type(self, mine: Client, kind: str):
        problem(await send(mine, b"{}", kind), 415, "unsupported_media_type")

    async def test_that_are_compressed(self, mine: Client):
        problem(await send(mine, b"", **{"Content-Encoding": "gzip"}), 415, "unsupported_media_type")

    @pytest.mark.parametrize(
        "boundary", ["", ";boundary=", f";boundary={'x' * 71}", ';boundary="a b "', ";boundary=x;boundary=x"]
    )
    async def test_without_a_usable_boundary(self, mine: Client, boundary: str):
        told = problem(await send(mine, b"", f"multipart/form-data{boundary}"), 400, "validation_failed")
        assert told["errors"][0] | {"message": ""} == {
            "pointer": "/Content-Type", "in": "header", "code": "bad_format", "message": "",
        }  # fmt: skip

    async def test_with_unknown_parameters(self, mine: Client):
        problem(await mine.post(f"{FILES}?x=1", files={"file": ("a.txt", TEXT)}), 400, "unknown_parameter")
