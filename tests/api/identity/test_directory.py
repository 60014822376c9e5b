"""What other services ask about people."""

from datetime import timedelta

from app.core.ids import new_id
from app.models.identity import Person
from app.services.identity.directory import Directory, PersonCard
from app.vocabulary.identity import Role
from tests.api.identity.conftest import Office


async def test_holders_come_in_order_of_position_and_belong_here_today(office: Office):
    second, first, unplaced = [await office.person(roles=[Role.LEADER]) for _ in range(3)]
    await office.post(second, office.organ_id, position=2)
    await office.post(first, office.organ_id, position=1)
    await office.person(roles=[Role.LEADER], active=False)
    guest, gone = [await office.person(organ_id=await office.organ()) for _ in range(2)]
    await office.save(*(office.granted(one, Role.LEADER, office.organ_id) for one in (guest, gone)))
    await office.post(guest, office.organ_id, position=3)
    yesterday = office.today - timedelta(days=1)
    await office.post(gone, office.organ_id, starts_on=yesterday, ends_on=office.today)
    async with office.database.open() as db:
        holders = await Directory(db).holders(office.organ_id)
    assert holders == {Role.LEADER: [first.id, second.id, guest.id, unplaced.id]}


async def test_holders_are_kept_in_memory_until_rights_change(office: Office):
    person = await office.person()
    async with office.database.open(writes=True) as db:
        assert await Directory(db).holders(office.organ_id) == {}
        db.add(office.granted(person, Role.OFFICE_DIRECTOR))
        assert await Directory(db).office_director(office.organ_id) is None
        await db.forget()
        await db.commit()
        assert await Directory(db).office_director(office.organ_id) == person.id


async def test_people_are_told_in_one_query_and_strangers_are_left_out(office: Office):
    person, closed = await office.person(name="王芳"), await office.person(name="李雪梅", active=False)
    second, first = await office.department(), await office.department()
    await office.post(person, office.organ_id, second, position=2)
    await office.post(person, office.organ_id, first, position=1)
    async with office.database.open() as db:
        directory = Directory(db)
        assert await directory.people([person.id, closed.id, new_id()]) == {
            person.id: PersonCard("王芳", office.organ_id, first, active=True),
            closed.id: PersonCard("李雪梅", office.organ_id, None, active=False),
        }
        assert await directory.people([]) == {}
        assert await directory.department_of(person.id, office.organ_id) == first
        assert await directory.department_of(person.id, new_id()) is None


class TestHeadOf:
    async def head_of(self, office: Office, person: Person) -> object:
        async with office.database.open() as db:
            return await Directory(db).head_of(person.id)

    async def test_is_the_head_of_the_department_and_for_that_head_the_one_above(self, office: Office):
        upper = await office.department()
        lower = await office.department(parent_id=upper)
        chief, head, clerk = [await office.person() for _ in range(3)]
        await office.post(chief, office.organ_id, upper, is_head=True)
        await office.post(head, office.organ_id, lower, is_head=True)
        await office.post(clerk, office.organ_id, lower)
        assert await self.head_of(office, clerk) == head.id
        assert await self.head_of(office, head) == chief.id
        assert await self.head_of(office, chief) is None

    async def test_is_the_leader_in_charge_where_no_head_is_left(self, office: Office):
        leader, head = await office.person(), await office.person()
        department = await office.department(leader_id=leader.id)
        await office.post(head, office.organ_id, department, is_head=True)
        await office.post(leader, office.organ_id, department)
        assert await self.head_of(office, head) == leader.id
        assert await self.head_of(office, leader) == head.id

    async def test_is_nobody_whose_post_has_ended_or_account_is_closed(self, office: Office):
        department, clerk = await office.department(), await office.person()
        await office.post(clerk, office.organ_id, department)
        closed, former = await office.person(active=False), await office.person()
        yesterday = office.today - timedelta(days=1)
        await office.post(closed, office.organ_id, department, is_head=True)
        await office.post(former, office.organ_id, department, is_head=True, starts_on=yesterday, ends_on=office.today)
        assert await self.head_of(office, clerk) is None
        assert await self.head_of(office, await office.person()) is None
