"""What of a body is text that somebody wrote."""

from collections.abc import Iterator
from typing import Any, Protocol

from app.vocabulary.labelled import Labelled


class Body(Protocol):
    """Whatever was sent, as its members; those that are hidden, such as passwords, are no texts and leave no trace."""

    @property
    def hidden(self) -> frozenset[str]: ...
    @property
    def tells_doubts(self) -> bool: ...
    def model_dump(self) -> dict[str, Any]: ...


def texts(said: Body) -> dict[str, str]:
    """Every text of a body by its place in it, the reasons of overrides too; words of a vocabulary are no texts."""
    members = said.model_dump()
    return dict(_texts({name: members[name] for name in members if name not in said.hidden}, ""))


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str) and not isinstance(value, Labelled):
        yield place, value
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in members:
        yield from _texts(one, f"{place}/{name}" if place else str(name))
