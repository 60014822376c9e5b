"""Service keys: for other systems, never stronger than the person they act for."""

from datetime import timedelta
from typing import Any

import pytest

from app.models.identity import Person
from app.vocabulary.identity import PersonKind, Role
from tests.api.identity.conftest import Caller, Office

HERE, THERE = "10.8.3.4", "10.9.3.4"


@pytest.fixture
async def keeper(office: Office) -> Caller:
    return await office.admin(PersonKind.SEC_ADMIN)


@pytest.fixture
async def person(office: Office) -> Person:
    return await office.person(roles=[Role.RECEIVER])


def said(office: Office, person: Person, **more: Any) -> dict[str, Any]:
    ends = office.clock.now() + timedelta(days=30)
    return {
        "name": "旧OA对接",
        "person_id": str(person.id),
        "scopes": ["directory:read", "tasks:oversee"],
        "networks": ["10.8.0.0/16"],
        "expires_at": ends.isoformat(),
    } | more


async def issued(office: Office, keeper: Caller, person: Person, **more: Any) -> tuple[str, str]:
    """A usable key: its id and its secret, at version 2."""
    made = (await keeper.post("/service-keys", said(office, person, **more))).body
    secret = (await keeper.put(f"/service-keys/{made['id']}/secret", seen=1)).body["secret"]
    return made["id"], secret


class TestUse:
    async def test_what_scopes_and_person_both_allow(self, office: Office, keeper: Caller, person: Person):
        _, secret = await issued(office, keeper, person)
        caller = office.bearer(secret, HERE)
        assert (await caller.get("/people")).status == 200
        assert (await caller.get("/incoming-documents")).status == 403  # the person may, the key may not
        assert (await caller.get("/me")).status == 403
        assert (await caller.put("/auth/password", {"current_password": "a", "new_password": "b"})).status == 403

    async def test_from_its_networks_alone(self, office: Office, keeper: Caller, person: Person):
        _, secret = await issued(office, keeper, person)
        for address, status in ((HERE, 200), (THERE, 401), (f"::ffff:{HERE}", 200), ("::1", 401)):
            assert (await office.bearer(secret, address).get("/people")).status == status

    async def test_until_it_expires(self, office: Office, keeper: Caller, person: Person):
        soon = (office.clock.now() + timedelta(minutes=5)).isoformat()
        _, secret = await issued(office, keeper, person, expires_at=soon)
        caller = office.bearer(secret, HERE)
        office.clock.advance(minutes=4, seconds=59)
        assert (await caller.get("/people")).status == 200
        office.clock.advance(seconds=1)
        assert (await caller.get("/people")).code == "login_expired"

    async def test_until_it_is_revoked(self, office: Office, keeper: Caller, person: Person):
        key_id, secret = await issued(office, keeper, person)
        caller = office.bearer(secret, HERE)
        assert (await caller.get("/people")).status == 200
        revoked = await keeper.post(f"/service-keys/{key_id}/revoke", seen=2)
        assert (revoked.status, revoked.body["usable"]) == (200, False)
        assert (await caller.get("/people")).code == "invalid_token"
        for answer in (
            await keeper.post(f"/service-keys/{key_id}/revoke", seen=3),
            await keeper.put(f"/service-keys/{key_id}/secret", seen=3),
        ):
            assert (answer.status, answer.code) == (409, "transition_refused")

    async def test_until_its_person_is_disabled(self, office: Office, keeper: Caller, person: Person):
        _, secret = await issued(office, keeper, person)
        caller = office.bearer(secret, HERE)
        assert (await caller.get("/people")).status == 200
        await (await office.admin(PersonKind.SYS_ADMIN)).post(f"/people/{person.id}/disable", seen=1)
        assert (await caller.get("/people")).code == "invalid_token"

    async def test_a_new_secret_replaces_the_old_one(self, office: Office, keeper: Caller, person: Person):
        key_id, old = await issued(office, keeper, person)
        assert (await office.bearer(old, HERE).get("/people")).status == 200
        new = (await keeper.put(f"/service-keys/{key_id}/secret", seen=2)).body["secret"]
        assert (await office.bearer(old, HERE).get("/people")).code == "invalid_token"
        assert (await office.bearer(new, HERE).get("/people")).status == 200

    async def test_an_invented_key_opens_nothing(self, office: Office):
        assert (await office.bearer("shn_" + "A" * 43, HERE).get("/people")).code == "invalid_token"


class TestKeeping:
    async def test_the_secret_is_told_once_and_never_shown_again(self, office: Office, keeper: Caller, person: Person):
        made = await keeper.post("/service-keys", said(office, person))
        assert (made.status, made.body["prefix"], made.body["usable"]) == (201, None, False)
        assert made.headers["location"] == f"/api/v1/service-keys/{made.body['id']}"
        secret = (await keeper.put(f"/service-keys/{made.body['id']}/secret", seen=1)).body["secret"]
        shown = (await keeper.get(f"/service-keys/{made.body['id']}")).body
        assert (secret[:12], shown["usable"]) == (shown["prefix"], True)
        [row] = (await keeper.get("/service-keys", usable="true")).body["items"]
        assert row == shown
        assert secret not in str(shown)

    @pytest.mark.rule("SEC-R42")
    @pytest.mark.parametrize("scope", ["people:write", "roles:write", "keys:write", "audit:read", "self"])
    async def test_no_key_does_an_administrators_work(self, office: Office, keeper: Caller, person: Person, scope: str):
        answer = await keeper.post("/service-keys", said(office, person, scopes=["directory:read", scope]))
        assert (answer.status, answer.code) == (422, "invalid_combination")
        assert answer.body["errors"][0]["pointer"] == "/scopes"

    @pytest.mark.rule("SEC-R42")
    async def test_no_key_acts_for_an_administrator_a_stranger_or_somebody_gone(self, office: Office, keeper: Caller):
        unfit = [await office.person(kind) for kind in PersonKind if kind is not PersonKind.STAFF]
        unfit += [await office.person(active=False), await office.person(organ_id=await office.organ())]
        for one in unfit:
            answer = await keeper.post("/service-keys", said(office, one))
            assert (answer.status, answer.code) == (422, "reference_not_found")

    @pytest.mark.parametrize("networks", [["10.8.3.4/16"], ["10.8.0.0/33"], ["1.2.3"], ["10.8.0.0/16", "::/129"]])
    async def test_networks_are_networks(self, office: Office, keeper: Caller, person: Person, networks: list[str]):
        answer = await keeper.post("/service-keys", said(office, person, networks=networks))
        assert (answer.status, answer.code) == (422, "invalid_combination")
        assert answer.body["errors"][0]["pointer"] == f"/networks/{len(networks) - 1}"

    @pytest.mark.parametrize("days", [-1, 0, 367])
    async def test_no_key_lives_in_the_past_or_longer_than_a_year(
        self, office: Office, keeper: Caller, person: Person, days: int
    ):
        ends = (office.clock.now() + timedelta(days=days)).isoformat()
        answer = await keeper.post("/service-keys", said(office, person, expires_at=ends))
        assert (answer.status, answer.code) == (422, "invalid_combination")

    async def test_keys_of_another_organ_are_not_there(self, office: Office, keeper: Caller, person: Person):
        key_id, _ = await issued(office, keeper, person)
        stranger = await office.as_(await office.person(PersonKind.SEC_ADMIN, organ_id=await office.organ()))
        assert (await stranger.get("/service-keys")).body["items"] == []
        for answer in (
            await stranger.get(f"/service-keys/{key_id}"),
            await stranger.post(f"/service-keys/{key_id}/revoke", seen=2),
            await stranger.put(f"/service-keys/{key_id}/secret", seen=2),
        ):
            assert answer.status == 404
