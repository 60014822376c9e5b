"""The characters people may send. PostgreSQL refuses NUL; screens are fooled by bidi overrides; a blank title helps nobody."""

_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff"
_BLANK = r"\t\n\r\x20\x85\xa0\u1680\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"

LINE = f"^[^{_BLANK}{_CONTROL}][^\\n\\r{_CONTROL}]*$"
"""One line that begins with a visible character."""

TEXT = f"^[^{_CONTROL}]*$"
"""Many lines."""
