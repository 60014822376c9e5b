"""The urging ladder and the lights."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import SHANGHAI
from app.engine.calendar import STANDARD_HOURS, Limit, WorkingCalendar
from app.engine.calendar_data import shipped_days, shipped_years
from app.engine.ladder import DEFAULT_LADDER, DEFAULT_WARN, Rung, due_rungs, fire_at, ladder, light, warn_at
from app.vocabulary.calendar import LimitUnit
from app.vocabulary.deadlines import Light, RungTarget, RungWhen

CALENDAR = WorkingCalendar(shipped_days(), shipped_years())
MOMENTS = st.datetimes(
    datetime.fromisoformat("2005-01-01"), datetime.fromisoformat("2040-01-01"), timezones=st.just(SHANGHAI)
)
SPANS = st.timedeltas(timedelta(0), timedelta(days=60))


def moment(text: str) -> datetime:
    """A moment of 2026 on the wall clock, from month-day hour:minute."""
    return datetime.fromisoformat(f"2026-{text}+08:00")


OPENED, DUE = moment("09-21T09:00"), moment("09-30T17:30")  # the last workday before National Day


def rung(value: int, unit: LimitUnit = LimitUnit.WORKDAY) -> Rung:
    return Rung("any", Limit(value, unit), RungTarget.RESPONSIBLE)


def reached(now: str, fired: frozenset[str] = frozenset(), opened: datetime = OPENED) -> list[str]:
    found = due_rungs(
        DEFAULT_LADDER,
        opened_at=opened,
        due=DUE,
        now=moment(now),
        fired=fired,
        calendar=CALENDAR,
        hours=STANDARD_HOURS,
    )
    return [each.key for each in found]


class TestRung:
    def test_the_sign_of_the_offset_tells_the_side(self):
        assert [each.when for each in DEFAULT_LADDER] == [
            RungWhen.BEFORE,
            RungWhen.AT,
            RungWhen.AFTER,
            RungWhen.AFTER,
        ]

    def test_the_default_ladder_climbs_from_the_responsible_to_the_director(self):
        assert [each.target for each in DEFAULT_LADDER] == [
            RungTarget.RESPONSIBLE,
            RungTarget.RESPONSIBLE,
            RungTarget.HEAD,
            RungTarget.OFFICE_DIRECTOR,
        ]

    @pytest.mark.parametrize("key", ["", "Due", "1st", "two words", "x" * 33, "due\n"])
    def test_an_odd_key_is_refused(self, key):
        with pytest.raises(ValueError, match="key"):
            Rung(key, Limit(0, LimitUnit.WORKDAY), RungTarget.HEAD)

    def test_two_rungs_of_one_key_are_refused(self):
        with pytest.raises(ValueError, match="different keys"):
            ladder([rung(0), rung(1)])


class TestFireAt:
    @pytest.mark.rule("DOC-I08")
    @pytest.mark.parametrize(
        ("value", "unit", "expected"),
        [
            (-1, LimitUnit.WORKDAY, "09-29T08:30"),
            (-7, LimitUnit.WORKDAY, "09-20T08:30"),  # back over Mid-autumn to a worked Sunday
            (0, LimitUnit.WORKDAY, "09-30T17:30"),
            (1, LimitUnit.WORKDAY, "10-08T17:30"),  # after National Day
            (3, LimitUnit.WORKDAY, "10-10T17:30"),  # a worked Saturday
            (-2, LimitUnit.CALENDAR_DAY, "09-28T08:30"),
            (2, LimitUnit.CALENDAR_DAY, "10-02T17:30"),
            (-30, LimitUnit.MINUTE, "09-30T17:00"),
            (12, LimitUnit.HOUR, "10-01T05:30"),
        ],
    )
    def test_offsets_count_on_the_calendar_both_ways(self, value, unit, expected):
        assert fire_at(rung(value, unit), DUE, CALENDAR, STANDARD_HOURS) == moment(expected)

    @given(MOMENTS, st.integers(-60, 60), st.integers(1, 60), st.sampled_from(LimitUnit))
    def test_a_later_rung_fires_no_earlier_and_keeps_to_its_side(self, due, value, more, unit):
        fires = fire_at(rung(value, unit), due, CALENDAR, STANDARD_HOURS)
        assert fires <= fire_at(rung(value + more, unit), due, CALENDAR, STANDARD_HOURS)
        assert (fires <= due) if value < 0 else (fires >= due)
        if value == 0:
            assert fires == due


class TestDueRungs:
    @pytest.mark.rule("DOC-I08")
    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            ("09-29T08:29", []),
            ("09-29T08:30", ["day_before"]),
            ("09-30T17:29", ["day_before"]),
            ("09-30T17:30", ["day_before", "due"]),
            ("10-07T23:59", ["day_before", "due"]),
            ("10-08T17:30", ["day_before", "due", "day_after"]),
            ("10-10T17:30", ["day_before", "due", "day_after", "three_days_after"]),
        ],
    )
    def test_they_come_one_by_one_in_order(self, now, expected):
        assert reached(now) == expected

    def test_what_was_fired_does_not_fire_again(self):
        assert reached("10-08T17:30", fired=frozenset({"day_before", "due"})) == ["day_after"]
        assert reached("10-10T17:30", fired=frozenset(each.key for each in DEFAULT_LADDER)) == []

    def test_a_reminder_from_before_the_step_began_is_left_out(self):
        opened = moment("09-29T10:00")
        assert reached("09-29T10:00", opened=opened) == []
        assert reached("09-30T17:30", opened=opened) == ["due"]

    @given(MOMENTS, SPANS, SPANS, SPANS)
    def test_what_is_reached_stays_reached(self, opened, length, passed, more):
        def keys(now):
            found = due_rungs(
                DEFAULT_LADDER,
                opened_at=opened,
                due=opened + length,
                now=now,
                fired=(),
                calendar=CALENDAR,
                hours=STANDARD_HOURS,
            )
            return [each.key for each in found]

        earlier, later = keys(opened + passed), keys(opened + passed + more)
        assert set(earlier) <= set(later)
        assert ("due" in earlier) is (passed >= length)
        order = [each.key for each in DEFAULT_LADDER]
        assert later == sorted(later, key=order.index)


class TestLight:
    WARN = warn_at(DUE, DEFAULT_WARN, CALENDAR, STANDARD_HOURS)

    @pytest.mark.rule("DOC-T08")
    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            ("09-29T08:29", Light.GREEN),
            ("09-29T08:30", Light.YELLOW),
            ("09-30T17:30", Light.YELLOW),  # the last moment is still in time
            ("09-30T17:31", Light.RED),
        ],
    )
    def test_it_is_computed_from_the_moments(self, now, expected):
        assert light(now=moment(now), warn_at=self.WARN, due=DUE) is expected

    def test_a_clock_that_stands_has_no_colour(self):
        assert light(now=moment("12-01T09:00"), warn_at=self.WARN, due=DUE, paused=True) is Light.PAUSED

    @given(MOMENTS, st.builds(Limit, st.integers(0, 60), st.sampled_from(LimitUnit)), MOMENTS, SPANS)
    def test_it_never_turns_back(self, due, warn, now, later):
        order = [Light.GREEN, Light.YELLOW, Light.RED]
        warned = warn_at(due, warn, CALENDAR, STANDARD_HOURS)
        before = light(now=now, warn_at=warned, due=due)
        after = light(now=now + later, warn_at=warned, due=due)
        assert order.index(before) <= order.index(after)
        assert (before is Light.RED) is (now > due)
