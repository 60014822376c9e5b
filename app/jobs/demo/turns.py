"""What happens beside the straight way: extensions, hand-overs, papers sent back, words by phone, reminders."""

from datetime import timedelta
from typing import Any

from app.jobs.demo import words
from app.jobs.demo.cast import name_of
from app.jobs.demo.hours import WORKDAY
from app.jobs.demo.papers import Paper
from app.jobs.demo.scene import Act, Scene
from app.jobs.demo.steps import soon
from app.schemas.documents import Comment, DecideExtension, HandOver, RequestExtension, Said, Urge
from app.schemas.incoming_steps import HandBack, InstructOrally, SendBack
from app.services.incoming.reading import IncomingReadingService
from app.vocabulary.documents import IncomingAction as Do
from app.vocabulary.documents import IncomingState as Is
from app.vocabulary.documents import IncomingStep as Step
from app.vocabulary.identity import Role


def instruct_orally(paper: Paper) -> Act:
    """A leader away from the office instructs by phone; the clerk writes it down."""
    opinion, handler = paper.says(words.URGENT_INSTRUCTIONS), paper.handler
    return Act(
        Do.INSTRUCT_ORALLY,
        paper.crew.holder(Role.OFFICE_CLERK),
        12,
        lambda scene: scene.handling.instruct_orally(
            *scene.seen,
            InstructOrally(
                opinion=opinion,
                leader_id=scene.people[paper.leader],
                said_at=scene.now - timedelta(minutes=5),
                lead_handler_id=scene.people[handler],
            ),
        ),
    )


def confirm(paper: Paper) -> Act:
    """The leader puts in writing what was said by phone."""
    return Act(
        Do.CONFIRM_INSTRUCTION,
        paper.leader,
        paper.rng.randint(30, 200),
        lambda scene: scene.handling.confirm_instruction(*scene.seen, Comment(opinion="情况属实，同意按此办理。")),
    )


def ask_extension(paper: Paper, after: int) -> Act:
    reason = paper.says(words.EXTENSIONS)

    def do(scene: Scene) -> Any:
        assert paper.due_at is not None, "an extension is asked for while a limit runs"
        paper.due_at = scene.time.closing(paper.due_at, 3)
        return scene.handling.request_extension(*scene.seen, RequestExtension(to_due_at=paper.due_at, reason=reason))

    return Act(Do.REQUEST_EXTENSION, paper.handler, after, do)


def decide_extension(paper: Paper, *, approved: bool) -> Act:
    """By the office director; where that is who handles the paper, by the leader who instructed."""
    opinion = paper.says(words.GRANTS if approved else words.REFUSALS)
    director = paper.crew.holder(Role.OFFICE_DIRECTOR)
    return Act(
        Do.DECIDE_EXTENSION,
        paper.leader if paper.handler == director else director,
        paper.rng.randint(30, 300),
        lambda scene: scene.handling.decide_extension(
            *scene.seen, DecideExtension(approved=approved, opinion=opinion, on_behalf_of_id=scene.behalf)
        ),
    )


def hand_back(paper: Paper, other: str) -> Act:
    """退回承办: from now on ``other`` is to handle it."""
    giver, to = paper.handler, paper.crew.section_of(other)
    reason = paper.says(words.HAND_BACKS, to=to)
    paper.handler, paper.words["section"] = other, to
    return Act(
        Do.HAND_BACK,
        giver,
        soon(paper, 60, 400),
        lambda scene: scene.handling.hand_back(*scene.seen, HandBack(reason=reason)),
    )


def hand_over(paper: Paper, other: str, after: int) -> Act:
    """转办 of the handler's own task."""
    giver, paper.handler = paper.handler, other
    reason = paper.says(words.HAND_OVERS, to=name_of(other))

    async def do(scene: Scene) -> None:
        shown = await IncomingReadingService(scene.db, scene.actor).view(scene.seen[0])
        task_id = next(one["task_id"] for one in shown["current"] if one["step"] == Step.HANDLE)
        said = HandOver(task_id=task_id, to_person_id=scene.people[other], reason=reason)
        await scene.handling.hand_over(*scene.seen, said)

    return Act(Do.HAND_OVER, giver, after, do)


def urge(paper: Paper, after: int) -> Act:
    note = paper.says(words.URGINGS)
    return Act(
        Do.URGE,
        paper.crew.holder(Role.SUPERVISOR),
        after,
        lambda scene: scene.handling.urge(*scene.seen, Urge(note=note)),
    )


def comment(paper: Paper) -> Act:
    opinion = paper.says(words.REMARKS)
    return Act(
        Do.COMMENT,
        paper.handler,
        paper.rng.randint(60, WORKDAY),
        lambda scene: scene.handling.comment(*scene.seen, Comment(opinion=opinion)),
    )


def send_back(paper: Paper) -> Act:
    """The leader is not content with the proposal: back to 拟办."""
    reason = paper.says(words.SEND_BACKS)
    return Act(
        Do.SEND_BACK,
        paper.leader,
        soon(paper, 60, 500),
        lambda scene: scene.documents.send_back(*scene.seen, SendBack(to_state=Is.SCREENED, reason=reason)),
    )


def withdraw(paper: Paper) -> Act:
    """The office director takes the proposal back before the leader has looked at it."""
    reason = paper.says(words.WITHDRAWALS)
    return Act(
        Do.WITHDRAW,
        paper.crew.holder(Role.OFFICE_DIRECTOR),
        paper.rng.randint(10, 60),
        lambda scene: scene.documents.withdraw(*scene.seen, Said(opinion=reason)),
    )
