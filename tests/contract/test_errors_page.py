"""The codes clients switch on."""

import re
from pathlib import Path

from app.core.errors import AppError
from app.http.errors import page
from app.http.problems import known_errors, status_of

SHARED = """malformed_json validation_failed unknown_parameter unauthenticated invalid_token login_expired
password_expired forbidden not_found method_not_allowed not_acceptable payload_too_large unsupported_media_type
transition_refused booking_conflict already_exists confirmation_required precondition_failed precondition_required
rule_violated reference_not_found invalid_cursor idempotency_key_reused idempotency_in_flight quota_exceeded
too_many_attempts classified_not_allowed storage_full unavailable internal_error"""


def test_page_is_up_to_date() -> None:
    written = (Path(__file__).parents[2] / "docs" / "errors.md").read_text()
    assert written == page(), "run: python -m app.http.errors > docs/errors.md"


def test_codes_are_unique_stable_words() -> None:
    page()
    codes = [error.code for error in known_errors()]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch("[a-z]+(_[a-z]+)*", code) for code in codes)
    assert set(SHARED.split()) <= set(codes)


def test_every_refusal_has_titles_and_a_status() -> None:
    page()
    for error in known_errors(AppError):
        assert 400 <= status_of(error) < 600
        assert error.title
        assert error.title_en.isascii()
