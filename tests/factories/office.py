"""A whole office: an organ with somebody for every role, plain staff, and its three administrators."""

from dataclasses import dataclass, field
from typing import Any

from app.models.identity import Department, Organ
from app.vocabulary.identity import ADMINISTRATORS, PersonKind, Role
from tests.factories.make import Make, Someone

CLERK = (Role.RECEIVER, Role.REGISTRAR, Role.OFFICE_CLERK)


@dataclass
class Office:
    """``roles`` holds one person for each role and nothing else; ``clerk`` does three things at once, as in small
    offices; ``everything`` holds every role, so that every step can be taken by one person."""

    organ: Organ
    department: Department
    everything: Someone
    clerk: Someone
    handler: Someone
    roles: dict[Role, Someone] = field(default_factory=dict)
    administrators: dict[PersonKind, Someone] = field(default_factory=dict)

    @property
    def director(self) -> Someone:
        return self.roles[Role.OFFICE_DIRECTOR]


async def staffed(make: Make) -> Office:
    """A new office. ``everything`` is made first and so owns the steps; the others may step in by their roles."""
    organ = await make.organ()
    department = await make.department(organ)
    there: dict[str, Any] = {"organ": organ, "department": department}
    made = Office(
        organ,
        department,
        everything=await make.person(*Role, **there),
        clerk=await make.person(*CLERK, **there),
        handler=await make.person(**there),
    )
    made.roles = {role: await make.person(role, **there) for role in Role}
    made.administrators = {kind: await make.person(organ=organ, kind=kind) for kind in sorted(ADMINISTRATORS)}
    return made
