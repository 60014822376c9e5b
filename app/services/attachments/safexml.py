"""XML from strangers: no document type, hence no entities to expand; no network; one pass, no tree."""

from collections.abc import Callable, Set
from dataclasses import dataclass
from xml.parsers import expat

from app.services.attachments.errors import FileRefused
from app.vocabulary.files import RefusalReason


@dataclass(frozen=True, slots=True)
class Element:
    """An element by its local name, with its attributes (local names) and the text since the last wanted start."""

    name: str
    attributes: dict[str, str]
    text: str


def scan(data: bytes, wanted: Set[str], visit: Callable[[Element], object]) -> None:
    """Call ``visit`` at the end of every element whose local name is ``wanted``: children come before their parent.

    The whole of ``data`` is parsed in one go: expat is quadratic when a long token arrives in pieces.

    Raises: FileRefused (broken): not well formed, an unknown encoding, or a document type, which no format here needs.
    """
    collector = _Collector(wanted, visit)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = collector.start
    parser.EndElementHandler = collector.end
    parser.CharacterDataHandler = collector.characters
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as fault:
        raise FileRefused(RefusalReason.BROKEN) from fault


def _refuse(*_: object) -> None:
    raise FileRefused(RefusalReason.BROKEN)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class _Collector:
    """Remembers only what is wanted and still open."""

    def __init__(self, wanted: Set[str], visit: Callable[[Element], object]) -> None:
        self._wanted = wanted
        self._visit = visit
        self._open: list[dict[str, str]] = []
        self._text: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if _local(name) in self._wanted:
            self._open.append({_local(key): value for key, value in attributes.items()})
            self._text.clear()

    def end(self, name: str) -> None:
        local = _local(name)
        if local in self._wanted:
            self._visit(Element(local, self._open.pop(), "".join(self._text)))
            self._text.clear()

    def characters(self, text: str) -> None:
        if self._open:
            self._text.append(text)
