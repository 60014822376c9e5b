"""Organs and departments over HTTP."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from app.schemas.common import WHOLE, Day, Flag, Ident, In, Line, ListQuery, Out, QueryFlag, Version, unsent
from app.vocabulary.common import Profile

OrganName = Annotated[Line, Field(max_length=100, description="机关、单位全称", examples=["江州市人民政府办公室"])]
ShortName = Annotated[Line, Field(max_length=50, description="规范化简称", examples=["市政府办"])]
OrganCode = Annotated[
    str, Field(min_length=1, max_length=32, pattern="^[A-Za-z0-9_-]+$", description="机关代码", examples=["jzszfb"])
]
Superior = Annotated[Ident, Field(description="直接上级机关")]
SecondSuperior = Annotated[Ident, Field(description="双重领导的另一上级机关")]
RegisteredFrom = Annotated[Day, Field(description="发文立户日期")]
RegisteredTo = Annotated[Day, Field(description="发文立户撤销日期，当日起不再发文")]
DepartmentName = Annotated[Line, Field(max_length=100, description="内设机构名称", examples=["综合科"])]
Position = Annotated[int, Field(ge=0, le=9_999, description="排序，小的在前", examples=[10]), WHOLE]
Words = Annotated[Line, Field(max_length=50, description="名称中的字", examples=["办公室"])]


class OrganSort(StrEnum):
    NAME = "name"
    CODE = "code"


class DepartmentSort(StrEnum):
    POSITION = "position"
    NAME = "name"


class OrganCreate(In):
    """新设机关；直接上级须为本机关或者下级机关，不填即为本机关。"""

    name: OrganName
    short_name: ShortName
    code: OrganCode
    profile: Profile
    superior_id: Superior | None = None
    second_superior_id: SecondSuperior | None = None
    registered_from: RegisteredFrom | None = None
    registered_to: RegisteredTo | None = None


class OrganUpdate(In):
    """只改所送内容。"""

    name: OrganName = unsent()
    short_name: ShortName = unsent()
    code: OrganCode = unsent()
    profile: Profile = unsent()
    superior_id: Superior = unsent()
    second_superior_id: SecondSuperior | None = unsent()
    registered_from: RegisteredFrom | None = unsent()
    registered_to: RegisteredTo | None = unsent()
    active: Annotated[Flag, Field(description="是否在用")] = unsent()


class OrganRead(Out):
    """一个机关、单位。"""

    id: Ident
    name: OrganName
    short_name: ShortName
    code: OrganCode
    profile: Profile
    superior_id: Superior | None
    second_superior_id: SecondSuperior | None
    registered_from: RegisteredFrom | None
    registered_to: RegisteredTo | None
    active: Annotated[bool, Field(description="是否在用")]
    version: Version


class OrganQuery(ListQuery):
    """机关列表的条件。"""

    sort: OrganSort = OrganSort.NAME
    superior_id: Superior | SkipJsonSchema[None] = None
    active: Annotated[QueryFlag, Field(description="是否在用")] | SkipJsonSchema[None] = None
    q: Words | SkipJsonSchema[None] = None


class DepartmentCreate(In):
    """新设内设机构；不填机关即为本机关。"""

    name: DepartmentName
    organ_id: Annotated[Ident, Field(description="所在机关")] | None = None
    parent_id: Annotated[Ident, Field(description="上一级内设机构")] | None = None
    is_office: Annotated[Flag, Field(description="是否为办公室（综合部门）")] = False
    position: Position = 0


class DepartmentUpdate(In):
    """只改所送内容。"""

    name: DepartmentName = unsent()
    parent_id: Annotated[Ident, Field(description="上一级内设机构")] | None = unsent()
    is_office: Annotated[Flag, Field(description="是否为办公室（综合部门）")] = unsent()
    position: Position = unsent()
    active: Annotated[Flag, Field(description="是否在用")] = unsent()


class LeaderInCharge(In):
    """确定分管领导；null 为无人分管。"""

    person_id: Annotated[Ident, Field(description="分管领导")] | None


class DepartmentRead(Out):
    """一个内设机构。"""

    id: Ident
    organ_id: Ident
    parent_id: Ident | None
    name: DepartmentName
    is_office: Annotated[bool, Field(description="是否为办公室（综合部门）")]
    position: Position
    leader_id: Annotated[Ident, Field(description="分管领导")] | None
    leader_name: Annotated[Line, Field(max_length=50, examples=["方正"])] | None
    active: Annotated[bool, Field(description="是否在用")]
    version: Version


class DepartmentQuery(ListQuery):
    """内设机构列表的条件。"""

    sort: DepartmentSort = DepartmentSort.POSITION
    organ_id: Annotated[Ident, Field(description="所在机关")] | SkipJsonSchema[None] = None
    parent_id: Annotated[Ident, Field(description="上一级内设机构")] | SkipJsonSchema[None] = None
    leader_id: Annotated[Ident, Field(description="分管领导")] | SkipJsonSchema[None] = None
    active: Annotated[QueryFlag, Field(description="是否在用")] | SkipJsonSchema[None] = None
    q: Words | SkipJsonSchema[None] = None
