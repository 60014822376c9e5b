"""Lives of papers, told as acts in their order. A life may be cut off anywhere: then the paper waits there."""

from collections.abc import Callable

from app.jobs.demo import steps, turns
from app.jobs.demo.cast import GUEST
from app.jobs.demo.hours import WORKDAY
from app.jobs.demo.papers import Paper, readers_of
from app.jobs.demo.scene import Act
from app.vocabulary.documents import HandlingKind
from app.vocabulary.identity import Role
from app.vocabulary.tasks import Order

Story = Callable[[Paper], list[Act]]

READ, ACT = HandlingKind.FOR_INFORMATION, HandlingKind.FOR_ACTION
NIGHT_RECEIVER = "huangjianjun"


def until(acts: list[Act], name: str, nth: int = 1) -> list[Act]:
    """The beginning of a life, up to the n-th act of a name; -1 is the last one."""
    places = [place for place, act in enumerate(acts) if act.name == name]
    return acts[: places[nth - 1 if nth > 0 else nth] + 1]


def intake(paper: Paper) -> list[Act]:
    return [steps.receive(paper), steps.register(paper), steps.screen(paper)]


def to_read(paper: Paper, *, order: Order = Order.IN_TURN) -> list[Act]:
    """阅知件: round its readers, closed by the clerk who sent it round."""
    readers = readers_of(paper, paper.rng.choice((3, 3, 4, 5)))
    return [
        *intake(paper),
        steps.triage(paper, READ),
        steps.circulate(paper, readers, order),
        *(steps.read(paper, one) for one in readers),
        steps.close(paper, paper.crew.holder(Role.CIRCULATION_CLERK), steps.soon(paper, 30, 500)),
        steps.dispose(paper),
    ]


def to_read_at_once(paper: Paper) -> list[Act]:
    return to_read(paper, order=Order.PARALLEL)


def to_act(paper: Paper) -> list[Act]:
    """批办件: proposed, instructed, assigned, handled in time."""
    return [*instructed(paper), steps.assign(paper), *finish(paper, _in_time(paper))]


def to_answer(paper: Paper) -> list[Act]:
    """批办件 whose sender wants an answer."""
    return to_act(paper)


def instructed(paper: Paper, co_handlers: list[str] | None = None) -> list[Act]:
    return [*intake(paper), steps.triage(paper, ACT), steps.instruct(paper, co_handlers or [])]


def finish(paper: Paper, after: int) -> list[Act]:
    """答复 where the sender wants an answer, 注办, 处置."""
    if paper.handling != "reply":
        return [steps.close(paper, paper.handler, after), steps.dispose(paper)]
    closing = steps.close(paper, paper.handler, paper.rng.randint(20, 500))
    return [steps.reply(paper, after), closing, steps.dispose(paper)]


def _in_time(paper: Paper) -> int:
    """Office minutes a handler takes who keeps the limit."""
    if paper.is_urgent:
        return paper.rng.randint(40, 150)
    return int(paper.limit * WORKDAY * paper.rng.uniform(0.25, 0.85))


def together(paper: Paper) -> list[Act]:
    """One section leads (主办), another assists (协办) and reports."""
    co = paper.rng.choice([one for one in paper.crew.heads if one != paper.handler])
    worked = [steps.assign(paper), turns.comment(paper), steps.report(paper, co)]
    return [*instructed(paper, [co]), *worked, *finish(paper, paper.rng.randint(60, 400))]


def with_guest(paper: Paper) -> list[Act]:
    """Somebody at home in another organ assists by the post held here; there is no telling yet what comes of it."""
    return [*instructed(paper, [GUEST[0]]), steps.assign(paper)]


def read_first(paper: Paper) -> list[Act]:
    """The leaders read what was instructed before anybody handles it."""
    readers = [one for one in paper.crew.leaders if one != paper.leader][:2] or [paper.handler]
    around = [steps.circulate(paper, readers, Order.IN_TURN), *(steps.read(paper, one) for one in readers)]
    return [*instructed(paper), *around, steps.assign(paper), *finish(paper, _in_time(paper))]


def late(paper: Paper) -> list[Act]:
    """Over the limit, urged, and done at last."""
    over = paper.limit * WORKDAY + paper.rng.randint(200, 700)
    reminded = [steps.assign(paper), turns.urge(paper, over)]
    return [*instructed(paper), *reminded, *finish(paper, paper.rng.randint(100, 900))]


def extended(paper: Paper, *, approved: bool = True) -> list[Act]:
    """延期 asked for in time, and decided."""
    asked = turns.ask_extension(paper, int((paper.limit - 2) * WORKDAY * paper.rng.uniform(0.6, 0.95)))
    decided = turns.decide_extension(paper, approved=approved)
    after = paper.rng.randint(1 * WORKDAY, 3 * WORKDAY) if approved else paper.rng.randint(100, WORKDAY)
    return [*instructed(paper), steps.assign(paper), asked, decided, *finish(paper, after)]


def not_extended(paper: Paper) -> list[Act]:
    return extended(paper, approved=False)


def handed_back(paper: Paper) -> list[Act]:
    """The first section says: not ours."""
    begun = [*instructed(paper), steps.assign(paper)]
    other = paper.rng.choice([one for one in paper.crew.heads if one != paper.handler])
    begun.append(turns.hand_back(paper, other))
    return [*begun, steps.assign(paper), *finish(paper, _in_time(paper))]


def handed_over(paper: Paper) -> list[Act]:
    """The handler passes the work on to a colleague."""
    begun = [*instructed(paper), steps.assign(paper)]
    other = paper.rng.choice([one for one in paper.crew.heads if one != paper.handler])
    begun.append(turns.hand_over(paper, other, steps.soon(paper, 200, 800)))
    return [*begun, *finish(paper, paper.rng.randint(200, 900))]


def by_word_of_mouth(paper: Paper) -> list[Act]:
    """紧急件: the leader instructs by phone and confirms in writing."""
    said = [turns.instruct_orally(paper), steps.assign(paper), turns.confirm(paper)]
    received = steps.receive(paper, who=NIGHT_RECEIVER)
    return [received, *intake(paper)[1:], steps.triage(paper, ACT), *said, *finish(paper, _in_time(paper))]


def by_night(paper: Paper) -> list[Act]:
    """A telegram that the duty room receives while the office sleeps."""
    life = to_act(paper)
    return [steps.receive(paper, who=NIGHT_RECEIVER), *life[1:]]


def sent_back(paper: Paper) -> list[Act]:
    """The leader wants a better proposal."""
    first = [*intake(paper), steps.triage(paper, ACT), turns.send_back(paper)]
    second = [steps.triage(paper, ACT), steps.instruct(paper, []), steps.assign(paper)]
    return [*first, *second, *finish(paper, _in_time(paper))]


def withdrawn(paper: Paper) -> list[Act]:
    """The director takes the proposal back and makes a better one."""
    first = [*intake(paper), steps.triage(paper, ACT), turns.withdraw(paper)]
    second = [steps.triage(paper, ACT), steps.instruct(paper, []), steps.assign(paper)]
    return [*first, *second, *finish(paper, _in_time(paper))]


def corrected(paper: Paper) -> list[Act]:
    """补正: the sender mends a small defect first."""
    life = to_act(paper)
    return [*life[:2], *steps.correction(paper), *life[2:]]


def returned(paper: Paper) -> list[Act]:
    """退文."""
    return [steps.receive(paper), steps.register(paper), steps.return_to_sender(paper)]


def resubmitted(paper: Paper, first: Paper) -> list[Act]:
    """What was returned comes again, mended, as a paper of its own."""
    return [steps.receive(paper, again=first), *to_answer(paper)[1:]]


def voided(paper: Paper) -> list[Act]:
    """作废: entered by mistake."""
    return [steps.receive(paper), steps.register(paper), steps.void(paper)]


HANDLING: dict[Story, str] = {
    to_read: "read",
    to_read_at_once: "read",
    voided: "read",
    late: "act",
    with_guest: "act",
    by_word_of_mouth: "act",
    by_night: "act",
    withdrawn: "act",
    read_first: "act",
    to_answer: "reply",
    handed_back: "reply",
    returned: "reply",
    corrected: "reply",
}
"""What kind of paper a story is about, where it is not about any that wants action."""

TOPICS: dict[Story, str] = {with_guest: "water"}
"""Stories that fit one subject only."""

TELEGRAMS = frozenset({by_word_of_mouth, by_night})
BRISK = TELEGRAMS | {to_read, to_act}
"""Stories short enough for an urgent paper."""
