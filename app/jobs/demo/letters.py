"""The papers an office writes itself: what they are about, to whom they go, who writes and who signs them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

from app.jobs.demo import letter_words as words
from app.jobs.demo.cast import MAIN, Crew, name_of, organs, table
from app.jobs.demo.papers import CIRCLES, Paper, blanks, in_season
from app.vocabulary.documents import DocType
from app.vocabulary.identity import Role
from app.vocabulary.outgoing import Direction, Layout, RecipientRole, Relation

_KEYS = frozenset(one.key for one in organs())


class Address(NamedTuple):
    """A recipient: an organ of the demo by its key, or any other by its name."""

    role: RecipientRole
    organ: str | None
    name: str | None
    relation: Relation | None


@dataclass(slots=True)
class Letter:
    """One paper of an organ and what those who handle it decide beforehand. ``id`` and ``version`` follow its life."""

    crew: Crew
    rng: Random
    topic: str
    code: str | None
    form: dict[str, Any]
    addressed: list[Address]
    drafter: str
    signer: str
    answers: Paper | None = None
    asked: "Letter | None" = None
    joint: tuple[str, ...] = ()
    id: UUID | None = None
    version: int = 0

    @property
    def title(self) -> str:
        return str(self.form["title"])

    @property
    def handler(self) -> str:
        """Whoever the paper is with while it is written."""
        return self.drafter

    @property
    def organs(self) -> list[str]:
        """The recipients the exchange reaches; the copy of a 请示 for another superior is carried on paper, to be read there."""
        asks = self.form["doc_type"] == DocType.REQUEST_INSTRUCTION
        return [one.organ for one in self.addressed if one.organ and not (asks and one.role == RecipientRole.CC)]

    @property
    def is_sealed(self) -> bool:
        return not self.form["is_unsealed"]


class Writing:
    """Draws papers from the tables; no title twice in one organ."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, str]] = set()

    def draw(self, organ: str, rng: Random, around: date, *, kind: str | None = None) -> Letter:
        """A paper of that organ which could be written on about that day."""
        fitting = [row for row in _rows(organ, kind) if in_season(row["months"], around.month)]
        row, filled = self._unlike_others(organ, fitting, rng, around)
        crew = Crew(organ)
        leader, handler = _hands(crew, row["topic"], rng)
        said = {**row, **filled}
        doc_type = DocType(row["kind"])
        direction = words.DIRECTIONS.get(doc_type, Direction.DOWNWARD)
        form = {
            **_form(doc_type, direction),
            "title": words.title(crew.name, said["about"], doc_type),
            "body": words.body(doc_type, said, name_of(leader)),
        }
        signer = crew.holder(Role.PRINCIPAL_LEADER) if direction == Direction.UPWARD else leader
        return Letter(crew, rng, row["topic"], row["code"] or None, form, list(_addresses(row["to"])), handler, signer)

    def request(self, rng: Random, around: date, asking: str | None = None) -> tuple[Letter, dict[str, str]]:
        """A 请示, and what its answer will say."""
        rows = [
            row for row in table("requests") if asking in (None, row["from"]) and in_season(row["months"], around.month)
        ]
        row, said = self._unlike_others("", rows, rng, around)
        crew = Crew(row["from"])
        drafter = _hands(crew, row["topic"], rng)[1]
        contact = f"联系人：{name_of(drafter)}，电话：0571-88002{rng.randint(100, 999)}"
        form = {
            **_form(DocType.REQUEST_INSTRUCTION, Direction.UPWARD),
            "title": words.title(crew.name, said["about"], DocType.REQUEST_INSTRUCTION),
            "body": f"{said['why']}\n{said['ask']}\n妥否，请批示。",
            "note": contact,
        }
        to = list(_addresses(row["to"] + (";cc:party" if row["from"] == MAIN else "")))
        letter = Letter(crew, rng, row["topic"], row["code"], form, to, drafter, crew.holder(Role.PRINCIPAL_LEADER))
        return letter, {**row, **said}

    def answer(self, asked: Letter, paper: Paper, said: dict[str, str]) -> Letter:
        """The 批复 to a 请示: its text names the number of what it answers, once there is one."""
        crew = paper.crew
        form = {
            **_form(DocType.REPLY_TO_REQUEST, Direction.DOWNWARD),
            "layout": Layout.LETTER,
            "title": words.title(crew.name, f"同意{said['about']}", DocType.REPLY_TO_REQUEST),
            "body": said["answer"],
        }
        to = list(_addresses(said["from"] + (";cc:party" if said["from"] == MAIN else "")))
        return Letter(
            crew, asked.rng, asked.topic, said["reply_code"], form, to, paper.handler, paper.leader, paper, asked
        )

    def _unlike_others(
        self, organ: str, rows: list[dict[str, str]], rng: Random, around: date
    ) -> tuple[dict[str, str], dict[str, str]]:
        """A row with its blanks filled, so that the title is new."""
        for _ in range(60):
            row, told = rng.choice(rows), blanks(rng, around)
            said = {name: text.format(**told) for name, text in row.items()}
            if (organ, said["about"]) not in self._seen:
                break
        self._seen.add((organ, said["about"]))
        return row, said


@cache
def _rows(organ: str, kind: str | None) -> tuple[dict[str, str], ...]:
    return tuple(row for row in table("letters") if row["organ"] == organ and kind in (None, row["kind"]))


def _hands(crew: Crew, topic: str, rng: Random) -> tuple[str, str]:
    """Which leader signs, and who drafts: neither is a reviewer (DOC-P11)."""
    if crew.organ == MAIN:
        return CIRCLES[topic]
    able = [one for one in crew.heads if one not in crew.holders(Role.REVIEWER)] or [crew.holder(Role.REGISTRAR)]
    leaders = [one for one in crew.leaders if one not in crew.holders(Role.OFFICE_DIRECTOR)]
    return rng.choice(leaders), rng.choice(able)


def _form(doc_type: DocType, direction: Direction) -> dict[str, Any]:
    layout = words.LAYOUTS.get(doc_type, Layout.DOCUMENT)
    return {
        "doc_type": doc_type,
        "direction": direction,
        "layout": layout,
        "necessity": words.NECESSITIES.get(doc_type, words.NECESSITY),
        "basis": words.BASIS,
        "is_unsealed": doc_type == DocType.MINUTES,
    }


def _addresses(to: str) -> Iterator[Address]:
    """``gov;各乡镇人民政府;江州师范学院/unrelated;cc:party``"""
    for one in (part for part in to.split(";") if part):
        role = RecipientRole.CC if one.startswith("cc:") else RecipientRole.MAIN
        key, _, relation = one.removeprefix("cc:").partition("/")
        if key in _KEYS:
            yield Address(role, key, None, None)
        else:
            yield Address(role, None, key, Relation(relation) if relation else Relation.COLLECTIVE)
