"""Whether a migration may run while the old version serves: ``python -m tests.db.lint_migrations``.

Every revision but the first is rendered as the SQL that ``alembic upgrade --sql`` shows and read by squawk, which knows
what locks a table for long, rewrites it or breaks whoever still uses the old columns. The first revision creates all its
tables empty: nobody waits for a lock on them.
"""

import io
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

from alembic import command
from app.db.revisions import config

#: Rules that do not fit this project, and why.
EXCLUDED = {
    "require-statement-timeout": "a whole migration has a limit of its own; a long index build in it is legitimate",
    "prefer-bigint-over-int": "ids are UUIDs; the integers are versions, counts and years, bounded in the schema",
}

LOOSENED = {
    "ban-drop-constraint": "a looser check takes its place in the same transaction; nobody relies on the stricter one",
}

#: What one revision may do although the rule holds for all others, and why it is safe there.
EXCUSED: Mapping[str, Mapping[str, str]] = {
    "0002_append_only": {
        "require-concurrent-index-creation": "follows on the first revision at once: the table is still empty",
    },
    "0004_tuning_versions": LOOSENED,
    "0006_outgoing": LOOSENED,
    "0007_seals": LOOSENED,
    "0008_exchange": {
        "require-concurrent-index-creation": "indexes of new columns, empty until the new version fills them",
    },
    "0009_archives": LOOSENED,
}


def rendered(made: Config) -> dict[str, str]:
    """Revision → the SQL of its upgrade, oldest first, without the first revision."""
    sql: dict[str, str] = {}
    for script in reversed(list(ScriptDirectory.from_config(made).walk_revisions())):
        if isinstance(script.down_revision, str):
            made.output_buffer = io.StringIO()
            command.upgrade(made, f"{script.down_revision}:{script.revision}", sql=True)
            sql[script.revision] = made.output_buffer.getvalue()
    return sql


def findings(revision: str, sql: str) -> str:
    """What squawk has against a revision; empty when it has nothing."""
    squawk = Path(sys.executable).with_name("squawk")
    rules = ",".join([*EXCLUDED, *EXCUSED.get(revision, ())])
    told = subprocess.run(
        [squawk, "--pg-version", "15", "--reporter", "gcc", "--exclude", rules, "--stdin-filepath", revision],
        input=sql,
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode not in (0, 1):
        raise RuntimeError(f"squawk cannot read {revision}: {told.stderr}")
    return told.stdout if told.returncode else ""


def main() -> int:
    migrations = rendered(config())
    told = "".join(findings(revision, sql) for revision, sql in migrations.items())
    sys.stdout.write(told or f"{len(migrations)} migrations after the first: nothing risky\n")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
