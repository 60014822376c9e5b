"""Logging in, staying logged in, logging out; and who a token stands for.

What must stay written although the request is refused (a failure counted, a stolen log-in ended) is written in a short
unit of its own: the unit of the request is rolled back with the refusal.
"""

from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.clock import local_day
from app.core.errors import BadCredentials, Forbidden, InvalidToken, LoginExpired
from app.core.ids import new_id
from app.db.database import Db
from app.models.identity import LoginSession, Person
from app.repositories.identity.people import PeopleRepository
from app.repositories.identity.sessions import SessionRepository
from app.services.audit.service import AuditService
from app.services.identity.callers import Callers, password_until
from app.services.identity.hashing import digest, verify
from app.services.identity.lockout import Lockout, by_account, by_address
from app.services.identity.tokens import access_token, refresh_token, session_of
from app.settings import Settings, get_settings

_KEPT_REFRESH_HASHES = 200
"""So many used refresh tokens of one log-in are recognised; more than a working day needs."""


class SessionService:
    """Has no actor: this is where actors come from."""

    def __init__(self, db: Db, settings: Settings | None = None) -> None:
        self._db, self._settings = db, settings or get_settings()
        self._now = db.clock.now()
        self._idle = timedelta(minutes=self._settings.idle_minutes)

    def _unit(self, *, writes: bool = True) -> AbstractAsyncContextManager[Db]:
        return self._db.database.open(writes=writes, origin=self._db.origin)

    async def actor(self, token: str, address: str) -> Actor:
        """Whom a bearer token stands for, and what that person may do at this moment.

        Proven at most once a minute; log-out, disabling and changes of rights are felt by the next request.
        Raises: InvalidToken, LoginExpired (token, idle limit or absolute limit), PasswordExpired, Unavailable.
        """
        return await Callers(self._db, self._settings).admit(token, address)

    async def log_in(self, username: str, password: str, organ_id: UUID | None, address: str) -> dict[str, Any]:
        """Open a log-in to one organ: the one named, else the person's own. The oldest of too many ends.

        The answer to an unknown name, a disabled account and a wrong password is the same, at the same cost.
        Raises: BadCredentials, TooManyAttempts, Forbidden (no post in that organ today).
        """
        counters = (by_account(username), by_address(address))
        async with self._unit(writes=False) as own:
            await Lockout(own, self._settings).check(*counters)
            account = await SessionRepository(own).account(username)
        known = account.password_hash if account is not None and account.active else None
        right, renewed = await verify(password, known)
        async with self._unit() as own:
            lockout = Lockout(own, self._settings)
            await lockout.check(*counters)
            person = await PeopleRepository(own).lock(account.id) if right and account is not None else None
            if person is None or not person.active:
                await lockout.count(*counters)
                _record_refusal(own, account)
                await own.commit()
                raise BadCredentials
            person.password_hash = renewed or person.password_hash
            tokens = await self._open(own, person, organ_id or person.organ_id, address)
            await lockout.clear(counters[0])
            await own.commit()
        return tokens

    async def _open(self, own: Db, person: Person, organ_id: UUID, address: str) -> dict[str, Any]:
        sessions = SessionRepository(own)
        if not await sessions.may_enter(person.id, organ_id, local_day(self._now)):
            raise Forbidden("您在该机关没有职务，或该机关已停用")
        live = await sessions.live(person.id, self._now, self._now - self._idle)
        surplus = live[: max(0, len(live) - self._settings.max_sessions + 1)]
        for oldest in surplus:
            oldest.ended_at = self._now
        session_id = new_id()
        session = LoginSession(
            id=session_id,
            person_id=person.id,
            organ_id=organ_id,
            used_refresh_hashes=[],
            opened_at=self._now,
            ends_at=self._now + timedelta(hours=self._settings.session_hours),
            address=address,
        )
        tokens = self._issue(session, person.password_changed_at)
        own.add(session)
        AuditService(own, Actor(person.id, person.name, organ_id)).record("login_session", session_id, "log_in")
        if surplus:
            await own.forget()
        return tokens

    def _issue(self, session: LoginSession, password_changed_at: datetime | None) -> dict[str, Any]:
        """New tokens for a log-in; only their hashes are kept."""
        access, refresh = access_token(), refresh_token(session.id)
        session.access_hash, session.refresh_hash = digest(access), digest(refresh)
        session.access_until = min(self._now + timedelta(minutes=self._settings.access_minutes), session.ends_at)
        session.seen_at = self._now
        expires = password_until(password_changed_at, self._settings.password_days)
        return {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": int((session.access_until - self._now).total_seconds()),
            "refresh_token": refresh,
            "session_ends_at": session.ends_at,
            "person_id": session.person_id,
            "organ_id": session.organ_id,
            "password_expired": expires is not None and self._now >= expires,
        }

    async def refresh(self, token: str) -> dict[str, Any]:
        """New tokens for a refresh token, which then is used up. One that comes twice was stolen: the log-in ends.

        The old access token holds until its own end, at most a minute longer where it was just proven.
        Raises: InvalidToken, LoginExpired.
        """
        session_id = session_of(token)
        if session_id is None:
            raise InvalidToken
        async with self._unit() as own:
            session = await SessionRepository(own).lock(session_id)
            if session is None or session.ended_at is not None:
                raise InvalidToken
            if session.refresh_hash != digest(token):
                if digest(token) in session.used_refresh_hashes:
                    await self._revoke(own, session)
                raise InvalidToken
            if self._now >= min(session.ends_at, session.seen_at + self._idle):
                raise LoginExpired
            person = await SessionRepository(own).standing(session.person_id)
            if person is None or not person.active:
                raise InvalidToken
            used = [*session.used_refresh_hashes, session.refresh_hash]
            session.used_refresh_hashes = used[-_KEPT_REFRESH_HASHES:]
            tokens = self._issue(session, person.password_changed_at)
            await own.commit()
        return tokens

    async def _revoke(self, own: Db, session: LoginSession) -> None:
        session.ended_at = self._now
        entry = AuditService(own, None).record("login_session", session.id, "refresh_token_reused")
        entry.organ_id = session.organ_id
        await own.forget()
        await own.commit()

    async def log_out(self, actor: Actor) -> None:
        """End the caller's log-in with both its tokens.

        Raises: Forbidden (a service key or a token of the issuer: neither is a log-in of ours).
        """
        if actor.session_id is None:
            raise Forbidden("只有本系统的登录可以在此退出")
        session = await SessionRepository(self._db).lock(actor.session_id)
        if session is not None and session.ended_at is None:
            session.ended_at = self._now
            AuditService(self._db, actor).record("login_session", session.id, "log_out")
            await self._db.forget()


def _record_refusal(own: Db, account: Any) -> None:
    """A refused log-in is on record (SEC-R43), under the account if there is one."""
    entry = AuditService(own, None).record("person", account.id if account is not None else None, "log_in_refused")
    entry.organ_id = account.organ_id if account is not None else None
