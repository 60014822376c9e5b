"""What is said with an action: its texts, its overrides, in whose stead."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from app.vocabulary.labelled import Labelled


class Overriding(Protocol):
    @property
    def rule(self) -> str: ...
    @property
    def reason(self) -> str: ...


class Spoken(Protocol):
    """The body of an action."""

    @property
    def overrides(self) -> Sequence[Overriding]: ...
    def model_dump(self) -> dict[str, Any]: ...


def texts(said: Spoken) -> dict[str, str]:
    """Every text of a body by its place in it, the reasons of overrides too; words of a vocabulary are no texts."""
    return dict(_texts(said.model_dump(), ""))


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str) and not isinstance(value, Labelled):
        yield place, value
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in members:
        yield from _texts(one, f"{place}/{name}" if place else str(name))


def told(overrides: Iterable[Overriding]) -> Mapping[str, str]:
    """Overrides as the judge wants them: rule id → reason."""
    return {one.rule: one.reason for one in overrides}
