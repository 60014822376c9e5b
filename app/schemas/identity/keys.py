"""Service keys over HTTP."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from app.schemas.common import Ident, In, Line, ListQuery, Moment, Out, QueryFlag, Version
from app.schemas.identity.people import PersonName
from app.vocabulary.identity import Permission

KeyName = Annotated[Line, Field(max_length=50, description="用途", examples=["旧 OA 收文对接"])]
KeyPerson = Annotated[Ident, Field(description="以谁的名义；权限不超过此人")]
Scopes = Annotated[list[Permission], Field(min_length=1, max_length=50, description="权限范围")]
Network = Annotated[
    str,
    Field(
        min_length=2,
        max_length=49,
        pattern="^[0-9A-Fa-f.:]+(?:/[0-9]{1,3})?$",
        description="网段",
        examples=["10.8.0.0/16"],
    ),
]
Networks = Annotated[list[Network], Field(min_length=1, max_length=20, description="只能从这些网段使用")]
ExpiresAt = Annotated[Moment, Field(description="有效期，最长一年", examples=["2027-06-30T18:00:00+08:00"])]


class ServiceKeySort(StrEnum):
    NEWEST = "-created_at"
    EXPIRY = "expires_at"


class ServiceKeyCreate(In):
    """为其他系统设立密钥；密钥本身另行生成，只显示一次。"""

    name: KeyName
    person_id: KeyPerson
    scopes: Scopes
    networks: Networks
    expires_at: ExpiresAt


class ServiceKeyRead(Out):
    """一个服务密钥，不含密钥本身。"""

    id: Ident
    organ_id: Ident
    person_id: KeyPerson
    person_name: PersonName
    name: KeyName
    prefix: (
        Annotated[
            str,
            Field(
                max_length=20,
                pattern="^shn_[A-Za-z0-9_-]+$",
                description="密钥的开头，供辨认",
                examples=["shn_q7ZkM3Nw"],
            ),
        ]
        | None
    )
    scopes: Scopes
    networks: Networks
    expires_at: ExpiresAt
    usable: Annotated[bool, Field(description="现在能否使用")]
    created_by_id: Ident
    created_at: Moment
    revoked_at: Moment | None
    version: Version


class ServiceKeySecret(Out):
    """只显示这一次的密钥；此前生成的即告失效。"""

    id: Ident
    secret: Annotated[
        str,
        Field(
            min_length=20,
            max_length=100,
            pattern="^shn_[A-Za-z0-9_-]+$",
            examples=["shn_q7ZkM3NwXn2s5v8yBEHKbPeShVmYq3t6w9zCFJMNcRf"],
        ),
    ]
    version: Version


class ServiceKeyQuery(ListQuery):
    """服务密钥列表的条件。"""

    sort: ServiceKeySort = ServiceKeySort.NEWEST
    person_id: KeyPerson | SkipJsonSchema[None] = None
    usable: Annotated[QueryFlag, Field(description="现在能否使用")] | SkipJsonSchema[None] = None
