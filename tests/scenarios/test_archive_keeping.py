"""How records are kept: lent and returned, held, checked, appraised, destroyed."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from sqlalchemy import text

from app.db.database import Database
from app.jobs.archives import check_archives, empty_archives
from app.vocabulary.identity import PersonKind, Role
from tests.factories.archives import Archive, Record, acted, ok, seen, tomorrow
from tests.factories.archives import opened as open_archive
from tests.factories.client import Client, problem
from tests.factories.make import Someone
from tests.factories.own import ORIGIN, Own, own_service

REPORT = "经鉴定小组逐件审查，下列档案已无保存价值。"


@pytest_asyncio.fixture
async def served(database_server: Any, tmp_path: Path) -> Any:
    async with own_service(await database_server.fresh(), tmp_path) as made:
        yield made


@pytest_asyncio.fixture
async def archive(served: Own) -> Archive:
    return await open_archive(served.make, served.client_as)


async def helper(served: Own, archive: Archive, *roles: Role) -> tuple[Someone, Client]:
    someone = await served.make.person(*roles, organ=archive.organ)
    return someone, served.client_as(someone)


class TestLoans:
    @pytest.mark.rule("ARC-R21", "DOC-X13")
    async def test_let_the_borrower_read_until_the_record_is_back(self, served: Own, archive: Archive) -> None:
        record = await archive.filed()
        reader, mine = await helper(served, archive)
        _, decides = await helper(served, archive, Role.OFFICE_DIRECTOR)
        url = f"/archive-records/{record['id']}"
        asked = {"record_id": record["id"], "purpose": "编写年鉴", "due_on": tomorrow(served.make, 3)}
        problem(await mine.get(url), 404, "not_found")
        problem(await mine.post("/archive-loans", json=asked), 422, "reference_not_found")
        loan = await ok(await archive.client.post("/archive-loans", json={**asked, "borrower_id": str(reader.id)}), 201)
        problem(await acted(mine, "archive-loans", loan, "approve"), 403, "forbidden")
        loan = await ok(await acted(decides, "archive-loans", loan, "approve", opinion="同意"))
        problem(await mine.get(url), 404, "not_found")
        loan = await ok(await archive.act("archive-loans", loan, "lend"))
        assert [one["assignee_id"] for one in loan["current"]] == [str(reader.id)]
        shown = await ok(await mine.get(url))
        content = await mine.get(f"/archive-components/{shown['components'][0]['id']}/content")
        assert content.status_code == 200
        await self._leaves(served, archive, reader, 422)
        problem(await acted(mine, "archive-loans", loan, "return"), 403, "forbidden")
        problem(await archive.act("archive-loans", loan, "return", copies_made=2), 422, "invalid_combination")
        loan = await ok(await archive.act("archive-loans", loan, "return", note="完好"))
        assert (loan["state"], loan["allowed_actions"]) == ("returned", [])
        problem(await mine.get(url), 404, "not_found")
        await self._leaves(served, archive, reader, 200)

    async def _leaves(self, served: Own, archive: Archive, reader: Someone, status: int) -> None:
        """Off-boarding waits for what is out (DOC-X13)."""
        admin = await served.make.person(organ=archive.organ, kind=PersonKind.SYS_ADMIN)
        client = served.client_as(admin)
        person = await ok(await client.get(f"/people/{reader.id}"))
        answer = await client.post(f"/people/{reader.id}/disable", headers=seen(person["version"]))
        assert answer.status_code == status, answer.text
        if status == 422:
            assert [one["id"] for one in answer.json()["rules"]] == ["DOC-X13"]

    async def test_show_what_is_overdue(self, served: Own, archive: Archive) -> None:
        record = await archive.filed()
        said = {
            "record_id": record["id"],
            "purpose": "核对",
            "due_on": tomorrow(served.make),
            "borrower_id": str(archive.colleague.id),
        }
        loan = await ok(await archive.client.post("/archive-loans", json=said), 201)
        for action in ("approve", "lend"):
            loan = await ok(await archive.act("archive-loans", loan, action))
        overdue = {"overdue": "true", "borrower_id": str(archive.colleague.id)}
        assert (await ok(await archive.client.get("/archive-loans", params=overdue)))["items"] == []
        served.clock.advance(days=3)
        (row,) = (await ok(await archive.client.get("/archive-loans", params=overdue)))["items"]
        assert (row["is_overdue"], row["light"], row["code"]) == (True, "red", record["code"])

    @pytest.mark.rule("ARC-R21")
    async def test_by_outsiders_name_their_unit(self, served: Own, archive: Archive) -> None:
        record = await archive.filed()
        await helper(served, archive, Role.OFFICE_DIRECTOR)
        said = {
            "record_id": record["id"],
            "purpose": "核实工龄",
            "due_on": tomorrow(served.make),
            "reader_name": "周明",
        }
        refused = problem(await archive.client.post("/archive-loans", json=said), 422, "rule_violated")
        assert [one["id"] for one in refused["rules"]] == ["ARC-R21"]
        loan = await ok(await archive.client.post("/archive-loans", json={**said, "reader_unit": "县水利局"}), 201)
        problem(await archive.act("archive-loans", loan, "approve"), 403, "forbidden")
        loan = await ok(await archive.act("archive-loans", loan, "withdraw", reason="不需要了"))
        assert loan["state"] == "withdrawn"
        problem(
            await archive.client.post("/archive-loans", json={**said, "due_on": "2020-01-01"}),
            422,
            "invalid_combination",
        )


class TestRecords:
    @pytest.mark.rule("ARC-R12", "ARC-R17")
    async def test_are_written_once(self, served: Own, archive: Archive) -> None:
        record = await archive.filed()
        for statement in (
            "UPDATE archive_records SET title = '改' WHERE id = :id",
            "DELETE FROM archive_components WHERE record_id = :id",
            "DELETE FROM archive_keeping WHERE record_id = :id",
        ):
            with pytest.raises(Exception, match=r"permission denied|append-only"):
                await served.sql(statement, id=UUID(record["id"]))

    @pytest.mark.rule("ARC-R17")
    async def test_whose_file_was_tampered_with_are_found(self, served: Own, archive: Archive, tmp_path: Path) -> None:
        good, bad, gone = [await archive.filed() for _ in range(3)]
        report = await ok(await archive.client.post("/archive-checks", json={}), 201)
        assert (report["checked_count"], report["flawed_count"]) == (3, 0)
        for record, act in ((bad, lambda path: path.write_bytes(b"forged")), (gone, lambda path: path.unlink())):
            (row,) = await served.sql(
                "SELECT file_id FROM archive_components WHERE record_id = :id AND position = 2", id=UUID(record["id"])
            )
            (path,) = (tmp_path / "attachments").rglob(str(row.file_id))
            act(path)
        assert await check_archives(served.database, served.app.state.intake, ORIGIN) == 0
        served.clock.advance(days=31)
        prolong = "UPDATE login_sessions SET access_until = :at, seen_at = :at, ends_at = :at WHERE person_id = :id"
        await served.sql(prolong, at=served.clock.at + timedelta(days=9), id=archive.me.id)
        assert await check_archives(served.database, served.app.state.intake, ORIGIN) == 3
        latest = (await ok(await archive.client.get("/archive-checks")))["items"][0]
        assert (latest["flawed_count"], latest["by_id"]) == (2, None)
        flaws = (await ok(await archive.client.get(f"/archive-checks/{latest['id']}/flaws", params={"grave": "true"})))[
            "items"
        ]
        assert [(one["record_id"], one["aspect"], one["position"]) for one in flaws] == [
            (bad["id"], "integrity", 2),
            (gone["id"], "usability", 2),
        ]
        flawed = (await ok(await archive.client.get("/archive-records", params={"flawed": "true"})))["items"]
        assert {one["id"] for one in flawed} == {bad["id"], gone["id"]}
        assert not (await archive.record(good["id"]))["is_flawed"]

    @pytest.mark.rule("ARC-R16", "ARC-R17")
    async def test_whose_row_was_rewritten_behind_the_triggers_are_found(self, served: Own, archive: Archive) -> None:
        record = await archive.filed()
        owner = Database(served.database.url, pool_size=1)
        async with owner.open(writes=True) as db:
            await db.rows(text("ALTER TABLE archive_records DISABLE TRIGGER append_only"))
            forged = text("UPDATE archive_records SET title = '伪造的题名' WHERE id = :id")
            await db.rows(forged, {"id": UUID(record["id"])})
            await db.rows(text("ALTER TABLE archive_records ENABLE TRIGGER append_only"))
            await db.commit()
        await owner.close()
        said = {"record_ids": [record["id"]]}
        report = await ok(await archive.client.post("/archive-checks", json=said), 201)
        (flaw,) = (await ok(await archive.client.get(f"/archive-checks/{report['id']}/flaws")))["items"]
        assert (flaw["aspect"], flaw["is_grave"]) == ("authenticity", True)
        problem(
            await archive.client.post("/archive-checks", json={"record_ids": [str(archive.me.id)]}),
            422,
            "reference_not_found",
        )


async def propose(archive: Archive, entries: list[dict[str, Any]], watchers: list[Someone], **told: Any) -> Any:
    said = {
        "title": "到期档案鉴定销毁清册", "report": REPORT, "entries": entries,
        "watcher_ids": [str(one.id) for one in watchers], **told,
    }  # fmt: skip
    return await archive.client.post("/archive-disposals", json=said)


def destroying(record: Record) -> dict[str, Any]:
    return {"record_id": record["id"], "conclusion": "destroy", "reason": "已无查考价值"}


class TestDisposal:
    @pytest.mark.rule("ARC-R18", "ARC-R17", "DOC-M06")
    async def test_destroys_under_two_pairs_of_eyes_and_leaves_catalogue_and_trail(
        self, served: Own, archive: Archive, tmp_path: Path
    ) -> None:
        fresh, doomed, kept = [await archive.filed(class_code="3", year=year) for year in (2026, 2010, 2010)]
        leader, decides = await helper(served, archive, Role.PRINCIPAL_LEADER)
        watchers = [await helper(served, archive) for _ in range(2)]
        eyes = [one for one, _ in watchers]
        entries = [
            destroying(doomed),
            {"record_id": kept["id"], "conclusion": "keep", "retention": "y10", "reason": "仍有查考价值"},
        ]
        early = problem(await propose(archive, [destroying(fresh)], eyes), 422, "rule_violated")
        assert {one["id"] for one in early["rules"]} == {"ARC-R18"}
        problem(await propose(archive, entries, eyes[:1]), 422, "rule_violated")
        listed = await ok(await propose(archive, entries, eyes, approver_id=str(leader.id)), 201)
        problem(await propose(archive, entries, eyes), 409, "already_exists")
        problem(await archive.act("archive-disposals", listed, "approve"), 403, "forbidden")
        listed = await ok(await acted(decides, "archive-disposals", listed, "approve"))
        assert (await archive.record(kept["id"]))["expires_on"] == "2036-01-01"
        problem(await archive.act("archive-disposals", listed, "execute"), 409, "transition_refused")
        for _, client in watchers:
            listed = await ok(await acted(client, "archive-disposals", listed, "witness"))
        assert listed["state"] == "execution"
        listed = await ok(await archive.act("archive-disposals", listed, "execute"))
        assert listed["state"] == "done"
        gone = await archive.record(doomed["id"])
        assert (gone["state"], gone["emptied_at"], gone["code"]) == ("destroyed", None, doomed["code"])
        part = doomed["components"][0]
        url = f"/archive-components/{part['id']}/content"
        problem(await archive.client.get(url), 404, "not_found")
        files = served.app.state.intake
        assert (
            await empty_archives(served.database, files, ORIGIN),
            await empty_archives(served.database, files, ORIGIN),
        ) == (1, 0)
        rows = await served.sql("SELECT file_id FROM archive_components WHERE record_id = :id", id=UUID(doomed["id"]))
        assert not [row for row in rows if list((tmp_path / "attachments").rglob(str(row.file_id)))]
        register = (await ok(await archive.client.get(f"/archive-disposals/{listed['id']}/entries")))["items"]
        assert [(one["code"], one["state"]) for one in register] == [
            (doomed["code"], "destroyed"),
            (kept["code"], "kept"),
        ]
        trail = await ok(await archive.client.get(f"/outgoing-documents/{doomed['matter_id']}/trail"))
        assert trail["items"]
        with pytest.raises(Exception, match=r"append-only"):
            await served.sql(
                "UPDATE archive_keeping SET state = 'kept', destroyed_at = NULL WHERE record_id = :id",
                id=UUID(doomed["id"]),
            )

    @pytest.mark.rule("ARC-R17")
    async def test_never_destroys_what_is_held(self, served: Own, archive: Archive) -> None:
        record = await archive.filed(class_code="3", year=2010)
        leader, decides = await helper(served, archive, Role.PRINCIPAL_LEADER)
        watchers = [await helper(served, archive) for _ in range(2)]
        listed = await ok(
            await propose(archive, [destroying(record)], [one for one, _ in watchers], approver_id=str(leader.id)), 201
        )
        listed = await ok(await acted(decides, "archive-disposals", listed, "approve"))
        for _, client in watchers:
            listed = await ok(await acted(client, "archive-disposals", listed, "witness"))
        record = await archive.record(record["id"])
        held = await ok(await archive.act("archive-records", record, "hold", basis="县纪委监委调查"))
        assert (held["hold_count"], held["version"]) == (1, record["version"] + 1)
        said = problem(await archive.act("archive-disposals", listed, "execute"), 422, "rule_violated")
        assert [one["id"] for one in said["rules"]] == ["ARC-R17"]
        with pytest.raises(Exception, match=r"invalid_combination|各项内容|数据约束"):
            await served.sql(
                "UPDATE archive_keeping SET state = 'destroyed', destroyed_at = now() WHERE record_id = :id",
                id=UUID(record["id"]),
            )
        (hold,) = (await ok(await archive.client.get(f"/archive-records/{record['id']}/holds")))["items"]
        lifted = await archive.client.post(
            f"/archive-records/{record['id']}/holds/{hold['id']}/lift",
            json={"reason": "调查结束"},
            headers=seen(held["version"]),
        )
        assert (await ok(lifted))["hold_count"] == 0
        await ok(await archive.act("archive-disposals", listed, "execute"))
        problem(
            await archive.act("archive-records", await archive.record(record["id"]), "hold", basis="迟了"),
            409,
            "transition_refused",
        )
