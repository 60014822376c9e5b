"""What becomes of a paper where the exchange brings it: signed for by hand, then like any other that arrives."""

from typing import Any

from app.jobs.demo import steps, stories
from app.jobs.demo.cast import Crew
from app.jobs.demo.letters import Letter
from app.jobs.demo.papers import Paper, named
from app.jobs.demo.scene import Act, Scene
from app.repositories.exchange import ExchangeRepository
from app.repositories.outgoing import OutgoingDocumentRepository
from app.schemas.incoming_steps import ReplyIncoming, ReturnToSender, SignFor
from app.services.incoming.reading import IncomingReadingService
from app.vocabulary.common import Urgency
from app.vocabulary.documents import DocType, IncomingAction, Medium
from app.vocabulary.identity import Role
from app.vocabulary.returns import ReturnReason

_READ = frozenset({DocType.CIRCULAR, DocType.REPORT, DocType.REPLY_TO_REQUEST, DocType.MINUTES, DocType.LETTER})


def arriving(letter: Letter, organ: str) -> Paper:
    """The paper a letter becomes in an organ it was sent to."""
    crew, rng = Crew(organ), letter.rng
    form: dict[str, Any] = {
        "title": letter.title,
        "doc_type": letter.form["doc_type"],
        "urgency": Urgency.NONE,
        "medium": Medium.DOCUMENT,
    }
    handling = "read" if letter.form["doc_type"] in _READ else "act"
    leader, handler, words = named(crew, rng, letter.topic)
    paper = Paper(
        crew, rng, letter.topic, handling, letter.code or "", form, leader, handler, rng.choice((7, 10)), words=words
    )
    paper.source = letter
    return paper


def life(paper: Paper) -> list[Act]:
    """签收, then read or handled as papers are."""
    story = stories.to_read if paper.handling == "read" else stories.to_act
    return [sign_for(paper), *story(paper)[1:]]


def taken_up(paper: Paper) -> list[Act]:
    """A 请示 up to the point where its answer is drafted."""
    return [sign_for(paper), *stories.instructed(paper)[1:], steps.assign(paper)]


def answered(paper: Paper, answer: Letter) -> list[Act]:
    """What is left to do once the 批复 is sent."""
    closing = steps.close(paper, paper.handler, paper.rng.randint(20, 300))
    return [reply(paper, answer), closing, steps.dispose(paper)]


def sign_for(paper: Paper) -> Act:
    async def do(scene: Scene) -> None:
        await _find(paper, scene)
        await scene.receipts.sign_for(*scene.seen, SignFor(overrides=[steps.NOT_THE_SAME]))

    return Act(IncomingAction.SIGN_FOR, paper.crew.holder(Role.RECEIVER), 0, do)


def send_back(paper: Paper) -> Act:
    """退文: what is wrong with it is told to its sender."""

    async def do(scene: Scene) -> None:
        await _find(paper, scene)
        said = ReturnToSender(
            reasons=[ReturnReason.NO_CONSULTATION_EVIDENCE], note="涉及财政资金，请先征求财政部门意见。"
        )
        await scene.receipts.return_to_sender(*scene.seen, said)

    return Act(IncomingAction.RETURN_TO_SENDER, paper.crew.holder(Role.RECEIVER), 0, do)


async def _find(paper: Paper, scene: Scene) -> None:
    """The paper that lies there, as the dispatch made it."""
    assert paper.source is not None
    assert paper.source.id is not None
    addressed = await OutgoingDocumentRepository(scene.db).recipients(paper.source.id)
    own = scene.house.organs[paper.crew.organ]
    paper.id = next(one.incoming_id for one in addressed if one.organ_id == own)
    assert paper.id is not None
    shown = await IncomingReadingService(scene.db, scene.actor).view(paper.id)
    paper.version = shown["version"]


def reply(paper: Paper, answer: Letter) -> Act:
    """答复 with the number of our 批复."""

    async def do(scene: Scene) -> None:
        assert answer.id is not None
        sent = await ExchangeRepository(scene.db).lock_outgoing(answer.id)
        assert sent is not None
        said = ReplyIncoming(opinion="经领导批准，已正式批复。", reply_number=sent.number)
        await scene.handling.reply(*scene.seen, said)

    return Act(IncomingAction.REPLY, paper.handler, steps.soon(paper, 10, 60), do)
