"""The small unit of work: which rows were loaded, what changed in them, what is new.

Model classes are SQLAlchemy's; they describe tables, types and migrations. Loading and writing goes past its Session,
because a step of a flow must cost one statement (see docs/decisions/0002-one-statement-per-flush.md). What changed is
also what the trail records, so it is worked out in one place, here.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Table
from sqlalchemy import inspect as inspected

from app.db.base import Base
from app.db.writes import Writes

T = TypeVar("T", bound=Base)


@cache
def layout(model: type[Base]) -> tuple[tuple[Table, tuple[tuple[str, str], ...], tuple[str, ...]], ...]:
    """Per table of a model: (column, attribute) pairs to insert, and the key columns. Server-made columns are left out."""
    mapper = inspected(model)
    tables = []
    for table in mapper.tables:
        assert isinstance(table, Table)
        pairs = tuple(
            (column.name, mapper.get_property_by_column(column).key)
            for column in table.columns
            if column.identity is None and column.computed is None
        )
        tables.append((table, pairs, tuple(column.name for column in table.primary_key.columns)))
    return tuple(tables)


@cache
def attributes(model: type[Base]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for _, pairs, _ in layout(model) for _, key in pairs))


class Unit:
    """Entities of one request."""

    def __init__(self) -> None:
        self._new: list[Base] = []
        self._gone: list[Base] = []
        self._before: dict[int, tuple[Base, dict[str, Any]]] = {}

    def load(self, model: type[T], row: Mapping[str, Any]) -> T:
        entity = model.__new__(model)
        inspected(model).class_manager.setup_instance(entity)
        entity.__dict__.update(row)
        self._watch(entity)
        return entity

    def _watch(self, entity: Base) -> None:
        kept = {key: entity.__dict__[key] for key in attributes(type(entity)) if key in entity.__dict__}
        self._before[id(entity)] = (entity, kept)

    def add(self, *entities: Base) -> None:
        self._new.extend(entities)

    def remove(self, entity: Base) -> None:
        self._gone.append(entity)

    def changes(self, entity: Base) -> dict[str, tuple[Any, Any]]:
        before = self._before.get(id(entity), (entity, {}))[1]
        now = entity.__dict__
        return {
            key: (before.get(key), now[key])
            for key in attributes(type(entity))
            if key in now and (key not in before or before[key] != now[key]) and (now[key] is not None or key in before)
        }

    def take(self) -> Writes:
        """Everything to be written, and from now on watch the entities as they are."""
        writes = Writes()
        for entity in self._new:
            now = entity.__dict__
            for table, pairs, _ in layout(type(entity)):
                writes.insert(table, {column: now.get(key) for column, key in pairs})
        for entity, before in self._before.values():
            now = entity.__dict__
            if before.items() <= now.items():  # nearly all were only read
                continue
            changed = {key for key, value in before.items() if now[key] != value}
            self._update(writes, entity, changed)
            before.update((key, now[key]) for key in changed)
        for entity in self._gone:
            for table, pairs, keys in reversed(layout(type(entity))):
                named = dict(pairs)
                writes.delete(table, {key: entity.__dict__[named[key]] for key in keys})
            self._before.pop(id(entity), None)
        self._settle()
        return writes

    def _update(self, writes: Writes, entity: Base, changed: set[str]) -> None:
        now = entity.__dict__
        for table, pairs, keys in layout(type(entity)):
            values = {column: now[key] for column, key in pairs if key in changed and column not in keys}
            if values:
                named = dict(pairs)
                writes.update(table, {key: now[named[key]] for key in keys}, values)

    def _settle(self) -> None:
        for entity in self._new:
            self._watch(entity)
        self._new.clear()
        self._gone.clear()

    def clear(self) -> None:
        self._new.clear()
        self._gone.clear()
        self._before.clear()
