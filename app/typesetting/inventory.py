"""Which characters a document prints in which role, made printable on the way (LAY-S01)."""

import re
import unicodedata
from collections import defaultdict

from app.typesetting.fonts import LICENSED, FontBook, Role
from app.typesetting.rendition import Substitution

GETA = "〓"
"""Printed where no face has a character: an honest gap, as compositors have always marked it."""

_ENDLESS = re.compile(r"[!-~]{40,}")
_BREAK = "\u200b"
"""Put between the characters of a word longer than a line, such as an address of the Web, which may then be broken."""

_INVISIBLE = {"Cc", "Cf", "Cs"}


def is_mute(character: str) -> bool:
    """Whether it prints nothing by itself: control and format characters, variation selectors."""
    category = unicodedata.category(character)
    if ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF:  # no characters at all, by Unicode
        return True
    return category in _INVISIBLE or (category == "Mn" and unicodedata.combining(character) == 0)


def verbatim(_: Role, text: str) -> str:
    """The text for metadata and word processors, which have faces of their own: only what prints nothing is left out."""
    return "".join(character for character in text if not is_mute(character))


class Inventory:
    """Collects the characters of one document, role by role, while it is being described to the typesetter."""

    def __init__(self, fonts: FontBook) -> None:
        self._fonts = fonts
        self._borrowed: dict[tuple[Role, str], set[str]] = defaultdict(set)
        self._missing: dict[Role, set[str]] = defaultdict(set)
        self._used: set[Role] = set()

    def __call__(self, role: Role, text: str) -> str:
        """The text as it can be printed in this role: without control characters, 〓 for what no face has."""
        if text:
            self._used.add(role)
        printable = "".join(self._printable(role, character) for character in unicodedata.normalize("NFC", text))
        return _ENDLESS.sub(lambda found: _BREAK.join(found[0]), printable)

    def substitutions(self) -> tuple[Substitution, ...]:
        """Every face that is not the one of the standard, in the order of the roles; first whole roles, then characters."""
        whole = [
            Substitution(role.label, LICENSED[role][0], self._fonts.faces[role].family)
            for role in Role
            if role in self._used and not self._fonts.is_licensed(role)
        ]
        borrowed = [
            Substitution(role.label, LICENSED[role][0], family, "".join(sorted(characters)))
            for (role, family), characters in sorted(self._borrowed.items(), key=lambda item: item[0])
        ]
        missing = [
            Substitution(role.label, LICENSED[role][0], None, "".join(sorted(characters)))
            for role, characters in sorted(self._missing.items())
        ]
        return (*whole, *borrowed, *missing)

    def _printable(self, role: Role, character: str) -> str:
        face = self._fonts.for_character(role, character)
        if face is self._fonts.faces[role]:
            return character
        if character.isspace():
            return " "
        if is_mute(character):
            return ""
        if face is None:
            self._missing[role].add(character)
            return GETA
        self._borrowed[role, face.family].add(character)
        return character
