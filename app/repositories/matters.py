"""Matters, tasks and what hangs on them, whatever their kind."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, any_, bindparam, case, exists, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import DateTime, Text, Uuid

from app.core.actor import Actor
from app.db.database import Db
from app.db.slice import Listing, Slice, Sort, Wanted
from app.models.identity import Person
from app.models.matters import Extension, Matter, Opinion, Participant, RuleOverride, Task, Urging
from app.models.trail import AuditEntry
from app.vocabulary.common import MatterKind
from app.vocabulary.deadlines import Light
from app.vocabulary.identity import SIGHT

matters, tasks, people = Matter.__table__, Task.__table__, Person.__table__
ARRAY_UUID = ARRAY(Uuid())
ARRAY_TEXT = ARRAY(Text())


def light_of(due: Any, warn: Any, *, done: Any = None, paused: Any = None) -> ColumnElement[Any]:
    """The light (红黄绿灯) at ``:now``, or at the moment it was done; null without a limit."""
    at: ColumnElement[Any] = bindparam("now", type_=DateTime(timezone=True))
    if done is not None:
        at = func.coalesce(done, at)
    shown: ColumnElement[Any] = case(
        (due.is_(None), None), (at > due, Light.RED.value), (at >= warn, Light.YELLOW.value), else_=Light.GREEN.value
    )
    return shown if paused is None else case((paused.is_not(None), Light.PAUSED.value), else_=shown)


def readable(kind_scope: str) -> ColumnElement[bool]:
    """The one rule of who sees a matter: the whole organ, or one's departments and what one has a part in."""
    in_organ = matters.c.organ_id == bindparam("organ_id")
    if kind_scope == "organ":
        return in_organ
    part = exists().where(
        Participant.matter_id == matters.c.id, Participant.person_id == any_(bindparam("my_people", type_=ARRAY_UUID))
    )
    return and_(in_organ, or_(matters.c.department_id == any_(bindparam("my_departments", type_=ARRAY_UUID)), part))


def reading_binds(actor: Actor) -> dict[str, Any]:
    """The values `readable` asks for."""
    return {
        "organ_id": actor.organ_id,
        "my_departments": list(actor.headed_department_ids),
        "my_people": list(actor.stands_for),
    }


def scope_of(actor: Actor, kind: MatterKind) -> str:
    """How far the caller sees matters of a kind: the whole organ, or their departments and what they had a part in."""
    return "organ" if actor.can(SIGHT[kind][1]) else "mine"


_TASKS = select(*tasks.columns).where(tasks.c.matter_id == bindparam("matter_id")).order_by(tasks.c.id)
_ONE_TASK = select(*tasks.columns).where(tasks.c.id == bindparam("task_id"))

_author = people.alias("author")
_principal = people.alias("principal")

_OPINIONS = Listing(
    {
        "id": Opinion.id,
        "kind": Opinion.kind,
        "author_id": Opinion.author_id,
        "author_name": _author.c.name,
        "on_behalf_of_id": Opinion.on_behalf_of_id,
        "on_behalf_of_name": _principal.c.name,
        "text": Opinion.text,
        "at": Opinion.at,
    },
    Opinion.__table__.join(_author, _author.c.id == Opinion.author_id).outerjoin(
        _principal, _principal.c.id == Opinion.on_behalf_of_id
    ),
    id_column=Opinion.id,
    scopes={"matter": Opinion.matter_id == bindparam("matter_id")},
    filters={},
    sorts={"at": Sort(Opinion.at, datetime)},
)
_TRAIL = Listing(
    {
        "id": AuditEntry.id,
        "action": AuditEntry.action,
        "actor_id": AuditEntry.actor_id,
        "actor_name": AuditEntry.actor_name,
        "on_behalf_of_id": AuditEntry.on_behalf_of_id,
        "on_behalf_of_name": _principal.c.name,
        "state_before": AuditEntry.state_before,
        "state_after": AuditEntry.state_after,
        "note": AuditEntry.note,
        "at": AuditEntry.at,
        "request_id": AuditEntry.request_id,
    },
    AuditEntry.__table__.outerjoin(_principal, _principal.c.id == AuditEntry.on_behalf_of_id),
    id_column=AuditEntry.id,
    scopes={"matter": AuditEntry.matter_id == bindparam("matter_id")},
    filters={},
    sorts={"at": Sort(AuditEntry.at, datetime)},
)
_URGINGS = Listing(
    {
        "id": Urging.id,
        "task_id": Urging.task_id,
        "step": tasks.c.step,
        "rung": Urging.rung,
        "due_at": Urging.due_at,
        "person_id": Urging.person_id,
        "person_name": _author.c.name,
        "by_id": Urging.by_id,
        "note": Urging.note,
        "at": Urging.at,
    },
    Urging.__table__.join(tasks, tasks.c.id == Urging.task_id).join(_author, _author.c.id == Urging.person_id),
    id_column=Urging.id,
    scopes={"matter": Urging.matter_id == bindparam("matter_id")},
    filters={},
    sorts={"at": Sort(Urging.at, datetime)},
)
_EXTENSIONS = Listing(
    {
        "id": Extension.id,
        "requested_by_id": Extension.requested_by_id,
        "requested_by_name": _author.c.name,
        "requested_at": Extension.requested_at,
        "reason": Extension.reason,
        "from_due_at": Extension.from_due_at,
        "to_due_at": Extension.to_due_at,
        "decided_by_id": Extension.decided_by_id,
        "decided_at": Extension.decided_at,
        "approved": Extension.approved,
    },
    Extension.__table__.join(_author, _author.c.id == Extension.requested_by_id),
    id_column=Extension.id,
    scopes={"matter": Extension.matter_id == bindparam("matter_id")},
    filters={},
    sorts={"at": Sort(Extension.requested_at, datetime)},
)
_OVERRIDES = Listing(
    {
        "id": RuleOverride.id,
        "rule_id": RuleOverride.rule_id,
        "action": RuleOverride.action,
        "finding": RuleOverride.finding,
        "reason": RuleOverride.reason,
        "by_id": RuleOverride.by_id,
        "by_name": _author.c.name,
        "at": RuleOverride.at,
    },
    RuleOverride.__table__.join(_author, _author.c.id == RuleOverride.by_id),
    id_column=RuleOverride.id,
    scopes={"matter": RuleOverride.matter_id == bindparam("matter_id")},
    filters={},
    sorts={"at": Sort(RuleOverride.at, datetime)},
)
HISTORIES = {
    "opinions": _OPINIONS,
    "trail": _TRAIL,
    "urgings": _URGINGS,
    "extensions": _EXTENSIONS,
    "overrides": _OVERRIDES,
}

_OPEN_EXTENSION = select(*Extension.__table__.columns).where(
    Extension.matter_id == bindparam("matter_id"), Extension.decided_at.is_(None)
)

_SET_ASIDE = select(RuleOverride.rule_id, RuleOverride.finding).where(
    RuleOverride.matter_id == bindparam("matter_id"),
    RuleOverride.action == any_(bindparam("actions", type_=ARRAY_TEXT)),
)


class MatterRepository:
    """What every kind of matter asks of its shared tables."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def tasks(self, matter_id: UUID) -> list[Task]:
        return await self._db.entities(Task, _TASKS, {"matter_id": matter_id})

    async def task(self, task_id: UUID) -> Task | None:
        return await self._db.entity(Task, _ONE_TASK, {"task_id": task_id})

    async def history(self, name: str, matter_id: UUID, wanted: Wanted) -> Slice:
        """One of `HISTORIES` of a matter the caller was already found to see, oldest first."""
        return await HISTORIES[name].fetch(self._db, wanted, "matter", {"matter_id": matter_id})

    async def set_aside(self, matter_id: UUID, actions: Collection[str]) -> set[tuple[str, str]]:
        """Rule and finding of every warning that was set aside in one of these actions."""
        asked = {"matter_id": matter_id, "actions": list(actions)}
        return {(row.rule_id, row.finding) for row in await self._db.rows(_SET_ASIDE, asked)}

    async def open_extension(self, matter_id: UUID) -> Extension | None:
        return await self._db.entity(Extension, _OPEN_EXTENSION, {"matter_id": matter_id})
