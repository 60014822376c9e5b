"""Lives of an office's own papers, told as acts in their order. A life may be cut off anywhere: then the paper waits there."""

from collections.abc import Callable

from app.jobs.demo import letter_steps as steps
from app.jobs.demo import letter_turns as turns
from app.jobs.demo.cast import Crew
from app.jobs.demo.hours import WORKDAY
from app.jobs.demo.letters import Letter
from app.jobs.demo.scene import Act
from app.vocabulary.identity import Role

Story = Callable[[Letter], list[Act]]
JOINT = ("party",)
"""Who issues together with the main organ."""


def issued(letter: Letter) -> list[Act]:
    """拟稿 to 归档, the straight way."""
    return [*reviewed(letter), steps.sign(letter), *sent(letter)]


def reviewed(letter: Letter) -> list[Act]:
    return [steps.create(letter), *_review(letter)]


def _review(letter: Letter) -> list[Act]:
    return [
        steps.submit(letter, letter.rng.randint(30, 300)),
        steps.approve(letter, Role.REVIEWER),
        steps.approve(letter, Role.OFFICE_DIRECTOR),
    ]


def sent(letter: Letter) -> list[Act]:
    return [*numbered(letter), *_printed(letter), steps.dispatch(letter), *_received(letter), steps.archive(letter)]


def numbered(letter: Letter) -> list[Act]:
    return [steps.recheck(letter), steps.register(letter)]


def _printed(letter: Letter) -> list[Act]:
    return [steps.proof(letter), steps.print_(letter), *([steps.seal(letter)] if letter.is_sealed else [])]


def _received(letter: Letter) -> list[Act]:
    """A receipt for the first copy that went by hand."""
    by_hand = any(one.organ is None for one in letter.addressed)
    return [steps.record_receipt(letter)] if by_hand else []


def consulted(letter: Letter) -> list[Act]:
    """会签 by two sections, and a bureau is asked."""
    heads = [one for one in letter.crew.heads if one != letter.drafter]
    asked = tuple(letter.rng.sample(heads, min(2, len(heads))))
    return [
        steps.create(letter),
        steps.submit(letter, letter.rng.randint(30, 300), asked, ("清河县司法局",)),
        *(steps.cosign(letter, one) for one in asked),
        steps.record_answer(letter),
        steps.conclude(letter),
        steps.approve(letter, Role.REVIEWER),
        steps.approve(letter, Role.OFFICE_DIRECTOR),
        steps.sign(letter),
        *sent(letter),
    ]


def joint(letter: Letter) -> list[Act]:
    """联合行文: both leaders sign, both seals are put."""
    other = Crew(letter.joint[0])
    signer, keeper = other.holder(Role.PRINCIPAL_LEADER), other.holder(Role.SEAL_KEEPER)
    signed = [steps.sign(letter), steps.record_joint_signature(letter, signer), *numbered(letter)]
    sealed = [*_printed(letter), steps.record_joint_seal(letter, keeper)]
    return [*reviewed(letter), *signed, *sealed, steps.dispatch(letter), *_received(letter), steps.archive(letter)]


def returned(letter: Letter) -> list[Act]:
    """The reviewer wants a better draft."""
    first = [steps.create(letter), steps.submit(letter, letter.rng.randint(30, 300)), turns.return_(letter)]
    mended = steps.update(letter, letter.rng.randint(200, 2 * WORKDAY))
    return [*first, mended, *_review(letter), steps.sign(letter), *sent(letter)]


def withdrawn(letter: Letter) -> list[Act]:
    first = [steps.create(letter), steps.submit(letter, letter.rng.randint(30, 300)), turns.withdraw(letter)]
    return [*first, steps.update(letter, WORKDAY), *_review(letter), steps.sign(letter), *sent(letter)]


def held(letter: Letter) -> list[Act]:
    """缓发, and taken up again."""
    return [*reviewed(letter), turns.hold(letter), turns.resume(letter), steps.sign(letter), *sent(letter)]


def terminated(letter: Letter) -> list[Act]:
    return [*reviewed(letter), turns.terminate(letter)]


def voided(letter: Letter) -> list[Act]:
    """The number is given, and the paper not sent after all."""
    return [*reviewed(letter), steps.sign(letter), *numbered(letter), turns.void_number(letter)]


def revoked(letter: Letter) -> list[Act]:
    return [*issued(letter), turns.revoke(letter)]


def repealed(letter: Letter) -> list[Act]:
    return [*issued(letter), turns.repeal(letter)]


def recalled(letter: Letter) -> list[Act]:
    """Sent, and fetched back minutes later, before anybody signed for it."""
    return [*dispatched(letter), turns.recall(letter)]


def dispatched(letter: Letter) -> list[Act]:
    """As far as it is on its way."""
    return [*reviewed(letter), steps.sign(letter), *numbered(letter), *_printed(letter), steps.dispatch(letter)]


def urged(letter: Letter) -> list[Act]:
    """The drafter asks the reviewer to hurry."""
    life = issued(letter)
    return [*life[:2], turns.urge(letter), turns.comment(letter), *life[2:]]
