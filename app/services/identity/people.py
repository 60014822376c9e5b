"""Accounts: made without rights by the system administrator (SEC-R42), found by everybody in the organ."""

from typing import Any
from uuid import UUID

from app.core.actor import Actor
from app.core.clock import local_day
from app.core.errors import Forbidden, NotFound, ReferenceNotFound, Senseless, TransitionRefused
from app.core.ids import new_id
from app.db.database import Db
from app.db.slice import Slice, Wanted
from app.models.identity import Person, Post
from app.models.trail import AuditEntry
from app.repositories.archive_flows import LoanRepository
from app.repositories.identity.organs import DepartmentRepository
from app.repositories.identity.people import PeopleRepository
from app.repositories.identity.sessions import SessionRepository
from app.rules.checks.archiving import check_leaving
from app.rules.finding import Finding
from app.schemas.identity.people import AddPost, EndPost, PersonCreate, PersonUpdate
from app.services.audit.service import AuditService
from app.services.identity.reach import administers, as_seen, reach_of, refuse
from app.vocabulary.identity import ADMINISTRATORS, Permission, PersonKind


class PeopleService:
    def __init__(self, db: Db, actor: Actor) -> None:
        self._db, self._actor = db, actor
        self._people, self._audit = PeopleRepository(db), AuditService(db, actor)
        self._today = local_day(db.clock.now())

    async def _binds(self) -> dict[str, Any]:
        """What decides whom the caller sees, and how much of them."""
        return {
            "me": self._actor.user_id,
            "plain": self._actor.can(Permission.PEOPLE_WRITE),
            "administers": administers(self._actor),
            "organs": list(await reach_of(self._db, self._actor)),
            "today": self._today,
        }

    async def search(self, wanted: Wanted) -> Slice:
        """The people of the caller's organ; for administrators also those of the organs under it."""
        return await self._people.search(wanted, await self._binds())

    async def view(self, person_id: UUID) -> dict[str, Any]:
        """Raises: NotFound."""
        row = await self._people.one(person_id, await self._binds())
        if row is None:
            raise NotFound
        return dict(row._mapping)

    async def create(self, said: PersonCreate) -> dict[str, Any]:
        """Make an account for a member of staff: no role, no post, no password.

        Raises: ReferenceNotFound, AlreadyExists (the user name).
        """
        organ_id = said.organ_id or self._actor.organ_id
        if organ_id not in await reach_of(self._db, self._actor):
            raise ReferenceNotFound("/organ_id")
        person = Person(
            id=new_id(),
            organ_id=organ_id,
            username=said.username,
            name=said.name,
            kind=PersonKind.STAFF,
            phone=said.phone,
            password_history=[],
            created_at=self._db.clock.now(),
        )
        self._db.add(person)
        self._record(person, "create")
        return await self.view(person.id)

    async def update(self, person_id: UUID, seen: int, said: PersonUpdate) -> dict[str, Any]:
        """Raises: NotFound, Stale."""
        person = await self.locked(person_id, seen)
        for name, value in said.model_dump(exclude_unset=True).items():
            setattr(person, name, value)
        return await self._done(person, "update")

    async def disable(self, person_id: UUID, seen: int) -> dict[str, Any]:
        """Close an account: its log-ins end, the next request with one of its tokens is refused.

        Raises: NotFound, Stale, TransitionRefused, Senseless (oneself), RuleViolated (the organ's last administrator
        of the kind, SEC-R40; records on loan, DOC-X13).
        """
        person = await self.locked(person_id, seen)
        if not person.active:
            raise TransitionRefused("账号已经停用")
        if person.id == self._actor.user_id:
            raise Senseless("", "不能停用自己的账号")
        if person.kind in ADMINISTRATORS and not await self._people.others_of_kind(person):
            refuse((Finding("SEC-R40", f"这是本机关唯一的{person.kind.label}，请先任命接任的人"),))
        refuse(check_leaving(await LoanRepository(self._db).lent_to(person.id)))
        person.active = False
        view = await self._done(person, "disable")
        await SessionRepository(self._db).end_all(person.id, self._db.clock.now())
        return view

    async def enable(self, person_id: UUID, seen: int) -> dict[str, Any]:
        """Raises: NotFound, Stale, TransitionRefused."""
        person = await self.locked(person_id, seen)
        if person.active:
            raise TransitionRefused("账号已经启用")
        person.active = True
        return await self._done(person, "enable")

    async def put_counterpart(self, person_id: UUID, seen: int, counterpart_id: UUID | None) -> dict[str, Any]:
        """Name who takes over while the person is away (AB角).

        Raises: NotFound, Stale, ReferenceNotFound (no active member of staff of the person's organ, or the person).
        """
        person = await self.locked(person_id, seen)
        if counterpart_id is not None:
            members = await self._people.members([counterpart_id], person.organ_id, self._today)
            if members.get(counterpart_id) != PersonKind.STAFF or counterpart_id == person_id:
                raise ReferenceNotFound("/person_id")
        person.counterpart_id = counterpart_id
        return await self._done(person, "put_counterpart")

    async def add_post(self, person_id: UUID, seen: int, said: AddPost) -> dict[str, Any]:
        """Appoint (任职); from the first day on the post decides departments and headship.

        Raises: NotFound, Stale, ReferenceNotFound, AlreadyExists, Senseless.
        """
        person = await self._visible(person_id, seen)
        organ_id = said.organ_id or self._actor.organ_id
        if organ_id not in await reach_of(self._db, self._actor):
            raise ReferenceNotFound("/organ_id")
        departments = DepartmentRepository(self._db)
        if said.department_id is not None and not await departments.is_in(said.department_id, organ_id):
            raise ReferenceNotFound("/department_id")
        if said.is_head and said.department_id is None:
            raise Senseless("/is_head", "负责人须指明内设机构")
        if said.ends_on is not None and said.ends_on <= said.starts_on:
            raise Senseless("/ends_on", "免职日期应当晚于任职日期")
        post = Post(id=new_id(), person_id=person.id, **said.model_dump() | {"organ_id": organ_id})
        self._db.add(post)
        self._audit.record("post", post.id, "create", entity=post)
        return await self._done(person, "add_post")

    async def end_post(self, person_id: UUID, seen: int, said: EndPost) -> dict[str, Any]:
        """Remove from a post (免职) from that day on.

        Raises: NotFound, Stale, ReferenceNotFound, Senseless.
        """
        person = await self._visible(person_id, seen)
        post = await self._people.post(person_id, said.post_id)
        if post is None or post.organ_id not in await reach_of(self._db, self._actor):
            raise ReferenceNotFound("/post_id")
        if said.ends_on <= post.starts_on:
            raise Senseless("/ends_on", "免职日期应当晚于任职日期")
        post.ends_on = said.ends_on
        self._audit.record("post", post.id, "end", entity=post)
        return await self._done(person, "end_post")

    async def locked(self, person_id: UUID, seen: int) -> Person:
        """An account the caller keeps, locked and one version further.

        Raises: NotFound, Stale, Forbidden (a guest: kept by the organ the person is at home in).
        """
        person = await self._visible(person_id, seen)
        if person.organ_id not in await reach_of(self._db, self._actor):
            raise Forbidden("账号由人事关系所在机关管理")
        return person

    async def _visible(self, person_id: UUID, seen: int) -> Person:
        if not await self._people.is_visible(person_id, await self._binds()):
            raise NotFound
        return as_seen(await self._people.lock(person_id), seen)

    async def _done(self, person: Person, action: str) -> dict[str, Any]:
        self._record(person, action)
        await self._db.forget()
        return await self.view(person.id)

    def _record(self, person: Person, action: str) -> AuditEntry:
        """The trail says that a phone number changed, never the number."""
        entry = self._audit.record("person", person.id, action, entity=person)
        if "phone" in entry.changes:
            entry.changes = entry.changes | {"phone": [None, None]}
        return entry
