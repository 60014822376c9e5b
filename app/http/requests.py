"""Bodies as we accept them: JSON in UTF-8, each member once, no NaN, not too deep, not too large."""

import json
import math
import re
from typing import Any, NoReturn

from starlette.requests import Request
from starlette.types import Receive, Scope

from app.core.errors import MalformedJson, PayloadTooLarge, UnsupportedMediaType

DEEPEST = 32
ABSENT: Any = object()
"""What stands for a value that was not sent; ``None`` is JSON's null."""
_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_ONE_KIND = bytes.maketrans(b"{}", b"[]")
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise MalformedJson("对象中有重复的成员", detail_en="A member appears twice in one object")
    return found


def _no_constant(_: str) -> NoReturn:
    raise MalformedJson("不接受 NaN 和 Infinity", detail_en="NaN and Infinity are not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise MalformedJson("数值过大", detail_en="A number is too large")
    return number


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant, parse_float=_finite)


def _is_too_deep(raw: bytes) -> bool:
    """Whether brackets nest deeper than allowed, found without parsing: each round peels the innermost pairs off."""
    if raw.count(b"[") + raw.count(b"{") <= DEEPEST:
        return False
    left = _STRINGS.sub(b"", raw).translate(_ONE_KIND, _NOT_BRACKETS)
    for _ in range(DEEPEST):
        left = left.replace(b"[]", b"")
    return bool(left)


def parse(raw: bytes) -> Any:
    """The value of a JSON body.

    Raises: MalformedJson.
    """
    if raw.startswith(b"\xef\xbb\xbf"):
        raise MalformedJson("JSON 不得带 BOM", detail_en="JSON begins without a byte order mark")
    if _is_too_deep(raw):
        raise MalformedJson(f"嵌套超过 {DEEPEST} 层或括号不配对", detail_en="Nested too deep, or brackets do not pair")
    try:
        value = _DECODER.decode(raw.decode())
        if b"\\u" in raw:
            json.dumps(value, ensure_ascii=False).encode()  # a lone surrogate is no character
    except UnicodeError as fault:
        raise MalformedJson("JSON 必须是 UTF-8 编码的文字", detail_en="JSON is text in UTF-8") from fault
    except (ValueError, RecursionError) as fault:
        raise MalformedJson from fault
    return value


class JsonRequest(Request):
    """A request whose JSON body is read and parsed by our rules before the framework asks for it."""

    def __init__(self, scope: Scope, receive: Receive, most_bytes: int) -> None:
        super().__init__(scope, receive)
        self._most_bytes = most_bytes
        self._raw: bytes | None = None
        self._value: Any = ABSENT

    async def read(self) -> bytes:
        """Take the body in.

        Raises: UnsupportedMediaType, PayloadTooLarge.
        """
        if self._raw is None:
            too_large = PayloadTooLarge("请求体过大", detail_en="The body is too large", max_bytes=self._most_bytes)
            announced = self.headers.get("content-length", "")
            if announced.isdecimal() and int(announced) > self._most_bytes:
                raise too_large
            parts, size = [], 0
            async for part in self.stream():
                size += len(part)
                if size > self._most_bytes:
                    raise too_large
                parts.append(part)
            self._raw = b"".join(parts)
            if self._raw:
                self._check_type()
        return self._raw

    def _check_type(self) -> None:
        said = self.headers.get("content-type", "").lower().replace(" ", "")
        kind, _, parameters = said.partition(";")
        if kind != "application/json" or parameters not in ("", "charset=utf-8", 'charset="utf-8"'):
            raise UnsupportedMediaType("请使用 application/json", detail_en="Send application/json")
        if self.headers.get("content-encoding", "identity") != "identity":
            raise UnsupportedMediaType("请求体不得压缩", detail_en="The body may not be compressed")

    async def body(self) -> bytes:
        return await self.read()

    def parse(self) -> Any:
        """The value of what was read; `ABSENT` for an empty body.

        Raises: MalformedJson.
        """
        if self._raw and self._value is ABSENT:
            self._value = parse(self._raw)
        return self._value
