"""An office with somebody of every kind, and for each of them something of their own, of a colleague's, of strangers."""

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from fastapi import FastAPI

from app.core.clock import local_day
from app.core.ids import new_id
from app.models.identity import Delegation, ServiceKey
from app.models.matters import Participant
from app.services.identity.hashing import digest
from app.services.identity.tokens import service_key
from app.vocabulary.documents import IncomingState as Is
from app.vocabulary.identity import Permission, Role
from app.vocabulary.outgoing import OutgoingState as Out
from app.vocabulary.seals import SealRequestState as Asked
from tests.contract.rights import EVERYBODY, KEEPERS, STAFF
from tests.factories.archives import Archive
from tests.factories.client import Client
from tests.factories.desks import Desks
from tests.factories.make import Make, Someone
from tests.factories.office import Office, staffed
from tests.factories.outgoing import Letters
from tests.factories.papers import Paper, Papers
from tests.factories.seals import Stamps

SCOPE = Permission.INCOMING_READ
"""The one scope of the service key."""
Ids = Mapping[str, Mapping[str, str]]
"""Relation → caller → id."""


@dataclass(frozen=True)
class House:
    """``things``: path parameter → relation → caller → id."""

    clients: Mapping[str, Client]
    things: Mapping[str, Ids]


@dataclass
class Side:
    """One of two offices: its people, a client of whoever holds every role, and how its desks are filled."""

    office: Office
    client: Client
    desks: Desks
    papers: Papers
    letters: Letters
    stamps: Stamps

    def archive(self, make: Make) -> Archive:
        return Archive(make, self.client, self.office.organ, self.office.everything, self.office.handler)


async def built(app: FastAPI, make: Make, stack: AsyncExitStack) -> House:
    """Both offices. What is ``own`` to the callers was given to them; of the rest they have no part."""
    home, abroad = await side(app, make, stack), await side(app, make, stack)
    people = callers(home.office)
    key_id, secret = await key_of(make, people["key"])
    tokens = {name: someone.token for name, someone in people.items()} | {"key": secret}
    clients = {name: await stack.enter_async_context(Client(app, tokens.get(name))) for name in sorted(EVERYBODY)}
    part = [people[name].id for name in sorted(STAFF)]
    things = {
        "document_id": await documents(make, home, abroad, part),
        "outgoing_id": await letters(make, home, abroad, part),
        "code_id": everywhere(await home.letters.code(), await abroad.letters.code()),
        "seal_id": everywhere(await home.stamps.usual(), await abroad.stamps.usual()),
        "use_id": everywhere(await used(home), await used(abroad)),
        "seal_request_id": await requests(make, home, abroad, part),
        "attachment_id": await attachments(make, home, abroad, part),
        "notification_id": await notifications(home, abroad, people),
        "delegation_id": await delegations(make, home, abroad, people),
        "person_id": everywhere(str(home.office.clerk.id), str(abroad.office.clerk.id)),
        "department_id": everywhere(str(home.office.department.id), str(abroad.office.department.id)),
        "organ_id": everywhere(str(home.office.organ.id), str(abroad.office.organ.id)),
        "series_id": everywhere(await series(home), await series(abroad)),
        "service_key_id": everywhere(key_id, (await key_of(make, abroad.office.clerk))[0]),
    }
    things |= await archives(make, home, abroad, part, clients)
    things["task_id"] = await tasks(home, abroad, things["document_id"])
    return House(clients, things)


async def side(app: FastAPI, make: Make, stack: AsyncExitStack) -> Side:
    office = await staffed(make)
    client = await stack.enter_async_context(Client(app, office.everything.token))
    papers = Papers(client, office.everything.id, office.handler, make.database.clock.now())
    letters = Letters(client, office.everything.id, office.handler)
    stamps = Stamps(client, office.everything.id, office.handler)
    return Side(office, client, Desks(client, office, make), papers, letters, stamps)


def callers(office: Office) -> dict[str, Someone]:
    """Everybody who has a log-in or a key, by the name the table calls them."""
    people: dict[str, Someone] = {str(role): someone for role, someone in office.roles.items()}
    people |= {str(kind): someone for kind, someone in office.administrators.items()}
    return people | {"staff": office.handler, "key": office.roles[Role.OFFICE_CLERK]}


async def key_of(make: Make, someone: Someone) -> tuple[str, str]:
    """The id and the secret of a service key with one scope."""
    secret, prefix = service_key()
    now = make.database.clock.now()
    made = ServiceKey(
        id=new_id(),
        organ_id=someone.organ_id,
        person_id=someone.id,
        name="旧 OA 收文对接",
        prefix=prefix,
        secret_hash=digest(secret),
        scopes=[SCOPE],
        networks=["127.0.0.0/8"],
        expires_at=now + timedelta(days=30),
        created_by_id=someone.id,
        created_at=now,
    )
    await make.add(made)
    return str(made.id), secret


def everywhere(here: str, there: str) -> Ids:
    """What belongs to the organ and to nobody in it."""
    return related(here, here, there)


def related(own: str, organ: str, other: str) -> Ids:
    """Three things, each the same for every caller."""
    return {
        relation: dict.fromkeys(EVERYBODY, one)
        for relation, one in zip(("own", "organ", "other"), (own, organ, other), strict=True)
    }


async def enter(make: Make, paper: Paper, people: Sequence[UUID]) -> None:
    await make.add(*(Participant(person_id=one, matter_id=paper["id"]) for one in people))


async def documents(make: Make, home: Side, abroad: Side, part: Sequence[UUID]) -> Ids:
    """Returned papers: all can be read of them, the return notice too."""
    own, organ = [await home.papers.bring(Is.RETURNED_TO_SENDER) for _ in range(2)]
    other = await abroad.papers.bring(Is.RETURNED_TO_SENDER)
    await enter(make, own, part)
    return related(own["id"], organ["id"], other["id"])


async def letters(make: Make, home: Side, abroad: Side, part: Sequence[UUID]) -> Ids:
    own, organ = [await home.letters.bring(Out.REVIEW) for _ in range(2)]
    other = await abroad.letters.bring(Out.REVIEW)
    await enter(make, own, part)
    return related(own["id"], organ["id"], other["id"])


async def requests(make: Make, home: Side, abroad: Side, part: Sequence[UUID]) -> Ids:
    own, organ = [await home.stamps.bring(Asked.DRAFT) for _ in range(2)]
    other = await abroad.stamps.bring(Asked.DRAFT)
    await enter(make, own, part)
    return related(own["id"], organ["id"], other["id"])


async def used(where: Side) -> str:
    """The id of an entry in the log of a seal."""
    found: str = (await where.stamps.bring(Asked.DONE))["use_id"]
    return found


async def tasks(home: Side, abroad: Side, documents: Ids) -> Ids:
    found = []
    for relation, where in (("own", home), ("organ", home), ("other", abroad)):
        paper = (await where.client.get(f"/incoming-documents/{documents[relation]['staff']}")).json()
        found.append(paper["tasks"][0]["id"])
    return related(*found)


async def attachments(make: Make, home: Side, abroad: Side, part: Sequence[UUID]) -> Ids:
    own, organ = await home.desks.received(2)
    (other,) = await abroad.desks.received(1)
    await enter(make, own, part)
    return related(await home.desks.file(own), await home.desks.file(organ), await abroad.desks.file(other))


async def notifications(home: Side, abroad: Side, people: Mapping[str, Someone]) -> Ids:
    colleague = await home.desks.message(home.office.everything)
    own = {name: await home.desks.message(someone) for name, someone in people.items()}
    return {**related(colleague, colleague, await abroad.desks.message(abroad.office.everything)), "own": own}


async def delegations(make: Make, home: Side, abroad: Side, people: Mapping[str, Someone]) -> Ids:
    """Of each member of staff to whoever holds everything; the latter's own is a colleague's."""
    boss, deputy = home.office.everything, home.office.clerk
    own = {name: await delegation(make, people[name], boss) for name in STAFF}
    organ = await delegation(make, boss, deputy)
    other = await delegation(make, abroad.office.everything, abroad.office.clerk)
    return {**related(organ, organ, other), "own": own}


async def delegation(make: Make, principal: Someone, delegate: Someone) -> str:
    now = make.database.clock.now()
    made = Delegation(
        id=new_id(),
        organ_id=principal.organ_id,
        principal_id=principal.id,
        delegate_id=delegate.id,
        starts_on=local_day(now),
        ends_on=local_day(now),
        reason="外出开会",
        created_by_id=principal.id,
        created_at=now,
    )
    await make.add(made)
    return str(made.id)


async def archives(
    make: Make, home: Side, abroad: Side, part: Sequence[UUID], clients: Mapping[str, Client]
) -> dict[str, Ids]:
    """Records with their files, a loan, a disposal list, a check of each organ, and an export of each keeper."""
    here, there = home.archive(make), abroad.archive(make)
    own, organ, other = [await one.filed_of_2010() for one in (here, here, there)]
    loans = [await one.lent() for one in (here, here, there)]
    lists = [await one.proposed() for one in (here, here, there)]
    checks = [await one.checked() for one in (here, there)]
    for one in ({"id": own["matter_id"]}, loans[0], lists[0]):
        await enter(make, one, part)
    exports = {name: await taken_out(clients[name], own) for name in sorted(KEEPERS)}
    colleague, stranger = await taken_out(here.client, own), await taken_out(there.client, other)
    records = (own, organ, other)
    return {
        "record_id": related(*(one["id"] for one in records)),
        "component_id": related(*(one["components"][0]["id"] for one in records)),
        "loan_id": related(*(one["id"] for one in loans)),
        "disposal_id": related(*(one["id"] for one in lists)),
        "check_id": everywhere(*checks),
        "export_id": {**related(colleague, colleague, stranger), "own": exports},
    }


async def taken_out(client: Client, record: Mapping[str, str]) -> str:
    answer = await client.post(f"/archive-records/{record['id']}/exports", json={"purpose": "移交县档案馆"})
    assert answer.status_code == 201, answer.text
    found: str = answer.json()["id"]
    return found


async def series(where: Side) -> str:
    found: str = (await where.client.get("/number-series")).json()["items"][0]["id"]
    return found
