"""What the service must know of its database before and while it serves."""

from sqlalchemy import text

from app.db.database import APP_ROLE, Db

_REVISION = text("SELECT version_num FROM alembic_version")
_IS_MIGRATED = text("SELECT to_regclass('alembic_version') IS NOT NULL")
_MAY_TAKE_ROLE = text("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = :role AND pg_has_role(oid, 'MEMBER'))")


class HealthRepository:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def revision(self) -> str | None:
        """The migration the database is at; None if it was never migrated."""
        if not await self._db.scalar(_IS_MIGRATED):
            return None
        found: str | None = await self._db.scalar(_REVISION)
        return found

    async def role(self) -> str | None:
        """The role that cannot rewrite history, if the log-in may take it."""
        return APP_ROLE if await self._db.scalar(_MAY_TAKE_ROLE, {"role": APP_ROLE}) else None
