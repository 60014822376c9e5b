"""Who may what, stated by hand. A new operation, role or path parameter fails the matrix until its line stands here.

This page repeats on purpose what `app/vocabulary/identity.py` and the routers say together: a right that is given away
by a slip in one of them is caught by the other.
"""

from collections.abc import Mapping
from typing import Final

ROLES: Final = frozenset(
    [
        "receiver",
        "registrar",
        "office_clerk",
        "office_director",
        "leader",
        "principal_leader",
        "circulation_clerk",
        "supervisor",
        "archivist",
        "department_head",
        "reviewer",
        "print_clerk",
        "seal_keeper",
        "dispatcher",
    ]
)
STAFF: Final = ROLES | {"staff"}
SYSTEM, SECURITY, AUDIT = frozenset({"sys_admin"}), frozenset({"sec_admin"}), frozenset({"audit_admin"})
PEOPLE: Final = STAFF | SYSTEM | SECURITY | AUDIT
KEY: Final = frozenset({"key"})
"""Another system, let in by a service key of an office clerk with the one scope ``incoming:read``."""
EVERYBODY: Final = PEOPLE | KEY | {"nobody"}
READERS: Final = STAFF | KEY
DIRECTOR: Final = frozenset({"office_director"})
KEEPERS: Final = frozenset({"archivist"}) | DIRECTOR
RECEIVERS: Final = frozenset({"receiver", "registrar", "office_clerk"}) | DIRECTOR
OFFICE: Final = RECEIVERS | {"circulation_clerk", "supervisor", "archivist", "reviewer", "dispatcher"}
OVERVIEW: Final = OFFICE | {"principal_leader"}
"""Who sees every incoming and every outgoing document of the organ."""
BOOKS: Final = OVERVIEW | {"seal_keeper"}
"""Who sees every request for a seal, and what seals were used for."""
NONE: Final = frozenset[str]()

_MAY: Final[Mapping[frozenset[str], str]] = {
    EVERYBODY: """get_liveness get_readiness get_version get_limits get_enums list_problems get_problem log_in
        get_exchange_keys refresh_tokens use_attachment_ticket""",
    PEOPLE: """log_out change_password show_me list_notifications read_all_notifications read_notification
        list_calendar_days get_calendar_year work_out_due list_rules get_rule get_workflow
        list_organs get_organ list_departments get_department list_people get_person get_roles""",
    STAFF: """get_archive_settings get_retention_schedule list_retention_schedules archive_outgoing_document
        list_archive_records get_archive_record get_archive_component_content list_holds_of_archive_record
        list_archive_loans request_archive_loan get_archive_loan approve_archive_loan refuse_archive_loan
        withdraw_archive_loan lend_archive_record return_archive_record list_trail_of_archive_loan
        list_archive_disposals get_archive_disposal list_entries_of_archive_disposal approve_archive_disposal
        refuse_archive_disposal witness_archive_disposal execute_archive_disposal terminate_archive_disposal
        list_trail_of_archive_disposal list_delegations create_delegation get_delegation revoke_delegation
        list_tasks count_tasks get_task see_task
        upload_attachment get_attachment get_attachment_content issue_attachment_ticket
        get_parameters list_parameters_versions get_ladder
        check_draft_document
        list_outgoing_documents create_outgoing_document get_outgoing_document update_outgoing_document
        submit_outgoing_document cosign_outgoing_document conclude_consultation_of_outgoing_document
        approve_outgoing_document return_outgoing_document withdraw_outgoing_document hold_outgoing_document
        resume_outgoing_document terminate_outgoing_document sign_outgoing_document
        record_joint_signature_of_outgoing_document recheck_outgoing_document register_outgoing_document
        void_number_of_outgoing_document proof_outgoing_document print_outgoing_document revoke_outgoing_document
        repeal_outgoing_document dispatch_outgoing_document record_receipt_of_outgoing_document
        recall_outgoing_document record_recall_of_outgoing_document hand_over_task_of_outgoing_document urge_outgoing_document
        comment_on_outgoing_document list_opinions_of_outgoing_document list_trail_of_outgoing_document
        list_urgings_of_outgoing_document list_overrides_of_outgoing_document list_texts_of_outgoing_document
        get_findings_on_outgoing_document get_package_of_outgoing_document
        get_rendition_of_outgoing_document get_rendition_report_of_outgoing_document
        get_text_of_outgoing_document compare_texts_of_outgoing_document list_attachments_of_outgoing_document
        bind_attachment_to_outgoing_document detach_attachment_from_outgoing_document
        list_issuer_codes get_issuer_code
        seal_outgoing_document refuse_seal_of_outgoing_document
        list_seals get_seal hand_over_seal report_seal_lost
        list_seal_requests create_seal_request get_seal_request update_seal_request submit_seal_request
        withdraw_seal_request cancel_seal_request endorse_seal_request approve_seal_request reject_seal_request
        use_seal refuse_seal_request take_out_seal bring_back_seal hand_over_task_of_seal_request urge_seal_request
        comment_on_seal_request list_opinions_of_seal_request list_trail_of_seal_request list_urgings_of_seal_request
        list_overrides_of_seal_request list_attachments_of_seal_request bind_attachment_to_seal_request
        detach_attachment_from_seal_request""",
    BOOKS: "list_handovers_of_seal list_outings_of_seal list_uses_of_seal correct_seal_use",
    READERS: """list_incoming_documents get_incoming_document update_incoming_document register_incoming_document
        sign_for_incoming_document accept_recall_of_incoming_document decline_recall_of_incoming_document
        screen_incoming_document return_incoming_document request_correction_of_incoming_document
        record_correction_of_incoming_document triage_incoming_document send_back_incoming_document
        withdraw_incoming_document void_incoming_document instruct_incoming_document
        instruct_incoming_document_orally confirm_instruction_on_incoming_document assign_incoming_document
        circulate_incoming_document mark_incoming_document_read report_on_incoming_document
        hand_back_incoming_document hand_over_incoming_task request_extension_of_incoming_document
        decide_extension_of_incoming_document reply_to_incoming_document close_incoming_document
        dispose_incoming_document urge_incoming_document comment_on_incoming_document
        list_opinions_of_incoming_document list_trail_of_incoming_document list_urgings_of_incoming_document
        list_extensions_of_incoming_document list_overrides_of_incoming_document get_return_notice
        list_attachments_of_incoming_document bind_attachment_to_incoming_document
        detach_attachment_from_incoming_document""",
    RECEIVERS: "receive_incoming_document register_incoming_documents",
    OVERVIEW: """count_returns_by_sender list_archive_candidates list_archive_checks list_flaws_of_archive_check
        list_archive_exports""",
    KEEPERS: """replace_archive_settings replace_retention_schedule file_archive_record hold_archive_record
        lift_hold_of_archive_record export_archive_record get_archive_export_content check_archive_records
        propose_archive_disposal""",
    OFFICE: "list_number_series list_numbers",
    DIRECTOR: """replace_parameters replace_ladder import_calendar_year create_issuer_code update_issuer_code
        create_seal update_seal stop_seal resume_seal surrender_seal destroy_seal""",
    SYSTEM: """create_organ update_organ create_department update_department put_department_leader
        create_person update_person disable_person enable_person put_temporary_password put_counterpart
        add_post end_post""",
    SECURITY: """put_roles list_service_keys create_service_key get_service_key put_service_key_secret
        revoke_service_key switch_rule unswitch_rule""",
    AUDIT: "list_audit_entries",
}

MAY: Final[Mapping[str, frozenset[str]]] = {name: who for who, names in _MAY.items() for name in names.split()}
"""Operation → who is let in. What they find there is another matter: see `SEES`."""

SEES: Final[Mapping[str, Mapping[str, frozenset[str]]]] = {
    "document_id": {"own": READERS, "organ": OVERVIEW, "other": NONE},
    "outgoing_id": {"own": STAFF, "organ": OVERVIEW, "other": NONE},
    "code_id": {"own": STAFF, "organ": STAFF, "other": NONE},
    "seal_id": {"own": STAFF, "organ": STAFF, "other": NONE},
    "use_id": {"own": BOOKS, "organ": BOOKS, "other": NONE},
    "seal_request_id": {"own": STAFF, "organ": BOOKS, "other": NONE},
    "task_id": {"own": STAFF, "organ": OVERVIEW, "other": NONE},
    "attachment_id": {"own": STAFF, "organ": OVERVIEW, "other": NONE},
    "notification_id": {"own": PEOPLE, "organ": NONE, "other": NONE},
    "delegation_id": {"own": STAFF, "organ": DIRECTOR, "other": NONE},
    "person_id": {"own": PEOPLE, "organ": PEOPLE, "other": NONE},
    "department_id": {"own": PEOPLE, "organ": PEOPLE, "other": NONE},
    "organ_id": {"own": PEOPLE, "organ": PEOPLE, "other": PEOPLE},
    "series_id": {"own": OFFICE, "organ": OFFICE, "other": NONE},
    "record_id": {"own": STAFF, "organ": OVERVIEW, "other": NONE},
    "component_id": {"own": STAFF, "organ": OVERVIEW, "other": NONE},
    "loan_id": {"own": STAFF, "organ": OVERVIEW, "other": NONE},
    "disposal_id": {"own": STAFF, "organ": OVERVIEW, "other": NONE},
    "check_id": {"own": OVERVIEW, "organ": OVERVIEW, "other": NONE},
    "export_id": {"own": KEEPERS, "organ": NONE, "other": NONE},
    "service_key_id": {"own": SECURITY, "organ": SECURITY, "other": NONE},
}
"""Path parameter → relation → who gets it to see, given that they are let in. The others are told it does not exist."""

PUBLIC: Final[Mapping[str, str]] = {
    "kind": "a word of the published document",
    "year": "a number",
    "code": "listed for everybody",
    "number": "a number",
    "rule_id": "law, listed for everybody",
    "secret": "whoever has it may use it",
    "hold_id": "asked for within a record",
}
"""Path parameters that hide nothing, with the reason."""
