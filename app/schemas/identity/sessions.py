"""Logging in, and who one is, over HTTP."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from app.core.text import TEXT
from app.schemas.common import Count, Ident, In, Line, Moment, Out
from app.schemas.identity.delegations import DelegationRead
from app.schemas.identity.organs import OrganName, ShortName
from app.schemas.identity.people import PersonName, Phone, PostRead, Username
from app.vocabulary.common import Profile
from app.vocabulary.identity import Permission, PersonKind, Role

Password = Annotated[
    str,
    Field(
        min_length=1,
        max_length=128,
        pattern=TEXT,
        description="密码",
        examples=["Jiang-Zhou-2026"],
        json_schema_extra={"format": "password"},
    ),
]
Token = Annotated[
    str, Field(min_length=20, max_length=200, pattern="^[A-Za-z0-9_=-]+$", examples=["3q2-7wAAAAAAAAAAAAAAAA"])
]


class LogIn(In):
    """用户名、密码登录一个机关；在其他机关任职的，可以指明登录哪个机关。"""

    username: Username
    password: Password
    organ_id: Annotated[Ident, Field(description="登录的机关，不填即为人事关系所在机关")] | None = None


class Refresh(In):
    """用刷新凭证换取新的一对凭证；每个刷新凭证只能用一次。"""

    refresh_token: Token


class TokensRead(Out):
    """一对凭证。只显示这一次。"""

    access_token: Token
    token_type: Literal["Bearer"]
    expires_in: Annotated[Count, Field(description="访问凭证的有效秒数", examples=[900])]
    refresh_token: Token
    session_ends_at: Annotated[Moment, Field(description="最迟何时须重新登录")]
    person_id: Ident
    organ_id: Ident
    password_expired: Annotated[bool, Field(description="密码已过期，须先修改")]


class ChangePassword(In):
    """修改本人密码。"""

    hidden: ClassVar[frozenset[str]] = frozenset({"current_password", "new_password"})
    current_password: Password
    new_password: Password


class OrganBrief(Out):
    """机关名称。"""

    id: Ident
    name: OrganName


class MeOrgan(Out):
    """本次登录的机关。"""

    id: Ident
    name: OrganName
    short_name: ShortName
    profile: Profile


class RoleLabel(Out):
    """角色及其名称。"""

    value: Role
    label: Annotated[Line, Field(max_length=20, examples=["办公室主任"])]


class MeRead(Out):
    """我是谁、在哪个机关、担任什么职务、能做什么、代谁办理。"""

    id: Ident
    name: PersonName
    username: Username
    kind: PersonKind
    phone: Phone | None
    organ: MeOrgan
    organs: Annotated[list[OrganBrief], Field(max_length=100, description="可以登录的机关")]
    posts: Annotated[list[PostRead], Field(max_length=100, description="在本机关的现任职务")]
    roles: Annotated[list[RoleLabel], Field(max_length=20, description="在本机关的角色")]
    permissions: Annotated[list[Permission], Field(max_length=100, description="权限")]
    delegations: Annotated[list[DelegationRead], Field(max_length=200, description="今日有效的委托，受托的和委托的")]
    password_expires_at: Annotated[Moment, Field(description="密码何时过期；null 为不过期或者须立即修改")] | None
    password_expired: Annotated[bool, Field(description="密码已过期，须先修改")]
