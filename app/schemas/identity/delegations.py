"""Delegations over HTTP."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from app.schemas.common import Day, Ident, In, Line, ListQuery, Moment, Out, QueryFlag, Version
from app.schemas.identity.people import PersonName

DelegationReason = Annotated[Line, Field(max_length=200, description="事由", examples=["赴省委党校学习"])]
Principal = Annotated[Ident, Field(description="委托人")]
Delegate = Annotated[Ident, Field(description="受托人")]
FirstDay = Annotated[Day, Field(description="首日（含）")]
LastDay = Annotated[Day, Field(description="末日（含）")]


class DelegationSort(StrEnum):
    LATEST = "-starts_on"
    NEWEST = "-created_at"


class DelegationCreate(In):
    """委托他人代办；不填委托人即为本人，办公室主任可以为他人办理。"""

    principal_id: Principal | None = None
    delegate_id: Delegate
    starts_on: FirstDay
    ends_on: LastDay
    reason: DelegationReason


class DelegationRead(Out):
    """一项委托。"""

    id: Ident
    organ_id: Ident
    principal_id: Principal
    principal_name: PersonName
    delegate_id: Delegate
    delegate_name: PersonName
    starts_on: FirstDay
    ends_on: LastDay
    reason: DelegationReason
    in_force: Annotated[bool, Field(description="今日是否有效")]
    created_by_id: Ident
    created_at: Moment
    revoked_at: Moment | None
    version: Version


class DelegationQuery(ListQuery):
    """委托列表的条件。"""

    sort: DelegationSort = DelegationSort.LATEST
    principal_id: Principal | SkipJsonSchema[None] = None
    delegate_id: Delegate | SkipJsonSchema[None] = None
    in_force: Annotated[QueryFlag, Field(description="今日是否有效")] | SkipJsonSchema[None] = None
