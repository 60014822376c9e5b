"""The head is found without loading Alembic, and is the one Alembic finds."""

from typing import Any

import asyncpg
from alembic.script import ScriptDirectory

from app.db import migrate
from app.db.revisions import config


def test_the_head_is_alembics() -> None:
    assert migrate.head() == ScriptDirectory.from_config(config()).get_current_head()


async def test_a_database_knows_where_it_is(database_server: Any) -> None:
    url = await database_server.fresh()
    assert await migrate.present(url) == migrate.head()
    await migrate.upgrade(url)
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    await connection.execute("DROP TABLE alembic_version")
    await connection.close()
    assert await migrate.present(url) is None
