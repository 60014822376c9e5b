"""What is said with an action: its texts, its overrides, in whose stead."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from app.services.secrecy.texts import Body, texts

__all__ = ["Overriding", "Spoken", "texts", "told"]


class Overriding(Protocol):
    @property
    def rule(self) -> str: ...
    @property
    def reason(self) -> str: ...


class Spoken(Body, Protocol):
    """The body of an action."""

    @property
    def overrides(self) -> Sequence[Overriding]: ...


def told(overrides: Iterable[Overriding]) -> Mapping[str, str]:
    """Overrides as the judge wants them: rule id → reason."""
    return {one.rule: one.reason for one in overrides}
