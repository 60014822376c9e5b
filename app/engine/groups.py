"""Tasks that belong together: reading lists in turn, parallel signatures, and when they are settled."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from app.vocabulary.tasks import SignMode, TaskState


class Member(Protocol):
    @property
    def state(self) -> TaskState: ...
    @property
    def turn(self) -> int: ...


M = TypeVar("M", bound=Member)


def settled(group: Sequence[Member], mode: SignMode = SignMode.ALL, count: int | None = None) -> bool:
    """Whether enough members are done. Cancelled ones no longer count; an empty group is settled.

    ``mode``: ALL everybody, ANY one, SOME ``count`` of them (capped at how many are left).
    """
    counted = [one for one in group if one.state != TaskState.CANCELLED]
    done = sum(one.state == TaskState.DONE for one in counted)
    if mode == SignMode.ANY:
        return done >= min(1, len(counted))
    if mode == SignMode.SOME:
        return done >= min(count or 1, len(counted))
    return done == len(counted)


def next_in_turn(group: Sequence[M]) -> M | None:
    """The member whose turn comes now: the first waiting one, when nobody holds the paper. None otherwise."""
    if any(one.state == TaskState.OPEN for one in group):
        return None
    waiting = [one for one in group if one.state == TaskState.WAITING]
    return min(waiting, key=lambda one: one.turn, default=None)
