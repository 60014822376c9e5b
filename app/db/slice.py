"""Lists: keyset pages whose rows leave PostgreSQL as JSON.

A list statement depends on its shape alone (scope of the caller, filters present, order, whether a cursor is given), so
each shape is built once and kept. Order always ends with the id; nothing is counted unless asked for, and then only to a cap.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    BinaryExpression,
    BindParameter,
    ColumnElement,
    FromClause,
    Select,
    and_,
    bindparam,
    func,
    literal_column,
    not_,
    or_,
    select,
)
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import CollectionAggregate, Grouping
from sqlalchemy.types import Text

from app.core.errors import InvalidCursor
from app.db.database import Db

COUNT_CAP = 10_000
Present = tuple[tuple[str, str], ...]
"""The filters of a question, each with the form it is asked in."""


@dataclass(frozen=True, slots=True)
class Slice:
    """One page: the rows as JSON text, and where the next page begins."""

    rows: Sequence[str]
    next_cursor: str | None
    total: int | None = None
    total_is_exact: bool | None = None

    def body(self) -> bytes:
        cursor = "null" if self.next_cursor is None else f'"{self.next_cursor}"'
        total = "null" if self.total is None else str(self.total)
        exact = {None: "null", True: "true", False: "false"}[self.total_is_exact]
        items = ",".join(self.rows)
        return f'{{"items":[{items}],"next_cursor":{cursor},"total":{total},"total_is_exact":{exact}}}'.encode()


@dataclass(frozen=True, slots=True)
class Sort:
    """An order that may be asked for. ``column`` must be NOT NULL (coalesce it) and is compared with ``kind`` values."""

    column: Any
    kind: type
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a caller asked a list for, already checked."""

    sort: str
    limit: int
    cursor: str | None = None
    filters: Mapping[str, Any] = field(default_factory=dict)
    with_total: bool = False


def _pack(value: Any) -> Any:
    return (
        value.isoformat() if isinstance(value, (date, datetime)) else str(value) if isinstance(value, UUID) else value
    )


def _unpack(value: Any, kind: type) -> Any:
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    if type(value) is not kind:
        raise ValueError(value)
    return value


def _forms(name: str, condition: ColumnElement[bool]) -> Mapping[str, ColumnElement[bool]]:
    """A filter as it is declared, and as the planner understands it better.

    ``column = ANY(:name)`` of a single value becomes ``column = :name``, which an index can deliver in order; a condition
    compared with a flag becomes the condition or its opposite, which a partial index can be seen to fit.
    """
    if not isinstance(condition, BinaryExpression) or condition.operator is not operators.eq:
        return {"": condition}
    for one, other in ((condition.left, condition.right), (condition.right, condition.left)):
        several = _bare(one.element) if isinstance(one, CollectionAggregate) else None
        if isinstance(several, BindParameter) and several.key == name:
            return {"": condition, "one": other == bindparam(name, type_=cast("Any", several.type).item_type)}
        flag = _bare(other)
        if isinstance(one, BindParameter) and one.key == name and _is_flag(flag):
            return {"true": flag, "false": not_(flag)}
    return {"": condition}


def _bare(element: Any) -> Any:
    return element.element if isinstance(element, Grouping) else element


def _is_flag(condition: Any) -> bool:
    """A condition that is never null."""
    return isinstance(condition, BinaryExpression) and condition.operator in (operators.is_, operators.is_not)


def _suiting(forms: Mapping[str, ColumnElement[bool]], value: Any) -> tuple[str, Any]:
    if "true" in forms:
        return str(value).lower(), value
    if "one" in forms and isinstance(value, list | tuple) and len(value) == 1:
        return "one", value[0]
    return "", value


class Listing:
    """The statements of one list."""

    def __init__(
        self,
        columns: Mapping[str, Any],
        source: FromClause,
        *,
        id_column: Any,
        scopes: Mapping[str, ColumnElement[bool]],
        filters: Mapping[str, ColumnElement[bool]],
        sorts: Mapping[str, Sort],
    ) -> None:
        self.columns, self.source, self.id_column = columns, source, id_column
        self.scopes, self.filters, self.sorts = scopes, filters, sorts
        self._forms = {name: _forms(name, condition) for name, condition in filters.items()}
        self._built: dict[tuple[Any, ...], Select[Any]] = {}

    def _present(self, filters: Mapping[str, Any]) -> tuple[Present, dict[str, Any]]:
        """The filters that are asked for, each with the form that suits its value, and the values to bind."""
        present, bound = [], {}
        for name, forms in self._forms.items():
            if name in filters:
                form, value = _suiting(forms, filters[name])
                present.append((name, form))
                bound[name] = value
        return tuple(present), bound

    def _where(self, scope: str, present: Present) -> ColumnElement[bool]:
        return and_(self.scopes[scope], *(self._forms[name][form] for name, form in present))

    def _page(self, scope: str, present: Present, sort: str, after: bool) -> Select[Any]:
        shape = ("page", scope, present, sort, after)
        if shape not in self._built:
            order = self.sorts[sort]
            inner = select(
                *(column.label(name) for name, column in self.columns.items()),
                order.column.label("sort_"),
                self.id_column.label("id_"),
            ).select_from(self.source)
            inner = inner.where(self._where(scope, present))
            if after:
                mark: ColumnElement[Any] = bindparam("after_")
                at: ColumnElement[Any] = bindparam("after_id_")
                beyond = order.column < mark if order.descending else order.column > mark
                further = self.id_column < at if order.descending else self.id_column > at
                edge = order.column <= mark if order.descending else order.column >= mark
                inner = inner.where(edge, or_(beyond, further))
            ends = (order.column, self.id_column)
            inner = inner.order_by(*(end.desc() if order.descending else end.asc() for end in ends))
            page = inner.limit(bindparam("limit_")).subquery("p")
            shown = select(*(page.c[name] for name in self.columns)).correlate(page).subquery("d")
            body = select(func.row_to_json(literal_column("d")).cast(Text)).select_from(shown).scalar_subquery()
            self._built[shape] = select(body.label("body"), page.c.sort_, page.c.id_)
        return self._built[shape]

    def _count(self, scope: str, present: Present) -> Select[Any]:
        shape = ("count", scope, present)
        if shape not in self._built:
            capped: Select[Any] = (
                select(literal_column("1"))
                .select_from(self.source)
                .where(self._where(scope, present))
                .limit(COUNT_CAP + 1)
            )
            self._built[shape] = select(func.count()).select_from(capped.subquery())
        return self._built[shape]

    async def fetch(self, db: Db, wanted: Wanted, scope: str, binds: Mapping[str, Any]) -> Slice:
        """One page. One query, two with ``with_total``.

        Raises: InvalidCursor (made by another list, other filters or another deployment).
        """
        present, values = self._present(wanted.filters)
        bound = {**binds, **values}
        seal = _seal(db.database.cursor_key, wanted, scope)
        at: dict[str, Any] = {"limit_": wanted.limit + 1}
        if wanted.cursor is not None:
            at |= _opened(wanted.cursor, seal, self.sorts[wanted.sort].kind)
        rows = await db.rows(self._page(scope, present, wanted.sort, wanted.cursor is not None), {**bound, **at})
        more = len(rows) > wanted.limit
        rows = rows[: wanted.limit]
        cursor = _closed(rows[-1].sort_, rows[-1].id_, seal) if more else None
        total = await db.scalar(self._count(scope, present), bound) if wanted.with_total else None
        exact = None if total is None else total <= COUNT_CAP
        return Slice([row.body for row in rows], cursor, None if total is None else min(total, COUNT_CAP), exact)


def _seal(key: bytes, wanted: Wanted, scope: str) -> bytes:
    """Binds a cursor to the question it continues."""
    asked = json.dumps([wanted.sort, scope, sorted((k, str(v)) for k, v in wanted.filters.items())])
    return hmac.new(key, asked.encode(), hashlib.sha256).digest()


def _sign(payload: bytes, seal: bytes) -> bytes:
    return hmac.new(seal, payload, hashlib.sha256).digest()[:12]


def _closed(value: Any, row_id: Any, seal: bytes) -> str:
    payload = json.dumps([_pack(value), str(row_id)], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_sign(payload, seal) + payload).decode().rstrip("=")


def _opened(cursor: str, seal: bytes, kind: type) -> dict[str, Any]:
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        signature, payload = raw[:12], raw[12:]
        if not hmac.compare_digest(signature, _sign(payload, seal)):
            raise ValueError("signature")
        value, row_id = json.loads(payload)
        return {"after_": _unpack(value, kind), "after_id_": UUID(row_id)}
    except (ValueError, TypeError, binascii.Error) as fault:
        raise InvalidCursor from fault
