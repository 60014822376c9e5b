"""identity: a service key names the member of staff it acts for. Additive: the running version ignores the column.

Keys made before name nobody and open nothing; they are made anew. The constraint is not validated because every row
is null when it is added.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003_keys_act_for_people"
down_revision = "0002_append_only"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("service_keys", sa.Column("person_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        "fk_service_keys_person_id", "service_keys", "people", ["person_id"], ["id"], postgresql_not_valid=True
    )


def downgrade() -> None:
    op.drop_constraint("fk_service_keys_person_id", "service_keys", type_="foreignkey")
    op.drop_column("service_keys", "person_id")
