"""What pydantic finds wrong, told to people: where, a stable code, one sentence in their language. Never the value."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.core.errors import AppError, Invalid, VersionRequired

_MOST_ERRORS = 50
_LONGEST_SEGMENT = 100

_TYPES = {
    "missing": "missing",
    "extra_forbidden": "unknown_member",
    "string_too_short": "too_short",
    "string_too_long": "too_long",
    "too_short": "too_few",
    "too_long": "too_many",
    "string_pattern_mismatch": "bad_format",
    "string_unicode": "bad_character",
    "day_format": "bad_day",
    "moment_format": "bad_moment",
    "uuid_parsing": "bad_id",
    "int_parsing": "wrong_type",
    "int_type": "wrong_type",
    "bool_parsing": "wrong_type",
    "enum": "not_in_list",
    "literal_error": "not_in_list",
    "greater_than": "out_of_range",
    "greater_than_equal": "out_of_range",
    "less_than": "out_of_range",
    "less_than_equal": "out_of_range",
    "int_parsing_size": "out_of_range",
}

MESSAGES = {
    "missing": ("缺少必填项", "Required"),
    "unknown_member": ("未知的成员", "Unknown member"),
    "unknown": ("未知或重复的参数", "Unknown or repeated parameter"),
    "repeated": ("只能出现一次", "May appear only once"),
    "too_short": ("内容过短", "Too short"),
    "too_long": ("内容过长", "Too long"),
    "too_few": ("项数过少", "Too few items"),
    "too_many": ("项数过多", "Too many items"),
    "bad_format": ("格式不符合要求，或含有不允许的字符", "Wrong format, or a character that is not allowed"),
    "bad_character": ("含有不可存储的字符", "A character that cannot be stored"),
    "bad_day": ("应为 1900 至 2099 年间的日期，如 2026-11-20", "A day from 1900 to 2099 such as 2026-11-20"),
    "bad_moment": (
        "应为带时区的时间，如 2026-11-20T09:00:00+08:00",
        "A moment with an offset such as 2026-11-20T09:00:00+08:00",
    ),
    "bad_id": ("应为 UUID", "A UUID is expected"),
    "wrong_type": ("类型不符合要求", "Wrong type"),
    "not_in_list": ("不在允许的取值之内", "Not one of the allowed values"),
    "out_of_range": ("超出允许的范围", "Out of range"),
    "not_found": ("引用的对象不存在或不可用", "What it refers to does not exist"),
    "not_allowed": ("不允许的取值", "Not allowed"),
    "invalid": ("内容不符合要求", "Not acceptable"),
}


def fault(pointer: str, where: str, code: str) -> dict[str, str]:
    """One entry of ``errors``."""
    return {"pointer": pointer, "in": where, "code": code, "message": MESSAGES[code][0]}


def in_language(entry: Mapping[str, str], language: str) -> Mapping[str, str]:
    """The entry with its sentence in English where we have one; sentences of services stay as they were said."""
    known = MESSAGES.get(entry["code"])
    return {**entry, "message": known[1]} if language == "en" and known and entry["message"] == known[0] else entry


def pointer(location: Sequence[int | str]) -> str:
    """A JSON Pointer (RFC 6901). Names of strangers are cut, not trusted."""
    parts = (str(part)[:_LONGEST_SEGMENT].replace("~", "~0").replace("/", "~1") for part in location)
    return "".join(f"/{part}" for part in parts)


def _told(error: Mapping[str, Any]) -> dict[str, str]:
    where, *rest = error["loc"]
    if where != "body":  # behind the name of a parameter stand only positions; words are branches of its type
        rest = rest[:1] + [part for part in rest[1:] if isinstance(part, int)]
    kind = str(error["type"])
    code = _TYPES.get(kind, "wrong_type" if kind.endswith("_type") else "invalid")
    return fault(pointer(rest), str(where), code)


def _lacks_version(error: Mapping[str, Any]) -> bool:
    return error["type"] == "missing" and tuple(error["loc"]) == ("header", "If-Match")


def refusal(errors: Iterable[Mapping[str, Any]]) -> AppError:
    """400 with every place that is wrong; 428 when nothing is wrong but the version that is missing."""
    found = [one for one in errors if one["type"] != "none_required"]
    if all(_lacks_version(one) for one in found):
        return VersionRequired()
    return Invalid([_told(one) for one in found[:_MOST_ERRORS]])
