"""How the reference writes: one prepared statement a row, in one transaction."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, TypeAlias
from uuid import UUID

import asyncpg
from fastapi import HTTPException
from pydantic import BaseModel, Field

from app.core.clock import local_day
from app.core.ids import new_id
from app.vocabulary.common import Classification, Urgency
from app.vocabulary.documents import Channel, DocType, IncomingAction, IncomingState, IncomingStep, Medium, SenderClass
from app.vocabulary.identity import Role
from bench import reference_sql as sql

Connection: TypeAlias = "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"


class Paper(BaseModel):
    """A new paper, in plain types."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    sender_name: Annotated[str, Field(min_length=1, max_length=100)]
    sender_class: SenderClass = SenderClass.SUPERIOR
    sender_number: str | None = None
    doc_type: DocType
    medium: Medium = Medium.DOCUMENT
    urgency: Urgency = Urgency.NONE
    classification: Classification = Classification.INTERNAL
    doc_date: date | None = None
    received_at: datetime
    channel: Channel
    copies: Annotated[int, Field(ge=1)] = 1
    pages: int | None = None
    copy_number: str | None = None
    damage_note: str | None = None
    handed_by: str | None = None
    due_at: datetime | None = None
    resubmission_of_id: UUID | None = None


@dataclass(frozen=True)
class People:
    """The organ, and who does which step in it."""

    organ_id: UUID
    holders: dict[str, UUID]


@dataclass(frozen=True)
class Move:
    """A step of a paper: who takes it, where it leads, and whose turn it is then."""

    action: IncomingAction
    by: Role
    before: IncomingState | None
    after: IncomingState
    opens: IncomingStep
    then: Role


RECEIVE = Move(
    IncomingAction.RECEIVE, Role.RECEIVER, None, IncomingState.RECEIVED, IncomingStep.REGISTER, Role.REGISTRAR
)
REGISTER = Move(
    IncomingAction.REGISTER,
    Role.REGISTRAR,
    IncomingState.RECEIVED,
    IncomingState.REGISTERED,
    IncomingStep.SCREEN,
    Role.OFFICE_CLERK,
)
SCREEN = Move(
    IncomingAction.SCREEN,
    Role.OFFICE_CLERK,
    IncomingState.REGISTERED,
    IncomingState.SCREENED,
    IncomingStep.TRIAGE,
    Role.OFFICE_DIRECTOR,
)


class Desk:
    """The writes of one transaction."""

    def __init__(self, db: Connection, people: People) -> None:
        self._db, self._people = db, people
        self._now = datetime.now(UTC).replace(microsecond=0)

    async def receive(self, paper: Paper) -> UUID:
        document_id, organ_id = new_id(), self._people.organ_id
        receiver, registrar = (self._people.holders[role] for role in (Role.RECEIVER, Role.REGISTRAR))
        await self._db.execute(
            sql.ADD_MATTER, document_id, organ_id, paper.title, paper.urgency, paper.classification, registrar, receiver,
            self._now, paper.due_at,
        )  # fmt: skip
        await self._db.execute(
            sql.ADD_DOCUMENT, document_id, paper.received_at, paper.channel, paper.copies, paper.damage_note, paper.handed_by,
            paper.sender_name, paper.sender_class, paper.sender_number, paper.doc_type, paper.medium, paper.doc_date,
            paper.copy_number, paper.pages, paper.resubmission_of_id,
        )  # fmt: skip
        changes = {name: [None, value] for name, value in paper.model_dump(mode="json", exclude_none=True).items()}
        await self._follow(document_id, RECEIVE, 1, changes)
        return document_id

    async def move(self, document_id: UUID, seen: str, move: Move, opinion: str | None) -> None:
        """Raises: HTTPException (there is no such paper, it changed, or the step is not its next)."""
        found = await self._db.fetchrow(sql.LOCK, document_id)
        if found is None:
            raise HTTPException(404)
        if seen != f'"{found["version"]}"':
            raise HTTPException(412)
        if found["state"] != move.before:
            raise HTTPException(409)
        by, then, number = self._people.holders[move.by], self._people.holders[move.then], None
        task_id = await self._db.fetchval(sql.FINISH_TASK, document_id, self._now, by, move.action)
        if opinion:
            await self._db.execute(sql.ADD_OPINION, new_id(), document_id, task_id, by, opinion, self._now)
        if move is REGISTER:
            number = await self._number(document_id, found["sender_class"], by)
        await self._db.execute(sql.MOVE, document_id, move.after, then, number)
        version = found["version"] + 1
        changes = {
            "state": [move.before, move.after],
            "responsible_id": [str(by), str(then)],
            "version": [version - 1, version],
        }
        await self._follow(document_id, move, version, changes | ({"number": [None, number]} if number else {}))

    async def _number(self, document_id: UUID, sender_class: str, by: UUID) -> str:
        """The next number of the register; its row stays locked until the transaction ends."""
        year = local_day(self._now).year
        series = await self._db.fetchrow(sql.TAKE_NUMBER, self._people.organ_id, f"incoming:{sender_class}", year)
        assert series is not None
        number: str = series["template"].format(year=year, seq=series["last_value"])
        await self._db.execute(sql.ADD_NUMBER, series["id"], series["last_value"], number, document_id, self._now, by)
        return number

    async def _follow(self, document_id: UUID, move: Move, version: int, changes: dict[str, Any]) -> None:
        """The next task, who has a part, the trail and the event."""
        organ_id, by, then = self._people.organ_id, self._people.holders[move.by], self._people.holders[move.then]
        task_id, due = new_id(), self._now + timedelta(days=1)
        await self._db.execute(
            sql.ADD_TASK, task_id, document_id, organ_id, move.opens, then, move.then, self._now, due, 1
        )
        for person_id in (by, then):
            await self._db.execute(sql.ADD_PARTICIPANT, person_id, document_id)
        await self._db.execute(
            sql.ADD_TRAIL, new_id(), organ_id, document_id, move.action, by, "工作人员", move.before, move.after, changes,
            self._now, new_id().hex, "127.0.0.1",
        )  # fmt: skip
        opened = {"task_id": str(task_id), "assignee_id": str(then), "kind": "step", "step": move.opens}
        data = {
            "matter_id": str(document_id), "action": move.action, "state": move.after, "sequence": version,
            "actor_id": str(by), "opened": [opened], "told": [],
        }  # fmt: skip
        event = f"shuniu.incoming_document.{move.action}"
        await self._db.execute(sql.ADD_EVENT, new_id(), event, organ_id, document_id, data, self._now)
