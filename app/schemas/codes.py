"""机关代字 over HTTP."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from app.schemas.common import Flag, Ident, In, Line, ListQuery, Out, QueryFlag, Version, unsent
from app.vocabulary.outgoing import Direction, Layout

Code = Annotated[
    str,
    Field(min_length=1, max_length=16, pattern="^[一-龥A-Za-z]{1,16}$", description="机关代字", examples=["清政发"]),
]
Mark = Annotated[Line, Field(max_length=50, description="发文机关标志，不含“文件”二字", examples=["清河县人民政府"])]


class CodeSort(StrEnum):
    CODE = "code"


class IssuerCodeCreate(In):
    """新设机关代字。"""

    code: Code
    layout: Layout = Layout.DOCUMENT
    direction: Annotated[Direction, Field(description="限用的行文方向；不填则不限")] | None = None
    mark: Mark


class IssuerCodeUpdate(In):
    """修改机关代字；代字本身不能改，停用后另设。"""

    layout: Layout = unsent()
    direction: Annotated[Direction, Field(description="限用的行文方向；null 为不限")] | None = None
    mark: Mark = unsent()
    active: Annotated[Flag, Field(description="是否在用")] = unsent()


class IssuerCodeRead(Out):
    """一个机关代字及其编号系列。"""

    id: Ident
    code: Code
    layout: Layout
    direction: Direction | None
    mark: Mark
    active: Annotated[bool, Field(description="是否在用")]
    version: Version


class IssuerCodeQuery(ListQuery):
    """机关代字列表的条件。"""

    sort: CodeSort = CodeSort.CODE
    layout: Annotated[list[Layout], Field(max_length=5, description="公文格式")] = []
    active: Annotated[QueryFlag, Field(description="是否在用")] | SkipJsonSchema[None] = None
