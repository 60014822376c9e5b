"""The types every schema is made of, so that the published document says exactly what the server accepts.

Bounds stand before validators: pydantic writes only those into the JSON Schema. Optional query parameters are
`… | SkipJsonSchema[None]`, because a parameter that may be left out is not a parameter that may be null.
"""

import re
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler, PlainSerializer
from pydantic.json_schema import JsonSchemaValue, SkipJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError

from app.core.clock import SHANGHAI
from app.core.text import LINE, TEXT
from app.db.slice import Wanted

_YEAR = "(?:19|20)[0-9]{2}"
_LEAP_YEAR = "(?:19(?:0[48]|[2468][048]|[13579][26])|20(?:[02468][048]|[13579][26]))"
_DATE = (
    f"(?:{_YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    f"|02-(?:0[1-9]|1[0-9]|2[0-8]))|{_LEAP_YEAR}-02-29)"
)
_TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
DAY = f"^{_DATE}$"
MOMENT = f"^{_DATE}T{_TIME}:[0-5][0-9](?:\\.[0-9]{{1,9}})?(?:Z|[+-]{_TIME})$"
ANSWERED_MOMENT = f"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T{_TIME}:[0-5][0-9]\\+08:00$"
IDENT = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
CURSOR = "^[A-Za-z0-9_-]+$"

_is_day, _is_moment, _is_ident = (re.compile(pattern).fullmatch for pattern in (DAY, MOMENT, IDENT))
_is_whole = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.0+)?").fullmatch


class Published:
    """What JSON Schema says of a type: one wording for what is taken, another for what is given."""

    def __init__(self, taken: JsonSchemaValue, given: JsonSchemaValue | None = None) -> None:
        self._taken, self._given = taken, given or taken

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        said = handler(core)
        told: JsonSchemaValue = {name: said[name] for name in ("description", "examples") if name in said}
        return {**(self._given if handler.mode == "serialization" else self._taken), **told}

    def __hash__(self) -> int:
        return id(self)


def _read_day(value: Any) -> date:
    if type(value) is date:
        return value
    if not isinstance(value, str) or not _is_day(value):
        raise PydanticCustomError("day_format", "a day is YYYY-MM-DD, 1900 to 2099")
    return date.fromisoformat(value)


def _read_moment(value: Any) -> datetime:
    """Whole seconds: a fraction is cut off, because nothing here is decided by less than a second."""
    if isinstance(value, datetime) and value.tzinfo:
        return value.replace(microsecond=0)
    if not isinstance(value, str) or not _is_moment(value):
        raise PydanticCustomError("moment_format", "a moment is RFC 3339 with an offset, 1900 to 2099")
    return datetime.fromisoformat(value[:19] + value[19:].lstrip(".0123456789"))


def _read_ident(value: Any) -> UUID:
    if isinstance(value, UUID):
        return value
    if not isinstance(value, str) or not _is_ident(value):
        raise PydanticCustomError("uuid_parsing", "an id is a UUID with hyphens")
    return UUID(value)


def _read_whole(value: Any) -> Any:
    """JSON Schema's integer: 66.0 is one, "66" and true are none."""
    if isinstance(value, bool | str) or (isinstance(value, float) and not value.is_integer()):
        raise PydanticCustomError("int_type", "a whole number")
    return int(value) if isinstance(value, float) else value


def _read_whole_text(value: Any) -> Any:
    if isinstance(value, str):
        if not _is_whole(value):
            raise PydanticCustomError("int_parsing", "a whole number")
        return int(value.partition(".")[0])
    return _read_whole(value)


def _read_flag(value: Any) -> bool:
    flags = {"true": True, "false": False, True: True, False: False}
    if not isinstance(value, bool | str) or value not in flags:
        raise PydanticCustomError("bool_parsing", "true or false")
    return flags[value]


def shown(moment: datetime) -> str:
    """A moment as every answer writes it: +08:00, whole seconds."""
    return moment.astimezone(SHANGHAI).isoformat(timespec="seconds")


WHOLE = BeforeValidator(_read_whole)
"""Ends every integer of a body: ``Annotated[int, Field(ge=1, le=99), WHOLE]``."""
WHOLE_TEXT = BeforeValidator(_read_whole_text)
"""Ends every integer of a query or path."""

Line = Annotated[str, Field(min_length=1, max_length=200, pattern=LINE)]
"""One line that begins with a visible character. Narrow it: ``Annotated[Line, Field(max_length=50, …)]``."""
Text = Annotated[str, Field(max_length=20_000, pattern=TEXT)]
"""Many lines, perhaps none."""
Flag = Annotated[bool, Field(strict=True)]
QueryFlag = Annotated[bool, BeforeValidator(_read_flag)]
Int = Annotated[int, Field(ge=-(2**31), le=2**31 - 1), WHOLE]
Count = Annotated[int, Field(ge=0, le=2**31 - 1, examples=[3]), WHOLE]
Version = Annotated[int, Field(ge=1, le=2**31 - 1, description="版本号，与 ETag 一致", examples=[1]), WHOLE]
Ident = Annotated[
    UUID,
    BeforeValidator(_read_ident),
    Published(
        {
            "type": "string",
            "format": "uuid",
            "pattern": IDENT,
            "minLength": 36,
            "maxLength": 36,
            "examples": ["019a9d2e-5c00-7000-8000-000000000001"],
        }
    ),
]
Day = Annotated[
    date,
    BeforeValidator(_read_day),
    PlainSerializer(date.isoformat, when_used="json"),
    Published(
        {
            "type": "string",
            "format": "date",
            "pattern": DAY,
            "minLength": 10,
            "maxLength": 10,
            "examples": ["2026-11-20"],
        }
    ),
]
Moment = Annotated[
    datetime,
    BeforeValidator(_read_moment),
    PlainSerializer(shown, when_used="json"),
    Published(
        {
            "type": "string",
            "format": "date-time",
            "pattern": MOMENT,
            "minLength": 20,
            "maxLength": 35,
            "examples": ["2026-11-20T09:00:00+08:00"],
        },
        {
            "type": "string",
            "format": "date-time",
            "pattern": ANSWERED_MOMENT,
            "minLength": 25,
            "maxLength": 25,
            "examples": ["2026-11-20T09:00:00+08:00"],
        },
    ),
]


class In(BaseModel):
    """What comes in: an unknown member is refused, because it is a misspelt known one."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
    hidden: ClassVar[frozenset[str]] = frozenset()
    """Members that are no text anybody wrote: passwords. The gate does not look at them and its log says nothing of them."""
    tells_doubts: ClassVar[bool] = False
    """Whether the answer tells of doubtful marks itself, because nothing is kept (SEC-R02)."""


class Out(BaseModel):
    """What goes out: every member, always; no defaults."""

    model_config = ConfigDict(from_attributes=True)


def _without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


def unsent() -> Any:
    """The default of a member that may be left out of a PATCH but may not be null; see ``model_dump(exclude_unset=True)``."""
    return Field(default=None, json_schema_extra=_without_default)


Row = TypeVar("Row")


class Page(Out, Generic[Row]):
    """One page of a list."""

    items: Annotated[list[Row], Field(max_length=200)]
    next_cursor: (
        Annotated[str, Field(max_length=2_000, pattern=CURSOR, description="下一页的翻页标记", examples=["q7ZkM3Nw"])]
        | None
    )
    total: (
        Annotated[int, Field(ge=0, le=10_000, description="总数，最多数到一万；未要求时为 null", examples=[42])] | None
    )
    total_is_exact: Annotated[bool, Field(description="total 是否为准确数")] | None


class ListQuery(In):
    """What every list may be asked. A list adds its ``sort`` and its filters; each is named like the list's own filter."""

    limit: Annotated[int, Field(ge=1, le=200, description="每页条数", examples=[20]), WHOLE_TEXT] = 20
    cursor: (
        Annotated[
            str,
            Field(
                min_length=1,
                max_length=2_000,
                pattern=CURSOR,
                description="上一页答复中的 next_cursor",
                examples=["q7ZkM3Nw"],
            ),
        ]
        | SkipJsonSchema[None]
    ) = None
    with_total: Annotated[bool, Field(description="是否计数（最多数到一万）"), BeforeValidator(_read_flag)] = False

    def wanted(self, default_sort: str) -> Wanted:
        """The question for the repository; what was not asked is no filter."""
        given = {name: getattr(self, name) for name in type(self).model_fields if name not in _PAGING}
        filters = {name: value for name, value in given.items() if value is not None and value != []}
        sort = getattr(self, "sort", None) or default_sort
        return Wanted(str(sort), self.limit, self.cursor, filters, self.with_total)


_PAGING = {*ListQuery.model_fields, "sort"}

RuleId = Annotated[
    str, Field(min_length=3, max_length=40, pattern=r"^[A-Z]+-[A-Z0-9]+$", description="规则编号", examples=["DOC-R12"])
]
Reason = Annotated[Line, Field(max_length=500, description="理由", examples=["经主要领导同意"])]


class Override(In):
    """Going on in spite of a warning: which rule, and why. It is recorded under the caller's name."""

    rule: RuleId
    reason: Reason


class Label(Out):
    """A word of the API and its official Chinese term."""

    value: Annotated[str, Field(min_length=1, max_length=64, pattern="^[a-z0-9_:]+$", examples=["urgent"])]
    label: Annotated[str, Field(min_length=1, max_length=64, pattern=LINE, examples=["加急"])]


class ProblemError(Out):
    """One thing wrong with the request, and where. The bad value itself is never repeated."""

    pointer: Annotated[str, Field(max_length=500, description="出错位置（JSON Pointer）", examples=["/title"])]
    in_: Annotated[str, Field(alias="in", max_length=10, pattern="^(body|query|path|header)$", examples=["body"])]
    code: Annotated[
        str, Field(max_length=64, pattern="^[A-Za-z0-9_-]+$", description="代码或规则编号", examples=["too_long"])
    ]
    message: Annotated[str, Field(max_length=500, description="给人看的说明", examples=["内容过长"])]


class ProblemRule(Out):
    """A rule of the field that refuses or warns, with its source."""

    id: RuleId
    level: Annotated[str, Field(max_length=20, pattern="^[a-z_]+$", examples=["law"])]
    statement: Annotated[str, Field(max_length=2_000, examples=["紧急公文应当标明紧急程度"])]
    source: Annotated[str, Field(max_length=2_000, examples=["党政机关公文处理工作条例第九条"])]
    message: Annotated[str, Field(max_length=2_000, description="哪里不符合", examples=["未标明紧急程度"])]
    pointer: Annotated[str, Field(max_length=500, description="涉及的内容（JSON Pointer）", examples=["/urgency"])]
    suggestion: Annotated[str, Field(max_length=2_000, description="应当如何", examples=["标明“加急”"])] | None


class Problem(BaseModel):
    """What every refusal and fault answers (RFC 9457). Clients switch on ``code``, never on the texts."""

    model_config = ConfigDict(extra="allow")

    type: Annotated[
        str,
        Field(
            max_length=200, pattern="^/problems/[a-z0-9_]+$", description="问题类型", examples=["/problems/not_found"]
        ),
    ]
    title: Annotated[str, Field(max_length=200, description="标题", examples=["未找到"])]
    status: Annotated[int, Field(ge=400, le=599, description="HTTP 状态码", examples=[404])]
    code: Annotated[str, Field(max_length=64, pattern="^[a-z0-9_]+$", description="稳定的代码", examples=["not_found"])]
    detail: Annotated[str, Field(max_length=2_000, description="说明", examples=["未找到"])]
    instance: Annotated[str, Field(max_length=8_192, description="请求路径", examples=["/api/v1/me"])]
    request_id: Annotated[
        str, Field(max_length=64, pattern="^[A-Za-z0-9_-]+$", description="请求编号", examples=["0f8fad5bd9cb469fa165"])
    ]
    errors: Annotated[list[ProblemError], Field(max_length=50, description="逐项错误")] = unsent()
    rules: Annotated[list[ProblemRule], Field(max_length=100, description="有关规定")] = unsent()
    current_version: Annotated[int, Field(ge=1, le=2**31 - 1, description="现行版本", examples=[4])] = unsent()
