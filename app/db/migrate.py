"""The schema this code was written for, and how a database gets there. A database that is there already costs one question."""

import re
from pathlib import Path

import asyncpg
from sqlalchemy import make_url

SCRIPTS = Path(__file__).resolve().parents[2] / "alembic"
_NAMED = re.compile(r"^(revision|down_revision)(?:: [^=]+)? = (.+)$", re.MULTILINE)
_WORD = re.compile(r"[\"']([^\"']+)[\"']")


def head() -> str:
    """The revision this code was written for: the one of ``alembic/versions`` that no other follows."""
    revisions: set[str] = set()
    followed: set[str] = set()
    for script in (SCRIPTS / "versions").glob("*.py"):
        for name, said in _NAMED.findall(script.read_text(encoding="utf-8")):
            (revisions if name == "revision" else followed).update(_WORD.findall(said))
    (found,) = revisions - followed
    return found


async def present(url: str) -> str | None:
    """The revision a database is at; None if it was never migrated."""
    parts = make_url(url)
    options = dict(parts.translate_connect_args(username="user")) | dict(parts.query)
    connection = await asyncpg.connect(**options)
    try:
        if await connection.fetchval("SELECT to_regclass('alembic_version')") is None:
            return None
        found: str | None = await connection.fetchval("SELECT version_num FROM alembic_version")
        return found
    finally:
        await connection.close()


async def upgrade(url: str, revision: str = "head") -> None:
    """Bring a database up to a revision; who starts at the same time waits."""
    if revision == "head" and await present(url) == head():
        return
    from app.db.revisions import move  # noqa: PLC0415 - it takes long to load

    await move(url, revision)


async def downgrade(url: str, revision: str) -> None:
    """Bring a database down to a revision."""
    from app.db.revisions import move  # noqa: PLC0415 - it takes long to load

    await move(url, revision, down=True)
