"""Changing one's password, temporary passwords, expiry."""

import pytest

from app.core.ids import new_id
from app.models.identity import Person
from app.services.identity.hashing import hashed
from app.vocabulary.identity import PersonKind
from tests.api.identity.conftest import PASSWORD, Caller, Office, elsewhere

NEW = "Shang-Rao-2027"


async def entered(office: Office, person: Person, password: str = PASSWORD) -> Caller:
    answer = await office.log_in(person, password)
    assert answer.status == 200
    return office.bearer(answer.body["access_token"])


def change(current: str = PASSWORD, new: str = NEW) -> dict[str, str]:
    return {"current_password": current, "new_password": new}


class TestChange:
    async def test_replaces_the_password_and_ends_the_other_log_ins(self, office: Office):
        person = await office.person()
        mine, other = await entered(office, person), await entered(office, person)
        assert (await mine.put("/auth/password", change())).status == 204
        assert (await mine.get("/me")).status == 200
        assert (await other.get("/me")).code == "invalid_token"
        assert (await office.log_in(person)).status == 401
        assert (await office.log_in(person, NEW)).status == 200

    @pytest.mark.parametrize("weak", ["Ab-1", "jiangzhou2026", PASSWORD], ids=["short", "two kinds", "the same"])
    async def test_to_a_weak_one_is_refused_and_nothing_changes(self, office: Office, weak: str):
        person = await office.person()
        answer = await (await entered(office, person)).put("/auth/password", change(new=weak))
        assert (answer.status, answer.code) == (422, "weak_password")
        assert answer.body["errors"][0]["pointer"] == "/new_password"
        assert (await office.log_in(person)).status == 200

    async def test_the_user_name_may_not_be_in_it(self, office: Office):
        person = await office.person()
        caller = await entered(office, person)
        answer = await caller.put("/auth/password", change(new=f"Aa-{person.username}"))
        assert answer.code == "weak_password"

    async def test_none_of_the_last_five_comes_back_but_the_sixth_may(self, office: Office):
        past = [f"Old-Password-{number}" for number in range(6)]
        hashes = [await hashed(one) for one in past[:5]]
        person = await office.person(password_history=hashes)
        caller = await entered(office, person)
        for one in past[:5]:
            assert (await caller.put("/auth/password", change(new=one))).code == "weak_password"
        assert (await caller.put("/auth/password", change(new=past[5]))).status == 204
        assert (await caller.put("/auth/password", change(past[5], past[4]))).status == 204

    async def test_wrong_guesses_at_the_present_one_lock_the_account(self, office: Office):
        person = await office.person()
        caller = await entered(office, person)
        for _ in range(5):
            answer = await caller.put("/auth/password", change("wrong"))
            assert (answer.status, answer.code) == (422, "invalid_combination")
        assert (await caller.put("/auth/password", change())).status == 429
        said = {"username": person.username, "password": PASSWORD}
        assert (await office.nobody(elsewhere()).post("/auth/login", said)).status == 429

    async def test_without_a_log_in_is_refused(self, office: Office):
        assert (await office.nobody().put("/auth/password", change())).status == 401


class TestExpiry:
    async def test_after_ninety_days_only_the_change_is_left(self, office: Office):
        person = await office.person()
        office.clock.advance(days=89, hours=23)
        caller = await entered(office, person)
        assert (await caller.get("/people")).status == 200
        office.clock.advance(hours=1)
        tokens = (await office.log_in(person)).body
        assert tokens["password_expired"] is True
        caller = office.bearer(tokens["access_token"])
        answer = await caller.get("/people")
        assert (answer.status, answer.code) == (403, "password_expired")
        me = await caller.get("/me")
        assert (me.status, me.body["password_expired"]) == (200, True)
        assert (await caller.put("/auth/password", change())).status == 204
        assert (await caller.get("/people")).status == 200

    async def test_whose_password_expired_may_log_out(self, office: Office):
        person = await office.person(password_changed_at=None)
        caller = await entered(office, person)
        assert (await caller.post("/auth/logout")).status == 204


class TestTemporary:
    async def test_is_told_once_and_must_be_changed_at_once(self, office: Office):
        person = await office.person()
        before = await entered(office, person)
        keeper = await office.admin(PersonKind.SYS_ADMIN)
        answer = await keeper.put(f"/people/{person.id}/temporary-password", seen=1)
        temporary = answer.body["temporary_password"]
        assert (await before.get("/me")).code == "invalid_token"
        assert (await office.log_in(person)).status == 401
        caller = await entered(office, person, temporary)
        assert (await caller.get("/people")).code == "password_expired"
        assert (await caller.put("/auth/password", change(temporary, PASSWORD))).code == "weak_password"
        assert (await caller.put("/auth/password", change(temporary, temporary))).code == "weak_password"
        assert (await caller.put("/auth/password", change(temporary))).status == 204
        assert (await caller.get("/people")).status == 200
        assert temporary not in str((await keeper.get(f"/people/{person.id}")).body)

    async def test_opens_an_account_that_had_none(self, office: Office):
        keeper = await office.admin(PersonKind.SYS_ADMIN)
        said = {"username": f"u{new_id().hex[-16:]}", "name": "王芳"}
        made = (await keeper.post("/people", said)).body
        temporary = (await keeper.put(f"/people/{made['id']}/temporary-password", seen=1)).body["temporary_password"]
        said = {"username": said["username"], "password": temporary}
        assert (await office.nobody().post("/auth/login", said)).status == 200

    async def test_needs_the_version_that_was_seen(self, office: Office):
        person, keeper = await office.person(), await office.admin(PersonKind.SYS_ADMIN)
        path = f"/people/{person.id}/temporary-password"
        assert (await keeper.put(path)).status == 428
        assert (await keeper.put(path, seen=2)).status == 412
        assert (await keeper.put(path, seen=1)).body["version"] == 2
