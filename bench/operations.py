"""What is asked of both sides: the same questions, each in the words of its side."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from uuid import UUID, uuid4

import orjson

from app.vocabulary.identity import Role
from bench.office import Office

SERVICE, REFERENCE = "service", "reference"
_PREFIX = {SERVICE: "/api/v1", REFERENCE: ""}
_SCREENED = {"ours": True, "routing": True, "form": True, "consulted": True, "drafting": True}


@dataclass(frozen=True)
class Operation:
    """One thing people do. ``target`` is the least share of the reference's throughput."""

    name: str
    target: float
    requests: Callable[[str], Iterator[bytes]]
    """The requests for a side, without end or, where each may come once, until none is left."""
    once: bool = False


def written(method: str, path: str, token: str, body: object = None, **headers: str) -> bytes:
    """An HTTP request as it goes over the wire."""
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Authorization: Bearer {token}",
        "Accept: application/json",
    ]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    content = b"" if body is None else orjson.dumps(body)
    if content:
        lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    return "\r\n".join([*lines, "", ""]).encode() + content


class Questions:
    """The requests for one office and its papers."""

    def __init__(self, office: Office, papers: Sequence[UUID], handlers: Sequence[UUID]) -> None:
        self._office, self._papers, self._handlers = office, papers, handlers
        self._paper = count(1)
        self.clerk = office.tokens[office.holder[Role.OFFICE_CLERK]]

    def get(self, side: str) -> Iterator[bytes]:
        """Any paper, old or new."""
        chance = random.Random(7)
        while True:
            yield written("GET", f"{_PREFIX[side]}/incoming-documents/{chance.choice(self._papers)}", self.clerk)

    def list(self, side: str) -> Iterator[bytes]:
        """The fifty newest papers that are being handled."""
        while True:
            yield written("GET", f"{_PREFIX[side]}/incoming-documents?state=handling&limit=50", self.clerk)

    def to_do(self, side: str) -> Iterator[bytes]:
        """The first fifty tasks of one handler after another."""
        while True:
            for person_id in self._handlers:
                path = "/api/v1/tasks?state=pending&limit=50" if side == SERVICE else f"/tasks/{person_id}?limit=50"
                yield written("GET", path, self._office.tokens[person_id])

    def create(self, side: str) -> Iterator[bytes]:
        token = self._office.tokens[self._office.holder[Role.RECEIVER]]
        now = datetime.now(UTC).isoformat(timespec="seconds")
        for number in self._paper:
            paper = {
                "title": f"关于开展第{number}次全国经济普查工作的通知",
                "sender_name": f"江州市第{1 + number % 40}局",
                "sender_number": f"江普办发〔2026〕{number}号",
                "doc_type": "notice",
                "doc_date": "2026-11-20",
                "received_at": now,
                "channel": "exchange",
                "pages": 6,
                "handed_by": "李明",
            }
            yield written("POST", f"{_PREFIX[side]}/incoming-documents", token, paper, Idempotency_Key=str(uuid4()))

    def register(self, side: str, papers: Sequence[UUID]) -> Iterator[bytes]:
        token = self._office.tokens[self._office.holder[Role.REGISTRAR]]
        for one in papers:
            yield written("POST", f"{_PREFIX[side]}/incoming-documents/{one}/register", token, {}, If_Match='"1"')

    def screen(self, side: str, papers: Sequence[UUID]) -> Iterator[bytes]:
        for one in papers:
            path = f"{_PREFIX[side]}/incoming-documents/{one}/screen"
            yield written("POST", path, self.clerk, _SCREENED, If_Match='"2"')
