"""People, posts and roles over HTTP."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from app.schemas.common import Day, Flag, Ident, In, Line, ListQuery, Moment, Out, QueryFlag, Version, unsent
from app.schemas.identity.organs import Position
from app.vocabulary.identity import PersonKind, Role

Username = Annotated[
    str,
    Field(
        min_length=2,
        max_length=64,
        pattern="^[A-Za-z0-9][A-Za-z0-9._@-]*$",
        description="用户名，不分大小写",
        examples=["zhangwei"],
    ),
]
PersonName = Annotated[Line, Field(max_length=50, description="姓名", examples=["张伟"])]
Phone = Annotated[
    str,
    Field(min_length=11, max_length=11, pattern="^1[3-9][0-9]{9}$", description="手机号", examples=["13800135678"]),
]
ShownPhone = Annotated[
    str,
    Field(min_length=11, max_length=11, pattern="^1[3-9][0-9][0-9*]{4}[0-9]{4}$", examples=["138****5678"]),
]
PostTitle = Annotated[Line, Field(max_length=50, description="职务", examples=["综合科科长"])]
Masked = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=20, pattern="^[a-z_]+$")]],
    Field(max_length=5, description="打码显示的成员", examples=[["phone"]]),
]
Roles = Annotated[list[Role], Field(max_length=20, description="业务角色")]


class PersonSort(StrEnum):
    NAME = "name"
    NEWEST = "-created_at"


class PersonCreate(In):
    """新建工作人员账号，不带任何权限；初始密码另行下发。三员账号不在此新建。"""

    organ_id: Annotated[Ident, Field(description="人事关系所在机关，不填即为本机关")] | None = None
    username: Username
    name: PersonName
    phone: Phone | None = None


class PersonUpdate(In):
    """只改所送内容。"""

    name: PersonName = unsent()
    phone: Phone | None = unsent()


class Counterpart(In):
    """确定 AB 角：本人不在岗时由谁代行；null 为没有。"""

    person_id: Annotated[Ident, Field(description="代行人")] | None


class AddPost(In):
    """任职。自 starts_on 当日起，至 ends_on 前一日止。"""

    organ_id: Annotated[Ident, Field(description="任职机关，不填即为本机关")] | None = None
    department_id: Annotated[Ident, Field(description="任职内设机构")] | None = None
    title: PostTitle
    is_head: Annotated[Flag, Field(description="是否为该内设机构负责人")] = False
    position: Position = 0
    starts_on: Day
    ends_on: Annotated[Day, Field(description="免职日期，当日起不再任职")] | None = None


class EndPost(In):
    """免职：自 ends_on 当日起不再任职。"""

    post_id: Annotated[Ident, Field(description="职务")]
    ends_on: Day


class PostRead(Out):
    """一项职务。"""

    id: Ident
    organ_id: Ident
    organ_name: Annotated[Line, Field(max_length=100, examples=["江州市人民政府办公室"])]
    department_id: Ident | None
    department_name: Annotated[Line, Field(max_length=100, examples=["综合科"])] | None
    title: PostTitle
    is_head: Annotated[bool, Field(description="是否为该内设机构负责人")]
    position: Position
    starts_on: Day
    ends_on: Day | None


class PersonRow(Out):
    """人员列表中的一人；列出现任职务。"""

    id: Ident
    name: PersonName
    username: Username | None
    kind: PersonKind
    organ_id: Ident
    organ_name: Annotated[Line, Field(max_length=100, examples=["江州市人民政府办公室"])]
    phone: ShownPhone | None
    masked: Masked
    active: Annotated[bool, Field(description="账号是否启用")]
    posts: Annotated[list[PostRead], Field(max_length=100, description="现任职务")]
    version: Version


class PersonRead(Out):
    """一个账号；列出全部职务，包括已经免去的。"""

    id: Ident
    name: PersonName
    username: Username | None
    kind: PersonKind
    organ_id: Ident
    organ_name: Annotated[Line, Field(max_length=100, examples=["江州市人民政府办公室"])]
    phone: ShownPhone | None
    masked: Masked
    counterpart_id: Annotated[Ident, Field(description="AB 角")] | None
    counterpart_name: PersonName | None
    active: Annotated[bool, Field(description="账号是否启用")]
    has_password: Annotated[bool, Field(description="是否已设密码；未设即不能用密码登录")]
    created_at: Moment
    posts: Annotated[list[PostRead], Field(max_length=200, description="职务")]
    version: Version


class TemporaryPassword(Out):
    """只显示这一次的临时密码，首次登录后必须修改。"""

    person_id: Ident
    temporary_password: Annotated[
        str, Field(min_length=14, max_length=64, pattern="^[A-Za-z0-9+=@#%-]+$", examples=["k7Rt-m4XpQ2wEz"])
    ]
    version: Version


class PersonQuery(ListQuery):
    """人员列表的条件。"""

    sort: PersonSort = PersonSort.NAME
    organ_id: Annotated[Ident, Field(description="所在或者任职机关")] | SkipJsonSchema[None] = None
    department_id: Annotated[Ident, Field(description="现任职内设机构")] | SkipJsonSchema[None] = None
    role: Annotated[Role, Field(description="业务角色")] | SkipJsonSchema[None] = None
    kind: Annotated[PersonKind, Field(description="工作人员或者三员之一")] | SkipJsonSchema[None] = None
    active: Annotated[QueryFlag, Field(description="账号是否启用")] | SkipJsonSchema[None] = None
    q: Annotated[Line, Field(max_length=50, description="姓名中的字", examples=["张"])] | SkipJsonSchema[None] = None


class RolesQuery(In):
    """在哪个机关的角色；不填即为本机关。"""

    organ_id: Annotated[Ident, Field(description="机关")] | SkipJsonSchema[None] = None


class RolesWrite(In):
    """一人在一个机关的全部业务角色；原有而未列出的即被收回。"""

    organ_id: Annotated[Ident, Field(description="机关，不填即为本机关")] | None = None
    roles: Roles


class RolesRead(Out):
    """一人在一个机关的全部业务角色；version 为账号的版本。"""

    person_id: Ident
    organ_id: Ident
    roles: Roles
    version: Version
