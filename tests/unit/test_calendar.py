"""Which days are worked: the shipped notices, years without one, and arithmetic over them."""

import runpy
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.calendar import FIRST_DAY, LAST_DAY, CalendarRangeError, Day, WorkingCalendar
from app.engine.calendar_data import shipped_days, shipped_years
from app.vocabulary.calendar import DayKind

CALENDAR = WorkingCalendar(shipped_days(), shipped_years())
DAYS = st.dates(FIRST_DAY + timedelta(days=4000), LAST_DAY - timedelta(days=4000))
SMALL = st.integers(1, 2000)


def span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def kinds(first: date, last: date) -> set[DayKind]:
    return {CALENDAR.day(on).kind for on in span(first, last)}


class TestShippedDays:
    def test_the_file_is_what_the_package_says(self):
        script = runpy.run_path(str(Path(__file__).parents[2] / "scripts" / "make_calendar.py"))
        shipped = files("app.engine").joinpath("data", "calendar.csv").read_text(encoding="utf-8")
        assert shipped == script["calendar_csv"]()

    def test_every_day_is_worked_as_the_package_says(self):
        for on in span(date(2004, 1, 1), date(2026, 12, 31)):
            assert CALENDAR.is_workday(on) is chinese_calendar.is_workday(on), on

    def test_they_are_in_order_without_repetition_and_name_their_notice(self):
        dates = [day.on for day in shipped_days()]
        assert dates == sorted(set(dates))
        assert CALENDAR.day(date(2026, 2, 17)).source == "国务院办公厅关于2026年部分节假日安排的通知"
        assert CALENDAR.day(date(2023, 12, 30)).source == "国务院办公厅关于2024年部分节假日安排的通知"

    def test_the_years_are_those_with_a_notice(self):
        assert shipped_years() == set(range(2004, 2027))


class TestYear2026:
    def test_spring_festival_lasts_nine_days_between_two_worked_saturdays(self):
        assert kinds(date(2026, 2, 15), date(2026, 2, 23)) == {DayKind.HOLIDAY}
        for saturday in (date(2026, 2, 14), date(2026, 2, 28)):
            assert CALENDAR.day(saturday).kind is DayKind.MADE_UP
            assert CALENDAR.is_workday(saturday)
        assert CALENDAR.next_workday(date(2026, 2, 14), include_self=False) == date(2026, 2, 24)
        assert CALENDAR.workdays_between(date(2026, 2, 1), date(2026, 3, 1)) == 16

    def test_national_day_lasts_a_week_and_is_made_up_for(self):
        assert kinds(date(2026, 10, 1), date(2026, 10, 7)) == {DayKind.HOLIDAY}
        assert CALENDAR.is_workday(date(2026, 9, 20))  # a Sunday
        assert CALENDAR.is_workday(date(2026, 10, 10))  # a Saturday
        assert not CALENDAR.is_workday(date(2026, 10, 11))
        assert CALENDAR.add_workdays(date(2026, 9, 30), 3) == date(2026, 10, 10)
        assert CALENDAR.add_workdays(date(2026, 10, 9), -1) == date(2026, 10, 8)
        assert CALENDAR.previous_workday(date(2026, 10, 7), include_self=True) == date(2026, 9, 30)

    def test_a_day_tells_its_kind_name_and_source(self):
        assert CALENDAR.day(date(2026, 10, 10)).name == "国庆节调休"
        assert CALENDAR.day(date(2026, 11, 22)) == Day(
            date(2026, 11, 22), DayKind.WEEKEND, "星期日", "国务院关于职工工作时间的规定"
        )
        assert CALENDAR.day(date(2026, 11, 23)).kind is DayKind.WORKDAY


class TestUnconfirmedYear:
    def test_2027_is_not_confirmed(self):
        assert CALENDAR.is_confirmed(2026)
        assert not CALENDAR.is_confirmed(2027)

    def test_statutory_days_with_a_fixed_date_are_off_already(self):
        off = [on for on in span(date(2027, 1, 1), date(2027, 12, 31)) if CALENDAR.day(on).kind is DayKind.HOLIDAY]
        assert [(on.month, on.day) for on in off] == [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)]
        assert not any(CALENDAR.is_workday(on) for on in off)
        assert CALENDAR.day(date(2027, 1, 1)).source == "全国年节及纪念日放假办法"
        assert CALENDAR.is_workday(date(2027, 2, 8))  # in the Spring Festival, which no fixed date tells

    def test_an_imported_notice_replaces_the_fallback(self):
        notice = "国务院办公厅关于2027年部分节假日安排的通知"
        extended = WorkingCalendar(
            [
                *shipped_days(),
                Day(date(2027, 2, 8), DayKind.HOLIDAY, "春节", notice),
                Day(date(2027, 2, 20), DayKind.MADE_UP, "春节调休", notice),
            ],
            shipped_years() | {2027},
        )
        assert extended.is_confirmed(2027)
        assert not extended.is_workday(date(2027, 2, 8))
        assert extended.is_workday(date(2027, 2, 20))
        assert extended.is_workday(date(2027, 1, 1)), "a confirmed year is what its notice says, nothing else"

    def test_a_later_day_corrects_an_earlier_one(self):
        on = date(2026, 5, 9)
        corrected = WorkingCalendar([*shipped_days(), Day(on, DayKind.WEEKEND, "星期六", "更正")], shipped_years())
        assert CALENDAR.is_workday(on)
        assert not corrected.is_workday(on)
        assert corrected.day(on).source == "更正"


class TestRange:
    def test_both_ends_answer(self):
        assert CALENDAR.day(FIRST_DAY).kind is DayKind.HOLIDAY
        assert CALENDAR.is_workday(LAST_DAY)
        assert CALENDAR.next_workday(LAST_DAY, include_self=True) == LAST_DAY
        everything = CALENDAR.workdays_between(FIRST_DAY, LAST_DAY + timedelta(days=1))
        assert everything == sum(CALENDAR.is_workday(on) for on in span(FIRST_DAY, LAST_DAY))

    @pytest.mark.parametrize(
        "ask",
        [
            lambda: CALENDAR.day(date(1899, 12, 31)),
            lambda: CALENDAR.is_workday(date(2100, 1, 1)),
            lambda: CALENDAR.next_workday(LAST_DAY, include_self=False),
            lambda: CALENDAR.previous_workday(FIRST_DAY, include_self=True),
            lambda: CALENDAR.add_workdays(LAST_DAY, 1),
            lambda: CALENDAR.add_workdays(FIRST_DAY, -1),
            lambda: CALENDAR.workdays_between(FIRST_DAY, date(2100, 1, 2)),
            lambda: WorkingCalendar([Day(date(2100, 1, 1), DayKind.HOLIDAY, "元旦", "")]),
        ],
    )
    def test_beyond_them_is_refused(self, ask):
        with pytest.raises(CalendarRangeError):
            ask()


class TestArithmetic:
    @given(DAYS, SMALL)
    def test_adding_workdays_undoes_counting_them(self, on, n):
        there = CALENDAR.add_workdays(on, n)
        assert CALENDAR.is_workday(there)
        assert CALENDAR.workdays_between(on + timedelta(days=1), there + timedelta(days=1)) == n

    @given(DAYS, SMALL)
    def test_taking_workdays_away_undoes_counting_them(self, on, n):
        there = CALENDAR.add_workdays(on, -n)
        assert CALENDAR.is_workday(there)
        assert CALENDAR.workdays_between(there, on) == n

    @given(DAYS, st.integers(1, 60))
    def test_it_agrees_with_walking_day_by_day(self, on, n):
        walked = on
        for _ in range(n):
            walked += timedelta(days=1)
            while not CALENDAR.is_workday(walked):
                walked += timedelta(days=1)
        assert CALENDAR.add_workdays(on, n) == walked

    @given(DAYS, DAYS, st.integers(-2000, 2000))
    def test_later_days_lead_no_earlier(self, a, b, n):
        a, b = sorted((a, b))
        assert CALENDAR.add_workdays(a, n) <= CALENDAR.add_workdays(b, n)
        assert CALENDAR.workdays_between(a, b) == -CALENDAR.workdays_between(b, a) >= 0

    @given(DAYS)
    def test_the_workdays_on_both_sides_are_the_nearest(self, on):
        after = CALENDAR.next_workday(on, include_self=False)
        before = CALENDAR.previous_workday(on, include_self=False)
        assert before < on < after
        assert CALENDAR.workdays_between(before, after) == 1 + CALENDAR.is_workday(on)
        assert CALENDAR.is_workday(before)
        assert CALENDAR.is_workday(after)
        itself = CALENDAR.is_workday(on)
        assert CALENDAR.next_workday(on, include_self=True) == CALENDAR.add_workdays(on, 0) == (on if itself else after)
        assert CALENDAR.previous_workday(on, include_self=True) == (on if itself else before)
