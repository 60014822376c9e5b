"""Whatever people do with papers, in whatever order: an open paper always waits for somebody, and nobody acts unseen."""

import random
from datetime import date, timedelta

import pytest

from app.core.actor import Actor, Origin
from app.core.clock import FixedClock
from app.core.errors import AppError, Forbidden, NotFound, RuleViolated, Senseless, TransitionRefused
from app.core.ids import new_id
from app.db.database import Database
from app.models.identity import Department, Organ, Person, Post, RoleGrant
from app.schemas.documents import Comment, DecideExtension, HandOver, RequestExtension, Said, Urge
from app.schemas.incoming import IncomingDocumentCreate, IncomingDocumentUpdate
from app.schemas.incoming_steps import (
    AssignIncoming,
    CirculateIncoming,
    CloseIncoming,
    CorrectionRecord,
    CorrectionRequest,
    DisposeIncoming,
    HandBack,
    InstructIncoming,
    InstructOrally,
    ReadIncoming,
    ReplyIncoming,
    ReportIncoming,
    ReturnToSender,
    ScreenIncoming,
    SendBack,
    TriageIncoming,
    VoidIncoming,
)
from app.services.incoming.handling import IncomingHandlingService
from app.services.incoming.reading import IncomingReadingService
from app.services.incoming.service import IncomingDocumentService
from app.services.incoming.workflow import INCOMING
from app.vocabulary.common import Profile
from app.vocabulary.documents import IncomingAction as Do
from app.vocabulary.documents import IncomingState as Is
from app.vocabulary.identity import GRANTS, STAFF_PERMISSIONS, PersonKind, Role
from app.vocabulary.tasks import TaskState
from tests.factories.clockwork import MORNING

OF_THE_SENDER = {Do.DELIVER, Do.RECALL, Do.ASK_RECALL}
"""What the sender's organ does; nobody here can even ask for it."""
ENDINGS = {Do.VOID, Do.RETURN_TO_SENDER, Do.DISPOSE}


async def office(database: Database) -> list[Actor]:
    """An organ with one holder for each role, two handlers without any, and somebody from elsewhere."""
    now, people = database.clock.now(), []
    async with database.open(writes=True) as db:
        for roles in ([*Role, None, None], [Role.OFFICE_DIRECTOR]):
            organ_id, department_id, name = new_id(), new_id(), str(new_id())
            db.add(
                Organ(id=organ_id, name=name, short_name=name, code=name[-12:], profile=Profile.PARTY_GOV),
                Department(id=department_id, organ_id=organ_id, name="综合股"),
            )
            for role in roles:
                person_id = new_id()
                db.add(
                    Person(
                        id=person_id,
                        organ_id=organ_id,
                        username=str(person_id),
                        name=role.label if role else "干事",
                        kind=PersonKind.STAFF,
                        created_at=now,
                    ),
                    Post(
                        id=new_id(),
                        person_id=person_id,
                        organ_id=organ_id,
                        department_id=department_id,
                        title="职员",
                        starts_on=date(2020, 1, 1),
                    ),
                )
                if role:
                    db.add(
                        RoleGrant(
                            id=new_id(),
                            person_id=person_id,
                            person_kind=PersonKind.STAFF,
                            organ_id=organ_id,
                            role=role,
                            granted_at=now,
                        )
                    )
                held = frozenset({role}) if role else frozenset()
                rights = STAFF_PERMISSIONS | (GRANTS[role] if role else frozenset())
                people.append(Actor(person_id, str(role), organ_id, roles=held, permissions=rights))
        await db.commit()
    return people


def paper(rng: random.Random, now, urgency: str) -> IncomingDocumentCreate:
    return IncomingDocumentCreate(
        title=f"关于第{rng.randrange(10**9)}号事项的通知",
        sender_name="江州市人民政府办公室",
        doc_type=rng.choice(["notice", "request_instruction", "report"]),
        urgency=urgency,
        received_at=now,
        channel="exchange",
        doc_date=date(2026, 11, 18),
        due_at=now + timedelta(days=9) if urgency != "none" else None,
    )


def words(action: Do, view: dict, rng: random.Random, staff: list[Actor], now) -> object:
    """A plausible body for an action."""
    someone = [one.user_id for one in rng.sample(staff, 3)]
    later = now + timedelta(days=rng.randrange(2, 30))
    leader = next(one.user_id for one in staff if Role.LEADER in one.roles)
    open_tasks = [task["id"] for task in view["tasks"] if task["state"] == TaskState.OPEN]
    passed = {"ours": True, "routing": True, "form": True, "consulted": True, "drafting": True}
    bodies = {
        Do.UPDATE: lambda: IncomingDocumentUpdate(pages=rng.randrange(1, 90)),
        Do.SCREEN: lambda: ScreenIncoming(**passed),
        Do.RETURN_TO_SENDER: lambda: ReturnToSender(reasons=["no_seal"]),
        Do.REQUEST_CORRECTION: lambda: CorrectionRequest(wanted="补附件", due_on=(now + timedelta(days=3)).date()),
        Do.RECORD_CORRECTION: lambda: CorrectionRecord(note="已补齐"),
        Do.TRIAGE: lambda: TriageIncoming(
            handling_kind=rng.choice(["for_action", "for_action", "for_information"]),
            proposal="拟请办理",
            due_at=later,
            supervisor_id=someone[0],
        ),
        Do.INSTRUCT: lambda: InstructIncoming(opinion="同意", lead_handler_id=someone[0], co_handler_ids=someone[1:]),
        Do.INSTRUCT_ORALLY: lambda: InstructOrally(
            opinion="先办", leader_id=leader, said_at=now, lead_handler_id=someone[0]
        ),
        Do.CONFIRM_INSTRUCTION: lambda: Comment(opinion="同意"),
        Do.ASSIGN: lambda: AssignIncoming(
            lead_handler_id=someone[0], co_handler_ids=someone[1:2], supervisor_id=someone[2]
        ),
        Do.CIRCULATE: lambda: CirculateIncoming(reader_ids=someone, order=rng.choice(["in_turn", "parallel"])),
        Do.READ: ReadIncoming,
        Do.REPORT: lambda: ReportIncoming(opinion="已办"),
        Do.HAND_BACK: lambda: HandBack(reason="不属本股职责"),
        Do.HAND_OVER: lambda: HandOver(task_id=rng.choice(open_tasks), to_person_id=someone[0], reason="出差"),
        Do.REQUEST_EXTENSION: lambda: RequestExtension(to_due_at=now + timedelta(days=60), reason="需要核实"),
        Do.DECIDE_EXTENSION: lambda: DecideExtension(approved=rng.random() < 0.5),
        Do.REPLY: lambda: ReplyIncoming(opinion="已办", reply_number="清政函〔2026〕3号"),
        Do.CLOSE: lambda: CloseIncoming(result="办结"),
        Do.DISPOSE: lambda: DisposeIncoming(disposal="archive", retention="y10"),
        Do.URGE: lambda: Urge(note="请抓紧"),
        Do.COMMENT: lambda: Comment(opinion="已阅"),
        Do.SEND_BACK: lambda: SendBack(to_state=rng.choice(["registered", "screened", "triaged"]), reason="重办"),
        Do.VOID: lambda: VoidIncoming(reason="登记有误"),
    }
    return bodies.get(action, Said)()


@pytest.fixture
async def database(database_url):
    made = Database(database_url, clock=FixedClock(MORNING))
    yield made
    await made.close()


async def view_of(database: Database, actor: Actor, document_id) -> dict:
    async with database.open() as db:
        return await IncomingReadingService(db, actor).view(document_id)


async def act(database: Database, actor: Actor, view: dict, action: Do, body: object) -> dict:
    service = IncomingDocumentService if hasattr(IncomingDocumentService, action) else IncomingHandlingService
    async with database.open(writes=True, origin=Origin("walk-walk")) as db:
        done = await getattr(service(db, actor), action)(view["id"], view["version"], body)
        await db.commit()
    return done


def check(view: dict) -> None:
    state, tasks = Is(view["state"]), view["tasks"]
    waiting = [task for task in tasks if task["state"] == TaskState.OPEN]
    if state in INCOMING.final:
        assert waiting == []
        assert view["closed_at"] is not None
    else:
        assert waiting, f"nobody holds a paper that is {state}"
    for task in waiting:
        assert task["assignee_id"]
        assert task["due_at"]
    in_turn = [task["group_id"] for task in waiting if task["turn"] > 0]
    assert len(in_turn) == len(set(in_turn)), "two people hold the same reading list"


@pytest.mark.rule("DOC-I06", "DOC-T08")
@pytest.mark.parametrize("seed", range(12))
async def test_a_paper_always_waits_for_somebody(database, seed):
    rng = random.Random(seed)
    *staff, stranger = await office(database)
    receiver = next(one for one in staff if Role.RECEIVER in one.roles)
    async with database.open(writes=True, origin=Origin("walk-walk")) as db:
        urgency = rng.choice(["none", "urgent"])
        view = await IncomingDocumentService(db, receiver).receive(paper(rng, database.clock.now(), urgency))
        await db.commit()
    taken = 0
    for _ in range(150):
        if view["state"] in INCOMING.final:
            break
        actor = rng.choice(staff)
        try:
            seen = await view_of(database, actor, view["id"])
        except NotFound:
            continue
        offered = [one["action"] for one in seen["allowed_actions"] if one["action"] not in (Do.COMMENT, Do.URGE)]
        lasting = [one for one in offered if one not in ENDINGS] or offered
        if not offered:
            continue
        action = Do(rng.choice(offered if rng.random() < 0.1 else lasting))
        try:
            view = await act(database, actor, seen, action, words(action, seen, rng, staff, database.clock.now()))
        except (TransitionRefused, Senseless, RuleViolated):
            continue  # a later place to be sent back to, co-handlers who have not reported, a limit that is over
        except Forbidden:
            assert action is Do.HAND_OVER, f"{action} was offered and refused"
            continue
        check(view)
        taken += 1
        database.clock.advance(hours=rng.randrange(1, 5))
        with pytest.raises(NotFound):
            await view_of(database, stranger, view["id"])
    assert taken >= 3 or view["state"] in INCOMING.final


@pytest.mark.parametrize("seed", range(4))
async def test_nobody_acts_on_what_they_cannot_see(database, seed):
    rng = random.Random(1000 + seed)
    *staff, stranger = await office(database)
    receiver = next(one for one in staff if Role.RECEIVER in one.roles)
    async with database.open(writes=True) as db:
        view = await IncomingDocumentService(db, receiver).receive(paper(rng, database.clock.now(), "none"))
        await db.commit()
    for action in sorted(set(Do) - {Do.RECEIVE, *OF_THE_SENDER}):
        with pytest.raises(AppError) as refused:
            await act(database, stranger, view, action, words(action, view, rng, staff, database.clock.now()))
        assert isinstance(refused.value, NotFound)
