"""消息: who is told what, once; and the outbox that carries it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from app.core.actor import Actor
from app.core.clock import FixedClock
from app.core.ids import new_id
from app.db.database import Db
from app.events.outbox import Recorded
from app.jobs.relay import MOST_ATTEMPTS, SUBSCRIBERS, relay_outbox
from app.repositories.notifications import NotificationRepository
from app.schemas.common import Page
from app.schemas.notifications import NotificationRead, NotificationsRead
from app.services.notifications.service import NotificationService
from tests.factories.client import problem
from tests.factories.clockwork import MORNING
from tests.factories.own import ORIGIN, Own, own_service
from tests.scenarios.office import Office, Player, moment, open_office

BOX = "/notifications"


@pytest_asyncio.fixture(scope="module")
async def service(database_server: Any, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Own]:
    async with own_service(await database_server.fresh(), tmp_path_factory.mktemp("data")) as made:
        yield made


@pytest_asyncio.fixture
async def office(service: Own) -> Office:
    service.clock.at = MORNING
    return await open_office(service.make, service.client_as)


@pytest.fixture
def clock(service: Own, office: Office) -> FixedClock:
    return service.clock


async def box(who: Player, **asked: Any) -> list[dict[str, Any]]:
    answer = await who.client.get(BOX, params={"limit": 200, **asked})
    assert answer.status_code == 200, answer.text
    Page[NotificationRead].model_validate(answer.json())
    rows: list[dict[str, Any]] = answer.json()["items"]
    return rows


async def titles(who: Player, **asked: Any) -> list[tuple[str, str]]:
    return [(row["kind"], row["title"].partition("：")[0]) for row in await box(who, **asked)]


class TestMessages:
    async def test_of_a_new_task_go_to_whoever_has_it(self, service: Own, office: Office) -> None:
        seen = await office.screened()
        assert await box(office.director) == [], "nothing before the event was relayed"
        await service.relay()
        (row,) = await box(office.director)
        assert (row["kind"], row["matter_id"], row["read_at"]) == ("task", seen["id"], None)
        assert row["title"] == "待办提醒：关于做好2026年防汛工作的通知"
        assert (
            row["body"]
            == f"{seen['number']}《关于做好2026年防汛工作的通知》待您办理：拟办。请于2026年11月23日17:30前办结。"
        )
        assert row["at"] == "2026-11-20T10:00:00+08:00"

    async def test_name_a_paper_without_a_number_by_its_kind(self, service: Own, office: Office) -> None:
        await office.receiver.receive()
        await service.relay()
        (row,) = await box(office.registrar)
        assert row["body"].startswith("收文《关于做好2026年防汛工作的通知》待您办理：登记。")

    async def test_shorten_long_titles_in_the_heading_alone(self, service: Own, office: Office) -> None:
        await office.receiver.receive(title="长" * 200)
        await service.relay()
        (row,) = await box(office.registrar)
        assert row["title"] == f"待办提醒：{'长' * 149}…"
        assert "长" * 200 in row["body"]

    async def test_of_a_reading_copy_say_so(self, service: Own, office: Office) -> None:
        seen = await office.handled()
        await office.circulation.take("circulate", seen, reader_ids=[office.leader.id], order="parallel")
        await service.relay()
        assert await titles(office.leader) == [("task", "待阅提醒")]

    @pytest.mark.rule("DOC-I08")
    async def test_of_an_urging_tell_each_what_concerns_them(self, service: Own, office: Office) -> None:
        seen = await office.handled()
        await service.relay()
        await service.scan(moment("11-30 08:30"))
        await service.relay()
        await service.scan(moment("12-02 17:30"))
        await service.relay()
        named = f"{seen['number']}《{seen['title']}》（主办）"
        mine = [row["body"] for row in await box(office.lead, kind="urging")]
        assert mine == [
            f"由您办理的{named}已于2026年12月1日17:30到期，尚未办结，请抓紧办理。",
            f"由您办理的{named}将于2026年12月1日17:30到期，请抓紧办理。",
        ]
        (row,) = await box(office.head, kind="urging")
        assert row["body"] == f"由{office.lead.name}办理的{named}已于2026年12月1日17:30到期，尚未办结，请予关注。"
        assert row["title"].startswith("催办提醒：")

    async def test_of_somebody_s_word_name_them(self, service: Own, office: Office) -> None:
        seen = await office.handled(office.co)
        seen = await office.supervisor.take("urge", seen, note="请抓紧")
        await office.co.take("report", seen, opinion="已办")
        await service.relay()
        (urging,) = await box(office.co, kind="urging")
        assert urging["body"] == f"{office.supervisor.name}催办{seen['number']}《{seen['title']}》，请抓紧办理。"
        (notice,) = await box(office.lead, kind="notice")
        assert notice["title"].startswith("办理动态：")
        assert notice["body"] == f"{seen['number']}《{seen['title']}》：{office.co.name}已协办反馈。"

    async def test_are_one_for_each_event_and_person(self, service: Own, office: Office) -> None:
        await office.screened()
        told = "jsonb_set(data, '{told}', to_jsonb(ARRAY[CAST(:director AS text)]))"
        await service.sql(
            f"UPDATE outbox_events SET data = {told} WHERE organ_id = :organ AND type LIKE '%.screen'",
            director=office.director.id,
            organ=office.organ.id,
        )
        await service.relay()
        assert await titles(office.director) == [("task", "待办提醒")], "whoever has to act need not be told the news"


class TestBox:
    async def test_shows_the_newest_first_and_only_one_s_own(
        self, service: Own, office: Office, clock: FixedClock
    ) -> None:
        seen = await office.screened()
        await service.relay()
        clock.advance(hours=1)
        seen = await office.director.take("triage", seen, handling_kind="for_action", proposal="拟请综合科办理")
        seen = await office.principal.take("send-back", seen, to_state="screened", reason="请重新拟办")
        await service.relay()
        rows = await box(office.director)
        assert [row["at"] for row in rows] == ["2026-11-20T11:00:00+08:00", "2026-11-20T10:00:00+08:00"]
        assert len(await box(office.principal)) == 1
        assert await box(office.stranger) == []
        page = (await office.director.client.get(BOX, params={"limit": 1})).json()
        rest = (await office.director.client.get(BOX, params={"limit": 1, "cursor": page["next_cursor"]})).json()
        assert page["items"] + rest["items"] == rows
        assert [row["id"] for row in await box(office.director, matter_id=seen["id"])] == [row["id"] for row in rows]
        assert await box(office.director, matter_id=str(new_id())) == []

    async def test_remembers_when_a_message_was_first_read(
        self, service: Own, office: Office, clock: FixedClock
    ) -> None:
        await office.screened()
        await service.relay()
        (row,) = await box(office.director, unread="true")
        clock.advance(hours=1)
        path = f"{BOX}/{row['id']}/read"
        read = await office.director.client.post(path)
        assert (read.status_code, read.json()["read_at"]) == (200, "2026-11-20T11:00:00+08:00")
        NotificationRead.model_validate(read.json())
        clock.advance(hours=1)
        assert (await office.director.client.post(path)).json() == read.json()
        assert await box(office.director, unread="true") == []
        assert await box(office.director, unread="false") == [read.json()]
        for who, some in ((office.clerk, row["id"]), (office.director, new_id())):
            problem(await who.client.post(f"{BOX}/{some}/read"), 404, "not_found")

    async def test_is_read_as_a_whole(self, service: Own, office: Office) -> None:
        for mark in range(3):
            await office.screened(title=f"关于第{mark}号事项的通知", sender_number=f"江政〔2026〕{mark}号")
        await service.relay()
        answer = await office.director.client.post(f"{BOX}/read-all")
        NotificationsRead.model_validate(answer.json())
        assert (answer.status_code, answer.json()) == (200, {"read_count": 3})
        assert (await office.director.client.post(f"{BOX}/read-all")).json() == {"read_count": 0}
        assert await box(office.director, unread="true") == []
        assert len(await box(office.clerk, unread="true")) == 3, "other boxes are not touched"

    async def test_gives_receipts_for_a_matter(self, service: Own, office: Office, clock: FixedClock) -> None:
        seen = await office.screened()
        await service.relay()
        clock.advance(minutes=5)
        async with service.database.open(writes=True, origin=ORIGIN) as db:
            director = Actor(UUID(office.director.id), office.director.name, office.organ.id)
            await NotificationService(db, director).read_all()
            await db.commit()
        async with service.database.open() as db:
            rows = await NotificationRepository(db).receipts(UUID(seen["id"]))
        assert {(row.person_name, row.read_at) for row in rows} == {
            (office.registrar.name, None),
            (office.clerk.name, None),
            (office.director.name, clock.now()),
        }


class TestRelay:
    async def waiting(self, service: Own) -> list[tuple[int, bool]]:
        """(failures, relayed) of the newest events, the newest first."""
        rows = await service.sql("SELECT attempts, relayed_at FROM outbox_events ORDER BY seq DESC LIMIT 3")
        return [(row.attempts, row.relayed_at is not None) for row in rows]

    async def test_hands_on_each_event_once_when_relays_race(self, service: Own, office: Office) -> None:
        await service.relay()
        await office.handled(office.co, office.other)
        counts = await asyncio.gather(*(service.relay() for _ in range(4)))
        assert sum(counts) == 6
        assert await service.relay() == 0
        assert len(await box(office.lead)) == 1

    async def test_repeats_nothing_to_anybody(self, service: Own, office: Office) -> None:
        await office.screened()
        await service.relay()
        rows = await box(office.director)
        await service.sql("UPDATE outbox_events SET relayed_at = NULL WHERE organ_id = :organ", organ=office.organ.id)
        assert await service.relay() == 3
        assert await box(office.director) == rows

    async def test_asks_as_often_for_many_events_as_for_one(self, service: Own, office: Office) -> None:
        await service.relay()
        counts = []
        for papers in (1, 8):
            for mark in range(papers):
                await office.receiver.receive(
                    title=f"第{papers}{mark}号", sender_number=f"清政〔2026〕{papers}{mark}号"
                )
            with service.counted() as sent:
                assert await service.relay() == papers
            counts.append(len(sent))
        assert counts[0] == counts[1]

    async def test_lets_one_bad_event_hold_up_nobody(
        self, service: Own, office: Office, caplog: pytest.LogCaptureFixture
    ) -> None:
        await service.relay()
        papers = [await office.receiver.receive(title=f"第{mark}号", sender_number=f"{mark}号") for mark in range(3)]
        bad = papers[1]["id"]

        async def stumbles(db: Db, events: Sequence[Recorded]) -> None:
            if any(str(one.subject_id) == bad for one in events):
                raise LookupError("nothing to be found")

        subscribers = {**SUBSCRIBERS, "shuniu.incoming_document.*": (stumbles,)}
        assert await relay_outbox(service.database, ORIGIN, subscribers=subscribers) == 2
        assert await self.waiting(service) == [(0, True), (1, False), (0, True)]
        assert len(await box(office.registrar)) == 2, "what the bad event's other handlers wrote is not kept"
        assert await relay_outbox(service.database, ORIGIN, again=False, subscribers=subscribers) == 0
        assert (await self.waiting(service))[1] == (1, False), "news alone leave what failed for the minute's run"
        for _ in range(MOST_ATTEMPTS + 2):
            await relay_outbox(service.database, ORIGIN, subscribers=subscribers)
        assert (await self.waiting(service))[1] == (MOST_ATTEMPTS, False)
        assert "is parked after 10 attempts" in caplog.text
        await service.sql("UPDATE outbox_events SET attempts = 0 WHERE relayed_at IS NULL")
        assert await service.relay() == 1, "taken up again, it goes its way"
        assert len(await box(office.registrar)) == 3

    async def test_chooses_handlers_by_pattern_and_keeps_the_order(self, service: Own, office: Office) -> None:
        await service.relay()
        told: list[tuple[str, Sequence[str]]] = []

        def listener(name: str) -> Any:
            async def heard(db: Db, events: Sequence[Recorded]) -> None:
                told.append((name, [one.type.rpartition(".")[2] for one in events]))

            return heard

        await office.screened()
        subscribers = {"*.register": (listener("one"),), "shuniu.*": (listener("all"),), "other.*": (listener("none"),)}
        await relay_outbox(service.database, ORIGIN, subscribers=subscribers)
        assert told == [("one", ["register"]), ("all", ["receive", "register", "screen"])]
