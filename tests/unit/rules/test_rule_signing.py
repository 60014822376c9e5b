"""From review to the printed paper: gates, signatures, consultations, registration."""

from datetime import date
from uuid import uuid4

import pytest

from app.rules.checks.signing import (
    check_adoption,
    check_code,
    check_consultation,
    check_disagreement,
    check_disclosure,
    check_gates,
    check_hands,
    check_mandate,
    check_print_date,
    check_registration,
    check_return,
    check_signer,
)
from app.vocabulary.identity import Role
from app.vocabulary.outgoing import Answer, Direction, Gate

TODAY = date(2026, 11, 20)
PASSED = dict.fromkeys(Gate, True)
EMPTY = [None, "", " \n　"]


def rules(findings):
    return [finding.rule for finding in findings]


@pytest.mark.rule("DOC-P03")
class TestGates:
    def test_all_passed_let_the_paper_through(self):
        assert check_gates(PASSED) == ()

    @pytest.mark.parametrize("gate", Gate)
    def test_one_left_out_or_failed_holds_it(self, gate):
        without = {one: True for one in Gate if one is not gate}
        for gates in (without, PASSED | {gate: False}):
            (found,) = check_gates(gates)
            assert found.rule == "DOC-P03"
            assert gate.label in found.message


@pytest.mark.rule("DOC-P05")
@pytest.mark.parametrize("reason", EMPTY)
def test_a_returned_draft_carries_the_reason(reason):
    assert rules(check_return(reason)) == ["DOC-P05"]
    assert check_return("依据不足") == ()


@pytest.mark.rule("DOC-P06")
class TestSigner:
    @pytest.mark.parametrize("direction", Direction)
    @pytest.mark.parametrize("is_important", [False, True])
    def test_may_always_be_the_principal_leader(self, direction, is_important):
        assert check_signer({Role.PRINCIPAL_LEADER}, direction, is_important=is_important) == ()

    def test_may_be_another_leader_of_ordinary_papers(self):
        assert check_signer({Role.LEADER}, Direction.DOWNWARD, is_important=False) == ()
        assert rules(check_signer({Role.LEADER}, Direction.UPWARD, is_important=False)) == ["DOC-P06"]
        assert rules(check_signer({Role.LEADER}, Direction.DOWNWARD, is_important=True)) == ["DOC-P06"]

    def test_may_be_nobody_else(self):
        assert rules(check_signer({Role.OFFICE_DIRECTOR}, Direction.LEVEL, is_important=False)) == ["DOC-P06"]

    @pytest.mark.rule("DOC-P07")
    def test_of_what_an_office_issues_by_mandate_is_its_principal_leader(self):
        mandated = {"is_important": False, "is_mandated": True}
        assert rules(check_signer({Role.LEADER}, Direction.DOWNWARD, **mandated)) == ["DOC-P07"]
        assert check_signer({Role.PRINCIPAL_LEADER}, Direction.DOWNWARD, **mandated) == ()


@pytest.mark.rule("DOC-P10")
@pytest.mark.parametrize("mandate", EMPTY)
def test_who_signs_for_another_names_the_mandate(mandate):
    assert rules(check_mandate(for_another=True, mandate=mandate)) == ["DOC-P10"]
    assert check_mandate(for_another=True, mandate="出差期间委托") == ()
    assert check_mandate(for_another=False, mandate=mandate) == ()


@pytest.mark.rule("DOC-P11")
def test_drafter_reviewer_and_signer_are_three_people():
    drafter, reviewer, signer = uuid4(), uuid4(), uuid4()
    assert check_hands(drafter, [reviewer, reviewer], signer) == ()
    for hands in ((drafter, [drafter], signer), (drafter, [reviewer], reviewer), (drafter, [reviewer], drafter)):
        assert rules(check_hands(*hands)) == ["DOC-P11"]


@pytest.mark.rule("DOC-P01", "DOC-T05")
def test_a_consultation_ends_with_all_answers_or_their_time():
    answers = [Answer.AGREE, None]
    assert rules(check_consultation(answers, is_overdue=[False, False])) == ["DOC-P01"]
    assert check_consultation(answers, is_overdue=[False, True]) == ()
    assert check_consultation([Answer.AGREE, Answer.DISAGREE], is_overdue=[False, False]) == ()


@pytest.mark.rule("DOC-X03")
class TestDisagreement:
    @pytest.mark.parametrize("resolution", EMPTY)
    def test_is_settled_in_words(self, resolution):
        no = [Answer.AGREE, Answer.DISAGREE]
        assert rules(check_disagreement(no, Direction.DOWNWARD, resolution, is_split=False)) == ["DOC-X03"]
        assert check_disagreement(no, Direction.DOWNWARD, "已采纳", is_split=False) == ()
        assert check_disagreement([Answer.AGREE], Direction.DOWNWARD, resolution, is_split=False) == ()

    def test_that_stays_goes_up_and_never_down(self):
        no = [Answer.DISAGREE]
        assert rules(check_disagreement(no, Direction.DOWNWARD, "两方意见如下", is_split=True)) == ["DOC-X03"]
        assert check_disagreement(no, Direction.UPWARD, "两方意见如下", is_split=True) == ()


@pytest.mark.rule("DOC-X12")
def test_an_adopted_paper_names_the_meeting_and_its_day():
    assert check_adoption(None, None, TODAY) == ()
    assert check_adoption("县政府第12次常务会议", date(2026, 11, 19), TODAY) == ()
    for told in (("县政府第12次常务会议", None), (None, TODAY), ("县政府第12次常务会议", date(2026, 11, 21))):
        assert rules(check_adoption(*told, TODAY)) == ["DOC-X12"]


@pytest.mark.rule("DOC-P13", "DOC-N08")
def test_registration_fixes_code_and_copies():
    right = {"has_code": True, "is_order": False, "copies": 30, "wanted": 30}
    assert check_registration(**right) == ()
    assert check_registration(**right | {"has_code": False, "is_order": True}) == ()
    assert rules(check_registration(**right | {"has_code": False})) == ["DOC-N08"]
    assert rules(check_registration(**right | {"copies": 29})) == ["DOC-P13"]


@pytest.mark.rule("DOC-N08")
def test_a_code_goes_with_its_layout_and_direction():
    assert check_code("document", "upward", "document", None) == ()
    assert check_code("document", "upward", "document", "upward") == ()
    assert rules(check_code("document", "upward", "letter", None)) == ["DOC-N08"]
    assert rules(check_code("document", "upward", "document", "downward")) == ["DOC-N08"]


@pytest.mark.rule("DOC-E17")
def test_the_print_date_lies_between_the_date_of_the_paper_and_today():
    assert check_print_date(TODAY, date(2026, 11, 18), TODAY) == ()
    assert rules(check_print_date(date(2026, 11, 17), date(2026, 11, 18), TODAY)) == ["DOC-E17"]
    assert rules(check_print_date(date(2026, 11, 21), date(2026, 11, 18), TODAY)) == ["DOC-E17"]


@pytest.mark.rule("SEC-R34")
@pytest.mark.parametrize("reason", EMPTY)
def test_what_is_not_disclosed_carries_the_reason(reason):
    assert rules(check_disclosure("not_disclosed", reason)) == ["SEC-R34"]
    assert check_disclosure("not_disclosed", "属于过程性信息") == ()
    assert check_disclosure("proactive", reason) == ()
