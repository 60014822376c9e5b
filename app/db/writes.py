"""Rows to be written, sent together as one statement.

A step of a flow writes a matter, its own table, tasks, a trail entry, an event and an idempotency key. One round trip
for each would cost more than everything else in the request, so they are gathered and sent as one statement of
data-modifying CTEs. PostgreSQL checks foreign keys at the end of it, so the order of the parts does not matter.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import count
from typing import Any, NamedTuple

from sqlalchemy import Table

from app.db.kept import bind_converter

Names = tuple[str, ...]
Convert = Callable[[Any], Any]
_MOST_SHAPES = 2_000


class _Part(NamedTuple):
    """The shape of one statement of the chain: what it does to which table, by which columns, for how many rows."""

    verb: str
    table: Table
    names: Names
    keys: Names = ()
    rows: int = 1


@cache
def _converters(table: Table, names: Names) -> tuple[Convert | None, ...]:
    return tuple(bind_converter(table.c[name].type) for name in names)


class Writes:
    """Inserts, updates and deletes in the order they were asked for."""

    def __init__(self) -> None:
        self._inserts: dict[tuple[Table, Names], list[Sequence[Any]]] = {}
        self._updates: list[tuple[Table, Names, Names, Sequence[Any]]] = []
        self._deletes: list[tuple[Table, Names, Sequence[Any]]] = []

    def __bool__(self) -> bool:
        return bool(self._inserts or self._updates or self._deletes)

    def insert(self, table: Table, names: Names, values: Sequence[Any]) -> None:
        self._inserts.setdefault((table, names), []).append(values)

    def update(self, table: Table, names: Names, keys: Names, values: Sequence[Any]) -> None:
        """``values`` are those of the columns in ``names``, then those of the ``keys``."""
        self._updates.append((table, names, keys, values))

    def delete(self, table: Table, keys: Names, values: Sequence[Any]) -> None:
        self._deletes.append((table, keys, values))

    def statement(self) -> tuple[str, list[Any]]:
        """The SQL and its parameters. The same shape always gives the same SQL: it is made once here and prepared once there."""
        shape: list[_Part] = []
        bound: list[Any] = []
        for (table, names), rows in self._inserts.items():
            shape.append(_Part("insert", table, names, rows=len(rows)))
            for row in rows:
                _bind(bound, _converters(table, names), row)
        for table, names, keys, values in self._updates:
            shape.append(_Part("update", table, names, keys))
            _bind(bound, _converters(table, names + keys), values)
        for table, keys, values in self._deletes:
            shape.append(_Part("delete", table, (), keys))
            _bind(bound, _converters(table, keys), values)
        return _sql(tuple(shape)), bound


def _bind(bound: list[Any], converters: Sequence[Convert | None], values: Sequence[Any]) -> None:
    for convert, value in zip(converters, values, strict=True):
        bound.append(value if convert is None or value is None else convert(value))


@lru_cache(_MOST_SHAPES)
def _sql(shape: tuple[_Part, ...]) -> str:
    places = count(1)
    parts = [_one(part, places) for part in shape]
    if len(parts) == 1:
        return parts[0]
    head = ", ".join(f"w{number} AS ({part})" for number, part in enumerate(parts[:-1]))
    return f"WITH {head} {parts[-1]}"


def _one(part: _Part, places: Iterator[int]) -> str:
    def pairs(names: Names, joiner: str) -> str:
        return joiner.join(f'"{name}" = ${next(places)}' for name in names)

    name = part.table.name
    if part.verb == "insert":
        columns = ", ".join(f'"{column}"' for column in part.names)
        row = "(" + ", ".join("${}" for _ in part.names) + ")"
        tuples = ", ".join([row] * part.rows).format(*(next(places) for _ in range(part.rows * len(part.names))))
        once = " ON CONFLICT DO NOTHING" if part.table.info.get("once") else ""
        return f"INSERT INTO {name} ({columns}) VALUES {tuples}{once}"
    if part.verb == "update":
        return f"UPDATE {name} SET {pairs(part.names, ', ')} WHERE {pairs(part.keys, ' AND ')}"
    return f"DELETE FROM {name} WHERE {pairs(part.keys, ' AND ')}"
