"""委托代办: by whom, for whom, on which days, and never handed on."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from app.core.actor import Actor
from app.models.identity import Person
from app.services.identity.sessions import SessionService
from app.vocabulary.identity import PersonKind, Role
from tests.api.identity.conftest import Answer, Caller, Office


def said(office: Office, delegate: Person, first: int = 0, last: int = 0, **more: Any) -> dict[str, Any]:
    """From so many days after today to so many days after today."""
    days = [(office.today + timedelta(days=number)).isoformat() for number in (first, last)]
    return {"delegate_id": str(delegate.id), "starts_on": days[0], "ends_on": days[1], "reason": "出差"} | more


async def delegate(office: Office, principal: Person, to: Person, *days: int) -> Answer:
    return await (await office.as_(principal)).post("/delegations", said(office, to, *days))


async def actor(office: Office, person: Person) -> Actor:
    """The caller as the services see it."""
    caller = await office.as_(person)
    async with office.database.open() as db:
        return await SessionService(db).actor(caller.token, office.address)


class TestInForce:
    async def test_from_the_first_moment_of_the_first_day_to_the_last_of_the_last(self, office: Office):
        principal, other = await office.person(), await office.person()
        assert (await delegate(office, principal, other, 1, 2)).status == 201
        office.clock.at = office.clock.at.replace(hour=23, minute=59, second=59)
        assert (await actor(office, other)).principals == frozenset()
        office.clock.advance(seconds=1)
        assert (await actor(office, other)).principals == {principal.id}
        office.clock.advance(days=2, seconds=-1)
        assert (await actor(office, other)).stands_for == {principal.id, other.id}
        office.clock.advance(seconds=1)
        assert (await actor(office, other)).principals == frozenset()

    async def test_midnight_is_felt_by_a_log_in_that_is_kept_in_memory(self, office: Office):
        principal, other = await office.person(), await office.person()
        await delegate(office, principal, other, 1, 1)
        office.clock.at = office.clock.at.replace(hour=23, minute=59, second=59)
        caller = await office.as_(other)
        assert (await caller.get("/me")).body["delegations"] == []
        found = []
        for _ in range(2):
            async with office.database.open() as db:
                found.append((await SessionService(db).actor(caller.token, office.address)).principals)
            office.clock.advance(seconds=1)
        assert found == [frozenset(), {principal.id}]

    async def test_not_while_the_principals_account_is_closed(self, office: Office):
        principal, other = await office.person(), await office.person()
        await delegate(office, principal, other)
        assert (await actor(office, other)).principals == {principal.id}
        keeper = await office.admin(PersonKind.SYS_ADMIN)
        await keeper.post(f"/people/{principal.id}/disable", seen=1)
        assert (await actor(office, other)).principals == frozenset()

    async def test_shown_to_both_on_their_page(self, office: Office):
        principal, other = await office.person(name="王芳"), await office.person(name="李雪梅")
        await delegate(office, principal, other)
        for person in (principal, other):
            [found] = (await (await office.as_(person)).get("/me")).body["delegations"]
            assert (found["principal_name"], found["delegate_name"]) == ("王芳", "李雪梅")

    async def test_revoked_it_ends_with_the_next_request(self, office: Office):
        principal, other = await office.person(), await office.person()
        made = (await delegate(office, principal, other)).body
        caller = await office.as_(other)
        assert len((await caller.get("/me")).body["delegations"]) == 1
        giver = await office.as_(principal)
        assert (await giver.post(f"/delegations/{made['id']}/revoke", seen=2)).status == 412
        revoked = await giver.post(f"/delegations/{made['id']}/revoke", seen=1)
        assert (revoked.status, revoked.body["in_force"]) == (200, False)
        assert (await caller.get("/me")).body["delegations"] == []
        again = await giver.post(f"/delegations/{made['id']}/revoke", seen=2)
        assert (again.status, again.code) == (409, "transition_refused")


class TestCreate:
    async def test_for_another_only_by_the_office_director(self, office: Office):
        principal, other = await office.person(), await office.person()
        arranged = said(office, other, principal_id=str(principal.id))
        clerk = await office.as_(await office.person(roles=[Role.OFFICE_CLERK]))
        assert (await clerk.post("/delegations", arranged)).code == "forbidden"
        director = await office.person(roles=[Role.OFFICE_DIRECTOR])
        made = await (await office.as_(director)).post("/delegations", arranged)
        assert (made.status, made.body["created_by_id"]) == (201, str(director.id))
        assert made.body["principal_id"] == str(principal.id)

    @pytest.mark.parametrize(("first", "last"), [(-1, 0), (2, 1)], ids=["in the past", "backwards"])
    async def test_for_days_that_make_no_sense_is_refused(self, office: Office, first: int, last: int):
        answer = await delegate(office, await office.person(), await office.person(), first, last)
        assert (answer.status, answer.code) == (422, "invalid_combination")

    @pytest.mark.rule("SEC-R42")
    async def test_to_an_active_colleague_of_the_staff_only(self, office: Office):
        principal = await office.person()
        assert (await delegate(office, principal, principal)).code == "invalid_combination"
        unfit = [await office.person(kind) for kind in PersonKind if kind is not PersonKind.STAFF]
        unfit += [await office.person(active=False), await office.person(organ_id=await office.organ())]
        for one in unfit:
            answer = await delegate(office, principal, one)
            assert (answer.status, answer.code) == (422, "reference_not_found")

    async def test_one_delegate_at_a_time(self, office: Office):
        principal, one, other = [await office.person() for _ in range(3)]
        assert (await delegate(office, principal, one, 1, 3)).status == 201
        for days in ((3, 5), (0, 1), (2, 2)):
            answer = await delegate(office, principal, other, *days)
            assert (answer.status, answer.code) == (409, "already_exists")
        for days in ((0, 0), (4, 5)):
            assert (await delegate(office, principal, other, *days)).status == 201

    async def test_what_was_taken_over_is_not_handed_on(self, office: Office):
        first, second, third = [await office.person() for _ in range(3)]
        assert (await delegate(office, first, second, 0, 3)).status == 201
        onward = await delegate(office, second, third, 3, 4)
        assert (onward.status, onward.code) == (422, "invalid_combination")
        back = await delegate(office, third, first, 2, 2)
        assert (back.status, back.code) == (422, "invalid_combination")
        assert (await delegate(office, second, third, 4, 5)).status == 201
        assert (await actor(office, third)).principals == frozenset()

    async def test_a_delegate_cannot_delegate_in_the_principals_name(self, office: Office):
        principal, one, other = [await office.person() for _ in range(3)]
        await delegate(office, principal, one)
        onward = said(office, other, principal_id=str(principal.id))
        assert (await (await office.as_(one)).post("/delegations", onward)).code == "forbidden"

    async def test_by_two_at_once_makes_neither_a_chain_nor_two_delegates(self, office: Office):
        first, second, third = [await office.person() for _ in range(3)]
        callers = [await office.as_(person) for person in (first, second, third)]
        around = [(callers[0], second), (callers[1], third), (callers[2], first), (callers[0], third)]
        answers = await asyncio.gather(*(caller.post("/delegations", said(office, to)) for caller, to in around))
        assert sum(answer.status == 201 for answer in answers) == 1
        assert {answer.status for answer in answers} <= {201, 409, 422}

    async def test_after_one_was_revoked_another_may_be_made(self, office: Office):
        principal, one, other = [await office.person() for _ in range(3)]
        made = (await delegate(office, principal, one)).body
        await (await office.as_(one)).post(f"/delegations/{made['id']}/revoke", seen=1)
        assert (await delegate(office, principal, other)).status == 201


class TestSeen:
    @pytest.fixture
    async def made(self, office: Office) -> dict[str, Any]:
        body: dict[str, Any] = (await delegate(office, await office.person(), await office.person())).body
        return body

    @pytest.fixture
    async def stranger(self, office: Office) -> Caller:
        return await office.as_(await office.person())

    async def test_by_no_colleague_who_has_no_part_in_it(self, office: Office, made: dict[str, Any], stranger: Caller):
        assert (await stranger.get("/delegations")).body["items"] == []
        assert (await stranger.get(f"/delegations/{made['id']}")).status == 404
        assert (await stranger.post(f"/delegations/{made['id']}/revoke", seen=1)).status == 404

    async def test_by_the_office_director_of_this_organ_alone(self, office: Office, made: dict[str, Any]):
        here = await office.as_(await office.person(roles=[Role.OFFICE_DIRECTOR]))
        elsewhere = await office.organ()
        there = await office.as_(await office.person(roles=[Role.OFFICE_DIRECTOR], organ_id=elsewhere))
        assert [one["id"] for one in (await here.get("/delegations")).body["items"]] == [made["id"]]
        assert (await there.get("/delegations")).body["items"] == []
        assert (await here.post(f"/delegations/{made['id']}/revoke", seen=1)).status == 200

    async def test_by_filter(self, office: Office):
        principal, one = await office.person(), await office.person()
        now = (await delegate(office, principal, one)).body
        later = (await delegate(office, principal, one, 5, 6)).body
        caller = await office.as_(principal)
        for query, wanted in [
            ({"in_force": "true"}, [now]),
            ({"in_force": "false"}, [later]),
            ({"delegate_id": str(one.id)}, [later, now]),
            ({"principal_id": str(one.id)}, []),
        ]:
            found = (await caller.get("/delegations", **query)).body["items"]
            assert [item["id"] for item in found] == [item["id"] for item in wanted]
