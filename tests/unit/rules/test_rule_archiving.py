"""Rules on filing, lending and destroying records, each refusal beside what passes."""

from datetime import date

import pytest

from app.rules.checks.archiving import (
    Bundle,
    check_appraisal,
    check_borrowing,
    check_class,
    check_completeness,
    check_copy,
    check_destruction,
    check_filing_date,
    check_fonds,
    check_item,
    check_leaving,
    check_retention,
    check_schedule,
    check_watchers,
    code_of,
    expiry,
)
from app.rules.finding import Findings
from app.vocabulary.archives import Conclusion, Exclusion
from app.vocabulary.documents import Retention
from app.vocabulary.rules import Severity

WHOLE = {"issued_copy": True, "processing_sheet": True, "final_draft": True, "drafting_sheet": True}
TODAY = date(2026, 11, 20)


def rules(found: Findings) -> list[str]:
    return [one.rule for one in found]


@pytest.mark.rule("ARC-R10", "ARC-R11")
class TestCode:
    def test_is_built_level_by_level(self) -> None:
        assert code_of("X043", "ws", 2024, Retention.Y30, "BGS", 1) == "X043-WS·2024-D30-BGS-0001"
        assert code_of("A1", "ws", 2026, Retention.PERMANENT, "DB", 9999) == "A1-WS·2026-Y-DB-9999"

    def test_needs_a_fonds_and_has_four_digits(self) -> None:
        assert rules(check_fonds(None)) == ["ARC-R10"]
        assert check_fonds("X043") == ()
        assert rules(check_item(10_000)) == ["ARC-R11"]
        assert check_item(9_999) == ()


@pytest.mark.rule("ARC-R02")
@pytest.mark.parametrize(("today", "late"), [(date(2027, 6, 30), False), (date(2027, 7, 1), True)])
def test_filing_is_late_after_june_of_the_next_year(today: date, late: bool) -> None:
    assert bool(check_filing_date(date(2026, 1, 2), today)) is late


@pytest.mark.rule("ARC-R03", "ARC-R18")
def test_a_term_runs_from_the_next_year() -> None:
    terms = [expiry(2026, one) for one in (Retention.Y10, Retention.Y30, Retention.PERMANENT)]
    assert terms == [date(2037, 1, 1), date(2057, 1, 1), None]


@pytest.mark.rule("ARC-R04", "ARC-R06", "DOC-X10")
class TestSchedule:
    def test_leaves_out_what_is_not_archived(self) -> None:
        assert rules(check_class(Exclusion.DUPLICATE)) == ["ARC-R06"]
        assert rules(check_class(Exclusion.OTHER_POST)) == ["DOC-X10"]
        assert check_class(None) == ()

    def test_is_approved_or_asks(self) -> None:
        (asked,) = check_schedule(None)
        assert (asked.rule, asked.at_most) == ("ARC-R04", Severity.WARN)
        assert check_schedule("清档发〔2026〕3号") == ()

    def test_decides_the_period(self) -> None:
        assert rules(check_retention(Retention.Y10, Retention.Y30)) == ["ARC-R04"]
        assert check_retention(Retention.Y30, Retention.Y30) == check_retention(None, Retention.Y30) == ()


@pytest.mark.rule("ARC-R07")
class TestCompleteness:
    def test_of_a_whole_file_finds_nothing(self) -> None:
        assert check_completeness(Bundle(**WHOLE, attachments_wanted=2, attachments_held=2)) == ()
        assert check_completeness(Bundle(issued_copy=True, processing_sheet=True)) == ()

    @pytest.mark.parametrize("part", ["processing_sheet", "final_draft", "drafting_sheet"])
    def test_refuses_what_the_flow_itself_makes(self, part: str) -> None:
        (found,) = check_completeness(Bundle(**{**WHOLE, part: False}))
        assert (found.rule, found.at_most) == ("ARC-R07", Severity.BLOCK)

    def test_asks_about_a_copy_or_an_annex(self) -> None:
        found = check_completeness(Bundle(**{**WHOLE, "issued_copy": False}, attachments_wanted=3, attachments_held=1))
        assert [one.at_most for one in found] == [Severity.WARN] * 2
        assert "缺2件" in found[1].message


@pytest.mark.rule("ARC-R08", "DOC-X06")
@pytest.mark.parametrize(
    ("is_ours", "is_joint", "is_copy", "refused"),
    [(True, True, True, True), (False, True, False, True), (True, True, False, False), (False, True, True, False),
     (True, False, True, False)],
)  # fmt: skip
def test_the_lead_files_the_original(is_ours: bool, is_joint: bool, is_copy: bool, refused: bool) -> None:
    assert bool(check_copy(is_ours=is_ours, is_joint=is_joint, is_copy=is_copy)) is refused


@pytest.mark.rule("ARC-R18", "DOC-M06")
class TestAppraisal:
    def test_waits_for_the_term(self) -> None:
        for expires in (None, date(2026, 11, 21)):
            found = check_appraisal(
                Conclusion.DESTROY, expires_on=expires, today=TODAY, renewed=None, place="/entries/0"
            )
            assert rules(found) == ["ARC-R18"]
        assert check_appraisal(Conclusion.DESTROY, expires_on=TODAY, today=TODAY, renewed=None, place="") == ()

    def test_of_what_is_kept_names_the_new_term(self) -> None:
        kept = {"expires_on": TODAY, "today": TODAY, "place": ""}
        assert rules(check_appraisal(Conclusion.KEEP, renewed=None, **kept)) == ["ARC-R18"]
        assert rules(check_appraisal(Conclusion.DESTROY, renewed=Retention.Y10, **kept)) == ["ARC-R18"]
        assert check_appraisal(Conclusion.KEEP, renewed=Retention.Y10, **kept) == ()

    def test_takes_two_watchers_besides_the_archivist(self) -> None:
        for watchers in ([], ["a"], ["a", "a"], ["a", "me"]):
            assert rules(check_watchers(watchers, "me")) == ["ARC-R18"]
        assert check_watchers(["a", "b"], "me") == ()


@pytest.mark.rule("ARC-R17")
def test_what_is_held_or_lent_is_not_destroyed() -> None:
    assert rules(check_destruction(1, 1)) == ["ARC-R17", "ARC-R17"]
    assert check_destruction(0, 0) == ()


@pytest.mark.rule("ARC-R21")
def test_use_is_entered_with_purpose_and_unit() -> None:
    assert rules(check_borrowing(is_outside=True, reader_unit=None, purpose=" ")) == ["ARC-R21", "ARC-R21"]
    assert check_borrowing(is_outside=True, reader_unit="县水利局", purpose="编志") == ()
    assert check_borrowing(is_outside=False, reader_unit=None, purpose="编志") == ()


@pytest.mark.rule("DOC-X13")
def test_nobody_leaves_with_records() -> None:
    assert rules(check_leaving(2)) == ["DOC-X13"]
    assert check_leaving(0) == ()
