"""archives: keep the place of this step in the order of migrations."""

revision = "0009_archives"
down_revision = "0008_exchange"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
