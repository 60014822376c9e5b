"""The single acts of an office on an incoming paper: who does it, how long after the act before, what is said."""

from datetime import timedelta
from typing import Any

from app.engine.calendar import STANDARD_HOURS
from app.jobs.demo import words
from app.jobs.demo.hours import WORKDAY
from app.jobs.demo.papers import Paper
from app.jobs.demo.scene import Act, Scene
from app.rules.checks.limits import default_limit
from app.schemas.common import Override
from app.schemas.documents import Said
from app.schemas.incoming import IncomingDocumentCreate
from app.schemas.incoming_steps import (
    AssignIncoming,
    CirculateIncoming,
    CloseIncoming,
    CorrectionRecord,
    CorrectionRequest,
    DisposeIncoming,
    InstructIncoming,
    ReadIncoming,
    ReplyIncoming,
    ReportIncoming,
    ReturnToSender,
    ScreenIncoming,
    TriageIncoming,
    VoidIncoming,
)
from app.vocabulary.documents import Disposal, HandlingKind, Retention, Screening
from app.vocabulary.documents import IncomingAction as Do
from app.vocabulary.identity import Role
from app.vocabulary.tasks import Order

NOT_THE_SAME = Override(rule="OFF-D01", reason=words.TWINS)


def soon(paper: Paper, least: int, most: int) -> int:
    """Some office minutes; an urgent paper goes through the same hands in a sixth of the time."""
    minutes = paper.rng.randint(least, most)
    return max(3, minutes // 6) if paper.is_urgent else minutes


def receive(paper: Paper, *, who: str | None = None, again: Paper | None = None) -> Act:
    """签收; ``again`` is the paper that was returned to the sender and comes back."""

    async def do(scene: Scene) -> None:
        form: dict[str, Any] = {
            **paper.form,
            "received_at": scene.now - timedelta(minutes=paper.rng.randint(1, 12)),
            "resubmission_of_id": again.id if again else None,
            "overrides": [NOT_THE_SAME],
        }
        paper.id = (await scene.documents.receive(IncomingDocumentCreate(**form)))["id"]

    return Act(Do.RECEIVE, who or paper.crew.holder(Role.RECEIVER), 0, do)


def register(paper: Paper) -> Act:
    return Act(
        Do.REGISTER,
        paper.crew.holder(Role.REGISTRAR),
        soon(paper, 8, 90),
        lambda scene: scene.documents.register(*scene.seen, Said()),
    )


def screen(paper: Paper) -> Act:
    answers = dict.fromkeys((str(question) for question in Screening), True)
    return Act(
        Do.SCREEN,
        paper.crew.holder(Role.OFFICE_CLERK),
        soon(paper, 20, 200),
        lambda scene: scene.documents.screen(*scene.seen, ScreenIncoming.model_validate(answers)),
    )


def triage(paper: Paper, kind: HandlingKind) -> Act:
    """拟办. What is urgent gets its limit and its supervisor at this point."""
    supervisor = paper.crew.holder(Role.SUPERVISOR) if paper.is_urgent else None
    to_act = kind == HandlingKind.FOR_ACTION
    said = words.URGENT_PROPOSALS if paper.is_urgent else words.PROPOSALS
    proposal = paper.says(said if to_act else words.PROPOSALS_TO_READ)

    def do(scene: Scene) -> Any:
        if paper.is_urgent and paper.due_at is None:
            limit = default_limit(paper.form["urgency"], paper.form["medium"])
            paper.due_at = scene.time.calendar.due(scene.now, limit, STANDARD_HOURS)
        return scene.documents.triage(
            *scene.seen,
            TriageIncoming(
                handling_kind=kind,
                proposal=proposal,
                instructor_id=scene.people[paper.leader] if to_act else None,
                supervisor_id=scene.people[supervisor] if supervisor else None,
                due_at=paper.due_at if paper.is_urgent else None,
                on_behalf_of_id=scene.behalf,
            ),
        )

    return Act(Do.TRIAGE, paper.crew.holder(Role.OFFICE_DIRECTOR), soon(paper, 40, 420), do)


def instruct(paper: Paper, co_handlers: list[str]) -> Act:
    """批办, by the leader in charge."""
    handler = paper.handler
    opinion = paper.says(words.URGENT_INSTRUCTIONS if paper.is_urgent else words.INSTRUCTIONS)
    return Act(
        Do.INSTRUCT,
        paper.leader,
        soon(paper, 60, 780),
        lambda scene: scene.handling.instruct(
            *scene.seen,
            InstructIncoming(
                opinion=opinion,
                lead_handler_id=scene.people[handler],
                co_handler_ids=scene.ids(co_handlers),
            ),
        ),
    )


def assign(paper: Paper) -> Act:
    """交办 as instructed. A paper without a limit of its own gets one here."""
    opinion, handler = paper.says(words.ASSIGNMENTS), paper.handler

    def do(scene: Scene) -> Any:
        if paper.due_at is None:
            paper.due_at = scene.time.closing(scene.now, paper.limit)
        said = AssignIncoming(
            opinion=opinion,
            lead_handler_id=scene.people[handler],
            due_at=paper.due_at if paper.due_at > scene.now else None,
        )
        return scene.handling.assign(*scene.seen, said)

    return Act(Do.ASSIGN, paper.crew.holder(Role.CIRCULATION_CLERK), soon(paper, 20, 300), do)


def circulate(paper: Paper, readers: list[str], order: Order) -> Act:
    return Act(
        Do.CIRCULATE,
        paper.crew.holder(Role.CIRCULATION_CLERK),
        soon(paper, 20, 300),
        lambda scene: scene.handling.circulate(
            *scene.seen, CirculateIncoming(reader_ids=scene.ids(readers), order=order)
        ),
    )


def read(paper: Paper, reader: str) -> Act:
    opinion = paper.says(words.READINGS)
    return Act(
        Do.READ,
        reader,
        soon(paper, 15, 480),
        lambda scene: scene.handling.read(*scene.seen, ReadIncoming(opinion=opinion)),
    )


def report(paper: Paper, co_handler: str) -> Act:
    opinion = paper.says(words.CO_REPORTS)
    return Act(
        Do.REPORT,
        co_handler,
        soon(paper, 200, 900),
        lambda scene: scene.handling.report(*scene.seen, ReportIncoming(opinion=opinion)),
    )


def reply(paper: Paper, after: int) -> Act:
    """答复: a 请示 under a number of our own, other papers now and then."""
    opinion = paper.says(words.REPLIES)
    numbered = paper.needs_number or paper.rng.random() < 0.6
    seq = paper.rng.randint(100, 340)  # above those of the letters that are written in the demo

    def do(scene: Scene) -> Any:
        number = f"{_OWN_CODE[paper.crew.organ]}〔{scene.now.year}〕{seq}号" if numbered else None
        return scene.handling.reply(*scene.seen, ReplyIncoming(opinion=opinion, reply_number=number))

    return Act(Do.REPLY, paper.handler, after, do)


def close(paper: Paper, who: str, after: int) -> Act:
    result = paper.says(words.RESULTS_READ if paper.handling == "read" else words.RESULTS)
    return Act(Do.CLOSE, who, after, lambda scene: scene.handling.close(*scene.seen, CloseIncoming(result=result)))


def dispose(paper: Paper) -> Act:
    """处置: most is archived; some returned, kept for a while, or destroyed with approval."""
    rng, archivist = paper.rng, paper.crew.holder(Role.ARCHIVIST)
    kind = rng.choices(list(Disposal), (88, 3, 3, 6))[0]
    retention = rng.choices(list(Retention), (2, 3, 5))[0] if kind == Disposal.ARCHIVE else None
    basis = rng.choice(words.BASES) if kind == Disposal.ARCHIVE else None
    approver = paper.crew.holder(Role.OFFICE_DIRECTOR) if kind == Disposal.DESTROY else None
    return Act(
        Do.DISPOSE,
        archivist,
        rng.randint(1 * WORKDAY, 8 * WORKDAY),
        lambda scene: scene.handling.dispose(
            *scene.seen,
            DisposeIncoming(
                disposal=kind,
                retention=retention,
                basis=basis,
                approver_id=scene.people[approver] if approver else None,
            ),
        ),
    )


def return_to_sender(paper: Paper) -> Act:
    reasons, note = paper.rng.choice(words.RETURNS)
    return Act(
        Do.RETURN_TO_SENDER,
        paper.crew.holder(Role.OFFICE_CLERK),
        soon(paper, 30, 200),
        lambda scene: scene.documents.return_to_sender(*scene.seen, ReturnToSender(reasons=list(reasons), note=note)),
    )


def correction(paper: Paper) -> list[Act]:
    """补正: asked of the sender, and recorded when it came."""
    clerk = paper.crew.holder(Role.OFFICE_CLERK)
    wanted, note = paper.rng.choice(words.CORRECTIONS)
    days = paper.rng.choice((3, 5))

    def ask(scene: Scene) -> Any:
        due_on = scene.time.closing(scene.now, days).date()
        said = CorrectionRequest(wanted=wanted, due_on=due_on, screen_failed=[Screening.FORM])
        return scene.documents.request_correction(*scene.seen, said)

    return [
        Act(Do.REQUEST_CORRECTION, clerk, soon(paper, 30, 200), ask),
        Act(
            Do.RECORD_CORRECTION,
            clerk,
            paper.rng.randint(300, 3 * WORKDAY),
            lambda scene: scene.documents.record_correction(*scene.seen, CorrectionRecord(note=note)),
        ),
    ]


def void(paper: Paper) -> Act:
    reason = paper.says(words.VOIDS)
    return Act(
        Do.VOID,
        paper.crew.holder(Role.OFFICE_DIRECTOR),
        soon(paper, 20, 120),
        lambda scene: scene.documents.void(*scene.seen, VoidIncoming(reason=reason)),
    )


_OWN_CODE = {
    "gov": "清政办函",
    "party": "清办函",
    "finance": "清财函",
    "education": "清教函",
    "water": "清水函",
    "town": "柳政函",
    "invest": "清城投函",
    "hospital": "清医函",
}
