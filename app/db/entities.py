"""The small unit of work: which rows were loaded, what changed in them, what is new.

Model classes are SQLAlchemy's; they describe tables, types and migrations. Loading and writing goes past its Session,
because a step of a flow must cost one statement (see docs/decisions/0002-one-statement-per-flush.md). What changed is
also what the trail records, so it is worked out in one place, here.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple, TypeVar

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


class _Rows(NamedTuple):
    """One table of a model: the columns to insert, the attributes they are kept in, and the same of its key."""

    table: Table
    names: tuple[str, ...]
    attributes: tuple[str, ...]
    keys: tuple[str, ...]
    key_attributes: tuple[str, ...]


@cache
def _rows(model: type[Base]) -> tuple[_Rows, ...]:
    made = []
    for table, pairs, keys in layout(model):
        named = dict(pairs)
        made.append(_Rows(table, tuple(named), tuple(named.values()), keys, tuple(named[key] for key in keys)))
    return tuple(made)


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
            for rows in _rows(type(entity)):
                writes.insert(rows.table, rows.names, [now[key] for key in rows.attributes])
        for entity, before in self._before.values():
            now = entity.__dict__
            if before.items() <= now.items():  # nearly all were only read
                continue
            changed = {key for key, value in before.items() if now[key] != value}
            self._update(writes, entity, changed)
            before.update((key, now[key]) for key in changed)
        for entity in self._gone:
            now = entity.__dict__
            for rows in reversed(_rows(type(entity))):
                writes.delete(rows.table, rows.keys, [now[key] for key in rows.key_attributes])
            self._before.pop(id(entity), None)
        self._settle()
        return writes

    def _update(self, writes: Writes, entity: Base, changed: set[str]) -> None:
        now = entity.__dict__
        for rows in _rows(type(entity)):
            pairs = zip(rows.names, rows.attributes, strict=True)
            written = [(name, now[key]) for name, key in pairs if key in changed and name not in rows.keys]
            if written:
                names, values = zip(*written, strict=True)
                writes.update(rows.table, names, rows.keys, [*values, *(now[key] for key in rows.key_attributes)])

    def _settle(self) -> None:
        for entity in self._new:
            self._watch(entity)
        self._new.clear()
        self._gone.clear()

    def clear(self) -> None:
        self._new.clear()
        self._gone.clear()
        self._before.clear()
