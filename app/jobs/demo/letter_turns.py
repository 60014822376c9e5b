"""What happens to an office's own papers beside the straight way: sent back, put off, given up, fetched back, void."""

from datetime import timedelta
from typing import Any

from app.core.clock import local_day
from app.jobs.demo import letter_words as words
from app.jobs.demo.hours import WORKDAY
from app.jobs.demo.letter_steps import by
from app.jobs.demo.letters import Letter
from app.jobs.demo.scene import Act, Scene
from app.repositories.outgoing import OutgoingDocumentRepository
from app.schemas.documents import Comment, Said, Urge
from app.schemas.outgoing_steps import DecideValidity, ReasonSaid, RecallOutgoing, RepealOutgoing
from app.vocabulary.identity import Role
from app.vocabulary.outgoing import OutgoingAction as Do


def recall(letter: Letter) -> Act:
    """撤回 from whoever the exchange reached."""

    async def do(scene: Scene) -> None:
        addressed = await OutgoingDocumentRepository(scene.db).recipients(scene.seen[0])
        sent = [one.id for one in addressed if one.organ_id]
        await scene.exchange.recall(*scene.seen, RecallOutgoing(recipient_ids=sent, reason=words.RECALLED))

    return Act(Do.RECALL, letter.crew.holder(Role.DISPATCHER), 4, do)


def return_(letter: Letter) -> Act:
    said = ReasonSaid(reason=letter.rng.choice(words.RETURNED))
    return by(letter, Role.REVIEWER, Do.RETURN, 300, lambda scene: scene.letters.send_back(*scene.seen, said))


def withdraw(letter: Letter) -> Act:
    said = ReasonSaid(reason=letter.rng.choice(words.WITHDRAWN))
    return Act(
        Do.WITHDRAW, letter.drafter, letter.rng.randint(10, 60), lambda scene: scene.letters.withdraw(*scene.seen, said)
    )


def hold(letter: Letter) -> Act:
    said = ReasonSaid(reason=words.HELD)
    return Act(Do.HOLD, letter.signer, letter.rng.randint(60, 500), lambda scene: scene.letters.hold(*scene.seen, said))


def resume(letter: Letter) -> Act:
    return Act(
        Do.RESUME,
        letter.signer,
        letter.rng.randint(2 * WORKDAY, 6 * WORKDAY),
        lambda scene: scene.letters.resume(*scene.seen, Said()),
    )


def terminate(letter: Letter) -> Act:
    said = ReasonSaid(reason=letter.rng.choice(words.TERMINATED))
    return Act(
        Do.TERMINATE,
        letter.signer,
        letter.rng.randint(60, 500),
        lambda scene: scene.letters.terminate(*scene.seen, said),
    )


def void_number(letter: Letter) -> Act:
    said = ReasonSaid(reason=words.VOIDED)
    return by(
        letter, Role.OFFICE_DIRECTOR, Do.VOID_NUMBER, 200, lambda scene: scene.letters.void_number(*scene.seen, said)
    )


def revoke(letter: Letter) -> Act:
    said = DecideValidity(basis=words.REVOKED)
    return Act(
        Do.REVOKE,
        letter.signer,
        letter.rng.randint(2 * WORKDAY, 9 * WORKDAY),
        lambda scene: scene.letters.revoke(*scene.seen, said),
    )


def repeal(letter: Letter) -> Act:
    def do(scene: Scene) -> Any:
        said = RepealOutgoing(basis=words.REPEALED, void_from=local_day(scene.now) + timedelta(days=7))
        return scene.letters.repeal(*scene.seen, said)

    return Act(Do.REPEAL, letter.signer, letter.rng.randint(9 * WORKDAY, 20 * WORKDAY), do)


def urge(letter: Letter) -> Act:
    said = Urge(note=letter.rng.choice(words.URGED))
    return Act(
        Do.URGE, letter.drafter, letter.rng.randint(100, 300), lambda scene: scene.letters.urge(*scene.seen, said)
    )


def comment(letter: Letter) -> Act:
    said = Comment(opinion="请文电股核对附注中的联系电话。")
    return Act(
        Do.COMMENT, letter.drafter, letter.rng.randint(10, 60), lambda scene: scene.letters.comment(*scene.seen, said)
    )
