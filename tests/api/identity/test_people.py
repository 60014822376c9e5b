"""Accounts, posts, counterparts; who finds whom, and what of them is shown."""

from datetime import timedelta

import pytest

from app.core.ids import new_id
from app.models.identity import Person
from app.vocabulary.identity import PersonKind, Role
from tests.api.identity.conftest import Caller, Office


def name_for_login() -> str:
    return f"u{new_id().hex[-16:]}"


@pytest.fixture
async def keeper(office: Office) -> Caller:
    return await office.admin(PersonKind.SYS_ADMIN)


class TestDirectory:
    async def test_everybody_finds_the_people_of_the_organ_by_name(self, office: Office):
        director = await office.person(name="欧阳建国", roles=[Role.OFFICE_DIRECTOR])
        department = await office.department()
        await office.post(director, office.organ_id, department, title="主任", is_head=True)
        await office.person(name="李雪梅")
        caller = await office.as_(await office.person(name="张伟"))
        for query in ({"q": "阳建"}, {"department_id": str(department)}, {"role": "office_director"}):
            [found] = (await caller.get("/people", **query)).body["items"]
            assert (found["id"], found["name"]) == (str(director.id), "欧阳建国")
            assert [post["title"] for post in found["posts"]] == ["主任"]
        everybody = (await caller.get("/people", with_total="true")).body
        assert everybody["total"] == 3
        names = [one["name"] for one in everybody["items"]]
        assert names == sorted(names)

    async def test_people_of_other_organs_are_not_there(self, office: Office):
        stranger = await office.person(name="李雪梅", organ_id=await office.organ())
        caller = await office.as_(await office.person())
        assert (await caller.get("/people", q="李雪梅")).body["items"] == []
        assert (await caller.get("/people", organ_id=str(stranger.organ_id))).body["items"] == []
        missing, hidden = await caller.get(f"/people/{new_id()}"), await caller.get(f"/people/{stranger.id}")
        assert missing.status == hidden.status == 404
        assert missing.body["detail"] == hidden.body["detail"]

    async def test_a_guest_with_a_post_here_is_found_here_with_the_post_here(self, office: Office):
        guest = await office.person(name="李雪梅", organ_id=await office.organ())
        await office.post(guest, guest.organ_id, title="股长")
        await office.post(guest, office.organ_id, title="挂职副主任")
        caller = await office.as_(await office.person())
        [found] = (await caller.get("/people", q="李雪梅", organ_id=str(office.organ_id))).body["items"]
        assert [post["title"] for post in found["posts"]] == ["挂职副主任"]
        alone = (await caller.get(f"/people/{guest.id}")).body
        assert [post["title"] for post in alone["posts"]] == ["挂职副主任"]

    async def test_an_administrator_reaches_the_organs_below_and_no_other(self, office: Office, keeper: Caller):
        below = await office.organ(await office.organ(office.organ_id))
        near, far = await office.person(organ_id=below), await office.person(organ_id=await office.organ())
        assert (await keeper.get(f"/people/{near.id}")).status == 200
        assert (await keeper.get(f"/people/{far.id}")).status == 404
        assert (await keeper.post(f"/people/{near.id}/disable", seen=1)).status == 200
        assert (await keeper.post(f"/people/{far.id}/disable", seen=1)).status == 404
        assert (await keeper.post("/people", {**said(), "organ_id": str(below)})).status == 201
        refused = await keeper.post("/people", {**said(), "organ_id": str(far.organ_id)})
        assert (refused.status, refused.code) == (422, "reference_not_found")

    async def test_a_list_of_many_costs_as_many_queries_as_a_list_of_one(self, office: Office):
        person = await office.person()
        caller = await office.as_(person)
        counted: list[str] = []
        from sqlalchemy import event

        def note(*args: object) -> None:
            counted.append(str(args[2]))

        async def cost() -> int:
            await caller.get("/people", limit=100)
            counted.clear()
            await caller.get("/people", limit=100)
            return len(counted)

        event.listen(office.database.engine.sync_engine, "before_cursor_execute", note)
        try:
            one = await cost()
            for _ in range(12):
                await office.post(await office.person(), office.organ_id)
            assert await cost() == one
        finally:
            event.remove(office.database.engine.sync_engine, "before_cursor_execute", note)


class TestMasks:
    @pytest.fixture
    async def person(self, office: Office) -> Person:
        return await office.person(name="王芳", phone="13800135678")

    async def test_colleagues_see_neither_number_nor_user_name(self, office: Office, person: Person):
        caller = await office.as_(await office.person(roles=[Role.OFFICE_DIRECTOR]))
        [row] = (await caller.get("/people", q="王芳")).body["items"]
        for shown in (row, (await caller.get(f"/people/{person.id}")).body):
            assert (shown["phone"], shown["masked"], shown["username"]) == ("138****5678", ["phone"], None)

    async def test_oneself_and_whoever_keeps_accounts_see_both(self, office: Office, person: Person, keeper: Caller):
        for caller in (await office.as_(person), keeper):
            shown = (await caller.get(f"/people/{person.id}")).body
            assert (shown["phone"], shown["masked"], shown["username"]) == ("13800135678", [], person.username)

    @pytest.mark.parametrize("kind", [PersonKind.SEC_ADMIN, PersonKind.AUDIT_ADMIN])
    async def test_the_other_administrators_see_whom_they_grant_to_but_no_number(
        self, office: Office, person: Person, kind: PersonKind
    ):
        shown = (await (await office.admin(kind)).get(f"/people/{person.id}")).body
        assert (shown["phone"], shown["username"]) == ("138****5678", person.username)

    async def test_where_there_is_no_number_nothing_is_masked(self, office: Office, keeper: Caller):
        bare = await office.person()
        for caller in (keeper, await office.as_(await office.person())):
            shown = (await caller.get(f"/people/{bare.id}")).body
            assert (shown["phone"], shown["masked"]) == (None, [])


def said(**more: object) -> dict[str, object]:
    return {"username": name_for_login(), "name": "王芳", **more}


class TestAccounts:
    async def test_a_new_one_is_found_at_its_location(self, office: Office, keeper: Caller):
        made = await keeper.post("/people", said(phone="13800135678"))
        assert made.status == 201
        assert made.headers["location"] == f"/api/v1/people/{made.body['id']}"
        assert made.headers["etag"] == '"1"'
        assert (await keeper.get(f"/people/{made.body['id']}")).body == made.body

    async def test_a_user_name_is_given_once_in_any_case(self, office: Office, keeper: Caller):
        name = name_for_login()
        assert (await keeper.post("/people", said(username=name))).status == 201
        again = await keeper.post("/people", said(username=name.upper()))
        assert (again.status, again.code) == (409, "already_exists")

    @pytest.mark.parametrize(
        "wrong",
        [{"phone": "12800135678"}, {"phone": "+8613800135678"}, {"username": "王芳"}, {"name": " "}, {"roles": []}],
        ids=str,
    )
    async def test_what_breaks_the_schema_is_refused(self, keeper: Caller, wrong: dict[str, object]):
        answer = await keeper.post("/people", said(**wrong))
        assert (answer.status, answer.code) == (400, "validation_failed")

    async def test_a_change_needs_the_version_that_was_seen(self, office: Office, keeper: Caller):
        person = await office.person()
        path = f"/people/{person.id}"
        assert (await keeper.patch(path, {"name": "李伟"})).status == 428
        changed = await keeper.patch(path, {"name": "李伟"}, seen=1)
        assert (changed.status, changed.body["name"], changed.body["version"]) == (200, "李伟", 2)
        stale = await keeper.patch(path, {"name": "王伟"}, seen=1)
        assert (stale.status, stale.body["current_version"]) == (412, 2)

    async def test_what_is_not_sent_stays_and_null_clears(self, office: Office, keeper: Caller):
        person = await office.person(phone="13800135678")
        path = f"/people/{person.id}"
        assert (await keeper.patch(path, {"name": "李伟"}, seen=1)).body["phone"] == "13800135678"
        assert (await keeper.patch(path, {"phone": None}, seen=2)).body["phone"] is None
        assert (await keeper.patch(path, {"name": None}, seen=3)).status == 400

    async def test_disabling_twice_is_the_wrong_moment(self, office: Office, keeper: Caller):
        person = await office.person()
        path = f"/people/{person.id}"
        assert (await keeper.post(f"{path}/enable", seen=1)).code == "transition_refused"
        assert (await keeper.post(f"{path}/disable", seen=1)).body["active"] is False
        assert (await keeper.post(f"{path}/disable", seen=2)).code == "transition_refused"
        assert (await keeper.post(f"{path}/enable", seen=2)).body["active"] is True

    async def test_a_guests_account_is_kept_at_home(self, office: Office, keeper: Caller):
        guest = await office.person(organ_id=await office.organ())
        await office.post(guest, office.organ_id)
        for action in ("disable", "enable"):
            assert (await keeper.post(f"/people/{guest.id}/{action}", seen=1)).status == 403
        assert (await keeper.put(f"/people/{guest.id}/temporary-password", seen=1)).status == 403


class TestPosts:
    async def test_begin_and_end_on_their_days(self, office: Office, keeper: Caller):
        person, department = await office.person(), await office.department()
        caller = await office.as_(person)
        path, day = f"/people/{person.id}", office.today
        post = {"department_id": str(department), "title": "科长", "is_head": True, "starts_on": day.isoformat()}
        added = (await keeper.post(f"{path}/add-post", post, seen=1)).body
        assert [one["title"] for one in (await caller.get("/me")).body["posts"]] == ["科长"]
        end = {"post_id": added["posts"][0]["id"], "ends_on": (day + timedelta(days=1)).isoformat()}
        ended = (await keeper.post(f"{path}/end-post", end, seen=2)).body
        assert ended["posts"][0]["ends_on"] == end["ends_on"]
        assert (await caller.get("/me")).body["posts"] != []
        office.clock.advance(days=1)
        caller = await office.as_(person)
        assert (await caller.get("/me")).body["posts"] == []
        keeper = await office.admin(PersonKind.SYS_ADMIN)
        assert [one["title"] for one in (await keeper.get(path)).body["posts"]] == ["科长"]

    async def test_what_makes_no_sense_is_refused(self, office: Office, keeper: Caller):
        person, elsewhere = await office.person(), await office.organ()
        day, next_day = office.today.isoformat(), (office.today + timedelta(days=1)).isoformat()
        foreign = str(await office.department(elsewhere))
        wrong = [
            ({"title": "科长", "starts_on": day, "is_head": True}, "invalid_combination"),
            ({"title": "科长", "starts_on": next_day, "ends_on": next_day}, "invalid_combination"),
            ({"title": "科长", "starts_on": day, "department_id": foreign}, "reference_not_found"),
            ({"title": "科长", "starts_on": day, "organ_id": str(elsewhere)}, "reference_not_found"),
        ]
        for post, code in wrong:
            answer = await keeper.post(f"/people/{person.id}/add-post", post, seen=1)
            assert (answer.status, answer.code) == (422, code)

    async def test_only_ones_own_can_be_ended_and_not_before_they_began(self, office: Office, keeper: Caller):
        person, other = await office.person(), await office.person()
        post_id = await office.post(person, office.organ_id)
        end = {"post_id": str(post_id), "ends_on": office.today.isoformat()}
        assert (await keeper.post(f"/people/{person.id}/end-post", end, seen=1)).code == "invalid_combination"
        later = end | {"ends_on": (office.today + timedelta(days=1)).isoformat()}
        assert (await keeper.post(f"/people/{other.id}/end-post", later, seen=1)).code == "reference_not_found"
        assert (await keeper.post(f"/people/{person.id}/end-post", later, seen=1)).status == 200

    async def test_the_same_post_twice_exists_already(self, office: Office, keeper: Caller):
        person, department = await office.person(), await office.department()
        post = {"department_id": str(department), "title": "科长", "starts_on": office.today.isoformat()}
        assert (await keeper.post(f"/people/{person.id}/add-post", post, seen=1)).status == 200
        assert (await keeper.post(f"/people/{person.id}/add-post", post, seen=2)).code == "already_exists"


class TestCounterpart:
    async def test_is_named_and_taken_back(self, office: Office, keeper: Caller):
        person, other = await office.person(), await office.person(name="李雪梅")
        path = f"/people/{person.id}/counterpart"
        assert (await keeper.put(path, {"person_id": str(other.id)}, seen=1)).body["counterpart_name"] == "李雪梅"
        assert (await keeper.put(path, {"person_id": None}, seen=2)).body["counterpart_id"] is None

    async def test_must_be_another_active_member_of_staff_here(self, office: Office, keeper: Caller):
        person = await office.person()
        unfit = [
            person,
            await office.person(active=False),
            await office.person(PersonKind.AUDIT_ADMIN),
            await office.person(organ_id=await office.organ()),
        ]
        for one in unfit:
            answer = await keeper.put(f"/people/{person.id}/counterpart", {"person_id": str(one.id)}, seen=1)
            assert (answer.status, answer.code) == (422, "reference_not_found")


class TestRoles:
    @pytest.fixture
    async def granter(self, office: Office) -> Caller:
        return await office.admin(PersonKind.SEC_ADMIN)

    async def test_are_replaced_as_a_whole(self, office: Office, granter: Caller):
        person = await office.person(roles=[Role.RECEIVER, Role.LEADER])
        path = f"/people/{person.id}/roles"
        answer = await granter.put(path, {"roles": ["archivist", "leader", "leader"]}, seen=1)
        assert answer.body["roles"] == ["archivist", "leader"]
        assert (await granter.get(path)).body == answer.body
        assert (await granter.put(path, {"roles": []}, seen=1)).status == 412

    async def test_are_held_in_one_organ_by_whoever_belongs_to_it(self, office: Office, granter: Caller):
        below = await office.organ(office.organ_id)
        person = await office.person()
        path = f"/people/{person.id}/roles"
        there = {"roles": ["leader"], "organ_id": str(below)}
        assert (await granter.put(path, there, seen=1)).code == "reference_not_found"
        await office.post(person, below)
        assert (await granter.put(path, there, seen=1)).status == 200
        assert (await granter.get(path)).body["roles"] == []
        assert (await granter.get(path, organ_id=str(below))).body["roles"] == ["leader"]

    async def test_of_an_organ_out_of_reach_are_neither_shown_nor_given(self, office: Office, granter: Caller):
        person, elsewhere = await office.person(), await office.organ()
        await office.post(person, elsewhere)
        path = f"/people/{person.id}/roles"
        assert (await granter.get(path, organ_id=str(elsewhere))).status == 404
        answer = await granter.put(path, {"roles": ["leader"], "organ_id": str(elsewhere)}, seen=1)
        assert (answer.status, answer.code) == (422, "reference_not_found")

    async def test_that_do_not_exist_break_the_schema(self, office: Office, granter: Caller):
        person = await office.person()
        answer = await granter.put(f"/people/{person.id}/roles", {"roles": ["sys_admin"]}, seen=1)
        assert (answer.status, answer.code) == (400, "validation_failed")
