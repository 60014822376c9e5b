"""What building the demo tells whoever asked for it."""

from dataclasses import dataclass
from typing import NamedTuple


class Login(NamedTuple):
    """A log-in to try a role with."""

    role: str
    username: str
    name: str


@dataclass(frozen=True, slots=True)
class DemoReport:
    """The demo as it stands. ``created`` is False where it stood there before and nothing was touched.

    ``states`` counts the incoming documents of the main organ by state (its Chinese label), ``letters`` its own papers by
    state; ``elapsed`` is in seconds.
    """

    created: bool
    organ: str
    password: str
    logins: list[Login]
    states: dict[str, int]
    letters: dict[str, int]
    elapsed: float
