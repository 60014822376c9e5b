"""交换包: what an organ outside can make of a package, with nothing but the public key."""

import base64
import hashlib
import io
import json
from collections.abc import Callable
from zipfile import ZipFile

import pytest
import pytest_asyncio
from joserfc import jws
from joserfc.errors import BadSignatureError
from joserfc.jwk import OKPKey

from app.vocabulary.outgoing import OutgoingAction as Do
from app.vocabulary.outgoing import OutgoingState as Is
from tests.factories.client import Client, problem
from tests.factories.make import Make, Someone
from tests.factories.office import Office, staffed
from tests.factories.outgoing import UNSEALED, Letter, Letters


@pytest_asyncio.fixture
async def office(make: Make) -> Office:
    return await staffed(make)


@pytest_asyncio.fixture
async def letters(client_as: Callable[[Someone], Client], office: Office) -> Letters:
    return Letters(client_as(office.everything), office.everything.id, office.handler)


async def with_file(letters: Letters) -> Letter:
    """A paper with an attachment, ready to go out."""
    letter = await letters.create(is_unsealed=True, attachment_notes=["防汛责任人名单"])
    sent = await letters.client.post("/attachments", files={"file": ("防汛责任人名单.txt", "周明\n".encode() * 9_000)})
    url = f"/outgoing-documents/{letter['id']}"
    await letters.client.post(
        f"{url}/attachments", json={"attachment_id": sent.json()["id"]}, headers={"If-Match": '"1"'}
    )
    letter = (await letters.client.get(url)).json()
    for step in UNSEALED:
        letter = await letters.take(letter, step)
    return letter


async def taken(letters: Letters, letter: Letter) -> bytes:
    answer = await letters.client.get(f"/outgoing-documents/{letter['id']}/package")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    assert int(answer.headers["content-length"]) == len(answer.content)
    return answer.content


def detached(signature: str, manifest: bytes) -> str:
    """The whole signature again, with the content it was taken from."""
    head, _, tail = signature.split(".")
    return f"{head}.{base64.urlsafe_b64encode(manifest).rstrip(b'=').decode()}.{tail}"


class TestPackage:
    async def test_is_verified_with_the_published_key_and_whole(self, letters: Letters, client: Client) -> None:
        letter = await with_file(letters)
        (published,) = (await client.get("/exchange-keys")).json()["keys"]
        key = OKPKey.import_key(published)
        with ZipFile(io.BytesIO(await taken(letters, letter))) as package:
            assert package.testzip() is None
            manifest, signature = package.read("manifest.json"), package.read("manifest.json.jws").decode()
            assert (
                jws.deserialize_compact(detached(signature, manifest), key, algorithms=["Ed25519"]).payload == manifest
            )
            changed = manifest.replace("防汛".encode(), "抗旱".encode())
            with pytest.raises(BadSignatureError):
                jws.deserialize_compact(detached(signature, changed), key, algorithms=["Ed25519"])
            told = json.loads(manifest)
            assert {one["name"] for one in told["parts"]} | {"manifest.json", "manifest.json.jws"} == set(
                package.namelist()
            )
            for part in told["parts"]:
                content = package.read(part["name"])
                assert (hashlib.sha256(content).hexdigest(), len(content)) == (part["sha256"], part["大小"])
            assert letter["body"] in package.read("text.txt").decode()
        metadata = told["metadata"]
        assert (metadata["题名"], metadata["文件编号"], metadata["日期"]) == (
            letter["title"],
            letter["number"],
            letter["doc_date"],
        )
        assert (metadata["文种"], metadata["主送"]) == ("通知", ["各直属单位"])

    async def test_is_the_same_each_time(self, letters: Letters) -> None:
        letter = await with_file(letters)
        assert await taken(letters, letter) == await taken(letters, letter)

    async def test_is_refused_before_the_paper_may_go_out_and_to_strangers(
        self, letters: Letters, client_as: Callable[[Someone], Client], make: Make
    ) -> None:
        early = await letters.bring(Is.SEALING)
        url = f"/outgoing-documents/{early['id']}/package"
        problem(await letters.client.get(url), 409, "transition_refused")
        stranger = client_as(await make.person())
        problem(await stranger.get(url), 404, "not_found")

    async def test_taken_out_stands_in_the_audit(
        self, letters: Letters, office: Office, client_as: Callable[[Someone], Client]
    ) -> None:
        letter = await letters.bring(Is.DISPATCHED)
        await taken(letters, letter)
        auditor = next(one for kind, one in office.administrators.items() if kind == "audit_admin")
        entries = (await client_as(auditor).get("/audit-entries", params={"limit": 200})).json()["items"]
        assert any((one["action"], one["subject_id"]) == ("pack", letter["id"]) for one in entries)
        assert Do.DISPATCH in {one["action"] for one in entries}
