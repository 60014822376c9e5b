"""seals: keep the place of this step in the order of migrations."""

revision = "0007_seals"
down_revision = "0006_outgoing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
