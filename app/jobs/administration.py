"""What an operator does at the server, in one transaction each; every answer is what to print."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.actor import Origin
from app.core.clock import SHANGHAI
from app.core.errors import NotFound
from app.core.ids import new_id
from app.db.database import Database
from app.repositories.commands import CommandRepository
from app.services.identity.bootstrap import Bootstrapped, bootstrap_organ, bootstrap_password, bootstrap_person
from app.services.trail.verifying import Report, verify_trail
from app.settings import Settings
from app.vocabulary.common import Profile
from app.vocabulary.identity import PersonKind

if TYPE_CHECKING:
    from app.jobs.demo import DemoReport


@dataclass(frozen=True, slots=True)
class NewUser:
    """An account to be made. The organ is set up with it if its code is unknown and its name told."""

    username: str
    name: str
    kind: PersonKind
    organ_code: str
    organ_name: str | None = None
    organ_short_name: str | None = None
    organ_profile: Profile = Profile.PARTY_GOV


def _origin(operation: str) -> Origin:
    return Origin(new_id().hex, operation=f"admin_{operation}")


async def create_user(database: Database, settings: Settings, user: NewUser, password: str | None) -> str:
    """Raises: NotFound (no such organ, and no name for one), AlreadyExists, WeakPassword, ValueError (not a user name)."""
    async with database.open(writes=True, origin=_origin("create_user")) as db:
        organ_id = await CommandRepository(db).organ(user.organ_code)
        if organ_id is None:
            if user.organ_name is None:
                raise NotFound(f"没有代码为 {user.organ_code} 的机关；用 --organ-name 写明名称即新建")
            organ_id = await bootstrap_organ(
                db,
                name=user.organ_name,
                short_name=user.organ_short_name or user.organ_name,
                code=user.organ_code,
                profile=user.organ_profile,
            )
        made = await bootstrap_person(
            db,
            organ_id=organ_id,
            username=user.username,
            name=user.name,
            kind=user.kind,
            password=password,
            settings=settings,
        )
        await db.commit()
    return f"{user.username} ({user.kind.label}) is made: {made.person_id}" + _temporary(made)


async def reset_password(database: Database, settings: Settings, username: str) -> str:
    """Raises: NotFound."""
    async with database.open(writes=True, origin=_origin("reset_password")) as db:
        made = await bootstrap_password(db, username, settings)
        await db.commit()
    return f"{username} is logged out everywhere" + _temporary(made)


def _temporary(made: Bootstrapped) -> str:
    if made.temporary_password is None:
        return ""
    return f"\nTemporary password, to be changed at the first log-in: {made.temporary_password}"


def told_of_demo(report: "DemoReport") -> str:
    """Where the demo stands, and a log-in for each role."""
    told = f"made in {report.elapsed:.0f} s" if report.created else "is there already"
    received, written = _counted(report.states), _counted(report.letters)
    people = "\n".join(f"  {one.username:<16} {one.role} {one.name}" for one in report.logins)
    return (
        f"{report.organ}: {told}\n收文 {received}\n发文 {written}\n\nPassword of everybody: {report.password}\n{people}"
    )


def _counted(states: dict[str, int]) -> str:
    return "  ".join(f"{label} {count}" for label, count in states.items())


async def verify(database: Database, anchor: tuple[int, bytes] | None) -> tuple[str, bool]:
    """What there is to say about the trail, and whether it holds."""
    report = await verify_trail(database, _origin("verify_trail"), anchor=anchor)
    return _told(report), report.broken is None


def _told(report: Report) -> str:
    lines = [f"{report.sealed} links hold; the last of them is {report.sealed}:{report.head.hex()}"]
    if report.waiting_since is not None:
        since = report.waiting_since.astimezone(SHANGHAI)
        lines.append(f"{report.waiting} entries are not sealed yet, the oldest of {since:%Y-%m-%d %H:%M:%S}")
    if report.broken is not None:
        broken = report.broken
        lines.append(f"BROKEN at link {broken.number}, entry {broken.entry_id}: {broken.flaw} {broken.flaw.label}")
    return "\n".join(lines)
