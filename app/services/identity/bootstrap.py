"""What only the operator at the server may do: the first organ, its three administrators, their passwords (SEC-R41)."""

from typing import NamedTuple
from uuid import UUID

from app.core.errors import NotFound, WeakPassword
from app.core.ids import new_id
from app.db.database import Db
from app.models.identity import Organ, Person
from app.repositories.identity.people import PeopleRepository
from app.repositories.identity.sessions import SessionRepository
from app.schemas.identity.people import PersonCreate
from app.services.audit.service import AuditService
from app.services.identity.hashing import hashed, temporary_password, weaknesses
from app.settings import Settings, get_settings
from app.vocabulary.common import Profile
from app.vocabulary.identity import PersonKind


class Bootstrapped(NamedTuple):
    """``temporary_password`` is told once and must be changed at the first log-in; None where one was chosen."""

    person_id: UUID
    temporary_password: str | None


async def bootstrap_organ(
    db: Db, *, name: str, short_name: str, code: str, profile: Profile, superior_id: UUID | None = None
) -> UUID:
    """Set up an organ; the caller commits. Raises: AlreadyExists, ReferenceNotFound."""
    organ = Organ(id=new_id(), name=name, short_name=short_name, code=code, profile=profile, superior_id=superior_id)
    db.add(organ)
    AuditService(db, None).record("organ", organ.id, "bootstrap", entity=organ).organ_id = organ.id
    await db.flush()
    return organ.id


async def bootstrap_person(
    db: Db,
    *,
    organ_id: UUID,
    username: str,
    name: str,
    kind: PersonKind = PersonKind.STAFF,
    password: str | None = None,
    settings: Settings | None = None,
) -> Bootstrapped:
    """Make an account of any kind, an administrator's too; the caller commits.

    ``password`` is one the person chose; without it a temporary one is made.
    Raises: ValueError (user name or name are not such), AlreadyExists (the user name), ReferenceNotFound (the organ),
    WeakPassword.
    """
    PersonCreate(username=username, name=name)
    least = (settings or get_settings()).password_min_length
    if password is not None and (wrong := weaknesses(password, username, least)):
        raise WeakPassword("；".join(wrong))
    temporary = None if password is not None else temporary_password(least)
    now = db.clock.now()
    person = Person(
        id=new_id(),
        organ_id=organ_id,
        username=username,
        name=name,
        kind=kind,
        password_hash=await hashed(password or temporary or ""),
        password_changed_at=now if password is not None else None,
        password_history=[],
        created_at=now,
    )
    db.add(person)
    AuditService(db, None).record("person", person.id, "bootstrap", entity=person).organ_id = organ_id
    await db.flush()
    return Bootstrapped(person.id, temporary)


async def bootstrap_password(db: Db, username: str, settings: Settings | None = None) -> Bootstrapped:
    """Give any account a temporary password and end its log-ins; the caller commits. Raises: NotFound."""
    account = await SessionRepository(db).account(username)
    person = await PeopleRepository(db).lock(account.id) if account is not None else None
    if person is None:
        raise NotFound
    temporary = temporary_password((settings or get_settings()).password_min_length)
    past = [one for one in (person.password_hash, *person.password_history) if one]
    person.password_hash, person.password_changed_at = await hashed(temporary), None
    person.password_history = past[: (settings or get_settings()).password_history]
    person.version += 1
    AuditService(db, None).record("person", person.id, "bootstrap_password", entity=person).organ_id = person.organ_id
    await SessionRepository(db).end_all(person.id, db.clock.now())
    await db.forget()
    return Bootstrapped(person.id, temporary)
