"""Which papers arrived when, and where they stand now: a year of the past, and what lies on the desks at present."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from app.core.clock import local_day
from app.jobs.demo import stories
from app.jobs.demo.cast import MAIN, Crew, organs
from app.jobs.demo.hours import WORKDAY, OfficeTime
from app.jobs.demo.pace import backwards, exact, forwards
from app.jobs.demo.papers import Mail, Paper
from app.jobs.demo.scene import Act, Cue, in_order
from app.jobs.demo.stories import Story
from app.vocabulary.documents import IncomingAction as Do

_YEAR = timedelta(days=365)
_SETTLED = 14
"""Papers of the past arrived at least so many workdays ago."""

_COMES_AGAIN = 0.5
"""So many of the papers that were returned."""

_PAST = {
    stories.to_read: 30,
    stories.to_read_at_once: 9,
    stories.to_act: 30,
    stories.together: 6,
    stories.read_first: 3,
    stories.late: 4,
    stories.extended: 3,
    stories.not_extended: 1,
    stories.handed_back: 1,
    stories.handed_over: 1,
    stories.by_word_of_mouth: 2,
    stories.by_night: 2,
    stories.sent_back: 1,
    stories.withdrawn: 1,
    stories.corrected: 2,
    stories.returned: 3,
    stories.voided: 1,
}
"""How often a paper of the past had which life."""

_COUNTS = {"gov": 300, "party": 20, "finance": 5, "education": 5, "water": 5, "town": 4, "invest": 4, "hospital": 4}
"""Papers of the past in each organ."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Papers that wait: after which act of which life, how many workdays ago that was, and when they are due.

    ``due`` counts workdays from now; None leaves the limit to the flow. ``by_clock`` is for what happens at any hour.
    """

    count: int
    story: Story
    until: str
    idle: tuple[float, float]
    due: int | None = None
    nth: int = 1
    by_clock: bool = False


_PRESENT = (
    Waiting(3, stories.to_act, Do.RECEIVE, (0.02, 0.2)),
    Waiting(1, stories.to_read, Do.RECEIVE, (1.7, 2.0)),
    Waiting(3, stories.to_read, Do.REGISTER, (0.05, 0.4)),
    Waiting(3, stories.to_act, Do.SCREEN, (0.05, 0.4)),
    Waiting(1, stories.to_act, Do.SCREEN, (2.5, 3)),
    Waiting(4, stories.to_act, Do.TRIAGE, (0.05, 0.4)),
    Waiting(3, stories.to_act, Do.TRIAGE, (1.0, 1.6)),
    Waiting(2, stories.to_act, Do.TRIAGE, (3.2, 4)),
    Waiting(2, stories.to_read, Do.TRIAGE, (0.1, 0.5)),
    Waiting(3, stories.to_act, Do.INSTRUCT, (0.1, 0.5)),
    Waiting(1, stories.handed_back, Do.HAND_BACK, (0.2, 0.5), due=3),
    Waiting(2, stories.to_read, Do.CIRCULATE, (0.1, 0.6)),
    Waiting(5, stories.to_read, Do.READ, (0.05, 0.7)),
    Waiting(4, stories.to_read, Do.READ, (0.05, 0.9), nth=2),
    Waiting(2, stories.to_read_at_once, Do.READ, (0.2, 0.8)),
    Waiting(1, stories.to_read, Do.READ, (3.5, 4)),
    Waiting(2, stories.to_read, Do.READ, (0.2, 0.6), nth=-1),
    Waiting(1, stories.read_first, Do.READ, (0.1, 0.5)),
    Waiting(4, stories.to_act, Do.ASSIGN, (0.3, 2), due=6),
    Waiting(4, stories.to_act, Do.ASSIGN, (1, 4), due=4),
    Waiting(3, stories.to_act, Do.ASSIGN, (1, 3), due=2),
    Waiting(2, stories.together, Do.ASSIGN, (0.5, 1.5), due=5),
    Waiting(1, stories.with_guest, Do.ASSIGN, (0.5, 1.5), due=6),
    Waiting(2, stories.together, Do.REPORT, (0.3, 1), due=4),
    Waiting(3, stories.to_act, Do.ASSIGN, (4, 6), due=1),
    Waiting(1, stories.to_act, Do.ASSIGN, (5, 6), due=0),
    Waiting(2, stories.to_act, Do.ASSIGN, (7, 9), due=-1),
    Waiting(1, stories.to_act, Do.ASSIGN, (10, 12), due=-4),
    Waiting(2, stories.late, Do.URGE, (0.2, 0.8), due=-2),
    Waiting(2, stories.extended, Do.REQUEST_EXTENSION, (0.1, 0.5), due=2),
    Waiting(2, stories.extended, Do.DECIDE_EXTENSION, (0.3, 1), due=2),
    Waiting(1, stories.not_extended, Do.DECIDE_EXTENSION, (0.2, 0.6), due=1),
    Waiting(1, stories.handed_over, Do.HAND_OVER, (0.3, 1), due=3),
    Waiting(1, stories.by_word_of_mouth, Do.INSTRUCT_ORALLY, (0.1, 0.3), by_clock=True),
    Waiting(1, stories.by_word_of_mouth, Do.ASSIGN, (0.4, 0.6), by_clock=True),
    Waiting(1, stories.sent_back, Do.SEND_BACK, (0.2, 0.5)),
    Waiting(1, stories.withdrawn, Do.WITHDRAW, (0.1, 0.4)),
    Waiting(3, stories.corrected, Do.REQUEST_CORRECTION, (0.3, 1.5)),
    Waiting(3, stories.returned, Do.RETURN_TO_SENDER, (0.5, 9)),
    Waiting(1, stories.voided, Do.VOID, (2, 4)),
    Waiting(3, stories.to_answer, Do.REPLY, (0.2, 1.2), due=3),
    Waiting(5, stories.to_act, Do.CLOSE, (0.5, 6)),
    Waiting(6, stories.to_read, Do.CLOSE, (0.5, 7)),
    Waiting(1, stories.to_read, Do.CLOSE, (11.5, 13)),
)
"""What lies on the desks of the main organ."""

_ELSEWHERE = (
    Waiting(1, stories.to_read, Do.RECEIVE, (0.05, 0.3)),
    Waiting(1, stories.to_act, Do.TRIAGE, (0.1, 0.9)),
    Waiting(1, stories.to_read, Do.READ, (0.1, 0.7)),
    Waiting(1, stories.to_act, Do.ASSIGN, (1, 3), due=4),
    Waiting(1, stories.to_act, Do.ASSIGN, (3, 5), due=1),
    Waiting(1, stories.to_act, Do.CLOSE, (1, 5)),
)
"""What lies on the desks of the others."""


class Planner:
    """Draws the year that ends now. The same seed and the same moment give the same year."""

    def __init__(self, now: datetime, time: OfficeTime, seed: int, scale: float) -> None:
        self._now, self._time, self._seed, self._scale = now, time, seed, scale
        self._mail = Mail()
        self._lives: list[tuple[Paper, list[Act], list[datetime]]] = []

    def cues(self) -> list[Cue]:
        """Everything that happens, in order of time, up to now."""
        for organ in (one.key for one in organs()):
            if organ in _COUNTS:
                self._past(Crew(organ))
                self._present(Crew(organ))
        self._lives.sort(key=lambda life: life[2][0])
        for paper, _, moments in self._lives:
            self._mail.address(paper, moments[0])
        return sorted(
            (
                Cue(moment, paper_no, act_no, act, paper)
                for paper_no, (paper, acts, moments) in enumerate(self._lives)
                for act_no, (act, moment) in enumerate(zip(acts, moments, strict=True))
                if moment <= self._now
            ),
            key=in_order,
        )

    def _rng(self, organ: str, part: str, number: int) -> Random:
        return Random(f"{self._seed}/{organ}/{part}/{number}")  # noqa: S311 - a plausible past, no secret

    def _past(self, crew: Crew) -> None:
        last = self._time.earlier(self._now, _SETTLED * WORKDAY)
        days = self._time.workdays(local_day(self._now - _YEAR), local_day(last) - timedelta(days=1))
        for number in range(max(1, round(_COUNTS[crew.organ] * self._scale))):
            rng = self._rng(crew.organ, "past", number)
            story = _told(rng.choices(list(_PAST), list(_PAST.values()))[0], crew)
            start = self._time.arrival(rng.choice(days), rng, by_night=story is stories.by_night)
            paper = self._paper(crew, rng, story, local_day(start))
            acts = story(paper)
            moments = forwards(self._time, acts, start)
            self._live(paper, acts, moments)
            if story is stories.returned and rng.random() < _COMES_AGAIN:
                self._again(paper, moments[-1])

    def _again(self, first: Paper, returned_at: datetime) -> None:
        """A paper that was returned, sent once more some days later."""
        second = replace(first, form=dict(first.form), words=dict(first.words))
        acts = stories.resubmitted(second, first)
        start = self._time.later(returned_at, first.rng.randint(2 * WORKDAY, 5 * WORKDAY))
        self._live(second, acts, forwards(self._time, acts, start))

    def _present(self, crew: Crew) -> None:
        for row_no, row in enumerate(_PRESENT if crew.organ == MAIN else _ELSEWHERE):
            for number in range(max(1, round(row.count * self._scale))):
                rng = self._rng(crew.organ, f"present-{row_no}", number)
                paper = self._paper(crew, rng, row.story, local_day(self._now))
                paper.due_at = None if row.due is None else self._time.closing(self._now, row.due)
                acts = stories.until(row.story(paper), row.until, row.nth)
                idle = max(3, round(rng.uniform(*row.idle) * WORKDAY))
                self._live(paper, acts, backwards(self._time, acts, self._now, idle, by_clock=row.by_clock))

    def _live(self, paper: Paper, acts: list[Act], moments: list[datetime]) -> None:
        self._lives.append((paper, acts, exact(paper.rng, moments)))

    def _paper(self, crew: Crew, rng: Random, story: Story, around: date) -> Paper:
        handling = stories.HANDLING.get(story) or rng.choice(("act", "reply"))
        return self._mail.draw(
            crew,
            rng,
            around,
            handling,
            topic=stories.TOPICS.get(story),
            telegram=story in stories.TELEGRAMS,
            may_be_urgent=story in stories.BRISK,
        )


def _told(story: Story, crew: Crew) -> Story:
    """Only the main organ gets telegrams."""
    return stories.to_act if story in stories.TELEGRAMS and crew.organ != MAIN else story
