"""Which papers the offices wrote when, and where they stand now; and what became of them where they arrived."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from app.core.clock import local_day
from app.jobs.demo import arrivals, letter_stories
from app.jobs.demo.cast import MAIN
from app.jobs.demo.hours import WORKDAY, OfficeTime
from app.jobs.demo.letter_stories import Story
from app.jobs.demo.letters import Letter, Writing
from app.jobs.demo.pace import backwards, exact, forwards
from app.jobs.demo.scene import Act, Cue, Thing, in_order
from app.jobs.demo.stories import until
from app.vocabulary.outgoing import OutgoingAction as Do

_YEAR = timedelta(days=365)
_SETTLED = 16
"""Papers of the past were begun at least so many workdays ago."""

_FIRST_NUMBER = 1_000_000
"""Acts on papers of one's own come after those on papers received at the same moment."""

_COUNTS = {"gov": 34, "city": 6, "party": 3, "finance": 2, "education": 2, "water": 3, "town": 3}
_REQUESTS = {"gov": 3, "finance": 2, "education": 2, "water": 2, "town": 3}
"""Papers and 请示 of the past in each organ."""

_PAST = {
    letter_stories.issued: 20,
    letter_stories.consulted: 4,
    letter_stories.returned: 2,
    letter_stories.urged: 1,
    letter_stories.withdrawn: 1,
    letter_stories.held: 1,
    letter_stories.repealed: 1,
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """Papers that wait in the main organ: after which act of which life, and how many workdays ago that was."""

    count: int
    story: Story
    until: str
    idle: tuple[float, float]
    nth: int = 1
    kind: str | None = None


_PRESENT = (
    Waiting(2, letter_stories.issued, Do.CREATE, (0.1, 0.9)),
    Waiting(2, letter_stories.consulted, Do.SUBMIT, (0.2, 0.9), kind="notice"),
    Waiting(1, letter_stories.consulted, Do.COSIGN, (0.1, 0.5), kind="notice"),
    Waiting(2, letter_stories.issued, Do.SUBMIT, (0.1, 0.8)),
    Waiting(1, letter_stories.issued, Do.APPROVE, (0.1, 0.4)),
    Waiting(2, letter_stories.issued, Do.APPROVE, (0.1, 0.9), nth=2),
    Waiting(1, letter_stories.joint, Do.SIGN, (0.2, 0.8), kind="notice"),
    Waiting(1, letter_stories.issued, Do.SIGN, (0.02, 0.1)),
    Waiting(1, letter_stories.issued, Do.RECHECK, (0.02, 0.1)),
    Waiting(1, letter_stories.issued, Do.REGISTER, (0.05, 0.2)),
    Waiting(1, letter_stories.issued, Do.PROOF, (0.1, 0.4)),
    Waiting(1, letter_stories.issued, Do.PRINT, (0.02, 0.1), kind="notice"),
    Waiting(1, letter_stories.issued, Do.SEAL, (0.02, 0.1), kind="notice"),
    Waiting(3, letter_stories.issued, Do.DISPATCH, (0.3, 4), kind="notice"),
    Waiting(2, letter_stories.issued, Do.ARCHIVE, (0.5, 6)),
    Waiting(1, letter_stories.joint, Do.ARCHIVE, (2, 9), kind="notice"),
    Waiting(1, letter_stories.returned, Do.RETURN, (0.2, 0.9)),
    Waiting(1, letter_stories.withdrawn, Do.WITHDRAW, (0.2, 0.8)),
    Waiting(1, letter_stories.held, Do.HOLD, (0.5, 3)),
    Waiting(1, letter_stories.terminated, Do.TERMINATE, (1, 6)),
    Waiting(1, letter_stories.voided, Do.VOID_NUMBER, (1, 6)),
    Waiting(1, letter_stories.revoked, Do.REVOKE, (2, 8), kind="notice"),
    Waiting(1, letter_stories.repealed, Do.REPEAL, (2, 8), kind="notice"),
)


class LetterPlanner:
    """Draws the year that ends now. The same seed and the same moment give the same year."""

    def __init__(self, now: datetime, time: OfficeTime, seed: int, scale: float, *, archives: bool) -> None:
        """``archives`` is whether there is a store for what is filed."""
        self._now, self._time, self._seed, self._scale, self._archives = now, time, seed, scale, archives
        self._writing = Writing()
        self._lives: list[tuple[Thing, list[Act], list[datetime]]] = []

    def cues(self) -> list[Cue]:
        """Everything that happens, in order of time, up to now."""
        for organ, count in _COUNTS.items():
            for number in range(self._scaled(count)):
                self._past(organ, self._rng(organ, "letter", number))
        for organ, count in _REQUESTS.items():
            for number in range(self._scaled(count)):
                self._asked(organ, self._rng(organ, "request", number))
        for row_no, row in enumerate(_PRESENT):
            for number in range(self._scaled(row.count)):
                self._present(row, self._rng(MAIN, f"waiting-{row_no}", number))
        self._on_their_way()
        self._lives.sort(key=lambda life: life[2][0])
        return sorted(
            (
                Cue(moment, _FIRST_NUMBER + number, act_no, act, thing)
                for number, (thing, acts, moments) in enumerate(self._lives)
                for act_no, (act, moment) in enumerate(zip(acts, moments, strict=True))
                if moment <= self._now and (self._archives or act.name != Do.ARCHIVE)
            ),
            key=in_order,
        )

    def _scaled(self, count: int) -> int:
        return max(1, round(count * self._scale))

    def _rng(self, organ: str, part: str, number: int) -> Random:
        return Random(f"{self._seed}/{organ}/{part}/{number}")  # noqa: S311 - a plausible past, no secret

    def _day(self, rng: Random, settled: int = _SETTLED) -> date:
        """A workday of the past, this year's as far as there is enough of it."""
        last = local_day(self._time.earlier(self._now, settled * WORKDAY))
        first = max(local_day(self._now - _YEAR), date(last.year, 1, 4) if last.month > 4 else date.min)
        return rng.choice(self._time.workdays(first, last))

    def _past(self, organ: str, rng: Random) -> None:
        story = rng.choices(list(_PAST), list(_PAST.values()))[0] if organ == MAIN else letter_stories.issued
        settled = 45 if story is letter_stories.repealed else _SETTLED
        day = self._day(rng, settled)
        letter = self._writing.draw(organ, rng, day)
        acts = story(letter)
        moments = forwards(self._time, acts, self._time.arrival(day, rng, by_night=False))
        self._live(letter, acts, moments)
        self._arrive(letter, acts, moments)

    def _present(self, row: Waiting, rng: Random) -> None:
        letter = self._writing.draw(MAIN, rng, local_day(self._now), kind=row.kind)
        if row.story is letter_stories.joint:
            _together(letter)
        acts = until(row.story(letter), row.until, row.nth)
        idle = max(3, round(rng.uniform(*row.idle) * WORKDAY))
        moments = backwards(self._time, acts, self._now, idle)
        self._live(letter, acts, moments)
        self._arrive(letter, acts, moments)

    def _on_their_way(self) -> None:
        """Sent to the main organ: one nobody signed for yet, one its sender took back, one that was returned to its sender."""
        for number, story in enumerate((letter_stories.dispatched, letter_stories.recalled)):
            rng = self._rng("water", "on-the-way", number)
            letter, _ = self._writing.request(rng, local_day(self._now), "water")
            acts = story(letter)
            self._live(letter, acts, backwards(self._time, acts, self._now, rng.randint(4, 12)))

        rng = self._rng("finance", "on-the-way", 0)
        letter, _ = self._writing.request(rng, local_day(self._now), "finance")
        acts = letter_stories.dispatched(letter)
        moments = backwards(self._time, acts, self._now, 3 * WORKDAY)
        self._live(letter, acts, moments)
        paper = arrivals.arriving(letter, MAIN)
        self._live(paper, [arrivals.send_back(paper)], [self._time.later(moments[-1], rng.randint(20, 200))])

    def _arrive(self, letter: Letter, acts: list[Act], moments: list[datetime]) -> None:
        """The life of a letter in each organ the exchange brought it to."""
        sent = _moment(acts, moments, Do.DISPATCH)
        for organ in letter.organs if sent else ():
            assert sent is not None
            paper = arrivals.arriving(letter, organ)
            there = arrivals.life(paper)
            start = self._time.later(sent, letter.rng.randint(15, 240))
            self._live(paper, there, forwards(self._time, there, start))

    def _asked(self, organ: str, rng: Random) -> None:
        """请示 up, 批复 down."""
        day = self._day(rng, 30)
        asked, said = self._writing.request(rng, day, organ)
        acts = letter_stories.issued(asked)
        moments = forwards(self._time, acts, self._time.arrival(day, rng, by_night=False))
        self._live(asked, acts, moments)
        sent = _moment(acts, moments, Do.DISPATCH)
        assert sent is not None
        paper = arrivals.arriving(asked, asked.organs[0])
        paper.handling, paper.limit = "reply", 10
        taken = arrivals.taken_up(paper)
        begun = forwards(self._time, taken, self._time.later(sent, rng.randint(15, 200)))
        answer = self._writing.answer(asked, paper, said)
        written = letter_stories.issued(answer)
        down = forwards(self._time, written, self._time.later(begun[-1], rng.randint(200, 2 * WORKDAY)))
        self._live(answer, written, down)
        answered = _moment(written, down, Do.DISPATCH)
        assert answered is not None
        rest = arrivals.answered(paper, answer)
        ended = forwards(self._time, rest, self._time.later(answered, rng.randint(10, 100)))
        self._live(paper, [*taken, *rest], [*begun, *ended])
        self._arrive(answer, written, down)

    def _live(self, thing: Thing, acts: list[Act], moments: list[datetime]) -> None:
        self._lives.append((thing, acts, exact(thing.rng, moments)))


def _moment(acts: list[Act], moments: list[datetime], name: str) -> datetime | None:
    """When an act of this name happened; None if the life was cut off before."""
    return next((moment for act, moment in zip(acts, moments, strict=True) if act.name == name), None)


def _together(letter: Letter) -> None:
    """Made a joint paper of the party's and the government's office."""
    letter.joint = letter_stories.JOINT
    letter.form["title"] = f"中共清河县委办公室、{letter.title}"
    letter.addressed = [one for one in letter.addressed if one.organ not in letter_stories.JOINT]
