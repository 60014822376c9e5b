"""Events become messages: a new task to whoever has it, an urging to its person, an act to those it concerns."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from app.core.ids import new_id
from app.db.database import Db
from app.events.outbox import Recorded
from app.repositories.notifications import NotificationRepository
from app.services.identity.directory import Directory, PersonCard
from app.services.notifications.wording import Message, rung_message, task_message, told_message


async def notify(db: Db, events: Sequence[Recorded]) -> None:
    """Put the messages of these events into the boxes: five queries, however many events. Repeating changes nothing."""
    found = NotificationRepository(db)
    matters = await found.matters({one.subject_id for one in events})
    tasks = await found.tasks({task_id for one in events for task_id in _task_ids(one)})
    actors = await Directory(db).people({UUID(one.data["actor_id"]) for one in events if one.data.get("actor_id")})
    rows = []
    for event in events:
        matter = matters.get(event.subject_id)
        if matter is not None:
            messages = dict(_messages(event, matter, tasks, actors))
            rows += [_row(event, person_id, message) for person_id, message in messages.items()]
    if rows:
        await found.enter(rows)


def _task_ids(event: Recorded) -> Iterator[UUID]:
    yield from (UUID(one["task_id"]) for one in event.data.get("opened", ()))
    if "task_id" in event.data:
        yield UUID(event.data["task_id"])


def _messages(
    event: Recorded, matter: Any, tasks: Mapping[UUID, Any], actors: Mapping[UUID, PersonCard]
) -> Iterator[tuple[UUID, Message]]:
    """Who is told what. Who gets several gets the last: a task weighs more than news, the first task most."""
    data = event.data
    told = [UUID(one) for one in data.get("told", ())]
    if "rung" in data:
        task, due_at = tasks[UUID(data["task_id"])], datetime.fromisoformat(data["due_at"])
        for person_id in told:
            mine = person_id == task.assignee_id
            yield person_id, rung_message(matter, task, at=event.at, due_at=due_at, to_assignee=mine)
        return
    actor = actors.get(UUID(data["actor_id"])) if data.get("actor_id") else None
    for person_id in told:
        yield person_id, told_message(matter, data["action"], actor.name if actor else None)
    for one in reversed(data.get("opened", ())):
        yield UUID(one["assignee_id"]), task_message(matter, tasks[UUID(one["task_id"])])


def _row(event: Recorded, person_id: UUID, message: Message) -> dict[str, Any]:
    return {
        "id": new_id(),
        "person_id": person_id,
        "organ_id": event.organ_id,
        "event_id": event.id,
        "kind": message.kind,
        "matter_id": event.subject_id,
        "title": message.title,
        "body": message.body,
        "at": event.at,
    }
