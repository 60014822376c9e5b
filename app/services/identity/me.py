"""Who am I: the caller's own page."""

from typing import Any

from app.core.actor import Actor
from app.core.clock import local_day
from app.core.errors import NotFound
from app.db.database import Db
from app.repositories.identity.delegations import DelegationRepository
from app.repositories.identity.organs import OrganRepository
from app.repositories.identity.people import PeopleRepository
from app.services.identity.callers import password_until
from app.settings import Settings, get_settings
from app.vocabulary.identity import Role


class MeService:
    def __init__(self, db: Db, actor: Actor, settings: Settings | None = None) -> None:
        self._db, self._actor, self._settings = db, actor, settings or get_settings()
        self._now = db.clock.now()

    async def view(self) -> dict[str, Any]:
        """Person, organ, posts, roles, permissions, and the delegations in force today."""
        actor, today = self._actor, local_day(self._now)
        people = PeopleRepository(self._db)
        binds = {"me": actor.user_id, "organ_id": actor.organ_id, "today": today}
        person, organ = await people.me(binds), await OrganRepository(self._db).one(actor.organ_id)
        if person is None or organ is None:
            raise NotFound
        until = (
            password_until(person.password_changed_at, self._settings.password_days) if person.has_password else None
        )
        delegations = await DelegationRepository(self._db).now_of(binds)
        return {
            **{name: getattr(person, name) for name in ("id", "name", "username", "kind", "phone", "posts")},
            "organ": {name: getattr(organ, name) for name in ("id", "name", "short_name", "profile")},
            "organs": [dict(row._mapping) for row in await people.enterable(actor.user_id, today)],
            "roles": [{"value": role, "label": Role(role).label} for role in sorted(actor.roles)],
            "permissions": sorted(actor.permissions),
            "delegations": [dict(row._mapping) for row in delegations],
            "password_expires_at": until if person.password_changed_at else None,
            "password_expired": until is not None and self._now >= until,
        }
