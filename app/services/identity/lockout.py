"""Locks against guessing: failures are counted by account name and by address, for unknown names like for known ones."""

from datetime import timedelta

from app.core.errors import TooManyAttempts
from app.core.ids import new_id
from app.db.database import Db
from app.models.identity import LoginFailure
from app.repositories.identity.sessions import FailureRepository
from app.services.identity.hashing import digest
from app.settings import Settings


def by_account(username: str) -> str:
    """The counter of an account. Hashed, because people type passwords into the wrong field."""
    return f"account:{digest(username.lower()).hex()}"


def by_address(address: str) -> str:
    return f"address:{address}"


class Lockout:
    def __init__(self, db: Db, settings: Settings) -> None:
        self._db, self._failures = db, FailureRepository(db)
        self._most = settings.login_failures
        self._span = timedelta(minutes=settings.login_lock_minutes)

    async def check(self, *subjects: str) -> None:
        """Raises: TooManyAttempts, with the seconds until the next attempt is looked at."""
        now = self._db.clock.now()
        until = [
            at[-1] + self._span
            for at in await self._failures.latest(subjects, now - self._span, self._most)
            if len(at) >= self._most
        ]
        if until:
            wait = max(1, int((max(until) - now).total_seconds()))
            raise TooManyAttempts(headers={"Retry-After": str(wait)})

    async def count(self, *subjects: str) -> None:
        """Enter one failure for each subject, and drop those that no longer count."""
        now = self._db.clock.now()
        await self._failures.drop(subjects, now - self._span)
        self._db.add(*(LoginFailure(id=new_id(), subject=subject, at=now) for subject in subjects))

    async def clear(self, *subjects: str) -> None:
        await self._failures.drop(subjects, self._db.clock.now() + timedelta(seconds=1))
