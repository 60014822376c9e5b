"""What changes is felt by the next request, although rights are kept in memory; and which organ a log-in is for."""

import asyncio
from datetime import timedelta

import pytest

from app.core.errors import InvalidToken
from app.core.ids import new_id
from app.db.database import Database
from app.services.identity.sessions import SessionService
from app.vocabulary.identity import PersonKind, Role
from tests.api.identity.conftest import Office


class TestFelt:
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
        person = await office.person()
        token = (await office.log_in(person)).body["access_token"]
        other = Database(database_url, clock=office.clock)
        other.caches.start(database_url)
        await other.caches.ready()
        try:
            async with other.open() as db:
                assert (await SessionService(db).actor(token, "")).user_id == person.id
            assert (await office.bearer(token).post("/auth/logout")).status == 204
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
