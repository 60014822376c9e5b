"""Urgency and the time it leaves."""

from datetime import date, datetime, timedelta

import pytest

from app.core.clock import SHANGHAI
from app.engine.calendar import STANDARD_HOURS, Limit, WorkingCalendar
from app.rules.checks.limits import (
    WORDS,
    check_lead_time,
    check_urgency_word,
    check_urgency_written,
    check_urgent_deadline,
    default_limit,
)
from app.vocabulary.calendar import LimitUnit
from app.vocabulary.common import Urgency
from app.vocabulary.documents import Medium

DOCUMENT, TELEGRAM = Medium
SATURDAY_EVENING = datetime(2026, 11, 21, 20, 15, tzinfo=SHANGHAI)


def moment(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.rule("DOC-E03")
class TestUrgencyWord:
    @pytest.mark.parametrize("medium", Medium)
    @pytest.mark.parametrize("urgency", Urgency)
    def test_each_medium_has_its_own(self, medium, urgency):
        known = urgency is Urgency.NONE or urgency in WORDS[medium]
        assert (check_urgency_word(urgency, medium) == ()) is known

    def test_a_document_is_told_which_it_may_be(self):
        (found,) = check_urgency_word(Urgency.FLASH, DOCUMENT)
        assert (found.rule, found.pointer, found.suggestion) == ("DOC-E03", "/urgency", "可用：特急、加急")

    @pytest.mark.parametrize("word", ["急件", "平件", "特提", "紧急", ""])
    def test_words_out_of_use_are_refused_on_a_document(self, word):
        assert [finding.rule for finding in check_urgency_written(word, DOCUMENT)] == ["DOC-E03"]

    @pytest.mark.parametrize(
        ("word", "medium"), [("特急", DOCUMENT), (" 加急", DOCUMENT), ("特提", TELEGRAM), ("平急", TELEGRAM)]
    )
    def test_words_in_use_are_read(self, word, medium):
        assert check_urgency_written(word, medium) == ()


class TestUrgentDeadline:
    @pytest.mark.rule("DOC-T01", "DOC-E03")
    @pytest.mark.parametrize("urgency", [urgency for urgency in Urgency if urgency is not Urgency.NONE])
    def test_holds_an_urgent_paper_in_triage_until_it_has_one(self, urgency):
        (found,) = check_urgent_deadline(urgency, None)
        assert (found.rule, found.pointer) == ("DOC-T01", "/due_at")
        assert check_urgent_deadline(urgency, SATURDAY_EVENING) == ()

    @pytest.mark.rule("DOC-T01")
    def test_lets_any_other_go(self):
        assert check_urgent_deadline(Urgency.NONE, None) == ()


class TestDefaultLimit:
    @pytest.mark.rule("DOC-T02")
    @pytest.mark.parametrize(
        ("urgency", "due"),
        [
            (Urgency.FLASH, moment(22, 20, 15)),
            (Urgency.EXTRA_URGENT, moment(24, 20, 15)),
            (Urgency.URGENT, moment(26, 17, 30)),
            (Urgency.NORMAL_URGENT, datetime(2026, 12, 1, 17, 30, tzinfo=SHANGHAI)),
        ],
    )
    def test_gives_a_telegram_one_three_five_or_ten_days(self, urgency, due):
        limit = default_limit(urgency, TELEGRAM)
        assert WorkingCalendar().due(SATURDAY_EVENING, limit, STANDARD_HOURS) == due

    @pytest.mark.rule("DOC-T03")
    @pytest.mark.parametrize(
        ("urgency", "limit"),
        [
            (Urgency.EXTRA_URGENT, Limit(24, LimitUnit.HOUR)),
            (Urgency.URGENT, Limit(3, LimitUnit.CALENDAR_DAY)),
            (Urgency.NONE, Limit(7, LimitUnit.WORKDAY)),
        ],
    )
    def test_gives_a_document_one_or_three_days_or_seven_workdays(self, urgency, limit):
        assert default_limit(urgency, DOCUMENT) == limit

    @pytest.mark.rule("DOC-T07")
    @pytest.mark.parametrize(("medium", "urgency"), [(TELEGRAM, Urgency.FLASH), (DOCUMENT, Urgency.EXTRA_URGENT)])
    def test_runs_on_through_the_weekend_for_what_cannot_wait(self, medium, urgency):
        due = WorkingCalendar().due(SATURDAY_EVENING, default_limit(urgency, medium), STANDARD_HOURS)
        assert due - SATURDAY_EVENING == timedelta(hours=24)

    @pytest.mark.parametrize("medium", Medium)
    @pytest.mark.parametrize("urgency", Urgency)
    def test_leaves_no_paper_without_one(self, medium, urgency):
        assert default_limit(urgency, medium).value > 0


@pytest.mark.rule("DOC-T06")
class TestLeadTime:
    RECEIVED = date(2026, 11, 2)

    @pytest.mark.parametrize(
        ("needed_on", "workdays_left", "is_urgent", "enough"),
        [
            (date(2026, 11, 16), 10, False, True),
            (date(2026, 11, 15), 10, False, False),
            (date(2026, 11, 11), 7, True, True),
            (date(2026, 11, 10), 6, True, False),
        ],
    )
    def test_is_two_weeks_or_seven_workdays_if_urgent(self, needed_on, workdays_left, is_urgent, enough):
        found = check_lead_time(self.RECEIVED, needed_on, workdays_left=workdays_left, is_urgent=is_urgent)
        assert [finding.rule for finding in found] == ([] if enough else ["DOC-T06"])

    def test_may_be_shorter_with_a_reason(self):
        short = date(2026, 11, 4)
        assert check_lead_time(self.RECEIVED, short, workdays_left=2, is_urgent=False, reason="汛情紧急") == ()
        assert check_lead_time(self.RECEIVED, short, workdays_left=2, is_urgent=False, reason=" ") != ()
