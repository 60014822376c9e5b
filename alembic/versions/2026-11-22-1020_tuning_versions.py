"""office: versions for the ladder and the calendar's years, so two people cannot overwrite each other; same-day limits.

Additive: the running version neither reads the new column nor the new table, and rows it writes get version 1. The
looser check is not validated, because every row obeyed the stricter one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004_tuning_versions"
down_revision = "0003_calendar_seed"
branch_labels = None
depends_on = None

LIMIT = "ck_step_parameters_limit_sane"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("calendar_years", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.create_table(
        "ladders",
        sa.Column("organ_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organ_id"], ["organs.id"], name=op.f("fk_ladders_organ_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["people.id"], name=op.f("fk_ladders_set_by_id")),
        sa.PrimaryKeyConstraint("organ_id", name=op.f("pk_ladders")),
    )
    op.drop_constraint(op.f(LIMIT), "step_parameters", type_="check")
    op.create_check_constraint(
        op.f(LIMIT), "step_parameters", "limit_value BETWEEN 0 AND 10000", postgresql_not_valid=True
    )


def downgrade() -> None:
    op.drop_constraint(op.f(LIMIT), "step_parameters", type_="check")
    op.create_check_constraint(
        op.f(LIMIT), "step_parameters", "limit_value BETWEEN 1 AND 10000", postgresql_not_valid=True
    )
    op.drop_table("ladders")
    op.drop_column("calendar_years", "version")
