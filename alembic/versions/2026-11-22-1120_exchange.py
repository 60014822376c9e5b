"""exchange: papers that arrive from other organs, their recall and their answers; contents that several papers share.

Additive: new columns the running version never fills, and indexes on them, which are made at once because every row is
null. The check is not validated, because every row obeys it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008_exchange"
down_revision = "0007_seals"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
PAPERS, ADDRESSED, FILES = "incoming_documents", "outgoing_recipients", "attachments"
COLUMNS = {
    PAPERS: {
        "delivered_at": MOMENT,
        "sender_organ_id": sa.Uuid(),
        "source_id": sa.Uuid(),
        "recipient_id": sa.Uuid(),
        "reply_to_id": sa.Uuid(),
        "body": sa.Text(),
        "recall_asked_at": MOMENT,
        "recall_reason": sa.Text(),
        "recall_answered_at": MOMENT,
        "recall_note": sa.Text(),
    },
    ADDRESSED: {"recall_declined_at": MOMENT, "recall_note": sa.Text()},
    FILES: {"content_id": sa.Uuid()},
}
LINKS = {"sender_organ_id": "organs", "source_id": "matters", "recipient_id": ADDRESSED, "reply_to_id": "matters"}
INDEXES = {
    "uq_incoming_documents_recipient_id": (PAPERS, "recipient_id"),
    "ix_incoming_documents_reply_to_id": (PAPERS, "reply_to_id"),
    "ix_attachments_content_id": (FILES, "content_id"),
}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table, columns in COLUMNS.items():
        for name, kind in columns.items():
            op.add_column(table, sa.Column(name, kind, nullable=True))
    op.add_column(PAPERS, sa.Column("is_copied", sa.Boolean(), server_default="false", nullable=False))
    for name, table in LINKS.items():
        op.create_foreign_key(
            op.f(f"fk_incoming_documents_{name}"), PAPERS, table, [name], ["id"], postgresql_not_valid=True
        )
    for index, (table, name) in INDEXES.items():
        where = sa.text(f"{name} IS NOT NULL")
        op.create_index(index, table, [name], unique=index.startswith("uq"), postgresql_where=where)
    op.create_check_constraint(
        op.f("ck_incoming_documents_recall_has_reason"),
        PAPERS,
        "(recall_asked_at IS NULL) = (recall_reason IS NULL)",
        postgresql_not_valid=True,
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_incoming_documents_recall_has_reason"), PAPERS, type_="check")
    for index, (table, _) in INDEXES.items():
        op.drop_index(index, table)
    for name in reversed(LINKS):
        op.drop_constraint(op.f(f"fk_incoming_documents_{name}"), PAPERS, type_="foreignkey")
    op.drop_column(PAPERS, "is_copied")
    for table, columns in COLUMNS.items():
        for name in reversed(columns):
            op.drop_column(table, name)
