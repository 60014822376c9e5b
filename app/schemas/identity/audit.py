"""The trail over HTTP."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from app.schemas.common import WHOLE, Ident, Line, ListQuery, Moment, Out, Text

Word = Annotated[str, Field(min_length=1, max_length=64, pattern="^[a-z0-9_:.-]+$")]
Act = Annotated[Word, Field(description="做了什么", examples=["disable"])]
Subject = Annotated[Word, Field(description="对什么", examples=["person"])]
RequestId = Annotated[
    str,
    Field(
        min_length=1, max_length=64, pattern="^[A-Za-z0-9_-]+$", description="请求编号", examples=["0f8fad5bd9cb469f"]
    ),
]


class AuditSort(StrEnum):
    NEWEST = "-seq"
    OLDEST = "seq"


class AuditChange(Out):
    """一项改动；业务内容与个人信息只列名称，不列前后内容。"""

    column: Word
    before: Text | None
    after: Text | None


class AuditRow(Out):
    """一条审计记录。"""

    id: Ident
    seq: Annotated[int, Field(ge=1, le=2**53, description="顺序号", examples=[1024]), WHOLE]
    at: Moment
    organ_id: Ident | None
    actor_id: Ident | None
    actor_name: Annotated[Line, Field(max_length=120, examples=["张伟"])]
    on_behalf_of_id: Annotated[Ident, Field(description="代谁")] | None
    action: Act
    subject: Subject
    subject_id: Ident | None
    matter_id: Ident | None
    state_before: Word | None
    state_after: Word | None
    note: Text | None
    changes: Annotated[list[AuditChange], Field(max_length=200)]
    request_id: RequestId
    address: Annotated[str, Field(max_length=64, pattern="^[0-9A-Za-z.:%_-]*$", examples=["10.8.3.21"])]


class AuditQuery(ListQuery):
    """审计记录的查询条件。"""

    sort: AuditSort = AuditSort.NEWEST
    organ_id: Annotated[Ident, Field(description="机关")] | SkipJsonSchema[None] = None
    actor_id: Annotated[Ident, Field(description="谁做的")] | SkipJsonSchema[None] = None
    action: Act | SkipJsonSchema[None] = None
    subject: Subject | SkipJsonSchema[None] = None
    subject_id: Annotated[Ident, Field(description="对象")] | SkipJsonSchema[None] = None
    matter_id: Annotated[Ident, Field(description="事项")] | SkipJsonSchema[None] = None
    request_id: RequestId | SkipJsonSchema[None] = None
    at_from: Annotated[Moment, Field(description="时间不早于")] | SkipJsonSchema[None] = None
    at_before: Annotated[Moment, Field(description="时间早于")] | SkipJsonSchema[None] = None
