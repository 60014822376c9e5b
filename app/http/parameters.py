"""Query parameters an operation knows. A misspelt filter must not show everything, so what is unknown is refused."""

import types
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Annotated, Any, Union, get_args, get_origin
from urllib.parse import parse_qsl

from fastapi.dependencies.models import Dependant
from pydantic import BaseModel

from app.core.errors import UnknownParameter


class Known:
    """The names of one operation, and which of them may be given several times."""

    def __init__(self, dependant: Dependant) -> None:
        self._repeats = dict(_parameters(dependant))

    def read(self, query: bytes) -> dict[str, Any]:
        """The values of the raw query of a request by their names, lists of those that may repeat. That it is UTF-8 is
        known already.

        Raises: UnknownParameter.
        """
        found: dict[str, Any] = {}
        if not query:
            return found
        for name, value in parse_qsl(query.decode("latin-1"), keep_blank_values=True):
            repeats = self._repeats.get(name)
            if repeats is None or (not repeats and name in found):
                raise UnknownParameter(name[:100])
            if repeats:
                found.setdefault(name, []).append(value)
            else:
                found[name] = value
        return found


def _parameters(dependant: Dependant) -> Iterator[tuple[str, bool]]:
    for field in dependant.query_params:
        annotation = field.field_info.annotation
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            for name, member in annotation.model_fields.items():
                yield member.alias or name, _is_many(member.annotation)
        else:
            yield field.alias, _is_many(annotation)
    for inner in dependant.dependencies:
        yield from _parameters(inner)


def _is_many(annotation: Any) -> bool:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _is_many(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return any(_is_many(one) for one in get_args(annotation))
    kind = origin or annotation
    return isinstance(kind, type) and issubclass(kind, Sequence | AbstractSet) and not issubclass(kind, str | bytes)
