"""JSON as we take it, against the standard library's: what both take has the same value."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import MalformedJson
from app.http.requests import DEEPEST, _is_too_deep, parse

_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | _TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(_TEXT, inner),
    max_leaves=30,
)


def depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(depth, inner), default=0)


@given(_VALUES, st.booleans())
def test_takes_what_json_dumps_writes(value: Any, ascii_only: bool) -> None:
    assert parse(json.dumps(value, ensure_ascii=ascii_only).encode()) == value


@given(st.lists(st.sampled_from("[{"), max_size=60))
def test_counts_depth_whatever_nests(opened: list[str]) -> None:
    raw = "".join("[" if one == "[" else '{"[{":' for one in opened) + "1"
    raw += "".join("]" if one == "[" else "}" for one in reversed(opened))
    if len(opened) <= DEEPEST:
        assert depth(parse(raw.encode())) == len(opened)
    else:
        assert _is_too_deep(raw.encode())
        with pytest.raises(MalformedJson):
            parse(raw.encode())


@given(st.binary(max_size=40))
def test_never_fails_otherwise(raw: bytes) -> None:
    try:
        value = parse(raw)
    except MalformedJson:
        return
    assert json.loads(raw) == value


def test_wide_is_not_deep() -> None:
    assert parse(b"[" + b"[[]]," * 5_000 + b"[]]") == [[[]]] * 5_000 + [[]]
