"""How migrations run: on the connection they are given, in one transaction; or offline, as SQL for review."""

import app.models  # noqa: F401 - completes the metadata
from alembic import context
from app.db.base import Base, Checked

config = context.config


def rendered(kind: str, item: object, _: object) -> str | bool:
    """A checked enum is text in a migration; its words stand in the CHECK beside it."""
    return "sa.Text()" if kind == "type" and isinstance(item, Checked) else False


def compared(_item: object, name: str | None, kind: str, _reflected: bool, _against: object) -> bool:
    """Whether autogenerate compares a thing. PostgreSQL words the expressions of these indexes in its own way."""
    return not (kind == "index" and name in {"ix_matters_words", "ix_matters_open_due"})


options = {
    "include_object": compared,
    "render_item": rendered,
    "target_metadata": Base.metadata,
    "compare_type": True,
    "compare_server_default": False,
    "transaction_per_migration": False,
}

if context.is_offline_mode():
    context.configure(dialect_name="postgresql", dialect_opts={"paramstyle": "named"}, literal_binds=True, **options)
    with context.begin_transaction():
        context.run_migrations()
else:
    context.configure(connection=config.attributes["connection"], **options)
    with context.begin_transaction():
        context.run_migrations()
