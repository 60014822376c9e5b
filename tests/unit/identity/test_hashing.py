"""Passwords: what is too weak, what is handed out, and that an unknown account costs what a known one costs."""

import time

import pytest

from app.services.identity.hashing import digest, hashed, temporary_password, used_before, verify, weaknesses


class TestWeaknesses:
    @pytest.mark.parametrize("password", ["Jiang-Zhou", "jiang-zhou-1", "JIANGZHOU2026!", "Jiangzhou26", "江州Jz-2026"])
    def test_three_kinds_of_eight_characters_are_enough(self, password):
        assert weaknesses(password, "liwei", 8) == []

    @pytest.mark.parametrize(
        ("password", "complaints"),
        [("Ab-1234", 1), ("jiangzhou2026", 1), ("12345678", 1), ("江州市人民政府", 2), ("abc", 2), ("LiWei-2026", 1)],
    )
    def test_what_is_wrong_is_said_one_by_one(self, password, complaints):
        assert len(weaknesses(password, "liwei", 8)) == complaints

    def test_the_user_name_is_found_in_any_case(self):
        assert weaknesses("xx-LIWEI-99a", "LiWei", 8) == ["密码不得包含用户名"]


class TestTemporaryPassword:
    def test_satisfies_the_rules_and_is_never_the_same(self):
        made = {temporary_password(8) for _ in range(50)}
        assert len(made) == 50
        assert all(weaknesses(one, "nobody-at-all", 14) == [] for one in made)

    def test_is_as_long_as_the_rules_ask(self):
        assert len(temporary_password(40)) == 40


class TestVerify:
    async def test_tells_right_from_wrong(self):
        known = await hashed("Jiang-Zhou-2026")
        assert await verify("Jiang-Zhou-2026", known) == (True, None)
        assert await verify("Jiang-Zhou-2027", known) == (False, None)

    async def test_renews_a_hash_of_weaker_settings(self):
        from argon2 import PasswordHasher

        old = PasswordHasher(time_cost=1, memory_cost=8_192).hash("Jiang-Zhou-2026")
        right, renewed = await verify("Jiang-Zhou-2026", old)
        assert right
        assert renewed is not None
        assert await verify("Jiang-Zhou-2026", renewed) == (True, None)

    async def test_without_a_known_hash_it_is_no_at_the_same_cost(self):
        known = await hashed("Jiang-Zhou-2026")
        await verify("warm", None)

        async def least(against: str | None) -> float:
            taken = []
            for _ in range(3):
                began = time.perf_counter()
                assert await verify("guess", against) == (False, None)
                taken.append(time.perf_counter() - began)
            return min(taken)

        unknown, wrong = await least(None), await least(known)
        assert unknown > wrong / 3
        assert wrong > unknown / 3

    async def test_earlier_passwords_are_recognised(self):
        past = [await hashed("Jiang-Zhou-2025"), await hashed("Jiang-Zhou-2026")]
        assert await used_before("Jiang-Zhou-2025", past)
        assert not await used_before("Jiang-Zhou-2024", past)


def test_a_digest_keeps_nothing_of_the_secret():
    assert len(digest("shn_secret")) == 32
    assert b"secret" not in digest("shn_secret")
