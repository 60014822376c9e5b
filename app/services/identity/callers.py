"""From a bearer token to an `Actor`: proven once, kept for at most a minute, dropped at once when rights change."""

import ipaddress
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, TypeAlias

from app.core.actor import Actor
from app.core.clock import SHANGHAI, local_day
from app.core.errors import InvalidToken, LoginExpired, PasswordExpired
from app.db.database import Db
from app.repositories.identity.sessions import SessionRepository
from app.services.identity.hashing import digest
from app.services.identity.oidc import OidcVerifier
from app.services.identity.tokens import Carrier, carrier
from app.settings import Settings
from app.vocabulary.identity import ADMIN_PERMISSIONS, GRANTS, STAFF_PERMISSIONS, PersonKind, Role

KEPT = timedelta(seconds=60)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)

WITH_EXPIRED_PASSWORD = frozenset({"change_password", "log_out", "show_me"})
"""The operations (by operationId) that remain to somebody whose password has expired."""

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Login:
    """A proven caller. ``until`` ends the token; ``fresh_until`` ends what memory may say about it."""

    actor: Actor
    until: datetime
    fresh_until: datetime
    idle_until: datetime | None = None
    password_until: datetime | None = None
    networks: tuple[Network, ...] | None = None

    def admitted(self, now: datetime, address: str, operation: str) -> Actor:
        """The caller, if the token still holds here and now.

        Raises: LoginExpired, InvalidToken (a key from a foreign network), PasswordExpired.
        """
        if now >= self.until or (self.idle_until is not None and now >= self.idle_until):
            raise LoginExpired
        if self.networks is not None and not _inside(address, self.networks):
            raise InvalidToken
        expired = self.password_until is not None and now >= self.password_until
        if expired and operation not in WITH_EXPIRED_PASSWORD:
            raise PasswordExpired
        return self.actor


class Callers:
    """Proves tokens. Works in short units of its own, before the request has taken a connection."""

    def __init__(self, db: Db, settings: Settings) -> None:
        self._db, self._settings = db, settings
        self._now = db.clock.now()
        self._today = local_day(self._now)

    async def admit(self, token: str, address: str) -> Actor:
        """Raises: InvalidToken, LoginExpired, PasswordExpired, Unavailable."""
        load = self._loader(token)
        login = await self._db.database.caches.get(("caller", digest(token)), load, seconds=KEPT.total_seconds())
        if self._now >= login.fresh_until:
            login = await load()
        return login.admitted(self._now, address, self._db.origin.operation)

    def _loader(self, token: str) -> Callable[[], Awaitable[Login]]:
        by = {Carrier.SESSION: self._by_session, Carrier.KEY: self._by_key, Carrier.OIDC: self._by_claim}[
            carrier(token)
        ]
        return lambda: by(token)

    async def _by_session(self, token: str) -> Login:
        async with self._db.database.open() as own:
            row = await SessionRepository(own).by_access(digest(token), self._today)
        if row is None or not row.welcome:
            raise InvalidToken
        idle = timedelta(minutes=self._settings.idle_minutes)
        if self._now >= min(row.access_until, row.ends_at, row.seen_at + idle):
            raise LoginExpired
        seen_at = row.seen_at
        if self._now - seen_at >= KEPT:
            seen_at = self._now
            async with self._db.database.open(writes=True) as own:
                await SessionRepository(own).touch(row.session_id, seen_at)
                await own.commit()
        return Login(
            actor_of(row, session_id=row.session_id),
            until=min(row.access_until, row.ends_at),
            fresh_until=self._fresh_until(),
            idle_until=seen_at + idle,
            password_until=password_until(row.password_changed_at, self._settings.password_days),
        )

    async def _by_key(self, token: str) -> Login:
        async with self._db.database.open() as own:
            row = await SessionRepository(own).by_key(digest(token), self._today)
        if row is None or not row.welcome or row.kind != PersonKind.STAFF:
            raise InvalidToken
        networks = tuple(ipaddress.ip_network(one) for one in row.networks)
        actor = actor_of(row, key_id=row.key_id, key_name=row.key_name, scopes=row.scopes)
        return Login(actor, until=row.expires_at, fresh_until=self._fresh_until(), networks=networks)

    async def _by_claim(self, token: str) -> Login:
        claimed = await OidcVerifier(self._settings, self._db.clock).claimed(token)
        async with self._db.database.open() as own:
            row = await SessionRepository(own).by_name(claimed.username, self._today)
        if row is None or not row.welcome:
            raise InvalidToken
        return Login(actor_of(row), until=claimed.until, fresh_until=self._fresh_until())

    def _fresh_until(self) -> datetime:
        """Posts and delegations change at midnight in Shanghai."""
        midnight = datetime.combine(self._today + timedelta(days=1), time(), SHANGHAI)
        return min(self._now + KEPT, midnight)


def password_until(changed_at: datetime | None, days: int) -> datetime | None:
    """When a password expires: 90 days (or what is set) after it was chosen, at once if an administrator gave it."""
    if changed_at is None:
        return _LONG_AGO
    return changed_at + timedelta(days=days) if days else None


def permissions_of(kind: PersonKind, roles: Sequence[str]) -> frozenset[str]:
    """What a person may do in an organ: staff by their roles, administrators (三员) by their post alone (SEC-R42)."""
    if kind in ADMIN_PERMISSIONS:
        return frozenset[str](ADMIN_PERMISSIONS[kind])
    return frozenset[str](STAFF_PERMISSIONS.union(*(GRANTS[Role(role)] for role in roles)))


def actor_of(
    row: Any, *, session_id: Any = None, key_id: Any = None, key_name: str = "", scopes: Sequence[str] | None = None
) -> Actor:
    """The caller a row of rights describes. Administrators have no departments and stand in for nobody."""
    staff = row.kind == PersonKind.STAFF
    permissions = permissions_of(row.kind, row.roles if staff else ())
    return Actor(
        user_id=row.person_id,
        name=f"{row.name}（{key_name}）" if key_name else row.name,
        organ_id=row.organ_id,
        department_ids=frozenset(row.department_ids if staff else ()),
        headed_department_ids=frozenset(row.headed_ids if staff else ()),
        roles=frozenset(row.roles if staff else ()),
        permissions=permissions if scopes is None else permissions & frozenset(scopes),
        principals=frozenset(row.principal_ids if staff and key_id is None else ()),
        session_id=session_id,
        key_id=key_id,
    )


def _inside(address: str, networks: Sequence[Network]) -> bool:
    try:
        at = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(at, ipaddress.IPv6Address) and at.ipv4_mapped is not None:
        at = at.ipv4_mapped
    return any(at in network for network in networks)
