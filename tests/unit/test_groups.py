"""Parallel signatures and reading lists."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.groups import next_in_turn, settled
from app.vocabulary.tasks import SignMode, TaskState

OPEN, DONE, WAITING, GONE = TaskState.OPEN, TaskState.DONE, TaskState.WAITING, TaskState.CANCELLED


@dataclass
class One:
    state: TaskState
    turn: int = 0


class TestSettled:
    @pytest.mark.parametrize(
        ("states", "mode", "count", "expected"),
        [
            ([DONE, DONE], SignMode.ALL, None, True),
            ([DONE, OPEN], SignMode.ALL, None, False),
            ([DONE, GONE], SignMode.ALL, None, True),
            ([DONE, OPEN], SignMode.ANY, None, True),
            ([OPEN, OPEN], SignMode.ANY, None, False),
            ([DONE, DONE, OPEN], SignMode.SOME, 2, True),
            ([DONE, OPEN, OPEN], SignMode.SOME, 2, False),
            ([DONE, GONE, GONE], SignMode.SOME, 2, True),
            ([], SignMode.ALL, None, True),
            ([GONE], SignMode.ANY, None, True),
        ],
    )
    def test_counts_who_is_left(self, states, mode, count, expected):
        assert settled([One(state) for state in states], mode, count) is expected

    @given(st.lists(st.sampled_from([OPEN, DONE, WAITING, GONE])), st.integers(1, 9))
    def test_all_is_the_strictest_and_any_the_mildest(self, states, count):
        group = [One(state) for state in states]
        if settled(group, SignMode.ALL):
            assert settled(group, SignMode.SOME, count)
        if settled(group, SignMode.SOME, count):
            assert settled(group, SignMode.ANY)


class TestReadingInTurn:
    @given(st.integers(1, 12), st.data())
    def test_shows_one_holder_at_a_time_in_order(self, count, data):
        group = [One(OPEN if turn == 1 else WAITING, turn) for turn in range(1, count + 1)]
        read = []
        while any(one.state == OPEN for one in group):
            assert next_in_turn(group) is None
            holders = [one for one in group if one.state == OPEN]
            assert len(holders) == 1
            holders[0].state = data.draw(st.sampled_from([DONE, GONE]))
            read.append(holders[0].turn)
            following = next_in_turn(group)
            if following is not None:
                following.state = OPEN
        assert read == list(range(1, count + 1))
