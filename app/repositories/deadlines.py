"""What the deadline scan asks: which tasks reached a rung of the urging ladder, and whom to tell. All of it in bulk."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import (
    ColumnElement,
    Row,
    and_,
    any_,
    bindparam,
    column,
    exists,
    func,
    literal_column,
    select,
    text,
    tuple_,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import DateTime, Text, Uuid

from app.db.database import Db
from app.models.matters import Urging
from app.repositories.identity.terms import delegations, departments, held, in_force, organs, people, posts
from app.repositories.matters import ARRAY_TEXT, ARRAY_UUID, matters, tasks
from app.vocabulary.identity import PersonKind

urgings = Urging.__table__
_MOMENT = DateTime(timezone=True)
_OPEN = tasks.c.state == literal_column("'open'")
_IDS: ColumnElement[Any] = any_(bindparam("ids", type_=ARRAY_UUID))


class Reached(NamedTuple):
    """A rung of an organ's ladder, reached by every task that is due by ``latest_due``."""

    organ_id: UUID
    rung: str
    latest_due: datetime


class Candidate(NamedTuple):
    """An open task and a rung it may have reached and that was not fired for its present due time."""

    due_at: datetime
    task_id: UUID
    rung: str
    organ_id: UUID
    opened_at: datetime

    @property
    def place(self) -> tuple[datetime, UUID, str]:
        """Where it stands in the order of candidates."""
        return self.due_at, self.task_id, self.rung


_reached = (
    func.unnest(
        bindparam("organ_ids", type_=ARRAY_UUID),
        bindparam("rungs", type_=ARRAY_TEXT),
        bindparam("latest", type_=ARRAY(_MOMENT)),
    )
    .table_valued(column("organ_id", Uuid()), column("rung", Text()), column("latest_due", _MOMENT))
    .render_derived("reached")
)
_fired = exists().where(
    urgings.c.task_id == tasks.c.id,
    urgings.c.due_at == tasks.c.due_at,
    urgings.c.rung == _reached.c.rung,
    urgings.c.rung != literal_column("'manual'"),
)
_order = (tasks.c.due_at, tasks.c.id, _reached.c.rung)
_after = tuple_(
    bindparam("after_due", type_=_MOMENT), bindparam("after_id", type_=Uuid()), bindparam("after_rung", type_=Text())
)
_CANDIDATES = (
    select(*_order, tasks.c.organ_id, tasks.c.opened_at)
    .select_from(
        _reached.join(
            tasks, and_(tasks.c.organ_id == _reached.c.organ_id, tasks.c.due_at <= _reached.c.latest_due)
        ).join(matters, matters.c.id == tasks.c.matter_id)
    )
    .where(_OPEN, matters.c.paused_at.is_(None), ~_fired, tuple_(*_order) > _after)
    .order_by(*_order)
    .limit(bindparam("limit"))
)
_TO_URGE = (
    select(
        tasks.c.id,
        tasks.c.matter_id,
        tasks.c.organ_id,
        tasks.c.assignee_id,
        tasks.c.due_at,
        matters.c.kind,
        matters.c.state,
        matters.c.version,
    )
    .join_from(tasks, matters, matters.c.id == tasks.c.matter_id)
    .where(tasks.c.id == _IDS, _OPEN, matters.c.paused_at.is_(None))
)
_delegate = people.alias("delegate")
_DELEGATES = (
    select(delegations.c.organ_id, delegations.c.principal_id, delegations.c.delegate_id)
    .join(_delegate, _delegate.c.id == delegations.c.delegate_id)
    .where(delegations.c.principal_id == _IDS, in_force(delegations), _delegate.c.active)
    .order_by(delegations.c.id)
)
_above = (
    select(departments.c.id, departments.c.parent_id, departments.c.leader_id)
    .where(departments.c.id == _IDS)
    .cte("above", recursive=True)
)
_above = _above.union(
    select(departments.c.id, departments.c.parent_id, departments.c.leader_id).join(
        _above, _above.c.parent_id == departments.c.id
    )
)
_leader = people.alias("leader")
_ABOVE = select(_above.c.id, _above.c.parent_id, _leader.c.id.label("leader_id")).select_from(
    _above.outerjoin(_leader, and_(_leader.c.id == _above.c.leader_id, _leader.c.active))
)
_serves = and_(people.c.active, people.c.kind == PersonKind.STAFF)
_HEADS = (
    select(posts.c.department_id, posts.c.person_id, _serves.label("serves"))
    .join(people, people.c.id == posts.c.person_id)
    .where(posts.c.department_id == _IDS, posts.c.is_head, held(posts))
    .order_by(posts.c.position, people.c.id)
)
_ORGANS = select(organs.c.id).order_by(organs.c.id)
_URGE = text(
    """
    INSERT INTO urgings (id, matter_id, task_id, due_at, rung, person_id, note, at)
    SELECT id, matter_id, task_id, due_at, rung, person_id, note, at
      FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (
        id uuid, matter_id uuid, task_id uuid, due_at timestamptz, rung text, person_id uuid, note text, at timestamptz
      )
    ON CONFLICT DO NOTHING
    RETURNING id
    """
).columns(column("id", Uuid()))


class DeadlineRepository:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def organs(self) -> Sequence[UUID]:
        return [row.id for row in await self._db.rows(_ORGANS)]

    async def candidates(
        self, reached: Sequence[Reached], after: tuple[datetime, UUID, str], limit: int
    ) -> Sequence[Candidate]:
        """Tasks whose clock runs and the rungs they reached that did not fire yet, by due time, from a place on."""
        binds = {
            "organ_ids": [one.organ_id for one in reached],
            "rungs": [one.rung for one in reached],
            "latest": [one.latest_due for one in reached],
            "limit": limit,
        }
        due, task_id, rung = after
        rows = await self._db.rows(_CANDIDATES, binds | {"after_due": due, "after_id": task_id, "after_rung": rung})
        return [Candidate(row.due_at, row.id, row.rung, row.organ_id, row.opened_at) for row in rows]

    async def to_urge(self, task_ids: Iterable[UUID]) -> Mapping[UUID, Row[Any]]:
        """Those of the tasks that are still open and whose clock runs, with their matter."""
        return {row.id: row for row in await self._db.rows(_TO_URGE, {"ids": list(task_ids)})}

    async def delegates(self, principal_ids: Iterable[UUID], today: date) -> Sequence[Row[Any]]:
        """(organ, principal, active delegate) of the delegations in force today."""
        return await self._db.rows(_DELEGATES, {"ids": list(principal_ids), "today": today})

    async def departments_above(self, department_ids: Iterable[UUID]) -> Sequence[Row[Any]]:
        """``id``, ``parent_id``, ``leader_id`` (if active) of these departments and all above them."""
        return await self._db.rows(_ABOVE, {"ids": list(department_ids)})

    async def heads(self, department_ids: Iterable[UUID], today: date) -> Sequence[Row[Any]]:
        """Everybody who heads one of these departments today, in order of position; ``serves`` tells the active staff."""
        return await self._db.rows(_HEADS, {"ids": list(department_ids), "today": today})

    async def urge(self, rows: Sequence[Mapping[str, Any]]) -> frozenset[UUID]:
        """Enter urgings; those that another scan entered before are left out. The ids of what is new."""
        found = await self._db.rows(_URGE, {"rows": orjson.dumps(list(rows), default=str).decode()})
        return frozenset(row.id for row in found)
