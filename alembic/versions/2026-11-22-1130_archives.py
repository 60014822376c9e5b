"""archives: the fonds of an organ, its retention schedules, its records, their loans, holds, checks and destruction.

Additive: new tables, and two more words where checks name the kinds of matter; the running version knows none of them.
The wider checks are not validated, because every row obeyed the narrower ones. Filed records cannot be rewritten, a
destroyed one stays destroyed, and a trigger counts the open holds, so that no statement destroys what is under hold.
"""

import sqlalchemy as sa

from alembic import op

revision = "0009_archives"
down_revision = "0008_exchange"
branch_labels = None
depends_on = None

KINDS = ("incoming_document", "outgoing_document", "seal_request")
APPEND_ONLY = (
    "retention_schedules", "retention_classes", "archive_records", "archive_components", "archive_checks",
    "archive_flaws", "archive_exports", "archive_disposal_entries",
)  # fmt: skip

COUNT_HOLDS = """
CREATE FUNCTION count_archive_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE archive_keeping
     SET hold_count = (SELECT count(*) FROM archive_holds h WHERE h.record_id = NEW.record_id AND h.lifted_at IS NULL),
         version = version + 1
   WHERE record_id = NEW.record_id;
  RETURN NULL;
END
$$
"""


def known(kinds: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    for table in ("matters", "flow_parameters"):
        name = op.f(f"ck_{table}_kind_known")
        op.drop_constraint(name, table, type_="check")
        op.create_check_constraint(name, table, f"kind IN ({listed})", postgresql_not_valid=True)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    known((*KINDS, "archive_loan", "archive_disposal"))
    op.create_table(
        "archive_settings",
        sa.Column("organ_id", sa.Uuid(), nullable=False),
        sa.Column("fonds_number", sa.Text(), nullable=False),
        sa.Column("fonds_name", sa.Text(), nullable=False),
        sa.Column("archive_name", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organ_id"], ["organs.id"], name=op.f("fk_archive_settings_organ_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["people.id"], name=op.f("fk_archive_settings_set_by_id")),
        sa.PrimaryKeyConstraint("organ_id", name=op.f("pk_archive_settings")),
    )
    op.create_table(
        "retention_schedules",
        sa.Column("organ_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.Column("approval_reference", sa.Text(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_retention_schedules_created_by_id")),
        sa.ForeignKeyConstraint(["organ_id"], ["organs.id"], name=op.f("fk_retention_schedules_organ_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_schedules")),
        sa.UniqueConstraint("organ_id", "version", name=op.f("uq_retention_schedules_organ_id_version")),
    )
    op.create_table(
        "retention_classes",
        sa.Column("schedule_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("retention", sa.Text(), nullable=True),
        sa.Column("unit_code", sa.Text(), nullable=True),
        sa.Column("exclusion", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "exclusion IN ('for_information', 'duplicate', 'rough_draft', 'internal_copy', 'peer_reference', "
            "'subordinate_bulletin', 'other_post')",
            name=op.f("ck_retention_classes_exclusion_known"),
        ),
        sa.CheckConstraint(
            "retention IN ('permanent', 'y30', 'y10')", name=op.f("ck_retention_classes_retention_known")
        ),
        sa.CheckConstraint(
            "(exclusion IS NULL) = (retention IS NOT NULL)", name=op.f("ck_retention_classes_period_or_exclusion")
        ),
        sa.CheckConstraint(
            "(exclusion IS NULL) = (unit_code IS NOT NULL)", name=op.f("ck_retention_classes_unit_or_exclusion")
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["retention_schedules.id"], name=op.f("fk_retention_classes_schedule_id")
        ),
        sa.PrimaryKeyConstraint("schedule_id", "code", name=op.f("pk_retention_classes")),
    )
    op.create_table(
        "archive_records",
        sa.Column("organ_id", sa.Uuid(), nullable=False),
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("fonds_number", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("retention", sa.Text(), nullable=False),
        sa.Column("unit_code", sa.Text(), nullable=False),
        sa.Column("item_number", sa.Integer(), nullable=False),
        sa.Column("class_code", sa.Text(), nullable=False),
        sa.Column("class_title", sa.Text(), nullable=False),
        sa.Column("schedule_version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=True),
        sa.Column("responsible_party", sa.Text(), nullable=False),
        sa.Column("doc_date", sa.Date(), nullable=True),
        sa.Column("classification", sa.Text(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("is_copy", sa.Boolean(), nullable=False),
        sa.Column("paper_location", sa.Text(), nullable=True),
        sa.Column("missing", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("filed_by_id", sa.Uuid(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("category IN ('ws')", name=op.f("ck_archive_records_category_known")),
        sa.CheckConstraint(
            "classification IN ('public', 'internal', 'work_secret', 'confidential', 'secret', 'top_secret')",
            name=op.f("ck_archive_records_classification_known"),
        ),
        sa.CheckConstraint("retention IN ('permanent', 'y30', 'y10')", name=op.f("ck_archive_records_retention_known")),
        sa.CheckConstraint("item_number BETWEEN 1 AND 9999", name=op.f("ck_archive_records_item_number_sane")),
        sa.ForeignKeyConstraint(["filed_by_id"], ["people.id"], name=op.f("fk_archive_records_filed_by_id")),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_archive_records_matter_id")),
        sa.ForeignKeyConstraint(["organ_id"], ["organs.id"], name=op.f("fk_archive_records_organ_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_records")),
        sa.UniqueConstraint("matter_id", name=op.f("uq_archive_records_matter_id")),
        sa.UniqueConstraint(
            "organ_id",
            "category",
            "year",
            "retention",
            "unit_code",
            "item_number",
            name=op.f("uq_archive_records_organ_id_category_year_retention_unit_code_item_number"),
        ),
        sa.UniqueConstraint("organ_id", "code", name=op.f("uq_archive_records_organ_id_code")),
    )
    op.create_table(
        "archive_components",
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("has_macros", sa.Boolean(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "role IN ('issued_copy', 'final_draft', 'attachment', 'drafting_sheet', 'processing_sheet')",
            name=op.f("ck_archive_components_role_known"),
        ),
        sa.ForeignKeyConstraint(["record_id"], ["archive_records.id"], name=op.f("fk_archive_components_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_components")),
        sa.UniqueConstraint("record_id", "position", name=op.f("uq_archive_components_record_id_position")),
    )
    op.create_index("ix_archive_components_file_id", "archive_components", ["file_id"], unique=False)
    op.create_table(
        "archive_loans",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("borrower_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("reader_name", sa.Text(), nullable=True),
        sa.Column("reader_unit", sa.Text(), nullable=True),
        sa.Column("wants_copy", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("lent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("copies_made", sa.Integer(), nullable=True),
        sa.Column("return_note", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "returned_at IS NULL OR lent_at IS NOT NULL", name=op.f("ck_archive_loans_returned_was_lent")
        ),
        sa.ForeignKeyConstraint(["borrower_id"], ["people.id"], name=op.f("fk_archive_loans_borrower_id")),
        sa.ForeignKeyConstraint(["id"], ["matters.id"], name=op.f("fk_archive_loans_id")),
        sa.ForeignKeyConstraint(["record_id"], ["archive_records.id"], name=op.f("fk_archive_loans_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_loans")),
    )
    op.create_index("ix_archive_loans_borrower_id", "archive_loans", ["borrower_id"], unique=False)
    op.create_index("ix_archive_loans_record_id", "archive_loans", ["record_id"], unique=False)
    op.create_table(
        "archive_disposals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("watcher_ids", sa.ARRAY(sa.Uuid()), server_default="{}", nullable=False),
        sa.Column("approved_by_id", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("executed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["approved_by_id"], ["people.id"], name=op.f("fk_archive_disposals_approved_by_id")),
        sa.ForeignKeyConstraint(["id"], ["matters.id"], name=op.f("fk_archive_disposals_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_disposals")),
    )
    op.create_table(
        "archive_keeping",
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("retention", sa.Text(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("hold_count", sa.Integer(), nullable=False),
        sa.Column("disposal_id", sa.Uuid(), nullable=True),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("emptied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_flawed", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'destroyed') = (destroyed_at IS NOT NULL)", name=op.f("ck_archive_keeping_destroyed_has_time")
        ),
        sa.CheckConstraint("retention IN ('permanent', 'y30', 'y10')", name=op.f("ck_archive_keeping_retention_known")),
        sa.CheckConstraint(
            "state <> 'destroyed' OR hold_count = 0", name=op.f("ck_archive_keeping_held_is_not_destroyed")
        ),
        sa.CheckConstraint("state IN ('kept', 'destroyed')", name=op.f("ck_archive_keeping_state_known")),
        sa.CheckConstraint("hold_count >= 0", name=op.f("ck_archive_keeping_holds_counted")),
        sa.ForeignKeyConstraint(["disposal_id"], ["matters.id"], name=op.f("fk_archive_keeping_disposal_id")),
        sa.ForeignKeyConstraint(["record_id"], ["archive_records.id"], name=op.f("fk_archive_keeping_record_id")),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_archive_keeping")),
    )
    op.create_index(
        "ix_archive_keeping_checked_at",
        "archive_keeping",
        [sa.literal_column("coalesce(checked_at, '1900-01-01 00:00:00+08'::timestamptz)"), "record_id"],
        unique=False,
        postgresql_where=sa.text("state = 'kept'"),
    )
    op.create_index(
        "ix_archive_keeping_emptying",
        "archive_keeping",
        ["record_id"],
        unique=False,
        postgresql_where=sa.text("state = 'destroyed' AND emptied_at IS NULL"),
    )
    op.create_table(
        "archive_holds",
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("placed_by_id", sa.Uuid(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by_id", sa.Uuid(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lift_reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lift_reason IS NULL)", name=op.f("ck_archive_holds_lifted_has_reason")
        ),
        sa.ForeignKeyConstraint(["lifted_by_id"], ["people.id"], name=op.f("fk_archive_holds_lifted_by_id")),
        sa.ForeignKeyConstraint(["placed_by_id"], ["people.id"], name=op.f("fk_archive_holds_placed_by_id")),
        sa.ForeignKeyConstraint(["record_id"], ["archive_records.id"], name=op.f("fk_archive_holds_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_holds")),
    )
    op.create_index("ix_archive_holds_record_id_id", "archive_holds", ["record_id", "id"], unique=False)
    op.create_table(
        "archive_checks",
        sa.Column("organ_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("checked_count", sa.Integer(), nullable=False),
        sa.Column("flawed_count", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_archive_checks_by_id")),
        sa.ForeignKeyConstraint(["organ_id"], ["organs.id"], name=op.f("fk_archive_checks_organ_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_checks")),
    )
    op.create_index("ix_archive_checks_organ_id_at_id", "archive_checks", ["organ_id", "at", "id"], unique=False)
    op.create_table(
        "archive_flaws",
        sa.Column("check_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("aspect", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("is_grave", sa.Boolean(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "aspect IN ('authenticity', 'integrity', 'usability', 'security')",
            name=op.f("ck_archive_flaws_aspect_known"),
        ),
        sa.ForeignKeyConstraint(["check_id"], ["archive_checks.id"], name=op.f("fk_archive_flaws_check_id")),
        sa.ForeignKeyConstraint(["record_id"], ["archive_records.id"], name=op.f("fk_archive_flaws_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_flaws")),
    )
    op.create_index("ix_archive_flaws_check_id_id", "archive_flaws", ["check_id", "id"], unique=False)
    op.create_table(
        "archive_exports",
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_archive_exports_by_id")),
        sa.ForeignKeyConstraint(["record_id"], ["archive_records.id"], name=op.f("fk_archive_exports_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_exports")),
    )
    op.create_index("ix_archive_exports_record_id_id", "archive_exports", ["record_id", "id"], unique=False)
    op.create_table(
        "archive_disposal_entries",
        sa.Column("disposal_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("retention", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "conclusion IN ('keep', 'destroy')", name=op.f("ck_archive_disposal_entries_conclusion_known")
        ),
        sa.CheckConstraint(
            "retention IN ('permanent', 'y30', 'y10')", name=op.f("ck_archive_disposal_entries_retention_known")
        ),
        sa.ForeignKeyConstraint(["disposal_id"], ["matters.id"], name=op.f("fk_archive_disposal_entries_disposal_id")),
        sa.ForeignKeyConstraint(
            ["record_id"], ["archive_records.id"], name=op.f("fk_archive_disposal_entries_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_disposal_entries")),
        sa.UniqueConstraint("disposal_id", "position", name=op.f("uq_archive_disposal_entries_disposal_id_position")),
        sa.UniqueConstraint("disposal_id", "record_id", name=op.f("uq_archive_disposal_entries_disposal_id_record_id")),
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()"
        )
        op.execute(
            f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()"
        )
    op.execute(
        "CREATE TRIGGER destroyed_for_good BEFORE UPDATE OF state, destroyed_at, disposal_id ON archive_keeping "
        "FOR EACH ROW WHEN (OLD.state = 'destroyed') EXECUTE FUNCTION refuse_rewriting()"
    )
    op.execute(
        "CREATE TRIGGER never_forgotten BEFORE DELETE ON archive_keeping "
        "FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()"
    )
    op.execute(COUNT_HOLDS)
    op.execute(
        "CREATE TRIGGER counted AFTER INSERT OR UPDATE ON archive_holds "
        "FOR EACH ROW EXECUTE FUNCTION count_archive_holds()"
    )
    op.execute("REVOKE UPDATE, DELETE ON " + ", ".join(APPEND_ONLY) + " FROM shuniu_app")


def downgrade() -> None:
    op.drop_table("archive_disposal_entries")
    op.drop_table("archive_exports")
    op.drop_table("archive_flaws")
    op.drop_table("archive_checks")
    op.drop_table("archive_holds")
    op.drop_table("archive_keeping")
    op.drop_table("archive_disposals")
    op.drop_table("archive_loans")
    op.drop_table("archive_components")
    op.drop_table("archive_records")
    op.drop_table("retention_classes")
    op.drop_table("retention_schedules")
    op.drop_table("archive_settings")
    op.execute("DROP FUNCTION count_archive_holds()")
    known(KINDS)
