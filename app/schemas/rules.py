"""The catalogue of rules over HTTP."""

from typing import Annotated

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from app.schemas.common import (
    Ident,
    In,
    Line,
    ListQuery,
    Moment,
    Out,
    Reason,
    RuleId,
)
from app.schemas.office import Name
from app.vocabulary.common import Profile
from app.vocabulary.rules import Enforcement, RuleLevel, Severity


class RuleRow(Out):
    """规则及其在本机关的效力。"""

    id: RuleId
    level: RuleLevel
    enforcement: Enforcement
    statement: Annotated[str, Field(max_length=2_000, description="内容", examples=["批办性公文应当提出拟办意见。"])]
    default_severity: Severity
    severity: Annotated[Severity, Field(description="在本机关的效力")]
    is_switched: Annotated[bool, Field(description="本机关是否另有设置")]


class SwitchRead(Out):
    """本机关对规则的设置。"""

    severity: Severity
    reason: Reason
    set_by_id: Ident
    set_by_name: Name
    set_at: Moment


class RuleRead(RuleRow):
    """规则的全部内容。"""

    source: Annotated[str, Field(max_length=2_000, description="依据", examples=["《党政机关公文处理工作条例》第八条"])]
    profiles: Annotated[list[Profile], Field(max_length=3, description="约束的机构类型")]
    may_be_weakened: Annotated[bool, Field(description="本机关可否放宽")]
    switch: SwitchRead | None


class SwitchChange(In):
    """本机关对规则的设置和理由。"""

    severity: Severity
    reason: Reason


class RuleQuery(ListQuery):
    """规则列表的条件。"""

    prefix: (
        Annotated[
            str, Field(min_length=1, max_length=40, pattern="^[A-Z0-9-]+$", description="编号开头", examples=["DOC-I"])
        ]
        | SkipJsonSchema[None]
    ) = None
    level: Annotated[list[RuleLevel], Field(max_length=5, description="级别")] = []
    enforcement: Annotated[list[Enforcement], Field(max_length=4, description="落实方式")] = []
    q: (
        Annotated[Line, Field(max_length=100, description="内容、依据中的词", examples=["紧急"])] | SkipJsonSchema[None]
    ) = None
