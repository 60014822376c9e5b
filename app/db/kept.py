"""Statements compiled once and sent by the driver itself; why, and at what price: docs/decisions/0008-kept-statements.md.

SQLAlchemy makes the SQL, converts values on their way in and out, and owns the pool. What is left out is its execution layer,
which costs four times what the driver takes for one row. Statements must therefore say everything when they are compiled:
lists are arrays (``= ANY``), and no default is left to be made while executing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, cast
from weakref import WeakKeyDictionary

import orjson
from sqlalchemy import BindParameter, Executable, Row
from sqlalchemy.dialects.postgresql.asyncpg import PGCompiler_asyncpg, PGDialect_asyncpg
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Binds = Mapping[str, Any]
Convert = Callable[[Any], Any]


def _dumps(value: Any) -> str:
    return orjson.dumps(value).decode()


JSON_BY = {"json_serializer": _dumps, "json_deserializer": orjson.loads}
"""How JSON columns are written and read: options of the engine, and of the dialect that makes our SQL."""


class _Compiler(PGCompiler_asyncpg):
    """Writes the words and numbers of a statement into it: fewer values to send, and the planner knows them."""

    def visit_bindparam(self, bindparam: BindParameter[Any], *args: Any, **options: Any) -> Any:
        constant = bindparam.unique and not bindparam.required and bindparam.callable is None
        values = bindparam.value if bindparam.expanding else [bindparam.value]
        if constant and all(isinstance(value, str | int) for value in values or [None]):
            options["literal_binds"] = True
        return super().visit_bindparam(bindparam, *args, **options)  # type: ignore[no-untyped-call]


DIALECT = PGDialect_asyncpg(**JSON_BY)  # type: ignore[no-untyped-call]
DIALECT.statement_compiler = _Compiler
DIALECT._backslash_escapes = False  # standard_conforming_strings is on


def bind_converter(kind: TypeEngine[Any]) -> Convert | None:
    """How values of a type are made ready for the driver; None if they are as they are."""
    return cast("Convert | None", kind.dialect_impl(DIALECT).bind_processor(DIALECT))


class _Place(NamedTuple):
    """One ``$n``: the name it is bound by (none for what stands in the statement), how to convert, the value if none is given."""

    name: str | None
    convert: Convert | None
    value: Any
    required: bool


class Kept:
    """A compiled statement."""

    __slots__ = ("_converters", "_names", "_places", "_shape", "sql")

    def __init__(self, statement: Executable, names: Sequence[str]) -> None:
        """Raises: TypeError (the statement leaves something to be made while executing)."""
        compiled = cast("Any", statement).compile(
            dialect=DIALECT, column_keys=list(names) if _writes(statement) else None
        )
        assert isinstance(compiled, SQLCompiler)
        _refuse_unsaid(compiled)
        self.sql = compiled.string
        self._places = tuple(_place(compiled, name) for name in compiled.positiontup or ())
        columns = compiled._result_columns
        self._names = tuple(column.keyname for column in columns)
        converters = [column.type._cached_result_processor(DIALECT, None) for column in columns]
        self._converters = converters if any(converters) else None
        self._shape = SimpleResultMetaData(self._names)

    def arguments(self, binds: Binds) -> list[Any]:
        """The values in the order of their places.

        Raises: KeyError (a value is missing).
        """
        found = []
        for name, convert, constant, required in self._places:
            if name is None:
                found.append(constant)
            else:
                value = binds[name] if required else binds.get(name, constant)
                found.append(value if convert is None else convert(value))
        return found

    def rows(self, records: Sequence[Any]) -> list[Row[Any]]:
        """Records of the driver as rows; those of a plain text are named as the server names them."""
        if not records:
            return []
        shape = self._shape if self._names else SimpleResultMetaData(tuple(records[0].keys()))
        converters, index = self._converters, shape._key_to_index
        return [Row(shape, converters, index, record) for record in records]

    def mappings(self, records: Iterable[Any]) -> list[dict[str, Any]]:
        """Records as dictionaries by column."""
        names, converters = self._names, self._converters
        if converters is None:
            return [dict(zip(names, record, strict=True)) for record in records]
        return [
            {
                name: value if convert is None else convert(value)
                for name, convert, value in zip(names, converters, record, strict=True)
            }
            for record in records
        ]


def _writes(statement: Executable) -> bool:
    return bool(getattr(statement, "is_dml", False))


def _refuse_unsaid(compiled: SQLCompiler) -> None:
    if compiled.post_compile_params or compiled.literal_execute_params:
        raise TypeError("IN with a list that is bound later: write = ANY with an array")
    if compiled.insert_prefetch or compiled.update_prefetch:
        raise TypeError("a default would be made while executing: add the row as an entity")


def _place(compiled: SQLCompiler, name: str) -> _Place:
    """What stands at one ``$n``. Constants that are no plain literals are converted here, once."""
    bind, convert = compiled.binds[name], cast("Convert | None", compiled._bind_processors.get(name))
    if not bind.unique:
        return _Place(bind.key, convert, bind.value, bool(bind.required))
    value = bind.effective_value
    return _Place(None, None, value if convert is None else convert(value), False)


_kept: WeakKeyDictionary[Executable, dict[tuple[str, ...], Kept]] = WeakKeyDictionary()


def kept(statement: Executable, binds: Binds) -> Kept:
    """The compiled form of a statement. It lives as long as the statement: those of a module for ever."""
    forms = _kept.get(statement)
    if forms is None:
        forms = _kept[statement] = {}
    names = tuple(binds) if _writes(statement) else ()
    form = forms.get(names)
    if form is None:
        form = forms[names] = Kept(statement, tuple(binds))
    return form
