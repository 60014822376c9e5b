"""When limits run out, are paused and how much of them is left."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.core.clock import SHANGHAI
from app.engine.calendar import STANDARD_HOURS, CalendarRangeError, Limit, WorkHours, WorkingCalendar
from app.engine.calendar_data import shipped_days, shipped_years
from app.vocabulary.calendar import LimitUnit, Roll

CALENDAR = WorkingCalendar(shipped_days(), shipped_years())
SUMMER = WorkHours(time(8), time(12), time(15), time(18))
NO_BREAK = WorkHours(time(9), time(12), time(12), time(17))

MOMENTS = st.datetimes(
    datetime.fromisoformat("2005-01-01"),
    datetime.fromisoformat("2040-01-01"),
    timezones=st.sampled_from([SHANGHAI, UTC]),
)
HOURS = st.sampled_from([STANDARD_HOURS, SUMMER, NO_BREAK])
CLOCK_UNITS = st.sampled_from([LimitUnit.HOUR, LimitUnit.MINUTE])
LIMITS = st.builds(Limit, st.integers(0, 400), st.sampled_from(LimitUnit))
SPANS = st.timedeltas(timedelta(0), timedelta(days=400))


def moment(text: str) -> datetime:
    """A moment of 2026 on the wall clock, from month-day hour:minute."""
    return datetime.fromisoformat(f"2026-{text}+08:00")


def due(start: str, value: int, unit: LimitUnit, hours: WorkHours = STANDARD_HOURS) -> datetime:
    return CALENDAR.due(moment(start), Limit(value, unit), hours)


class TestWorkHours:
    def test_a_workday_is_seven_hours_by_default(self):
        assert STANDARD_HOURS.length == timedelta(hours=7)
        assert NO_BREAK.length == timedelta(hours=8)

    @pytest.mark.parametrize(
        "times",
        [
            (time(9), time(8), time(14), time(17)),
            (time(9), time(12), time(11), time(17)),
            (time(9), time(12), time(14), time(14)),
            (time(9), time(12), time(14), time(17, 0, 1)),
            (time(9), time(12), time(14), time(17, tzinfo=UTC)),
        ],
    )
    def test_hours_out_of_order_or_odd_are_refused(self, times):
        with pytest.raises(ValueError, match="office hours"):
            WorkHours(*times)

    @given(HOURS, st.times(), st.times())
    def test_elapsed_time_grows_from_nothing_to_the_whole_day(self, hours, a, b):
        a, b = sorted((a, b))
        assert timedelta(0) <= hours.elapsed(a) <= hours.elapsed(b) <= hours.length
        assert hours.elapsed(hours.start) == timedelta(0)
        assert hours.elapsed(hours.lunch_start) == hours.elapsed(hours.lunch_end) == hours.morning
        assert hours.elapsed(hours.end) == hours.length


class TestDue:
    @pytest.mark.rule("DOC-T07")
    @pytest.mark.parametrize(
        ("start", "value", "expected"),
        [
            ("09-30T10:00", 5, "10-13T17:30"),  # over National Day; Saturday 10-10 is worked
            ("02-13T09:00", 5, "02-27T17:30"),  # over Spring Festival; Saturday 02-14 is worked
            ("11-20T16:59", 1, "11-23T17:30"),  # Friday
            ("11-21T10:00", 1, "11-23T17:30"),  # Saturday
            ("11-22T23:00", 1, "11-23T17:30"),  # Sunday
            ("11-23T07:00", 1, "11-24T17:30"),  # Monday before opening
            ("11-23T20:00", 1, "11-24T17:30"),  # Monday after the close
            ("11-23T10:00", 0, "11-23T17:30"),  # the same day
            ("11-23T17:30", 0, "11-24T17:30"),  # the same day, but it is over
            ("11-21T10:00", 0, "11-23T17:30"),
        ],
    )
    def test_workdays_skip_rest_days_and_count_made_up_ones(self, start, value, expected):
        assert due(start, value, LimitUnit.WORKDAY) == moment(expected)

    @pytest.mark.parametrize(
        ("start", "value", "stays", "forward", "back"),
        [
            ("09-18T10:00", 15, "10-03T17:30", "10-08T17:30", "09-30T17:30"),
            ("09-05T10:00", 15, "09-20T17:30", "09-20T17:30", "09-20T17:30"),  # a worked Sunday
            ("08-05T10:00", 60, "10-04T17:30", "10-08T17:30", "09-30T17:30"),
            ("08-05T10:00", 90, "11-03T17:30", "11-03T17:30", "11-03T17:30"),
            ("11-21T20:00", 0, "11-22T17:30", "11-23T17:30", "11-20T17:30"),
        ],
    )
    def test_calendar_days_end_on_their_day_and_roll_only_when_asked(self, start, value, stays, forward, back):
        raw = due(start, value, LimitUnit.CALENDAR_DAY)
        rolled = [CALENDAR.rolled(raw, roll, STANDARD_HOURS) for roll in (Roll.NONE, Roll.FORWARD, Roll.BACK)]
        assert rolled == [moment(stays), moment(forward), moment(back)]

    def test_the_day_of_the_start_is_not_counted(self):
        start = datetime(2023, 10, 1, 9, tzinfo=SHANGHAI)
        ends = CALENDAR.due(start, Limit(60, LimitUnit.CALENDAR_DAY), STANDARD_HOURS)
        assert ends.date() == date(2023, 11, 30)

    @pytest.mark.rule("DOC-T07")
    def test_hours_run_through_nights_and_holidays(self):
        assert due("10-01T22:00", 24, LimitUnit.HOUR) == moment("10-02T22:00")
        assert due("10-01T23:50", 20, LimitUnit.MINUTE) == moment("10-02T00:10")

    @pytest.mark.parametrize(
        ("start", "value", "expected"),
        [
            ("11-20T16:30", 1, "11-20T17:30"),  # ends at the close, not at the next opening
            ("11-20T17:00", 1, "11-23T09:00"),
            ("11-20T11:30", 1, "11-20T14:30"),
            ("11-20T11:00", 1, "11-20T12:00"),
            ("11-21T03:00", 1, "11-23T09:30"),
            ("11-20T08:30", 14, "11-23T17:30"),
            ("11-21T03:00", 0, "11-21T03:00"),
        ],
    )
    def test_work_hours_run_while_the_office_is_open(self, start, value, expected):
        assert due(start, value, LimitUnit.WORK_HOUR) == moment(expected)

    def test_it_ends_at_the_organs_own_hours(self):
        assert due("11-20T10:00", 1, LimitUnit.WORKDAY, SUMMER) == moment("11-23T18:00")

    def test_a_day_is_a_day_in_shanghai(self):
        start = datetime(2026, 11, 19, 16, 30, tzinfo=UTC)  # Friday 00:30
        ends = CALENDAR.due(start, Limit(1, LimitUnit.WORKDAY), STANDARD_HOURS)
        assert ends.isoformat() == "2026-11-23T17:30:00+08:00"

    def test_what_makes_no_sense_is_refused(self):
        with pytest.raises(ValueError, match="negative"):
            due("11-20T10:00", -1, LimitUnit.WORKDAY)
        with pytest.raises(ValueError, match="offset"):
            CALENDAR.due(datetime(2026, 11, 20), Limit(1, LimitUnit.HOUR), STANDARD_HOURS)  # noqa: DTZ001 - the point
        for unit in (LimitUnit.WORKDAY, LimitUnit.CALENDAR_DAY):
            with pytest.raises(CalendarRangeError):
                due("11-20T10:00", 40_000, unit)

    @given(MOMENTS, st.integers(0, 400), HOURS)
    def test_workday_limits_end_at_the_close_of_a_workday(self, start, value, hours):
        ends = CALENDAR.due(start, Limit(value, LimitUnit.WORKDAY), hours)
        assert CALENDAR.is_workday(ends.date())
        assert ends.time() == hours.end

    @given(MOMENTS, SPANS, LIMITS, st.integers(0, 30), HOURS)
    def test_it_never_lies_before_the_start_and_grows_with_start_and_limit(self, start, later, limit, more, hours):
        ends = CALENDAR.due(start, limit, hours)
        assert start <= ends <= CALENDAR.due(start + later, limit, hours)
        assert ends <= CALENDAR.due(start, Limit(limit.value + more, limit.unit), hours)
        assert ends.utcoffset() == timedelta(hours=8)

    @pytest.mark.rule("DOC-T07")
    @given(MOMENTS, st.integers(0, 5000), CLOCK_UNITS, HOURS)
    def test_clock_units_ignore_the_calendar(self, start, value, unit, hours):
        length = timedelta(hours=value) if unit is LimitUnit.HOUR else timedelta(minutes=value)
        assert CALENDAR.due(start, Limit(value, unit), hours) - start == length

    @given(MOMENTS, st.integers(1, 400), HOURS)
    def test_work_hours_are_exactly_so_much_office_time(self, start, value, hours):
        ends = CALENDAR.due(start, Limit(value, LimitUnit.WORK_HOUR), hours)
        assert CALENDAR.remaining(start, ends, hours) == timedelta(hours=value)
        assert CALENDAR.remaining(start, ends - timedelta(microseconds=1), hours) < timedelta(hours=value)


class TestAheadOf:
    @pytest.mark.parametrize(
        ("value", "unit", "expected"),
        [
            (1, LimitUnit.WORKDAY, "10-09T08:30"),
            (3, LimitUnit.WORKDAY, "09-30T08:30"),
            (3, LimitUnit.CALENDAR_DAY, "10-07T08:30"),
            (2, LimitUnit.HOUR, "10-10T15:30"),
            (30, LimitUnit.MINUTE, "10-10T17:00"),
            (7, LimitUnit.WORK_HOUR, "10-10T08:30"),  # the latest such moment, not the close of the day before
            (8, LimitUnit.WORK_HOUR, "10-09T16:30"),
            (0, LimitUnit.WORKDAY, "10-10T17:30"),
        ],
    )
    def test_days_lead_to_an_opening_and_hours_are_exact(self, value, unit, expected):
        assert CALENDAR.ahead_of(moment("10-10T17:30"), Limit(value, unit), STANDARD_HOURS) == moment(expected)

    @given(MOMENTS, LIMITS, st.integers(0, 30), HOURS)
    def test_it_never_lies_after_due_and_more_leads_further_back(self, ends, limit, more, hours):
        ahead = CALENDAR.ahead_of(ends, limit, hours)
        assert CALENDAR.ahead_of(ends, Limit(limit.value + more, limit.unit), hours) <= ahead <= ends

    @given(MOMENTS, st.integers(1, 400), HOURS)
    def test_work_hours_ahead_are_exactly_so_much_office_time(self, ends, value, hours):
        ahead = CALENDAR.ahead_of(ends, Limit(value, LimitUnit.WORK_HOUR), hours)
        assert CALENDAR.remaining(ahead, ends, hours) == timedelta(hours=value)

    def test_a_negative_limit_is_refused(self):
        with pytest.raises(ValueError, match="negative"):
            CALENDAR.ahead_of(moment("10-10T17:30"), Limit(-1, LimitUnit.HOUR), STANDARD_HOURS)


class TestRegistrationDue:
    @pytest.mark.rule("DOC-T04")
    @pytest.mark.parametrize(
        ("received", "expected"),
        [
            ("11-20T09:00", "11-20T17:30"),  # in the morning
            ("11-20T06:00", "11-20T17:30"),
            ("11-20T12:00", "11-23T12:00"),  # in the afternoon of a Friday
            ("11-20T21:00", "11-23T12:00"),
            ("11-21T09:00", "11-23T17:30"),  # on a Saturday
            ("10-01T15:00", "10-08T17:30"),  # on National Day
            ("10-10T09:00", "10-10T17:30"),  # on a worked Saturday
            ("10-10T15:00", "10-12T12:00"),
        ],
    )
    def test_morning_today_afternoon_tomorrow_noon(self, received, expected):
        assert CALENDAR.registration_due(moment(received), STANDARD_HOURS) == moment(expected)

    @given(MOMENTS, SPANS, HOURS)
    def test_what_came_earlier_is_due_no_later(self, received, later, hours):
        ends = CALENDAR.registration_due(received, hours)
        assert ends <= CALENDAR.registration_due(received + later, hours)
        assert CALENDAR.is_workday(ends.date())


class TestPause:
    @pytest.mark.parametrize(
        ("unit", "ends", "paused", "resumed", "expected"),
        [
            (LimitUnit.WORKDAY, "11-20T17:30", "11-19T10:00", "11-25T15:00", "11-26T17:30"),
            (LimitUnit.WORKDAY, "11-20T17:30", "11-19T10:00", "11-19T16:00", "11-20T17:30"),  # within one day
            (LimitUnit.WORKDAY, "11-20T17:30", "11-20T10:00", "11-21T10:00", "11-23T17:30"),  # resumed on a Saturday
            (LimitUnit.WORKDAY, "11-20T17:30", "11-20T10:00", "11-23T20:00", "11-24T17:30"),  # resumed after the close
            (LimitUnit.WORKDAY, "11-20T17:30", "11-19T20:00", "11-24T08:00", "11-24T17:30"),  # paused after the close
            (
                LimitUnit.WORKDAY,
                "11-20T17:30",
                "11-23T10:00",
                "11-26T10:00",
                "11-25T17:30",
            ),  # one day late before, after
            (LimitUnit.WORKDAY, "11-22T17:30", "11-20T09:00", "11-20T09:30", "11-22T17:30"),  # set by hand on a Sunday
            (LimitUnit.CALENDAR_DAY, "11-20T17:30", "11-19T10:00", "11-21T10:00", "11-22T17:30"),
            (LimitUnit.HOUR, "11-20T17:30", "11-20T10:00", "11-21T11:00", "11-21T18:30"),
            (LimitUnit.WORK_HOUR, "11-20T17:30", "11-20T16:30", "11-20T17:00", "11-23T09:00"),
        ],
    )
    def test_what_was_left_is_left_again(self, unit, ends, paused, resumed, expected):
        again = CALENDAR.resumed_due(moment(ends), moment(paused), moment(resumed), unit, STANDARD_HOURS)
        assert again == moment(expected)

    def test_it_cannot_end_before_it_starts(self):
        with pytest.raises(ValueError, match="pause"):
            CALENDAR.resumed_due(
                moment("11-20T17:30"), moment("11-19T10:00"), moment("11-18T10:00"), LimitUnit.HOUR, STANDARD_HOURS
            )

    @given(MOMENTS, LIMITS, SPANS, SPANS, HOURS)
    def test_the_budget_is_unchanged_in_the_units_own_measure(self, start, limit, until_pause, pause, hours):
        ends = CALENDAR.due(start, limit, hours)
        paused, resumed = start + until_pause, start + until_pause + pause
        again = CALENDAR.resumed_due(ends, paused, resumed, limit.unit, hours)
        if limit.unit is LimitUnit.WORK_HOUR:
            assume(CALENDAR.remaining(start, ends, hours) > timedelta(0))  # "at once" has no office time to keep
        assert left(resumed, again, limit.unit, hours) == left(paused, ends, limit.unit, hours)
        assert again >= ends
        assert paused >= ends or resumed <= again, "nobody resumes into a limit that is over"


def left(now: datetime, ends: datetime, unit: LimitUnit, hours: WorkHours):
    """What is left of a limit, counted the plain way: days are the closing hours between now and the end."""
    if unit in (LimitUnit.HOUR, LimitUnit.MINUTE):
        return ends - now
    if unit is LimitUnit.WORK_HOUR:
        return CALENDAR.remaining(now, ends, hours)
    first, last = sorted((now, ends))
    days = (first.astimezone(SHANGHAI).date() + timedelta(days=n) for n in range((last - first).days + 3))
    closes = [
        datetime.combine(on, hours.end, SHANGHAI)
        for on in days
        if unit is not LimitUnit.WORKDAY or CALENDAR.is_workday(on)
    ]
    return sum(first < close <= last for close in closes) * (1 if now <= ends else -1)


class TestRemaining:
    def test_it_is_office_time_and_negative_when_overdue(self):
        friday, monday = moment("11-20T16:30"), moment("11-23T10:00")
        assert CALENDAR.remaining(friday, monday, STANDARD_HOURS) == timedelta(hours=2, minutes=30)
        assert CALENDAR.remaining(monday, friday, STANDARD_HOURS) == -timedelta(hours=2, minutes=30)
        assert CALENDAR.remaining(moment("10-01T09:00"), moment("10-07T17:00"), STANDARD_HOURS) == timedelta(0)

    @given(MOMENTS, SPANS, SPANS, HOURS)
    def test_parts_add_up(self, a, first, second, hours):
        b, c = a + first, a + first + second
        whole = CALENDAR.remaining(a, c, hours)
        assert whole == CALENDAR.remaining(a, b, hours) + CALENDAR.remaining(b, c, hours)
        assert timedelta(0) <= whole <= second + first
