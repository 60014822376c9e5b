"""Rows to be written, sent together as one statement.

A step of a flow writes a matter, its own table, tasks, a trail entry, an event and an idempotency key. One round trip
for each would cost more than everything else in the request, so they are gathered and sent as one statement of
data-modifying CTEs. PostgreSQL checks foreign keys at the end of it, so the order of the parts does not matter.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Table

from app.db.kept import bind_converter

Values = Mapping[str, Any]

_binders: dict[Column[Any], Any] = {}


def _bound(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if column not in _binders:
        _binders[column] = bind_converter(column.type)
    bind = _binders[column]
    return bind(value) if bind else value


class Writes:
    """Inserts, updates and deletes in the order they were asked for."""

    def __init__(self) -> None:
        self._inserts: dict[tuple[Table, tuple[str, ...]], list[Values]] = {}
        self._updates: list[tuple[Table, Values, Values]] = []
        self._deletes: list[tuple[Table, Values]] = []

    def __bool__(self) -> bool:
        return bool(self._inserts or self._updates or self._deletes)

    def insert(self, table: Table, values: Values) -> None:
        self._inserts.setdefault((table, tuple(values)), []).append(values)

    def update(self, table: Table, where: Values, values: Values) -> None:
        self._updates.append((table, where, values))

    def delete(self, table: Table, where: Values) -> None:
        self._deletes.append((table, where))

    def statement(self) -> tuple[str, tuple[Any, ...]]:
        """The SQL and its parameters; the same shape always gives the same SQL, so the server prepares it once."""
        bound: list[Any] = []

        def place(table: Table, name: str, value: Any) -> str:
            bound.append(_bound(table.c[name], value))
            return f"${len(bound)}"

        def pairs(table: Table, values: Values, joiner: str) -> str:
            return joiner.join(f'"{name}" = {place(table, name, value)}' for name, value in values.items())

        parts: list[str] = []
        for (table, names), rows in self._inserts.items():
            columns = ", ".join(f'"{name}"' for name in names)
            tuples = ", ".join("(" + ", ".join(place(table, n, row[n]) for n in names) + ")" for row in rows)
            once = " ON CONFLICT DO NOTHING" if table.info.get("once") else ""
            parts.append(f"INSERT INTO {table.name} ({columns}) VALUES {tuples}{once}")
        for table, where, values in self._updates:
            parts.append(f"UPDATE {table.name} SET {pairs(table, values, ', ')} WHERE {pairs(table, where, ' AND ')}")
        for table, where in self._deletes:
            parts.append(f"DELETE FROM {table.name} WHERE {pairs(table, where, ' AND ')}")
        return _chained(parts), tuple(bound)

    def clear(self) -> None:
        self._inserts.clear()
        self._updates.clear()
        self._deletes.clear()


def _chained(parts: Sequence[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    head = ", ".join(f"w{number} AS ({part})" for number, part in enumerate(parts[:-1]))
    return f"WITH {head} {parts[-1]}"
