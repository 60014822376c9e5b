"""What a limit would end at, and how it was counted."""

from collections.abc import Callable
from typing import Any

import pytest
import pytest_asyncio

from app.schemas.calendar import DueAnswer
from app.vocabulary.identity import PersonKind
from tests.factories.client import Client, problem
from tests.factories.make import Make, Someone

ClientAs = Callable[[Someone], Client]


@pytest_asyncio.fixture
async def office_client(make: Make, client_as: ClientAs) -> Client:
    return client_as(await make.person())


@pytest.mark.rule("DOC-T04", "DOC-T07")
class TestDue:
    @pytest.mark.parametrize(
        ("said", "due", "lines"),
        [
            (
                {"start": "2026-09-29T16:00:00+08:00", "limit_value": 4, "limit_unit": "workday"},
                "2026-10-10T17:30:00+08:00",
                [
                    "2026-09-29（星期二）起算，当日不计", "2026-09-30（星期三） 工作日，第1个",
                    "2026-10-01至2026-10-07 国庆节放假，不计",
                    "2026-10-08至2026-10-09 工作日，第2至3个", "2026-10-10（星期六） 国庆节调休，上班，第4个",
                    "2026-10-10 17:30届满",
                ],
            ),
            (
                {"start": "2026-11-20T10:00:00+08:00", "limit_value": 1, "limit_unit": "workday"},
                "2026-11-23T17:30:00+08:00",
                [
                    "2026-11-20（星期五）起算，当日不计", "2026-11-21至2026-11-22 周末休息，不计",
                    "2026-11-23（星期一） 工作日，第1个",
                    "2026-11-23 17:30届满",
                ],
            ),
            (
                {"start": "2026-11-20T10:00:00+08:00", "limit_value": 2, "limit_unit": "calendar_day"},
                "2026-11-22T17:30:00+08:00",
                ["2026-11-20（星期五）起算，当日不计", "2026-11-21至2026-11-22 自然日，第1至2个", "2026-11-22 17:30届满"],
            ),
            (
                {"start": "2026-11-20T10:00:00+08:00", "limit_value": 2, "limit_unit": "calendar_day", "roll": "forward"},
                "2026-11-23T17:30:00+08:00",
                [
                    "2026-11-20（星期五）起算，当日不计", "2026-11-21至2026-11-22 自然日，第1至2个", "2026-11-22 17:30届满",
                    "2026-11-22是休息日，顺延至下一工作日，2026-11-23 17:30届满",
                ],
            ),
            (
                {"start": "2026-11-20T02:00:00Z", "limit_value": 24, "limit_unit": "hour"},
                "2026-11-21T10:00:00+08:00",
                ["自2026-11-20 10:00起连续计算24小时，夜间、休息日、节假日照常计入", "2026-11-21 10:00届满"],
            ),
            (
                {"start": "2026-11-20T16:30:00+08:00", "limit_value": 2, "limit_unit": "work_hour"},
                "2026-11-23T09:30:00+08:00",
                [
                    "自2026-11-20 16:30起计2个工作小时，只计上班时间（08:30—12:00、14:00—17:30）", "2026-11-20（星期五） 工作日",
                    "2026-11-21至2026-11-22 周末休息", "2026-11-23（星期一） 工作日", "2026-11-23 09:30届满",
                ],
            ),
            (
                {"start": "2026-11-20T10:00:00+08:00", "limit_value": 0, "limit_unit": "workday"},
                "2026-11-20T17:30:00+08:00",
                ["2026-11-20 10:00起算，当日办结", "2026-11-20 17:30届满"],
            ),
            (
                {"start": "2026-11-20T18:00:00+08:00", "limit_value": 0, "limit_unit": "workday"},
                "2026-11-23T17:30:00+08:00",
                [
                    "2026-11-20 18:00起算，当日办结；当日已下班或者休息，顺延",
                    "2026-11-21至2026-11-22 周末休息", "2026-11-23（星期一） 工作日",
                    "2026-11-23 17:30届满",
                ],
            ),
        ],
    )  # fmt: skip
    async def test_is_worked_out_and_explained(
        self, office_client: Client, said: dict[str, Any], due: str, lines: list[str]
    ):
        answer = await office_client.post("/calendar/due", json=said)
        body = answer.json()
        assert DueAnswer.model_validate(body).model_dump(mode="json") == body
        assert body == {"due_at": due, "confirmed": True, "explanation": lines}

    async def test_says_when_a_year_is_not_settled(self, office_client: Client):
        said = {"start": "2026-12-30T10:00:00+08:00", "limit_value": 3, "limit_unit": "workday"}
        body = (await office_client.post("/calendar/due", json=said)).json()
        assert (body["due_at"], body["confirmed"]) == ("2027-01-05T17:30:00+08:00", False)
        assert body["explanation"][-1] == "2027年的放假安排尚未导入，结果可能变动"

    async def test_explains_a_year_in_few_lines(self, office_client: Client):
        said = {"start": "2026-01-05T10:00:00+08:00", "limit_value": 365, "limit_unit": "workday"}
        body = (await office_client.post("/calendar/due", json=said)).json()
        assert len(body["explanation"]) < 200
        assert "至365个" in body["explanation"][-3]

    async def test_is_for_everybody_who_is_known(self, client: Client, make: Make, client_as: ClientAs):
        said = {"start": "2026-11-20T10:00:00+08:00", "limit_value": 1, "limit_unit": "workday"}
        problem(await client.post("/calendar/due", json=said), 401, "unauthenticated")
        assert (
            await client_as(await make.person(kind=PersonKind.SYS_ADMIN)).post("/calendar/due", json=said)
        ).status_code == 200

    @pytest.mark.parametrize(
        ("changed", "status"),
        [
            ({"limit_value": 366}, 422), ({"limit_value": 0, "limit_unit": "hour"}, 422),
            ({"start": "2099-12-30T10:00:00+08:00"}, 422),
            ({"limit_value": -1}, 400), ({"limit_unit": "week"}, 400), ({"start": "2026-11-20"}, 400), ({"roll": "up"}, 400),
            ({"limit_value": None}, 400), ({"extra": 1}, 400),
        ],
    )  # fmt: skip
    async def test_refuses_what_cannot_be_counted(self, office_client: Client, changed: dict[str, Any], status: int):
        said = {"start": "2026-11-20T10:00:00+08:00", "limit_value": 5, "limit_unit": "workday"}
        assert (await office_client.post("/calendar/due", json=said | changed)).status_code == status
