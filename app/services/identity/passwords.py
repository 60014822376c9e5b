"""Changing one's own password, and handing out a temporary one."""

from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.errors import Forbidden, NotFound, Senseless, WeakPassword
from app.db.database import Db
from app.models.identity import Person
from app.repositories.identity.people import PeopleRepository
from app.repositories.identity.sessions import SessionRepository
from app.rules.finding import Finding
from app.services.audit.service import AuditService
from app.services.identity.hashing import hashed, temporary_password, used_before, verify, weaknesses
from app.services.identity.lockout import Lockout, by_account
from app.services.identity.people import PeopleService
from app.services.identity.reach import refuse
from app.settings import Settings, get_settings
from app.vocabulary.identity import ADMINISTRATORS


class PasswordService:
    def __init__(self, db: Db, actor: Actor, settings: Settings | None = None) -> None:
        self._db, self._actor, self._settings = db, actor, settings or get_settings()
        self._people, self._audit = PeopleRepository(db), AuditService(db, actor)

    async def change(self, current: str, new: str) -> None:
        """Choose a new password. Every other log-in of the caller ends.

        Raises: Forbidden (not by a log-in of ours), Senseless (the present password is wrong; counted like a failed
        log-in), TooManyAttempts, WeakPassword.
        """
        if self._actor.session_id is None:
            raise Forbidden("请先用密码登录")
        account = await self._account()
        await self._prove(account, current)
        wrong = weaknesses(new, account.username, self._settings.password_min_length)
        known = [one for one in (account.password_hash, *account.password_history) if one]
        if not wrong and await used_before(new, known):
            wrong = [f"不得使用最近 {self._settings.password_history} 次用过的密码"]
        if wrong:
            errors = [{"pointer": "/new_password", "in": "body", "code": "weak", "message": one} for one in wrong]
            raise WeakPassword("；".join(wrong), errors=errors)
        person = await self._people.lock(account.id)
        if person is None or person.password_hash != account.password_hash:
            raise Senseless("/current_password", "密码刚刚被更改，请重新登录")
        await self._set(person, new)
        person.password_changed_at = self._db.clock.now()
        self._audit.record("person", person.id, "change_password", entity=person)
        await SessionRepository(self._db).end_all(person.id, self._db.clock.now(), but=self._actor.session_id)
        await self._db.forget()

    async def _account(self) -> Person:
        """Read in a unit of its own: no connection is held while hashes are compared."""
        async with self._db.database.open() as own:
            person = await PeopleRepository(own).read(self._actor.user_id)
        if person is None:
            raise NotFound
        return person

    async def _prove(self, account: Person, current: str) -> None:
        counter = by_account(account.username)
        async with self._db.database.open() as own:
            await Lockout(own, self._settings).check(counter)
        right, _ = await verify(current, account.password_hash)
        if not right:
            async with self._db.database.open(writes=True, origin=self._db.origin) as own:
                await Lockout(own, self._settings).count(counter)
                AuditService(own, self._actor).record("person", account.id, "password_refused")
                await own.commit()
            raise Senseless("/current_password", "当前密码不正确")

    async def reset(self, person_id: UUID, seen: int) -> dict[str, Any]:
        """Give a member of staff a temporary password, told once and to be changed at once; all log-ins end.

        Raises: NotFound, Stale, Forbidden, RuleViolated (an administrator's: who could set it could become that
        administrator, SEC-R42).
        """
        temporary = temporary_password(self._settings.password_min_length)
        secret = await hashed(temporary)
        person = await PeopleService(self._db, self._actor).locked(person_id, seen)
        if person.kind in ADMINISTRATORS:
            refuse((Finding("SEC-R42", "三员的密码不得由他人重置，请由运维人员在服务器上重置"),))
        self._keep(person, secret)
        person.password_changed_at = None
        self._audit.record("person", person_id, "reset_password", entity=person)
        await SessionRepository(self._db).end_all(person_id, self._db.clock.now())
        await self._db.forget()
        return {"person_id": person_id, "temporary_password": temporary, "version": person.version}

    async def _set(self, person: Person, password: str) -> None:
        self._keep(person, await hashed(password))

    def _keep(self, person: Person, secret: str) -> None:
        """The present hash becomes history; only as many are kept as may not be used again."""
        past = [one for one in (person.password_hash, *person.password_history) if one]
        person.password_hash, person.password_history = secret, past[: self._settings.password_history]
