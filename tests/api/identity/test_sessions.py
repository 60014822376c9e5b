"""Logging in, staying in, getting out."""

import asyncio
import statistics
import time

import pytest

from app.core.ids import new_id
from app.models.identity import LoginFailure
from app.vocabulary.identity import PersonKind, Role
from tests.api.identity.conftest import PASSWORD, Office, elsewhere

pytestmark = pytest.mark.asyncio(loop_scope="session")


class TestLogIn:
    async def test_opens_the_home_organ(self, office: Office):
        person = await office.person(roles=[Role.RECEIVER])
        tokens = (await office.log_in(person)).body
        me = await office.bearer(tokens["access_token"]).get("/me")
        assert me.status == 200
        assert me.body["organ"]["id"] == tokens["organ_id"] == str(office.organ_id)
        assert "incoming:receive" in me.body["permissions"]
        assert tokens["expires_in"] == 900
        assert tokens["password_expired"] is False

    async def test_the_user_name_is_not_case_sensitive(self, office: Office):
        person = await office.person()
        answer = await office.nobody().post("/auth/login", {"username": person.username.upper(), "password": PASSWORD})
        assert answer.status == 200

    async def test_is_refused_alike_to_unknown_names_closed_accounts_and_wrong_passwords(self, office: Office):
        person, closed, keyless = (
            await office.person(),
            await office.person(active=False),
            await office.person(password_hash=None, password_changed_at=None),
        )
        answers = [
            await office.nobody(elsewhere()).post("/auth/login", {"username": name, "password": password})
            for name, password in [
                (person.username, "wrong"),
                (f"no{new_id().hex[-8:]}", PASSWORD),
                (closed.username, PASSWORD),
                (keyless.username, PASSWORD),
            ]
        ]
        assert {answer.status for answer in answers} == {401}
        assert {answer.headers["www-authenticate"] for answer in answers} == {"Bearer"}
        bodies = [{k: v for k, v in answer.body.items() if k != "request_id"} for answer in answers]
        assert all(body == bodies[0] for body in bodies)
        assert bodies[0]["code"] == "bad_credentials"

    async def test_takes_as_long_for_unknown_names_as_for_wrong_passwords(self, office: Office):
        person = await office.person()

        async def cost(name: str, address: str) -> float:
            began = time.perf_counter()
            await office.nobody(address).post("/auth/login", {"username": name, "password": "wrong"})
            return time.perf_counter() - began

        await cost(f"no{new_id().hex[-8:]}", elsewhere())
        unknown = [await cost(f"no{new_id().hex[-8:]}", elsewhere()) for _ in range(4)]
        wrong = [await cost(person.username, elsewhere()) for _ in range(4)]
        assert 1 / 3 < statistics.median(unknown) / statistics.median(wrong) < 3

    async def test_of_an_unusable_name_breaks_the_schema(self, office: Office):
        answer = await office.nobody().post("/auth/login", {"username": "张 伟", "password": "x"})
        assert answer.status == 400
        assert "张" not in str(answer.body)


class TestLock:
    async def test_five_failures_lock_the_account_everywhere_and_time_opens_it(self, office: Office):
        person = await office.person()
        wrong = {"username": person.username, "password": "wrong"}
        for _ in range(5):
            assert (await office.nobody(elsewhere()).post("/auth/login", wrong)).status == 401
        answer = await office.log_in(person)
        assert (answer.status, answer.code) == (429, "too_many_attempts")
        assert int(answer.headers["retry-after"]) == 15 * 60
        office.clock.advance(minutes=15)
        assert (await office.log_in(person)).status == 200

    async def test_an_unknown_name_is_locked_in_the_same_words(self, office: Office):
        said = {"username": f"no{new_id().hex[-8:]}", "password": "wrong"}
        person = await office.person()
        for _ in range(5):
            await office.nobody(elsewhere()).post("/auth/login", said)
            await office.nobody(elsewhere()).post("/auth/login", {"username": person.username, "password": "wrong"})
        unknown = await office.nobody().post("/auth/login", said)
        known = await office.log_in(person)
        assert unknown.status == known.status == 429
        assert unknown.headers["retry-after"] == known.headers["retry-after"]
        assert unknown.body["detail"] == known.body["detail"]

    async def test_five_failures_lock_the_address_for_every_account(self, office: Office):
        person = await office.person()
        for _ in range(5):
            await office.nobody().post("/auth/login", {"username": f"no{new_id().hex[-8:]}", "password": "wrong"})
        assert (await office.log_in(person)).status == 429
        said = {"username": person.username, "password": PASSWORD}
        assert (await office.nobody(elsewhere()).post("/auth/login", said)).status == 200

    async def test_many_guesses_at_once_are_no_way_round_it(self, office: Office):
        person = await office.person()
        answers = await asyncio.gather(*(office.log_in(person, f"wrong-{guess}") for guess in range(16)))
        looked_at = sum(answer.status == 401 for answer in answers)
        assert 5 <= looked_at <= 9  # those already being compared, one for each thread, cannot be called back
        assert {answer.status for answer in answers} == {401, 429}
        assert (await office.log_in(person)).status == 429

    async def test_success_forgets_the_failures_of_the_account(self, office: Office):
        person = await office.person()
        for _ in range(2):
            for _ in range(2):
                assert (await office.log_in(person, "wrong")).status == 401
            assert (await office.log_in(person)).status == 200
        assert (await office.log_in(person, "wrong")).status == 401
        assert (await office.log_in(person)).status == 429  # for the address, whose failures nobody forgets
        said = {"username": person.username, "password": PASSWORD}
        assert (await office.nobody(elsewhere()).post("/auth/login", said)).status == 200

    async def test_failures_are_kept_without_the_name_that_was_typed(self, office: Office):
        typed = f"MyPass{new_id().hex[-8:]}"
        await office.nobody().post("/auth/login", {"username": typed, "password": "wrong"})
        async with office.database.open() as db:
            from sqlalchemy import select

            subjects = [row.subject for row in await db.rows(select(LoginFailure.__table__.c.subject))]
        assert f"address:{office.address}" in subjects
        assert not any(typed.lower() in subject.lower() for subject in subjects)


class TestLimits:
    async def test_an_access_token_ends_after_fifteen_minutes(self, office: Office):
        tokens = (await office.log_in(await office.person())).body
        caller = office.bearer(tokens["access_token"])
        office.clock.advance(minutes=14, seconds=59)
        assert (await caller.get("/me")).status == 200
        office.clock.advance(seconds=1)
        answer = await caller.get("/me")
        assert (answer.status, answer.code) == (401, "login_expired")

    async def test_a_log_in_in_use_stays_and_one_left_alone_ends(self, office: Office):
        caller = await office.as_(await office.person())
        for _ in range(3):
            office.clock.advance(minutes=25)
            assert (await caller.get("/me")).status == 200
        office.clock.advance(minutes=30)
        assert (await caller.get("/me")).code == "login_expired"

    async def test_no_log_in_lasts_longer_than_twelve_hours(self, office: Office):
        tokens = (await office.log_in(await office.person())).body
        for _ in range(28):
            office.clock.advance(minutes=25)
            tokens = (await office.nobody().post("/auth/refresh", {"refresh_token": tokens["refresh_token"]})).body
        office.clock.advance(minutes=19)
        tokens = (await office.nobody().post("/auth/refresh", {"refresh_token": tokens["refresh_token"]})).body
        assert tokens["expires_in"] == 60
        office.clock.advance(minutes=1)
        assert (await office.bearer(tokens["access_token"]).get("/me")).code == "login_expired"
        answer = await office.nobody().post("/auth/refresh", {"refresh_token": tokens["refresh_token"]})
        assert answer.code == "login_expired"

    async def test_the_oldest_of_too_many_log_ins_ends(self, office: Office):
        person = await office.person()
        callers = []
        for _ in range(6):
            office.clock.advance(seconds=1)
            callers.append(office.bearer((await office.log_in(person)).body["access_token"]))
            assert (await callers[-1].get("/me")).status == 200
        found = [(await caller.get("/me")).status for caller in callers]
        assert found == [401, 200, 200, 200, 200, 200]


class TestRefresh:
    async def test_gives_new_tokens_and_uses_up_the_old_one(self, office: Office):
        first = (await office.log_in(await office.person())).body
        second = (await office.nobody().post("/auth/refresh", {"refresh_token": first["refresh_token"]})).body
        assert second["access_token"] != first["access_token"]
        assert second["refresh_token"] != first["refresh_token"]
        assert (await office.bearer(second["access_token"]).get("/me")).status == 200
        assert (await office.bearer(first["access_token"]).get("/me")).code == "invalid_token"

    async def test_of_a_used_token_ends_the_whole_log_in(self, office: Office):
        tokens = [(await office.log_in(await office.person())).body]
        for _ in range(2):
            answer = await office.nobody().post("/auth/refresh", {"refresh_token": tokens[-1]["refresh_token"]})
            tokens.append(answer.body)
        thief = await office.nobody().post("/auth/refresh", {"refresh_token": tokens[0]["refresh_token"]})
        assert (thief.status, thief.code) == (401, "invalid_token")
        assert (await office.bearer(tokens[-1]["access_token"]).get("/me")).status == 401
        last = await office.nobody().post("/auth/refresh", {"refresh_token": tokens[-1]["refresh_token"]})
        assert last.status == 401

    async def test_by_two_at_once_lets_one_through_and_ends_the_log_in(self, office: Office):
        tokens = (await office.log_in(await office.person())).body
        said = {"refresh_token": tokens["refresh_token"]}
        answers = await asyncio.gather(*(office.nobody().post("/auth/refresh", said) for _ in range(4)))
        assert sorted(answer.status for answer in answers) == [200, 401, 401, 401]
        winner = next(answer for answer in answers if answer.status == 200)
        assert (await office.bearer(winner.body["access_token"]).get("/me")).status == 401

    @pytest.mark.parametrize("token", ["A" * 64, "A" * 20, "_" * 64])
    async def test_of_an_invented_token_is_refused_and_ends_nothing(self, office: Office, token: str):
        tokens = (await office.log_in(await office.person())).body
        assert (await office.nobody().post("/auth/refresh", {"refresh_token": token})).code == "invalid_token"
        assert (await office.bearer(tokens["access_token"]).get("/me")).status == 200

    async def test_of_somebody_disabled_is_refused(self, office: Office):
        person = await office.person()
        tokens = (await office.log_in(person)).body
        keeper = await office.admin(PersonKind.SYS_ADMIN)
        assert (await keeper.post(f"/people/{person.id}/disable", seen=1)).status == 200
        answer = await office.nobody().post("/auth/refresh", {"refresh_token": tokens["refresh_token"]})
        assert answer.code == "invalid_token"


class TestLogOut:
    async def test_ends_both_tokens_of_this_log_in_alone(self, office: Office):
        person = await office.person()
        mine, other = [(await office.log_in(person)).body for _ in range(2)]
        caller = office.bearer(mine["access_token"])
        assert (await caller.get("/me")).status == 200
        assert (await caller.post("/auth/logout")).status == 204
        assert (await caller.get("/me")).code == "invalid_token"
        answer = await office.nobody().post("/auth/refresh", {"refresh_token": mine["refresh_token"]})
        assert answer.code == "invalid_token"
        assert (await office.bearer(other["access_token"]).get("/me")).status == 200

    async def test_without_a_log_in_is_refused(self, office: Office):
        answer = await office.nobody().post("/auth/logout")
        assert (answer.status, answer.code) == (401, "unauthenticated")
