"""How often one caller may ask."""

import math
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from app.core.errors import QuotaExceeded

WINDOW = 60
DEFAULT, LOGIN = "default", "login"
"""What every caller may ask, and how often an address may try to get in."""


@dataclass(frozen=True, slots=True)
class Quota:
    """What is left of a caller's minute; becomes the RateLimit headers."""

    most: int
    left: int
    seconds: int
    policy: str = DEFAULT

    @property
    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Policy": f'"{self.policy}";q={self.most};w={WINDOW}',
            "RateLimit": f'"{self.policy}";r={self.left};t={self.seconds}',
        }


class Limiter:
    """Counts the requests of this minute, of this process. All begin anew with the next minute, so nothing piles up."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic, *, policy: str = DEFAULT) -> None:
        self._most, self._clock, self._policy = most, clock, policy
        self._window = -1
        self._counts: dict[Hashable, int] = {}

    def take(self, caller: Hashable) -> Quota:
        """Count one request.

        Raises: QuotaExceeded.
        """
        now = self._clock()
        window = int(now // WINDOW)
        if window != self._window:
            self._window, self._counts = window, {}
        seconds = math.ceil((window + 1) * WINDOW - now)
        count = self._counts[caller] = self._counts.get(caller, 0) + 1
        quota = Quota(self._most, max(0, self._most - count), seconds, self._policy)
        if count > self._most:
            raise QuotaExceeded(headers={"Retry-After": str(seconds), **quota.headers})
        return quota
