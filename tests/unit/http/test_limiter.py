"""How often one caller may ask."""

import pytest

from app.core.errors import QuotaExceeded
from app.http.limits import Limiter, Quota


class Hands:
    def __init__(self) -> None:
        self.at = 120.0

    def __call__(self) -> float:
        return self.at


def test_counts_down_and_begins_anew_with_the_minute() -> None:
    hands = Hands()
    limiter = Limiter(2, hands)
    assert limiter.take("a") == Quota(2, 1, 60)
    hands.at = 179.5
    assert limiter.take("a") == Quota(2, 0, 1)
    with pytest.raises(QuotaExceeded) as refused:
        limiter.take("a")
    assert refused.value.headers["Retry-After"] == "1"
    assert refused.value.headers["RateLimit"] == '"default";r=0;t=1'
    assert limiter.take("b").left == 1
    hands.at = 180.0
    assert limiter.take("a") == Quota(2, 1, 60)
    assert limiter._counts == {"a": 1}
