"""What waits for people, as the API tells it."""

from typing import Any
from uuid import UUID

from app.core.clock import local_day
from app.core.ids import new_id
from app.models.identity import Delegation
from app.schemas.common import Page
from app.schemas.tasks import TaskCounts, TaskRow
from tests.factories.make import Make
from tests.scenarios.office import Office, Player

TASKS = "/tasks"


async def desk(who: Player, **asked: Any) -> list[dict[str, Any]]:
    """The rows of one heap, checked against the published schema."""
    answer = await who.client.get(TASKS, params={"limit": 200, **asked})
    assert answer.status_code == 200, answer.text
    Page[TaskRow].model_validate(answer.json())
    rows: list[dict[str, Any]] = answer.json()["items"]
    return rows


async def counts(who: Player) -> dict[str, Any]:
    answer = await who.client.get(f"{TASKS}/counts")
    assert answer.status_code == 200, answer.text
    TaskCounts.model_validate(answer.json())
    body: dict[str, Any] = answer.json()
    return body


def another(mark: int) -> dict[str, Any]:
    """What tells one paper from another."""
    return {"title": f"关于第{mark}号事项的通知", "sender_number": f"江政〔2026〕{mark}号"}


async def stand_in(make: Make, office: Office, principal: Player, delegate: Player, **told: Any) -> None:
    now = make.database.clock.now()
    values = {"starts_on": local_day(now), "ends_on": local_day(now), "reason": "出差"}
    await make.add(
        Delegation(
            id=new_id(),
            organ_id=office.organ.id,
            principal_id=UUID(principal.id),
            delegate_id=UUID(delegate.id),
            created_by_id=UUID(principal.id),
            created_at=now,
            **{**values, **told},
        )
    )
