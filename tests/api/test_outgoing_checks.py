"""Checking a draft over HTTP: findings weighed for the organ, relations from the directory, nothing kept, no secrets."""

from collections.abc import Callable
from secrets import token_hex
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import func, select

from app.db.database import Database
from app.models.identity import Organ
from app.models.matters import Matter
from app.schemas.outgoing_checks import DraftChecked
from app.vocabulary.common import Profile
from app.vocabulary.identity import PersonKind, Role
from tests.factories.client import Client, problem
from tests.factories.make import Make, Someone

ClientAs = Callable[[Someone], Client]
PATH = "/outgoing-documents/check"
NOTICE: dict[str, Any] = {
    "doc_type": "notice",
    "title": "关于做好2026年防汛工作的通知",
    "body": "为做好2026年防汛工作，现将有关事项通知如下。\n各乡镇要落实防汛责任。",
    "main_recipients": [{"name": "各乡镇人民政府"}],
    "necessity": "落实汛前部署",
}
REQUEST: dict[str, Any] = {
    "doc_type": "request_instruction",
    "title": "关于青山水库除险加固工程立项的请示",
    "body": "工程前期工作已经完成，恳请批准立项。\n妥否，请批示。",
    "direction": "upward",
    "note": "（联系人：周明，电话：0571-88001234）",
    "necessity": "消除病险",
}


@pytest_asyncio.fixture
async def province(make: Make) -> Organ:
    return await make.organ(name=f"云山省{token_hex(4)}人民政府")


@pytest_asyncio.fixture
async def city(make: Make, province: Organ) -> Organ:
    return await make.organ(name=f"云州市{token_hex(4)}人民政府", superior_id=province.id)


@pytest_asyncio.fixture
async def county(make: Make, city: Organ) -> Organ:
    return await make.organ(name=f"清河县{token_hex(4)}人民政府", superior_id=city.id)


@pytest_asyncio.fixture
async def drafter(make: Make, county: Organ, client_as: ClientAs) -> Client:
    return client_as(await make.person(Role.OFFICE_CLERK, organ=county))


async def checked(client: Client, **said: Any) -> dict[str, Any]:
    answer = await client.post(PATH, json=said)
    assert answer.status_code == 200, answer.text
    DraftChecked.model_validate_json(answer.content, strict=False)
    found: dict[str, Any] = answer.json()
    return found


def ids(found: dict[str, Any]) -> list[str]:
    return [one["rule"] for one in found["findings"]]


class TestFindings:
    async def test_there_are_none_about_a_right_draft(self, drafter):
        assert await checked(drafter, **NOTICE) == {
            "moment": "drafting",
            "block_count": 0,
            "warn_count": 0,
            "findings": [],
        }

    @pytest.mark.rule("LAY-T06", "DOC-E07")
    async def test_they_tell_rule_place_and_what_to_put_there(self, drafter):
        title, body = "关于做好2026年防汛工作的通告", "为做好防汛工作。\n各乡镇要落实责任,确保安全。"
        found = await checked(drafter, **{**NOTICE, "title": title, "body": body})
        kind, comma = found["findings"]
        assert (found["block_count"], found["warn_count"]) == (1, 1)
        assert (kind["rule"], kind["level"], kind["severity"]) == ("DOC-E07", "law", "block")
        assert title[kind["offset"] : kind["offset"] + kind["length"]] == "通告"
        assert (comma["rule"], comma["severity"], comma["pointer"]) == ("LAY-T06", "warn", "/body")
        assert (comma["paragraph"], comma["replacement"]) == (2, "，")
        assert body[comma["offset"] : comma["offset"] + comma["length"]] == ","
        assert comma["statement"]
        assert "GB/T 15834" in comma["source"]

    async def test_later_moments_ask_for_more(self, drafter):
        counts = [
            len((await checked(drafter, **{**NOTICE, "moment": moment}))["findings"])
            for moment in ("drafting", "review", "sign", "numbered", "dispatch")
        ]
        assert counts == sorted(counts)
        assert counts[0] == 0 < counts[3] < counts[4]

    async def test_they_bite_as_the_organ_has_set_them(self, make, drafter, county, client_as):
        guard = client_as(await make.person(organ=county, kind=PersonKind.SEC_ADMIN))
        faulty = {**NOTICE, "body": "各乡镇要落实责任,确保安全。"}
        for severity, count in (("block", 1), ("off", 0)):
            said = {"severity": severity, "reason": "本机关另有规定"}
            assert (await guard.put("/rules/LAY-T06/switch", json=said)).status_code == 200
            found = await checked(drafter, **faulty)
            assert [one["severity"] for one in found["findings"]] == [severity] * count

    async def test_the_regulation_only_advises_a_state_firm(self, make, client_as):
        firm = await make.organ(name=f"清河{token_hex(4)}公司", profile=Profile.SOE)
        client = client_as(await make.person(Role.OFFICE_CLERK, organ=firm))
        (one,) = (await checked(client, **{**NOTICE, "title": "关于做好防汛工作的通告"}))["findings"]
        assert (one["rule"], one["severity"]) == ("DOC-E07", "warn")

    async def test_nothing_is_kept(self, drafter, county: Organ, database: Database):
        async def kept() -> int:
            async with database.open() as db:
                return await db.scalar(
                    select(func.count()).select_from(Matter.__table__).where(Matter.organ_id == county.id)
                )

        await checked(drafter, **NOTICE)
        assert await kept() == 0


class TestRelations:
    @pytest.mark.rule("DOC-R02")
    async def test_a_skipped_level_is_known_from_the_directory(self, drafter, province, city):
        for named in ({"organ_id": str(province.id)}, {"name": province.name}):
            found = await checked(drafter, **{**REQUEST, "main_recipients": [named]})
            (one,) = found["findings"]
            assert (one["rule"], one["pointer"]) == ("DOC-R02", "/main_recipients/0")
            assert city.name in one["suggestion"]
        copied = {**REQUEST, "main_recipients": [{"organ_id": str(province.id)}], "skip_level_reason": "直接交办"}
        found = await checked(drafter, **{**copied, "cc_recipients": [{"organ_id": str(city.id)}]})
        assert ids(found) == []

    @pytest.mark.rule("DOC-R17")
    async def test_the_directory_is_believed_before_the_request(self, drafter, make, city):
        strange = await make.organ()
        said = [{"organ_id": str(strange.id), "relation": "superior"}]
        assert ids(await checked(drafter, **{**REQUEST, "main_recipients": said})) == ["DOC-R17"]
        assert ids(await checked(drafter, **{**REQUEST, "main_recipients": [{"organ_id": str(city.id)}]})) == []

    @pytest.mark.rule("DOC-R07")
    async def test_of_others_the_request_is_believed(self, drafter):
        leader = [{"name": "王志远", "relation": "superior_leader"}]
        assert "DOC-R07" in ids(await checked(drafter, **{**REQUEST, "main_recipients": leader}))

    @pytest.mark.rule("DOC-R04")
    async def test_a_lower_organ_gets_no_copy_of_what_goes_up(self, drafter, make, county, city):
        town = await make.organ(superior_id=county.id)
        said = {"main_recipients": [{"organ_id": str(city.id)}], "cc_recipients": [{"organ_id": str(town.id)}]}
        assert ids(await checked(drafter, **{**REQUEST, **said})) == ["DOC-R04"]


class TestRefusals:
    async def test_an_unknown_organ(self, drafter, make):
        said = [{"organ_id": "019a9d2e-5c00-7000-8000-00000000ffff"}]
        answer = await drafter.post(PATH, json={**NOTICE, "main_recipients": said})
        refused = problem(answer, 422, "reference_not_found")
        assert refused["errors"][0]["pointer"] == "/main_recipients/0/organ_id"

    async def test_an_organ_without_a_name(self, drafter):
        answer = await drafter.post(PATH, json={**NOTICE, "cc_recipients": [{}]})
        refused = problem(answer, 422, "invalid_combination")
        assert refused["errors"][0]["pointer"] == "/cc_recipients/0/name"

    @pytest.mark.rule("SEC-R01", "DOC-X11")
    @pytest.mark.parametrize(
        "said",
        [
            {"classification": "secret"},
            {"body": "机密★5年\n各乡镇要落实责任。"},
            {"title": "机密★5年关于做好防汛工作的通知"},
            {"attachments": ["秘密★3年名单.docx"]},
            {"forwarded_text": "绝密★10年"},
        ],
    )
    async def test_what_is_a_state_secret(self, drafter, said):
        problem(await drafter.post(PATH, json={**NOTICE, **said}), 403, "classified_not_allowed")

    @pytest.mark.rule("SEC-R02")
    async def test_what_may_be_one_is_told_to_a_person(self, drafter):
        assert "SEC-R02" in ids(await checked(drafter, **{**NOTICE, "body": "密级：机密\n各乡镇要落实责任。"}))

    @pytest.mark.parametrize(
        ("said", "pointer"),
        [
            ({"body": "字" * 20_001}, "/body"),
            ({"doc_type": "memo"}, "/doc_type"),
            ({"title": ""}, "/title"),
            ({"state": "draft"}, "/state"),
            ({"main_recipients": [{"name": "县政府", "rank": 1}]}, "/main_recipients/0/rank"),
        ],
    )
    async def test_what_breaks_the_schema(self, drafter, said, pointer):
        refused = problem(await drafter.post(PATH, json={**NOTICE, **said}), 400, "validation_failed")
        assert pointer in [one["pointer"] for one in refused["errors"]]

    async def test_administrators(self, make, client_as):
        admin = client_as(await make.person(kind=PersonKind.SYS_ADMIN))
        problem(await admin.post(PATH, json=NOTICE), 403, "forbidden")
