"""How far a caller reaches, and small refusals every service of people and organs shares."""

from collections.abc import Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from app.core.actor import Actor
from app.core.errors import NotFound, RuleViolated, Stale
from app.db.database import Db
from app.repositories.identity.organs import OrganRepository
from app.rules.finding import Findings
from app.services.rules.judge import told
from app.vocabulary.identity import Permission

ADMINISTERING = frozenset(
    {
        Permission.ORGANS_WRITE,
        Permission.PEOPLE_WRITE,
        Permission.ROLES_WRITE,
        Permission.KEYS_WRITE,
        Permission.AUDIT_READ,
    }
)
"""Held by the three administrators alone."""


def administers(actor: Actor) -> bool:
    """Whether the caller is one of the three administrators (三员)."""
    return not ADMINISTERING.isdisjoint(actor.permissions)


async def reach_of(db: Db, actor: Actor) -> Sequence[UUID]:
    """The organs whose people a caller sees: their own; for administrators also all organs under it."""
    if not administers(actor):
        return (actor.organ_id,)
    organ_id = actor.organ_id
    return await db.database.caches.get(("reach", organ_id), lambda: OrganRepository(db).reach(organ_id))


class _Versioned(Protocol):
    version: int


V = TypeVar("V", bound=_Versioned)


def as_seen(entity: V | None, seen: int) -> V:
    """The locked entity, one version further.

    Raises: NotFound, Stale (it is no longer what the caller has seen).
    """
    if entity is None:
        raise NotFound
    if entity.version != seen:
        raise Stale(entity.version)
    entity.version = seen + 1
    return entity


def refuse(findings: Findings) -> None:
    """Raises: RuleViolated with the rules that were found broken, if any. None of them can be set aside."""
    if findings:
        errors = [{"pointer": one.pointer, "in": "body", "code": one.rule, "message": one.message} for one in findings]
        raise RuleViolated(findings[0].message, rules=[told(one) for one in findings], errors=errors)
