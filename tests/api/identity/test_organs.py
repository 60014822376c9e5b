"""Organs, departments, subordination, leaders in charge."""

import asyncio

import pytest

from app.core.ids import new_id
from app.vocabulary.identity import PersonKind
from tests.api.identity.conftest import Caller, Office


@pytest.fixture
async def keeper(office: Office) -> Caller:
    return await office.admin(PersonKind.SYS_ADMIN)


def said(**more: object) -> dict[str, object]:
    mark = new_id().hex[-10:]
    return {"name": f"江州市{mark}局", "short_name": f"{mark}局", "code": mark, "profile": "party_gov"} | more


class TestOrgans:
    async def test_a_new_one_stands_under_the_keepers_own(self, office: Office, keeper: Caller):
        made = await keeper.post("/organs", said(registered_from="2026-01-01"))
        assert (made.status, made.body["superior_id"]) == (201, str(office.organ_id))
        assert (await keeper.get(f"/organs/{made.body['id']}")).body == made.body
        everybody = await office.as_(await office.person())
        [found] = (await everybody.get("/organs", q=made.body["code"])).body["items"]
        assert found == made.body

    async def test_name_and_code_are_given_once(self, keeper: Caller):
        made = (await keeper.post("/organs", said())).body
        for name in ("name", "code"):
            answer = await keeper.post("/organs", said(**{name: made[name]}))
            assert (answer.status, answer.code) == (409, "already_exists")

    async def test_registration_ends_after_it_began(self, keeper: Caller):
        answer = await keeper.post("/organs", said(registered_from="2026-01-01", registered_to="2026-01-01"))
        assert (answer.status, answer.code) == (422, "invalid_combination")
        made = (await keeper.post("/organs", said(registered_from="2026-01-01"))).body
        path = f"/organs/{made['id']}"
        assert (await keeper.patch(path, {"registered_to": "2025-12-31"}, seen=1)).status == 422
        assert (await keeper.patch(path, {"registered_to": "2026-12-31"}, seen=1)).status == 200

    async def test_out_of_reach_can_be_neither_changed_nor_stood_under(self, office: Office, keeper: Caller):
        stranger = await office.organ()
        assert (await keeper.patch(f"/organs/{stranger}", {"short_name": "他局"}, seen=1)).status == 403
        for field in ("superior_id", "second_superior_id"):
            answer = await keeper.post("/organs", said(**{field: str(new_id())}))
            assert (answer.status, answer.code) == (422, "reference_not_found")
        assert (await keeper.post("/organs", said(superior_id=str(stranger)))).code == "reference_not_found"
        assert (await keeper.post("/organs", said(second_superior_id=str(stranger)))).status == 201

    @pytest.mark.parametrize("by", ["superior_id", "second_superior_id"])
    async def test_nobody_stands_above_oneself(self, office: Office, keeper: Caller, by: str):
        child = (await keeper.post("/organs", said())).body
        grandchild = (await keeper.post("/organs", said(superior_id=child["id"]))).body
        for above in (child, grandchild):
            answer = await keeper.patch(f"/organs/{child['id']}", {by: above["id"]}, seen=1)
            assert (answer.status, answer.code) == (422, "invalid_combination")
        moved = await keeper.patch(f"/organs/{grandchild['id']}", {by: str(office.organ_id)}, seen=1)
        assert moved.status == 200

    async def test_two_moves_at_once_close_no_circle(self, office: Office, keeper: Caller):
        one, other = [(await keeper.post("/organs", said())).body["id"] for _ in range(2)]
        answers = await asyncio.gather(
            keeper.patch(f"/organs/{one}", {"superior_id": other}, seen=1),
            keeper.patch(f"/organs/{other}", {"superior_id": one}, seen=1),
        )
        assert sorted(answer.status for answer in answers) == [200, 422]

    async def test_a_closed_one_lets_nobody_in(self, office: Office, keeper: Caller):
        child = (await keeper.post("/organs", said())).body
        person = await office.person(organ_id=child["id"])
        caller = await office.as_(person)
        assert (await caller.get("/me")).status == 200
        assert (await keeper.patch(f"/organs/{child['id']}", {"active": False}, seen=1)).status == 200
        assert (await caller.get("/me")).code == "invalid_token"
        assert (await office.log_in(person)).code == "forbidden"

    async def test_nobody_closes_the_own_one(self, office: Office, keeper: Caller):
        answer = await keeper.patch(f"/organs/{office.organ_id}", {"active": False}, seen=1)
        assert (answer.status, answer.code) == (422, "invalid_combination")


class TestDepartments:
    async def test_are_kept_by_one_and_seen_by_all(self, office: Office, keeper: Caller):
        made = await keeper.post("/departments", {"name": "综合科", "is_office": True, "position": 2})
        assert (made.status, made.headers["etag"]) == (201, '"1"')
        first = (await keeper.post("/departments", {"name": "秘书科", "position": 1})).body
        everybody = await office.as_(await office.person())
        found = (await everybody.get("/departments")).body["items"]
        assert [one["id"] for one in found] == [first["id"], made.body["id"]]
        assert (await everybody.get(f"/departments/{made.body['id']}")).body == made.body
        assert (await everybody.post("/departments", {"name": "督查科"})).status == 403

    async def test_of_other_organs_are_not_there(self, office: Office, keeper: Caller):
        foreign = await office.department(await office.organ())
        below = await office.department(await office.organ(office.organ_id))
        assert (await keeper.get(f"/departments/{foreign}")).status == 404
        assert (await keeper.get(f"/departments/{below}")).status == 200
        assert (await (await office.as_(await office.person())).get(f"/departments/{below}")).status == 404
        for answer in (
            await keeper.post("/departments", {"name": "综合科", "parent_id": str(foreign)}),
            await keeper.post("/departments", {"name": "综合科", "parent_id": str(below)}),
            await keeper.post("/departments", {"name": "综合科", "organ_id": str(await office.organ())}),
        ):
            assert (answer.status, answer.code) == (422, "reference_not_found")

    async def test_one_name_once_in_an_organ(self, keeper: Caller):
        assert (await keeper.post("/departments", {"name": "综合科"})).status == 201
        assert (await keeper.post("/departments", {"name": "综合科"})).code == "already_exists"

    async def test_none_stands_above_itself(self, office: Office, keeper: Caller):
        one = await office.department()
        other = await office.department(parent_id=one)
        for above in (one, other):
            answer = await keeper.patch(f"/departments/{one}", {"parent_id": str(above)}, seen=1)
            assert (answer.status, answer.code) == (422, "invalid_combination")
        freed = await keeper.patch(f"/departments/{other}", {"parent_id": None}, seen=1)
        assert freed.body["parent_id"] is None
        assert (await keeper.patch(f"/departments/{one}", {"parent_id": str(other)}, seen=1)).status == 200

    async def test_have_a_leader_in_charge(self, office: Office, keeper: Caller):
        department, leader = await office.department(), await office.person(name="方正")
        path = f"/departments/{department}/leader"
        assert (await keeper.put(path, {"person_id": str(leader.id)})).status == 428
        put = await keeper.put(path, {"person_id": str(leader.id)}, seen=1)
        assert (put.body["leader_id"], put.body["leader_name"]) == (str(leader.id), "方正")
        [found] = (await keeper.get("/departments", leader_id=str(leader.id))).body["items"]
        assert found["id"] == str(department)
        assert (await keeper.put(path, {"person_id": None}, seen=2)).body["leader_id"] is None

    async def test_the_leader_is_an_active_member_of_staff_here(self, office: Office, keeper: Caller):
        department = await office.department()
        unfit = [
            await office.person(PersonKind.SYS_ADMIN),
            await office.person(active=False),
            await office.person(organ_id=await office.organ()),
        ]
        for one in unfit:
            answer = await keeper.put(f"/departments/{department}/leader", {"person_id": str(one.id)}, seen=1)
            assert (answer.status, answer.code) == (422, "reference_not_found")
