"""What every table shares: names of constraints, column types, enums as checked strings."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Column, Date, DateTime, MetaData, Table, Text, Time, TypeDecorator, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from app.core.ids import new_id

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Checked(TypeDecorator[StrEnum]):
    """A StrEnum stored as text; the table refuses every other value."""

    impl = Text
    cache_ok = True

    def __init__(self, known: type[StrEnum]) -> None:
        super().__init__()
        self.known = known
        self._members = {member.value: member for member in known}

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else str(value)

    def process_result_value(self, value: Any, dialect: Any) -> Any:  # noqa: ARG002 - SQLAlchemy's signature
        return self._members.get(value, value)

    def constraint(self, column: Column[Any]) -> CheckConstraint:
        known = ", ".join(f"'{member.value}'" for member in self.known)
        return CheckConstraint(f"{column.name} IN ({known})", name=f"{column.name}_known")


class Base(DeclarativeBase):
    __table_args__: Any = ()
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: DateTime(timezone=True),
        date: Date(),
        time: Time(),
        str: Text(),
        UUID: Uuid(),
        dict[str, Any]: JSONB(),
    }

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        table = cls.__dict__.get("__table__")
        if isinstance(table, Table):
            for column in table.columns:
                if isinstance(column.type, Checked):
                    table.append_constraint(column.type.constraint(column))

    def __init__(self, **values: Any) -> None:
        """A new row. Scalar defaults and empty arrays are filled in here, because rows are written by `Db`, not by a Session.

        For the same reason values go where attributes are kept, past the instrumentation that tells a Session of them.

        Raises: TypeError (there is no such column).
        """
        blank, arrays = _blank(type(self))
        if not values.keys() <= blank.keys():
            unknown = ", ".join(sorted(values.keys() - blank.keys()))
            raise TypeError(f"{type(self).__name__} has no column {unknown}")
        mine = self.__dict__
        mine.update(blank)
        for name in arrays:
            mine[name] = []
        mine.update(values)


@cache
def _blank(model: type[Base]) -> tuple[Mapping[str, Any], Sequence[str]]:
    """What a new row holds before anything is said of it, and which of its attributes begin as an empty list."""
    blank: dict[str, Any] = {}
    arrays = []
    for column in model.__mapper__.columns:
        key = model.__mapper__.get_property_by_column(column).key
        default = column.default
        blank[key] = default.arg if isinstance(default, ScalarElementColumnDefault) else None
        if isinstance(column.type, ARRAY) and not column.nullable and default is None:
            arrays.append(key)
    return blank, arrays


def enum(known: type[StrEnum], **options: Any) -> Any:
    """A column of an enum's values; refused by the database if unknown."""
    return mapped_column(Checked(known), **options)


class Identified:
    """A table whose id is a UUIDv7 made by the application."""

    id: Mapped[UUID] = mapped_column(primary_key=True)

    @staticmethod
    def fresh() -> UUID:
        return new_id()
