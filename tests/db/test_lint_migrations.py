"""The lint of migrations finds what it is there for, in a history made for the purpose."""

from pathlib import Path

from alembic.config import Config

from tests.db.lint_migrations import findings, rendered

ENV = """
from alembic import context
context.configure(dialect_name="postgresql", literal_binds=True)
with context.begin_transaction():
    context.run_migrations()
"""
STEP = """
from alembic import op
revision, down_revision, branch_labels, depends_on = {revision!r}, {before!r}, None, None
def upgrade():
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute({sql!r})
"""


def history(folder: Path, *steps: str) -> Config:
    """A history of one revision per statement: ``one``, ``two``, ``three``."""
    (folder / "versions").mkdir()
    (folder / "env.py").write_text(ENV)
    before: str | None = None
    for revision, sql in zip(("one", "two", "three"), steps, strict=False):
        (folder / "versions" / f"{revision}.py").write_text(STEP.format(revision=revision, before=before, sql=sql))
        before = revision
    made = Config()
    made.set_main_option("script_location", str(folder))
    return made


def test_a_risky_step_is_found_and_the_first_is_left_alone(tmp_path: Path) -> None:
    made = history(
        tmp_path,
        "CREATE TABLE rooms (id UUID NOT NULL PRIMARY KEY, seats INTEGER NOT NULL)",
        "ALTER TABLE rooms ADD COLUMN floor INTEGER",
        "ALTER TABLE rooms ADD COLUMN town TEXT NOT NULL",
    )
    sql = rendered(made)
    assert list(sql) == ["two", "three"]
    assert findings("two", sql["two"]) == ""
    assert "adding-required-field" in findings("three", sql["three"])


def test_an_excuse_counts_for_its_own_revision_alone(tmp_path: Path) -> None:
    made = history(tmp_path, "CREATE TABLE matters (title TEXT)", "CREATE INDEX ix_title ON matters (title)")
    sql = rendered(made)["two"]
    assert "require-concurrent-index-creation" in findings("two", sql)
    assert findings("0002_append_only", sql) == ""
