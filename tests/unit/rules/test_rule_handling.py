"""From 拟办 to 注办 and 处置."""

from datetime import datetime, timedelta

import pytest

from app.core.clock import SHANGHAI
from app.rules.checks.disposal import check_disposal
from app.rules.checks.handling import (
    check_answered,
    check_circulation,
    check_close_out,
    check_extension,
    check_hand_back,
    check_handlers,
    check_instruction_deadline,
    check_oral_approval,
    check_proposal,
    check_supervisor,
)
from app.vocabulary.common import Urgency
from app.vocabulary.documents import Disposal, DocType, HandlingKind, Retention

NOW = datetime(2026, 11, 20, 9, tzinfo=SHANGHAI)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
URGENT = [urgency for urgency in Urgency if urgency is not Urgency.NONE]
EMPTY = [None, "", " \n　"]


def rules(findings):
    return [finding.rule for finding in findings]


@pytest.mark.rule("DOC-I04")
class TestProposal:
    @pytest.mark.parametrize("proposal", EMPTY)
    def test_is_asked_of_a_paper_to_act_on(self, proposal):
        assert rules(check_proposal(HandlingKind.FOR_ACTION, proposal)) == ["DOC-I04"]
        assert check_proposal(HandlingKind.FOR_INFORMATION, proposal) == ()

    def test_lets_the_paper_pass(self):
        assert check_proposal(HandlingKind.FOR_ACTION, "拟请财政局提出意见") == ()


@pytest.mark.rule("DOC-I05")
class TestHandlers:
    @pytest.mark.parametrize(("leads", "co_handlers"), [(["财政局"], []), (["财政局"], ["审计局", "税务局"]), ([], [])])
    def test_one_lead_is_right_alone_or_with_others(self, leads, co_handlers):
        assert check_handlers(leads, co_handlers) == ()

    @pytest.mark.parametrize(
        ("leads", "co_handlers"),
        [(["财政局", "审计局"], []), (["财政局", "审计局"], ["税务局"]), ([], ["审计局", "税务局"]), ([], ["审计局"])],
    )
    def test_two_leads_or_none_are_refused(self, leads, co_handlers):
        assert rules(check_handlers(leads, co_handlers)) == ["DOC-I05"]

    @pytest.mark.parametrize(("leads", "co_handlers"), [(["财政局"], ["财政局"]), (["财政局"], ["审计局", "审计局"])])
    def test_nobody_stands_twice(self, leads, co_handlers):
        (found,) = check_handlers(leads, co_handlers)
        assert "重复" in found.message

    @pytest.mark.parametrize("urgency", URGENT)
    def test_an_urgent_paper_is_instructed_with_a_due_time(self, urgency):
        assert rules(check_instruction_deadline(urgency, None)) == ["DOC-I05"]
        assert check_instruction_deadline(urgency, NOW) == ()

    def test_any_other_may_do_without(self):
        assert check_instruction_deadline(Urgency.NONE, None) == ()


@pytest.mark.rule("DOC-I06")
class TestCirculation:
    def test_wants_readers(self):
        assert rules(check_circulation([])) == ["DOC-I06"]

    def test_wants_each_reader_once(self):
        assert rules(check_circulation(["王", "李", "王"])) == ["DOC-I06"]
        assert check_circulation(["王", "李"]) == ()


@pytest.mark.rule("DOC-I07")
class TestHandBackAndExtension:
    @pytest.mark.parametrize("reason", EMPTY)
    def test_a_paper_is_handed_back_with_a_reason(self, reason):
        assert rules(check_hand_back(reason)) == ["DOC-I07"]
        assert check_hand_back("属市场监管局职责") == ()

    def test_more_time_is_asked_for_before_the_limit(self):
        due, later = NOW, NOW + 24 * HOUR
        assert check_extension(due, NOW - MINUTE, later) == ()
        assert rules(check_extension(due, NOW, later)) == ["DOC-I07"]
        assert rules(check_extension(due, NOW + MINUTE, later)) == ["DOC-I07"]

    @pytest.mark.parametrize("until", [NOW, NOW - HOUR])
    def test_more_time_ends_after_the_limit(self, until):
        (found,) = check_extension(NOW, NOW - HOUR, until)
        assert (found.rule, found.pointer) == ("DOC-I07", "/due_at")

    def test_both_faults_are_told(self):
        assert len(check_extension(NOW, NOW + HOUR, NOW)) == 2


@pytest.mark.rule("DOC-I08")
class TestSupervisor:
    @pytest.mark.parametrize("urgency", URGENT)
    def test_an_urgent_paper_has_one(self, urgency):
        assert rules(check_supervisor(urgency, None)) == ["DOC-I08"]
        assert check_supervisor(urgency, "督办员") == ()

    def test_an_important_paper_has_one(self):
        assert rules(check_supervisor(Urgency.NONE, None, is_important=True)) == ["DOC-I08"]
        assert check_supervisor(Urgency.NONE, "督办员", is_important=True) == ()

    def test_any_other_needs_none(self):
        assert check_supervisor(Urgency.NONE, None) == ()


@pytest.mark.rule("DOC-I09")
class TestAnswered:
    def test_a_request_is_answered_before_it_is_closed(self):
        assert rules(check_answered(DocType.REQUEST_INSTRUCTION, None)) == ["DOC-I09"]
        assert check_answered(DocType.REQUEST_INSTRUCTION, "某政函〔2026〕8号") == ()

    @pytest.mark.parametrize("doc_type", [DocType.REPORT, DocType.NOTICE, None])
    def test_others_may_close_without(self, doc_type):
        assert check_answered(doc_type, None) == ()


@pytest.mark.rule("DOC-I10")
class TestCloseOut:
    @pytest.mark.parametrize("result", EMPTY)
    def test_says_what_came_of_it(self, result):
        assert rules(check_close_out(result)) == ["DOC-I10"]
        assert check_close_out("已印发贯彻意见") == ()


class TestDisposal:
    @pytest.mark.rule("DOC-I11")
    def test_the_archive_wants_a_retention_period(self):
        (found,) = check_disposal(Disposal.ARCHIVE, approver="主任")
        assert (found.rule, found.pointer) == ("DOC-I11", "/retention")
        assert check_disposal(Disposal.ARCHIVE, Retention.Y30) == ()

    @pytest.mark.rule("DOC-I11", "DOC-M06")
    def test_destruction_wants_an_approval(self):
        (found,) = check_disposal(Disposal.DESTROY, Retention.Y10)
        assert (found.rule, found.pointer) == ("DOC-I11", "/approver_id")
        assert check_disposal(Disposal.DESTROY, approver="主任") == ()

    @pytest.mark.rule("DOC-I11")
    @pytest.mark.parametrize("kind", [Disposal.CARRIER_RETURN, Disposal.TEMPORARY_KEEP])
    def test_returning_and_keeping_want_neither(self, kind):
        assert check_disposal(kind) == ()


@pytest.mark.rule("DOC-X07")
class TestOralApproval:
    DAY = timedelta(hours=24)

    def test_stands_for_a_day_without_paper(self):
        assert check_oral_approval(NOW, None, NOW + self.DAY) == ()
        assert rules(check_oral_approval(NOW, None, NOW + self.DAY + MINUTE)) == ["DOC-X07"]

    def test_is_confirmed_within_a_day_whenever_that_is_asked(self):
        long_after = NOW + 10 * self.DAY
        assert check_oral_approval(NOW, NOW + self.DAY, long_after) == ()
        assert rules(check_oral_approval(NOW, NOW + self.DAY + MINUTE, long_after)) == ["DOC-X07"]


@pytest.mark.rule("DOC-I09")
def test_whoever_was_only_copied_in_owes_no_answer():
    assert rules(check_answered(DocType.REQUEST_INSTRUCTION, None)) == ["DOC-I09"]
    assert check_answered(DocType.REQUEST_INSTRUCTION, None, is_copied=True) == ()
