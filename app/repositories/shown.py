"""What the rows and views of every kind of matter are made of: who holds it, its tasks, its light, its words."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, any_, bindparam, func, literal_column, or_, select
from sqlalchemy.dialects.postgresql import TSQUERY

from app.db.slice import Wanted
from app.db.words import terms_of
from app.repositories.matters import ARRAY_TEXT, light_of, matters, people, tasks
from app.vocabulary.tasks import TaskState


def name_of(of: Any) -> Any:
    return select(people.c.name).where(people.c.id == of).scalar_subquery()


_holder = people.alias("holder")
_current = (
    select(
        func.json_agg(
            func.json_build_object(
                "task_id", tasks.c.id, "step", tasks.c.step, "assignee_id", tasks.c.assignee_id, "assignee_name", _holder.c.name,
                "opened_at", tasks.c.opened_at, "due_at", tasks.c.due_at,
                "light", light_of(tasks.c.due_at, tasks.c.warn_at, paused=matters.c.paused_at),
            ).op("ORDER BY")(tasks.c.id)
        )
    )
    .select_from(tasks.join(_holder, _holder.c.id == tasks.c.assignee_id))
    .where(tasks.c.matter_id == matters.c.id, tasks.c.state == TaskState.OPEN)
    .scalar_subquery()
)  # fmt: skip
CURRENT: ColumnElement[Any] = func.coalesce(_current, literal_column("'[]'::json"))
"""Who holds the paper now, since when and until when: one entry for each open task."""

MATTER_LIGHT = light_of(matters.c.due_at, matters.c.warn_at, done=matters.c.closed_at, paused=matters.c.paused_at)

FAR: ColumnElement[Any] = literal_column("'2100-01-01 00:00:00+08'::timestamptz")


def is_one_of(column: Any, name: str) -> ColumnElement[bool]:
    return column == any_(bindparam(name, type_=ARRAY_TEXT))  # type: ignore[no-any-return]  # SQLAlchemy types == as Any here


WORDS: Mapping[str, ColumnElement[bool]] = {
    "words": literal_column("bigrams_v1(title || ' ' || coalesce(number, ''))").op("@@")(
        bindparam("words", type_=TSQUERY)
    ),
    "like": or_(matters.c.title.ilike(bindparam("like")), matters.c.number.ilike(bindparam("like"))),
}
"""The filters that `searched` turns ``q`` into."""

_task_holder = people.alias("task_holder")
TASKS = (
    select(
        func.coalesce(
            func.json_agg(
                func.json_build_object(
                    "id", tasks.c.id, "kind", tasks.c.kind, "step", tasks.c.step, "part", tasks.c.part,
                    "state", tasks.c.state, "turn", tasks.c.turn, "group_id", tasks.c.group_id, "role", tasks.c.role,
                    "assignee_id", tasks.c.assignee_id, "assignee_name", _task_holder.c.name,
                    "opened_at", tasks.c.opened_at, "due_at", tasks.c.due_at, "seen_at", tasks.c.seen_at,
                    "done_at", tasks.c.done_at, "done_by_id", tasks.c.done_by_id, "outcome", tasks.c.outcome,
                    "light", light_of(tasks.c.due_at, tasks.c.warn_at, done=tasks.c.done_at, paused=matters.c.paused_at),
                ).op("ORDER BY")(tasks.c.id)
            ),
            literal_column("'[]'::json"),
        )
    )
    .select_from(tasks.join(_task_holder, _task_holder.c.id == tasks.c.assignee_id))
    .where(tasks.c.matter_id == matters.c.id)
    .correlate(matters)
    .scalar_subquery()
)  # fmt: skip


def searched(wanted: Wanted) -> Wanted:
    """``q`` becomes an index condition on its words and a check of the exact phrase."""
    filters: Mapping[str, Any] = wanted.filters
    if "q" not in filters:
        return wanted
    asked = filters["q"]
    kept = {name: value for name, value in filters.items() if name != "q"}
    escaped = asked.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return Wanted(
        wanted.sort, wanted.limit, wanted.cursor, kept | terms_of(asked) | {"like": f"%{escaped}%"}, wanted.with_total
    )
