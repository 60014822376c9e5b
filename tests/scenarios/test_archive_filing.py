"""归档: a document of ours and one received become records, each with its code, files and hashes."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import UUID
from xml.etree import ElementTree as Xml

import pytest
import pytest_asyncio
from sqlalchemy import text

from app.vocabulary.documents import IncomingAction as Do
from app.vocabulary.documents import IncomingState as In
from app.vocabulary.identity import Role
from app.vocabulary.outgoing import OutgoingAction as Go
from app.vocabulary.outgoing import OutgoingState as Out
from tests.factories.archives import FONDS, Archive, ok, opened, seen
from tests.factories.client import Client, problem
from tests.factories.make import Make, Someone
from tests.factories.outgoing import UNSEALED

pytestmark = pytest.mark.usefixtures("clock")


@pytest_asyncio.fixture
async def archive(make: Make, client_as: Callable[[Someone], Client]) -> Archive:
    return await opened(make, client_as)


async def put_file(archive: Archive, paper: dict[str, Any], name: str = "来文.txt") -> dict[str, Any]:
    """The paper with one more attachment."""
    sent = await ok(
        await archive.client.post("/attachments", files={"file": (name, "请做好防汛准备。\n".encode())}), 201
    )
    url = f"/incoming-documents/{paper['id']}/attachments"
    await ok(await archive.client.post(url, json={"attachment_id": sent["id"]}, headers=seen(paper["version"])), 201)
    return await ok(await archive.client.get(f"/incoming-documents/{paper['id']}"))


class TestOutgoing:
    @pytest.mark.rule("ARC-R07", "ARC-R09", "ARC-R10", "ARC-R11", "ARC-R15", "ARC-R16")
    async def test_becomes_one_record_with_all_its_parts(self, archive: Archive) -> None:
        letter = await archive.sent()
        moved = await ok(await archive.archive(letter))
        assert (moved["state"], moved["responsible_id"]) == ("archived", None)
        record = await archive.of_matter(letter["id"])
        assert record["code"] == "X043-WS·2026-D30-BGS-0001"
        roles = [one["role"] for one in record["components"]]
        assert roles == ["issued_copy", "final_draft", "drafting_sheet", "processing_sheet"]
        assert record["stamp"] == {
            "fonds_number": "X043", "year": 2026, "item_number": 1, "unit_code": "BGS", "retention": "30年", "pages": None,
        }  # fmt: skip
        assert (record["missing"], record["expires_on"]) == ([], "2057-01-01")
        for one in record["components"]:
            url = f"/archive-components/{one['id']}/content"
            content = (await archive.client.get(url)).content
            assert (len(content), hashlib.sha256(content).hexdigest()) == (one["size"], one["sha256"])
        assert (await archive.client.get(url)).text.count(letter["title"]) == 1

    @pytest.mark.rule("ARC-R12", "ARC-R13")
    async def test_is_numbered_on_end_in_each_class(self, archive: Archive) -> None:
        codes = [(await archive.filed(class_code=code))["code"] for code in ("2", "2", "3", "1")]
        assert codes == [
            f"X043-WS·2026-{end}" for end in ("D30-BGS-0001", "D30-BGS-0002", "D10-BGS-0001", "Y-BGS-0001")
        ]
        listed = await ok(await archive.client.get("/archive-records"))
        assert [one["code"] for one in listed["items"]] == sorted(codes)
        change = {**FONDS, "fonds_number": "X044"}
        problem(await archive.client.put("/archive-settings", json=change, headers=seen(2)), 409, "already_exists")
        await ok(await archive.client.put("/archive-settings", json={**FONDS, "fonds_name": "县府办"}, headers=seen(2)))

    @pytest.mark.rule("ARC-R06", "DOC-X10")
    async def test_is_refused_in_a_class_that_is_not_archived(self, archive: Archive) -> None:
        letter = await archive.sent()
        for code, rule in (("9.1", "ARC-R06"), ("9.7", "DOC-X10")):
            said = problem(await archive.archive(letter, class_code=code), 422, "rule_violated")
            assert [one["id"] for one in said["rules"]] == [rule]
        problem(await archive.archive(letter, class_code="7.7"), 422, "reference_not_found")
        await ok(await archive.archive(letter))

    async def test_is_filed_once_and_by_the_archivist(
        self, archive: Archive, client_as: Callable[[Someone], Client]
    ) -> None:
        letter = await archive.sent()
        url = f"/outgoing-documents/{letter['id']}/archive"
        other = client_as(archive.colleague)
        refused = await other.post(url, json={"class_code": "2"}, headers=seen(letter["version"]))
        assert refused.status_code in (403, 404)
        problem(await archive.archive({**letter, "version": 1}), 412, "precondition_failed")
        moved = await ok(await archive.archive(letter))
        problem(await archive.archive(moved), 409, "transition_refused")

    @pytest.mark.rule("ARC-R08", "DOC-X06")
    async def test_of_several_issuers_is_the_original_with_the_lead(self, archive: Archive) -> None:
        signed = (*UNSEALED[:4], Go.RECORD_JOINT_SIGNATURE, *UNSEALED[4:], Go.DISPATCH)
        letter = await archive.letters.bring(
            Out.DISPATCHED, by=signed, is_unsealed=True, joint_issuers=[{"name": "清河县财政局"}]
        )
        said = problem(await archive.archive(letter, is_copy=True), 422, "rule_violated")
        assert [one["id"] for one in said["rules"]] == ["ARC-R08"]
        record = await archive.filed(letter)
        assert not record["is_copy"]
        assert "清河县财政局" in record["responsible_party"]


class TestIncoming:
    async def test_is_filed_with_the_copy_received(self, archive: Archive) -> None:
        paper = await put_file(archive, await archive.papers.bring(In.HANDLING))
        paper = await archive.papers.take(paper, Do.REPLY)
        paper = await archive.papers.take(paper, Do.CLOSE)
        moved = await ok(await archive.dispose(paper, filing={"class_code": "3"}))
        assert moved["state"] == "disposed"
        record = await archive.of_matter(paper["id"])
        assert [one["role"] for one in record["components"]] == ["processing_sheet", "issued_copy"]
        assert record["responsible_party"] == paper["sender_name"]

    @pytest.mark.rule("ARC-R07")
    async def test_without_its_copy_asks_for_a_reason_or_a_place(self, archive: Archive) -> None:
        paper = await archive.received()
        said = problem(await archive.dispose(paper, filing={"class_code": "3"}), 409, "confirmation_required")
        assert [one["id"] for one in said["rules"]] == ["ARC-R07"]
        reason = [{"rule": "ARC-R07", "reason": "原件已由借阅人遗失，见说明"}]
        moved = await ok(await archive.dispose(paper, filing={"class_code": "3"}, overrides=reason))
        assert moved["state"] == "disposed"
        record = await archive.of_matter(paper["id"])
        assert record["missing"] == ["缺少正本"]
        other = await archive.received()
        await ok(await archive.dispose(other, filing={"class_code": "3", "paper_location": "3排2列"}))
        assert (await archive.of_matter(other["id"]))["missing"] == []

    @pytest.mark.rule("ARC-R03", "ARC-R04")
    async def test_has_the_period_of_its_class(self, archive: Archive) -> None:
        paper = await archive.received()
        filing = {"class_code": "2", "paper_location": "3排2列"}
        said = problem(await archive.dispose(paper, filing=filing), 422, "rule_violated")
        assert [(one["id"], one["pointer"]) for one in said["rules"]] == [("ARC-R04", "/retention")]
        problem(await archive.dispose(paper, retention="y15", filing=filing), 400, "validation_failed")
        await ok(await archive.dispose(paper, retention="y30", filing=filing))

    @pytest.mark.rule("ARC-R01", "ARC-R02")
    async def test_waits_on_the_list_until_it_is_filed(self, archive: Archive) -> None:
        paper = await archive.received()
        await ok(await archive.dispose(paper))
        url = "/archive-candidates"
        (row,) = (await ok(await archive.client.get(url)))["items"]
        assert (row["id"], row["due_on"], row["is_overdue"]) == (paper["id"], "2027-06-30", False)
        async with archive.make.database.open(writes=True) as db:
            earlier = "UPDATE matters SET opened_at = '2025-02-01', closed_at = '2025-03-01' WHERE id = :id"
            await db.rows(text(earlier), {"id": UUID(paper["id"])})
            await db.commit()
        (row,) = (await ok(await archive.client.get(url, params={"overdue": "true"})))["items"]
        assert row["is_overdue"]
        said: dict[str, Any] = {"matter_id": paper["id"], "class_code": "3", "paper_location": "3排2列"}
        late = problem(await archive.client.post("/archive-records", json=said), 409, "confirmation_required")
        assert [one["id"] for one in late["rules"]] == ["ARC-R02"]
        said["overrides"] = [{"rule": "ARC-R02", "reason": "机构改革期间未移交"}]
        record = await ok(await archive.client.post("/archive-records", json=said), 201)
        assert (record["code"], record["year"]) == ("X043-WS·2025-D10-BGS-0001", 2025)
        assert (await ok(await archive.client.get(url)))["items"] == []
        problem(await archive.client.post("/archive-records", json=said), 409, "already_exists")


class TestSetUp:
    @pytest.mark.rule("ARC-R10")
    async def test_without_a_fonds_nothing_is_filed(
        self, make: Make, client_as: Callable[[Someone], Client], archive: Archive
    ) -> None:
        bare = Archive(make, *(await _bare(make, client_as)))
        letter = await bare.sent()
        said = problem(await bare.archive(letter, class_code="2.1"), 422, "rule_violated")
        assert [one["id"] for one in said["rules"]] == ["ARC-R10"]

    @pytest.mark.rule("ARC-R04", "ARC-R05")
    async def test_the_shipped_schedule_serves_with_a_reason(
        self, make: Make, client_as: Callable[[Someone], Client]
    ) -> None:
        bare = Archive(make, *(await _bare(make, client_as)))
        await ok(await bare.client.put("/archive-settings", json=FONDS, headers=seen(1)))
        shipped = await ok(await bare.client.get("/retention-schedule"))
        assert (shipped["version"], shipped["approval_reference"]) == (1, None)
        permanent = [one["title"] for one in shipped["classes"] if one["retention"] == "permanent"]
        assert len(permanent) == 9
        letter = await bare.sent()
        said = problem(await bare.archive(letter, class_code="2.1"), 409, "confirmation_required")
        assert [one["id"] for one in said["rules"]] == ["ARC-R04"]
        reason = [{"rule": "ARC-R04", "reason": "期限表已报县档案局，待批"}]
        await ok(await bare.archive(letter, class_code="2.1", overrides=reason))


class TestPackage:
    @pytest.mark.rule("ARC-R14", "ARC-R22")
    async def test_holds_metadata_files_and_hashes_and_is_the_same_each_time(self, archive: Archive) -> None:
        record = await archive.filed(pages=4, made_title="防汛工作通知")
        url = f"/archive-records/{record['id']}/exports"
        export = await ok(await archive.client.post(url, json={"purpose": "移交县档案馆"}), 201)
        first, second = [await archive.client.get(f"http://localhost{export['path']}") for _ in range(2)]
        assert first.content == second.content
        assert first.headers["content-type"] == "application/zip"
        with zipfile.ZipFile(BytesIO(first.content)) as packed:
            assert packed.testzip() is None
            manifest = json.loads(packed.read("manifest.json"))
            for one in manifest["files"]:
                assert hashlib.sha256(packed.read(one["path"])).hexdigest() == one["sha256"]
            told = Xml.fromstring(packed.read("metadata.xml"))
        assert len(manifest["files"]) == 1 + len(record["components"])
        assert told.findtext("档号/档号") == record["code"]
        assert told.findtext("内容描述/题名") == "[防汛工作通知]"
        assert told.findtext("形式特征/页数") == "4"
        assert told.findtext("来源/档案馆名称") == "清河县档案馆"


async def _bare(make: Make, client_as: Callable[[Someone], Client]) -> tuple[Any, ...]:
    organ = await make.organ()
    me, colleague = await make.person(*Role, organ=organ), await make.person(Role.LEADER, organ=organ)
    return client_as(me), organ, me, colleague
