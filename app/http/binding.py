"""What an endpoint is called with, taken out of the request by what FastAPI read from its signature.

FastAPI looks at every parameter anew with each request, which took a fifth of the time of a list. Our endpoints know few
shapes of parameters, so each is laid out once (docs/decisions/0009). FastAPI still reads the signatures, makes the
validators and the document.
"""

import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from copy import copy
from typing import Any, NamedTuple

from fastapi._compat import ModelField, get_missing_field_error
from fastapi.dependencies.models import Dependant
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from app.http.requests import ABSENT
from app.http.validation import refusal


class _Field(NamedTuple):
    """One parameter: the argument it becomes, the name it is sent by, where its faults are, how it is checked."""

    name: str
    alias: str
    location: tuple[str, ...]
    field: ModelField

    def read(self, sent: Any, values: dict[str, Any], errors: list[Any]) -> None:
        if sent is not ABSENT:
            value, found = self.field.validate(sent, values, loc=self.location)
        elif self.field.field_info.is_required():
            value, found = None, [get_missing_field_error(loc=self.location)]
        else:
            value, found = copy(self.field.default), []
        if found:
            errors.extend(found)
        else:
            values[self.name] = value


class _Maker(NamedTuple):
    """A dependency: a coroutine of the request and of other dependencies."""

    name: str
    call: Callable[..., Awaitable[Any]]
    request_name: str | None
    makers: "tuple[_Maker, ...]"

    async def make(self, request: Request, made: dict[Any, Any]) -> Any:
        if self.call in made:
            return made[self.call]
        values = {maker.name: await maker.make(request, made) for maker in self.makers}
        if self.request_name:
            values[self.request_name] = request
        found = made[self.call] = await self.call(**values)
        return found


def _makers(dependants: Sequence[Dependant]) -> tuple[_Maker, ...]:
    made = []
    for one in dependants:
        shapes = (one.path_params, one.query_params, one.header_params, one.cookie_params, one.body_params)
        if any(shapes) or one.name is None or not inspect.iscoroutinefunction(one.call):
            raise TypeError(f"{one.call} is no coroutine of the request and of other dependencies alone")
        made.append(_Maker(one.name, one.call, one.request_param_name, _makers(one.dependencies)))
    return tuple(made)


def _fields(fields: Sequence[ModelField], where: str) -> tuple[_Field, ...]:
    return tuple(_Field(one.name, one.alias, (where, one.alias), one) for one in fields)


class Binding:
    """The arguments of one endpoint."""

    def __init__(self, dependant: Dependant) -> None:
        """Raises: TypeError (the endpoint asks for something in a way that is not known here)."""
        call = dependant.call
        if not inspect.iscoroutinefunction(call) or not _answers(call):
            raise TypeError(f"{call} must be a coroutine that returns a Response")
        if dependant.cookie_params or len(dependant.body_params) > 1 or dependant.response_param_name:
            raise TypeError(f"{call}: cookies, several bodies and responses to fill in are not known here")
        self._call = call
        self._request_name = dependant.request_param_name
        self._makers = _makers(dependant.dependencies)
        self._path = _fields(dependant.path_params, "path")
        self._headers = _fields(dependant.header_params, "header")
        asked = _fields(dependant.query_params, "query")
        models = [one._replace(location=("query",)) for one in asked if _is_model(one.field)]
        if models and len(asked) > 1:
            raise TypeError(f"{call}: a model of the query stands alone")
        self._query_model = next(iter(models), None)
        self._query = () if models else asked
        self._body = next((one._replace(location=("body",)) for one in _fields(dependant.body_params, "body")), None)

    async def answer(
        self, request: Request, query: Mapping[str, Any], body: Any, let_in: Callable[[Any], None] | None = None
    ) -> Response:
        """Call the endpoint, after ``let_in`` has seen the body that it is called with.

        Raises: Invalid, VersionRequired (with everything that is wrong), and whatever the endpoint refuses.
        """
        values: dict[str, Any] = {}
        errors: list[Any] = []
        made: dict[Any, Any] = {}
        for maker in self._makers:
            values[maker.name] = await maker.make(request, made)
        path = request.scope["path_params"]
        for field in self._path:
            field.read(path.get(field.alias, ABSENT), values, errors)
        if self._query_model is not None:
            self._query_model.read(query, values, errors)
        for field in self._query:
            field.read(query.get(field.alias, ABSENT), values, errors)
        for field in self._headers:
            field.read(request.headers.get(field.alias, ABSENT), values, errors)
        if self._body is not None:
            self._body.read(body, values, errors)
        if errors:
            raise refusal(errors)
        if self._body is not None and let_in is not None:
            let_in(values[self._body.name])
        if self._request_name:
            values[self._request_name] = request
        found: Response = await self._call(**values)
        return found


def _is_model(field: ModelField) -> bool:
    kind = field.field_info.annotation
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _answers(call: Callable[..., Any]) -> bool:
    kind = inspect.signature(call, eval_str=True).return_annotation
    return isinstance(kind, type) and issubclass(kind, Response)
