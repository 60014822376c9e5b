"""Logging in, staying in, getting out."""

import asyncio
import statistics
import time
from datetime import timedelta

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


class TestFelt:
    """What changes is felt by the next request, although rights are kept in memory."""

    async def test_disabling(self, office: Office):
        person = await office.person()
        caller = await office.as_(person)
        assert (await caller.get("/me")).status == 200
        keeper = await office.admin(PersonKind.SYS_ADMIN)
        assert (await keeper.post(f"/people/{person.id}/disable", seen=1)).status == 200
        assert (await caller.get("/me")).code == "invalid_token"
        assert (await keeper.post(f"/people/{person.id}/enable", seen=2)).status == 200
        assert (await caller.get("/me")).code == "invalid_token"
        assert (await office.log_in(person)).status == 200

    async def test_a_role_given_and_taken(self, office: Office):
        person = await office.person()
        caller, granter = await office.as_(person), await office.admin(PersonKind.SEC_ADMIN)
        for number, (roles, allowed) in enumerate([([], False), (["supervisor"], True), ([], False)], start=1):
            path = f"/people/{person.id}/roles"
            assert (await granter.put(path, {"roles": roles}, seen=number)).status == 200
            assert ("tasks:oversee" in (await caller.get("/me")).body["permissions"]) is allowed

    async def test_another_process_forgets_too(self, office: Office, database_url: str):
        from app.db.database import Database
        from app.services.identity.sessions import SessionService

        person = await office.person()
        token = (await office.log_in(person)).body["access_token"]
        other = Database(database_url, clock=office.clock)
        other.caches.start(database_url)
        await other.caches.ready()
        try:
            async with other.open() as db:
                assert (await SessionService(db).actor(token, "")).user_id == person.id
            assert (await office.bearer(token).post("/auth/logout")).status == 204
            from app.core.errors import InvalidToken

            for _ in range(100):
                async with other.open() as db:
                    try:
                        await SessionService(db).actor(token, "")
                    except InvalidToken:
                        break
                await asyncio.sleep(0.01)
            else:
                pytest.fail("the other process went on believing the token")
        finally:
            await other.close()


class TestTwoOrgans:
    async def test_a_post_elsewhere_opens_that_organ_with_the_rights_there(self, office: Office):
        person = await office.person(roles=[Role.REGISTRAR])
        elsewhere = await office.organ()
        department = await office.department(elsewhere)
        await office.post(person, elsewhere, department, is_head=True)
        await office.save(office.granted(person, Role.LEADER, elsewhere))
        tokens = (await office.log_in(person, organ_id=str(elsewhere))).body
        me = (await office.bearer(tokens["access_token"]).get("/me")).body
        assert me["organ"]["id"] == str(elsewhere)
        assert [role["value"] for role in me["roles"]] == ["leader"]
        assert "incoming:receive" not in me["permissions"]
        assert {organ["id"] for organ in me["organs"]} == {str(office.organ_id), str(elsewhere)}
        assert [post["department_id"] for post in me["posts"]] == [str(department)]
        home = (await office.bearer((await office.log_in(person)).body["access_token"]).get("/me")).body
        assert [role["value"] for role in home["roles"]] == ["registrar"]
        assert home["posts"] == []

    async def test_without_a_post_there_the_organ_stays_closed(self, office: Office):
        person = await office.person()
        for organ_id in (await office.organ(), new_id()):
            answer = await office.log_in(person, organ_id=str(organ_id))
            assert (answer.status, answer.code) == (403, "forbidden")

    async def test_the_post_counts_from_its_first_day_to_the_day_before_its_end(self, office: Office):
        person, elsewhere = await office.person(), await office.organ()
        tomorrow = office.today + timedelta(days=1)
        await office.post(person, elsewhere, starts_on=tomorrow, ends_on=tomorrow + timedelta(days=1))
        office.clock.at = office.clock.at.replace(hour=23, minute=59, second=59)
        assert (await office.log_in(person, organ_id=str(elsewhere))).status == 403
        office.clock.advance(seconds=1)
        tokens = await office.log_in(person, organ_id=str(elsewhere))
        assert tokens.status == 200
        office.clock.advance(hours=23, minutes=59, seconds=59)
        caller = await office.as_(person, elsewhere)
        assert (await caller.get("/me")).status == 200
        office.clock.advance(seconds=1)
        assert (await caller.get("/me")).code == "invalid_token"
        assert (await office.log_in(person, organ_id=str(elsewhere))).status == 403
