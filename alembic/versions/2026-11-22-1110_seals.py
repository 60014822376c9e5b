"""seals: 印章, their keepers, outings and uses, and the requests for a use (SEAL-R01 … SEAL-R16).

Additive: new tables and columns, and one more word where checks name the kinds of matter; the running version knows none
of them. The wider and the new checks are not validated, because every row obeyed the narrower ones and none has a seal.
"""

import sqlalchemy as sa

from alembic import op

revision = "0007_seals"
down_revision = "0006_outgoing"
branch_labels = None
depends_on = None

KINDS = ("incoming_document", "outgoing_document")
APPEND_ONLY = ("seal_uses", "seal_handovers")
CHECKS = (
    ("outgoing_documents", "sealed_is_logged", "sealed_at IS NULL OR seal_use_id IS NOT NULL"),
    ("outgoing_documents", "seal_is_logged", "(seal_id IS NULL) = (seal_use_id IS NULL)"),
    ("joint_issuers", "sealing_whole", "(sealed_at IS NULL) = (sealed_by IS NULL)"),
)


def known(kinds: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    for table in ("matters", "flow_parameters"):
        name = op.f(f"ck_{table}_kind_known")
        op.drop_constraint(name, table, type_="check")
        op.create_check_constraint(name, table, f"kind IN ({listed})", postgresql_not_valid=True)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    known((*KINDS, "seal_request"))
    op.create_table(
        "seals",
        sa.Column("organ_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("seal_type", sa.Text(), nullable=False),
        sa.Column("shape", sa.Text(), nullable=False),
        sa.Column("emblem", sa.Text(), nullable=False),
        sa.Column("rank", sa.Text(), nullable=False),
        sa.Column("width_mm", sa.Integer(), nullable=False),
        sa.Column("height_mm", sa.Integer(), nullable=False),
        sa.Column("material", sa.Text(), nullable=False),
        sa.Column("maker", sa.Text(), nullable=False),
        sa.Column("issuing_organ", sa.Text(), nullable=False),
        sa.Column("approval_reference", sa.Text(), nullable=False),
        sa.Column("impression_reference", sa.Text(), nullable=True),
        sa.Column("provider", sa.Text(), nullable=True),
        sa.Column("provider_reference", sa.Text(), nullable=True),
        sa.Column("certificate_until", sa.Date(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("keeper_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("disposal", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(seal_type = 'electronic') = (provider IS NOT NULL)", name=op.f("ck_seals_electronic_has_provider")
        ),
        sa.CheckConstraint("(state = 'in_use') = (ended_on IS NULL)", name=op.f("ck_seals_end_has_date")),
        sa.CheckConstraint("emblem IN ('national', 'party', 'star', 'none')", name=op.f("ck_seals_emblem_known")),
        sa.CheckConstraint("rank IN ('province', 'county', 'township', 'unit')", name=op.f("ck_seals_rank_known")),
        sa.CheckConstraint(
            "seal_type IN ('official', 'party', 'internal_unit', 'contract', 'finance', 'legal_rep_name', "
            "'leader_signature', 'embossing', 'print_plate', 'electronic')",
            name=op.f("ck_seals_seal_type_known"),
        ),
        sa.CheckConstraint(
            "shape IN ('round', 'oval', 'square', 'rectangle', 'none')", name=op.f("ck_seals_shape_known")
        ),
        sa.CheckConstraint(
            "state IN ('in_use', 'stopped', 'surrendered', 'destroyed', 'lost')", name=op.f("ck_seals_state_known")
        ),
        sa.CheckConstraint(
            "state NOT IN ('surrendered', 'destroyed') OR disposal IS NOT NULL", name=op.f("ck_seals_end_is_told")
        ),
        sa.CheckConstraint("(provider IS NULL) = (provider_reference IS NULL)", name=op.f("ck_seals_provider_whole")),
        sa.CheckConstraint(
            "width_mm BETWEEN 0 AND 200 AND height_mm BETWEEN 0 AND 200", name=op.f("ck_seals_size_sane")
        ),
        sa.ForeignKeyConstraint(["keeper_id"], ["people.id"], name=op.f("fk_seals_keeper_id")),
        sa.ForeignKeyConstraint(["organ_id"], ["organs.id"], name=op.f("fk_seals_organ_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seals")),
        sa.UniqueConstraint("organ_id", "code", name=op.f("uq_seals_organ_id_code")),
    )
    op.create_index("ix_seals_keeper_id", "seals", ["keeper_id"], unique=False)
    op.create_table(
        "seal_handovers",
        sa.Column("seal_id", sa.Uuid(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=True),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("witness_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("witness_id <> to_id", name=op.f("ck_seal_handovers_witness_is_another")),
        sa.ForeignKeyConstraint(["from_id"], ["people.id"], name=op.f("fk_seal_handovers_from_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["people.id"], name=op.f("fk_seal_handovers_recorded_by_id")),
        sa.ForeignKeyConstraint(["seal_id"], ["seals.id"], name=op.f("fk_seal_handovers_seal_id")),
        sa.ForeignKeyConstraint(["to_id"], ["people.id"], name=op.f("fk_seal_handovers_to_id")),
        sa.ForeignKeyConstraint(["witness_id"], ["people.id"], name=op.f("fk_seal_handovers_witness_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal_handovers")),
    )
    op.create_index("ix_seal_handovers_seal_id_at", "seal_handovers", ["seal_id", "at"], unique=False)
    op.create_table(
        "seal_outings",
        sa.Column("seal_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("carrier_id", sa.Uuid(), nullable=False),
        sa.Column("escort_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("out_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by_id", sa.Uuid(), nullable=True),
        sa.Column("condition", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(returned_at IS NULL) = (checked_by_id IS NULL)", name=op.f("ck_seal_outings_return_is_checked")
        ),
        sa.CheckConstraint("carrier_id <> escort_id", name=op.f("ck_seal_outings_two_people")),
        sa.CheckConstraint("due_at > out_at", name=op.f("ck_seal_outings_due_later")),
        sa.ForeignKeyConstraint(["carrier_id"], ["people.id"], name=op.f("fk_seal_outings_carrier_id")),
        sa.ForeignKeyConstraint(["checked_by_id"], ["people.id"], name=op.f("fk_seal_outings_checked_by_id")),
        sa.ForeignKeyConstraint(["escort_id"], ["people.id"], name=op.f("fk_seal_outings_escort_id")),
        sa.ForeignKeyConstraint(["request_id"], ["matters.id"], name=op.f("fk_seal_outings_request_id")),
        sa.ForeignKeyConstraint(["seal_id"], ["seals.id"], name=op.f("fk_seal_outings_seal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal_outings")),
    )
    op.create_index("ix_seal_outings_request_id", "seal_outings", ["request_id"], unique=False)
    op.create_index("ix_seal_outings_seal_id_out_at_id", "seal_outings", ["seal_id", "out_at", "id"], unique=False)
    op.create_index(
        "uq_seal_outings_open",
        "seal_outings",
        ["seal_id"],
        unique=True,
        postgresql_where=sa.text("returned_at IS NULL"),
    )
    op.create_table(
        "seal_uses",
        sa.Column("seal_id", sa.Uuid(), nullable=False),
        sa.Column("organ_id", sa.Uuid(), nullable=False),
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("log_number", sa.Text(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("handler_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("document_title", sa.Text(), nullable=False),
        sa.Column("document_reference", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("approved_copies", sa.Integer(), nullable=False),
        sa.Column("approver_id", sa.Uuid(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("keeper_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("riding_seal", sa.Boolean(), nullable=False),
        sa.Column("provider_reference", sa.Text(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("correction_reason", sa.Text(), nullable=True),
        sa.Column("entered_by_id", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(corrects_id IS NULL) = (correction_reason IS NULL)", name=op.f("ck_seal_uses_correction_has_reason")
        ),
        sa.CheckConstraint("copies BETWEEN 0 AND approved_copies", name=op.f("ck_seal_uses_copies_approved")),
        sa.ForeignKeyConstraint(["approver_id"], ["people.id"], name=op.f("fk_seal_uses_approver_id")),
        sa.ForeignKeyConstraint(["corrects_id"], ["seal_uses.id"], name=op.f("fk_seal_uses_corrects_id")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["people.id"], name=op.f("fk_seal_uses_entered_by_id")),
        sa.ForeignKeyConstraint(["handler_id"], ["people.id"], name=op.f("fk_seal_uses_handler_id")),
        sa.ForeignKeyConstraint(["keeper_id"], ["people.id"], name=op.f("fk_seal_uses_keeper_id")),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_seal_uses_matter_id")),
        sa.ForeignKeyConstraint(["organ_id"], ["organs.id"], name=op.f("fk_seal_uses_organ_id")),
        sa.ForeignKeyConstraint(["seal_id"], ["seals.id"], name=op.f("fk_seal_uses_seal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal_uses")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_seal_uses_corrects_id")),
        sa.UniqueConstraint("seal_id", "log_number", name=op.f("uq_seal_uses_seal_id_log_number")),
    )
    op.create_index("ix_seal_uses_matter_id", "seal_uses", ["matter_id"], unique=False)
    op.create_index("ix_seal_uses_seal_id_used_at_id", "seal_uses", ["seal_id", "used_at", "id"], unique=False)
    op.create_table(
        "seal_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seal_id", sa.Uuid(), nullable=False),
        sa.Column("use_class", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("counterpart", sa.Text(), nullable=True),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("riding_seal", sa.Boolean(), nullable=False),
        sa.Column("file_sha256", sa.Text(), nullable=True),
        sa.Column("is_off_site", sa.Boolean(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("escort_id", sa.Uuid(), nullable=True),
        sa.Column("due_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_sha256", sa.Text(), nullable=True),
        sa.Column("approved_by_id", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("use_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "use_class IN ('certificate', 'contract', 'introduction', 'statement', 'other')",
            name=op.f("ck_seal_requests_use_class_known"),
        ),
        sa.CheckConstraint(
            "(approved_at IS NULL) = (approved_by_id IS NULL)", name=op.f("ck_seal_requests_approval_has_person")
        ),
        sa.CheckConstraint(
            "(approved_at IS NULL) = (approved_sha256 IS NULL)", name=op.f("ck_seal_requests_approval_has_hash")
        ),
        sa.CheckConstraint(
            "NOT is_off_site OR (place IS NOT NULL AND escort_id IS NOT NULL AND due_back_at IS NOT NULL)",
            name=op.f("ck_seal_requests_off_site_whole"),
        ),
        sa.CheckConstraint("copies BETWEEN 1 AND 10000", name=op.f("ck_seal_requests_copies_sane")),
        sa.ForeignKeyConstraint(["approved_by_id"], ["people.id"], name=op.f("fk_seal_requests_approved_by_id")),
        sa.ForeignKeyConstraint(["escort_id"], ["people.id"], name=op.f("fk_seal_requests_escort_id")),
        sa.ForeignKeyConstraint(["id"], ["matters.id"], name=op.f("fk_seal_requests_id")),
        sa.ForeignKeyConstraint(["seal_id"], ["seals.id"], name=op.f("fk_seal_requests_seal_id")),
        sa.ForeignKeyConstraint(["use_id"], ["seal_uses.id"], name=op.f("fk_seal_requests_use_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal_requests")),
    )
    op.create_index("ix_seal_requests_seal_id", "seal_requests", ["seal_id"], unique=False)
    op.add_column("joint_issuers", sa.Column("sealed_by", sa.Text(), nullable=True))
    op.add_column("joint_issuers", sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("outgoing_documents", sa.Column("seal_id", sa.Uuid(), nullable=True))
    op.add_column("outgoing_documents", sa.Column("seal_use_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_outgoing_documents_seal_id"),
        "outgoing_documents",
        "seals",
        ["seal_id"],
        ["id"],
        postgresql_not_valid=True,
    )
    op.create_foreign_key(
        op.f("fk_outgoing_documents_seal_use_id"),
        "outgoing_documents",
        "seal_uses",
        ["seal_use_id"],
        ["id"],
        postgresql_not_valid=True,
    )
    for table, name, said in CHECKS:
        op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, said, postgresql_not_valid=True)
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()"
        )
        op.execute(
            f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()"
        )
    op.execute("REVOKE UPDATE, DELETE ON seal_uses, seal_handovers FROM shuniu_app")


def downgrade() -> None:
    for table, name, _ in CHECKS:
        op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
    for column in ("seal_use_id", "seal_id"):
        op.drop_constraint(op.f(f"fk_outgoing_documents_{column}"), "outgoing_documents", type_="foreignkey")
        op.drop_column("outgoing_documents", column)
    for column in ("sealed_at", "sealed_by"):
        op.drop_column("joint_issuers", column)
    for table in ("seal_requests", "seal_uses", "seal_outings", "seal_handovers", "seals"):
        op.drop_table(table)
    known(KINDS)
