"""exchange: keep the place of this step in the order of migrations."""

revision = "0008_exchange"
down_revision = "0007_seals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
