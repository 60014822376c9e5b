"""An office for the benchmark: an organ, twelve departments, two hundred people with their roles, and log-ins."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import TypeAlias
from uuid import UUID

import asyncpg

from app.core.ids import new_id
from app.vocabulary.common import Profile
from app.vocabulary.identity import PersonKind, Role

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

PEOPLE = 200
DEPARTMENTS = [
    "办公室",
    "综合科",
    "法规科",
    "规划科",
    "财务科",
    "人事科",
    "业务一科",
    "业务二科",
    "督查科",
    "信息科",
    "宣传科",
    "后勤科",
]
STAFFED = {
    Role.RECEIVER: 2,
    Role.REGISTRAR: 2,
    Role.OFFICE_CLERK: 3,
    Role.OFFICE_DIRECTOR: 2,
    Role.PRINCIPAL_LEADER: 1,
    Role.LEADER: 5,
    Role.CIRCULATION_CLERK: 2,
    Role.SUPERVISOR: 2,
    Role.ARCHIVIST: 1,
    Role.DEPARTMENT_HEAD: 11,
}
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙"
_GIVEN = [
    "建国",
    "秀英",
    "志强",
    "丽华",
    "海燕",
    "文军",
    "晓东",
    "玉兰",
    "子涵",
    "思远",
    "明",
    "静",
    "伟",
    "芳",
    "磊",
    "洁",
    "勇",
]


@dataclass(frozen=True)
class Office:
    """Who works here, and with which token each may call."""

    organ_id: UUID
    departments: list[UUID]
    holder: dict[Role, UUID]
    """The first holder of each role: whose the step is."""
    handlers: list[UUID]
    """Ordinary staff, who handle papers."""
    tokens: dict[UUID, str]


def token_of(person_id: UUID) -> str:
    """A token in the shape of those the service gives."""
    return f"bench-{person_id.hex}"


async def staff(db: Connection, valid: timedelta = timedelta(hours=8)) -> Office:
    """Fill an empty database with people. Everybody is logged in for so long."""
    now = datetime.now(UTC).replace(microsecond=0)
    organ_id, departments = new_id(), [new_id() for _ in DEPARTMENTS]
    people = [new_id() for _ in range(PEOPLE)]
    roles = [role for role, count in STAFFED.items() for _ in range(count)]
    names = ["".join(parts) for parts in product(_SURNAMES, _GIVEN)][:PEOPLE]
    await _copy(
        db,
        "organs",
        [
            {
                "id": organ_id,
                "name": "江州市人民政府办公室",
                "short_name": "市府办",
                "code": "JZ01",
                "profile": Profile.PARTY_GOV,
                "active": True,
                "version": 1,
            }
        ],
    )
    await _copy(
        db,
        "departments",
        [
            {
                "id": one,
                "organ_id": organ_id,
                "name": name,
                "is_office": place == 0,
                "position": place,
                "active": True,
                "version": 1,
            }
            for place, (one, name) in enumerate(zip(departments, DEPARTMENTS, strict=True))
        ],
    )
    await _copy(
        db,
        "people",
        [
            {
                "id": one,
                "organ_id": organ_id,
                "username": f"p{place:03}",
                "name": name,
                "kind": PersonKind.STAFF,
                "active": True,
                "password_changed_at": now,
                "created_at": now,
                "version": 1,
            }
            for place, (one, name) in enumerate(zip(people, names, strict=True))
        ],
    )
    await _copy(
        db,
        "posts",
        [
            {
                "id": new_id(),
                "person_id": one,
                "organ_id": organ_id,
                "department_id": departments[place % len(departments)],
                "title": "科员",
                "is_head": False,
                "position": place,
                "starts_on": date(2020, 1, 1),
            }
            for place, one in enumerate(people)
        ],
    )
    await _copy(
        db,
        "role_grants",
        [
            {
                "id": new_id(),
                "person_id": one,
                "person_kind": PersonKind.STAFF,
                "organ_id": organ_id,
                "role": role,
                "granted_at": now,
            }
            for one, role in zip(people, roles, strict=False)
        ],
    )
    tokens = {one: token_of(one) for one in people}
    await _copy(
        db,
        "login_sessions",
        [
            {
                "id": new_id(),
                "person_id": one,
                "organ_id": organ_id,
                "access_hash": hashlib.sha256(token.encode()).digest(),
                "access_until": now + valid,
                "refresh_hash": one.bytes,
                "opened_at": now,
                "seen_at": now,
                "ends_at": now + valid,
                "used_refresh_hashes": [],
                "address": "127.0.0.1",
            }
            for one, token in tokens.items()
        ],
    )
    holder = {role: one for one, role in reversed(list(zip(people, roles, strict=False)))}
    return Office(organ_id, departments, holder, people[len(roles) :], tokens)


async def _copy(db: Connection, table: str, rows: list[dict[str, object]]) -> None:
    await db.copy_records_to_table(table, columns=list(rows[0]), records=[tuple(row.values()) for row in rows])
