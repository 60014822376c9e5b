"""The people of the demo: who sits where, and who plays which part. All of them are invented."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from app.vocabulary.common import Profile
from app.vocabulary.identity import PersonKind, Role

MAIN = "gov"
"""The organ the demo is about: 清河县人民政府办公室."""

GUEST = ("gaoweifeng", MAIN, "防汛抗旱指挥部办公室", "县防汛抗旱指挥部办公室主任（兼）")
"""Somebody with posts in two organs: person, second organ, department and title there."""

ADMINISTRATORS = {
    PersonKind.SYS_ADMIN: ("dingyiming", "丁一鸣"),
    PersonKind.SEC_ADMIN: ("suqing", "苏晴"),
    PersonKind.AUDIT_ADMIN: ("chengweidong", "程卫东"),
}
"""三员 of the main organ: three people who do nothing else (SEC-R40, SEC-R41)."""

SENDERS_OF_COUNTY = ("gov", "party")
"""Organs with papers of their own; the others live on what the county sends them."""


@dataclass(frozen=True, slots=True)
class OrganPlan:
    key: str
    name: str
    short_name: str
    code: str
    profile: Profile
    superior: str | None
    second_superior: str | None


@dataclass(frozen=True, slots=True)
class DepartmentPlan:
    organ: str
    name: str
    is_office: bool
    leader: str | None


@dataclass(frozen=True, slots=True)
class PersonPlan:
    organ: str
    username: str
    name: str
    department: str | None
    title: str
    is_head: bool
    roles: tuple[Role, ...]
    counterpart: str | None


def table(name: str) -> list[dict[str, str]]:
    """A table of the demo's data folder."""
    text = files("app.jobs.demo").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def organs() -> tuple[OrganPlan, ...]:
    """Superiors before those under them."""
    return tuple(
        OrganPlan(
            row["key"],
            row["name"],
            row["short_name"],
            row["code"],
            Profile(row["profile"]),
            row["superior"] or None,
            row["second_superior"] or None,
        )
        for row in table("organs")
    )


def main() -> OrganPlan:
    return next(one for one in organs() if one.key == MAIN)


@cache
def departments() -> tuple[DepartmentPlan, ...]:
    return tuple(
        DepartmentPlan(row["organ"], row["name"], row["is_office"] == "yes", row["leader"] or None)
        for row in table("departments")
    )


@cache
def people() -> tuple[PersonPlan, ...]:
    """Staff in order of precedence; the administrators are not among them."""
    return tuple(
        PersonPlan(
            row["organ"],
            row["username"],
            row["name"],
            row["department"] or None,
            row["title"],
            row["head"] == "yes",
            tuple(Role(role) for role in row["roles"].split()),
            row["counterpart"] or None,
        )
        for row in table("people")
    )


@cache
def name_of(username: str) -> str:
    return next(one.name for one in people() if one.username == username)


class Crew:
    """The people of one organ by the part they play in the life of a paper."""

    def __init__(self, organ: str) -> None:
        self.organ = organ
        self._people = [one for one in people() if one.organ == organ]

    def holder(self, role: Role) -> str:
        """The first who holds a role: the one the flow gives its steps to."""
        return self.holders(role)[0]

    def holders(self, role: Role) -> list[str]:
        return [one.username for one in self._people if role in one.roles]

    @property
    def name(self) -> str:
        return next(one.name for one in organs() if one.key == self.organ)

    @property
    def leaders(self) -> list[str]:
        return self.holders(Role.LEADER)

    @property
    def heads(self) -> list[str]:
        """Heads of sections: they handle papers. Those who run the office itself come only where there are no others."""
        busy = {Role.OFFICE_DIRECTOR, Role.OFFICE_CLERK, Role.RECEIVER}
        found = [one for one in self._people if Role.DEPARTMENT_HEAD in one.roles]
        return [one.username for one in found if not busy & set(one.roles)] or [one.username for one in found]

    def section_of(self, username: str) -> str:
        """How papers call a person's section."""
        found = next(one for one in self._people if one.username == username)
        return found.department or found.title

    def courtesy(self, username: str) -> str:
        """How the office addresses a person: 方县长, 郑主任."""
        found = next(one for one in self._people if one.username == username)
        rank = next((word for word in _RANKS if found.title.endswith(word)), "同志")
        return found.name[0] + rank if rank != "同志" else found.name + rank


_RANKS = ("县长", "书记", "局长", "镇长", "院长", "董事长", "主任", "部长", "股长", "科长")
