"""outgoing: 发文 with its texts, recipients, issuers and consultations.

Additive: new tables, and more words where checks name them; the running version knows none of the new ones. The wider
checks are not validated, because every row obeyed the narrower ones.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006_outgoing"
down_revision = "0005_jobs"
branch_labels = None
depends_on = None

ROLES = (
    "receiver", "registrar", "office_clerk", "office_director", "leader", "principal_leader", "circulation_clerk",
    "supervisor", "archivist", "department_head",
)  # fmt: skip
OPINIONS = ("proposal", "instruction", "reading", "handling", "result", "remark")
BEFORE = {
    ("matters", "kind"): ("incoming_document",),
    ("flow_parameters", "kind"): ("incoming_document",),
    ("role_grants", "role"): ROLES,
    ("opinions", "kind"): OPINIONS,
}
AFTER = {
    ("matters", "kind"): ("incoming_document", "outgoing_document"),
    ("flow_parameters", "kind"): ("incoming_document", "outgoing_document"),
    ("role_grants", "role"): (*ROLES, "reviewer", "print_clerk", "seal_keeper", "dispatcher"),
    ("opinions", "kind"): (*OPINIONS, "review", "cosign", "signature"),
}
APPEND_ONLY = ("text_versions", "gate_checks")


def known(words: dict[tuple[str, str], tuple[str, ...]]) -> None:
    for (table, column), allowed in words.items():
        name = op.f(f"ck_{table}_{column}_known")
        listed = ", ".join(f"'{word}'" for word in allowed)
        op.drop_constraint(name, table, type_="check")
        op.create_check_constraint(name, table, f"{column} IN ({listed})", postgresql_not_valid=True)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    known(AFTER)
    op.create_table(
        "issuer_codes",
        sa.Column("organ_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("layout", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=True),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "direction IN ('upward', 'downward', 'level', 'public')", name=op.f("ck_issuer_codes_direction_known")
        ),
        sa.CheckConstraint(
            "layout IN ('document', 'letter', 'order', 'minutes')", name=op.f("ck_issuer_codes_layout_known")
        ),
        sa.ForeignKeyConstraint(["organ_id"], ["organs.id"], name=op.f("fk_issuer_codes_organ_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issuer_codes")),
        sa.UniqueConstraint("organ_id", "code", name=op.f("uq_issuer_codes_organ_id_code")),
    )
    op.create_table(
        "gate_checks",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("text_number", sa.Integer(), nullable=False),
        sa.Column("gate", sa.Text(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "gate IN ('policy', 'wording', 'format', 'routing')", name=op.f("ck_gate_checks_gate_known")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_gate_checks_by_id")),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_gate_checks_matter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_checks")),
    )
    op.create_index("ix_gate_checks_matter_id_id", "gate_checks", ["matter_id", "id"], unique=False)
    op.create_table(
        "joint_issuers",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("organ_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("signer_name", sa.Text(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(signed_at IS NULL) = (signer_name IS NULL)", name=op.f("ck_joint_issuers_signature_whole")
        ),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_joint_issuers_matter_id")),
        sa.ForeignKeyConstraint(["organ_id"], ["organs.id"], name=op.f("fk_joint_issuers_organ_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["people.id"], name=op.f("fk_joint_issuers_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_issuers")),
        sa.UniqueConstraint("matter_id", "name", name=op.f("uq_joint_issuers_matter_id_name")),
    )
    op.create_table(
        "outgoing_documents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("doc_type", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("layout", sa.Text(), nullable=False),
        sa.Column("code_id", sa.Uuid(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("text_number", sa.Integer(), nullable=False),
        sa.Column("attachment_notes", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("annexes", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("disclosure", sa.Text(), nullable=False),
        sa.Column("disclosure_reason", sa.Text(), nullable=True),
        sa.Column("necessity", sa.Text(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("is_important", sa.Boolean(), nullable=False),
        sa.Column("is_exempt", sa.Boolean(), nullable=False),
        sa.Column("skip_level_reason", sa.Text(), nullable=True),
        sa.Column("own_opinion", sa.Text(), nullable=True),
        sa.Column("consent_reference", sa.Text(), nullable=True),
        sa.Column("assignment_reference", sa.Text(), nullable=True),
        sa.Column("forwarded_text", sa.Text(), nullable=True),
        sa.Column("decision_needed_on", sa.Date(), nullable=True),
        sa.Column("lead_time_reason", sa.Text(), nullable=True),
        sa.Column("is_comprehensive", sa.Boolean(), nullable=False),
        sa.Column("is_unsealed", sa.Boolean(), nullable=False),
        sa.Column("meeting_name", sa.Text(), nullable=True),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column("attendees", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("absentees", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("observers", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("answers_id", sa.Uuid(), nullable=True),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.Column("is_split", sa.Boolean(), nullable=False),
        sa.Column("signer_id", sa.Uuid(), nullable=True),
        sa.Column("sign_means", sa.Text(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by_id", sa.Uuid(), nullable=True),
        sa.Column("signed_for_id", sa.Uuid(), nullable=True),
        sa.Column("sign_mandate", sa.Text(), nullable=True),
        sa.Column("signed_text", sa.Integer(), nullable=True),
        sa.Column("doc_date", sa.Date(), nullable=True),
        sa.Column("held_state", sa.Text(), nullable=True),
        sa.Column("copies", sa.Integer(), nullable=True),
        sa.Column("print_org", sa.Text(), nullable=True),
        sa.Column("print_date", sa.Date(), nullable=True),
        sa.Column("proofed_by_id", sa.Uuid(), nullable=True),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dispatched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("validity", sa.Text(), nullable=False),
        sa.Column("void_from", sa.Date(), nullable=True),
        sa.Column("void_basis", sa.Text(), nullable=True),
        sa.Column("replaced_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(validity = 'valid') = (void_from IS NULL)", name=op.f("ck_outgoing_documents_void_has_date")
        ),
        sa.CheckConstraint(
            "direction IN ('upward', 'downward', 'level', 'public')", name=op.f("ck_outgoing_documents_direction_known")
        ),
        sa.CheckConstraint(
            "disclosure IN ('proactive', 'on_request', 'not_disclosed')",
            name=op.f("ck_outgoing_documents_disclosure_known"),
        ),
        sa.CheckConstraint(
            "doc_type IN ('resolution', 'decision', 'order', 'communique', 'announcement', 'public_notice', 'opinion', 'notice', 'circular', 'report', 'request_instruction', 'reply_to_request', 'proposal', 'letter', 'minutes', 'other')",
            name=op.f("ck_outgoing_documents_doc_type_known"),
        ),
        sa.CheckConstraint(
            "layout IN ('document', 'letter', 'order', 'minutes')", name=op.f("ck_outgoing_documents_layout_known")
        ),
        sa.CheckConstraint("sign_means IN ('leader', 'meeting')", name=op.f("ck_outgoing_documents_sign_means_known")),
        sa.CheckConstraint(
            "validity IN ('valid', 'revoked', 'repealed')", name=op.f("ck_outgoing_documents_validity_known")
        ),
        sa.CheckConstraint("copies BETWEEN 1 AND 100000", name=op.f("ck_outgoing_documents_copies_sane")),
        sa.CheckConstraint("print_date >= doc_date", name=op.f("ck_outgoing_documents_printed_after_date")),
        sa.CheckConstraint(
            "signed_at IS NULL OR signed_text IS NOT NULL", name=op.f("ck_outgoing_documents_signed_has_text")
        ),
        sa.ForeignKeyConstraint(["answers_id"], ["matters.id"], name=op.f("fk_outgoing_documents_answers_id")),
        sa.ForeignKeyConstraint(["code_id"], ["issuer_codes.id"], name=op.f("fk_outgoing_documents_code_id")),
        sa.ForeignKeyConstraint(["id"], ["matters.id"], name=op.f("fk_outgoing_documents_id")),
        sa.ForeignKeyConstraint(["proofed_by_id"], ["people.id"], name=op.f("fk_outgoing_documents_proofed_by_id")),
        sa.ForeignKeyConstraint(["replaced_by_id"], ["matters.id"], name=op.f("fk_outgoing_documents_replaced_by_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["matters.id"], name=op.f("fk_outgoing_documents_replaces_id")),
        sa.ForeignKeyConstraint(["signed_by_id"], ["people.id"], name=op.f("fk_outgoing_documents_signed_by_id")),
        sa.ForeignKeyConstraint(["signed_for_id"], ["people.id"], name=op.f("fk_outgoing_documents_signed_for_id")),
        sa.ForeignKeyConstraint(["signer_id"], ["people.id"], name=op.f("fk_outgoing_documents_signer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_documents")),
    )
    op.create_index("ix_outgoing_documents_answers_id", "outgoing_documents", ["answers_id"], unique=False)
    op.create_table(
        "outgoing_recipients",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("organ_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("first_copy", sa.Integer(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_by", sa.Text(), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_reasons", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("return_note", sa.Text(), nullable=True),
        sa.Column("recall_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recall_reason", sa.Text(), nullable=True),
        sa.Column("recalled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("incoming_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "channel IN ('exchange', 'courier', 'post', 'fax', 'by_hand', 'meeting_carried', 'via_leader')",
            name=op.f("ck_outgoing_recipients_channel_known"),
        ),
        sa.CheckConstraint(
            "relation IN ('superior', 'peer', 'subordinate', 'unrelated', 'superior_leader', 'collective', 'public')",
            name=op.f("ck_outgoing_recipients_relation_known"),
        ),
        sa.CheckConstraint("role IN ('main', 'cc')", name=op.f("ck_outgoing_recipients_role_known")),
        sa.CheckConstraint(
            "state <> 'received' OR received_at IS NOT NULL", name=op.f("ck_outgoing_recipients_received_has_time")
        ),
        sa.CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name=op.f("ck_outgoing_recipients_sent_has_time")),
        sa.CheckConstraint(
            "state IN ('pending', 'sent', 'received', 'returned', 'recalling', 'recalled')",
            name=op.f("ck_outgoing_recipients_state_known"),
        ),
        sa.CheckConstraint("copies BETWEEN 1 AND 10000", name=op.f("ck_outgoing_recipients_copies_sane")),
        sa.ForeignKeyConstraint(["incoming_id"], ["matters.id"], name=op.f("fk_outgoing_recipients_incoming_id")),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_outgoing_recipients_matter_id")),
        sa.ForeignKeyConstraint(["organ_id"], ["organs.id"], name=op.f("fk_outgoing_recipients_organ_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_recipients")),
        sa.UniqueConstraint("matter_id", "name", name=op.f("uq_outgoing_recipients_matter_id_name")),
    )
    op.create_index("ix_outgoing_recipients_incoming_id", "outgoing_recipients", ["incoming_id"], unique=False)
    op.create_table(
        "text_versions",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("attachment_notes", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("annexes", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_text_versions_made_by_id")),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_text_versions_matter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_versions")),
        sa.UniqueConstraint("matter_id", "number", name=op.f("uq_text_versions_matter_id_number")),
    )
    op.create_table(
        "consultations",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("organ_id", sa.Uuid(), nullable=True),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "answer IN ('agree', 'agree_with_comment', 'disagree', 'deemed_consent')",
            name=op.f("ck_consultations_answer_known"),
        ),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_consultations_answer_has_time")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["people.id"], name=op.f("fk_consultations_answered_by_id")),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_consultations_matter_id")),
        sa.ForeignKeyConstraint(["organ_id"], ["organs.id"], name=op.f("fk_consultations_organ_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_consultations_person_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_consultations_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultations")),
        sa.UniqueConstraint("matter_id", "round", "name", name=op.f("uq_consultations_matter_id_round_name")),
    )
    op.create_index("ix_consultations_task_id", "consultations", ["task_id"], unique=False)

    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()"
        )
        op.execute(
            f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()"
        )
    op.execute("REVOKE UPDATE, DELETE ON text_versions, gate_checks FROM shuniu_app")


def downgrade() -> None:
    op.drop_index("ix_consultations_task_id", table_name="consultations")
    op.drop_table("consultations")
    op.drop_table("text_versions")
    op.drop_index("ix_outgoing_recipients_incoming_id", table_name="outgoing_recipients")
    op.drop_table("outgoing_recipients")
    op.drop_index("ix_outgoing_documents_answers_id", table_name="outgoing_documents")
    op.drop_table("outgoing_documents")
    op.drop_table("joint_issuers")
    op.drop_index("ix_gate_checks_matter_id_id", table_name="gate_checks")
    op.drop_table("gate_checks")
    op.drop_table("issuer_codes")
    known(BEFORE)
