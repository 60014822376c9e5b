"""The papers that arrive: titles as the senders of a county write them, numbers that rise over the year."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

from app.core.clock import local_day
from app.jobs.demo import words
from app.jobs.demo.cast import MAIN, SENDERS_OF_COUNTY, Crew, table
from app.vocabulary.common import Urgency
from app.vocabulary.documents import Channel, DocType, Medium, SenderClass
from app.vocabulary.identity import Role

if TYPE_CHECKING:
    from app.jobs.demo.letters import Letter

CIRCLES = {
    "economy": ("fangjianping", "luoxiuying"),
    "finance": ("fangjianping", "luoxiuying"),
    "safety": ("fangjianping", "luoxiuying"),
    "petition": ("fangjianping", "malixin"),
    "water": ("jianghaitao", "xuhaitao"),
    "agriculture": ("jianghaitao", "xuhaitao"),
    "building": ("dengwenjun", "gaoxiang"),
    "land": ("dengwenjun", "gaoxiang"),
    "traffic": ("dengwenjun", "gaoxiang"),
    "ecology": ("dengwenjun", "gaoxiang"),
    "education": ("zhaoxiaomei", "shenjiahui"),
    "health": ("zhaoxiaomei", "shenjiahui"),
    "general": ("luzhengqing", "liwenbo"),
}
"""In the main organ: which leader is in charge of a subject, and which head handles it."""

_TELEGRAPHIC = (Urgency.FLASH, Urgency.EXTRA_URGENT, Urgency.URGENT, Urgency.NORMAL_URGENT)
_NUMERALS = "一二三四五六七八九十"
_QUARTERS = ("一季度", "上半年", "前三季度", "全年")
_HOLIDAYS = (
    (2, 10, "春节"),
    (4, 3, "清明节"),
    (5, 1, "劳动节"),
    (6, 15, "端午节"),
    (10, 1, "国庆节"),
    (12, 31, "元旦"),
)
_OURS = 20
"""Lower numbers are those of papers which organs of the demo wrote in it."""
_BROKEN = ("{code}[{year}]{seq}号", "{code}（{year}）{seq}号", "{code}〔{year}〕第{seq}号", "{code}〔{year}〕0{seq}号")


@dataclass(slots=True)
class Paper:
    """One paper and what those who handle it decide beforehand. ``id`` and ``version`` follow what happens to it."""

    crew: Crew
    rng: Random
    topic: str
    handling: str
    code: str
    form: dict[str, Any]
    leader: str
    handler: str
    limit: int
    due_at: datetime | None = None
    id: UUID | None = None
    version: int = 0
    words: dict[str, str] = field(default_factory=dict)
    source: "Letter | None" = None
    """What it was where it was written, if the exchange brought it."""

    @property
    def title(self) -> str:
        return str(self.form["title"])

    @property
    def is_urgent(self) -> bool:
        return bool(self.form["urgency"] != Urgency.NONE)

    @property
    def needs_number(self) -> bool:
        return bool(self.form["doc_type"] == DocType.REQUEST_INSTRUCTION)

    def says(self, choices: tuple[Any, ...], to: str = "") -> Any:
        """One of some phrases, with the names of this paper filled in."""
        chosen = self.rng.choice(choices)
        return chosen.format(**self.words, to=to) if isinstance(chosen, str) else chosen


class Mail:
    """Draws papers from the table of titles; no title twice from one sender in one organ."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, str]] = set()
        self._series: Counter[tuple[str, int]] = Counter()

    def draw(
        self,
        crew: Crew,
        rng: Random,
        around: date,
        handling: str,
        *,
        topic: str | None,
        telegram: bool,
        may_be_urgent: bool,
    ) -> Paper:
        """A paper of the kind wanted that could arrive on about that day."""
        source = crew.organ if crew.organ in SENDERS_OF_COUNTY else "bureau"
        fitting = [
            row
            for row in _rows(source, handling)
            if (row["code"].endswith("明电") == telegram or source != "gov")
            and in_season(row["months"], around.month)
            and row["sender"] != crew.name
            and topic in (None, row["topic"])
        ]
        for _ in range(60):
            row = rng.choice(fitting)
            title = row["title"].format(**blanks(rng, around))
            if (crew.organ, title) not in self._seen:
                break
        self._seen.add((crew.organ, title))
        return _paper(crew, rng, row, title, may_be_urgent=may_be_urgent)

    def address(self, paper: Paper, received_at: datetime) -> None:
        """Put the sender's number and date on a paper; to be called in the order papers arrive."""
        rng, form, arrived = paper.rng, paper.form, local_day(received_at)
        form["doc_date"] = written = arrived - timedelta(days=rng.choice((0, 1, 1, 2, 3, 5)))
        series = paper.code, written.year
        if series not in self._series:
            self._series[series] = _OURS + int(written.timetuple().tm_yday * rng.uniform(0.05, 0.5))
        self._series[series] += rng.randint(1, 6)
        style = "{code}〔{year}〕{seq}号" if rng.random() > 0.04 else rng.choice(_BROKEN)
        form["sender_number"] = style.format(code=paper.code, year=written.year, seq=self._series[series])


@cache
def _rows(source: str, handling: str) -> tuple[dict[str, str], ...]:
    return tuple(row for row in table("papers") if row["to"] == source and row["handling"] == handling)


def in_season(months: str, month: int) -> bool:
    """``months`` is like ``3-5;9``; empty is the whole year."""
    spans = [part.partition("-") for part in months.split(";") if part]
    return not spans or any(int(first) <= month <= int(last or first) for first, _, last in spans)


def blanks(rng: Random, on: date) -> dict[str, Any]:
    """What the blanks of a title are filled with on a day."""
    month = on.month - 1 or 12
    quarter = (on.month - 1) // 3
    return {
        "y": on.year,
        "ly": on.year - 1,
        "m": on.month,
        "lm": f"{on.year if on.month > 1 else on.year - 1}年{month}",
        "lq": f"{on.year if quarter else on.year - 1}年{_QUARTERS[quarter - 1]}",
        "n": rng.randint(2, 180),
        "k": _NUMERALS[rng.randrange(10)],
        "season": ("冬季", "春季", "夏季", "秋季")[on.month % 12 // 3],
        "holiday": next(name for *day, name in _HOLIDAYS if day >= [on.month, on.day]),
        "day": f"{month}·{rng.randint(3, 28)}",
        "span": f"{on.month}月{on.day}日至{_day(on + timedelta(days=2), on)}",
        "sector": rng.choice(words.SECTORS),
        "town": rng.choice(words.TOWNS),
        "village": rng.choice(words.VILLAGES),
        "road": rng.choice(words.ROADS),
        "river": rng.choice(words.RIVERS),
        "school": rng.choice(words.SCHOOLS),
    }


def _day(until: date, since: date) -> str:
    return f"{until.day}日" if until.month == since.month else f"{until.month}月{until.day}日"


def named(crew: Crew, rng: Random, topic: str) -> tuple[str, str, dict[str, str]]:
    """Who is in charge of a subject, who handles it, and how both and the bureau concerned are called."""
    leader, handler = CIRCLES[topic] if crew.organ == MAIN else (rng.choice(crew.leaders), rng.choice(crew.heads))
    told = {
        "leader": crew.courtesy(leader),
        "section": crew.section_of(handler),
        "bureau": words.BUREAUS[topic] if crew.organ in SENDERS_OF_COUNTY else "有关股室",
    }
    return leader, handler, told


def _paper(crew: Crew, rng: Random, row: dict[str, str], title: str, *, may_be_urgent: bool) -> Paper:
    topic = row["topic"]
    leader, handler, told = named(crew, rng, topic)
    is_telegram = row["code"].endswith("明电")
    urgency = Urgency.NONE
    if is_telegram:
        urgency = rng.choices(_TELEGRAPHIC, (1, 3, 4, 2))[0]
    elif may_be_urgent and rng.random() < 0.1:
        urgency = rng.choice((Urgency.URGENT, Urgency.URGENT, Urgency.EXTRA_URGENT))
    form = {
        "title": title,
        "sender_name": row["sender"],
        "sender_class": SenderClass(row["class"]),
        "doc_type": DocType(row["type"]),
        "medium": Medium.TELEGRAM if is_telegram else Medium.DOCUMENT,
        "urgency": urgency,
        "channel": _channel(rng, SenderClass(row["class"]), is_telegram),
        "copies": rng.choice((1, 1, 1, 2, 3)),
        "pages": rng.randint(2, 18),
        "damage_note": rng.choice(words.DAMAGES) if rng.random() < 0.03 else None,
    }
    limit = rng.choice((5, 7, 7, 10))
    return Paper(crew, rng, topic, row["handling"], row["code"], form, leader, handler, limit, words=told)


def _channel(rng: Random, sender: SenderClass, is_telegram: bool) -> Channel:
    if is_telegram:
        return rng.choice((Channel.FAX, Channel.EXCHANGE))
    usual = (Channel.EXCHANGE,) * 6 + (Channel.BY_HAND, Channel.COURIER, Channel.MEETING_CARRIED, Channel.VIA_LEADER)
    return Channel.POST if sender == SenderClass.OTHER else rng.choice(usual)


def readers_of(paper: Paper, count: int) -> list[str]:
    """A reading list: who is in charge first, the head concerned last, other leaders and heads between."""
    crew, rng = paper.crew, paper.rng
    between = [*crew.leaders, *crew.holders(Role.OFFICE_DIRECTOR), *crew.heads]
    others = [one for one in dict.fromkeys(between) if one not in (paper.leader, paper.handler)]
    chosen = rng.sample(others, min(count - 2, len(others)))
    return [*dict.fromkeys((paper.leader, *sorted(chosen, key=others.index), paper.handler))]
