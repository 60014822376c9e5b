"""The base of every vocabulary: a closed list of words, each with its official Chinese term."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A word of the API (``value``) and what officials call it (``label``): ``SUBMIT = "submit", "送审"``.

    A member is the plain string of its value: it compares, stores, pickles and serialises as that string, and its
    JSON schema is a string enum. Looking one up takes the value alone: ``Action("submit")``.

    Raises: TypeError when a member is written without a label, ValueError when a value is looked up that is none.
    """

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Make one member; the label has a default only because a look-up is typed as this call with one argument."""
        if not label:
            raise TypeError(f"{cls.__name__}: {value!r} has no label")
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
