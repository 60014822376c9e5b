"""The office itself: organs, departments, people, posts, roles and passwords, set up as administrators do it."""

from contextlib import AbstractAsyncContextManager
from datetime import date
from uuid import UUID

from app.core.actor import Actor, Origin
from app.db.database import Database, Db
from app.jobs.demo import cast
from app.jobs.demo.equipment import cut_seals, found_archive, give_codes
from app.repositories.identity.people import PeopleRepository
from app.schemas.identity.organs import DepartmentCreate, OrganCreate, OrganUpdate
from app.schemas.identity.people import AddPost, PersonCreate, RolesWrite
from app.services.audit.service import AuditService
from app.services.identity.bootstrap import bootstrap_organ, bootstrap_person
from app.services.identity.departments import DepartmentService
from app.services.identity.organs import OrganService
from app.services.identity.people import PeopleService
from app.services.identity.roles import RoleService
from app.vocabulary.identity import ADMIN_PERMISSIONS, PersonKind, Role

_ABOVE = ("city", "party", cast.MAIN)
_POSTS_SINCE = date(2024, 3, 1)
_REGISTERED = date(2002, 1, 1)


class Founding:
    """Sets up the organs of the demo. Organs without a superior and the three administrators (三员) come first, as at an
    installation; everything else is done by those administrators through the services."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.organs: dict[str, UUID] = {}
        self.people: dict[str, UUID] = {}
        self.codes: dict[str, UUID] = {}
        self.seals: dict[tuple[str, str], UUID] = {}
        self._departments: dict[tuple[str, str], UUID] = {}
        self._versions: dict[str, int] = {}

    async def found(self) -> None:
        async with self._unit() as db:
            await self._install(db)
            await db.commit()
        for plan in cast.organs():
            async with self._unit() as db:
                await self._set_up(db, plan)
                await db.commit()
        async with self._unit() as db:
            await self._relate(db)
            for plan in cast.organs():
                await self._equip(db, plan)
            await db.commit()

    async def open_log_ins(self, secret: str) -> None:
        """Give everybody the same password, now. An office nobody can log in to was not founded to the end."""
        async with self._unit() as db:
            for username, person_id in self.people.items():
                person = await PeopleRepository(db).lock(person_id)
                assert person is not None, username
                person.password_hash, person.password_changed_at = secret, db.clock.now()
                chooser = Actor(person_id, person.name, person.organ_id)
                AuditService(db, chooser).record("person", person_id, "change_password", entity=person)
            await db.commit()

    def _unit(self) -> AbstractAsyncContextManager[Db]:
        return self._database.open(writes=True, origin=Origin("demo-founding", "10.36.0.2", "demo_found"))

    async def _install(self, db: Db) -> None:
        """The main organ, those above it, and its administrators: what exists before anybody can log in."""
        for plan in (one for one in cast.organs() if one.key in _ABOVE):
            self.organs[plan.key] = await bootstrap_organ(
                db,
                name=plan.name,
                short_name=plan.short_name,
                code=plan.code,
                profile=plan.profile,
                superior_id=self.organs.get(plan.superior or ""),
            )
        for kind, (username, name) in cast.ADMINISTRATORS.items():
            made = await bootstrap_person(db, organ_id=self.organs[cast.MAIN], username=username, name=name, kind=kind)
            self.people[username] = made.person_id
        second = self.organs[cast.main().second_superior or ""]
        said = OrganUpdate(second_superior_id=second, registered_from=_REGISTERED)
        await OrganService(db, self._admin(PersonKind.SYS_ADMIN)).update(self.organs[cast.MAIN], 1, said)

    def _admin(self, kind: PersonKind, organ: str = cast.MAIN) -> Actor:
        """An administrator at work in an organ."""
        username, name = cast.ADMINISTRATORS[kind]
        permissions = frozenset[str](ADMIN_PERMISSIONS[kind])
        return Actor(self.people[username], name, self.organs[organ], permissions=permissions)

    async def _equip(self, db: Db, plan: cast.OrganPlan) -> None:
        """机关代字, seals and archive of one organ, by its office director."""
        director, keeper = self._director(plan.key), cast.Crew(plan.key).holder(Role.SEAL_KEEPER)
        self.codes |= await give_codes(db, plan, director)
        self.seals |= await cut_seals(db, plan, director, self.people[keeper])
        await found_archive(db, plan, director)

    def _director(self, organ: str) -> Actor:
        username = cast.Crew(organ).holder(Role.OFFICE_DIRECTOR)
        return Actor(self.people[username], cast.name_of(username), self.organs[organ])

    async def _set_up(self, db: Db, plan: cast.OrganPlan) -> None:
        """One organ with its departments and people."""
        if plan.key not in self.organs:
            said = OrganCreate(
                name=plan.name,
                short_name=plan.short_name,
                code=plan.code,
                profile=plan.profile,
                superior_id=self.organs[plan.superior or cast.MAIN],
                second_superior_id=self.organs.get(plan.second_superior or ""),
                registered_from=_REGISTERED,
            )
            made = await OrganService(db, self._admin(PersonKind.SYS_ADMIN)).create(said)
            self.organs[plan.key] = made["id"]
        service = DepartmentService(db, self._admin(PersonKind.SYS_ADMIN, plan.key))
        mine = [one for one in cast.departments() if one.organ == plan.key]
        for place, one in enumerate(mine, start=1):
            view = await service.create(DepartmentCreate(name=one.name, is_office=one.is_office, position=place * 10))
            self._departments[plan.key, one.name] = view["id"]
        for place, person in enumerate((one for one in cast.people() if one.organ == plan.key), start=1):
            await self._appoint(db, person, place * 10)

    async def _appoint(self, db: Db, plan: cast.PersonPlan, position: int) -> None:
        """An account, its password, the post, the roles."""
        people = PeopleService(db, self._admin(PersonKind.SYS_ADMIN, plan.organ))
        phone = f"199{len(self.people):08}"
        person_id = (await people.create(PersonCreate(username=plan.username, name=plan.name, phone=phone)))["id"]
        self.people[plan.username] = person_id
        said = AddPost(
            department_id=self._departments.get((plan.organ, plan.department or "")),
            title=plan.title,
            is_head=plan.is_head,
            position=position,
            starts_on=_POSTS_SINCE,
        )
        version = (await people.add_post(person_id, 1, said))["version"]
        if plan.roles:
            roles = RoleService(db, self._admin(PersonKind.SEC_ADMIN, plan.organ))
            version = (await roles.put(person_id, version, RolesWrite(roles=list(plan.roles))))["version"]
        self._versions[plan.username] = version

    async def _relate(self, db: Db) -> None:
        """What joins people: leaders in charge, AB角, and one who also holds a post in another organ."""
        for department in (one for one in cast.departments() if one.leader):
            service = DepartmentService(db, self._admin(PersonKind.SYS_ADMIN, department.organ))
            department_id = self._departments[department.organ, department.name]
            await service.put_leader(department_id, 1, self.people[department.leader or ""])
        for plan in (one for one in cast.people() if one.counterpart):
            people = PeopleService(db, self._admin(PersonKind.SYS_ADMIN, plan.organ))
            other = self.people[plan.counterpart or ""]
            view = await people.put_counterpart(self.people[plan.username], self._versions[plan.username], other)
            self._versions[plan.username] = view["version"]
        await self._second_post(db, *cast.GUEST)

    async def _second_post(self, db: Db, guest: str, organ: str, department: str, title: str) -> None:
        said = AddPost(
            organ_id=self.organs[organ],
            department_id=self._departments[organ, department],
            title=title,
            is_head=True,
            position=900,
            starts_on=_POSTS_SINCE,
        )
        people = PeopleService(db, self._admin(PersonKind.SYS_ADMIN))
        await people.add_post(self.people[guest], self._versions[guest], said)
