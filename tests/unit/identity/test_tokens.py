"""What callers carry is told apart by its shape, and a refresh token names its log-in."""

import pytest

from app.core.ids import new_id
from app.services.identity.tokens import Carrier, access_token, carrier, refresh_token, service_key, session_of


class TestCarrier:
    def test_each_of_ours_is_known(self):
        assert carrier(access_token()) is Carrier.SESSION
        assert carrier(refresh_token(new_id())) is Carrier.SESSION
        assert carrier(service_key()[0]) is Carrier.KEY
        assert carrier("eyJh.eyJz.c2ln") is Carrier.OIDC

    @pytest.mark.parametrize("token", ["", "a.b", "a.b.c.d.e", "shn", "Bearer"])
    def test_everything_else_is_looked_up_as_a_log_in_and_not_found(self, token):
        assert carrier(token) is Carrier.SESSION


class TestRefreshToken:
    def test_names_its_log_in_and_is_never_the_same(self):
        session_id = new_id()
        one, other = refresh_token(session_id), refresh_token(session_id)
        assert one != other
        assert session_of(one) == session_of(other) == session_id

    @pytest.mark.parametrize("token", ["", "abc", "a" * 64 + "=", "!" * 64, "令牌", "A" * 63, "A" * 68, "A" * 63 + "!"])
    def test_of_another_making_names_nothing(self, token):
        assert session_of(token) is None


def test_a_service_key_is_long_and_known_by_its_beginning():
    key, shown = service_key()
    assert key.startswith(shown)
    assert shown.startswith("shn_")
    assert len(shown) == 12
    assert len(key) >= 47
