"""Service keys: how other systems call in. Made by the security administrator, hashed at rest, told once."""

import ipaddress
import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.clock import local_day
from app.core.errors import NotFound, ReferenceNotFound, Senseless, TransitionRefused
from app.core.ids import new_id
from app.db.database import Db
from app.db.slice import Slice, Wanted
from app.models.identity import ServiceKey
from app.repositories.identity.keys import KeyRepository
from app.repositories.identity.people import PeopleRepository
from app.schemas.identity.keys import ServiceKeyCreate
from app.services.audit.service import AuditService
from app.services.identity.hashing import digest
from app.services.identity.reach import as_seen, reach_of
from app.services.identity.tokens import service_key
from app.vocabulary.identity import SCOPES, PersonKind

_LONGEST = timedelta(days=366)


class ServiceKeyService:
    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor = db, actor
        self._keys, self._audit = KeyRepository(db), AuditService(db, actor)

    async def search(self, wanted: Wanted) -> Slice:
        return await self._keys.search(wanted, await reach_of(self._db, self._actor))

    async def view(self, key_id: UUID) -> dict[str, Any]:
        """Raises: NotFound."""
        row = await self._keys.one(key_id, await reach_of(self._db, self._actor))
        if row is None:
            raise NotFound
        return dict(row._mapping)

    async def create(self, said: ServiceKeyCreate) -> dict[str, Any]:
        """Set up a key in the caller's organ. It opens nothing until its secret is made.

        Raises: ReferenceNotFound (no active member of staff of the organ), Senseless (scopes, networks, expiry).
        """
        today = local_day(self._db.clock.now())
        members = await PeopleRepository(self._db).members([said.person_id], self._actor.organ_id, today)
        if members.get(said.person_id) != PersonKind.STAFF:
            raise ReferenceNotFound("/person_id")
        self._check(said)
        key = ServiceKey(
            id=new_id(),
            organ_id=self._actor.organ_id,
            person_id=said.person_id,
            name=said.name,
            prefix="",
            secret_hash=secrets.token_bytes(32),
            scopes=sorted(set(said.scopes)),
            networks=said.networks,
            expires_at=said.expires_at,
            created_by_id=self._actor.user_id,
            created_at=self._db.clock.now(),
        )
        self._db.add(key)
        self._audit.record("service_key", key.id, "create", entity=key)
        return await self.view(key.id)

    async def put_secret(self, key_id: UUID, seen: int) -> dict[str, Any]:
        """Make a new secret, told this once; the one before it opens nothing from now on.

        Raises: NotFound, Stale, TransitionRefused (revoked or expired).
        """
        key = await self._usable(key_id, seen)
        secret, key.prefix = service_key()
        key.secret_hash = digest(secret)
        self._audit.record("service_key", key_id, "put_secret", entity=key)
        await self._db.forget()
        return {"id": key_id, "secret": secret, "version": key.version}

    async def revoke(self, key_id: UUID, seen: int) -> dict[str, Any]:
        """Raises: NotFound, Stale, TransitionRefused."""
        key = await self._usable(key_id, seen)
        key.revoked_at = self._db.clock.now()
        self._audit.record("service_key", key_id, "revoke", entity=key)
        await self._db.forget()
        return await self.view(key_id)

    async def _usable(self, key_id: UUID, seen: int) -> ServiceKey:
        key = as_seen(await self._keys.lock(key_id, await reach_of(self._db, self._actor)), seen)
        if key.revoked_at is not None or key.expires_at <= self._db.clock.now():
            raise TransitionRefused("密钥已经撤销或者过期")
        return key

    def _check(self, said: ServiceKeyCreate) -> None:
        excess = set(said.scopes) - SCOPES
        if excess:
            labels = "、".join(sorted(one.label for one in excess))
            raise Senseless("/scopes", f"服务密钥不能有以下权限：{labels}")
        now = self._db.clock.now()
        if not now < said.expires_at <= now + _LONGEST:
            raise Senseless("/expires_at", "有效期应当在一年以内")
        for number, one in enumerate(said.networks):
            try:
                ipaddress.ip_network(one)
            except ValueError:
                raise Senseless(f"/networks/{number}", "不是网段") from None
