"""The due time up to which a rung has fired: the ladder of the engine, asked the other way round."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import SHANGHAI
from app.engine.calendar import STANDARD_HOURS, Limit, WorkingCalendar
from app.engine.calendar_data import shipped_days, shipped_years
from app.engine.ladder import Rung, fire_at
from app.services.deadlines.reach import latest_due
from app.vocabulary.calendar import LimitUnit
from app.vocabulary.deadlines import RungTarget

CALENDAR = WorkingCalendar(shipped_days(), shipped_years())
MOMENTS = st.datetimes(
    datetime.fromisoformat("2005-01-01"), datetime.fromisoformat("2040-01-01"), timezones=st.just(SHANGHAI)
).map(lambda moment: moment.replace(microsecond=0))
SECOND = timedelta(seconds=1)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}+08:00")


def rung(value: int, unit: LimitUnit = LimitUnit.WORKDAY) -> Rung:
    return Rung("any", Limit(value, unit), RungTarget.RESPONSIBLE)


def reach(one: Rung, now: datetime) -> datetime:
    return latest_due(one, now, CALENDAR, STANDARD_HOURS)


class TestLatestDue:
    @pytest.mark.rule("DOC-I08")
    @pytest.mark.parametrize(
        ("value", "now", "expected"),
        [
            (0, "11-20T10:00:00", "11-20T10:00:00"),
            (-1, "09-29T08:29:59", "09-29T23:59:59"),  # the 30th is reminded of when the 29th opens
            (-1, "09-29T08:30:00", "09-30T23:59:59"),
            (-1, "09-30T08:30:00", "10-08T23:59:59"),  # National Day lies between
            (1, "10-08T17:29:59", "09-29T23:59:59"),
            (1, "10-08T17:30:00", "10-07T23:59:59"),
        ],
    )
    def test_is_found_over_holidays(self, value, now, expected):
        assert reach(rung(value), moment(now)) == moment(expected)

    @given(MOMENTS, st.integers(-400, 400), st.sampled_from(LimitUnit))
    def test_is_where_the_rung_has_just_fired(self, now, value, unit):
        one = rung(value, unit)
        latest = reach(one, now)
        assert fire_at(one, latest, CALENDAR, STANDARD_HOURS) <= now
        assert fire_at(one, latest + SECOND, CALENDAR, STANDARD_HOURS) > now

    @given(MOMENTS, MOMENTS, st.integers(-60, 60), st.sampled_from(LimitUnit))
    def test_parts_what_has_fired_from_what_has_not(self, now, due, value, unit):
        one = rung(value, unit)
        assert (due <= reach(one, now)) is (fire_at(one, due, CALENDAR, STANDARD_HOURS) <= now)

    @given(MOMENTS, st.integers(0, 60 * 86_400), st.integers(-60, 60))
    def test_only_grows(self, now, seconds, value):
        assert reach(rung(value), now) <= reach(rung(value), now + timedelta(seconds=seconds))

    def test_beyond_the_calendar_nothing_fires(self):
        late = datetime(2099, 12, 1, tzinfo=SHANGHAI)
        assert reach(rung(400), late) < late
        assert reach(rung(-400), late) < datetime(2100, 1, 1, tzinfo=SHANGHAI)
