"""The to-do list: open and done tasks with their matters, never one of a matter the caller cannot see."""

from datetime import datetime
from itertools import product
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, any_, bindparam, false, func, literal_column, or_, select
from sqlalchemy.types import DateTime

from app.core.actor import Actor
from app.db.database import Db
from app.db.slice import Listing, Slice, Sort, Wanted
from app.repositories.matters import (
    ARRAY_TEXT,
    ARRAY_UUID,
    light_of,
    matters,
    people,
    readable,
    reading_binds,
    tasks,
)
from app.vocabulary.deadlines import Light
from app.vocabulary.identity import sight
from app.vocabulary.inbox import Box, Reach

COUNT_CAP = 1_000

_doer = people.alias("doer")
_source = tasks.join(matters, matters.c.id == tasks.c.matter_id).join(people, people.c.id == tasks.c.assignee_id)
_light = light_of(tasks.c.due_at, tasks.c.warn_at, done=tasks.c.done_at, paused=matters.c.paused_at)
_ROW = {
    "id": tasks.c.id,
    "kind": tasks.c.kind,
    "step": tasks.c.step,
    "part": tasks.c.part,
    "state": tasks.c.state,
    "role": tasks.c.role,
    "assignee_id": tasks.c.assignee_id,
    "assignee_name": people.c.name,
    "delegated": tasks.c.assignee_id == any_(bindparam("principals", type_=ARRAY_UUID)),
    "opened_at": tasks.c.opened_at,
    "due_at": tasks.c.due_at,
    "seen_at": tasks.c.seen_at,
    "done_at": tasks.c.done_at,
    "outcome": tasks.c.outcome,
    "light": _light,
    "matter_id": matters.c.id,
    "matter_kind": matters.c.kind,
    "matter_number": matters.c.number,
    "matter_title": matters.c.title,
    "matter_state": matters.c.state,
    "matter_version": matters.c.version,
    "urgency": matters.c.urgency,
}


def _word(column: Any, word: str) -> ColumnElement[bool]:
    """Compared with the word itself, not a parameter, so that a partial index is known to fit."""
    return column == literal_column(f"'{word}'")  # type: ignore[no-any-return]  # SQLAlchemy types == as Any here


_is_open, _is_reading = _word(tasks.c.state, "open"), _word(tasks.c.kind, "read")
_boxes = {Box.PENDING: _is_open & ~_is_reading, Box.TO_READ: _is_open & _is_reading}
_whose: dict[str, ColumnElement[bool]] = {
    "own": tasks.c.assignee_id == bindparam("me"),
    "stood_for": tasks.c.assignee_id == any_(bindparam("my_people", type_=ARRAY_UUID)),
    "pool": and_(
        tasks.c.organ_id == bindparam("organ_id"), tasks.c.role == any_(bindparam("my_roles", type_=ARRAY_TEXT))
    ),
    "organ": tasks.c.organ_id == bindparam("organ_id"),
}
_done = and_(_word(tasks.c.state, "done"), tasks.c.done_by_id == bindparam("me"))


def _kinds(name: str) -> ColumnElement[bool]:
    return matters.c.kind == any_(bindparam(name, type_=ARRAY_TEXT))


_wide, _narrow = _kinds("wide_kinds") & readable("organ"), _kinds("narrow_kinds") & readable("mine")
_seen = {"organ": _wide, "mine": _narrow, "mixed": or_(_wide, _narrow), "nothing": false()}
"""Which matters' tasks are shown, by how far the caller sees the kinds of matters."""

LISTING = Listing(
    _ROW,
    _source,
    id_column=tasks.c.id,
    scopes={
        **{f"{who}:{box}:{far}": _whose[who] & _boxes[box] & _seen[far] for who, box, far in product(_whose, _boxes, _seen)},
        **{f"own:{Box.DONE}:{far}": _done & _seen[far] for far in _seen},
    },
    filters={
        "kind": any_(bindparam("kind", type_=ARRAY_TEXT)) == tasks.c.kind,
        "matter_kind": any_(bindparam("matter_kind", type_=ARRAY_TEXT)) == matters.c.kind,
        "light": any_(bindparam("light", type_=ARRAY_TEXT)) == _light,
        "due_before": tasks.c.due_at < bindparam("due_before", type_=DateTime(timezone=True)),
    },
    sorts={"due_at": Sort(tasks.c.due_at, datetime), "-done_at": Sort(tasks.c.done_at, datetime, descending=True)},
)  # fmt: skip


def _view(far: str) -> Select[Any]:
    more = {
        name: tasks.c[name] for name in ("group_id", "turn", "limit_value", "limit_unit", "from_task_id", "done_by_id")
    }
    return (
        select(
            *(column.label(name) for name, column in (_ROW | more).items()), _doer.c.name.label("done_by_name")
        )
        .select_from(_source.outerjoin(_doer, _doer.c.id == tasks.c.done_by_id))
        .where(tasks.c.id == bindparam("task_id"), _seen[far])
    )  # fmt: skip


def _counts(who: str, far: str) -> Select[Any]:
    """Of the tasks due first, at most one more than `COUNT_CAP`."""
    first = (
        select(tasks.c.kind, _light.label("light"))
        .select_from(tasks.join(matters, matters.c.id == tasks.c.matter_id))
        .where(_whose[who], _is_open, _seen[far])
        .order_by(tasks.c.due_at, tasks.c.id)
        .limit(COUNT_CAP + 1)
        .subquery("first")
    )
    reading = _word(first.c.kind, "read")
    counted: Any = select(
        func.count().filter(~reading).label("pending"),
        func.count().filter(reading).label("to_read"),
        func.count().filter(_word(first.c.light, Light.RED)).label("red"),
        func.count().filter(_word(first.c.light, Light.YELLOW)).label("yellow"),
        func.count().label("looked_at"),
    )
    return counted  # type: ignore[no-any-return]  # SQLAlchemy types five columns, nobody else does


_VIEW = {far: _view(far) for far in _seen}
_COUNTS = {(who, far): _counts(who, far) for who, far in product(("own", "stood_for"), _seen)}


class TaskRepository:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def search(self, wanted: Wanted, box: Box, reach: Reach, actor: Actor) -> Slice:
        """One heap of a desk. ``POOL`` and ``ORGAN`` have no `DONE`."""
        who = _own(actor) if reach is Reach.MINE and box is not Box.DONE else "own" if reach is Reach.MINE else reach
        return await LISTING.fetch(self._db, wanted, f"{who}:{box}:{_far(actor)}", self._binds(actor))

    async def view(self, task_id: UUID, actor: Actor) -> Row[Any] | None:
        """A task with its matter; None if the caller may not see it."""
        return await self._db.first(_VIEW[_far(actor)], {"task_id": task_id, **self._binds(actor)})

    async def counts(self, actor: Actor) -> Row[Any]:
        """``pending to_read red yellow`` of the first tasks due, and how many were looked at: at most one over the cap."""
        row = await self._db.first(_COUNTS[_own(actor), _far(actor)], self._binds(actor))
        assert row is not None
        return row

    def _binds(self, actor: Actor) -> dict[str, Any]:
        wide, narrow = sight(actor.permissions)
        return {
            "now": self._db.clock.now(),
            "me": actor.user_id,
            "principals": list(actor.principals),
            "my_roles": list(actor.roles),
            "wide_kinds": wide,
            "narrow_kinds": narrow,
            **reading_binds(actor),
        }


def _own(actor: Actor) -> str:
    """Who acts for nobody else is asked for with ``=``: then the index gives the order too."""
    return "stood_for" if actor.principals else "own"


def _far(actor: Actor) -> str:
    wide, narrow = sight(actor.permissions)
    return ("mixed" if narrow else "organ") if wide else "mine" if narrow else "nothing"
