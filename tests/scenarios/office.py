"""A whole office for a story: one person for each role, a business department, and each with a client of their own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.clock import SHANGHAI
from app.models.identity import Department, Organ
from app.vocabulary.identity import Role
from tests.factories.client import Client, problem
from tests.factories.make import Make, Someone

PAPERS = "/incoming-documents"
PASSED: dict[str, Any] = {"ours": True, "routing": True, "form": True, "consulted": True, "drafting": True}
"""All five questions of the screening answered with yes."""


class Player:
    """A person of the story and what they do over HTTP."""

    def __init__(self, who: Someone, client: Client) -> None:
        self.id, self.name, self.client = str(who.id), who.name, client

    async def receive(self, **told: Any) -> dict[str, Any]:
        """签收 a paper."""
        answer = await self.client.post(PAPERS, json=paper(**told))
        assert answer.status_code == 201, answer.text
        body: dict[str, Any] = answer.json()
        return body

    async def take(self, action: str, seen: dict[str, Any], **said: Any) -> dict[str, Any]:
        """Take an action that must succeed; what the paper is afterwards."""
        answer = await self.client.act(PAPERS, seen, action, **said)
        assert answer.status_code == 200, f"{action}: {answer.text}"
        body: dict[str, Any] = answer.json()
        assert body["version"] == seen["version"] + 1
        return body

    async def refused(
        self, action: str, seen: dict[str, Any], status: int, code: str, /, rule: str = "", **said: Any
    ) -> dict[str, Any]:
        """Take an action that must be refused, by this rule if one is named; what the refusal says."""
        body = problem(await self.client.act(PAPERS, seen, action, **said), status, code)
        if rule:
            assert rule in [one["id"] for one in body["rules"]], body
            assert all(one["statement"] and one["source"] for one in body["rules"])
        return body

    async def see(self, seen: dict[str, Any]) -> dict[str, Any]:
        """The paper as it is now."""
        answer = await self.client.get(f"{PAPERS}/{seen['id']}")
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    async def all(self, path: str, **asked: Any) -> list[dict[str, Any]]:
        """The rows of a list that fits one page."""
        answer = await self.client.get(path, params={"limit": 200, **asked})
        assert answer.status_code == 200, answer.text
        assert answer.json()["next_cursor"] is None
        rows: list[dict[str, Any]] = answer.json()["items"]
        return rows

    async def history(self, name: str, seen: dict[str, Any]) -> list[dict[str, Any]]:
        """Opinions, trail, urgings, extensions or overrides of a paper."""
        return await self.all(f"{PAPERS}/{seen['id']}/{name}")


def paper(**told: Any) -> dict[str, Any]:
    """The body of a plausible 签收; tell only what the test is about."""
    return {
        "title": "关于做好2026年防汛工作的通知",
        "sender_name": "江州市人民政府办公室",
        "sender_number": "江政办发〔2026〕18号",
        "doc_type": "notice",
        "received_at": "2026-11-20T09:10:00+08:00",
        "doc_date": "2026-11-18",
        "channel": "exchange",
        **told,
    }


@dataclass
class Office:
    """One organ. 拟办 is the director's, 批办 the principal's; the handlers sit in a department with a head."""

    organ: Organ
    office_department: Department
    department: Department
    receiver: Player
    registrar: Player
    clerk: Player
    director: Player
    principal: Player
    leader: Player
    circulation: Player
    supervisor: Player
    archivist: Player
    head: Player
    lead: Player
    co: Player
    other: Player
    stranger: Player
    """Somebody of another organ, with every right there."""

    async def registered(self, **told: Any) -> dict[str, Any]:
        return await self.registrar.take("register", await self.receiver.receive(**told))

    async def screened(self, **told: Any) -> dict[str, Any]:
        return await self.clerk.take("screen", await self.registered(**told), **PASSED)

    async def triaged(self, **told: Any) -> dict[str, Any]:
        seen = await self.screened(**told)
        asked = {"supervisor_id": self.supervisor.id} if seen["urgency"] != "none" else {}
        return await self.director.take(
            "triage", seen, handling_kind="for_action", proposal="拟请综合科牵头办理。", **asked
        )

    async def instructed(self, **told: Any) -> dict[str, Any]:
        return await self.principal.take("instruct", await self.triaged(**told), opinion="同意，请抓紧办理。")

    async def handled(self, *co: Player, **told: Any) -> dict[str, Any]:
        """A paper that the lead handler works on, and these co-handlers."""
        return await self.circulation.take(
            "assign",
            await self.instructed(**told),
            lead_handler_id=self.lead.id,
            co_handler_ids=[one.id for one in co],
        )


async def open_office(make: Make, client_as: Callable[[Someone], Client]) -> Office:
    """An organ with its people, each logged in."""
    organ, elsewhere = await make.organ(), await make.organ()
    own = await make.department(organ, name="办公室", is_office=True)
    department = await make.department(organ, name="综合科")

    async def player(*roles: Role, at: Department | None = own, is_head: bool = False) -> Player:
        who = await make.person(*roles, organ=organ, department=at, is_head=is_head)
        return Player(who, client_as(who))

    stranger = await make.person(*Role, organ=elsewhere)
    return Office(
        organ=organ,
        office_department=own,
        department=department,
        receiver=await player(Role.RECEIVER),
        registrar=await player(Role.REGISTRAR),
        clerk=await player(Role.OFFICE_CLERK),
        director=await player(Role.OFFICE_DIRECTOR, is_head=True),
        principal=await player(Role.PRINCIPAL_LEADER, at=None),
        leader=await player(Role.LEADER, at=None),
        circulation=await player(Role.CIRCULATION_CLERK),
        supervisor=await player(Role.SUPERVISOR),
        archivist=await player(Role.ARCHIVIST),
        head=await player(Role.DEPARTMENT_HEAD, at=department, is_head=True),
        lead=await player(at=department),
        co=await player(at=department),
        other=await player(at=department),
        stranger=Player(stranger, client_as(stranger)),
    )


def task_of(seen: dict[str, Any], step: str, who: Player | None = None) -> dict[str, Any]:
    """The one open task of a step; of this person, if one is named."""
    found = [
        task
        for task in seen["tasks"]
        if (task["step"], task["state"]) == (step, "open") and (who is None or task["assignee_id"] == who.id)
    ]
    assert len(found) == 1, seen["tasks"]
    task: dict[str, Any] = found[0]
    return task


def holders(seen: dict[str, Any]) -> set[tuple[str, str]]:
    """(step, person) of whoever holds the paper now."""
    return {(one["step"], one["assignee_id"]) for one in seen["current"]}


def unlit(view: Any) -> Any:
    """A view without its lights, the one thing in it that changes by itself."""
    if isinstance(view, dict):
        return {name: unlit(value) for name, value in view.items() if name != "light"}
    return [unlit(value) for value in view] if isinstance(view, list) else view


def moment(text: str) -> datetime:
    """``"11-25 17:30"`` of the year the stories play in."""
    return datetime.strptime(f"2026-{text} +0800", "%Y-%m-%d %H:%M %z").astimezone(SHANGHAI)


def told(at: datetime) -> str:
    """A moment as the API writes it."""
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds")
